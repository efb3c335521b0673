"""What this room needs from the outside: the catalogues that ship with the program, and what was computed.

Each door is opened in `shell.plugins` with a module or object that has these functions.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Protocol

import attrs

from beredt.domain.riskpicture.catalogue import Edition, Hazard
from beredt.ground.access.actor import Actor
from beredt.kit.doors import Door


class Registry(Protocol):
    """The editions at hand, by id in alphabetical order, and the one that is used unless another is named."""

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All of them."""

    @property
    def selected(self) -> Edition:
        """The default."""

    def edition(self, edition_id: str) -> Edition:
        """The edition with that id; raises `NotFound` naming the known ones."""

    def hazard(self, named: str) -> Hazard:
        """The hazard with that full id; raises `NotFound`."""


class Catalogues(Protocol):
    """Risk catalogues, from wherever they are."""

    def load_catalogues(self) -> Registry:
        """All editions."""


@attrs.frozen(kw_only=True)
class LastRun:
    """The newest computation of a hazard: when, where to read it, and what it found in short.

    `critical_people` [persons] past a critical tolerance on average, None where that is not assessed.
    """

    url: str
    made_at: datetime.datetime
    critical_people: float | None
    is_stale: bool


class Runs(Protocol):
    """What a room above has computed; this room only shows it."""

    def last_runs(self, *, actor: Actor, hazard_ids: Collection[str]) -> Mapping[str, LastRun]:
        """The newest run by hazard id, without those that were never run."""

    def new_run_url(self, *, actor: Actor, hazard_id: str) -> str:
        """Where one hazard can be computed; empty for an actor who may not."""


CATALOGUES: Door[Catalogues] = Door("risk catalogues")
RUNS: Door[Runs] = Door("computed runs")
