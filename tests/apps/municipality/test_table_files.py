"""A table as a file for a spreadsheet: taken in again it changes nothing, and no complaint is made."""

from __future__ import annotations

import attrs
import pytest
from django.urls import reverse

from beredt.adapters.demo import fjordby
from beredt.apps.municipality import import_operations, packs, queries
from beredt.apps.municipality.import_operations import GivenFile
from beredt.domain.municipality import differences
from beredt.domain.municipality.tables import MeasureRow, Origin
from factories import municipality as factory
from factories import municipality_rows as rows
from factories import web

pytestmark = pytest.mark.django_db
LANGUAGES = ("da", "en")
TEXTS = (
    "=1+1", "-", "'", "'=", "''=1", "'n' er et bogstav", "+45", "@her", "\tindrykket", " rum ", "' rum", "to\nlinjer",
    "to\r\nlinjer", "a;b", 'kaldt "Molen"', "Ærø, nord", "æ i to dele: a\u030a", "hårdt\u00a0mellemrum", "1.234",
    "true", "#1", "\ufeffmærke", "2026-03", "I alt",
)  # fmt: skip
NUMBERS = (None, 0.0, 1.234, 1234.0, 1.2345, 0.123, 12.345, 999.999, 1e-7, 87_600.5, 123_456.789, 1e12, 0.1 + 0.2)


def spiteful(tables):
    """Texts and numbers that are hard to write down, in rows of their own."""
    assets = tuple(
        attrs.evolve(tables.assets[0], asset_id=f"tekst {place}", name=text, origin=Origin(source=text))
        for place, text in enumerate(TEXTS)
    )
    measures = tuple(
        MeasureRow(measure_id=f"tiltag {place}", capital_kr=number, origin=Origin(source=text))
        for place, (number, text) in enumerate(zip(NUMBERS, TEXTS, strict=False))
    )
    guarded = (attrs.evolve(tables.assets[0], asset_id="-1"), attrs.evolve(tables.assets[0], asset_id="'=2"))
    return attrs.evolve(tables, assets=(*tables.assets, *assets, *guarded), measures=(*tables.measures, *measures))


def export(table, language, query=""):
    client = web.member_client(["coordinator"], code=rows.CODE)
    client.cookies["language"] = language
    address = reverse("municipality:export_table", kwargs={"code": rows.CODE, "table": table})
    return client.get(address + query).content


def taken_in(table, content):
    """What the import would make of the file, before anybody says yes."""
    upload_id = import_operations.receive_files(
        actor=rows.actor(), files=[GivenFile(name="tabel.csv", chunks=[content])], kind="table", table=table
    )
    import_operations.read_upload(actor=rows.actor(), upload_id=upload_id)
    return queries.get_upload(actor=rows.actor(), upload_id=upload_id).report


def test_every_table_comes_back_without_a_change_or_a_complaint():
    rows.stored_pack(tables=spiteful(fjordby.build_fjordby()))
    pack = packs.load(rows.CODE)
    for table in differences.KEYS:
        assert pack.rows[table], f"nothing is tried in {table}"
        for language in LANGUAGES:
            report = taken_in(table, export(table, language))
            assert report["is_usable"], report["problems"]
            assert (report["problems"]["en"], report["changes"], report["changes_anything"]) == ([], [], False)
            assert not [note for note in report["notes"]["en"] if "left out" in note or "stay" in note]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_cell_is_the_only_change(language):
    rows.stored_pack()
    text = export("assets", language).decode("utf-8-sig")
    old, new = ("1,0750", "2,5") if language == "da" else ("1.0750", "2.5")
    assert text.count(old) == 1
    report = taken_in("assets", text.replace(old, new).encode())
    assert [(change["key"], change["cells"]) for change in report["changes"]] == [
        (["feeder-1"], [{"column": "restart_hours", "old": 1.075, "new": 2.5}])
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lone_number_that_could_be_thousands_is_not_doubted(language):
    rows.stored_pack(tables=factory.small_pack_tables(measures=(MeasureRow(measure_id="pumpe", capital_kr=1.234),)))
    report = taken_in("measures", export("measures", language))
    assert (report["is_usable"], report["problems"]["en"], report["changes"]) == (True, [], [])


def test_some_rows_leave_the_others_as_they_are():
    rows.stored_pack()
    report = taken_in("assets", export("assets", "da", "?q=waterworks"))
    assert (report["is_usable"], report["changes"]) == (True, [])
    assert any("stay as they are" in note for note in report["notes"]["en"])


def test_a_table_without_rows_has_its_headings():
    tables = factory.small_pack_tables(measures=())
    rows.stored_pack(tables=tables)
    assert export("measures", "da").decode("utf-8-sig") == "measure_id;capital_kr;yearly_kr;basis;source;as_of\r\n"


def test_an_apostrophe_of_ones_own_stays():
    rows.stored_pack(tables=spiteful(factory.small_pack_tables()))
    text = export("assets", "da").decode("utf-8-sig")
    assert ";'=1+1;" in text
    assert ";''=;" in text
    assert ";';" in text
