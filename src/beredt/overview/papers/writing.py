"""From what the rooms have stored to a paper: the same figures as on the pages, nothing is computed anew but causes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from uuid import UUID

import attrs

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.paper_content import load_paper_content
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.adapters.render.word_docx import renderer as word
from beredt.apps.impact import queries as impact
from beredt.apps.impact.queries import StoredRun
from beredt.apps.measures import queries as measures
from beredt.apps.measures.deciding import DECIDERS, DECISION_WORDS
from beredt.apps.measures.stored import StoredRanking
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.measures.calls import CallList
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.document import Document
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import Language, mark
from beredt.overview.papers import policies
from beredt.overview.reports import council_report, folder, staff_report
from beredt.overview.reports.causes import causes_of_worst
from beredt.overview.reports.findings import DecidedMeasure, Findings, ProfileChains
from beredt.overview.reports.imprint import Imprint
from beredt.telling import hazards

STAFF, COUNCIL, FOLDER = "staff", "council", "folder"
RENDERERS: Mapping[str, Callable[[Document], bytes]] = {pdf.SUFFIX: pdf.render, word.SUFFIX: word.render}
FORMS: Mapping[str, tuple[str, ...]] = {STAFF: tuple(RENDERERS), COUNCIL: tuple(RENDERERS), FOLDER: (pdf.SUFFIX,)}
"""Papers and the forms that each comes in."""


@attrs.frozen(kw_only=True)
class Written:
    """A paper as a file, and what it was made from."""

    content: bytes
    run_id: UUID
    ranking_id: UUID | None
    pack_hash: str


def permission_for(kind: str) -> permissions.Permission:
    """What it takes to have a paper: the council's edition names no asset, the others do."""
    return policies.READ if kind == COUNCIL else policies.READ_ASSETS


def write_paper(*, actor: Actor, kind: str, suffix: str, language: Language, day: datetime.date) -> Written:
    """The paper from the newest run of a whole catalogue and the newest ranking on the data in force.

    Raises `NotFound` where nothing was run yet and `InvalidInput` where the data have changed since.
    """
    permissions.check_may(actor, permission_for(kind))
    run, pack = _run_and_pack(actor)
    ranking = measures.latest_ranking(actor=actor)
    if ranking is not None and ranking.result.pack_hash != pack.pack_hash:
        ranking = None
    findings = gather(actor=actor, run=run, pack=pack, ranking=ranking, kind=kind, language=language)
    document = _document(kind, findings, Imprint(date=day))
    return Written(
        content=RENDERERS[suffix](document),
        run_id=run.facts.run_id,
        ranking_id=None if ranking is None else ranking.ranking_id,
        pack_hash=pack.pack_hash,
    )


def gather(
    *,
    actor: Actor,
    run: StoredRun,
    pack: StoredPack,
    ranking: StoredRanking | None,
    kind: str,
    language: Language,
) -> Findings:
    """What the paper is written from; causes only for the folder, whom to ring only for the staff."""
    vocabulary = load_vocabulary()
    registry = catalogues.open_catalogues(None)
    used = {hazard.edition_id for hazard in run.header.hazards}
    return Findings(
        assessment=attrs.evolve(
            run.assessment,
            not_modelled=hazards.told_missing(run.header.missing, language, vocabulary=vocabulary),
        ),
        snapshot=pack.snapshot,
        names=run.names(language, vocabulary=vocabulary),
        age=run.header.age,
        editions=tuple(edition for edition in registry.editions if edition.edition_id in used),
        hazards={hazard.hazard_id: hazard for hazard in run.header.hazards},
        chains=_chains(run, pack) if kind == FOLDER else (),
        ranking=None if ranking is None or kind == FOLDER else ranking.result,
        calls=_calls(actor, ranking) if kind == STAFF else None,
        remarks=run.local.remarks(language, vocabulary=vocabulary),
        decisions=_decisions(actor, language) if kind == COUNCIL else (),
    )


def _run_and_pack(actor: Actor) -> tuple[StoredRun, StoredPack]:
    run = impact.latest_run(actor=actor, whole_catalogue=True) or impact.latest_run(actor=actor)
    if run is None:
        raise NotFound(
            mark("Nothing has been computed yet that a paper could tell of."),
            hint=mark("Compute the hazards first, under Consequences."),
            code="nothing_to_print",
        )
    pack = municipality.get_pack(actor=actor)
    if pack.pack_hash != run.facts.pack_hash:
        raise InvalidInput(
            mark("The municipality's data have changed since the newest run."),
            hint=mark("Compute the hazards again, under Consequences; then have the paper made."),
            code="run_is_stale",
        )
    return run, pack


def _document(kind: str, findings: Findings, printed: Imprint) -> Document:
    if kind == FOLDER:
        return folder.folder(findings, content=load_paper_content(), printed=printed, measure=pdf.measure)
    write = council_report.council_report if kind == COUNCIL else staff_report.staff_report
    return write(findings, printed=printed, measure=pdf.measure)


def _chains(run: StoredRun, pack: StoredPack) -> tuple[ProfileChains, ...]:
    """Why people are hit in the hazards that the folder has a page for."""
    return causes_of_worst(
        run.assessment.hazards,
        snapshot=pack.snapshot,
        scenarios=run.header.scenarios,
        draws=run.facts.draws,
        seed=run.facts.seed,
        most=folder.MOST_HAZARDS,
    )


def _calls(actor: Actor, ranking: StoredRanking | None) -> CallList | None:
    found = measures.latest_verification(actor=actor)
    return None if found is None or ranking is None or found.ranking_id != ranking.ranking_id else found.calls


def _decisions(actor: Actor, language: Language) -> tuple[DecidedMeasure, ...]:
    """What was decided, by measure and body; reasons stay inside, because anything may have been typed there."""
    told = {
        (
            decision.name_in(language.code),
            language.say(DECISION_WORDS[decision.decision]),
            language.say(DECIDERS[decision.decider]),
        )
        for decision in measures.list_decisions(actor=actor)
    }
    return tuple(DecidedMeasure(measure=measure, decision=word, decider=body) for measure, word, body in sorted(told))
