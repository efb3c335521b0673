"""What fails at which hour: services and critical needs of one hazard in the order of the clock."""

from __future__ import annotations

import attrs

from beredt.domain.impact.result import ImpactResult, ServiceCurve
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import SEVERITIES
from beredt.kit.units import MINUTES_PER_HOUR
from beredt.overview.reports import fields
from beredt.telling import figures

CRITICAL = SEVERITIES[0]


@attrs.frozen(kw_only=True)
class Moment:
    """Something that begins at `minute` [min]: a service is lost, or a critical need passes its tolerance.

    `is_rare`: in fewer than half of the runs, but in one of ten. `people` [persons] in the middle or the high run for
    a service (its largest number), on average for a need. The fields are those of the result file.
    """

    minute: int
    is_rare: bool
    service: str = ""
    need_type: str = ""
    people: float
    basis: str
    minute_field: str
    people_field: str


def moments_of(result: ImpactResult, snapshot: MunicipalitySnapshot) -> tuple[Moment, ...]:
    """All moments, earliest first; needs that pass in fewer than one run of ten have none."""
    services = [_service_moment(result, curve, snapshot) for curve in result.services]
    needs = [_need_moment(result, line) for line in figures.need_lines(result) if line.severity == CRITICAL]
    found = [moment for moment in (*services, *needs) if moment is not None]
    return tuple(sorted(found, key=lambda m: (m.minute, bool(m.need_type), -m.people, m.service, m.need_type)))


def _service_moment(result: ImpactResult, curve: ServiceCurve, snapshot: MunicipalitySnapshot) -> Moment | None:
    for quantile, values in (("p50", curve.p50), ("p90", curve.p90)):
        if values.any():
            return Moment(
                minute=int((values > 0).argmax()) * MINUTES_PER_HOUR,
                is_rare=quantile == "p90",
                service=curve.service,
                people=float(values.max()),
                basis=service_basis(curve.service, snapshot),
                minute_field=fields.of_service(result.hazard, curve.service, f"{quantile}#first_hour"),
                people_field=fields.of_service(result.hazard, curve.service, f"{quantile}#peak"),
            )
    return None


def _need_moment(result: ImpactResult, line: figures.NeedLine) -> Moment | None:
    minute = line.earliest_minute if line.first_minute is None else line.first_minute
    if minute is None:
        return None

    kind = (result.hazard, line.need_type, line.severity)
    return Moment(
        minute=minute,
        is_rare=line.first_minute is None,
        need_type=line.need_type,
        people=line.passing,
        basis=line.basis,
        minute_field=fields.of_first(*kind, "earliest" if line.first_minute is None else "first"),
        people_field=fields.of_needs(*kind, "passing"),
    )


def service_basis(service: str, snapshot: MunicipalitySnapshot) -> str:
    """The weakest basis among the assets that give a service."""
    assets = snapshot.assets
    return figures.weakest_basis(
        basis for given, basis in zip(assets.service, assets.basis, strict=True) if given == service
    )
