"""Pages per role: who sees what, what each costs in statements, and that everything works without scripts."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beredt.apps.municipality import operations, packs
from beredt.apps.municipality.models import Revision
from factories import municipality_rows as rows
from factories import web

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
CODE = rows.CODE
PLANNER = ("coordinator",)


@pytest.fixture
def pack():
    rows.stored_pack()
    return packs.load(CODE)


def url(name, **arguments):
    return reverse(f"municipality:{name}", kwargs={"code": CODE, **arguments})


def browser(*roles):
    return web.member_client(roles or PLANNER, code=CODE)


def row_id(pack, table, *key):
    return pack.keys[table][key].row_id


def pages_with_names(pack):
    asset = row_id(pack, "assets", "waterworks")
    return [
        url("list_rows", table="assets"),
        url("list_rows", table="dependencies"),
        url("list_rows", table="need_profiles"),
        url("list_rows", table="sites"),
        url("list_rows", table="measures"),
        url("list_rows", table="provenance"),
        url("export_table", table="assets"),
        url("show_row", table="sites", row_id=row_id(pack, "sites", "hal")),
        url("show_row", table="dependencies", row_id=row_id(pack, "dependencies", "mast", "power", "feeder-1")),
        url("show_asset", row_id=asset),
        url("show_history"),
        url("show_revision", number=1),
        url("show_assets"),
    ]


def pages_to_change(pack):
    asset = row_id(pack, "assets", "waterworks")
    return [
        url("change_value", table="assets", row_id=asset, column="restart_hours"),
        url("remove_row", table="assets", row_id=asset),
        url("add_row", table="assets"),
        url("import_files"),
    ]


@pytest.mark.parametrize("code", ["da", "en"])
def test_every_page_says_something_in_both_languages(pack, code):
    client = browser()
    client.cookies["language"] = code
    pages = [url("show_overview"), url("list_rows", table="areas"), *pages_with_names(pack), *pages_to_change(pack)]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode("utf-8-sig")
        if answer["Content-Type"].startswith("text/html"):
            assert f'<html lang="{code}"' in text
            assert len(re.findall("<h1", text)) == 1, page
            assert not re.search(r"\{\w*\}", re.sub(r"<script.*?</script>", "", text, flags=re.S)), page


def test_danish_is_danish(pack):
    text = browser().get(url("show_overview")).content.decode()
    assert "Vestby Kommune har 2 områder, 7 ressourcer og behovsprofiler for 80 borgere." in text
    assert "Kommunen" in text


@pytest.mark.parametrize("role", ["management", "reader", "rescue_service", "care_worker"])
def test_no_asset_is_named_for_those_who_see_totals_only(pack, role):
    client = browser(role)
    text = client.get(url("show_overview")).content.decode()
    assert "Havneby" in text
    for name in ("Vandværk", "Udføring", "Vestbyhallen", "substation"):
        assert name not in text
    assert "show_assets" not in text
    assert url("show_assets") not in text
    areas = client.get(url("show_areas"))
    assert areas.status_code == 200
    for page in [*pages_with_names(pack), *pages_to_change(pack)]:
        assert client.get(page).status_code == 403, page
    assert client.get(url("list_rows", table="areas")).status_code == 200


@pytest.mark.parametrize("role", ["crisis_staff", "security_officer", "unit_leader"])
def test_those_who_see_assets_do_not_change_them(pack, role):
    client = browser(role)
    for page in pages_with_names(pack):
        assert client.get(page).status_code == 200, page
    for page in pages_to_change(pack):
        assert client.get(page).status_code == 403, page
    text = client.get(url("show_asset", row_id=row_id(pack, "assets", "waterworks"))).content.decode()
    assert "/ret/" not in text


def test_the_data_protection_officer_and_strangers_see_nothing(pack):
    assert browser("data_protection_officer").get(url("show_overview")).status_code == 403
    stranger = web.member_client(PLANNER, code="998")
    for page in [url("show_overview"), *pages_with_names(pack), *pages_to_change(pack)]:
        assert stranger.get(page).status_code == 404, page
    assert web.client().get(url("show_overview")).status_code == 302


def test_care_leaders_change_sites_and_profiles_only(pack):
    client = browser("care_leader")
    sites = url("change_value", table="sites", row_id=row_id(pack, "sites", "hal"), column="beds")
    assert client.get(sites).status_code == 200
    assert client.get(url("add_row", table="need_profiles")).status_code == 200
    assert client.get(pages_to_change(pack)[0]).status_code == 403
    assert client.get(url("import_files")).status_code == 403
    text = client.get(url("show_row", table="sites", row_id=row_id(pack, "sites", "hal"))).content.decode()
    assert sites in text


def form_of(client, page):
    """The hidden fields of the page's form."""
    text = client.get(page).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(token|expected_version)" value="([^"]+)"', text))


def test_a_value_is_changed_in_place_with_a_decimal_comma(pack):
    client = browser()
    page = pages_to_change(pack)[0]
    typed = {
        **form_of(client, page),
        "value": "2,5",
        "basis": "verified",
        "source": "Vandværket",
        "as_of": "20-11-2026",
    }
    answer = client.post(page, typed)
    assert answer.status_code == 302
    assert answer["Location"].endswith("?saved=2")
    assert packs.load(CODE).rows["assets"][("waterworks",)].restart_hours == 2.5
    origin = packs.load(CODE).origins.of("assets", ("waterworks",), "restart_hours")
    assert (origin.basis, origin.source, origin.as_of) == ("verified", "Vandværket", "2026-11-20")
    assert client.post(page, typed).status_code == 302
    assert Revision.objects.count() == 2
    card = client.get(answer["Location"]).content.decode()
    assert "2,5" in card
    assert "Vandværket" in card
    assert client.post(url("undo_revision", number=2)).status_code == 302
    assert packs.load(CODE).pack_hash == pack.pack_hash


def test_history_names_colleagues_and_says_you_of_oneself(pack):
    one = web.member(PLANNER, code=CODE, name="Planlæggeren")
    client = web.client(one)
    page = pages_to_change(pack)[0]
    client.post(page, {**form_of(client, page), "value": "2", "basis": "verified", "source": "", "as_of": ""})
    card = url("show_asset", row_id=row_id(pack, "assets", "waterworks"))
    for shown in (card, url("show_history"), url("show_revision", number=2)):
        assert "Planlæggeren" in browser().get(shown).content.decode()
        assert ", dig" in client.get(shown).content.decode() or "<td>dig</td>" in client.get(shown).content.decode()


def test_an_undo_that_cannot_be_is_explained(pack):
    client = browser()
    for version, value in ((1, 2.0), (2, 3.0)):
        operations.change_value(
            actor=rows.actor(), table="assets", row_key=("waterworks",), column="restart_hours", value=value,
            basis="assumed", source="", as_of="", expected_version=version,
        )  # fmt: skip
    answer = client.post(url("undo_revision", number=2), follow=True)
    assert answer.status_code == 200
    assert "Ret værdierne enkeltvis" in answer.content.decode()
    assert packs.load(CODE).rows["assets"][("waterworks",)].restart_hours == 3.0


@pytest.mark.parametrize(
    ("value", "told"),
    [("en dag", "ikke et tal"), ("-1", "uden for"), ("9999999", "uden for")],
)
def test_what_cannot_stand_there_is_said_and_kept(pack, value, told):
    client = browser()
    page = pages_to_change(pack)[0]
    answer = client.post(
        page, {**form_of(client, page), "value": value, "basis": "assumed", "source": "skøn", "as_of": ""}
    )
    assert answer.status_code == 400
    text = answer.content.decode()
    assert told in text
    assert f'value="{value}"' in text
    assert 'value="skøn"' in text
    assert Revision.objects.count() == 1


def test_what_does_not_fit_is_said_with_its_row(pack):
    client = browser()
    page = url("change_value", table="assets", row_id=row_id(pack, "assets", "waterworks"), column="people")
    answer = client.post(
        page, {**form_of(client, page), "value": "12.001", "basis": "assumed", "source": "", "as_of": ""}
    )
    assert answer.status_code == 400
    assert "waterworks" in answer.content.decode()
    assert 'value="12.001"' in answer.content.decode()


def test_the_second_of_two_sees_both_versions_and_chooses(pack):
    one, two = browser(), browser()
    page = pages_to_change(pack)[0]
    first, second = form_of(one, page), form_of(two, page)
    common = {"basis": "verified", "as_of": "2026"}
    assert one.post(page, {**first, **common, "value": "3", "source": "den ene"}).status_code == 302
    answer = two.post(page, {**second, **common, "value": "5", "source": "den anden"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "den ene" in text
    assert 'value="den anden"' in text
    assert packs.load(CODE).rows["assets"][("waterworks",)].restart_hours == 3.0
    again = dict(re.findall(r'<input type="hidden" name="(token|expected_version)" value="([^"]+)"', text))
    assert two.post(page, {**again, **common, "value": "5", "source": "den anden"}).status_code == 302
    assert packs.load(CODE).rows["assets"][("waterworks",)].restart_hours == 5.0


def test_a_row_is_added_and_removed(pack):
    client = browser()
    page = url("add_row", table="sites")
    typed = {**form_of(client, page), "site_id": "skole", "name": "Skolen", "area_id": "havneby", "beds": "50",
             "heat": "ja", "basis": "assumed", "source": "", "as_of": ""}  # fmt: skip
    answer = client.post(page, typed)
    assert answer.status_code == 302
    site = packs.load(CODE).rows["sites"][("skole",)]
    assert (site.beds, site.heat, site.water) == (50, True, None)
    assert client.post(page, {**typed, "token": "another"}).status_code == 400
    gone = url("remove_row", table="sites", row_id=packs.load(CODE).keys["sites"][("skole",)].row_id)
    assert client.post(gone, form_of(client, gone)).status_code == 302
    assert ("skole",) not in packs.load(CODE).rows["sites"]


def test_a_row_that_others_lean_on_is_not_removed_and_they_are_named(pack):
    client = browser()
    page = url("remove_row", table="assets", row_id=row_id(pack, "assets", "substation"))
    answer = client.post(page, form_of(client, page))
    assert answer.status_code == 400
    assert "feeder-1/power/substation" in answer.content.decode()


def test_rows_are_searched_filtered_and_sorted(pack):
    client = browser()
    page = url("list_rows", table="assets")

    def names(query):
        return re.findall(r'/ressource/\d+/">([^<]+)</a>', client.get(page + query).content.decode())

    assert names("?q=udføring") == ["Udføring 1", "Udføring 2"]
    assert names("?area=søndermark") == ["Udføring 2"]
    assert "Mast" not in names("?basis=unverified")
    assert names("?sort=people&down=1")[0] == "Vandværk"
    assert names("")[-1] == "Mast"
    assert names("?q=findes-ikke") == []
    assert names("?sort=asset_id") == sorted(names(""))
    dependencies = client.get(url("list_rows", table="dependencies") + "?q=udføring").content.decode()
    assert len(re.findall(r'/dependencies/\d+/">', dependencies)) == 3
    assert names("?page=99999999999") == names("")


ODD = ["9" * 4_000, "-1", "²", "x", "", "' OR 1=1", "<script>", "1e400"]


def test_another_supplier_leads_to_the_row_as_it_is_now(pack):
    client = browser()
    dependency = row_id(pack, "dependencies", "mast", "power", "feeder-1")
    page = url("change_value", table="dependencies", row_id=dependency, column="supplier_id")
    typed = {**form_of(client, page), "value": "feeder-2", "basis": "verified", "source": "", "as_of": ""}
    answer = client.post(page, typed, follow=True)
    assert answer.status_code == 200
    assert ("mast", "power", "feeder-2") in packs.load(CODE).rows["dependencies"]
    assert "Udføring 2" in answer.content.decode()
    assert client.get(page).status_code == 404


def test_a_row_with_something_wrong_is_kept_in_the_form(pack):
    client = browser()
    page = url("add_row", table="sites")
    common = {"site_id": "skole", "name": "Skolen", "basis": "assumed", "source": "", "as_of": ""}
    for wrong in ({"beds": "mange"}, {"as_of": "i går"}, {"lon": "200"}, {"site_id": ""}, {"area_id": "nowhere"}):
        answer = client.post(page, {**form_of(client, page), **common, **wrong})
        assert answer.status_code == 400, wrong
        assert 'value="Skolen"' in answer.content.decode()
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("odd", ODD)
def test_odd_addresses_break_nothing(pack, odd):
    client = browser()
    for table in ("municipality", "areas", "assets", "sites", "provenance"):
        query = {"q": odd, "basis": odd, "area": odd, "sort": odd, "down": odd, "page": odd}
        answer = client.get(url("list_rows", table=table), query)
        assert answer.status_code == 200
        assert "<script>'" not in answer.content.decode()
        assert client.get(url("list_rows", table=table), {"sort": "geometry"}).status_code == 200
        assert client.get(url("export_table", table=table), query).status_code == 200
    assert client.get(url("show_history"), {"before": odd}).status_code == 200
    assert client.get(url("show_overview"), {"saved": odd}).status_code == 200
    page = url("remove_row", table="sites", row_id=row_id(pack, "sites", "hal"))
    assert client.post(page, {"token": odd, "expected_version": odd}).status_code in {400, 409}
    page = url("change_value", table="sites", row_id=row_id(pack, "sites", "hal"), column="beds")
    assert client.post(page, {"token": odd, "expected_version": odd, "value": odd, "basis": odd}).status_code == 400
    assert packs.load(CODE).pack_hash == pack.pack_hash


def test_what_is_not_there_is_not_found(pack):
    client = browser()
    asset = row_id(pack, "assets", "waterworks")
    for page in (
        url("list_rows", table="persons"),
        url("show_row", table="sites", row_id=10**30),
        url("show_asset", row_id=0),
        url("show_consequences", row_id=0),
        url("show_revision", number=10**30),
        url("change_value", table="assets", row_id=asset, column="asset_id"),
        url("change_value", table="assets", row_id=asset, column="nothing"),
        url("add_row", table="municipality"),
        url("add_row", table="persons"),
        url("show_upload", upload_id="00000000-0000-0000-0000-000000000000"),
    ):
        assert client.get(page).status_code == 404, page
    assert client.post(url("undo_revision", number=10**30)).status_code == 404


def test_the_municipalitys_own_row_is_changed_like_any_other(pack):
    client = browser()
    page = url("change_value", table="municipality", row_id=row_id(pack, "municipality", CODE), column="population")
    first, second = form_of(client, page), form_of(client, page)
    common = {"value": "12.000", "as_of": "2026"}
    assert client.post(page, {**first, **common, "basis": "verified", "source": "FOLK1A"}).status_code == 302
    assert client.post(page, {**second, **common, "basis": "assumed", "source": "skøn"}).status_code == 409
    third = {**form_of(client, page), **common, "value": "12.500", "basis": "verified", "source": "FOLK1A"}
    assert client.post(page, third).status_code == 302
    now = packs.load(CODE)
    assert now.tables.municipality.population == 12_500
    assert (now.tables.municipality.name, now.keys["municipality"][(CODE,)].version) == ("Vestby Kommune", 3)
    assert client.post(url("undo_revision", number=3)).status_code == 302
    assert packs.load(CODE).tables.municipality.population == 12_000


def test_a_table_comes_as_a_file_that_runs_no_formula(pack):
    operations.change_value(
        actor=rows.actor(), table="assets", row_key=("waterworks",), column="name", value="=1+1", basis="assumed",
        source="", as_of="", expected_version=1,
    )  # fmt: skip
    answer = browser().get(url("export_table", table="assets") + "?q=waterworks")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"] == 'attachment; filename="assets-999.csv"'
    header, line = text.splitlines()
    assert header.startswith("asset_id;kind;name;")
    assert ";'=1+1;" in line


@pytest.mark.slow
def test_the_card_tells_what_falls_live_from_the_engine(pack):
    client = browser()
    page = url("show_consequences", row_id=row_id(pack, "assets", "substation"))
    text = client.get(page).content.decode()
    assert "ca. 40 borgere" in text
    assert "Udføring 1" in text
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Udføring 1" in part


def test_maps_hold_areas_for_all_and_assets_for_some(pack):
    areas = browser("reader").get(url("show_areas")).json()
    assert {feature["properties"]["name"] for feature in areas["features"]} == {"Havneby", "søndermark".title()}
    assert {feature["properties"]["people"] for feature in areas["features"]} == {80, 0}
    assets = json.loads(browser().get(url("show_assets")).content)
    assert {feature["properties"]["name"] for feature in assets["features"]} == {"Vestby", "Mast"}
    assert browser().get(url("show_roads")).status_code == 404


def test_fewer_than_five_people_are_not_told_exactly():
    tables = rows.city_tables(assets=3, profiles=1, code=CODE)
    rows.stored_pack(tables=tables)
    found = browser().get(url("show_areas")).json()
    assert found["features"] == []
    text = browser().get(url("show_overview")).content.decode()
    assert re.search(r'data-sort="1"[^>]*>&lt;5<', text)
    assert not re.search(r'data-sort="3"', text)


def test_an_empty_municipality_offers_the_first_step():
    text = browser().get(url("show_overview")).content.decode()
    assert url("import_files") in text
    assert url("import_files") not in browser("reader").get(url("show_overview")).content.decode()
    assert browser().get(url("list_rows", table="assets")).status_code == 404


@pytest.mark.parametrize(
    ("name", "arguments", "most"),
    [
        ("show_overview", {}, 12),
        ("list_rows", {"table": "assets"}, 8),
        ("list_rows", {"table": "need_profiles"}, 8),
        ("show_asset", {"row_id": "waterworks"}, 14),
        ("show_history", {}, 8),
        ("show_assets", {}, 8),
    ],
)
def test_a_page_costs_a_fixed_number_of_statements(pack, name, arguments, most):
    client = browser()
    if "row_id" in arguments:
        arguments = {"row_id": row_id(pack, "assets", arguments["row_id"])}
    client.get(url(name, **arguments))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url(name, **arguments)).status_code == 200
    assert len(asked) <= most


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_pages_are_only_read(pack, method):
    assert getattr(browser(), method)(url("show_overview")).status_code == 405
    assert browser().get(url("undo_revision", number=1)).status_code == 405
    assert browser().get(url("export_pack")).status_code == 405
