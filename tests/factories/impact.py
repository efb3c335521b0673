"""Results made by hand, as the engine would give them; readable defaults, everything can be overridden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import numpy as np
from hypothesis import strategies as st

from beredt.domain.impact.result import (
    Assessment,
    AssetDowntime,
    CauseChain,
    ChainLink,
    CoverageEntry,
    DayFour,
    FirstOnset,
    Harm,
    ImpactResult,
    NeedImpact,
    NotModelled,
    OnsetQuantiles,
    RestartLock,
    ServiceCurve,
    SinglePoint,
    Spread,
)
from beredt.domain.municipality.snapshot import MunicipalitySnapshot, build_snapshot
from beredt.domain.municipality.tables import (
    AreaRow,
    AssetRow,
    DependencyRow,
    MunicipalityRow,
    NeedRow,
    PackTables,
)


def build_tables() -> PackTables:
    """A mast with a battery behind a substation, a home with call alarm and oxygen: `Vestby Kommune`."""
    return PackTables(
        municipality=MunicipalityRow(code="999", name="Vestby Kommune", population=3_000),
        areas=(AreaRow(area_id="havneby", name="Havneby", population=3_000),),
        assets=(
            AssetRow(asset_id="station", kind="substation", name="Station Havneby", service="power", area_id="havneby"),
            AssetRow(
                asset_id="feeder", kind="feeder", name="Udføring 1", service="power", area_id="havneby", people=3_000
            ),
            AssetRow(asset_id="mast", kind="mast", name="Mast Nordby", service="mobile", area_id="havneby", people=900),
        ),
        dependencies=(
            DependencyRow(asset_id="feeder", group_id="supply", supplier_id="station"),
            DependencyRow(asset_id="mast", group_id="supply", supplier_id="feeder", buffer_hours=3),
        ),
        needs=(
            build_need_row(need_type="oxygen", severity="critical", group_id="oxygen", tolerance_hours=2),
            build_need_row(
                need_type="call_alarm", severity="serious", group_id="alarm", supplier_id="mast", tolerance_hours=0
            ),
        ),
    )


def build_need_row(**changes: Any) -> NeedRow:
    """A need of the profile `home`, twelve people."""
    values: dict[str, Any] = {
        "profile_id": "home",
        "area_id": "havneby",
        "people": 12,
        "need_type": "oxygen",
        "severity": "critical",
        "group_id": "oxygen",
        "supplier_id": "feeder",
        "tolerance_hours": 2.0,
    }
    return NeedRow(**{**values, **changes})


def build_municipality() -> MunicipalitySnapshot:
    """The snapshot of `build_tables`."""
    return build_snapshot(build_tables())


def build_need(**changes: Any) -> NeedImpact:
    """A critical oxygen need of 12 people that is used up after 3 h 10 min in every run."""
    values: dict[str, Any] = {
        "profile_id": "home",
        "group_id": "oxygen",
        "area_id": "havneby",
        "need_type": "oxygen",
        "severity": "critical",
        "people": 12,
        "basis": "assumed",
        "p_harm": 1.0,
        "onset_p10_minute": 190,
        "onset_p50_minute": 190,
        "onset_p90_minute": 190,
        "mean_beyond_minutes": 4_130.0,
        "p_still_down_at_horizon": 1.0,
    }
    return NeedImpact(**{**values, **changes})


def build_harm(**changes: Any) -> Harm:
    """About 210 people (120 to 340), 12 of them with a tolerance under 4 h."""
    values: dict[str, Any] = {
        "critical_people": Spread(mean=212.4, p10=118.0, p50=205.0, p90=337.0),
        "critical_under_4h_mean": 12.0,
        "person_hours_critical": 5_431.25,
        "person_hours_serious": 822.5,
        "person_hours_welfare": 0.0,
        "first_critical": OnsetQuantiles(p10=190, p50=190, p90=190),
    }
    return Harm(**{**values, **changes})


def build_curve(service: str = "power", *, hours: int = 72, people: int = 3_000, end: int = 48) -> ServiceCurve:
    """A curve that stands at `people` until the hour `end`, with a band of 20 per cent around it."""
    down = np.where(np.arange(hours) < end, people, 0)
    return ServiceCurve(
        service=service,
        mean=down.astype(np.float64),
        p10=(down * 8 // 10).astype(np.int64),
        p50=down.astype(np.int64),
        p90=(down * 12 // 10).astype(np.int64),
    )


def build_result(**changes: Any) -> ImpactResult:
    """A power failure of 72 h in which everything has something to say."""
    values: dict[str, Any] = {
        "hazard": "made-up/power",
        "horizon_hours": 72,
        "draws": 1_000,
        "seed": 1,
        "services": (build_curve(), build_curve("mobile", people=900, end=60)),
        "needs": (
            build_need(),
            build_need(group_id="alarm", need_type="call_alarm", severity="serious", p_harm=0.4, onset_p50_minute=None),
        ),
        "assets": None,
        "harm": build_harm(),
        "coverage": (
            CoverageEntry(service="power", state="modelled", verified_share=0.25),
            CoverageEntry(service="wastewater", state="partly", verified_share=0.0),
            CoverageEntry(service="water", state="not_modelled", verified_share=None),
            CoverageEntry(need_type="oxygen", state="modelled", verified_share=1.0),
        ),
        "restart_locks": (
            RestartLock(
                asset_ids=("feeder", "mast"),
                share_of_draws=0.3,
                critical_people_mean=12.0,
                person_hours_critical=240.0,
                person_hours_serious=0.0,
                person_hours_welfare=0.0,
            ),
        ),
        "day_four": (DayFour(need_type="oxygen", severity="critical", people_mean=7.6),),
    }
    found = {**values, **changes}
    return ImpactResult(**{"first_onsets": first_onsets_of(found["needs"]), **found})


def first_onsets_of(needs: Iterable[NeedImpact]) -> tuple[FirstOnset, ...]:
    """When the first of each kind passes, as if all people with a kind of need were hit in the same runs."""
    kinds = {(need.severity, need.need_type): [] for need in needs}
    for need in needs:
        kinds[need.severity, need.need_type].append(need)

    def least(minutes: Iterable[int | None]) -> int | None:
        return min((minute for minute in minutes if minute is not None), default=None)

    return tuple(
        FirstOnset(
            need_type=need_type,
            severity=severity,
            onset=OnsetQuantiles(
                p10=least(need.onset_p10_minute for need in members),
                p50=least(need.onset_p50_minute for need in members),
                p90=least(need.onset_p90_minute for need in members),
            ),
        )
        for (severity, need_type), members in kinds.items()
    )


def build_exact_result(**changes: Any) -> ImpactResult:
    """The same for exactly given outages: one run, with minutes for every asset."""
    values: dict[str, Any] = {
        "hazard": "",
        "draws": 1,
        "needs": (build_need(nominal_onset_minute=190, nominal_beyond_minutes=4_130),),
        "assets": (
            AssetDowntime(asset_id="station", down_minutes=2_880),
            AssetDowntime(asset_id="feeder", down_minutes=2_880),
            AssetDowntime(asset_id="mast", down_minutes=0),
        ),
        "harm": build_harm(critical_people=Spread(mean=12.0, p10=12.0, p50=12.0, p90=12.0)),
    }
    return build_result(**{**values, **changes})


def build_assessment(*results: ImpactResult, **changes: Any) -> Assessment:
    """An assessment of the given results, by default one, with a single point and a hazard that was not computed."""
    values: dict[str, Any] = {
        "pack_hash": "0" * 64,
        "hazards": results or (build_result(),),
        "single_points": (
            SinglePoint(asset_id="mast", critical_people=3, first_onset_minute=180),
            SinglePoint(asset_id="station", critical_people=12, first_onset_minute=120),
        ),
        "not_modelled": (NotModelled(hazard="made-up/war", reason="The model cannot express it."),),
    }
    return Assessment(**{**values, **changes})


def build_chain(**changes: Any) -> CauseChain:
    """Power fails, the mast's battery holds three hours, the alarm is silent at once."""
    values: dict[str, Any] = {
        "profile_id": "home",
        "group_id": "alarm",
        "need_type": "call_alarm",
        "severity": "serious",
        "causes": ("storm",),
        "links": (
            ChainLink(asset_id="station", down_minute=0, buffer_minutes=0, why="disruption"),
            ChainLink(asset_id="feeder", down_minute=0, buffer_minutes=0, why="supply"),
            ChainLink(asset_id="mast", down_minute=180, buffer_minutes=180, why="supply"),
        ),
        "tolerance_minutes": 0,
        "onset_minute": 180,
        "share_of_harm": 0.64,
    }
    return CauseChain(**{**values, **changes})


def results() -> st.SearchStrategy[ImpactResult]:
    """Any result that hangs together: some needs, curves with ordered bands, mixed coverage."""
    return st.builds(
        _result_of,
        needs=st.lists(_needs(), max_size=6),
        peaks=st.dictionaries(st.sampled_from(("power", "water", "mobile", "odd-service")), st.integers(0, 50_000)),
        states=st.dictionaries(
            st.sampled_from(("power", "water", "mobile", "wastewater")),
            st.sampled_from(("modelled", "partly", "not_modelled")),
        ),
        critical=st.lists(st.integers(0, 5_000).map(float), min_size=4, max_size=4),
        under_4h=st.floats(0, 100),
        first=st.one_of(st.none(), st.integers(0, 4_319)),
        exact=st.booleans(),
        horizon_hours=st.sampled_from((1, 4, 24, 72, 100, 336)),
    )


def _needs() -> st.SearchStrategy[NeedImpact]:
    return st.builds(
        lambda number, severity, need_type, people, p_harm, onset, basis: build_need(
            profile_id=f"profile-{number}",
            group_id=need_type,
            need_type=need_type,
            severity=severity,
            people=people,
            p_harm=p_harm,
            onset_p10_minute=onset if p_harm >= 0.1 else None,
            onset_p50_minute=onset if p_harm >= 0.5 else None,
            onset_p90_minute=onset if p_harm >= 0.9 else None,
            p_still_down_at_horizon=p_harm / 2,
            basis=basis,
            nominal_onset_minute=onset if p_harm >= 0.5 else None,
            nominal_beyond_minutes=4_320 - onset if p_harm >= 0.5 else 0,
        ),
        st.integers(0, 3),
        st.sampled_from(("critical", "serious", "welfare")),
        st.sampled_from(("oxygen", "heat", "odd-need")),
        st.integers(0, 900),
        st.floats(0, 1),
        st.integers(0, 4_319),
        st.sampled_from(("verified", "assumed", "default")),
    )


def _result_of(
    needs: list[NeedImpact],
    peaks: dict[str, int],
    states: dict[str, str],
    critical: list[float],
    under_4h: float,
    first: int | None,
    exact: bool,
    horizon_hours: int,
) -> ImpactResult:
    low, middle, high = sorted(critical[1:])
    unlike = {(need.profile_id, need.group_id): need for need in needs}
    build = build_exact_result if exact else build_result
    return build(
        needs=tuple(unlike.values()),
        services=tuple(
            build_curve(service, hours=horizon_hours, people=peak, end=max(horizon_hours // 2, 1))
            for service, peak in peaks.items()
        ),
        coverage=tuple(
            CoverageEntry(service=service, state=state, verified_share=None if state == "not_modelled" else 0.5)
            for service, state in states.items()
        ),
        harm=build_harm(
            critical_people=Spread(mean=critical[0], p10=low, p50=middle, p90=high),
            critical_under_4h_mean=under_4h,
            first_critical=OnsetQuantiles(p10=first, p50=first, p90=None),
        ),
        horizon_hours=horizon_hours,
    )


def without_assets(tables: PackTables) -> PackTables:
    """The pack with only one asset, which gives nothing that a hazard could take; the needs hang on it."""
    needs = tuple(attrs.evolve(row, supplier_id="shed") for row in tables.needs)
    shed = AssetRow(asset_id="shed", kind="store", name="Skur", service="care_other", area_id="havneby")
    return attrs.evolve(tables, assets=(shed,), dependencies=(), needs=needs)


def without_needs(tables: PackTables) -> PackTables:
    """The pack without a single profile."""
    return attrs.evolve(tables, needs=())
