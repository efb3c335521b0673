"""What stands on every page of a paper: whose it is, how it is marked, from which day, until which day."""

from __future__ import annotations

import datetime

import attrs
from babel.dates import format_date

from beredt.kit.document import Document, Section
from beredt.kit.language import Language, mark

PUBLIC, INTERNAL, CONFIDENTIAL = "public", "internal", "confidential"
MARKING_WORDS = {
    PUBLIC: mark("PUBLIC"),
    INTERNAL: mark("INTERNAL"),
    CONFIDENTIAL: mark("CONFIDENTIAL"),
}
VALID_DAYS = 180


@attrs.frozen(kw_only=True)
class Imprint:
    """The day a paper is printed, the last day it should be used, and its marking."""

    date: datetime.date
    valid_days: int = VALID_DAYS
    marking: str = INTERNAL

    @property
    def expires(self) -> datetime.date:
        """The last day on which the paper should be used."""
        return self.date + datetime.timedelta(days=self.valid_days)


def day(date: datetime.date, language: Language) -> str:
    """A date as it is written in running text: `23. november 2026`, `23 November 2026`."""
    return format_date(date, format="long", locale="da_DK" if language.code == "da" else "en_GB")


def paper(
    *,
    title: str,
    subject: str,
    municipality: str,
    edition: str = "",
    imprint: Imprint,
    language: Language,
    sections: tuple[Section, ...],
    points: float = 11.0,
) -> Document:
    """A document with its imprint on every page; `edition` stands after the marking."""
    say = language.say
    marking = say(MARKING_WORDS[imprint.marking])
    return Document(
        title=title,
        subject=subject,
        language_code=language.code,
        owner=municipality,
        marking=f"{marking} · {edition}" if edition else marking,
        footer=say(
            mark("Printed {date} · valid until {expires}"),
            date=day(imprint.date, language),
            expires=day(imprint.expires, language),
        ),
        page_of=say(mark("Page {page} of {pages}"), page="{page}", pages="{pages}"),
        date=imprint.date.isoformat(),
        sections=sections,
        points=points,
    )
