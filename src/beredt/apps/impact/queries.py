"""Runs of the actor's municipality as values: the list, one run, one hazard of it, causes, two runs compared."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from uuid import UUID

import attrs
from django.db.models import OuterRef, QuerySet, Subquery

from beredt.apps.impact import doors, policies, records
from beredt.apps.impact.models import Run, RunChains, RunHazard
from beredt.apps.impact.records import RunHeader
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.queries import RevisionView
from beredt.domain.impact.by_area import AreaTimeline
from beredt.domain.impact.result import Assessment, CauseChain, ImpactResult
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.catalogue import Hazard
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.errors import NotFound
from beredt.kit.language import Language, mark
from beredt.kit.packing import packed
from beredt.telling.hazards import LocalHazards
from beredt.telling.names import Names
from beredt.telling.run_comparison import HazardComparison, compare_hazards

MOST_LISTED = 100


@attrs.frozen(kw_only=True)
class RunFacts:
    """What is needed to repeat a run, when and by whom (user id) it was made, and whether newer data are there."""

    run_id: UUID
    municipality: str
    catalogue_id: str
    is_whole_catalogue: bool
    horizon_hours: int
    draws: int
    seed: int
    pack_hash: str
    pack_revision: int
    engine: str
    hazard_count: int
    missing_count: int
    repeats: UUID | None
    made_at: datetime.datetime
    made_by: int | None
    is_stale: bool


@attrs.frozen(kw_only=True)
class HazardFacts:
    """The figures of one hazard of a run that lists show; None where nobody's danger is assessed."""

    hazard: str
    critical_mean: float | None
    critical_p10: float | None
    critical_p90: float | None
    first_critical_minute: int | None
    is_incomplete: bool


@attrs.frozen(kw_only=True)
class RunRow:
    """A run in a list, with the hazard that puts most people past a critical tolerance (None: no hazard)."""

    facts: RunFacts
    worst: HazardFacts | None


@attrs.frozen(kw_only=True, eq=False)
class StoredRun:
    """A run as it was stored: what `beredt assess` gives for the same pack, hazards and seed, and its header."""

    facts: RunFacts
    header: RunHeader
    assessment: Assessment

    def result(self, hazard: str) -> ImpactResult | None:
        """The result of one hazard, None where it was not computed."""
        return next((found for found in self.assessment.hazards if found.hazard == hazard), None)

    @property
    def local(self) -> LocalHazards:
        """The hazards as they were made local."""
        return LocalHazards(hazards=self.header.hazards, scenarios=self.header.scenarios, missing=self.header.missing)

    def names(self, language: Language, *, vocabulary: Vocabulary, with_assets: bool = True) -> Names:
        """What things are called for a reader; without assets' names an asset is told by its kind."""
        kinds = {asset: vocabulary.kind_name(kind, language.code) for asset, kind in self.header.asset_kinds.items()}
        return Names(
            language=language,
            vocabulary=vocabulary,
            municipality=self.header.municipality_name,
            asset_names=self.header.asset_names if with_assets else kinds,
            area_names=self.header.area_names,
            hazard_names=self.local.names(language),
        )


@attrs.frozen(kw_only=True, eq=False)
class StoredHazard:
    """One hazard of a run: the run (with only this hazard in its assessment), where and when, and known causes.

    `chains` are by profile id; `others` are the run's hazards in order of people, this one included.
    """

    run: StoredRun
    result: ImpactResult
    timeline: AreaTimeline
    chains: Mapping[str, tuple[CauseChain, ...]]
    chain_draws: int
    others: tuple[HazardFacts, ...]

    @property
    def hazard(self) -> Hazard:
        """The catalogue's entry as it was when the run was made."""
        return next(found for found in self.run.header.hazards if found.hazard_id == self.result.hazard)


@attrs.frozen(kw_only=True, eq=False)
class RunComparison:
    """Two runs: on the same data? asked the same? and (then it must be so) with exactly the same figures?

    `changes` are the revisions of the data between them, newest first, for readers who may see the history.
    """

    before: StoredRun
    after: StoredRun
    is_same_data: bool
    is_same_question: bool
    is_identical: bool
    hazards: tuple[HazardComparison, ...]
    changes: tuple[RevisionView, ...] = ()


def list_runs(*, actor: Actor) -> tuple[RunRow, ...]:
    """The newest runs first, at most `MOST_LISTED`."""
    permissions.check_may(actor, policies.READ)
    worst = RunHazard.objects.filter(run=OuterRef("pk")).order_by("-critical_mean", "position").values("pk")[:1]
    rows = list(_runs(actor).defer("header").annotate(worst_id=Subquery(worst))[:MOST_LISTED])
    wanted = [row.worst_id for row in rows if row.worst_id is not None]
    found = {row.pk: row for row in _without_values(RunHazard.objects.filter(pk__in=wanted))}
    revision = _revision(actor)
    return tuple(
        RunRow(
            facts=_facts(row, revision),
            worst=_hazard_facts(found[row.worst_id]) if row.worst_id is not None else None,
        )
        for row in rows
    )


def get_run(*, actor: Actor, run_id: UUID) -> StoredRun:
    """A run with all its hazards; raises `NotFound`, also for one of another municipality."""
    permissions.check_may(actor, policies.READ)
    return _whole(actor, _find(actor, run_id))


def latest_run(*, actor: Actor, hazard: str = "", whole_catalogue: bool = False) -> StoredRun | None:
    """The newest run, of one hazard or of a whole catalogue where that is asked for; None where there is none."""
    permissions.check_may(actor, policies.READ)
    found = _runs(actor)
    if hazard:
        found = found.filter(hazards__hazard=hazard)
    if whole_catalogue:
        found = found.filter(is_whole_catalogue=True)
    row = found.first()
    return None if row is None else _whole(actor, row)


def latest_facts(*, actor: Actor, whole_catalogue: bool = False) -> RunFacts | None:
    """What the newest run was made of (of a whole catalogue where that is asked for); None where there is none."""
    permissions.check_may(actor, policies.READ)
    found = _runs(actor).defer("header")
    row = (found.filter(is_whole_catalogue=True) if whole_catalogue else found).first()
    return None if row is None else _facts(row, _revision(actor))


def get_overview(*, actor: Actor, run_id: UUID) -> tuple[StoredRun, tuple[HazardFacts, ...]]:
    """A run without its results, and its hazards' figures, most people first; raises `NotFound`."""
    permissions.check_may(actor, policies.READ)
    row = _find(actor, run_id)
    return _stored(row, _revision(actor), ()), _hazards_of(row)


def get_hazard(*, actor: Actor, run_id: UUID, hazard: str) -> StoredHazard:
    """One hazard of a run; raises `NotFound` where the run is not there or has not computed it."""
    permissions.check_may(actor, policies.READ)
    row = _find(actor, run_id)
    found = RunHazard.objects.filter(run=row, hazard=hazard).first()
    if found is None:
        raise NotFound(mark("This run has not computed that hazard."), code="no_such_hazard_in_run")
    result = records.result_of(found)
    chains = list(RunChains.objects.filter(run=row, hazard=hazard).order_by("pk"))
    return StoredHazard(
        run=_stored(row, _revision(actor), (result,)),
        result=result,
        timeline=records.timeline_of(found),
        chains={entry.profile_id: records.chains_of(entry.chains) for entry in chains},
        chain_draws=min((entry.draws for entry in chains), default=0),
        others=_hazards_of(row),
    )


def hazard_runs(*, actor: Actor, hazard_ids: Collection[str]) -> dict[str, tuple[RunFacts, HazardFacts]]:
    """The newest run of each of these hazards, without those that were never run."""
    permissions.check_may(actor, policies.READ)
    own = RunHazard.objects.filter(run__municipality=actor.municipality)
    newest = own.filter(hazard=OuterRef("hazard")).order_by("-run__made_at", "-run__id").values("pk")[:1]
    rows = _without_values(
        own.filter(hazard__in=hazard_ids, pk=Subquery(newest)).select_related("run").defer("run__header")
    )
    revision = _revision(actor)
    return {row.hazard: (_facts(row.run, revision), _hazard_facts(row)) for row in rows}


def compare_runs(*, actor: Actor, before: UUID, after: UUID) -> RunComparison:
    """Two runs side by side; raises `NotFound` where one of them is not there."""
    old, new = get_run(actor=actor, run_id=before), get_run(actor=actor, run_id=after)
    return RunComparison(
        before=old,
        after=new,
        is_same_data=old.facts.pack_hash == new.facts.pack_hash,
        is_same_question=_question(old) == _question(new),
        is_identical=_has_same_figures(old, new),
        hazards=compare_hazards(old.assessment, new.assessment),
        changes=_changes_between(actor, *sorted((old.facts.pack_revision, new.facts.pack_revision))),
    )


def _changes_between(actor: Actor, first: int, last: int) -> tuple[RevisionView, ...]:
    if first == last or not permissions.may(actor, policies.READ_NAMES):
        return ()
    found = municipality.list_revisions(actor=actor, before=last + 1)
    return tuple(revision for revision in found if revision.number > first)


def _question(run: StoredRun) -> tuple[object, ...]:
    facts = run.facts
    return facts.horizon_hours, facts.draws, facts.seed, facts.engine, run.header.scenarios


def _has_same_figures(one: StoredRun, other: StoredRun) -> bool:
    """Whether every figure of two runs is the same, bit for bit."""
    bare = [attrs.evolve(run.assessment, hazards=()) for run in (one, other)]
    pairs = list(zip(one.assessment.hazards, other.assessment.hazards, strict=False))
    is_as_long = len(one.assessment.hazards) == len(other.assessment.hazards)
    return is_as_long and bare[0] == bare[1] and all(_is_same_result(*pair) for pair in pairs)


def _is_same_result(one: ImpactResult, other: ImpactResult) -> bool:
    return one is other or packed(one, ImpactResult) == packed(other, ImpactResult)


def assessment_file(*, actor: Actor, run_id: UUID) -> bytes:
    """The run as the bytes that `beredt assess --json` writes of the same pack, hazards and seed."""
    permissions.check_may(actor, policies.READ_NAMES)
    run = get_run(actor=actor, run_id=run_id)
    return doors.RESULT_FILES.value.assessment_file(
        run.assessment, municipality_code=run.facts.municipality, municipality_name=run.header.municipality_name
    )


def _runs(actor: Actor) -> QuerySet[Run]:
    return Run.objects.filter(municipality=actor.municipality).order_by("-made_at", "-id")


def _find(actor: Actor, run_id: UUID) -> Run:
    row = _runs(actor).filter(pk=run_id).first()
    if row is None:
        raise NotFound(mark("There is no such run."), code="no_such_run")
    return row


def _whole(actor: Actor, row: Run) -> StoredRun:
    results = tuple(records.result_of(found) for found in row.hazards.defer("timeline").order_by("position"))
    return _stored(row, _revision(actor), results)


def _stored(row: Run, revision: int, results: tuple[ImpactResult, ...]) -> StoredRun:
    header = records.header_of(row)
    return StoredRun(facts=_facts(row, revision), header=header, assessment=records.assessment_of(row, header, results))


def _hazards_of(row: Run) -> tuple[HazardFacts, ...]:
    found = [_hazard_facts(hazard) for hazard in _without_values(row.hazards.all())]
    return tuple(sorted(found, key=lambda facts: (-(facts.critical_mean or 0.0), facts.hazard)))


def _without_values(rows: QuerySet[RunHazard]) -> QuerySet[RunHazard]:
    return rows.defer("result", "timeline")


def _revision(actor: Actor) -> int:
    return municipality.get_pack(actor=actor).revision


def _facts(row: Run, revision: int) -> RunFacts:
    return RunFacts(
        run_id=row.id,
        municipality=row.municipality,
        catalogue_id=row.catalogue_id,
        is_whole_catalogue=row.is_whole_catalogue,
        horizon_hours=row.horizon_hours,
        draws=row.draws,
        seed=row.seed,
        pack_hash=row.pack_hash,
        pack_revision=row.pack_revision,
        engine=row.engine,
        hazard_count=row.hazard_count,
        missing_count=row.missing_count,
        repeats=row.repeats,
        made_at=row.made_at,
        made_by=row.made_by,
        is_stale=revision > row.pack_revision,
    )


def _hazard_facts(row: RunHazard) -> HazardFacts:
    return HazardFacts(
        hazard=row.hazard,
        critical_mean=row.critical_mean,
        critical_p10=row.critical_p10,
        critical_p90=row.critical_p90,
        first_critical_minute=row.first_critical_minute,
        is_incomplete=row.is_incomplete,
    )
