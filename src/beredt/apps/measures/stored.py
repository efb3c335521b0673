"""Rankings, verifications and decisions as they are kept: values that pages, papers and other rooms read."""

from __future__ import annotations

import datetime
from functools import cached_property
from uuid import UUID

import attrs

from beredt.domain.measures.calls import CallList, CallQuestion
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.result import BestSet, RankedCandidate, RankResult, VerifyFirst
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.errors import NotFound
from beredt.kit.language import mark

USUAL_BUDGET_KR = 2_000_000.0
USUAL_HOURS = 72
USUAL_DRAWS = 1000
USUAL_SETS = 40
USUAL_SEED = 1


@attrs.frozen(kw_only=True)
class RankSettings:
    """How is ranked. No `hazards`: every hazard of the catalogue; no `catalogue_id`: the one that says most."""

    catalogue_id: str = ""
    hazards: tuple[str, ...] = ()
    horizon_hours: int = USUAL_HOURS
    budget_kr: float = USUAL_BUDGET_KR
    draws: int = USUAL_DRAWS
    seed: int = USUAL_SEED
    objective: str = "people"
    sets: int = USUAL_SETS


@attrs.frozen(kw_only=True)
class HazardName:
    """What a hazard was called when it was ranked for."""

    hazard: str
    da: str
    en: str


@attrs.frozen(kw_only=True)
class StepTime:
    """How long one step of a job took [s]."""

    step: str
    seconds: float


@attrs.frozen(kw_only=True)
class Rung:
    """The best set for one budget, found over `draws` draws, and how many people it leaves without help.

    `left_people` pass a critical tolerance with the set in place, `left_under_4h` of them one of less than four hours:
    means over the draws, weighted over the hazards.
    """

    best: BestSet
    draws: int
    left_people: float
    left_under_4h: float


@attrs.frozen(kw_only=True)
class Beside:
    """What is kept beside a ranking's result: what was asked, names, and the best set for each of a row of budgets.

    `candidates` are all that were tried, also those without an effect; `ladder` goes from the smallest budget up;
    `walk` are items by their members' ids, in the order in which each adds most per krone (`ladder.walk`).
    """

    scenarios: tuple[Scenario, ...]
    candidates: tuple[Candidate, ...]
    hazard_names: tuple[HazardName, ...]
    ladder: tuple[Rung, ...]
    walk: tuple[tuple[str, ...], ...] = ()
    step_times: tuple[StepTime, ...] = ()


@attrs.frozen(kw_only=True)
class RankingSummary:
    """One line on a ranking: when, by whom, on which data, how long it took [s], and what came first."""

    ranking_id: UUID
    made_at: datetime.datetime
    made_by: int | None
    pack_revision: int
    pack_hash: str
    settings: RankSettings
    hazards: int
    engine: str
    program: str
    seconds: float


@attrs.frozen(kw_only=True, eq=False)
class StoredRanking:
    """A ranking with everything that is needed to show it and to try sets of measures again."""

    summary: RankingSummary
    result: RankResult
    beside: Beside

    @property
    def ranking_id(self) -> UUID:
        """The id of the ranking."""
        return self.summary.ranking_id

    @cached_property
    def by_id(self) -> dict[str, RankedCandidate]:
        """The ranked candidates and bundles by candidate id."""
        return {entry.candidate.candidate_id: entry for entry in self.result.measures}

    @cached_property
    def candidates_by_id(self) -> dict[str, Candidate]:
        """Every candidate that was tried, by id."""
        return {candidate.candidate_id: candidate for candidate in self.beside.candidates}

    def members_of(self, candidate_id: str) -> tuple[Candidate, ...]:
        """The members of a ranked candidate or bundle, or a candidate without an effect; raises `NotFound`."""
        if candidate_id in self.by_id:
            return self.by_id[candidate_id].members
        if candidate_id in self.candidates_by_id:
            return (self.candidates_by_id[candidate_id],)
        raise NotFound(mark("This ranking has no such measure."), code="no_such_measure")

    @cached_property
    def walk(self) -> tuple[tuple[Candidate, ...], ...]:
        """The items of the walk that are still known."""
        known = self.candidates_by_id
        return tuple(tuple(known[name] for name in item) for item in self.beside.walk if set(item) <= known.keys())

    def measure_of(self, candidate_id: str) -> tuple[str, str, str]:
        """Measure id and names (Danish, English) of anything that the ranking tells of; raises `NotFound`.

        Those of a bundle's members stand each once, without places.
        """
        unranked = {entry.candidate_id: entry for entry in self.result.unranked}
        if candidate_id in unranked:
            entry = unranked[candidate_id]
            return entry.measure_id, entry.name_da, entry.name_en
        measures = list({m.measure.measure_id: m.measure for m in self.members_of(candidate_id)}.values())
        return (
            "+".join(measure.measure_id for measure in measures),
            " + ".join(measure.name_da for measure in measures),
            " + ".join(measure.name_en for measure in measures),
        )

    def hazard_names(self, language_code: str) -> dict[str, str]:
        """The hazards' names by id."""
        return {name.hazard: name.da if language_code == "da" else name.en for name in self.beside.hazard_names}


@attrs.frozen(kw_only=True, eq=False)
class StoredVerification:
    """What to verify first, found for one ranking, and whom to ring about it."""

    verification_id: UUID
    ranking_id: UUID
    made_at: datetime.datetime
    pack_revision: int
    pack_hash: str
    seconds: float
    found: VerifyFirst
    calls: CallList

    @property
    def is_thorough(self) -> bool:
        """Whether it was worked out, for some, what a wrong choice would cost: that is what takes minutes."""
        return any(assumption.regret_people is not None for assumption in self.found.assumptions)

    @cached_property
    def questions(self) -> dict[str, CallQuestion]:
        """Every question by id, also those that nobody can be rung about."""
        return {question.question_id: question for question in (*self.calls.questions, *self.calls.unasked)}


@attrs.frozen(kw_only=True)
class Decision:
    """What was decided on one candidate; `version` counts the decisions on it from 1.

    `decision` is adopt, later or reject, and empty where the last decision was taken back. `decider` is a body
    (`DECIDERS`), never a person. Names are the measure's, without a place.
    """

    candidate_id: str
    measure_id: str
    name_da: str
    name_en: str
    decision: str
    decider: str
    reason: str
    version: int
    decided_at: datetime.datetime
    recorded_by: int | None
    ranking_id: UUID | None
    is_undo: bool = False

    def name_in(self, language_code: str) -> str:
        """The measure's name."""
        return self.name_da if language_code == "da" else self.name_en


@attrs.frozen(kw_only=True)
class Tried:
    """What a set of measures does, beside nothing at all: means over few draws, weighted over the hazards.

    `before` and `after` are people past a critical tolerance; the curves say how many by each hour (hour 0 first).
    """

    candidate_ids: tuple[str, ...]
    draws: int
    before_people: float
    after_people: float
    before_under_4h: float
    after_under_4h: float
    before_curve: tuple[float, ...]
    after_curve: tuple[float, ...]
    budget_kr: float
