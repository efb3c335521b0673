"""What stands in the navigation, room by room, and what a municipality is called there."""

from __future__ import annotations

from collections.abc import Callable

from beredt.apps.impact import policies as impact
from beredt.apps.measures import policies as measures
from beredt.apps.municipality import policies as municipality
from beredt.apps.now import policies as now
from beredt.apps.riskpicture import policies as riskpicture
from beredt.ground.access import permissions, queries
from beredt.ground.access import policies as access
from beredt.ground.access.actor import Actor
from beredt.ground.access.permissions import Permission
from beredt.ground.audit import policies as audit
from beredt.ground.jobs import policies as jobs
from beredt.ground.ui import context, navigation
from beredt.ground.ui.navigation import Slot
from beredt.kit.language import mark
from beredt.overview.papers import policies as papers


def _with(permission: Permission) -> Callable[[object], bool]:
    def may_see(actor: object) -> bool:
        return isinstance(actor, Actor) and permissions.may(actor, permission)

    return may_see


SLOTS = (
    Slot(key="situation", title=mark("Overview"), path="", letter="o", may_see=_with(impact.READ)),
    Slot(
        key="riskpicture",
        title=mark("Risk picture"),
        path="risikobillede/",
        letter="r",
        may_see=_with(riskpicture.READ),
    ),
    Slot(key="impact", title=mark("Consequences"), path="konsekvenser/", letter="k", may_see=_with(impact.READ)),
    Slot(key="measures", title=mark("Measures"), path="tiltag/", letter="t", may_see=_with(measures.READ)),
    Slot(
        key="municipality",
        title=mark("The municipality"),
        path="kommunen/",
        letter="m",
        may_see=_with(municipality.READ),
    ),
    Slot(key="papers", title=mark("Papers"), path="papir/", letter="p", may_see=_with(papers.READ)),
    Slot(key="members", title=mark("Users"), path="adgang/", letter="b", may_see=_with(access.MANAGE_MEMBERS)),
    Slot(key="audit", title=mark("Access log"), path="log/", letter="l", may_see=_with(audit.READ_LOG)),
    Slot(key="jobs", title=mark("Work in the background"), path="opgaver/", letter="a", may_see=_with(jobs.READ)),
    Slot(key="now", title=mark("Now"), path="nu/", letter="n", may_see=_with(now.READ), button=True),
)


def declare() -> None:
    """Tells the page template its slots and the names of municipalities."""
    navigation.declare(SLOTS)
    context.name_places(queries.municipality_name)
