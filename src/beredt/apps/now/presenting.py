"""What the page for now says, ready to lay out: the clock, who and when, what is down and what can be ticked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import attrs

from beredt.apps.now import queries
from beredt.apps.now.queries import Choices, Look
from beredt.apps.now.records import ReportValue
from beredt.domain.impact import reported
from beredt.domain.impact.reported import Subject
from beredt.kit.language import Language, mark
from beredt.telling import clock_time, forecast_rows, forecast_words, wording
from beredt.telling.forecast_rows import HoldingRow, PassingRow, ServiceRow
from beredt.telling.forecast_words import Seen
from beredt.telling.names import Names, capitalised

SHOWN_ROWS = 12
DOWN, LATE, BACK, WITHDRAWN = "down", "late", "back", "withdrawn"
_SHOWN_FIRST = 8


@attrs.frozen(kw_only=True)
class ReportLine:
    """One report: what, since when, until when as far as anybody knows. `state` is DOWN, LATE, BACK or WITHDRAWN."""

    report_id: str
    name: str
    state: str
    since: str
    until: str
    is_known: bool


@attrs.frozen(kw_only=True)
class Tick:
    """Something that can be ticked; `report_id` is empty while it is not down. `element` names it on the page."""

    key: str
    element: str
    name: str
    report_id: str


@attrs.frozen(kw_only=True)
class ServiceTicks:
    """A service everywhere and area by area; `is_open` where an area of it is ticked."""

    everywhere: Tick
    areas: tuple[Tick, ...]
    is_open: bool


@attrs.frozen(kw_only=True)
class ActionLine:
    """A first action, and when it was ticked (empty: not done)."""

    key: str
    text: str
    done: str


@attrs.frozen(kw_only=True)
class Heading:
    """The clock: what day and time it is, and since when something is down."""

    day: str
    time: str
    since: str


@attrs.frozen(kw_only=True)
class Page:
    """Everything about what is down and what it means; empty tuples and sentences where nothing stands."""

    heading: Heading
    sentences: tuple[str, ...]
    rows: tuple[PassingRow, ...]
    more_rows: tuple[PassingRow, ...]
    services: tuple[ServiceRow, ...]
    holding: str
    holdings: tuple[HoldingRow, ...]
    day_four: tuple[str, ...]
    not_assessed: tuple[str, ...]
    terms: str
    actions: tuple[ActionLine, ...]
    actions_done: str
    reports: tuple[ReportLine, ...]
    lost: tuple[str, ...]
    cleared: str
    outdoor: str
    version: int


@attrs.frozen(kw_only=True)
class TickBoard:
    """What can be ticked: the services that most ask for first, the others, and what a search found."""

    services: tuple[ServiceTicks, ...]
    other_services: tuple[ServiceTicks, ...]
    kinds: tuple[tuple[str, str], ...]
    found: tuple[Tick, ...]
    found_told: str


def page_of(look: Look, language: Language) -> Page:
    """The page's words at the moment of the look."""
    seen = queries.seen_by(look, language)
    names = queries.names_for(look, language)
    situation = look.situation
    reports = () if situation is None else situation.reports
    lines = tuple(report_line(report, look, names) for report in reports)
    actions = tuple(
        ActionLine(
            key=action.key,
            text=action.text.in_language(language.code),
            done=_told(look.done.get(action.key), look.moment, language),
        )
        for action in look.actions
    )
    rows = () if seen is None else forecast_rows.passing_rows(seen)
    return Page(
        heading=_heading(look, language),
        sentences=_sentences(look, seen, language),
        rows=rows[:SHOWN_ROWS],
        more_rows=rows[SHOWN_ROWS:],
        services=() if seen is None else forecast_rows.service_rows(seen),
        holding="" if seen is None else forecast_words.holding_sentence(seen),
        holdings=() if seen is None else forecast_rows.holding_rows(seen),
        day_four=() if seen is None else forecast_words.day_four_sentences(seen),
        not_assessed=() if seen is None else forecast_words.not_assessed_sentences(seen),
        terms="" if seen is None else forecast_words.terms_sentence(seen),
        actions=actions,
        actions_done=_actions_done(actions, language),
        reports=lines,
        lost=_lost(lines, actions, language),
        cleared=_cleared(look, language),
        outdoor=_outdoor(look, language),
        version=0 if situation is None else situation.version,
    )


def board_of(look: Look, choices: Choices, language: Language) -> TickBoard:
    """What can be ticked, with what is ticked already."""
    names = queries.names_for(look, language)
    down = {} if look.situation is None else {report.subject: str(report.report_id) for report in look.situation.down}
    services = [_service_ticks(choice, number, down, names) for number, choice in enumerate(choices.services)]
    found = tuple(
        _tick(Subject(asset_id=asset_id), f"asset-{number}", names.asset(asset_id), down)
        for number, asset_id in enumerate(choices.asset_ids)
    )
    return TickBoard(
        services=tuple(services[:_SHOWN_FIRST]),
        other_services=tuple(services[_SHOWN_FIRST:]),
        kinds=_kinds(choices, names),
        found=found,
        found_told=_found_told(choices, language),
    )


def report_line(report: ReportValue, look: Look, names: Names) -> ReportLine:
    """One report in words."""
    language, now = names.language, look.moment
    assets = reported.assets_of(look.pack.snapshot, report.subject)
    return ReportLine(
        report_id=str(report.report_id),
        name=subject_name(report.subject, look, names),
        state=_state(report, now),
        since=language.say(mark("since {time}"), time=clock_time.clock(report.since_at, now=now, language=language)),
        until=_until(report, now, language),
        is_known=bool(assets),
    )


def subject_name(subject: Subject, look: Look, names: Names) -> str:
    """What a report is about, as the reader may know it."""
    say, snapshot = names.language.say, look.pack.snapshot
    if subject.asset_id:
        if look.sees_assets:
            return names.asset(subject.asset_id)
        position = snapshot.assets.index_of.get(subject.asset_id)
        kind = "" if position is None else snapshot.assets.kind[position]
        area = -1 if position is None else int(snapshot.assets.area_index[position])
        told = capitalised(names.vocabulary.kind_name(kind, names.language.code)) if kind else say(mark("One asset"))
        return say(mark("{service}: {area}"), service=told, area=snapshot.areas.name[area]) if area >= 0 else told
    service = capitalised(names.service(subject.service))
    if subject.area_id:
        return say(mark("{service}: {area}"), service=service, area=names.area(subject.area_id))
    return say(mark("{service}: the whole municipality"), service=service)


def _outdoor(look: Look, language: Language) -> str:
    """The outdoor temperature that somebody gave, as it is typed; empty where nobody did."""
    if look.situation is None or look.situation.outdoor_c is None:
        return ""
    return forecast_words.temperature_text(look.situation.outdoor_c, language)


def _cleared(look: Look, language: Language) -> str:
    """That the page was cleared, and of what; empty where there is nothing to put back."""
    if look.cleared is None or look.cleared.cleared_at is None:
        return ""
    names = queries.names_for(look, language)
    told = [subject_name(report.subject, look, names) for report in look.cleared.told]
    time = clock_time.clock(look.cleared.cleared_at, now=look.moment, language=language)
    return language.say(mark("Cleared {time}: {reports}."), time=time, reports=", ".join(told) or "–")


def _heading(look: Look, language: Language) -> Heading:
    local = clock_time.here(look.moment)
    start = None if look.situation is None else look.situation.start_at
    since = ""
    if start is not None:
        minutes = max(clock_time.minutes_between(clock_time.whole_minute(start), look.moment), 0)
        told = clock_time.clock(start, now=look.moment, language=language)
        since = language.say(mark("since {time} ({span})"), time=told, span=language.span(minutes))
    return Heading(
        day=clock_time.weekday(local.date(), language),
        time=clock_time.time_of_day(look.moment, language),
        since=since,
    )


def _sentences(look: Look, seen: Seen | None, language: Language) -> tuple[str, ...]:
    if seen is not None:
        return forecast_words.first_sentences(seen)
    if look.may_report:
        return (language.say(mark("Nothing is reported down. Tick what is down, and see who needs help when.")),)
    return (language.say(mark("Nothing is reported down.")),)


def _state(report: ReportValue, now: datetime.datetime) -> str:
    if report.withdrawn_at is not None:
        return WITHDRAWN
    if report.back_at is not None:
        return BACK
    return LATE if report.is_late(now) else DOWN


def _until(report: ReportValue, now: datetime.datetime, language: Language) -> str:
    say, state = language.say, _state(report, now)
    if state == WITHDRAWN:
        return say(mark("taken back: it was not down"))
    if report.back_at is not None:
        return say(mark("back {time}"), time=clock_time.clock(report.back_at, now=now, language=language))
    if report.expected_at is None:
        return say(mark("expected back: unknown"))
    time = clock_time.clock(report.expected_at, now=now, language=language)
    if state == LATE:
        return say(mark("should have been back {time}; counted as down until somebody says it is back"), time=time)
    return say(mark("expected back {time}"), time=time)


def _told(moment: datetime.datetime | None, now: datetime.datetime, language: Language) -> str:
    if moment is None:
        return ""
    return language.say(mark("done {time}"), time=clock_time.clock(moment, now=now, language=language))


def _actions_done(actions: tuple[ActionLine, ...], language: Language) -> str:
    if not actions:
        return ""
    done = sum(bool(action.done) for action in actions)
    return language.say(mark("Done: {done} of {all} first actions"), done=done, all=len(actions))


def _lost(lines: Iterable[ReportLine], actions: Iterable[ActionLine], language: Language) -> tuple[str, ...]:
    """What disappears from the page when it is cleared."""
    told = [f"{line.name}, {line.since}, {line.until}" for line in lines if line.state != WITHDRAWN]
    done = sum(bool(action.done) for action in actions)
    if done:
        told.append(language.say_count("{count} tick of a first action", "{count} ticks of first actions", done))
    return tuple(told)


def _service_ticks(choice: reported.ServiceChoice, number: int, down: dict[Subject, str], names: Names) -> ServiceTicks:
    service = capitalised(names.service(choice.service))
    areas = tuple(
        _tick(subject, f"service-{number}-{place}", names.area(subject.area_id), down)
        for place, subject in enumerate(choice.by_area)
    )
    everywhere = names.language.say(mark("{service}: the whole municipality"), service=service)
    return ServiceTicks(
        everywhere=_tick(choice.everywhere, f"service-{number}", everywhere, down),
        areas=areas,
        is_open=any(area.report_id for area in areas),
    )


def _tick(subject: Subject, element: str, name: str, down: dict[Subject, str]) -> Tick:
    return Tick(key=subject.key, element=element, name=name, report_id=down.get(subject, ""))


def _kinds(choices: Choices, names: Names) -> tuple[tuple[str, str], ...]:
    """Kinds of assets with how many there are, in order of the words."""
    told = [
        (choice.kind, f"{capitalised(names.vocabulary.kind_name(choice.kind, names.language.code))} ({choice.count})")
        for choice in choices.kinds
        if choice.kind
    ]
    return tuple(sorted(told, key=lambda pair: pair[1].casefold()))


def _found_told(choices: Choices, language: Language) -> str:
    shown = len(choices.asset_ids)
    if shown == choices.count:
        return language.say_count("{count} found", "{count} found", choices.count)
    return language.say(
        mark("The first {shown} of {count}: write more to find fewer"),
        shown=wording.people(shown, language),
        count=language.number(choices.count),
    )
