"""What else a reader must know: what is not assessed, what needs a decision, where one failure is enough."""

from __future__ import annotations

from collections.abc import Sequence

from beredt.domain.impact.result import CoverageEntry, DayFour, ImpactResult, NotModelled, RestartLock, SinglePoint
from beredt.domain.municipality.tables import SEVERITIES
from beredt.kit.language import mark
from beredt.telling import figures, wording
from beredt.telling.names import Names, capitalised
from beredt.telling.plain_table import render_table
from beredt.telling.wrapping import listed, wrapped

SHOWN_SINGLE_POINTS = 10
_HOURS_OF_DAY_THREE = 72


def gap_sentences(head: figures.Headline, *, names: Names) -> list[str]:
    """Sentences naming what is not, or only partly, assessed; none where everything is."""
    return coverage_sentences((*head.not_assessed, *head.partly_assessed), names=names)


def coverage_sentences(coverage: Sequence[CoverageEntry], *, names: Names) -> list[str]:
    """Sentences naming the entries that are not, or only partly, assessed; none where everything is."""
    say = names.language.say
    missing = [entry for entry in coverage if entry.state == "not_modelled"]
    partly = [entry for entry in coverage if entry.state == "partly"]
    sentences = []
    if missing:
        sentences.append(say(mark("Not assessed: {names}."), names=_named(missing, names)))
    if partly:
        sentences.append(say(mark("Partly assessed: {names}."), names=_named(partly, names)))
    return sentences


def restart_lines(result: ImpactResult, *, names: Names) -> list[str]:
    """Loops that keep themselves down and need a decision."""
    if not result.restart_locks:
        return []
    return [
        names.language.say(mark("Needs a restart decision")),
        *listed(restart_sentence(lock, result, names) for lock in result.restart_locks),
    ]


def day_four_lines(result: ImpactResult, *, names: Names, is_one_of_several: bool = False) -> list[str]:
    """What runs out in the day after the horizon; with the hazard's name where there are several."""
    hazard = result.hazard if is_one_of_several else ""
    sentence = day_four_sentence(result.day_four, horizon_hours=result.horizon_hours, names=names, hazard=hazard)
    return wrapped(sentence) if sentence else []


def day_four_sentence(entries: Sequence[DayFour], *, horizon_hours: int, names: Names, hazard: str = "") -> str:
    """Whose tolerance runs out in the day after the horizon [h], in a sentence; empty where nobody's does.

    With the name of the `hazard` (an id) where it is given.
    """
    language, say = names.language, names.language.say
    if not entries:
        return ""
    ordered = sorted(entries, key=lambda d: (SEVERITIES.index(d.severity), -d.people_mean, d.need_type))
    told = [
        f"{names.need_type(entry.need_type)} ({wording.severity(entry.severity, language)}) "
        f"{wording.people(entry.people_mean, language)}"
        for entry in ordered
        if wording.rounded_people(entry.people_mean)
    ]
    rare = len(ordered) - len(told)
    if rare:
        told.append(
            language.say_count(
                "{count} need with fewer than 1 citizen", "{count} needs with fewer than 1 citizen", rare
            )
        )
    title = (
        say(mark("Day four"))
        if horizon_hours == _HOURS_OF_DAY_THREE
        else say(mark("The day after {horizon}"), horizon=wording.horizon(horizon_hours, language))
    )
    if hazard:
        title = f"{title}, {names.hazard(hazard)}"
    sentence = say(
        mark("in the next 24 h, if nothing new happens, these pass their tolerance too: {needs}."),
        needs="; ".join(told),
    )
    return f"{title}: {sentence}"


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
            lines += listed([f"{capitalised(wording.state(state, language))}: {told}"])
    return [*lines, *listed([verified_sentence(result.coverage, names)])]


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
    return [title, *listed(_not_modelled_sentence(entry, names) for entry in entries)]


def restart_sentence(lock: RestartLock, result: ImpactResult, names: Names) -> str:
    """A loop that keeps itself down: who is in it, and what it alone carries."""
    language, say = names.language, names.language.say
    assets = " ↔ ".join(names.asset(asset_id) for asset_id in lock.asset_ids)
    hours = lock.person_hours_critical + lock.person_hours_serious + lock.person_hours_welfare
    harm = say(
        mark("because of the lock alone: {people} past a critical tolerance, {hours} person-hours beyond tolerance"),
        people=wording.people(lock.critical_people_mean, language),
        hours=wording.people(hours, language),
    )
    if result.assets is not None:
        return f"{assets}: {harm}."
    often = say(mark("in {share} of the runs"), share=wording.share(lock.share_of_draws, language))
    return f"{assets}: {harm}, {often}."


def _not_modelled_sentence(entry: NotModelled, names: Names) -> str:
    advice = [
        names.language.say(mark("Advice ({source}): {text}"), source=advice.source, text=advice.text)
        for advice in entry.advice
    ]
    return " ".join([f"{names.hazard(entry.hazard)}: {as_sentence(entry.reason)}", *advice])


def as_sentence(text: str) -> str:
    """`text` with a full stop behind it, unless it ends in one."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _kinds_counted(entries: Sequence[CoverageEntry], names: Names) -> str:
    language = names.language
    services = sum(entry.service is not None for entry in entries)
    return language.say(
        mark("{services}, {needs}"),
        services=language.say_count("{count} service", "{count} services", services),
        needs=language.say_count("{count} need type", "{count} need types", len(entries) - services),
    )


def verified_sentence(entries: Sequence[CoverageEntry], names: Names) -> str:
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
