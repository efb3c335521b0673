"""Rows ⇄ domain values: runs, their hazards and chains, each packed whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import attrs

from beredt.apps.impact.models import Run, RunHazard
from beredt.domain.impact.by_area import AreaTimeline
from beredt.domain.impact.result import Assessment, CauseChain, ImpactResult, NotModelled, SinglePoint
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.catalogue import Hazard
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.kit.packing import packed, unpacked
from beredt.telling import figures
from beredt.telling.data_age import DataAge


@attrs.frozen(kw_only=True)
class RunHeader:
    """What a run keeps beside its hazards, so that it can be read and repeated when the data have moved on.

    `not_modelled` is told in English, as the result file has it; `missing` is the same for any language. Names, kinds
    and areas are those of the pack that was run.
    """

    municipality_name: str
    single_points: tuple[SinglePoint, ...]
    not_modelled: tuple[NotModelled, ...]
    hazards: tuple[Hazard, ...]
    missing: tuple[NotExpressible, ...]
    scenarios: tuple[Scenario, ...]
    age: DataAge
    asset_names: dict[str, str]
    asset_kinds: dict[str, str]
    area_names: dict[str, str]


def names_of_places(snapshot: MunicipalitySnapshot) -> dict[str, Any]:
    """The header's names, kinds and areas of a municipality."""
    assets, areas = snapshot.assets, snapshot.areas
    return {
        "municipality_name": snapshot.name,
        "asset_names": dict(zip(assets.asset_id, assets.name, strict=True)),
        "asset_kinds": dict(zip(assets.asset_id, assets.kind, strict=True)),
        "area_names": dict(zip(areas.area_id, areas.name, strict=True)),
    }


def header_bytes(header: RunHeader) -> bytes:
    """The header packed."""
    return packed(header, RunHeader)


def header_of(row: Run) -> RunHeader:
    """The header of a run."""
    return _header(bytes(row.header))


def hazard_rows(run: Run, results: Iterable[ImpactResult], timelines: Mapping[str, AreaTimeline]) -> list[RunHazard]:
    """One row per hazard, in the order of the run; not stored yet."""
    return [
        _hazard_row(run, position, result, timelines[result.hazard]) for position, result in enumerate(results, start=1)
    ]


def _hazard_row(run: Run, position: int, result: ImpactResult, timeline: AreaTimeline) -> RunHazard:
    head = figures.headline(result)
    people = head.critical_people
    return RunHazard(
        run=run,
        hazard=result.hazard,
        position=position,
        critical_mean=None if people is None else people.mean,
        critical_p10=None if people is None else people.p10,
        critical_p90=None if people is None else people.p90,
        first_critical_minute=head.first_minute,
        is_incomplete=head.is_incomplete,
        result=packed(result, ImpactResult),
        timeline=packed(timeline, AreaTimeline),
    )


def result_of(row: RunHazard) -> ImpactResult:
    """The result of one hazard."""
    return _result(bytes(row.result))


def timeline_of(row: RunHazard) -> AreaTimeline:
    """Where and when, of one hazard."""
    return _timeline(bytes(row.timeline))


def assessment_of(run: Run, header: RunHeader, results: Iterable[ImpactResult]) -> Assessment:
    """The assessment that was stored; with only some of the results the same of those."""
    return Assessment(
        pack_hash=run.pack_hash,
        hazards=tuple(results),
        single_points=header.single_points,
        not_modelled=header.not_modelled,
        engine=run.engine,
    )


def chains_bytes(chains: tuple[CauseChain, ...]) -> bytes:
    """Chains packed."""
    return packed(chains, tuple[CauseChain, ...])


def chains_of(content: bytes | memoryview) -> tuple[CauseChain, ...]:
    """Chains as they were packed."""
    return _chains(bytes(content))


# A run never changes: the same bytes are the same value, so what many readers look at is unpacked once.
@lru_cache(maxsize=16)
def _header(content: bytes) -> RunHeader:
    return unpacked(content, RunHeader)


@lru_cache(maxsize=96)
def _result(content: bytes) -> ImpactResult:
    return unpacked(content, ImpactResult)


@lru_cache(maxsize=96)
def _timeline(content: bytes) -> AreaTimeline:
    return unpacked(content, AreaTimeline)


@lru_cache(maxsize=256)
def _chains(content: bytes) -> tuple[CauseChain, ...]:
    return unpacked(content, tuple[CauseChain, ...])
