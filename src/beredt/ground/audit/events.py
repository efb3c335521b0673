"""What events are called: rooms name theirs, so that the log can be read without knowing the program."""

from __future__ import annotations

from collections.abc import Mapping

from beredt.kit.language import Language, mark

LOG_EXPORTED = "audit.log_exported"

_TITLES: dict[str, str] = {}


def name_events(titles: Mapping[str, str]) -> None:
    """Names events, `{"jobs.done": mark("work was done")}`; raises `ValueError` for a second meaning of one event."""
    for event, title in titles.items():
        if _TITLES.setdefault(event, title) != title:
            raise ValueError(f"the event {event} is named twice, differently")


def title_in(language: Language, event: str) -> str:
    """What the event is called, or its bare name where no room named it."""
    return language.say(_TITLES[event]) if event in _TITLES else event


name_events({LOG_EXPORTED: mark("the access log was fetched as a file")})
