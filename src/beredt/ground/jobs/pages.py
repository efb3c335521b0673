"""What the pages of work in the background say."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from beredt.ground.jobs.queries import JobView
from beredt.ground.jobs.states import FAILED, WAITING
from beredt.ground.ui import moments, tables
from beredt.ground.ui.tables import Cell, Column, Table
from beredt.kit.language import Language, mark


def first_sentence(jobs: Sequence[JobView], language: Language) -> str:
    """How much is under way and waiting, and whether something failed."""
    under_way = sum(not job.is_finished for job in jobs)
    failed = sum(job.state == FAILED for job in jobs)
    if not jobs:
        return language.say(mark("No work in the background yet."))
    told = (
        language.say_count(
            mark("{count} piece of work is under way"), mark("{count} pieces of work are under way"), under_way
        )
        if under_way
        else language.say(mark("Nothing is under way"))
    )
    if not failed:
        return language.say(mark("{under_way}, and none of the latest failed."), under_way=told)
    return language.say_count(
        mark("{under_way}; {count} of the latest failed."),
        mark("{under_way}; {count} of the latest failed."),
        failed,
        under_way=told,
    )


def in_order(jobs: Sequence[JobView]) -> list[JobView]:
    """Jobs that are not over: those in work first, then those that wait in the order of their turn."""
    return sorted(jobs, key=lambda job: (job.state == WAITING, job.enqueued_at))


def finished_table(jobs: Sequence[JobView], language: Language) -> Table:
    """The jobs that are over, newest first."""
    columns = (
        Column(title=language.say(mark("Work"))),
        Column(title=language.say(mark("State"))),
        Column(title=language.say(mark("Asked for")), kind="moment"),
        Column(title=language.say(mark("What happened"))),
        Column(title=language.say(mark("Result"))),
    )
    rows = [_row(job, language) for job in jobs if job.is_finished]
    return tables.table(
        language.say(mark("Work that is over")), columns, rows, empty=language.say(mark("Nothing is over yet."))
    )


def _row(job: JobView, language: Language) -> list[Cell | str]:
    page = reverse("jobs:show_job", kwargs={"code": job.municipality, "job_id": job.job_id})
    result = Cell(text=language.say(mark("See the result")), url=job.result_url) if job.result_url else Cell(text="–")
    return [
        Cell(text=language.say(job.title), url=page),
        job.state_in(language),
        Cell(text=moments.moment(job.enqueued_at, language), sort=job.enqueued_at.isoformat()),
        job.told_in(language),
        result,
    ]
