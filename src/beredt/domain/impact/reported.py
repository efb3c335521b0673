"""What can be reported down with one tap, and which assets that takes: a service everywhere, in an area, one asset.

A report is an observation, not a cause. "No water in the whole municipality" takes every asset that gives water, those
between the source and the tap too; "no power in Nordby" takes only what serves people there directly, since a station
in Nordby may feed other areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Outage

SERVICE, AREA, ASSET = "service", "area", "asset"
UNKNOWN_END_HOURS = 24
"""An outage without a known end lasts this far beyond the horizon [h], as a blank end in a file of outages does."""

_HELPERS = frozenset({"care_slice", "condition"})
"""Kinds of assets that the model needs and nobody reports."""


@attrs.frozen(kw_only=True)
class Subject:
    """What a report is about: a `service`, everywhere or in `area_id`, or one asset."""

    service: str = ""
    area_id: str = ""
    asset_id: str = ""

    @property
    def key(self) -> str:
        """The subject as one word, for storing; `subject_of` reads it."""
        if self.asset_id:
            return f"{ASSET}:{self.asset_id}"
        return f"{AREA}:{self.service}:{self.area_id}" if self.area_id else f"{SERVICE}:{self.service}"


@attrs.frozen(kw_only=True)
class ServiceChoice:
    """A service that can be reported down: everywhere, or in one of the areas whose people it serves directly."""

    service: str
    area_ids: tuple[str, ...]

    @property
    def everywhere(self) -> Subject:
        """The service in the whole municipality."""
        return Subject(service=self.service)

    @property
    def by_area(self) -> tuple[Subject, ...]:
        """The service area by area."""
        return tuple(Subject(service=self.service, area_id=area_id) for area_id in self.area_ids)


@attrs.frozen(kw_only=True)
class KindChoice:
    """A kind of asset with the number of those that can be reported one by one."""

    kind: str
    count: int


@attrs.frozen(kw_only=True)
class Report:
    """An observed outage: down from `start_minute` to `end_minute` [min]; None where nobody knows when it ends."""

    subject: Subject
    start_minute: int
    end_minute: int | None


def subject_of(key: str) -> Subject | None:
    """The subject of a stored key; None for anything that is not one."""
    what, _, rest = key.partition(":")
    if what == ASSET and rest:
        return Subject(asset_id=rest)
    service, _, area_id = rest.partition(":")
    if what == AREA and service and area_id:
        return Subject(service=service, area_id=area_id)
    return Subject(service=rest) if what == SERVICE and rest else None


def service_choices(snapshot: MunicipalitySnapshot) -> tuple[ServiceChoice, ...]:
    """Every service that some asset gives, by its id; areas in the snapshot's order."""
    assets = snapshot.assets
    areas: dict[str, set[int]] = {service: set() for service in sorted({*assets.service} - {""})}
    for position, service in enumerate(assets.service):
        if service and assets.people[position] and assets.area_index[position] >= 0:
            areas[service].add(int(assets.area_index[position]))
    return tuple(
        ServiceChoice(service=service, area_ids=tuple(snapshot.areas.area_id[area] for area in sorted(found)))
        for service, found in areas.items()
    )


def kind_choices(snapshot: MunicipalitySnapshot) -> tuple[KindChoice, ...]:
    """The kinds whose assets can be reported one by one, by id; helpers of the model are none."""
    counts: dict[str, int] = {}
    for kind in snapshot.assets.kind:
        if kind not in _HELPERS:
            counts[kind] = counts.get(kind, 0) + 1
    return tuple(KindChoice(kind=kind, count=count) for kind, count in sorted(counts.items()))


def find_assets(snapshot: MunicipalitySnapshot, *, text: str, kind: str = "", most: int) -> tuple[tuple[str, ...], int]:
    """Ids of at most `most` assets of a kind whose name, id or area holds every word of `text`, and how many do."""
    assets, areas = snapshot.assets, snapshot.areas
    words = text.casefold().split()
    found = []
    for position, asset_id in enumerate(assets.asset_id):
        if assets.kind[position] in _HELPERS or (kind and assets.kind[position] != kind):
            continue
        area = int(assets.area_index[position])
        told = f"{assets.name[position]} {asset_id} {areas.name[area] if area >= 0 else ''}".casefold()
        if all(word in told for word in words):
            found.append(position)
    found.sort(key=lambda position: (assets.name[position].casefold(), assets.asset_id[position]))
    return tuple(assets.asset_id[position] for position in found[:most]), len(found)


def assets_of(snapshot: MunicipalitySnapshot, subject: Subject) -> tuple[str, ...]:
    """Ids of the assets that a report takes down; none where the pack does not hold the subject (any more)."""
    assets = snapshot.assets
    if subject.asset_id:
        return (subject.asset_id,) if subject.asset_id in assets.index_of else ()
    giving = [position for position, service in enumerate(assets.service) if service and service == subject.service]
    if subject.area_id:
        if subject.area_id not in snapshot.areas.area_id:
            return ()
        area = snapshot.areas.area_id.index(subject.area_id)
        giving = [position for position in giving if assets.people[position] and assets.area_index[position] == area]
    return tuple(assets.asset_id[position] for position in giving)


def outages_of(snapshot: MunicipalitySnapshot, reports: Iterable[Report], *, horizon_hours: int) -> tuple[Outage, ...]:
    """The reports as outages of single assets, as the engine takes them, sorted by asset and start; none is empty."""
    unknown_end = (horizon_hours + UNKNOWN_END_HOURS) * 60
    found = {
        (asset_id, report.start_minute, unknown_end if report.end_minute is None else report.end_minute)
        for report in reports
        for asset_id in assets_of(snapshot, report.subject)
    }
    return tuple(
        Outage(asset_id=asset_id, start_minute=start, end_minute=end)
        for asset_id, start, end in sorted(found)
        if start < end
    )


def services_of(snapshot: MunicipalitySnapshot, subjects: Sequence[Subject]) -> tuple[str, ...]:
    """The services that the subjects are about, each once, in order of the subjects."""
    index_of = snapshot.assets.index_of
    found = []
    for subject in subjects:
        if subject.service:
            found.append(subject.service)
        elif subject.asset_id in index_of:
            found.append(snapshot.assets.service[index_of[subject.asset_id]])
    return tuple(dict.fromkeys(service for service in found if service))
