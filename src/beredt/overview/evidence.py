"""What stands below the first sentence: tables and lists, each under a heading that says what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from beredt.domain.impact.result import (
    CoverageEntry,
    ImpactResult,
    NotModelled,
    RestartLock,
    SinglePoint,
    Spread,
)
from beredt.domain.municipality.tables import SEVERITIES
from beredt.kit.language import mark
from beredt.overview import figures, wording
from beredt.overview.names import Names, capitalised
from beredt.overview.plain_table import render_table
from beredt.overview.wrapping import wrapped

SHOWN_SINGLE_POINTS = 10
SHOWN_LESSER_NEEDS = 6
_HOURS_OF_DAY_THREE = 72


def gap_sentences(head: figures.Headline, *, names: Names) -> list[str]:
    """Sentences naming what is not, or only partly, assessed; none where everything is."""
    say = names.language.say
    sentences = []
    if head.not_assessed:
        sentences.append(say(mark("Not assessed: {names}."), names=_named(head.not_assessed, names)))
    if head.partly_assessed:
        sentences.append(say(mark("Partly assessed: {names}."), names=_named(head.partly_assessed, names)))
    return sentences


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
            _first(line, names),
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


def restart_lines(result: ImpactResult, *, names: Names) -> list[str]:
    """Loops that keep themselves down and need a decision."""
    if not result.restart_locks:
        return []
    return [
        names.language.say(mark("Needs a restart decision")),
        *_listed(_restart_sentence(lock, result, names) for lock in result.restart_locks),
    ]


def day_four_lines(result: ImpactResult, *, names: Names) -> list[str]:
    """What runs out in the day after the horizon."""
    language, say = names.language, names.language.say
    if not result.day_four:
        return []
    ordered = sorted(result.day_four, key=lambda d: (SEVERITIES.index(d.severity), -d.people_mean, d.need_type))
    told = [
        f"{names.need_type(entry.need_type)} ({wording.severity(entry.severity, language)}) "
        f"{wording.people(entry.people_mean, language)}"
        for entry in ordered
    ]
    title = (
        say(mark("Day four"))
        if result.horizon_hours == _HOURS_OF_DAY_THREE
        else say(mark("The day after {horizon}"), horizon=wording.horizon(result.horizon_hours, language))
    )
    sentence = say(
        mark("in the next 24 h, if nothing new happens, these pass their tolerance too: {needs}."),
        needs="; ".join(told),
    )
    return wrapped(f"{title}: {sentence}")


def coverage_lines(result: ImpactResult, *, names: Names) -> list[str]:
    """What is assessed, partly or not, and how much of the inputs is verified."""
    language, say = names.language, names.language.say
    if not result.coverage:
        return []
    counted = {state: [entry for entry in result.coverage if entry.state == state] for state in wording.STATE_WORDS}
    lines = [say(mark("Coverage"))]
    for state, entries in counted.items():
        if entries:
            told = _kinds_counted(entries, names) if state == "modelled" else _named(entries, names)
            lines += _listed([f"{capitalised(wording.state(state, language))}: {told}"])
    return [*lines, *_listed([_verified_sentence(result.coverage, names)])]


def single_point_lines(points: Sequence[SinglePoint], *, names: Names) -> list[str]:
    """The assets whose loss alone puts most people past a critical tolerance."""
    language, say = names.language, names.language.say
    if not points:
        return []
    worst = sorted(points, key=lambda p: (-p.critical_people, p.first_onset_minute, p.asset_id))[:SHOWN_SINGLE_POINTS]
    rows = [
        [
            names.asset(point.asset_id),
            wording.people(point.critical_people, language),
            wording.onset(point.first_onset_minute, language),
        ]
        for point in worst
    ]
    title = say(
        mark("Single points: one of these failing alone for the whole time is enough ({shown} of {total})"),
        shown=language.number(len(worst)),
        total=language.number(len(points)),
    )
    header = [say(mark("asset")), say(mark("past a critical tolerance")), say(mark("first after"))]
    return [title, *render_table(header, rows, numbers=frozenset({1, 2}))]


def not_modelled_lines(entries: Sequence[NotModelled], *, names: Names) -> list[str]:
    """The hazards that were not computed, each with the reason."""
    if not entries:
        return []
    title = names.language.say(mark("Not assessed (this is not the same as safe)"))
    return [title, *_listed(f"{names.hazard(entry.hazard)}: {names.language.say(entry.reason)}" for entry in entries)]


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
    return _listed(
        [
            names.language.say_count(
                "… and {count} more; --json writes all.", "… and {count} more; --json writes all.", more
            )
        ]
    )


def _unhit_note(lines: Sequence[figures.NeedLine], names: Names) -> list[str]:
    unhit = [
        f"{names.need_type(line.need_type)} ({wording.severity(line.severity, names.language)})"
        for line in lines
        if not line.passing
    ]
    return _listed([names.language.say(mark("Nobody past: {needs}."), needs=", ".join(unhit))]) if unhit else []


def _first(line: figures.NeedLine, names: Names) -> str:
    if line.first_minute is not None or line.earliest_minute is None:
        return wording.onset(line.first_minute, names.language)
    return f"({wording.onset(line.earliest_minute, names.language)})"


def _bracket_note(lines: Sequence[figures.NeedLine], names: Names) -> list[str]:
    if all(line.first_minute is not None or line.earliest_minute is None for line in lines):
        return []
    return _listed([names.language.say(mark("In brackets: not in half of the runs, but in 1 of 10 already then."))])


def _restart_sentence(lock: RestartLock, result: ImpactResult, names: Names) -> str:
    language, say = names.language, names.language.say
    assets = " ↔ ".join(names.asset(asset_id) for asset_id in lock.asset_ids)
    hours = lock.person_hours_critical + lock.person_hours_serious + lock.person_hours_welfare
    harm = say(
        mark("the lock alone costs {hours} person-hours beyond tolerance and puts {people} past a critical one"),
        people=wording.people(lock.critical_people_mean, language),
        hours=wording.people(hours, language),
    )
    if result.assets is not None:
        return f"{assets}: {harm}."
    often = say(mark("in {share} of the runs"), share=wording.share(lock.share_of_draws, language))
    return f"{assets}: {harm}, {often}."


def _listed(items: Iterable[str]) -> list[str]:
    return [line for item in items for line in wrapped(f"  {item}", hanging="    ")]


def _kinds_counted(entries: Sequence[CoverageEntry], names: Names) -> str:
    language = names.language
    services = sum(entry.service is not None for entry in entries)
    return language.say(
        mark("{services}, {needs}"),
        services=language.say_count("{count} service", "{count} services", services),
        needs=language.say_count("{count} need type", "{count} need types", len(entries) - services),
    )


def _verified_sentence(entries: Sequence[CoverageEntry], names: Names) -> str:
    """Where inputs are verified, best known first; services and needs of one name are told apart by their kind."""
    language, say = names.language, names.language.say
    known = sorted(
        (entry for entry in entries if entry.verified_share),
        key=lambda e: (-(e.verified_share or 0), _entry_name(e, names)),
    )
    if not known:
        return say(mark("None of the inputs is verified."))
    told = ", ".join(
        f"{_entry_name(entry, names)} {wording.share(entry.verified_share or 0, language)}" for entry in known
    )
    if len(known) == sum(entry.verified_share is not None for entry in entries):
        return say(mark("Share of the inputs that is verified: {shares}."), shares=told)
    return say(mark("Share of the inputs that is verified: {shares}; of the rest nothing."), shares=told)


def _named(entries: Sequence[CoverageEntry], names: Names) -> str:
    return ", ".join(dict.fromkeys(_entry_name(entry, names) for entry in entries))


def _entry_name(entry: CoverageEntry, names: Names) -> str:
    if entry.service is not None:
        return names.service(entry.service)
    return names.need_type(entry.need_type or "")
