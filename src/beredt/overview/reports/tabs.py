"""The folder's tabs, in the order in which a crisis unfolds."""

from __future__ import annotations

import attrs

from beredt.kit.language import Language, mark


@attrs.frozen(kw_only=True)
class Tabs:
    """What stands in the margin, from the first minute to the third day."""

    hazards: str
    roles: str
    meeting: str
    log: str
    runners: str
    visits: str


def tabs_in(language: Language) -> Tabs:
    """The tabs in the reader's language."""
    say = language.say
    return Tabs(
        hazards=say(mark("1 What happens")),
        roles=say(mark("2 Who does what")),
        meeting=say(mark("3 First meeting")),
        log=say(mark("4 Log")),
        runners=say(mark("5 Runners")),
        visits=say(mark("6 Visits")),
    )
