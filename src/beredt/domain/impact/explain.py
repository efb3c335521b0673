"""Why a profile's needs are used up: the cause chains that dominate, counted over draws.

Each draw is attributed to the most severe class that was hit, and there to the need used up first; ties count
jointly, so that shares may add up to more than 1.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator

import attrs
import numpy as np

from beredt.domain.impact import draws as drawing
from beredt.domain.impact.ensemble import nominal_block, whole_profiles
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.result import CauseChain, ChainLink
from beredt.domain.impact.simulation import Block, solve_draws
from beredt.domain.impact.strata import SplitProfiles, split_profiles
from beredt.domain.impact.trace import DrawTrace, Path
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import SEVERITIES
from beredt.domain.riskpicture.scenario import Outage, Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.kit.errors import NotFound

_DRAWS_AT_ONCE = 100


def cause_chains(
    *, snapshot: MunicipalitySnapshot, scenario: Scenario, profile_id: str, draws: int, seed: int
) -> tuple[CauseChain, ...]:
    """The chains behind one profile's harm in `scenario`, largest share first; empty where no draw hits it.

    Raises `NotFound` for an unknown profile.
    """
    split = split_profiles(snapshot, temperature_c=scenario.temperature_c)
    network = compile_network(split.snapshot)
    plan = drawing.plan_draws(snapshot=snapshot, scenario=scenario, seed=seed)

    def blocks() -> Iterator[Block]:
        for first in range(0, draws, _DRAWS_AT_ONCE):
            count = min(_DRAWS_AT_ONCE, draws - first)
            charge = drawing.draw_start_charges(
                network=network, seed=seed, municipality=snapshot.code, first_draw=first, draws=count
            )
            yield Block(first_draw=first, disruptions=drawing.draw_disruptions(plan, first, count), start_charge=charge)

    asking = _Question(
        original=snapshot, split=split, network=network, horizon=scenario.horizon_hours * 60, profile_id=profile_id
    )
    return _count_chains(asking, blocks(), _causes_of(snapshot, scenario))


def cause_chains_of_outages(
    *, snapshot: MunicipalitySnapshot, outages: tuple[Outage, ...], horizon_hours: int, profile_id: str
) -> tuple[CauseChain, ...]:
    """The chains behind one profile's harm in exactly these outages.

    Raises `NotFound` for an unknown profile, `KeyError` for an outage of an unknown asset.
    """
    network = compile_network(snapshot)
    asking = _Question(
        original=snapshot,
        split=whole_profiles(snapshot),
        network=network,
        horizon=horizon_hours * 60,
        profile_id=profile_id,
    )
    return _count_chains(asking, iter([nominal_block(snapshot, network, outages)]), {})


@attrs.frozen(kw_only=True, eq=False)
class _Question:
    """Whose harm is asked about, and on what network."""

    original: MunicipalitySnapshot
    split: SplitProfiles
    network: Network
    horizon: int
    profile_id: str

    def needs_by_stratum(self) -> dict[int, list[int]]:
        """Needs of every stratum of the profile; raises `NotFound` where there is no such profile."""
        if self.profile_id not in self.original.profiles.profile_id:
            raise NotFound(
                "There is no need profile {profile}.",
                code="unknown_profile",
                hint="The profiles stand in need_profiles.csv.",
                profile=self.profile_id,
            )
        profile = self.original.profiles.profile_id.index(self.profile_id)
        owners = self.split.snapshot.needs.groups.owner
        strata = np.flatnonzero(self.split.profile_origin == profile).tolist()
        return {stratum: np.flatnonzero(owners == stratum).tolist() for stratum in strata}


@attrs.define(kw_only=True)
class _Tally:
    """What was seen of one chain: its draws weighted by people, and its times."""

    weight: int = 0
    paths: list[Path] = attrs.field(factory=list)
    onsets: list[int] = attrs.field(factory=list)
    tolerances: list[int] = attrs.field(factory=list)


_Key = tuple[int, tuple[int, ...]]


def _count_chains(
    asking: _Question, blocks: Iterator[Block], causes: dict[int, tuple[str, ...]]
) -> tuple[CauseChain, ...]:
    strata = asking.needs_by_stratum()
    tallies: defaultdict[_Key, _Tally] = defaultdict(_Tally)
    total = 0
    for trace in _traces(asking.network, blocks, asking.horizon):
        for stratum, needs in strata.items():
            weight = int(asking.split.snapshot.profiles.people[stratum])
            total += weight * _tally_draw(asking, trace, needs, weight, tallies)
    chains = [
        _chain(asking, key, tally, total, causes) for key, tally in sorted(tallies.items(), key=lambda item: item[0])
    ]
    return tuple(sorted(chains, key=lambda chain: -chain.share_of_harm))


def _tally_draw(
    asking: _Question, trace: DrawTrace, needs: list[int], weight: int, tallies: defaultdict[_Key, _Tally]
) -> bool:
    """Count one draw of one stratum; whether it was hit at all."""
    hits = {need: found for need in needs if (found := trace.need_onset(need, asking.horizon))}
    if not hits:
        return False
    severity = asking.split.snapshot.needs.severity
    worst = min(int(severity[need]) for need in hits)
    first = min(onset for need, (onset, _) in hits.items() if severity[need] == worst)
    for need, (onset, held) in hits.items():
        if severity[need] != worst or onset != first:
            continue
        for path in trace.paths_to_need(need, onset):
            tally = tallies[int(asking.split.need_origin[need]), tuple(step.asset for step in path)]
            tally.weight += weight
            tally.paths.append(path)
            tally.onsets.append(onset)
            tally.tolerances.append(held)
    return True


def _chain(asking: _Question, key: _Key, tally: _Tally, total: int, causes: dict[int, tuple[str, ...]]) -> CauseChain:
    need, assets = key
    snapshot = asking.original
    steps = list(zip(*tally.paths, strict=True))
    links = tuple(
        ChainLink(
            asset_id=snapshot.assets.asset_id[asset],
            down_minute=statistics.median_low([step.down_minute for step in seen]),
            buffer_minutes=statistics.median_low([step.held_minutes for step in seen]),
            why="disruption" if seen[0].is_disrupted else "supply",
            alike=statistics.median_low([step.alike for step in seen]),
        )
        for asset, seen in zip(assets, steps, strict=True)
    )
    return CauseChain(
        profile_id=asking.profile_id,
        group_id=snapshot.needs.groups.group_id[need],
        need_type=snapshot.needs.need_type[need],
        severity=SEVERITIES[int(snapshot.needs.severity[need])],
        causes=causes.get(assets[0], ()),
        links=links,
        tolerance_minutes=statistics.median_low(tally.tolerances),
        onset_minute=statistics.median_low(tally.onsets),
        share_of_harm=tally.weight / total if total else 0.0,
    )


def _traces(network: Network, blocks: Iterator[Block], horizon: int) -> Iterator[DrawTrace]:
    groups_of: defaultdict[int, list[int]] = defaultdict(list)
    for group, owner in enumerate(network.snapshot.dependencies.owner.tolist()):
        groups_of[owner].append(group)
    stocks = _stock_places(network.snapshot)
    for block in blocks:
        for draw, down in enumerate(solve_draws(network=network, block=block, solved_minutes=horizon)):
            yield DrawTrace(
                snapshot=network.snapshot,
                groups_of=groups_of,
                down=down,
                disrupted=_disrupted(block, draw),
                start_minutes=dict(zip(stocks, block.start_charge[:, draw].tolist(), strict=True)),
            )


def _stock_places(snapshot: MunicipalitySnapshot) -> list[tuple[str, int]]:
    tables = (("asset", snapshot.dependencies), ("need", snapshot.needs.groups))
    return [(what, g) for what, table in tables for g, kind in enumerate(table.buffer_kind) if kind == "stock"]


def _disrupted(block: Block, draw: int) -> dict[int, list[tuple[int, int]]]:
    hit: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    first, last = block.disruptions.offsets[draw : draw + 2].tolist()
    for row in range(first, last):
        interval = (int(block.disruptions.start[row]), int(block.disruptions.end[row]))
        hit[int(block.disruptions.asset[row])].append(interval)
    return hit


def _causes_of(snapshot: MunicipalitySnapshot, scenario: Scenario) -> dict[int, tuple[str, ...]]:
    """Which of the scenario's causes can hit an asset."""
    causes: defaultdict[int, list[str]] = defaultdict(list)
    for rule in scenario.disruptions:
        for asset in select_assets(snapshot, rule.selector).tolist():
            causes[asset].append(rule.cause)
    return {asset: tuple(names) for asset, names in causes.items()}
