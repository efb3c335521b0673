"""What the page of the access log says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from beredt.ground.audit import events
from beredt.ground.audit.chain import ChainReport
from beredt.ground.audit.queries import EntryView, LogPage
from beredt.ground.ui import moments, tables
from beredt.ground.ui.tables import Cell, Column, Table
from beredt.kit.language import Language, mark

CSV_COLUMNS = ("sequence", "moment_utc", "user_id", "event", "subject", "details")


def first_sentence(report: ChainReport, language: Language, *, checked_last: int | None) -> str:
    """How many entries there are and whether they hang together."""
    told = language.say_count(mark("The log holds {count} entry"), mark("The log holds {count} entries"), report.count)
    if report.breaks:
        return language.say(mark("{count}, but it was tampered with or damaged."), count=told)
    if not report.count:
        return language.say(mark("The log is empty so far."))
    if checked_last is not None and report.count > checked_last:
        return language.say(
            mark("{count}; the last {number} hang together."), count=told, number=language.number(checked_last)
        )
    return language.say(mark("{count}, and all of them are as they were written."), count=told)


def anchored_sentence(report: ChainReport, language: Language) -> str:
    """How far the log is anchored outside the database."""
    behind = report.count - report.anchored
    if not behind:
        return language.say(mark("The anchor outside the database knows the last entry."))
    return language.say_count(
        mark("{count} entry is newer than the last anchor outside the database; a sudden stop can do that."),
        mark("{count} entries are newer than the last anchor outside the database; a sudden stop can do that."),
        behind,
    )


def log_table(page: LogPage, language: Language, *, csv_url: str) -> Table:
    """The entries of one page."""
    columns = (
        Column(title=language.say(mark("No.")), kind="number"),
        Column(title=language.say(mark("When")), kind="moment"),
        Column(title=language.say(mark("User")), kind="number"),
        Column(title=language.say(mark("What"))),
        Column(title=language.say(mark("Which"))),
        Column(title=language.say(mark("Details"))),
    )
    return tables.table(
        language.say(mark("Entries, newest first")),
        columns,
        [_row(entry, language) for entry in page.entries],
        csv_url=csv_url,
        empty=language.say(mark("No entry fits what is asked for.")),
    )


def csv_rows(entries: Iterator[EntryView]) -> Iterator[tuple[str, ...]]:
    """Head and rows of the file: bare codes and moments in UTC, for a machine or a spreadsheet."""
    yield CSV_COLUMNS
    for entry in entries:
        yield (
            str(entry.sequence),
            entry.moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "" if entry.actor_user_id is None else str(entry.actor_user_id),
            entry.event,
            entry.subject,
            " ".join(f"{key}={value}" for key, value in entry.details),
        )


def event_choices(codes: list[str], language: Language) -> list[tuple[str, str]]:
    """Each event with what it is called, in the order of the names."""
    return sorted(((code, events.title_in(language, code)) for code in codes), key=lambda pair: pair[1])


def _row(entry: EntryView, language: Language) -> list[Cell | str]:
    nobody = language.say(mark("the program"))
    return [
        Cell(text=str(entry.sequence), sort=entry.sequence),
        Cell(text=moments.moment(entry.moment, language), sort=entry.moment.isoformat()),
        nobody if entry.actor_user_id is None else Cell(text=str(entry.actor_user_id), sort=entry.actor_user_id),
        Cell(text=events.title_in(language, entry.event), note=entry.event),
        entry.subject,
        ", ".join(f"{key}: {value}" for key, value in entry.details),
    ]
