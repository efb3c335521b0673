"""The filter of the log as it stands in the address: what cannot be read is told, and filters nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from beredt.ground.audit.queries import Filter
from beredt.kit.language import mark

_LARGEST_ID = 2**63 - 1
_FIRST_YEAR, _LAST_YEAR = 2000, 2199


@attrs.frozen(kw_only=True)
class FilterForm:
    """What was typed, the filter it makes, and for each field that cannot be used a marked sentence."""

    typed: dict[str, str]
    wanted: Filter
    page: int
    errors: dict[str, str]

    @property
    def is_in_use(self) -> bool:
        """True if something was typed."""
        return any(self.typed.values())


def read(given: Mapping[str, str]) -> FilterForm:
    """The filter in the address's fields `event`, `first`, `last`, `user` and `page`."""
    typed = {name: given.get(name, "").strip() for name in ("event", "first", "last", "user")}
    errors: dict[str, str] = {}
    first, last = (_date(typed[name], name, errors) for name in ("first", "last"))
    if first and last and last < first:
        errors["last"] = mark("The last day is before the first.")
        last = None
    wanted = Filter(
        event=typed["event"] or None, first_date=first, last_date=last, user_id=_user(typed["user"], errors)
    )
    page = given.get("page", "")
    is_number = page.isascii() and page.isdigit() and len(page) < 10
    return FilterForm(typed=typed, wanted=wanted, page=int(page) if is_number else 1, errors=errors)


def _date(text: str, name: str, errors: dict[str, str]) -> datetime.date | None:
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            day = datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        if _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
    errors[name] = mark("Give a day, for instance 31-12-2026.")
    return None


def _user(text: str, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and int(text) <= _LARGEST_ID:
        return int(text)
    errors["user"] = mark("A user is given by number.")
    return None
