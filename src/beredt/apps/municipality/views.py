"""Pages to look at the municipality's data: overview, tables, cards."""

from __future__ import annotations

from typing import Any

import attrs
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from beredt.apps.municipality import history_lines, labels, maps, policies, presenting, queries, table_files
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.municipality.queries import RowList, Wanted
from beredt.ground.access import gate, permissions
from beredt.ground.access.actor import Actor
from beredt.ground.ui import reading, tables
from beredt.ground.ui.maps import AreaMap
from beredt.ground.ui.tables import Cell, Column
from beredt.kit.language import Language, mark
from beredt.telling import data_age, wording

SHOWN_TABLES = ("areas", "assets", "dependencies", "need_profiles", "sites", "measures", "provenance")
_LONGEST_NUMBER = 7


@gate.page(policies.READ)
def show_overview(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What the data hold, how much is verified and how old they are; areas, assets and the map."""
    language = reading.reader_language(request)
    may = _may(actor)
    if not queries.has_pack(actor=actor):
        return render(request, "municipality/empty.html", {"may": may, "code": actor.municipality})
    pack = queries.get_pack(actor=actor)
    summary = queries.get_summary(actor=actor)
    writer = presenting.writer_for(pack, language)
    shown = {
        "summary": summary,
        "sentence": _first_sentence(summary, language),
        "verified": language.say(
            mark("{share} of the values that move a result are verified."),
            share=wording.share(summary.verified_share, language),
        ),
        "age": data_age.age_sentence(summary.age, language),
        "may": may,
        "code": actor.municipality,
        "tables": [
            (writer.table(name), summary.rows[name], writer.address("list_rows", table=name))
            for name in SHOWN_TABLES
            if name == "areas" or may["see_assets"]
        ],
        "own_row": writer.row_url("municipality", pack.keys["municipality"][(pack.code,)].row_id),
        "map": _map(actor, pack, writer, may),
    }
    if may["see_assets"]:
        first = queries.list_rows(actor=actor, table="assets", wanted=Wanted(basis="unverified"))
        shown["unverified"] = first.unverified
        shown["assets"] = presenting.row_table(pack, first.rows[:30], "assets", writer)
    return render(request, "municipality/overview.html", shown)


@gate.page(policies.READ)
def list_rows(request: HttpRequest, actor: Actor, table: str) -> HttpResponseBase:
    """The rows of one table, those with most left to verify first."""
    wanted = _wanted(request)
    found = queries.list_rows(actor=actor, table=table, wanted=wanted)
    pack = queries.get_pack(actor=actor)
    writer = presenting.writer_for(pack, reading.reader_language(request))
    query = request.GET.copy()
    query.pop("page", None)
    csv_url = f"{writer.address('export_table', table=table)}?{query.urlencode()}"
    return render(
        request,
        "municipality/rows.html",
        {
            "table": table,
            "title": writer.table(table),
            "sentence": _list_sentence(found, writer),
            "found": found,
            "wanted": wanted,
            # The form above searches all rows; one that searched this page alone would mislead.
            "rows": attrs.evolve(
                presenting.row_table(pack, found.rows, table, writer, csv_url=csv_url), searchable=False
            ),
            "areas": [(area.area_id, area.name or area.area_id) for area in pack.tables.areas],
            "sorts": [(name, writer.label(name)) for name in labels.LISTED[table]],
            "has_area": "area_id" in labels.LISTED[table] and table != "areas",
            "query": f"{query.urlencode()}&" if query else "",
            "may_edit": permissions.may(actor, policies.to_edit(table)),
            "code": actor.municipality,
        },
    )


@gate.page(policies.READ)
def export_table(request: HttpRequest, actor: Actor, table: str) -> HttpResponseBase:
    """The rows of one table that were wanted, as a file for a spreadsheet."""
    keys = queries.list_keys(actor=actor, table=table, wanted=_wanted(request))
    content = table_files.table_csv(queries.get_pack(actor=actor), table, keys, reading.reader_language(request))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}-{actor.municipality}.csv"'
    return response


@gate.page(policies.READ_ASSETS)
def show_asset(request: HttpRequest, actor: Actor, row_id: int) -> HttpResponseBase:
    """One asset: what it gives, needs and holds, who leans on it, who confirmed what when."""
    card = queries.get_asset_card(actor=actor, row_id=row_id)
    pack = queries.get_pack(actor=actor)
    writer = presenting.writer_for(pack, reading.reader_language(request))
    may_edit = permissions.may(actor, policies.EDIT)
    return render(
        request,
        "municipality/asset.html",
        {
            "row": card.row,
            "title": writer.value("asset_id", card.row.key[0]),
            "sentence": _asset_sentence(card, writer),
            "lines": presenting.value_lines(card.row, writer, may_edit=may_edit),
            "groups": [_group(group, writer, may_edit=may_edit) for group in card.groups],
            "dependents": presenting.row_table(pack, card.dependents, "dependencies", writer),
            "needs": presenting.row_table(pack, card.needs, "need_profiles", writer),
            "history": history_lines.row_lines(card.changes, actor, writer),
            "warnings": queries.warnings_about(actor=actor, table="assets", key=card.row.key),
            "may_edit": may_edit,
            "saved": _saved(request, pack.revision),
            "code": actor.municipality,
        },
    )


@gate.page(policies.READ_ASSETS)
def show_consequences(request: HttpRequest, actor: Actor, row_id: int) -> HttpResponseBase:
    """What an asset takes down with it, live from the engine: a page, or a part of one."""
    row = queries.get_row(actor=actor, table="assets", row_id=row_id)
    found = queries.get_consequences(actor=actor, row_id=row_id)
    pack = queries.get_pack(actor=actor)
    writer = presenting.writer_for(pack, reading.reader_language(request))
    needs, assets, services = presenting.consequence_tables(found, pack, writer)
    template = "municipality/consequences_part.html" if request.headers.get("HX-Request") else None
    return render(
        request,
        template or "municipality/consequences.html",
        {
            "title": writer.value("asset_id", row.key[0]),
            "sentence": _consequence_sentence(found.people_critical, found.horizon_hours, writer),
            "needs": needs,
            "assets": assets,
            "services": services,
            "row_id": row_id,
            "code": actor.municipality,
        },
    )


@gate.page(policies.READ)
def show_row(request: HttpRequest, actor: Actor, table: str, row_id: int) -> HttpResponseBase:
    """One row of any table with the origin of every value and what became of it."""
    row = queries.get_row(actor=actor, table=table, row_id=row_id)
    pack = queries.get_pack(actor=actor)
    writer = presenting.writer_for(pack, reading.reader_language(request))
    may_edit = permissions.may(actor, policies.to_edit(table))
    return render(
        request,
        "municipality/row.html",
        {
            "row": row,
            "table": table,
            "table_title": writer.table(table),
            "title": writer.row(table, row.key),
            "lines": presenting.value_lines(row, writer, may_edit=may_edit),
            "history": history_lines.row_lines(
                queries.row_history(actor=actor, table=table, key=row.key), actor, writer
            ),
            "warnings": queries.warnings_about(actor=actor, table=table, key=row.key),
            "may_edit": may_edit,
            "saved": _saved(request, pack.revision),
            "code": actor.municipality,
        },
    )


def _may(actor: Actor) -> dict[str, bool]:
    return {
        "see_assets": permissions.may(actor, policies.READ_ASSETS),
        "edit": permissions.may(actor, policies.EDIT),
        "export": permissions.may(actor, policies.EXPORT),
    }


def _wanted(request: HttpRequest) -> Wanted:
    page = request.GET.get("page", "1")
    return Wanted(
        text=request.GET.get("q", "")[:200],
        basis="unverified" if request.GET.get("basis") == "unverified" else "all",
        area=request.GET.get("area", "")[:200],
        sort=request.GET.get("sort", "")[:50],
        is_descending=request.GET.get("down") == "1",
        page=int(page) if page.isdecimal() and len(page) < _LONGEST_NUMBER else 1,
    )


def _first_sentence(summary: queries.Summary, language: Language) -> str:
    return language.say(
        mark("{name} has {areas}, {assets} and need profiles of {people} people."),
        name=summary.name,
        areas=language.say_count(mark("{count} area"), mark("{count} areas"), summary.rows["areas"]),
        assets=language.say_count(mark("{count} asset"), mark("{count} assets"), summary.rows["assets"]),
        people=language.about(summary.people),
    )


def _list_sentence(found: RowList, writer: presenting.Writer) -> str:
    return writer.language.say(
        mark("{title}: {total}, {unverified} of them not wholly verified."),
        title=writer.table(found.table),
        total=writer.language.say_count(mark("{count} row"), mark("{count} rows"), found.total),
        unverified=writer.language.number(found.unverified),
    )


def _asset_sentence(card: queries.AssetCard, writer: presenting.Writer) -> str:
    values = card.row.values
    gives = writer.value("service", values["service"].value) if values["service"].value else ""
    sentence = (
        mark("{name} gives {service}; {needs}, and {others}.") if gives else mark("{name}: {needs}, and {others}.")
    )
    return writer.language.say(
        sentence,
        name=writer.value("asset_id", card.row.key[0]),
        service=gives,
        needs=writer.language.say_count(
            mark("it leans on {count} group of suppliers"),
            mark("it leans on {count} groups of suppliers"),
            len(card.groups),
        ),
        others=writer.language.say_count(
            mark("{count} other leans on it"), mark("{count} others lean on it"), len(card.dependents)
        ),
    )


def _consequence_sentence(people: int, hours: int, writer: presenting.Writer) -> str:
    if not people:
        return writer.language.say(
            mark("If it is lost alone, nobody passes a critical tolerance within {hours} hours."), hours=hours
        )
    return writer.language.say(
        mark("If it is lost alone, about {people} people pass a critical tolerance within {hours} hours."),
        people=writer.language.about(people),
        hours=hours,
    )


def _group(group: queries.GroupView, writer: presenting.Writer, *, may_edit: bool) -> dict[str, Any]:
    """A group of suppliers: what all agree on once, then each supplier."""
    hidden = {"asset_id", "supplier_id", "group_id"}
    return {
        "title": group.group_id,
        "lines": presenting.value_lines(group.head, writer, may_edit=may_edit, without=hidden),
        "suppliers": [
            (
                writer.value("supplier_id", row.values["supplier_id"].value),
                writer.row_url("dependencies", row.row_id),
                writer.basis_mark(row.values["supplier_id"]),
            )
            for row in group.rows
        ],
    }


def _area_table(actor: Actor, pack: StoredPack, writer: presenting.Writer) -> tables.Table:
    say = writer.language.say
    people = queries.area_people(pack)
    return tables.table(
        say(mark("Areas")),
        [
            say(mark("Area")),
            Column(title=say(mark("Inhabitants")), kind="number"),
            Column(title=say(mark("People in need profiles")), kind="number"),
        ],
        [
            [
                Cell(
                    text=area.name or area.area_id,
                    url=writer.row_url("areas", pack.keys["areas"][(area.area_id,)].row_id),
                ),
                Cell(text=writer.language.number(area.population), sort=area.population),
                Cell(
                    text=maps.shown_people(people.get(area.area_id, 0), writer.language),
                    sort=maps.sortable_people(people.get(area.area_id, 0)),
                ),
            ]
            for area in pack.tables.areas
        ],
        empty=say(mark("There are no areas yet.")),
    )


def _map(actor: Actor, pack: StoredPack, writer: presenting.Writer, may: dict[str, bool]) -> AreaMap:
    roads = maps.roads_at_hand(actor=actor)
    card = writer.address("show_asset", row_id=0)
    return AreaMap(
        name="municipality",
        title=writer.language.say(mark("Areas, with people in need profiles")),
        areas_url=writer.address("show_areas"),
        bounds=maps.bounds(pack),
        assets_url=writer.address("show_assets") if may["see_assets"] else "",
        card_url=card.replace("/0/", "/ID/") if may["see_assets"] else "",
        roads_url=writer.address("show_road_tiles" if roads.kind == "tiles" else "show_roads") if roads else "",
        roads_kind=roads.kind if roads else "geojson",
        table=_area_table(actor, pack, writer),
    )


def _saved(request: HttpRequest, revision: int) -> int | None:
    """The revision that was just made here; None on an ordinary visit or where others came after it."""
    made = request.GET.get("saved", "")
    return revision if made == str(revision) else None
