"""One run from a pack to an assessment or an explanation: what every door asks for, in one call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.packs import reader
from beredt.domain.impact import ensemble, explain, single_points
from beredt.domain.impact.coverage import Expected
from beredt.domain.impact.result import Assessment, CauseChain, ImpactResult, NotModelled
from beredt.domain.municipality.snapshot import MunicipalitySnapshot, build_snapshot
from beredt.domain.riskpicture.scenario import Outage, Scenario
from beredt.kit.errors import NotFound
from beredt.kit.language import mark
from beredt.telling.data_age import DataAge, data_age


@attrs.frozen(kw_only=True, eq=False)
class OpenPack:
    """A pack that can be used: what the engine sees, the fingerprint of what was read, and how old it is."""

    snapshot: MunicipalitySnapshot
    pack_hash: str
    age: DataAge


@attrs.frozen(kw_only=True)
class RunOptions:
    """How a run is made; `threads`, `block_draws` and `reference` never change a figure."""

    horizon_hours: int
    draws: int
    seed: int
    threads: int = 1
    block_draws: int | None = None
    reference: bool = False


def open_pack(path: Path) -> OpenPack:
    """The pack at `path`; raises `UnusablePack` with all its problems."""
    tables, pack_hash = reader.require_pack(path)
    return OpenPack(snapshot=build_snapshot(tables), pack_hash=pack_hash, age=data_age(tables))


def assess_outages(pack: OpenPack, *, outages: tuple[Outage, ...], options: RunOptions) -> Assessment:
    """What exactly these outages do."""
    result = ensemble.assess_outages(
        snapshot=pack.snapshot,
        outages=outages,
        horizon_hours=options.horizon_hours,
        reference=options.reference,
        expected=expected_of_everyone(),
    )
    return _assessment(pack, (result,), (), options)


def assess_scenarios(
    pack: OpenPack,
    *,
    scenarios: tuple[Scenario, ...],
    not_modelled: tuple[NotModelled, ...],
    options: RunOptions,
    on_start: Callable[[int, Scenario], None],
) -> Assessment:
    """What each scenario does; `on_start` hears the number and the scenario before each is run."""
    results = []
    for number, scenario in enumerate(scenarios, start=1):
        on_start(number, scenario)
        results.append(_assess_scenario(pack, scenario, options))
    return _assessment(pack, tuple(results), not_modelled, options)


def explain_scenario(
    pack: OpenPack, *, scenario: Scenario, profile_id: str, options: RunOptions
) -> tuple[CauseChain, ...]:
    """The cause chains behind one profile's harm in a scenario; raises `NotFound` for an unknown profile."""
    require_profile(pack, profile_id)
    return explain.cause_chains(
        snapshot=pack.snapshot,
        scenario=attrs.evolve(scenario, horizon_hours=options.horizon_hours),
        profile_id=profile_id,
        draws=options.draws,
        seed=options.seed,
    )


def explain_outages(
    pack: OpenPack, *, outages: tuple[Outage, ...], profile_id: str, options: RunOptions
) -> tuple[CauseChain, ...]:
    """The cause chains behind one profile's harm in exactly these outages; raises `NotFound` as above."""
    require_profile(pack, profile_id)
    return explain.cause_chains_of_outages(
        snapshot=pack.snapshot, outages=outages, horizon_hours=options.horizon_hours, profile_id=profile_id
    )


def require_profile(pack: OpenPack, profile_id: str) -> int:
    """The profile's position in the snapshot; raises `NotFound`."""
    try:
        return pack.snapshot.profiles.profile_id.index(profile_id)
    except ValueError:
        raise NotFound(
            mark("The pack has no profile called {profile}."),
            hint=mark("The ids stand in need_profiles.csv, for instance: {examples}."),
            code="unknown_profile",
            profile=profile_id,
            examples=", ".join(pack.snapshot.profiles.profile_id[:3]) or "-",
        ) from None


def expected_of_everyone() -> Expected:
    """The services that every pack is asked about, so that one it leaves out is "not assessed"."""
    services = load_vocabulary().population_services
    return Expected(services=services, population_services=services)


def _assess_scenario(pack: OpenPack, scenario: Scenario, options: RunOptions) -> ImpactResult:
    return ensemble.assess_scenario(
        snapshot=pack.snapshot,
        scenario=attrs.evolve(scenario, horizon_hours=options.horizon_hours),
        draws=options.draws,
        seed=options.seed,
        threads=options.threads,
        block_draws=options.block_draws,
        reference=options.reference,
        expected=expected_of_everyone(),
    )


def _assessment(
    pack: OpenPack, results: tuple[ImpactResult, ...], not_modelled: tuple[NotModelled, ...], options: RunOptions
) -> Assessment:
    return Assessment(
        pack_hash=pack.pack_hash,
        hazards=results,
        single_points=single_points.find_single_points(snapshot=pack.snapshot, horizon_hours=options.horizon_hours),
        not_modelled=not_modelled,
    )
