"""Assumptions of a pack: what is one, what moves together, and what may be there that the pack does not have."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.domain.measures.leaders import draw_positions
from beredt.domain.measures.ranges import AssumedValue, Assumption, at_position, at_positions, find_assumptions
from beredt.domain.municipality.tables import (
    AssetRow,
    DependencyRow,
    MunicipalityRow,
    NeedRow,
    Origin,
    PackTables,
    ProvenanceRow,
)

HOMES = ("home-a", "home-b")


def power(asset_id, *suppliers, hours=0.0, min_up=1, basis="assumed"):
    return [
        DependencyRow(
            asset_id=asset_id,
            group_id="power",
            supplier_id=supplier,
            min_up=min_up,
            buffer_hours=hours,
            origin=Origin(basis=basis),
        )
        for supplier in suppliers
    ]


def need(profile_id, need_type, *, area="a", people=8, home="feeder"):
    return NeedRow(
        profile_id=profile_id,
        area_id=area,
        people=people,
        need_type=need_type,
        severity="critical",
        group_id=need_type,
        supplier_id=home,
        tolerance_hours=4.0,
    )


def pack(dependencies=(), needs=(), provenance=()):
    return PackTables(
        municipality=MunicipalityRow(code="400", name="X", population=1_000),
        assets=(
            AssetRow(asset_id="feeder", kind="feeder", name="feeder", service="power"),
            AssetRow(asset_id="spare", kind="generator", name="spare", service="backup_power"),
            *(AssetRow(asset_id=home, kind="care_home", name=home) for home in HOMES),
            AssetRow(asset_id="mast-a", kind="mast", name="mast-a", service="mobile"),
            AssetRow(asset_id="mast-b", kind="mast", name="mast-b", service="mobile"),
            AssetRow(asset_id="slice", kind="care_slice", name="slice"),
        ),
        dependencies=tuple(dependencies),
        needs=tuple(needs),
        provenance=tuple(provenance),
    )


def buffers(tables):
    """Assumptions about buffers: id → (value, low, high) by asset."""
    return {
        found.assumption_id: {v.key[0]: (v.value, v.low, v.high) for v in found.values}
        for found in find_assumptions(tables, load_default_ranges())
        if found.values[0].column == "buffer_hours"
    }


class TestWhatThePackDoesNotHave:
    def test_a_home_without_backup_power_may_have_some_each_for_itself(self):
        found = buffers(pack([*power("home-a", "feeder"), *power("home-b", "feeder")]))
        assert found == {
            "dependencies.buffer_hours/home-a/power": {"home-a": (0.0, 0.0, 72.0)},
            "dependencies.buffer_hours/home-b/power": {"home-b": (0.0, 0.0, 72.0)},
        }

    def test_masts_of_one_kind_move_together(self):
        (masts,) = buffers(pack([*power("mast-a", "feeder"), *power("mast-b", "feeder")])).values()
        assert set(masts) == {"mast-a", "mast-b"}

    @pytest.mark.parametrize(
        "rows",
        [
            power("home-a", "feeder", basis="verified"),
            power("home-a", "feeder", "spare"),
            power("slice", "feeder"),
        ],
        ids=["verified", "a generator stands there", "a helper without a buffer by design"],
    )
    def test_nothing_is_missing(self, rows):
        assert not buffers(pack(rows))

    def test_both_suppliers_needed_is_none_to_spare(self):
        assert buffers(pack(power("home-a", "feeder", "spare", min_up=2)))

    def test_hours_that_are_there_take_the_range_of_hours(self):
        (found,) = buffers(pack(power("home-a", "feeder", hours=8.0))).values()
        assert found == {"home-a": (8.0, 4.0, 16.0)}

    def test_what_provenance_says_wins_and_an_answer_ends_it(self):
        asked = ProvenanceRow(
            table="dependencies", row_key="home-a/power", column="buffer_hours", low=0.0, high=12.0, assumption_id="own"
        )
        rows = power("home-a", "feeder")
        assert buffers(pack(rows, provenance=[asked])) == {"own": {"home-a": (0.0, 0.0, 12.0)}}
        answered = attrs.evolve(asked, basis="verified", low=None, high=None)
        assert not buffers(pack(rows, provenance=[answered]))

    def test_a_position_puts_the_backup_there(self):
        tables = pack([*power("home-a", "feeder"), *power("home-b", "feeder")])
        assumptions = find_assumptions(tables, load_default_ranges())
        moved = at_positions(tables, assumptions, {"dependencies.buffer_hours/home-a/power": 0.75})
        assert {row.asset_id: row.buffer_hours for row in moved.dependencies} == {"home-a": 36.0, "home-b": 0.0}


def test_what_is_most_likely_is_the_middle_of_what_is_drawn():
    lists = AssumedValue(table="dependencies", key=("t", "l"), column="buffer_hours", value=4.0, low=1.0, high=72.0)
    assert [lists.at(position) for position in (0.0, 0.25, 0.5, 0.75, 1.0)] == [1.0, 2.5, 4.0, 38.0, 72.0]
    names = [Assumption(assumption_id=str(number), values=(lists,)) for number in range(2_000)]
    drawn = [lists.at(position) for position in draw_positions(names, seed=7, number=3).values()]
    assert abs(sum(hours < 4.0 for hours in drawn) / len(drawn) - 0.5) < 0.05


@given(ends=st.tuples(*[st.floats(0.0, 1e6)] * 3), positions=st.tuples(*[st.floats(0.0, 1.0)] * 2))
def test_a_position_further_up_never_gives_less_and_never_leaves_the_range(ends, positions):
    low, high = sorted(ends[:2])
    below, above = (at_position(position, low=low, likely=ends[2], high=high) for position in sorted(positions))
    slack = 1e-9 * max(high, 1.0)
    assert low - slack <= below <= above + slack <= high + 2 * slack
    assert at_position(0.5, low=low, likely=ends[2], high=high) == min(max(ends[2], low), high)


class TestPeople:
    def people(self, *needs):
        return {
            found.assumption_id: {value.key[0]: (value.low, value.high) for value in found.values}
            for found in find_assumptions(pack(needs=needs), load_default_ranges())
            if found.values[0].column == "people"
        }

    def test_groups_that_need_other_things_are_assumptions_of_their_own(self):
        found = self.people(need("p", "heat"), need("p", "oxygen"), need("q", "heat"), need("q", "dementia_safety"))
        assert {name: set(profiles) for name, profiles in found.items()} == {
            "need_profiles.people/oxygen": {"p"},
            "need_profiles.people/dementia_safety": {"q"},
        }

    def test_the_same_group_in_two_areas_moves_together(self):
        (found,) = self.people(need("p", "oxygen", area="a"), need("q", "oxygen", area="b")).values()
        assert set(found) == {"p", "q"}

    def test_a_home_is_counted_as_one_and_apart_from_other_homes(self):
        found = self.people(
            need("p", "nursing", home="home-a"), need("q", "heat", home="home-a"), need("r", "heat", home="home-b")
        )
        assert {name: set(profiles) for name, profiles in found.items()} == {
            "need_profiles.people/home-a": {"p", "q"},
            "need_profiles.people/home-b": {"r"},
        }

    def test_equipment_is_known_as_such_by_any_of_the_needs(self):
        assert self.people(need("p", "communication"), need("p", "ventilator")) == {
            "need_profiles.people/ventilator": {"p": (4.0, 16.0)}
        }


KINDS = st.sampled_from(["home-a", "home-b", "mast-a", "mast-b", "slice"])
ROWS = st.lists(
    st.tuples(KINDS, st.sampled_from([0.0, 4.0]), st.sampled_from(["assumed", "verified"]), st.booleans()),
    unique_by=lambda row: row[0],
)


@settings(max_examples=60)
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_every_value_is_in_one_assumption_and_order_changes_nothing(rows, order):
    dependencies = [
        row
        for asset, hours, basis, is_spared in rows
        for row in power(asset, *(("feeder", "spare") if is_spared else ("feeder",)), hours=hours, basis=basis)
    ]
    needs = [need("p", "oxygen"), need("p", "heat"), need("q", "heat")]
    assumptions = find_assumptions(pack(dependencies, needs), load_default_ranges())
    places = [(v.table, v.key, v.column) for found in assumptions for v in found.values]
    assert len(places) == len(set(places))
    order.shuffle(dependencies)
    order.shuffle(needs)
    assert find_assumptions(pack(dependencies, needs), load_default_ranges()) == assumptions
