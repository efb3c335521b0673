"""Measures on paper: do now, buy, best set, whom it leaves without help, what has no number."""

from __future__ import annotations

from beredt.domain.measures.result import DO_NOW_KR, LeftWithout, RankedCandidate, RankResult
from beredt.kit import document as paper
from beredt.kit.document import Block, Column, Heading, Items, Paragraph, Section, Table, cite
from beredt.kit.language import mark
from beredt.overview.reports import citing, council_money
from beredt.overview.reports.citing import held
from beredt.overview.reports.findings import Findings
from beredt.telling import measure_words, money, ranking_figures
from beredt.telling.measure_words import Places
from beredt.telling.names import printable

_HALF_A_PERSON = 0.5


def measures_section(findings: Findings, *, most: int) -> Section | None:
    """Measures by computed effect, None where nothing was ranked."""
    result = findings.ranking
    if result is None:
        return None
    blocks = (
        *_reading(result, findings),
        *_table(findings, result, ranking_figures.do_now(result), _do_now_title(findings)),
        *_buy(findings, result, most),
        *_best_set(findings, result),
        *_without_number(findings, result),
    )
    return Section(section_id="measures", title=findings.language.say(mark("Measures")), blocks=blocks)


def do_now_sentence(findings: Findings) -> list[str]:
    """The first thing to do now, if there is one."""
    if findings.ranking is None:
        return []
    return [_sentence(entry, findings) for entry in ranking_figures.do_now(findings.ranking)[:1]]


def buy_first_sentence(findings: Findings) -> list[str]:
    """The first measure to buy, or the group that cannot be told apart."""
    if findings.ranking is None:
        return []
    ties = ranking_figures.to_buy(findings.ranking)
    if not ties:
        return []
    members = ties[0].members
    told = _sentence(members[0], findings)
    if len(members) == 1:
        return [told]
    others = citing.left_out(
        findings.language.say_count(
            "{count} other cannot be told apart from it.",
            "{count} others cannot be told apart from it.",
            len(members) - 1,
        ),
        len(members) - 1,
        findings.language,
    )
    return [f"{told} {others}"]


def places_of(findings: Findings) -> Places:
    """Names of the places where measures go."""
    sites = findings.snapshot.sites
    return Places(names=findings.names, sites=dict(zip(sites.site_id, sites.name, strict=True)))


def measure_field(candidate_id: str, path: str) -> str:
    """A field of one ranked measure."""
    return f"rank:measures[{candidate_id}].{path}"


def title_of(entry: RankedCandidate, findings: Findings) -> str:
    """The measure and its place, cited as a whole."""
    title = measure_words.title(entry, places_of(findings))
    return cite(title, measure_field(entry.candidate.candidate_id, "name"))


def price_of(entry: RankedCandidate, findings: Findings) -> str:
    """The price as a range, cited."""
    return cite_amounts(
        money.amounts(entry.candidate.cost_kr, findings.language),
        measure_field(entry.candidate.candidate_id, "cost_kr"),
    )


def cite_amounts(text: str, field: str) -> str:
    """A range of kroner, cited as a whole: its numbers are in thousands or millions as the text says."""
    return cite(held(text), field)


def effect_of(entry: RankedCandidate, findings: Findings) -> str:
    """What is averted, cited as a whole."""
    told = measure_words.effect(entry.effect, places_of(findings))
    return cite(held(told), measure_field(entry.candidate.candidate_id, "effect"))


def _sentence(entry: RankedCandidate, findings: Findings) -> str:
    facts = [effect_of(entry, findings), *_how_often_first(entry, findings)]
    return findings.language.say(
        mark("{measure} ({price}): {facts}."),
        measure=title_of(entry, findings),
        price=price_of(entry, findings),
        facts=", ".join(facts),
    )


def _how_often_first(entry: RankedCandidate, findings: Findings) -> list[str]:
    if not entry.first_in_sets:
        return []
    language, candidate_id = findings.language, entry.candidate.candidate_id
    return [
        language.say(
            mark("first in {first} of {sets} assumption sets"),
            first=cite(language.number(entry.first_in_sets), measure_field(candidate_id, "first_in_sets")),
            sets=cite(language.number(entry.sets), measure_field(candidate_id, "sets")),
        )
    ]


def _reading(result: RankResult, findings: Findings) -> list[Block]:
    language, say = findings.language, findings.language.say
    weights = say(
        mark(
            "Every hazard is computed again with the measure in place. Effects are means over {count} hazards, every "
            "family alike: how many fewer pass a critical tolerance."
        ),
        count=cite(language.number(len(result.base)), "rank:hazards#count"),
    )
    ranges = say(mark("In brackets: 8 of 10 sets of assumptions. Prices: purchase and four years' running, assumed."))
    effects = [entry.effect for entry in result.measures] + [result.best_set.effect]
    is_one_sided = any(measure_words.is_outside_range(e.critical_people) for e in effects if e is not None)
    one_sided = say(measure_words.ONE_SIDED) if is_one_sided else ""
    return [Paragraph(text=citing.joined([weights, ranges, one_sided]))]


def _do_now_title(findings: Findings) -> str:
    limit = cite(held(money.amount(DO_NOW_KR, findings.language)), "rank:do_now.below_kr")
    return findings.language.say(mark("Do now, under {limit}"), limit=limit)


def _buy(findings: Findings, result: RankResult, most: int) -> list[Block]:
    say = findings.language.say
    ties = ranking_figures.to_buy(result)
    if not ties:
        return [Paragraph(text=say(mark("Nothing else that can be bought averts anything here.")))]
    entries = [entry for tie in ties for entry in tie.members]
    title = mark("Buy, in this order") if len({e.group for e in entries[:most]}) > 1 else mark("Buy one of these")
    blocks = _table(findings, result, tuple(entries[:most]), say(title))
    notes = [say(mark("Measures with the same number cannot be told apart."))]
    hidden = len(entries) - most
    if hidden > 0:
        notes.append(
            citing.left_out(
                findings.language.say_count("{count} more is left out.", "{count} more are left out.", hidden),
                hidden,
                findings.language,
            )
        )
    return [*blocks, Paragraph(text=" ".join(notes), style=paper.NOTE)]


def _table(findings: Findings, result: RankResult, entries: tuple[RankedCandidate, ...], title: str) -> list[Block]:
    if not entries:
        return []
    say = findings.language.say
    groups = sorted({entry.group for entry in entries})
    columns = (
        Column(title="", share=0, is_number=True),
        Column(title=say(mark("measure")), share=3.2),
        Column(title=say(mark("price")), share=2.3),
        Column(title=say(mark("effect")), share=2.2),
        Column(title=say(mark("first in")), share=0, is_number=True),
        Column(title=say(mark("who pays")), share=1.7),
    )
    rows = [
        (
            str(groups.index(entry.group) + 1),
            title_of(entry, findings),
            price_of(entry, findings),
            effect_of(entry, findings),
            _of_sets(entry, findings),
            _payer(entry, findings),
        )
        for entry in entries
    ]
    return [Heading(text=title), Table(columns=columns, rows=rows)]


def _of_sets(entry: RankedCandidate, findings: Findings) -> str:
    if entry.first_in_sets is None:
        return "–"
    language, candidate_id = findings.language, entry.candidate.candidate_id
    return language.say(
        mark("{first} of {sets}"),
        first=cite(language.number(entry.first_in_sets), measure_field(candidate_id, "first_in_sets")),
        sets=cite(language.number(entry.sets), measure_field(candidate_id, "sets")),
    )


def _payer(entry: RankedCandidate, findings: Findings) -> str:
    places = places_of(findings)
    told = dict.fromkeys(measure_words.payer(member, places) for member in entry.members)
    return "; ".join(filter(None, told)) or findings.language.say(mark("the municipality"))


def _best_set(findings: Findings, result: RankResult) -> list[Block]:
    language, say, best = findings.language, findings.language.say, result.best_set
    places = places_of(findings)
    budget = cite(held(money.amount(best.budget_kr, language)), "rank:best_set.budget_kr")
    heading = Heading(text=say(mark("Best set within {budget}"), budget=budget))
    left = _left_sentence(findings, result)
    if not best.candidates or best.effect is None:
        return [heading, Paragraph(text=citing.joined([say(mark("Nothing within it averts anything.")), left]))]
    titles = [_total_title(entry, result, findings) for entry in council_money.totals(best.candidates, language.code)]
    told = say(
        mark("{measures}. Together {price}; effect: {effect}."),
        measures="; ".join(titles),
        price=cite_amounts(money.amounts(best.cost_kr, language), "rank:best_set.cost_kr"),
        effect=cite(held(measure_words.effect(best.effect, places)), "rank:best_set.effect"),
    )
    return [heading, Paragraph(text=citing.joined([told, left]))]


def _total_title(total: council_money.MeasureTotal, result: RankResult, findings: Findings) -> str:
    """A measure of the set with its place, or with how many places where it has several."""
    members = [c for c in result.best_set.candidates if c.measure.measure_id == total.measure_id]
    path = f"rank:best_set.prices[measure_id={total.measure_id}]"
    if len(members) == 1:
        return cite(measure_words.candidate_title(members[0], places_of(findings)), f"{path}.name")
    return findings.language.say(
        mark("{measure} ({count} places)"),
        measure=cite(total.name, f"{path}.name"),
        count=cite(findings.language.number(total.places), f"{path}#count"),
    )


def _left_sentence(findings: Findings, result: RankResult) -> str:
    entries = ranking_figures.left_without(result)
    if not entries:
        return ""
    shown = [_left_entry(entry, findings) for entry in entries[: ranking_figures.MOST_LEFT]]
    more = len(entries) - len(shown)
    if more:
        shown.append(
            citing.left_out(
                findings.language.say_count("{count} more need", "{count} more needs", more), more, findings.language
            )
        )
    return findings.language.say(mark("Still without help: {needs}."), needs="; ".join(shown))


def _left_entry(entry: LeftWithout, findings: Findings) -> str:
    language = findings.language
    where = f"need_type={entry.need_type},severity={entry.severity},under_4h={str(entry.under_4h).lower()}"
    count = citing.people(entry.people_mean, f"rank:best_set.left_without[{where}].people.mean", language)
    need = findings.names.need_type(entry.need_type)
    if entry.people_mean < _HALF_A_PERSON and entry.under_4h:
        return language.say(mark("{need} {count}, who manages less than 4 h"), need=need, count=count)
    if entry.people_mean < _HALF_A_PERSON:
        return f"{need} {count}"
    if entry.under_4h:
        return language.say(mark("{need} about {count}, who manage less than 4 h"), need=need, count=count)
    return language.say(mark("{need} about {count}"), need=need, count=count)


def _without_number(findings: Findings, result: RankResult) -> list[Block]:
    language = findings.language
    told = []
    for reason, entries in ranking_figures.reasons(result.unranked).items():
        names = ranking_figures.names_of(entries, language.code)
        told.append(
            language.say(
                mark("because {reason}: {names}"),
                reason=language.say(measure_words.REASON_WORDS[reason]),
                names="; ".join(map(printable, names)),
            )
        )
    if not told:
        return []
    return [Heading(text=language.say(mark("Without a number"))), Items(items=told)]
