"""`{% load words %}`: sentences, numbers, moments and shared pieces in the reader's language.

Only `say` and `say_count` take message ids; every other tag takes what is said already (`{% say "…" as title %}`).
"""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from beredt.ground.ui import figures, marks, moments, reading, writing
from beredt.ground.ui.maps import AreaMap
from beredt.ground.ui.tables import Table
from beredt.kit.errors import UserError
from beredt.kit.language import mark

register = template.Library()


@register.simple_tag
def say(message_id: str, **values: object) -> SafeString:
    """The sentence with its places filled: numbers as written here, texts escaped, safe HTML kept.

    A year or a number that names something goes in as text: `{{ year|stringformat:"d" }}`.
    """
    language = reading.active_language()
    said = {key: _filled(value) for key, value in values.items()}
    return mark_safe(_escaped(language.say(message_id)).format(**said) if said else _escaped(language.say(message_id)))


@register.simple_tag
def say_count(singular: str, plural: str, count: int, **values: object) -> SafeString:
    """`singular` or `plural` by `count`, which fills the place `{count}`."""
    return say(singular if count == 1 else plural, count=count, **values)


@register.filter
def said(message_id: str) -> str:
    """A marked sentence without places, from a value that holds its message id."""
    return reading.active_language().say(message_id) if message_id else ""


@register.filter
def told(value: Any) -> str:
    """What a value or an error tells of itself in the reader's language (its `told_in`)."""
    return str(value.told_in(reading.active_language()))


@register.filter
def state_told(value: Any) -> str:
    """The state of a value in a word or two in the reader's language (its `state_in`)."""
    return str(value.state_in(reading.active_language()))


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """A number with the reader's marks; a missing one is a dash."""
    return "–" if value is None else reading.active_language().number(value, decimals=decimals)


@register.filter
def about(value: float | None) -> str:
    """A modelled figure with two significant figures; a missing one is a dash."""
    return "–" if value is None else reading.active_language().about(value)


@register.filter
def span(minutes: float | None) -> str:
    """Whole minutes [min] as hours and minutes; a missing span is a dash."""
    return "–" if minutes is None else reading.active_language().span(round(minutes))


@register.filter
def day(value: datetime.date | None) -> str:
    """A day, `23. november 2026`; a missing one is a dash."""
    return "–" if value is None else moments.day(value, reading.active_language())


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A moment, `23. november 2026 kl. 14.05`; a missing one is a dash."""
    return "–" if value is None else moments.moment(value, reading.active_language())


@register.filter
def clock(value: datetime.datetime | None) -> str:
    """The time of day, `kl. 14:32`; a missing one is a dash."""
    return "–" if value is None else moments.clock(value, reading.active_language())


@register.filter
def iso(value: datetime.datetime | datetime.date | None) -> str:
    """A day or moment for a machine, in Danish time."""
    if value is None:
        return ""
    return moments.local(value).isoformat() if isinstance(value, datetime.datetime) else value.isoformat()


@register.simple_tag
def basis(
    kind: str, source: str = "", as_of: datetime.date | str | None = None, by: str = "", url: str = ""
) -> SafeString:
    """The basis mark of a value; `url` is where the value can be corrected."""
    language = reading.active_language()
    return basis_of(marks.basis_mark(kind or "", language=language, source=source, as_of=as_of, by=by, url=url))


@register.simple_tag
def basis_of(found: marks.BasisMark) -> SafeString:
    """A basis mark that is made already."""
    return writing.basis(found, correct=reading.active_language().say(mark("Correct the value")))


@register.inclusion_tag("ui/data_table.html")
def data_table(table: Table) -> dict[str, object]:
    """A table with search, sorting and copying where scripts run, and the same table where they do not."""
    correct = reading.active_language().say(mark("Correct the value"))
    return {"table": table, "number": writing.next_number(), "rows": writing.rows(table, correct=correct)}


@register.inclusion_tag("ui/chart.html")
def chart(
    picture: str, table: Table | None = None, title: str = "", note: str = "", wide: bool = True
) -> dict[str, object]:
    """A picture (SVG) under its title, with the table behind it one key away."""
    unique = str(writing.next_number())
    shown = mark_safe(figures.fit_for_page(picture, number=unique))
    return {
        "picture": shown,
        "table": table,
        "title": title,
        "note": note,
        "wide": wide,
        "size": figures.size_of(picture),
        "number": unique,
    }


@register.inclusion_tag("ui/map.html")
def area_map(map: AreaMap, hours: int = 0) -> dict[str, object]:
    """A map beside its table; `hours` is the last hour of its slider, 0 for none."""
    return {"map": map, "hours": hours, "settings": map.settings(reading.active_language())}


@register.filter
def picture(svg_text: str) -> SafeString:
    """A small picture that we drew ourselves (a range bar), as it is."""
    return mark_safe(svg_text)


@register.filter
def dressed(field: Any) -> SafeString:
    """A form field's control with the look of its kind; its hint and error are tied to it by Django."""
    kinds = {"select": "form-select", "textarea": "form-input", "checkbox": "form-checkbox", "radio": "form-radio"}
    widget = field.field.widget
    name = kinds.get(getattr(widget, "input_type", "textarea"), "form-input")
    dress = f"{widget.attrs.get('class', '')} {name}".strip()
    return SafeString(field.as_widget(attrs={"class": dress}))


@register.filter
def is_choice(field: Any) -> bool:
    """True for a group of radio buttons or checkboxes, which stands in a fieldset."""
    return bool(field.use_fieldset)


@register.filter
def is_tick(field: Any) -> bool:
    """True for a single checkbox, whose label stands after it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.simple_tag
def problem_said(sentence: str, values: dict[str, object] | None = None) -> str:
    """A marked sentence with its values, as an error carries them."""
    return reading.active_language().say(sentence, **(values or {}))


@register.simple_tag
def problem(error: UserError) -> str:
    """A user's error in the reader's language."""
    return error.told_in(reading.active_language())


def _filled(value: object) -> str:
    language = reading.active_language()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return language.number(value, decimals=0 if isinstance(value, int) else 2)
    return str(conditional_escape(value if isinstance(value, SafeString) else str(value)))


def _escaped(sentence: str) -> str:
    return str(conditional_escape(sentence))
