"""What was assessed and what was not: a missing part is "not assessed", never 0."""

from __future__ import annotations

import attrs
import numpy as np

from beredt.domain.impact.result import CoverageEntry
from beredt.domain.municipality.snapshot import MunicipalitySnapshot

_ENOUGH_PEOPLE = 0.99


@attrs.frozen(kw_only=True)
class Expected:
    """What a complete pack would hold: services, those that the whole population uses, and need types."""

    services: tuple[str, ...] = ()
    population_services: tuple[str, ...] = ()
    need_types: tuple[str, ...] = ()


def assess_coverage(snapshot: MunicipalitySnapshot, expected: Expected) -> tuple[CoverageEntry, ...]:
    """One entry per service and need type that is expected or present, sorted by name; services first."""
    services = sorted({*expected.services, *(s for s in snapshot.assets.service if s)})
    need_types = sorted({*expected.need_types, *snapshot.needs.need_type})
    return (
        *(_service_entry(snapshot, service, service in expected.population_services) for service in services),
        *(_need_entry(snapshot, need_type) for need_type in need_types),
    )


def _service_entry(snapshot: MunicipalitySnapshot, service: str, is_for_everyone: bool) -> CoverageEntry:
    assets = [index for index, given in enumerate(snapshot.assets.service) if given == service]
    if not assets:
        return CoverageEntry(service=service, state="not_modelled", verified_share=None)
    served = int(snapshot.assets.people[assets].sum())
    is_whole = not is_for_everyone or served >= _ENOUGH_PEOPLE * snapshot.population
    owned = np.isin(snapshot.dependencies.owner, assets)
    parts = [*snapshot.assets.verified_share[assets], *snapshot.dependencies.verified_share[owned]]
    return CoverageEntry(
        service=service, state="modelled" if is_whole else "partly", verified_share=float(np.mean(parts))
    )


def _need_entry(snapshot: MunicipalitySnapshot, need_type: str) -> CoverageEntry:
    needs = [index for index, named in enumerate(snapshot.needs.need_type) if named == need_type]
    if not needs:
        return CoverageEntry(need_type=need_type, state="not_modelled", verified_share=None)
    shares = snapshot.needs.groups.verified_share[needs]
    return CoverageEntry(need_type=need_type, state="modelled", verified_share=float(np.mean(shares)))
