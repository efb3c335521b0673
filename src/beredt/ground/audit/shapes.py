"""What may stand in an entry: ids, codes, dates and numbers; whatever could be a name or a person's number is withheld.

No machine can tell the id `jens` from a first name. What it can do is let nothing in that is written as people write
names (capitals, spaces, letters outside a to z), as CPR and telephone numbers are, or under a key that asks for one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping

WITHHELD = "withheld"
MOST_DETAILS = 24
_LONGEST = 80
_CODE = re.compile(r"[a-z0-9]+(?:[._:/-][a-z0-9]+)*", re.ASCII)
_EVENT = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z_]*)+", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_KIND = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_DIGEST = re.compile(r"(?:sha256:)?[0-9a-f]{32,64}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,9})?", re.ASCII)
_DAY_AND_NUMBER = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)[._:/-]?\d{4}(?!\d)", re.ASCII)
_EIGHT_DIGITS = re.compile(r"(?<!\d)(?:\d[._:/-]?){7}\d(?!\d)", re.ASCII)
_LARGEST_NUMBER = 2**63
# Keys under which people put what must not be here.
FORBIDDEN_KEYS = frozenset(
    {
        "name",
        "first_name",
        "last_name",
        "full_name",
        "username",
        "user_name",
        "login",
        "email",
        "mail",
        "phone",
        "telephone",
        "mobile",
        "cpr",
        "address",
        "street",
        "text",
        "comment",
        "reason",
        "note",
        "message",
        "sentence",
        "title",
        "password",
        "token",
        "secret",
        "ip",
        "ip_address",
        "navn",
        "fornavn",
        "efternavn",
        "adresse",
        "telefon",
        "begrundelse",
    }
)
_IDENTIFIER_KEYS = frozenset({"id", "row", "key", "row_key"})


def event_name(event: str) -> str:
    """`event` itself, such as `municipality.asset_changed`; raises `ValueError` for anything else than dotted words."""
    if not _EVENT.fullmatch(event) or len(event) > _LONGEST:
        raise ValueError("an event is dotted lower-case words, such as municipality.asset_changed")
    return event


def subject_reference(subject: str) -> str:
    """`subject` as `kind:identifier`; an identifier that could be a name becomes a reference (`~` and a hash).

    Raises `ValueError` where the kind is missing: that is a mistake in the program, not in what a user typed.
    """
    kind, colon, identifier = subject.partition(":")
    if not colon or not _KIND.fullmatch(kind):
        raise ValueError("a subject is a kind and an identifier, such as asset:2f0c")
    return f"{kind}:{reference(identifier)}"


def reference(identifier: str) -> str:
    """The identifier where it is a code, else `~` and 16 hex digits of its SHA-256; a person's number is withheld.

    Municipalities choose the ids in their packs themselves. A change of such a row must be stored and logged all the
    same, and whoever has the row can find its entries again.
    """
    if _is_safe(identifier):
        return identifier
    if _could_be_a_persons_number(identifier):
        return WITHHELD
    return "~" + hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def safe_details(details: Mapping[str, str | int | bool]) -> dict[str, str | int | bool]:
    """The details as they may be stored: unsafe strings become `withheld`, unsafe ids a reference.

    Raises `ValueError` for a forbidden or odd key and `TypeError` for a value that is no string, whole number or truth
    value: the program's own mistakes. What a user's data brings never raises, so no work is lost to the log.
    """
    if len(details) > MOST_DETAILS:
        raise ValueError(f"at most {MOST_DETAILS} details in an entry")
    return {_key(key): _value(key, value) for key, value in details.items()}


def canonical(details: Mapping[str, str | int | bool]) -> str:
    """JSON with sorted keys and no spaces: the same details give the same text on every machine."""
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _key(key: str) -> str:
    if not _KEY.fullmatch(key) or key in FORBIDDEN_KEYS or key.endswith(("_name", "_text", "_email", "_phone")):
        raise ValueError("this detail may not stand in the access log: its key asks for a name, a number or free text")
    return key


def _value(key: str, value: object) -> str | int | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _number(key, value)
    if not isinstance(value, str):
        raise TypeError("details are strings, whole numbers and truth values")
    if key in _IDENTIFIER_KEYS or key.endswith("_id"):
        return reference(value)
    return value if _is_safe(value) else WITHHELD


def _number(key: str, value: int) -> int | str:
    if abs(value) >= _LARGEST_NUMBER:
        return WITHHELD
    is_quantity = key == "seed" or key.endswith(("_kr", "_seed", "_minutes", "_bytes"))
    return value if is_quantity or not _could_be_a_persons_number(f"{abs(value):010d}"[-10:]) else WITHHELD


def _is_safe(text: str) -> bool:
    if not text or len(text) > _LONGEST:
        return not text
    if _MOMENT.fullmatch(text) or _UUID.fullmatch(text) or _DIGEST.fullmatch(text):
        return True
    if _could_be_a_persons_number(text) or _EIGHT_DIGITS.search(text):
        return False
    return bool(_CODE.fullmatch(text) or _NUMBER.fullmatch(text))


def _could_be_a_persons_number(text: str) -> bool:
    for day, month, year in _DAY_AND_NUMBER.findall(text):
        # Numbers given out since 2007 need no check digit, and some systems add 60 to the day of a replacement number.
        for day_number in (int(day), int(day) - 60):
            if _is_date(day_number, int(month), int(year)):
                return True
    return False


def _is_date(day: int, month: int, year: int) -> bool:
    try:
        datetime.date(2000 + year, month, day)
    except ValueError:
        return day == 29 and month == 2
    return True
