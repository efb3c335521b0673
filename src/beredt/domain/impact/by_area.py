"""Where and when: citizens past a critical tolerance, and without each service, by area and hour.

A second look at the same draws as `ensemble.assess_scenario`, kept as sums of whole people over draws, so that what
stands in the areas adds up to what stands in the result.
"""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import draws as drawing
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.result import Spread
from beredt.domain.impact.simulation import Block, record_down_times, simulate
from beredt.domain.impact.strata import split_profiles
from beredt.domain.impact.summary import QUANTILES, rank_of
from beredt.domain.impact.workspace import Outcome
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.units import MINUTES_PER_HOUR

_DRAWS_AT_ONCE = 100
_CRITICAL = 0
_IntColumn = NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class AreaTimeline:
    """People by area and hour in one hazard.

    `need_mean` … `need_p90` [persons], axis: hour 0 … horizon: how many have passed a critical tolerance by then; the
    last value is the harm of the whole run. `in_need` are the same people by area, summed over draws, axes: area, hour
    0 … horizon. `without` are people without a service, summed over draws, axes: service, area, hour 0 … horizon-1, at
    the hour's first minute. The area id is empty for people and assets without an area.
    """

    hazard: str
    horizon_hours: int
    draws: int
    area_ids: tuple[str, ...]
    services: tuple[str, ...]
    need_mean: NDArray[np.float64]
    need_p10: _IntColumn
    need_p50: _IntColumn
    need_p90: _IntColumn
    in_need: _IntColumn
    without: _IntColumn

    def need_at(self, hour: int) -> Spread:
        """Citizens past a critical tolerance by `hour` [h]."""
        return Spread(
            mean=float(self.need_mean[hour]),
            p10=float(self.need_p10[hour]),
            p50=float(self.need_p50[hour]),
            p90=float(self.need_p90[hour]),
        )

    def mean_in_need(self, area: int, hour: int) -> float:
        """Citizens of one area past a critical tolerance by `hour` [h], on average over draws."""
        return float(self.in_need[area, hour]) / self.draws

    def mean_without(self, service: int, area: int, hour: int) -> float:
        """People of one area without a service at `hour` [h], on average; at the horizon the last hour's."""
        return float(self.without[service, area, min(hour, self.horizon_hours - 1)]) / self.draws


def area_timeline(*, snapshot: MunicipalitySnapshot, scenario: Scenario, draws: int, seed: int) -> AreaTimeline:
    """Who is hit where by hour in `scenario`, over the draws that `ensemble.assess_scenario` makes of the same seed."""
    network = compile_network(split_profiles(snapshot, temperature_c=scenario.temperature_c).snapshot)
    plan = drawing.plan_draws(snapshot=snapshot, scenario=scenario, seed=seed)

    def make_block(first: int, count: int) -> Block:
        charge = drawing.draw_start_charges(
            network=network, seed=seed, municipality=snapshot.code, first_draw=first, draws=count
        )
        return Block(first_draw=first, disruptions=drawing.draw_disruptions(plan, first, count), start_charge=charge)

    horizon = scenario.horizon_hours
    outcome = simulate(network=network, make_block=make_block, draws=draws, horizon_minutes=horizon * MINUTES_PER_HOUR)
    by_draw, in_need = _needs_by_hour(network, outcome, horizon)
    blocks = (make_block(first, min(_DRAWS_AT_ONCE, draws - first)) for first in range(0, draws, _DRAWS_AT_ONCE))
    without = np.zeros((len(network.services), len(_area_ids(snapshot)), horizon), dtype=np.int64)
    for block in blocks:
        without += _without_by_hour(network, block, horizon)
    given = sorted(set(network.columns.asset_service[network.columns.asset_people > 0].tolist()) - {-1})
    ordered = np.sort(by_draw, axis=0)
    p10, p50, p90 = (ordered[rank_of(percent, draws)] for percent in QUANTILES)
    return AreaTimeline(
        hazard=scenario.hazard,
        horizon_hours=horizon,
        draws=draws,
        area_ids=_area_ids(snapshot),
        services=tuple(network.services[service] for service in given),
        need_mean=by_draw.sum(axis=0) / draws,
        need_p10=p10,
        need_p50=p50,
        need_p90=p90,
        in_need=in_need,
        without=without[given],
    )


def _area_ids(snapshot: MunicipalitySnapshot) -> tuple[str, ...]:
    """The areas, and at the end the empty id for what has none (position -1)."""
    return (*snapshot.areas.area_id, "")


def _needs_by_hour(network: Network, outcome: Outcome, horizon_hours: int) -> tuple[_IntColumn, _IntColumn]:
    """People past a critical tolerance by (draw, hour), and summed over draws by (area, hour)."""
    columns, profiles = network.columns, network.snapshot.profiles
    draws = outcome.onset.shape[0]
    by_draw = np.zeros((draws, horizon_hours + 1), dtype=np.int64)
    in_need = np.zeros((len(_area_ids(network.snapshot)), horizon_hours + 1), dtype=np.int64)
    critical = np.flatnonzero(columns.need_severity == _CRITICAL)
    ranking = critical[np.argsort(columns.need_stratum[critical], kind="stable")]
    bounds = np.searchsorted(columns.need_stratum[ranking], np.arange(network.strata + 1))
    for stratum in range(network.strata):
        rows = ranking[bounds[stratum] : bounds[stratum + 1]]
        people = int(profiles.people[stratum])
        if not len(rows) or not people:
            continue
        first = outcome.onset[:, rows].min(axis=1).astype(np.int64)
        hit = np.flatnonzero(first < horizon_hours * MINUTES_PER_HOUR)
        hour = -(-first[hit] // MINUTES_PER_HOUR)
        by_draw[hit, hour] += people
        in_need[int(profiles.area_index[stratum])] += people * np.bincount(hour, minlength=horizon_hours + 1)
    return by_draw.cumsum(axis=1), in_need.cumsum(axis=1)


def _without_by_hour(network: Network, block: Block, horizon_hours: int) -> _IntColumn:
    """People without a service at the first minute of each hour, summed over the draws of a block."""
    columns, assets = network.columns, network.snapshot.assets
    down = record_down_times(network=network, block=block, solved_minutes=horizon_hours * MINUTES_PER_HOUR)
    asset = np.repeat(np.arange(len(assets.asset_id)), np.diff(down.offsets))
    counted = (columns.asset_people[asset] > 0) & (columns.asset_service[asset] >= 0)
    asset = asset[counted]
    areas = len(_area_ids(network.snapshot))
    steps = np.zeros((len(network.services), areas, horizon_hours + 1), dtype=np.int64)
    # The first whole hour inside [s, e) is ⌈s/60⌉, the first one after it ⌈e/60⌉.
    for minute, sign in ((down.start[counted], 1), (down.end[counted], -1)):
        hour = np.minimum(-(-minute // MINUTES_PER_HOUR), horizon_hours)
        place = (columns.asset_service[asset], assets.area_index[asset] % areas, hour)
        np.add.at(steps, place, sign * columns.asset_people[asset])
    return steps.cumsum(axis=2)[:, :, :horizon_hours]
