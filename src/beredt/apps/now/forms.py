"""What is typed on the page for now, turned into arguments."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

import attrs

from beredt.domain.impact import reported
from beredt.domain.impact.reported import Subject
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark
from beredt.telling import clock_time

_TEMPERATURE = re.compile(r"[+-]?\d{1,2}(\.\d)?", re.ASCII)


@attrs.frozen(kw_only=True)
class Times:
    """The times of a report as they were typed, kept until they can be stored."""

    since_day: str
    since_time: str
    expected_day: str
    expected_time: str

    def since_at(self, now: datetime.datetime) -> datetime.datetime:
        """Since when; raises `InvalidInput` where it is blank or no time."""
        found = clock_time.typed_moment(self.since_day, self.since_time, now=now, later=False)
        if found is None:
            raise InvalidInput(
                mark("Since when is missing."), code="no_since", hint=mark("Write the time, such as 13:05.")
            )
        return found

    def expected_at(self, now: datetime.datetime) -> datetime.datetime | None:
        """When it is expected back, None where that is left blank: nobody knows."""
        return clock_time.typed_moment(self.expected_day, self.expected_time, now=now, later=True)


def typed_times(post: Mapping[str, str]) -> Times:
    """The fields of the page for one report's times."""
    return Times(
        since_day=post.get("since_day", "")[:20],
        since_time=post.get("since_time", "")[:20],
        expected_day=post.get("expected_day", "")[:20],
        expected_time=post.get("expected_time", "")[:20],
    )


def stored_times(since_at: datetime.datetime, expected_at: datetime.datetime | None) -> Times:
    """The fields filled with what is stored."""
    since = clock_time.here(since_at)
    expected = None if expected_at is None else clock_time.here(expected_at)
    return Times(
        since_day=f"{since:%Y-%m-%d}",
        since_time=f"{since:%H:%M}",
        expected_day="" if expected is None else f"{expected:%Y-%m-%d}",
        expected_time="" if expected is None else f"{expected:%H:%M}",
    )


def typed_since(post: Mapping[str, str], now: datetime.datetime) -> datetime.datetime | None:
    """Since when what is ticked is down; None for now."""
    return clock_time.typed_moment(post.get("since_day", ""), post.get("since_time", ""), now=now, later=False)


def typed_subject(key: str) -> Subject:
    """The subject of a tick; raises `InvalidInput` for what no page of ours sends."""
    found = reported.subject_of(key[:500])
    if found is None:
        raise InvalidInput(
            mark("The municipality's data do not hold that."),
            code="unknown_subject",
            hint=mark("Load the page again: the data may have been changed."),
        )
    return found


def typed_temperature(text: str) -> float | None:
    """A temperature [°C] as a Dane types it (`-4`, `−4,5`); None where it is blank. Raises `InvalidInput`."""
    plain = text.strip().replace("−", "-").replace("–", "-").replace(",", ".").removesuffix("°C").strip()
    if not plain:
        return None
    if not _TEMPERATURE.fullmatch(plain):
        raise InvalidInput(
            mark("“{text}” is no temperature."),
            code="no_such_temperature",
            hint=mark("Write the temperature outdoors."),
            text=text[:20],
        )
    return float(plain)
