"""How exactly given outages run their course: when every asset and every need is without, and what its reserve carries.

The nominal run of `ensemble.assess_outages`, kept as intervals instead of sums, so that a page can ask it at any moment
of the clock (`forecast`). Nothing here knows what time it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import coverage, ensemble, strata, trace
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.result import CoverageEntry
from beredt.domain.impact.simulation import LOOK_AHEAD_MINUTES, solve_draws
from beredt.domain.impact.trace import DownTimes, Interval
from beredt.domain.municipality.snapshot import GroupTable, MunicipalitySnapshot, build_snapshot
from beredt.domain.municipality.tables import AssetRow, MunicipalityRow, PackTables
from beredt.domain.riskpicture.scenario import Outage

_SupplyTimes = Callable[[GroupTable, int], Sequence[Interval]]


@attrs.frozen(kw_only=True, eq=False)
class Ground:
    """What is the same for all outages of one municipality; made once, since it is the slow part.

    `dependencies_on` and `needs_on` lead from an asset to the groups it is a supplier of.
    """

    snapshot: MunicipalitySnapshot
    network: Network
    dependencies_on: Mapping[int, NDArray[np.int64]]
    needs_on: Mapping[int, NDArray[np.int64]]
    coverage: tuple[CoverageEntry, ...]


@attrs.frozen(kw_only=True)
class NeedCourse:
    """A need of position `need` that is used up during `beyond` [min], the first time perhaps earlier or later.

    `earliest_minute` and `latest_minute` [min] are when the one in ten who manages least, and the one who manages most,
    is past it the first time: None where the pack tells no spread, or where it is not within what was solved.
    """

    need: int
    beyond: tuple[Interval, ...]
    earliest_minute: int | None = None
    latest_minute: int | None = None


@attrs.frozen(kw_only=True)
class Reserve:
    """A reserve that carries `asset` from `lost_minute`, when its supply was gone, to before `until_minute` [min].

    `is_used_up`: it is empty then; else the supply is back, or what was solved ends.
    """

    asset: int
    buffer_kind: str
    lost_minute: int
    until_minute: int
    is_used_up: bool


@attrs.frozen(kw_only=True, eq=False)
class Course:
    """The course of some outages, solved to `solved_minutes` [min], a day beyond the horizon.

    `down` holds the down-times of every asset that is ever down, `needs` the needs that are ever used up.
    """

    ground: Ground
    horizon_minutes: int
    solved_minutes: int
    down: DownTimes
    needs: tuple[NeedCourse, ...]
    reserves: tuple[Reserve, ...]

    @property
    def snapshot(self) -> MunicipalitySnapshot:
        """The municipality."""
        return self.ground.snapshot


def prepare(snapshot: MunicipalitySnapshot, *, expected: coverage.Expected | None = None) -> Ground:
    """The ground for courses in `snapshot`; raises `CapacityExceeded` as `network.compile_network`."""
    return Ground(
        snapshot=snapshot,
        network=compile_network(snapshot),
        dependencies_on=_groups_on(snapshot.dependencies),
        needs_on=_groups_on(snapshot.needs.groups),
        coverage=coverage.assess_coverage(snapshot, expected or coverage.Expected()),
    )


def run_course(ground: Ground, *, outages: tuple[Outage, ...], horizon_hours: int) -> Course:
    """The course of exactly these outages: nominal values, everything full at the start, no chance.

    Raises `KeyError` for an outage of an unknown asset, `CapacityExceeded` where there are too many to hold.
    """
    horizon = horizon_hours * 60
    solved = horizon + LOOK_AHEAD_MINUTES
    told = tuple(outage for outage in outages if outage.start_minute < horizon)
    block = ensemble.nominal_block(ground.snapshot, ground.network, told)
    down = next(solve_draws(network=ground.network, block=block, solved_minutes=solved))
    supply_times = _supply_times(down)
    return Course(
        ground=ground,
        horizon_minutes=horizon,
        solved_minutes=solved,
        down=down,
        needs=tuple(_needs(ground, down, supply_times, solved)),
        reserves=tuple(_reserves(ground, down, supply_times)),
    )


def _groups_on(groups: GroupTable) -> Mapping[int, NDArray[np.int64]]:
    group_of = np.repeat(np.arange(len(groups)), np.diff(groups.supplier_offsets))
    ranking = np.argsort(groups.suppliers, kind="stable")
    suppliers, first = np.unique(groups.suppliers[ranking], return_index=True)
    parts = np.split(group_of[ranking], first[1:]) if len(suppliers) else []
    return dict(zip(suppliers.tolist(), parts, strict=True))


def _touched(groups_on: Mapping[int, NDArray[np.int64]], down: DownTimes) -> list[int]:
    """Groups with a supplier that is ever down, ascending."""
    found = [groups_on[asset] for asset in down if asset in groups_on]
    return np.unique(np.concatenate(found)).tolist() if found else []


def _supply_times(down: DownTimes) -> _SupplyTimes:
    """When too few suppliers of a group are up; groups with the same suppliers are counted once."""
    known: dict[tuple[tuple[int, ...], int], Sequence[Interval]] = {}

    def times(groups: GroupTable, group: int) -> Sequence[Interval]:
        suppliers = tuple(groups.suppliers_of(group).tolist())
        failing = len(suppliers) - int(groups.min_up[group]) + 1
        if (suppliers, failing) not in known:
            known[suppliers, failing] = trace.overlap([down.get(supplier, ()) for supplier in suppliers], failing)
        return known[suppliers, failing]

    return times


def _needs(ground: Ground, down: DownTimes, supply_times: _SupplyTimes, solved: int) -> list[NeedCourse]:
    table = ground.snapshot.needs
    found = []
    for need in _touched(ground.needs_on, down):
        gone = supply_times(table.groups, need)
        beyond = trace.exhausted(table.groups, need, gone) if gone else []
        if not beyond:
            continue
        least, most = strata.outer_tolerances(table, need)
        found.append(
            NeedCourse(
                need=need,
                beyond=tuple(beyond),
                earliest_minute=_first(gone, least),
                latest_minute=_first(gone, most),
            )
        )
    return found


def _first(gone: Sequence[Interval], tolerance: strata.Tolerance | None) -> int | None:
    if tolerance is None:
        return None
    used_up = trace.exhausted_intervals(
        gone, buffer_minutes=tolerance.minutes, recharge_minutes=tolerance.recharge_minutes
    )
    return used_up[0][0] if used_up else None


def _reserves(ground: Ground, down: DownTimes, supply_times: _SupplyTimes) -> list[Reserve]:
    groups = ground.snapshot.dependencies
    found = []
    for group in _touched(ground.dependencies_on, down):
        gone = supply_times(groups, group) if groups.buffer_minutes[group] else ()
        ends = {end: start for start, end in trace.exhausted(groups, group, gone)} if gone else {}
        for start, end in gone:
            until = ends.get(end, end)
            if until > start:
                found.append(
                    Reserve(
                        asset=int(groups.owner[group]),
                        buffer_kind=groups.buffer_kind[group],
                        lost_minute=start,
                        until_minute=until,
                        is_used_up=end in ends,
                    )
                )
    return found


def warm_up() -> None:
    """None; afterwards the kernel is compiled, or loaded from its cache, and the first course is not kept waiting.

    Takes a second where it was compiled on this machine before, up to a minute where it was not.
    """
    asset = AssetRow(asset_id="a", kind="", name="a")
    tables = PackTables(municipality=MunicipalityRow(code="", name="", population=0), assets=(asset,))
    outage = Outage(asset_id="a", start_minute=0, end_minute=1)
    run_course(prepare(build_snapshot(tables)), outages=(outage,), horizon_hours=1)
