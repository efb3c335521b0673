"""Candidates put into a blueprint: which groups, needs, lags, people and disruptions become other than they were.

A backup is a helper asset beside the old suppliers, so that it can fail to start on its own; it lasts from the moment
the old group fails (model.md sections 1 and 4). Candidates are applied in order of their ids; effects add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import attrs

from beredt.domain.measures.blueprint import Blueprint, Group
from beredt.domain.measures.measure import (
    Backup,
    Candidate,
    LongerBuffer,
    LowerThreshold,
    Measure,
    MilderDisruption,
    OpenSite,
    ShorterRestart,
    Target,
)
from beredt.domain.measures.site_moves import Helper, Move, Works, move_to_site
from beredt.domain.municipality import recharge
from beredt.kit import units


@attrs.frozen(kw_only=True)
class Milder:
    """Disruptions of `assets` pulled by the effect's levers become milder in the draws where it works."""

    effect: MilderDisruption
    assets: frozenset[int]
    works: Works | None


@attrs.frozen(kw_only=True)
class Change:
    """Everything that differs from the blueprint; helper k is asset `asset_count + k`."""

    helpers: tuple[Helper, ...] = ()
    groups_of: Mapping[int, tuple[Group, ...]] = attrs.field(factory=dict)
    need_groups: Mapping[int, Group] = attrs.field(factory=dict)
    restart: Mapping[int, int] = attrs.field(factory=dict)
    moves: tuple[Move, ...] = ()
    milder: tuple[Milder, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.groups_of or self.need_groups or self.restart or self.moves or self.milder)


def apply_candidates(blueprint: Blueprint, candidates: Iterable[Candidate]) -> Change:
    """The change that `candidates` make together."""
    editor = _Editor(blueprint)
    for candidate in sorted(candidates, key=lambda item: item.candidate_id):
        for target in candidate.targets:
            for effect in candidate.measure.effects:
                if isinstance(effect, OpenSite):
                    editor.open_site(candidate.measure, effect, target)
                elif isinstance(effect, MilderDisruption):
                    editor.soften(candidate.measure, effect, target)
                elif target.what == "needs":
                    editor.change_needs(candidate.measure, effect, target)
                else:
                    editor.change_asset(candidate.measure, effect, target)
    return editor.change()


GroupEffect = Backup | LongerBuffer | LowerThreshold | ShorterRestart


class _Editor:
    """The blueprint's groups and needs while candidates are being put in."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.service = list(blueprint.snapshot.assets.service)
        self.helpers: list[Helper] = []
        self.groups_of: dict[int, tuple[Group, ...]] = {}
        self.need_groups: dict[int, Group] = {}
        self.restart: dict[int, int] = {}
        self.moves: list[Move] = []
        self.milder: list[Milder] = []
        self._index_of = blueprint.position_of

    def change(self) -> Change:
        """What has been changed so far."""
        return Change(
            helpers=tuple(self.helpers),
            groups_of=dict(self.groups_of),
            need_groups=dict(self.need_groups),
            restart=dict(self.restart),
            moves=tuple(self.moves),
            milder=tuple(self.milder),
        )

    def change_asset(self, measure: Measure, effect: GroupEffect, target: Target) -> None:
        """Apply an effect to the groups (or the lag) of one asset."""
        asset = self._index_of[target.target_id]
        if isinstance(effect, ShorterRestart):
            present = self.restart.get(asset, int(self.blueprint.snapshot.assets.restart_minutes[asset]))
            self.restart[asset] = min(present, units.minutes_from_hours(effect.hours))
            return
        groups = self.groups_of.get(asset, self.blueprint.groups_of[asset])
        area = int(self.blueprint.snapshot.assets.area_index[asset])
        changed = tuple(
            self._changed(measure, effect, target, group, area, groups) if self._hangs_on(group, effect) else group
            for group in groups
        )
        if changed != groups:
            self.groups_of[asset] = changed

    def change_needs(self, measure: Measure, effect: GroupEffect, target: Target) -> None:
        """Apply an effect to the needs of one profile, of the measure's need types."""
        if isinstance(effect, ShorterRestart):
            return
        for number in self.blueprint.needs_of_profile.get(target.target_id, ()):
            need = self.blueprint.needs[number]
            stratum = self.blueprint.strata[need.stratum]
            if measure.targets.need_types and need.need_type not in measure.targets.need_types:
                continue
            group = self.need_groups.get(number, need.group)
            if self._hangs_on(group, effect):
                near = self._groups_near(group) if isinstance(effect, Backup) and effect.needs_services else ()
                changed = self._changed(measure, effect, target, group, stratum.area, near, f"/{need.stratum}")
                if changed != group:
                    self.need_groups[number] = changed

    def soften(self, measure: Measure, effect: MilderDisruption, target: Target) -> None:
        """Make disruptions of one target milder."""
        assets = frozenset({self._index_of[target.target_id]})
        works = works_of(measure, target)
        for position, present in enumerate(self.milder):
            if present.effect == effect and present.works == works:
                self.milder[position] = attrs.evolve(present, assets=present.assets | assets)
                return
        self.milder.append(Milder(effect=effect, assets=assets, works=works))

    def open_site(self, measure: Measure, effect: OpenSite, target: Target) -> None:
        """Open a site and move people there."""
        first_helper = self.blueprint.asset_count + len(self.helpers)
        opened = move_to_site(
            blueprint=self.blueprint,
            effect=effect,
            site_id=target.target_id,
            works=works_of(measure, target),
            need_group=lambda need: self.need_groups.get(need, self.blueprint.needs[need].group),
            already_moved=self.moves,
            first_helper=first_helper,
        )
        for helper in opened.helpers:
            self._add(helper, "site")
        self.moves.extend(opened.moves)

    def _changed(
        self,
        measure: Measure,
        effect: GroupEffect,
        target: Target,
        group: Group,
        area: int,
        near: Sequence[Group],
        suffix: str = "",
    ) -> Group:
        if isinstance(effect, LowerThreshold):
            return attrs.evolve(group, min_up=max(1, math.ceil(round(group.min_up * effect.share, 9))))
        if isinstance(effect, LongerBuffer):
            missing = units.minutes_from_hours(effect.hours) - group.buffer_minutes
            if missing <= 0:
                return group
            effect = Backup(
                supply_services=effect.supply_services, hours=missing / 60, kind=group.buffer_kind or "battery"
            )
        if isinstance(effect, ShorterRestart) or (effect.shared and self.blueprint.is_wide):
            return group
        return self._with_backup(measure, effect, target, group, area, near, suffix)

    def _with_backup(
        self,
        measure: Measure,
        effect: Backup,
        target: Target,
        group: Group,
        area: int,
        near: Sequence[Group],
        suffix: str,
    ) -> Group:
        name = f"{measure.measure_id}@{target.target_id}/{group.name}{suffix}"
        service = self.service[group.suppliers[0]]
        front = group.suppliers[0]
        if len(group.suppliers) > 1:
            plain = attrs.evolve(group, buffer_minutes=0, recharge_minutes=0, buffer_kind="battery", name="front")
            front = self._add(Helper(asset_id=f"{name}/front", groups=(plain,)), service)
        groups = [] if effect.hours is None else [_lasting(front, effect)]
        groups.extend(self._leaning_on(effect, near, area))
        backup = Helper(
            asset_id=f"{name}/backup",
            groups=tuple(groups),
            down_until_minute=units.minutes_from_hours(effect.after_hours),
            works=works_of(measure, target),
        )
        return attrs.evolve(group, suppliers=(front, self._add(backup, service)), min_up=1)

    def _leaning_on(self, effect: Backup, near: Sequence[Group], area: int) -> Iterable[Group]:
        """What the backup itself needs: the target's own supplier of the service, else those of its area, else any."""
        for service in effect.needs_services:
            own = [s for group in near for s in group.suppliers if self.service[s] == service]
            suppliers = own or self._givers(service, area) or self._givers(service, None)
            if suppliers:
                yield Group(
                    suppliers=tuple(sorted(set(suppliers))),
                    min_up=1,
                    buffer_minutes=0,
                    recharge_minutes=0,
                    buffer_kind="battery",
                    name=f"needs-{service}",
                )

    def _givers(self, service: str, area: int | None) -> tuple[int, ...]:
        """Assets of the pack that give a service, in one area or anywhere."""
        return self.blueprint.givers_of.get((service, area), ())

    def _groups_near(self, group: Group) -> tuple[Group, ...]:
        """The groups of a need's own suppliers: what a helper at the same place could lean on."""
        own = [s for s in group.suppliers if s < self.blueprint.asset_count]
        return tuple(found for s in own for found in self.groups_of.get(s, self.blueprint.groups_of[s]))

    def _hangs_on(self, group: Group, effect: GroupEffect) -> bool:
        if isinstance(effect, ShorterRestart):
            return False
        return not self._services_of(group.suppliers).isdisjoint(effect.supply_services)

    def _services_of(self, suppliers: tuple[int, ...]) -> frozenset[str]:
        known = self.blueprint.services_of.get(suppliers)
        return known or frozenset(self.service[supplier] for supplier in suppliers)

    def _add(self, helper: Helper, service: str) -> int:
        self.helpers.append(helper)
        self.service.append(service)
        return len(self.service) - 1


def works_of(measure: Measure, target: Target) -> Works | None:
    """Whether the measure works at a target, drawn per draw; None where it always does."""
    if measure.p_works.likely >= 1.0:
        return None
    place = target.place or target.target_id
    return Works(name=f"{measure.measure_id}@{place}", probability=measure.p_works.likely)


def _lasting(front: int, effect: Backup) -> Group:
    minutes = units.minutes_from_hours(effect.hours or 0.0)
    return Group(
        suppliers=(front,),
        min_up=1,
        buffer_minutes=minutes,
        recharge_minutes=recharge.recharge_minutes(stated_hours=None, buffer_minutes=minutes, buffer_kind=effect.kind),
        # A measure's own stock is filled when the crisis begins: it is not drawn.
        buffer_kind="routine" if effect.kind == "stock" else effect.kind,
        name="lasts",
    )
