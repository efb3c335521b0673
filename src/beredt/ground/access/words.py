"""Words of this room: the language of the page being made, roles, dates."""

from __future__ import annotations

from django.utils import translation

from beredt.ground.access import actor as actors
from beredt.kit import language as languages
from beredt.kit.language import Language, mark

ROLE_TITLES = {
    actors.ADMINISTRATOR: mark("Administrator"),
    actors.COORDINATOR: mark("Preparedness coordinator"),
    actors.MANAGEMENT: mark("Management"),
    actors.CARE_LEADER: mark("Head of health and care"),
    actors.UNIT_LEADER: mark("Leader of a unit"),
    actors.CARE_WORKER: mark("Care worker"),
    actors.CRISIS_STAFF: mark("Crisis staff"),
    actors.SECURITY_OFFICER: mark("Information-security officer"),
    actors.DATA_PROTECTION_OFFICER: mark("Data-protection officer"),
    actors.RESCUE_SERVICE: mark("Rescue service"),
    actors.READER: mark("Reader"),
}
ROLE_NOTES = {
    actors.ADMINISTRATOR: mark("gives access, and does what a coordinator does"),
    actors.COORDINATOR: mark("keeps the data, computes, ranks and prints"),
    actors.MANAGEMENT: mark("decides; sees the same pages without the names of assets"),
    actors.CARE_LEADER: mark("keeps sites and need profiles, and computes"),
    actors.UNIT_LEADER: mark("reads, with the names of assets"),
    actors.CARE_WORKER: mark("reads, without the names of assets"),
    actors.CRISIS_STAFF: mark("reads and computes, with the names of assets"),
    actors.SECURITY_OFFICER: mark("reads and computes, with the names of assets"),
    actors.DATA_PROTECTION_OFFICER: mark("sees the access log, and nothing else"),
    actors.RESCUE_SERVICE: mark("reads, without the names of assets; often in several municipalities"),
    actors.READER: mark("reads, without the names of assets"),
}


def spoken() -> Language:
    """The language of the page being made, Danish outside a request."""
    code = (translation.get_language() or "")[:2]
    return languages.language(code if code in languages.LANGUAGES else languages.LANGUAGES[0])


def role_title(role: str) -> str:
    """A role as the reader calls it."""
    return spoken().say(ROLE_TITLES[role])
