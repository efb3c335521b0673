"""How old the inputs of an answer are: every figure shows its age."""

from __future__ import annotations

import datetime

import attrs
from babel.dates import format_date

from beredt.domain.municipality.tables import PackTables
from beredt.kit.language import Language, mark
from beredt.telling import wording


@attrs.frozen(kw_only=True)
class DataAge:
    """The oldest and newest date that rows state (ISO, possibly only month or year; empty where none does).

    `undated_share` (0…1) of the assets, dependencies and needs state none.
    """

    oldest: str = ""
    newest: str = ""
    undated_share: float = 0.0


def data_age(tables: PackTables) -> DataAge:
    """The age of the rows that the engine computes with."""
    dates = [row.origin.as_of for rows in (tables.assets, tables.dependencies, tables.needs) for row in rows]
    dated = [date for date in dates if date]
    if not dated:
        return DataAge(undated_share=1.0 if dates else 0.0)
    return DataAge(oldest=min(dated), newest=max(dated), undated_share=1 - len(dated) / len(dates))


def told_date(date: str, language: Language) -> str:
    """An ISO date, month or year in running text: `23. november 2026`, `marts 2026`, `2026`; empty for none."""
    locale = "da_DK" if language.code == "da" else "en_GB"
    if not date:
        return ""
    year, *rest = (int(part) for part in date.split("-"))
    if len(rest) == 1:
        return str(format_date(datetime.date(year, rest[0], 1), format="MMMM y", locale=locale))
    return str(format_date(datetime.date(year, *rest), format="long", locale=locale)) if rest else date


def age_sentence(age: DataAge, language: Language) -> str:
    """The age in words; empty where there is nothing to be old."""
    if not age.oldest:
        return language.say(mark("None of the inputs has a date.")) if age.undated_share else ""
    oldest, newest = told_date(age.oldest, language), told_date(age.newest, language)
    told = (
        language.say(mark("The inputs are from {date}"), date=newest)
        if oldest == newest
        else language.say(mark("The inputs are from {oldest} to {newest}"), oldest=oldest, newest=newest)
    )
    if not age.undated_share:
        return f"{told}."
    share = wording.share(age.undated_share, language)
    return language.say(mark("{told}; {share} of them have no date."), told=told, share=share)
