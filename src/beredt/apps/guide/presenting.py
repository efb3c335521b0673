"""The way and its steps in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from beredt.apps.guide import doors, estimating
from beredt.apps.guide.estimating import Estimate
from beredt.apps.guide.models import NO, UNKNOWN, YES
from beredt.apps.guide.steps import TEST, Given, Step, Way
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality.guide_questions import FIRST, HOURS, MORE
from beredt.kit.language import Language, mark
from beredt.telling import answer, caveats, figures
from beredt.telling.names import names_of

PART_TITLES = {
    FIRST: mark("The five first questions"),
    MORE: mark("More questions"),
    TEST: mark("The three-day test"),
}
ANSWER_WORDS = {YES: mark("yes"), NO: mark("no"), UNKNOWN: mark("don't know")}
UNITS = {HOURS: mark("hours")}


@attrs.frozen(kw_only=True)
class StepLine:
    """A step in a list: its question, what was answered, and what helps where the answer is no."""

    step_id: str
    question: str
    answer: str
    measures: tuple[str, ...] = ()
    is_open: bool = False


@attrs.frozen(kw_only=True)
class PartLines:
    """A part with its steps and how far it is."""

    title: str
    progress: str
    lines: tuple[StepLine, ...]


@attrs.frozen(kw_only=True)
class GuidePage:
    """Where one is: the answer of the page, what comes next, what is missing, whom to ask."""

    sentence: str
    next_step: str
    next_question: str
    parts: tuple[PartLines, ...]
    missing: tuple[StepLine, ...]
    to_ask: tuple[StepLine, ...]


@attrs.frozen(kw_only=True)
class StepPage:
    """One question on a page."""

    step_id: str
    place: str
    question: str
    why: str
    source: str
    source_url: str
    unit: str
    is_number: bool
    is_hours: bool
    answer: str
    number: str
    version: int
    back: str
    measures: tuple[str, ...]


@attrs.frozen(kw_only=True)
class FirstAnswer:
    """The first answer in sentences; `sentence` says so where nothing can be computed."""

    sentence: str
    range: str
    gaps: tuple[str, ...]


def guide_page(way: Way, language: Language) -> GuidePage:
    """The page of the way."""
    say = language.say
    following = way.next_open()
    return GuidePage(
        sentence=_test_sentence(way, language),
        next_step=following.step_id if following else "",
        next_question=following.ask.in_language(language.code) if following else "",
        parts=tuple(
            PartLines(
                title=say(PART_TITLES[part]),
                progress=say(
                    mark("{answered} of {all} answered"),
                    answered=sum(not step.is_open for step in way.part(part)),
                    all=len(way.part(part)),
                ),
                lines=tuple(_line(step, language) for step in way.part(part)),
            )
            for part in PART_TITLES
        ),
        missing=tuple(_line(step, language) for step in way.missing),
        to_ask=tuple(_line(step, language) for step in way.to_ask),
    )


def step_page(way: Way, step: Step, language: Language, *, typed: Mapping[str, str] | None, code: str) -> StepPage:
    """The page of one step; `typed` is what was typed and not taken."""
    given = step.given
    before = way.before(step)
    question, statement = step.question, step.statement
    is_hours = question is not None and question.kind == HOURS
    number = "" if given is None or given.number is None else language.number(given.number, decimals=2)
    return StepPage(
        step_id=step.step_id,
        place=language.say(mark("{number} of {of}"), number=step.number, of=step.of),
        question=step.ask.in_language(language.code),
        why=question.why.in_language(language.code) if question else "",
        source=statement.source if statement else "",
        source_url=statement.url if statement else "",
        unit=language.say(mark("hours")) if is_hours else language.say(mark("citizens")),
        is_number=question is not None,
        is_hours=is_hours,
        answer=typed.get("answer", "") if typed else given.answer if given else "",
        number=typed.get("number", "") if typed else number,
        version=given.version if given else 0,
        back=f"/{code}/begynd/{before.step_id}/" if before else f"/{code}/begynd/",
        measures=_measures(step, language),
    )


def told_change(given: Given, step: Step, language: Language) -> str:
    """What an answer changed, at once."""
    say = language.say
    if given.answer == UNKNOWN:
        return say(mark("Noted: somebody has to be asked. It counts as not known, never as in place."))
    before, after = given.people_before, given.people_after
    if step.question is None or before is None or after is None:
        return say(mark("Noted."))
    if language.about(before) == language.about(after):
        return say(
            mark("Still about {count} citizens who need help (quick estimate, {draws} runs)."),
            count=language.about(after),
            draws=estimating.DRAWS,
        )
    return say(
        mark("Now about {after} citizens who need help instead of {before} (quick estimate, {draws} runs)."),
        after=language.about(after),
        before=language.about(before),
        draws=estimating.DRAWS,
    )


def first_answer(pack: StoredPack, found: Estimate | None, language: Language) -> FirstAnswer:
    """The first answer of a quick estimate."""
    if found is None:
        told = language.say(mark("No hazard can be computed on these data yet: that is not the same as safe."))
        return FirstAnswer(sentence=told, range="", gaps=())
    names = names_of(
        snapshot=pack.snapshot,
        vocabulary=municipality.vocabulary(),
        language=language,
        hazard_names=found.local.names(language),
    )
    return FirstAnswer(
        sentence=answer.first_sentence(found.result, names=names),
        range=language.say(
            mark("A quick estimate over {draws} runs; the whole computation follows."), draws=estimating.DRAWS
        ),
        gaps=tuple(caveats.gap_sentences(figures.headline(found.result), names=names)),
    )


def number_typed(text: str) -> float | None:
    """A number as Danes or Britons write it (2,5 or 2.5); None for anything else."""
    plain = text.strip().replace(" ", "").replace(",", ".")
    try:
        return float(plain) if plain and len(plain) < 12 and set(plain) <= set("0123456789.") else None
    except ValueError:
        return None


def _test_sentence(way: Way, language: Language) -> str:
    say, test = language.say, way.part(TEST)
    answered = sum(not step.is_open for step in test)
    if not answered:
        left = sum(step.is_open for step in way.part(FIRST))
        if left:
            return language.say_count(
                mark("{count} question is left before the first answer."),
                mark("{count} questions are left before the first answer."),
                left,
            )
        return say(mark("The first answer is there; every further question makes it surer."))
    return say(
        mark("{in_place} of {all} are in place, {missing} are missing, {unknown} you do not know, {open} are open."),
        in_place=way.in_place,
        all=len(test),
        missing=len(way.missing),
        unknown=way.count(TEST, UNKNOWN),
        open=len(test) - answered,
    )


def _line(step: Step, language: Language) -> StepLine:
    return StepLine(
        step_id=step.step_id,
        question=step.ask.in_language(language.code),
        answer=_answer_told(step, language),
        measures=_measures(step, language) if step.given is not None and step.given.answer == NO else (),
        is_open=step.is_open,
    )


def _answer_told(step: Step, language: Language) -> str:
    given = step.given
    if given is None:
        return language.say(mark("not answered"))
    if step.question is None or given.answer != YES or given.number is None:
        return language.say(ANSWER_WORDS[given.answer])
    number = language.number(given.number, decimals=2)
    unit = mark("{number} hours") if step.question.kind == HOURS else mark("{number} citizens")
    return language.say(unit, number=number)


def _measures(step: Step, language: Language) -> tuple[str, ...]:
    if step.statement is None:
        return ()
    names = doors.CONTENT.value.measure_names()
    return tuple(names[name].in_language(language.code) for name in step.statement.measure_ids if name in names)
