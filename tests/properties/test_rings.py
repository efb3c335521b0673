"""Rings without a source: found exactly where trying every set of assets finds one; true in the model itself."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact.reference import ReferenceGroup, run_ticks
from beredt.domain.municipality import checks
from beredt.domain.municipality.rings import SupplyGroup, find_rings
from beredt.domain.municipality.tables import AssetRow, DependencyRow, MunicipalityRow, PackTables

ASSETS = "abcde"


@st.composite
def networks(draw):
    """Up to nine groups among five assets, none of them supplying itself."""
    groups = []
    for _ in range(draw(st.integers(0, 9))):
        asset = draw(st.sampled_from(ASSETS))
        suppliers = draw(
            st.sets(st.sampled_from([other for other in ASSETS if other != asset]), min_size=1, max_size=4)
        )
        groups.append(
            SupplyGroup(asset_id=asset, min_up=draw(st.integers(1, len(suppliers))), suppliers=frozenset(suppliers))
        )
    return groups


def holding(groups, asset, members):
    """The groups of `asset` that have a supplier to spare and that `members` alone can fill."""
    return [
        group
        for group in groups
        if group.asset_id == asset
        and len(group.suppliers) > group.min_up
        and len(group.suppliers & members) >= group.min_up
    ]


def reaches_all(groups, members, start):
    reached, was = {start}, set()
    while reached != was:
        was = set(reached)
        reached |= {
            member
            for member in members
            for group in holding(groups, member, members)
            if group.suppliers & members & reached
        }
    return reached >= members


def tried_rings(groups):
    """Every set of two or more tried by the definition; the largest, less what falls for want of something else."""
    rings = [
        set(members)
        for size in range(2, len(ASSETS) + 1)
        for members in combinations(ASSETS, size)
        if all(holding(groups, member, set(members)) for member in members)
        and all(reaches_all(groups, set(members), member) for member in members)
    ]
    largest = [ring for ring in rings if not any(ring < other for other in rings)]
    return {frozenset(left) for ring in largest if (left := what_stays_up(groups, ring))}


def what_stays_up(groups, ring):
    outside = {
        supplier for member in ring for group in holding(groups, member, ring) for supplier in group.suppliers - ring
    }
    is_down = set(outside)
    for _ in ASSETS:
        is_down |= {
            group.asset_id
            for group in groups
            if group.asset_id in ring and len(group.suppliers - is_down) < group.min_up
        }
    return ring - is_down


@settings(max_examples=400)
@given(groups=networks())
def test_rings_are_those_that_trying_every_set_finds(groups):
    assert set(find_rings(groups)) == tried_rings(groups)
    assert set(find_rings(groups[::-1])) == set(find_rings(groups))


def pack(*dependencies):
    names = dict.fromkeys(name for row in dependencies for name in (row[0], row[2]))
    return PackTables(
        municipality=MunicipalityRow(code="400", name="X", population=9),
        assets=tuple(AssetRow(asset_id=name, kind="mast", name=name) for name in names),
        dependencies=tuple(
            DependencyRow(asset_id=asset, group_id=group, supplier_id=supplier, min_up=min_up)
            for asset, group, supplier, min_up in dependencies
        ),
    )


def ring_problems(tables):
    return [problem for problem in checks.check_tables(tables) if problem.code == "ring_without_source"]


RING = (("a", "g", "source-a", 1), ("a", "g", "b", 1), ("b", "g", "source-b", 1), ("b", "g", "a", 1))


def test_a_ring_is_told_at_the_row_that_closes_it():
    (problem,) = ring_problems(pack(*RING))
    assert (problem.file, problem.row, problem.column, problem.level) == (
        "dependencies.csv",
        3,
        "supplier_id",
        "warning",
    )
    assert problem.values == {"ids": "a + b", "count": 2}


def test_the_model_keeps_a_ring_up_without_its_sources():
    """What the warning says is what the engine's reference does: a, b, source-a, source-b are 0 to 3."""

    def one_of(*suppliers):
        return ReferenceGroup(suppliers=suppliers, min_up=1, buffer_minutes=0, recharge_minutes=0)

    run = run_ticks(
        restart_minutes=[0] * 4,
        owners=[0, 1],
        dependencies=[one_of(2, 1), one_of(3, 0)],
        needs=[],
        disruptions={2: [(0, 5)], 3: [(0, 5)]},
        horizon_minutes=5,
    )
    assert run.asset_down[:2] == ((), ())


@pytest.mark.parametrize(
    "rows",
    [
        (("a", "g", "b", 1), ("b", "g", "a", 1)),
        (("a", "g", "source-a", 1), ("a", "g", "source-b", 1), ("b", "g", "source-a", 1), ("b", "g", "source-b", 1)),
        (("a", "g", "source-a", 2), ("a", "g", "b", 2), ("b", "g", "source-b", 1), ("b", "g", "a", 1)),
        (*RING, ("a", "behind", "source-a", 1), ("a", "behind", "source-b", 1)),
    ],
    ids=["need each other", "sources behind", "both needed", "remedy beside the ring"],
)
def test_no_ring_where_nobody_is_falsely_safe(rows):
    assert not ring_problems(pack(*rows))


def test_a_long_ring_names_a_few():
    masts = [f"mast-{n}" for n in range(9)]
    rows = [row for n, mast in enumerate(masts) for row in ((mast, "g", "core", 1), (mast, "g", masts[n - 1], 1))]
    (problem,) = ring_problems(pack(*rows))
    assert problem.values == {"ids": "mast-0 + mast-1 + mast-2 + mast-3 + …", "count": 9}


@pytest.mark.parametrize("length", [2, 5_000])
def test_a_city_of_rings_is_checked_at_once(length):
    rows = []
    for first in range(0, 5_000, length):
        for n in range(length):
            rows += [(f"x{first + n}", "g", "core", 1), (f"x{first + n}", "g", f"x{first + (n + 1) % length}", 1)]
    tables = pack(*rows)
    start = time.process_time()
    assert len(ring_problems(tables)) == 5_000 // length
    assert time.process_time() - start < 2.0
