"""What scenarios of the same temperature and reach have in common: made once, used by each.

A change is put together and compiled once for all of them. Only what was asked for lately is kept, by identity: whoever
tries the same change in several scenarios passes the same object.
"""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.strata import split_profiles
from beredt.domain.measures import parts
from beredt.domain.measures.blueprint import Blueprint, draw_blueprint
from beredt.domain.measures.changes import Change
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.recent import Recent

MOST_RECENT = 64


@attrs.frozen(kw_only=True, eq=False)
class Compiled:
    """A part of a changed network, and the same compiled for the kernel."""

    part: parts.Part
    network: Network


@attrs.frozen(kw_only=True, eq=False)
class Ground:
    """A municipality `original`, compiled as it is, and its blueprint; remembers what was put together lately."""

    original: MunicipalitySnapshot
    network: Network
    blueprint: Blueprint
    _recent: Recent = attrs.field(factory=lambda: Recent(MOST_RECENT))

    def touched_strata(self, change: Change, cause: Change | None = None) -> tuple[int, ...]:
        """As `parts.touched_strata`."""
        if cause is None:
            return self._recent.get("alone", (change,), lambda: parts.touched_strata(self.blueprint, change))
        return self._recent.get("beside", (change, cause), lambda: parts.touched_strata(self.blueprint, change, cause))

    def touched_part(self, change: Change, strata: tuple[int, ...]) -> Compiled:
        """As `parts.touched_part`, compiled."""
        return self._recent.get(
            strata, (change,), lambda: _compiled(parts.touched_part(self.blueprint, change, strata))
        )

    def untouched_needs(self, strata: tuple[int, ...]) -> Compiled:
        """As `parts.untouched_needs`, compiled."""
        return _compiled(parts.untouched_needs(self.blueprint, strata))

    def assets_near(self, change: Change) -> NDArray[np.int64]:
        """Assets of the pack that the change alters or newly leans on, ascending."""
        return self._recent.get(
            "near", (change,), lambda: np.array(sorted(_assets_near(self.blueprint, change)), dtype=np.int64)
        )


def make_ground(*, snapshot: MunicipalitySnapshot, scenario: Scenario) -> Ground:
    """The ground of `scenario` and of all others with the same temperature and reach."""
    split = split_profiles(snapshot, temperature_c=scenario.temperature_c)
    return Ground(
        original=snapshot,
        network=compile_network(split.snapshot),
        blueprint=draw_blueprint(split, is_wide=scenario.wider_than_municipality),
    )


def _compiled(part: parts.Part) -> Compiled:
    return Compiled(part=part, network=compile_network(part.snapshot))


def _assets_near(blueprint: Blueprint, change: Change) -> set[int]:
    groups = [*change.need_groups.values()]
    for owner, owned in change.groups_of.items():
        groups += [group for group in owned if group not in blueprint.groups_of[owner]]
    groups += [group for helper in change.helpers for group in helper.groups]
    near = {supplier for group in groups for supplier in group.suppliers if supplier < blueprint.asset_count}
    return near | set(change.restart) | {asset for milder in change.milder for asset in milder.assets}
