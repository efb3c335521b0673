"""The start page in words: are we ready for three days, what to do now, whom to ring, what is old or not assessed."""

from __future__ import annotations

import datetime

import attrs
from django.urls import reverse

from beredt.adapters.open_data.defaults import load_defaults
from beredt.apps.now import queries as now
from beredt.domain.impact.result import Spread
from beredt.domain.measures.calls import CallSheet
from beredt.domain.measures.result import DO_NOW_KR, RankedCandidate
from beredt.ground.ui import tables
from beredt.ground.ui.tables import Column, Table
from beredt.kit.language import Language, mark
from beredt.overview.situation.gathering import Gathered, ShownHazard, ShownRun
from beredt.telling import (
    answer,
    caveats,
    data_age,
    evidence,
    figures,
    forecast_words,
    measure_words,
    money,
    page_charts,
    ranking_figures,
    wording,
)
from beredt.telling.call_words import CallWords, call_words
from beredt.telling.measure_words import Places
from beredt.telling.names import Names, capitalised, names_of
from beredt.telling.page_charts import Chart

SHOWN_CALLS = 3
_DECIDED = {
    "adopt": mark("decided: to be adopted"),
    "later": mark("decided: later"),
}


@attrs.frozen(kw_only=True, eq=False)
class HazardCard:
    """One of the hazards with most people in need: its name, figures as a sentence, its small curve."""

    name: str
    url: str
    sentence: str
    chart: Chart
    table: Table


@attrs.frozen(kw_only=True)
class DoNow:
    """A cheap measure: what and where, price, what it brings, and what was decided (empty: nothing)."""

    title: str
    price: str
    facts: str
    decided: str


@attrs.frozen(kw_only=True)
class Call:
    """Whom to ring, what to ask, and why the answer matters."""

    recipient: str
    question: str
    why: str


@attrs.frozen(kw_only=True, eq=False)
class StartPage:
    """The whole page; what is not there yet is empty, and the template offers the first step towards it."""

    sentence: str
    beside: tuple[str, ...]
    gaps: tuple[str, ...]
    hazards: tuple[HazardCard, ...]
    computed_at: datetime.datetime | None
    do_now_limit: str
    do_now: tuple[DoNow, ...]
    calls: tuple[Call, ...]
    more_calls: int
    old: tuple[str, ...]
    down_now: str


def start_page(found: Gathered, language: Language) -> StartPage:
    """The page for one reader."""
    names = _names(found, language)
    return StartPage(
        sentence=_first_sentence(found, names),
        beside=_beside(found, names),
        gaps=_gaps(found, names),
        hazards=_cards(found, names),
        computed_at=None if found.facts is None else found.facts.made_at,
        do_now_limit=money.amount(DO_NOW_KR, language),
        do_now=_do_now(found, names),
        calls=_calls(found, names),
        more_calls=0 if found.verification is None else max(len(found.verification.calls.sheets) - SHOWN_CALLS, 0),
        old=_old(found, names),
        down_now=_down_now(found, language),
    )


def _names(found: Gathered, language: Language) -> Names:
    shown = {} if found.shown is None else found.shown.run.local.names(language)
    ranked = {} if found.ranking is None else found.ranking.hazard_names(language.code)
    return names_of(
        snapshot=found.pack.snapshot,
        vocabulary=found.look.vocabulary,
        language=language,
        hazard_names={**ranked, **shown},
    )


def _first_sentence(found: Gathered, names: Names) -> str:
    """What the hazard with most people in need does; that nobody knows, where nothing is computed."""
    if found.shown is None or not found.shown.worst:
        return names.language.say(mark("Nobody knows yet: nothing has been computed on the municipality's data."))
    return answer.finding_sentence(found.shown.worst[0].result, names=names)


def _beside(found: Gathered, names: Names) -> tuple[str, ...]:
    """How many hazards that is the worst of, and how many cannot be computed."""
    shown, language = found.shown, names.language
    if shown is None:
        return ()
    told = [
        language.say_count(
            "It is the only hazard that was computed.",
            "It is the worst of {count} hazards that were computed.",
            len(shown.hazards),
        )
    ]
    missing = [names.hazard(entry.hazard_id) for entry in shown.run.local.missing]
    if missing:
        said = mark("Hazards not assessed, which is not the same as safe: {names}.")
        told.append(language.say(said, names="; ".join(missing)))
    return tuple(told)


def _gaps(found: Gathered, names: Names) -> tuple[str, ...]:
    if found.shown is None or not found.shown.worst:
        return ()
    return tuple(caveats.coverage_sentences(found.shown.worst[0].result.coverage, names=names))


def _cards(found: Gathered, names: Names) -> tuple[HazardCard, ...]:
    shown = found.shown
    if shown is None:
        return ()
    most = max((int(hazard.timeline.need_p90.max(initial=0)) for hazard in shown.worst), default=1)
    cards = []
    for number, hazard in enumerate(shown.worst):
        chart = page_charts.need_chart(hazard.timeline, names=names, most_people=max(most, 1), is_labelled=number == 0)
        cards.append(_card(hazard, shown, chart, found, names))
    return tuple(cards)


def _card(hazard: ShownHazard, shown: ShownRun, chart: Chart, found: Gathered, names: Names) -> HazardCard:
    edition_id, _, short_id = hazard.facts.hazard.rpartition("/")
    where = {
        "code": found.pack.code,
        "run_id": shown.run.facts.run_id,
        "edition_id": edition_id,
        "short_id": short_id,
    }
    return HazardCard(
        name=names.hazard(hazard.facts.hazard),
        url=reverse("impact:show_hazard", kwargs=where),
        sentence=_card_sentence(hazard, names),
        chart=chart,
        table=tables.table(chart.title, [Column(title=title) for title in chart.header], chart.rows),
    )


def _card_sentence(hazard: ShownHazard, names: Names) -> str:
    say, head = names.language.say, figures.headline(hazard.result)
    people: Spread | None = head.critical_people
    if people is None or not people.mean:
        nobody = (
            mark("no critical need is entered, so who gets into danger is not assessed")
            if people is None
            else mark("in what is assessed, no citizen passes a critical tolerance")
        )
        return f"{capitalised(say(nobody))}."
    count = evidence.spread_text(people, names=names)
    if head.first_minute is None:
        return say(mark("Past a critical tolerance: {people} citizens."), people=count)
    first = wording.after(wording.rounded_onset(head.first_minute), names.language)
    return say(mark("Past a critical tolerance: {people} citizens, the first {first}."), people=count, first=first)


def _do_now(found: Gathered, names: Names) -> tuple[DoNow, ...]:
    if found.ranking is None:
        return ()
    sites = found.pack.snapshot.sites
    places = Places(names=names, sites=dict(zip(sites.site_id, sites.name, strict=True)), is_named=found.sees_assets)
    entries = [entry for entry in ranking_figures.do_now(found.ranking.result) if _decision(entry, found) != "reject"]
    return tuple(
        DoNow(
            title=measure_words.title(entry, places),
            price=measure_words.price(entry.candidate, places),
            facts=", ".join(measure_words.facts(entry, places)),
            decided=names.language.say(_DECIDED[_decision(entry, found)]) if _decision(entry, found) else "",
        )
        for entry in entries
    )


def _decision(entry: RankedCandidate, found: Gathered) -> str:
    decided = found.decisions.get(entry.candidate.candidate_id)
    return "" if decided is None else decided.decision


def _calls(found: Gathered, names: Names) -> tuple[Call, ...]:
    if found.verification is None:
        return ()
    words = call_words(names, load_defaults())
    return tuple(_call(sheet, words) for sheet in found.verification.calls.sheets[:SHOWN_CALLS])


def _call(sheet: CallSheet, words: CallWords) -> Call:
    first = sheet.questions[0]
    return Call(recipient=words.recipient(sheet.recipient), question=words.question(first), why=words.why(first))


def _old(found: Gathered, names: Names) -> tuple[str, ...]:
    """What is old or unverified: the inputs, the run, the ranking, the calls."""
    language, say = names.language, names.language.say
    told = [data_age.age_sentence(found.summary.age, language)]
    told.append(
        say(
            mark("{share} of the values that move a result are verified."),
            share=wording.share(found.summary.verified_share, language),
        )
    )
    if found.facts is not None and found.facts.is_stale:
        told.append(say(mark("The data have been changed since the hazards were computed: compute them again.")))
    if found.ranking is not None and found.ranking.summary.pack_revision < found.pack.revision:
        told.append(say(mark("The data have been changed since the measures were ranked: rank them again.")))
    if found.verification is not None and found.verification.pack_revision < found.pack.revision:
        told.append(say(mark("The data have been changed since the questions were found: find them again.")))
    return tuple(sentence for sentence in told if sentence)


def _down_now(found: Gathered, language: Language) -> str:
    """What is happening now, where something is reported down."""
    seen = now.seen_by(found.look, language)
    return "" if seen is None else " ".join(forecast_words.first_sentences(seen)[:2])
