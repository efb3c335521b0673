"""Kinds of jobs: what each room can have done in the background. A room declares its kinds in `tasks.py`.

    @kind("impact.assess", title=mark("Assess hazards"), url_of=lambda municipality, run: f"/{municipality}/...")
    def assess(job: RunningJob) -> None:
        job.progress(0.1, mark("Reads the municipality"))
        ...
        with transaction.atomic():
            run = ...store...
            job.finish(str(run.id))

A job may be begun again after its worker died, so it must not matter how often it began: what it makes belongs into one
transaction with `finish`, which raises (and so undoes the rest) if the job is no longer this worker's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

import attrs

from beredt.ground.access.actor import Actor


class Cancelled(Exception):
    """Somebody cancelled the job; let it pass through, nothing is kept."""


class Interrupted(Exception):
    """The worker stops, or the job is no longer this worker's; let it pass through, another attempt follows."""


@attrs.frozen(kw_only=True)
class RunningJob:
    """A job as its function sees it. `actor` is who asked for it; `arguments` are as given to `enqueue`."""

    job_id: UUID
    municipality: str
    actor: Actor
    arguments: Mapping[str, object]
    _report: Callable[[float, str, Mapping[str, object]], None] = attrs.field(alias="report", repr=False)
    _finish: Callable[[str], None] = attrs.field(alias="finish_with", repr=False)

    def progress(self, share: float, step: str, **values: object) -> None:
        """Tells how far the job is, `share` 0 to 1, and what it does now (a marked sentence with its places' values).

        Call it often and outside transactions; it writes to the database at most every second or so. Raises `Cancelled`
        when somebody cancelled the job and `Interrupted` when the worker stops; both must pass through.
        """
        self._report(share, step, values)

    def finish(self, result: str) -> None:
        """Marks the job as done with the id of what it made; last, and in the transaction that stores it.

        Raises `Interrupted` if the job is no longer this worker's, so that what was stored is undone.
        """
        self._finish(result)


@attrs.frozen(kw_only=True)
class Kind:
    """One kind of job. `url_of(municipality, result)` leads to what it made, where that has a page."""

    kind_id: str
    title: str
    run: Callable[[RunningJob], None]
    url_of: Callable[[str, str], str] | None = None


_KINDS: dict[str, Kind] = {}


def kind(
    kind_id: str, *, title: str, url_of: Callable[[str, str], str] | None = None
) -> Callable[[Callable[[RunningJob], None]], Callable[[RunningJob], None]]:
    """A decorator that declares a function as a kind of job; raises `ValueError` if another has the same id."""

    def declare(run: Callable[[RunningJob], None]) -> Callable[[RunningJob], None]:
        known = _KINDS.get(kind_id)
        if known is not None and known.run is not run:
            raise ValueError(f"two kinds of job are called {kind_id}")
        _KINDS[kind_id] = Kind(kind_id=kind_id, title=title, run=run, url_of=url_of)
        return run

    return declare


def find_kind(kind_id: str) -> Kind | None:
    """The kind of that id, None if there is none (any more)."""
    return _KINDS.get(kind_id)


def forget_kind(kind_id: str) -> None:
    """Takes a kind away again: for tests that declare their own."""
    _KINDS.pop(kind_id, None)
