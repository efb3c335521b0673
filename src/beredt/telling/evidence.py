"""What stands below the first sentence: tables and lists, each under a heading that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from beredt.domain.impact.result import ImpactResult, Spread
from beredt.domain.municipality.tables import SEVERITIES
from beredt.kit.language import mark
from beredt.telling import figures, wording
from beredt.telling.names import Names
from beredt.telling.plain_table import render_table
from beredt.telling.wrapping import listed

SHOWN_LESSER_NEEDS = 6


def need_table(result: ImpactResult, *, names: Names) -> list[str]:
    """Who passes a tolerance and when, by severity and need type."""
    language, say = names.language, names.language.say
    lines = figures.need_lines(result)
    if not lines:
        return [say(mark("Who, when: not assessed, the pack has no need profiles."))]
    horizon = wording.horizon(result.horizon_hours, language)
    header = [
        say(mark("need")),
        say(mark("severity")),
        say(mark("citizens")),
        say(mark("past tolerance")),
        say(mark("share")),
        say(mark("first after")),
        say(mark("still at {horizon}"), horizon=horizon),
        say(mark("basis")),
    ]
    shown, more = _most_hit(lines)
    rows = [
        [
            names.need_type(line.need_type),
            wording.severity(line.severity, language),
            wording.people(line.people, language),
            wording.people(line.passing, language),
            wording.share(line.share, language),
            first_text(line, result.assets is not None, names),
            wording.people(line.still_down, language),
            wording.basis(line.basis, language),
        ]
        for line in shown
    ]
    notes = [*_bracket_note(shown, names), *_more_note(more, names), *_unhit_note(lines, names)]
    title = say(mark("Who, when (without extra effort; a citizen with two needs stands in two lines)"))
    table = render_table(header, rows, numbers=frozenset({2, 3, 4, 5, 6})) if rows else []
    return [title, *table, *notes]


def person_hours_lines(result: ImpactResult, *, names: Names) -> list[str]:
    """Hours beyond tolerance in total, for the severities that the pack has needs of."""
    language = names.language
    present = {need.severity for need in result.needs}
    hours = dict(
        zip(
            SEVERITIES,
            (result.harm.person_hours_critical, result.harm.person_hours_serious, result.harm.person_hours_welfare),
            strict=True,
        )
    )
    told = [
        f"{wording.severity(severity, language)} {language.about(round(hours[severity], 1))}"
        for severity in SEVERITIES
        if severity in present
    ]
    return [language.say(mark("Person-hours beyond tolerance: {hours}."), hours=" · ".join(told))] if told else []


def service_table(result: ImpactResult, *, names: Names) -> list[str]:
    """People without each service at the guide hours and at the end."""
    language, say = names.language, names.language.say
    lines = figures.service_lines(result)
    if not lines:
        return [say(mark("Services: not assessed, the pack has no assets that serve people directly."))]
    hours = figures.table_hours(result.horizon_hours)
    header = [say(mark("service")), *(wording.horizon(hour, language) for hour in hours)]
    rows = [
        [names.service(line.service), *(spread_text(line.at[hour], names=names) for hour in hours)] for line in lines
    ]
    return [
        service_table_title(result, names=names),
        *render_table(header, rows, numbers=frozenset(range(1, len(header)))),
    ]


def service_table_title(result: ImpactResult, *, names: Names) -> str:
    """What the cells of the service table are."""
    if result.assets is not None:
        return names.language.say(mark("Citizens without a service after"))
    return names.language.say(mark("Citizens without a service, on average (8 of 10 runs in brackets), after"))


def spread_text(spread: Spread, *, names: Names) -> str:
    """A mean with its range in brackets, the mean alone where all runs agree."""
    mean = wording.people(spread.mean, names.language)
    if spread.p10 == spread.p90 == spread.mean:
        return mean
    if not spread.p90:
        return names.language.say(mark("{people} (few runs)"), people=mean)
    return f"{mean} ({wording.people(spread.p10, names.language)}–{wording.people(spread.p90, names.language)})"


def _most_hit(lines: Sequence[figures.NeedLine]) -> tuple[list[figures.NeedLine], int]:
    """Lines with anyone past a tolerance: every critical one, the largest of the others; and how many are left out."""
    hit = [line for line in lines if line.passing > 0]
    shown = [
        line
        for severity in SEVERITIES
        for line in [line for line in hit if line.severity == severity][
            : None if severity == SEVERITIES[0] else SHOWN_LESSER_NEEDS
        ]
    ]
    return shown, len(hit) - len(shown)


def _more_note(more: int, names: Names) -> list[str]:
    if not more:
        return []
    return listed(
        [
            names.language.say_count(
                "… and {count} more; --json writes all.", "… and {count} more; --json writes all.", more
            )
        ]
    )


def _unhit_note(lines: Sequence[figures.NeedLine], names: Names) -> list[str]:
    told = unhit_sentence(lines, names=names)
    return listed([told]) if told else []


def unhit_sentence(lines: Sequence[figures.NeedLine], *, names: Names) -> str:
    """The needs whose tolerance nobody passes, in a sentence; empty where there are none."""
    unhit = [
        f"{names.need_type(line.need_type)} ({wording.severity(line.severity, names.language)})"
        for line in lines
        if not line.passing
    ]
    return names.language.say(mark("Nobody past: {needs}."), needs=", ".join(unhit)) if unhit else ""


def first_text(line: figures.NeedLine, exact: bool, names: Names) -> str:
    """When the first of a line passes the tolerance; in brackets where only one run in ten has it by then."""
    language = names.language
    minute = line.earliest_minute if line.first_minute is None else line.first_minute
    if minute is None:
        return language.say(mark("rarely")) if line.passing else wording.onset(None, language)
    told = wording.onset(minute if exact else wording.rounded_onset(minute), language)
    return told if line.first_minute is not None else f"({told})"


def _bracket_note(lines: Sequence[figures.NeedLine], names: Names) -> list[str]:
    told = bracket_sentence(lines, names=names)
    return listed([told]) if told else []


def bracket_sentence(lines: Sequence[figures.NeedLine], *, names: Names) -> str:
    """What brackets around an onset mean; empty where there are none."""
    if all(line.first_minute is not None or line.earliest_minute is None for line in lines):
        return ""
    return names.language.say(mark("In brackets: not in half of the runs, but in 1 of 10 already after this time."))
