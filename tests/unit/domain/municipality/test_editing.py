"""A value changed by hand takes its group, its profile and its origin with it, and nothing else."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.municipality import checks, differences, editing
from beredt.domain.municipality.tables import AreaRow, AssetRow, DependencyRow, Origin, ProvenanceRow
from beredt.domain.municipality.verification import ValueOrigins, verified_share
from beredt.kit.errors import InvalidInput, NotFound
from factories import municipality as factory

ASKED = Origin(basis="verified", source="Driftsleder, telefon", as_of="2026-11-20")
GUESSED = Origin(basis="assumed", source="skøn", as_of="2026")


def change(tables, table, key, column, value, origin=ASKED):
    return editing.with_value(tables, table=table, key=key, column=column, value=value, origin=origin)


def changed_cells(before, after):
    return {
        (row.table, row.key, cell.column): cell.new
        for row in differences.compare(before, after)
        for cell in row.cells
        if row.table != "provenance"
    }


def test_a_value_changes_where_it_stands_and_its_origin_is_told():
    before = factory.small_pack_tables()
    after = change(before, "assets", ("waterworks",), "restart_hours", 3.5)
    assert changed_cells(before, after) == {("assets", ("waterworks",), "restart_hours"): 3.5}
    origin = ValueOrigins(after.provenance).of("assets", ("waterworks",), "restart_hours")
    assert (origin.basis, origin.source, origin.as_of) == ("verified", ASKED.source, ASKED.as_of)


def test_rows_of_a_group_follow():
    before = factory.small_pack_tables()
    after = change(before, "dependencies", ("waterworks", "pumps", "pump-1"), "buffer_hours", 9.0)
    assert changed_cells(before, after) == {
        ("dependencies", ("waterworks", "pumps", "pump-1"), "buffer_hours"): 9.0,
        ("dependencies", ("waterworks", "pumps", "pump-2"), "buffer_hours"): 9.0,
    }
    assert checks.check_tables(after) == checks.check_tables(before)
    assert [row.row_key for row in after.provenance if row.basis == "verified"] == ["waterworks/pumps"]


def test_a_head_count_is_that_of_the_whole_profile():
    before = factory.small_pack_tables()
    after = change(before, "need_profiles", ("nødkald", "call", "mast"), "people", 55)
    assert set(changed_cells(before, after).values()) == {55}
    assert {row.people for row in after.needs if row.profile_id == "nødkald"} == {55}
    assert {row.people for row in after.needs if row.profile_id != "nødkald"} == {40}


def test_a_head_count_told_once_for_each_need_is_told_anew_everywhere():
    said = tuple(
        ProvenanceRow(table="need_profiles.csv", row_key=f"nødkald{sign}{group}", column="people", low=1.0, high=90.0)
        for group, sign in (("call", "/"), ("water", "|"))
    )
    before = factory.small_pack_tables(provenance=said)
    after = change(before, "need_profiles", ("nødkald", "call", "mast"), "people", 55)
    share = verified_share(
        table="need_profiles", key=("nødkald", "water"), row_basis="assumed", origins=ValueOrigins(after.provenance)
    )
    assert share == pytest.approx(0.2)
    assert {row.basis for row in after.provenance} == {"verified"}
    assert {row.low for row in after.provenance} == {None}


def test_the_spread_between_people_moves_with_its_middle():
    before = factory.small_pack_tables()
    after = change(before, "need_profiles", ("iltkoncentrator", "power", "feeder-1"), "tolerance_hours", 5.0)
    row = editing.find_row(after, table="need_profiles", key=("iltkoncentrator", "power", "feeder-1"))
    assert (row.tolerance_p10_hours, row.tolerance_hours, row.tolerance_p90_hours) == (2.0, 5.0, 12.0)


def test_another_supplier_takes_the_old_ones_place():
    before = factory.small_pack_tables()
    after = change(before, "dependencies", ("mast", "power", "feeder-1"), "supplier_id", "feeder-2")
    kinds = {(row.kind, row.key) for row in differences.compare(before, after) if row.table == "dependencies"}
    assert kinds == {("removed", ("mast", "power", "feeder-1")), ("added", ("mast", "power", "feeder-2"))}


def test_the_rows_own_origin_is_changed_in_the_row():
    before = factory.small_pack_tables()
    after = change(before, "assets", ("waterworks",), "basis", "verified")
    assert changed_cells(before, after) == {("assets", ("waterworks",), "basis"): "verified"}
    assert after.provenance == before.provenance


@pytest.mark.parametrize("column", ["asset_id", "nothing"])
def test_ids_and_unknown_columns_are_refused(column):
    with pytest.raises(InvalidInput):
        change(factory.small_pack_tables(), "assets", ("mast",), column, "x")


def test_a_row_that_is_gone_is_not_found():
    with pytest.raises(NotFound):
        change(factory.small_pack_tables(), "assets", ("nobody",), "people", 1)


def ranged(**values):
    row = ProvenanceRow(
        table="dependencies",
        row_key="mast|power",
        column="buffer_hours",
        **{"low": 2.0, "high": 6.0, "assumption_id": "mast-battery", **values},
    )
    return factory.small_pack_tables(provenance=(row,))


@pytest.mark.parametrize(
    ("value", "origin", "low", "assumption"),
    [
        (5.0, ASKED, None, "mast-battery"),
        (4.0, ASKED, None, "mast-battery"),
        (5.0, GUESSED, 2.0, ""),
        (9.0, GUESSED, None, ""),
        (4.0, GUESSED, 2.0, "mast-battery"),
    ],
)
def test_a_range_stays_while_it_holds_the_value_and_is_needed(value, origin, low, assumption):
    after = change(ranged(), "dependencies", ("mast", "power", "feeder-1"), "buffer_hours", value, origin)
    (row,) = after.provenance
    assert (row.low, row.assumption_id, row.row_key) == (low, assumption, "mast|power")


def test_a_row_more_and_a_row_less_give_what_was():
    before = factory.small_pack_tables()
    row = AssetRow(asset_id="mast-2", kind="mast", name="Ny mast")
    more = editing.with_row(before, table="assets", row=row)
    assert editing.without_row(more, table="assets", key=("mast-2",)) == before
    with pytest.raises(InvalidInput):
        editing.with_row(more, table="assets", row=row)


def test_what_provenance_said_goes_with_the_last_row_of_its_group():
    before = factory.small_pack_tables()
    after = editing.without_row(before, table="dependencies", key=("mast", "power", "feeder-1"))
    assert after.provenance == ()
    pumps = change(before, "dependencies", ("waterworks", "pumps", "pump-1"), "buffer_hours", 9.0)
    left = editing.without_row(pumps, table="dependencies", key=("waterworks", "pumps", "pump-1"))
    assert "waterworks/pumps" in {row.row_key for row in left.provenance}


def test_the_municipality_stays():
    with pytest.raises(InvalidInput):
        editing.without_row(factory.small_pack_tables(), table="municipality", key=("999",))


@settings(max_examples=40)
@given(tables=factory.pack_tables(), data=st.data())
def test_a_confirmed_value_changes_nothing_but_where_it_comes_from(tables, data):
    table = data.draw(st.sampled_from([name for name in differences.KEYS if differences.rows_of(tables, name)]))
    row = data.draw(st.sampled_from(list(differences.rows_of(tables, table))))
    columns = [name for name in differences.cells_of(row) if name not in differences.KEYS[table]]
    column = data.draw(
        st.sampled_from([name for name in columns if name not in {"basis", "source", "as_of"}] or ["basis"])
    )
    value = differences.cells_of(row)[column]
    key = differences.key_of(table, row)
    after = change(tables, table, key, column, value)
    moved = differences.compare(tables, after)
    assert {found.table for found in moved} <= {"provenance", table if column == "tolerance_hours" else "provenance"}


def test_a_difference_is_told_row_by_row_and_cell_by_cell():
    before = factory.small_pack_tables()
    moved = attrs.evolve(before.areas[0], geometry=factory.square(9.0, 56.001))
    after = attrs.evolve(
        before,
        areas=(moved, before.areas[1], AreaRow(area_id="ny", name="Ny", population=0)),
        dependencies=before.dependencies[1:],
        municipality=attrs.evolve(before.municipality, population=13_000),
    )
    found = {
        (row.table, row.kind, row.key): {cell.column for cell in row.cells}
        for row in differences.compare(before, after)
    }
    assert found == {
        ("municipality", "changed", ("999",)): {"population"},
        ("areas", "changed", ("havneby",)): {"geometry"},
        ("areas", "added", ("ny",)): {"area_id", "name", "population", "basis"},
        ("dependencies", "removed", ("feeder-1", "power", "substation")): {
            "asset_id",
            "group_id",
            "supplier_id",
            "min_up",
            "buffer_hours",
            "basis",
        },
    }


@settings(max_examples=40)
@given(before=factory.pack_tables(), after=factory.pack_tables())
def test_the_differences_applied_give_the_other_pack(before, after):
    rows = {
        name: {differences.key_of(name, row): row for row in differences.rows_of(before, name)}
        for name in differences.KEYS
    }
    for change_ in differences.compare(before, after):
        rows[change_.table].pop(change_.key, None)
        if change_.after is not None:
            rows[change_.table][change_.key] = change_.after
    for name in differences.KEYS:
        wanted = {differences.key_of(name, row): row for row in differences.rows_of(after, name)}
        assert rows[name] == wanted
        assert all(differences.is_same_row(rows[name][key], wanted[key]) for key in wanted)


def test_in_order_sorts_every_table_by_its_key():
    tables = factory.small_pack_tables()
    turned = attrs.evolve(tables, assets=tables.assets[::-1], needs=tables.needs[::-1], areas=tables.areas[::-1])
    ordered = differences.in_order(turned)
    assert ordered == differences.in_order(tables)
    assert [row.asset_id for row in ordered.assets] == sorted(row.asset_id for row in tables.assets)


def test_a_dependency_is_a_row_like_any_other():
    row = DependencyRow(asset_id="a", group_id="g", supplier_id="b")
    assert differences.key_of("dependencies", row) == ("a", "g", "b")
