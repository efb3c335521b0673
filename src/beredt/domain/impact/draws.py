"""Chance, drawn before the engine: outages and start charges per draw, in whole minutes.

Occurrence, onset and duration of the assets hit by one cause hang together: z = √r·Z_cause + √(1−r)·ε, through the
normal distribution function (model.md section 1). Every number is named by seed, municipality, row and variable.
"""

from __future__ import annotations

import math

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from beredt.domain.impact.network import Network
from beredt.domain.impact.workspace import Disruptions
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Disruption, Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.kit import seeds

_Z90 = float(ndtri(0.9))
_LONGEST_MINUTES = 10**9
_IntColumn = NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class DrawPlan:
    """Everything that is fixed before the first draw: who can be hit by what."""

    seed: int
    municipality: str
    hazard: str
    horizon_minutes: int
    rules: tuple[tuple[Disruption, _IntColumn], ...]
    asset_ids: tuple[str, ...]
    _keys: dict[tuple[str, str], int] = attrs.field(factory=dict)

    def own_keys(self, assets: _IntColumn, variable: str) -> NDArray[np.uint64]:
        """The keys of one variable of some assets; each is made once."""
        keys = []
        for asset in assets.tolist():
            asset_id = self.asset_ids[asset]
            if (asset_id, variable) not in self._keys:
                self._keys[asset_id, variable] = seeds.stream_key(
                    self.seed, self.municipality, "asset", asset_id, variable
                )
            keys.append(self._keys[asset_id, variable])
        return np.array(keys, dtype=np.uint64)


def plan_draws(*, snapshot: MunicipalitySnapshot, scenario: Scenario, seed: int) -> DrawPlan:
    """The plan of `scenario` in `snapshot`."""
    return DrawPlan(
        seed=seed,
        municipality=snapshot.code,
        hazard=scenario.hazard,
        horizon_minutes=scenario.horizon_hours * 60,
        rules=tuple((rule, select_assets(snapshot, rule.selector)) for rule in scenario.disruptions),
        asset_ids=snapshot.assets.asset_id,
    )


def draw_disruptions(plan: DrawPlan, first_draw: int, draws: int) -> Disruptions:
    """The outages of draws `first_draw` … `first_draw + draws - 1`, rows sorted by draw, then asset."""
    parts = [draw_rule(plan, rule, assets, first_draw, draws) for rule, assets in plan.rules if len(assets)]
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Disruptions(np.zeros(draws + 1, dtype=np.int64), empty, empty, empty)
    draw, asset, start, end = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    if len(parts) > 1:
        ranking = np.argsort(draw * len(plan.asset_ids) + asset, kind="stable")
        draw, asset, start, end = draw[ranking], asset[ranking], start[ranking], end[ranking]
    return Disruptions(np.searchsorted(draw, np.arange(draws + 1)).astype(np.int64), asset, start, end)


def draw_start_charges(*, network: Network, seed: int, municipality: str, first_draw: int, draws: int) -> _IntColumn:
    """Minutes of buffer [min] that each stock holds at time 0, uniform on 0 … full; axes: stock, draw."""
    keys = _keys(seed, [(municipality, name, "start-charge") for name in network.stock_names])
    return _share_of(network.stock_buffer[:, np.newaxis], seeds.uniforms(keys, first_draw, draws))


def draw_start_charge(*, name: str, buffer_minutes: int, seed: int, municipality: str, draws: int) -> _IntColumn:
    """One row of `draw_start_charges` from draw 0 on, for the stock of that name and size [min]."""
    keys = _keys(seed, [(municipality, name, "start-charge")])
    row: _IntColumn = _share_of(np.array([[buffer_minutes]]), seeds.uniforms(keys, 0, draws))[0]
    return row


def _share_of(buffer_minutes: _IntColumn, shares: NDArray[np.float64]) -> _IntColumn:
    whole: _IntColumn = np.floor(shares * (buffer_minutes + 1)).astype(np.int64)
    return np.minimum(whole, buffer_minutes)


def given_outages(outages: list[tuple[int, int, int]]) -> Disruptions:
    """One draw with exactly these (asset, start, end) [min]."""
    rows = np.array(sorted(outages), dtype=np.int64).reshape(-1, 3).T
    return Disruptions(np.array([0, rows.shape[1]], dtype=np.int64), *(np.ascontiguousarray(row) for row in rows))


def draw_rule(
    plan: DrawPlan, rule: Disruption, assets: _IntColumn, first_draw: int, draws: int
) -> tuple[_IntColumn, _IntColumn, _IntColumn, _IntColumn]:
    """Columns (draw, asset, start, end) of one rule for some of its assets, sorted by draw and asset."""
    is_hit = _occurrence(plan, rule, assets, first_draw, draws)
    start = _onset(plan, rule, assets, first_draw, draws)
    length = _duration(plan, rule, assets, first_draw, draws)
    # What would begin after the horizon is left out, so that "day four" tells what runs out if nothing new happens.
    draw, position = np.nonzero((is_hit & (length > 0) & (start < plan.horizon_minutes)).T)
    begins = start[position, draw]
    return draw.astype(np.int64), assets[position], begins, begins + length[position, draw]


def _occurrence(plan: DrawPlan, rule: Disruption, assets: _IntColumn, first_draw: int, draws: int) -> NDArray[np.bool_]:
    if rule.probability >= 1.0 or rule.probability <= 0.0:
        return np.full((len(assets), draws), rule.probability >= 1.0)
    return _correlated(plan, rule, "occurrence", assets, first_draw, draws) < float(ndtri(rule.probability))


def _onset(plan: DrawPlan, rule: Disruption, assets: _IntColumn, first_draw: int, draws: int) -> _IntColumn:
    first, last = (hours * 60.0 for hours in rule.onset_hours)
    if first == last:
        return np.full((len(assets), draws), math.floor(first + 0.5), dtype=np.int64)
    share = ndtr(_correlated(plan, rule, "onset", assets, first_draw, draws))
    return np.floor(first + share * (last - first) + 0.5).astype(np.int64)


def _duration(plan: DrawPlan, rule: Disruption, assets: _IntColumn, first_draw: int, draws: int) -> _IntColumn:
    middle, high = rule.duration_p50_hours * 60.0, rule.duration_p90_hours * 60.0
    if middle == high or middle <= 0:
        return np.full((len(assets), draws), min(math.floor(middle + 0.5), _LONGEST_MINUTES), dtype=np.int64)
    z = _correlated(plan, rule, "duration", assets, first_draw, draws)
    minutes = seeds.lognormals(z, middle, math.log(high / middle) / _Z90)
    return np.floor(np.minimum(minutes, _LONGEST_MINUTES) + 0.5).astype(np.int64)


def _correlated(
    plan: DrawPlan, rule: Disruption, variable: str, assets: _IntColumn, first_draw: int, draws: int
) -> NDArray[np.float64]:
    """√r·Z_cause + √(1−r)·ε, axes: asset, draw. A national cause has the same Z in every municipality."""
    named = f"{plan.hazard}/{rule.cause}/{variable}"
    place = "national" if rule.scope == "national" else plan.municipality
    shared = seeds.normals(_keys(plan.seed, [(place, "cause", named)]), first_draw, draws)
    if rule.correlation >= 1.0:
        return np.repeat(shared, len(assets), axis=0)
    own = seeds.normals(plan.own_keys(assets, named), first_draw, draws)
    return math.sqrt(rule.correlation) * shared + math.sqrt(1.0 - rule.correlation) * own


def _keys(seed: int, names: list[tuple[str, ...]]) -> NDArray[np.uint64]:
    return np.array([seeds.stream_key(seed, *parts) for parts in names], dtype=np.uint64)
