"""A pack in rows is the same pack: values, outlines, columns that are not ours, and the hash the command line tells."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredt.adapters.packs import fingerprint, reader, writer
from beredt.apps.municipality import operations, packs, records
from beredt.apps.municipality.models import Asset, Dependency, Municipality, Need
from beredt.domain.municipality import differences
from factories import municipality as factory
from factories import municipality_rows as rows

pytestmark = pytest.mark.django_db
WITH_DATABASE = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = st.dictionaries(
    st.sampled_from(["note", "æ", "basis2"]),
    st.text("aæ\n\"';=", min_size=1, max_size=5).filter(str.strip),
    max_size=2,
)


@st.composite
def packs_with_extras(draw):
    tables = draw(factory.pack_tables())
    extras = {}
    for table in differences.KEYS:
        keys = [differences.key_of(table, row) for row in differences.rows_of(tables, table)]
        found = {key: cells for key in keys if (cells := draw(CELLS))}
        if found and table != "municipality":
            extras[table] = found
    return tables, extras


@WITH_DATABASE
@given(given_pack=packs_with_extras())
def test_tables_to_rows_to_tables_is_identity(given_pack):
    tables, extras = given_pack
    code = tables.municipality.code
    with transaction.atomic():
        operations.create_municipality(
            actor=rows.actor(code=code), code=code, tables=tables, source="test", extras=extras
        )
        loaded = records.load_pack(Municipality.objects.get(code=code))
        stored = packs.load(code)
        transaction.set_rollback(True)
    ordered = differences.in_order(tables)
    assert loaded.tables == ordered
    assert [area.geometry for area in loaded.tables.areas] == [area.geometry for area in ordered.areas]
    assert loaded.extras == extras
    assert stored.pack_hash == fingerprint.pack_hash(tables, extras=extras)


@WITH_DATABASE
@given(given_pack=packs_with_extras())
def test_the_hash_is_that_of_the_exported_pack(given_pack):
    tables, extras = given_pack
    code = tables.municipality.code
    with transaction.atomic(), TemporaryDirectory() as folder:
        operations.create_municipality(
            actor=rows.actor(code=code), code=code, tables=tables, source="test", extras=extras
        )
        stored = packs.load(code)
        path = Path(folder) / "pack.zip"
        writer.write_pack(stored.tables, path, extras=stored.extras)
        reading = reader.read_pack(path)
        transaction.set_rollback(True)
    assert reading.pack_hash == stored.pack_hash
    assert reading.tables == stored.tables


@settings(max_examples=25)
@given(tables=factory.pack_tables())
def test_a_row_as_text_is_the_row(tables):
    for table in differences.KEYS:
        for row in differences.rows_of(tables, table):
            back, extra = records.row_of_text(table, records.text_of_row(row, {"note": "x"}))
            assert differences.is_same_row(back, row)
            assert extra == {"note": "x"}


@pytest.mark.slow
def test_a_city_in_seconds_and_the_same_number_of_statements():
    small = attrs.evolve(rows.city_tables(assets=20, profiles=30, code="102"))
    city = rows.city_tables()
    counts = []
    for tables in (small, city):
        begun = time.perf_counter()
        with CaptureQueriesContext(
            connection,
        ) as stored:
            rows.stored_pack(code=tables.municipality.code, tables=tables)
        with CaptureQueriesContext(connection) as loaded:
            assert packs.load(tables.municipality.code).tables == differences.in_order(tables)
        counts.append((len(stored), len(loaded)))
        assert time.perf_counter() - begun < 30
    assert counts[0] == counts[1]
    assert counts[0][1] <= 10


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Asset, {"asset_id": ""}),
        (Asset, {"restart_hours": -1.0}),
        (Asset, {"lat": 91.0}),
        (Asset, {"basis": "guessed"}),
        (Asset, {"people": 20_000_000}),
        (Dependency, {"supplier_id": "mast"}),
        (Dependency, {"min_up": 0}),
        (Dependency, {"buffer_kind": "hope"}),
        (Need, {"severity": "bad"}),
        (Need, {"tolerance_p10_hours": 99.0}),
        (Need, {"tolerance_p90_hours": None}),
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(model, changes):
    rows.stored_pack()
    found = model.objects.filter(**({"asset_id": "mast"} if model is not Need else {})).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=found.pk).update(**changes)


def test_an_id_stands_once_in_a_municipality_and_again_in_another():
    rows.stored_pack()
    rows.stored_pack(code="998")
    head = Municipality.objects.get(code="999")
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.create(municipality=head, asset_id="mast")


def test_a_pack_that_is_known_costs_one_query():
    rows.stored_pack()
    packs.load("999")
    with CaptureQueriesContext(connection) as asked:
        packs.load("999")
    assert len(asked) == 1
