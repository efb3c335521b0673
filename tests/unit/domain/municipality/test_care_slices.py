"""Care as capacity: 20 slices a team, and how many each class of visits needs."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.domain.municipality.care_slices import (
    SliceNeed,
    VisitClass,
    expand_team,
    expand_visits,
    slice_ids_of,
    slices_needed,
)
from beredt.domain.municipality.tables import Origin

ORIGIN = Origin(source="test")


def team(*needs):
    return expand_team(team_id="team-a", name="Team A", area_id="by", needs=needs, origin=ORIGIN)


class TestSlicesNeeded:
    @given(st.integers(1, 1000))
    def test_is_the_exact_ceiling_of_the_written_decimal(self, thousandths):
        share = thousandths / 1000
        assert slices_needed(share) == math.ceil(Fraction(20 * thousandths, 1000))

    @pytest.mark.parametrize(("share", "slices"), [(0.35, 7), (0.15, 3), (0.05, 1), (0.051, 2), (1.0, 20), (0.95, 19)])
    def test_hand_cases(self, share, slices):
        assert slices_needed(share) == slices

    @pytest.mark.parametrize("share", [0.0, -0.1, 1.01, float("nan")])
    def test_refuses_what_is_no_share(self, share):
        with pytest.raises(ValueError, match="share"):
            slices_needed(share)


class TestExpansion:
    def test_every_slice_needs_the_team_and_everything_else(self):
        needs = [
            SliceNeed(
                group_id="lists", supplier_ids=("lists-a",), buffer_hours=72, buffer_kind="routine", origin=ORIGIN
            ),
            SliceNeed(group_id="cars", supplier_ids=("car-1", "car-2"), origin=ORIGIN),
        ]
        expansion = team(*needs)
        assert len(expansion.assets) == 20
        for asset in expansion.assets:
            rows = {(row.group_id, row.supplier_id) for row in expansion.dependencies if row.asset_id == asset.asset_id}
            assert rows == {("team", "team-a"), ("lists", "lists-a"), ("cars", "car-1"), ("cars", "car-2")}
        assert {row.buffer_hours for row in expansion.dependencies if row.group_id == "lists"} == {72}

    def test_the_order_of_ids_is_the_order_of_slices(self):
        ids = slice_ids_of("team-a")
        assert list(ids) == sorted(ids)
        assert [asset.asset_id for asset in team().assets] == list(ids)

    def test_more_urgent_visits_need_fewer_slices(self):
        classes = [
            VisitClass(visit_id=f"visit-{share}", name="x", service="care_critical", share=share, origin=ORIGIN)
            for share in (0.3, 0.7, 0.95)
        ]
        expansion = expand_visits(team_id="team-a", area_id="by", classes=classes)
        needed = {row.asset_id: row.min_up for row in expansion.dependencies}
        assert needed == {"visit-0.3": 6, "visit-0.7": 14, "visit-0.95": 19}
        for visits in expansion.assets:
            suppliers = {row.supplier_id for row in expansion.dependencies if row.asset_id == visits.asset_id}
            assert suppliers == set(slice_ids_of("team-a"))
