"""Invented data for the gallery: each component in each of its states, said in the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse

from beredt.ground.ui import figures, maps, marks, moments, navigation, tables
from beredt.kit.language import Language, mark
from beredt.telling import svg

_DAY = datetime.date(2026, 11, 23)
_MOMENT = datetime.datetime(2026, 11, 23, 13, 5, tzinfo=datetime.UTC)


def samples(language: Language) -> dict[str, Any]:
    """Everything that the gallery's template shows."""
    say = language.say
    table = sample_table(language)
    return {
        "place": {"code": "", "name": "Fjordby Kommune"},
        "navigation": sample_navigation(language),
        "buttons": (navigation.Link(title=language.say(mark("Now")), url="#notes", letter="n", current=False),),
        "sentence": say(
            mark("A power cut of {horizon} leaves about {count} citizens in need of help, the first after {first}."),
            horizon=language.span(72 * 60),
            count=language.about(213),
            first=language.span(3 * 60),
        ),
        "range": say(
            mark("Between {low} and {high} in 8 of 10 runs."), low=language.about(150), high=language.about(260)
        ),
        "first_basis": marks.basis_mark(
            "assumed", language=language, source=say(mark("The coordinator's guess")), as_of=_DAY
        ),
        "coverage": say(mark("Not assessed: mobile network, wastewater.")),
        "age": say(mark("Oldest figure: {day}."), day=moments.day(_DAY, language)),
        "day": _DAY,
        "now": _MOMENT,
        "table": table,
        "empty_table": tables.table(
            say(mark("Care homes")), [say(mark("Name"))], [], empty=say(mark("No care home is entered yet."))
        ),
        "curve": sample_curve(language),
        "curve_table": tables.table(
            say(mark("Citizens in need of help by hour")),
            [say(mark("Hour")), tables.Column(title=say(mark("Citizens")), kind="number")],
            [
                [language.span(hour * 60), language.about(people)]
                for hour, people in ((0, 0), (4, 35), (24, 120), (72, 213))
            ],
        ),
        "budget_told": sample_budget("250000", language),
        "bars": figures.range_bars(_ranges(language), language=language),
        "bars_title": say(mark("Citizens spared a critical need")),
        "page": Paginator(range(70), 25).page(2),
        "problems": _problems(say),
        "lost": [
            say(mark("{count} answers on the call list"), count=12),
            say(mark("The run from {day}"), day=moments.day(_DAY, language)),
        ],
        "form": sample_form(language)(auto_id="id_%s"),
        "wrong_form": sample_form(language)({"beds": "-1", "heat": "maybe"}, auto_id="wrong_%s"),
        "jobs": _jobs(language),
        "map": sample_map(language),
    }


def sample_navigation(language: Language) -> tuple[navigation.Link, ...]:
    """The navigation as a municipality has it, leading nowhere but down this page."""
    entries = (
        (mark("Overview"), "o"),
        (mark("Risk picture"), "r"),
        (mark("Consequences"), "k"),
        (mark("Measures"), "t"),
        (mark("The municipality"), "m"),
    )
    return tuple(
        navigation.Link(title=language.say(title), url="#tables", letter=letter, current=letter == "k")
        for title, letter in entries
    )


def sample_table(language: Language) -> tables.Table:
    """A table with numbers, a link, a note, and every basis mark."""
    say = language.say

    def row(name: str, people: int, basis: str, note: str = "") -> list[tables.Cell | str]:
        found = marks.basis_mark(
            basis,
            language=language,
            source=say(mark("Call of the day")),
            as_of=_DAY,
            url="#tables",
            by=say(mark("care leader")),
        )
        return [
            tables.Cell(text=name, url="#tables", note=note),
            tables.Cell(text=language.number(people), sort=people),
            tables.Cell(text=language.span(people), sort=people, basis=found),
        ]

    return tables.table(
        say(mark("What holds how long")),
        [
            tables.Column(title=say(mark("Place"))),
            tables.Column(title=say(mark("Citizens")), kind="number"),
            tables.Column(title=say(mark("Holds"))),
        ],
        [
            row("Ærøhuset", 1240, "verified"),
            row("Østbyhjemmet", 95, "assumed", say(mark("The generator has not been tried for a year."))),
            row("Nordby", 310, "default"),
            row("Åvang", 8, "not_assessed"),
        ],
        csv_url="#tables",
    )


def sample_budget(written: str, language: Language) -> str:
    """What stands under the budget slider for an amount as it was written."""
    if not written.isdecimal() or len(written) > 9:
        return language.say(mark("Write the amount in whole kroner."))
    return language.say(mark("For {amount} kroner."), amount=language.number(int(written)))


def sample_curve(language: Language) -> str:
    """A small curve with band and guide lines."""
    high = [(40.0, 180.0), (80.0, 150.0), (200.0, 90.0), (560.0, 40.0)]
    low = [(40.0, 180.0), (80.0, 175.0), (200.0, 140.0), (560.0, 95.0)]
    middle = [(40.0, 180.0), (80.0, 165.0), (200.0, 115.0), (560.0, 68.0)]
    told = language.say(
        mark("About {count} citizens need help after {hours}."), count=213, hours=language.span(72 * 60)
    )
    guides = [svg.line((x, 20), (x, 184), style="guide") for x in (70.0, 213.0, 560.0)]
    ticks = [
        svg.text(language.span(hour * 60), x, 198, style="tick", anchor="middle")
        for hour, x in ((4, 70.0), (24, 213.0), (72, 560.0))
    ]
    gap = svg.element("rect", x=600, y=20, width=90, height=160, class_="gap", fill="url(#gallery-gap)")
    word = marks.WORDS["not_assessed"]
    not_assessed = language.say(word)
    return svg.element(
        "svg",
        svg.element("defs", _hatching("gallery-gap")),
        svg.line((40, 180), (580, 180), style="axis"),
        *guides,
        svg.path([*low, *reversed(high)], style="band", closed=True),
        svg.path(middle, style="curve"),
        *ticks,
        gap,
        svg.text(not_assessed, 645, 198, style="tick", anchor="middle"),
        viewBox="0 0 700 208",
        role="img",
        aria_label=told,
    )


def _hatching(name: str) -> str:
    return svg.element(
        "pattern",
        svg.element("rect", width=8, height=8, fill="#ffffff"),
        svg.element("line", x1=0, y1=0, x2=0, y2=8, class_="stroke"),
        id=name,
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _ranges(language: Language) -> list[figures.Range]:
    say = language.say
    entries = (
        (mark("Spare batteries for oxygen"), 12, 19, 24, mark("first in {count} of {all}"), 31),
        (mark("Generator for two care homes"), 4, 16, 30, mark("first in {count} of {all}"), 9),
        (mark("Water tank on a trailer"), -2, 3, 9, "", 0),
    )
    return [
        figures.Range(
            label=say(name),
            low=low,
            middle=middle,
            high=high,
            told=say(mark("{middle} ({low} to {high})"), middle=middle, low=low, high=high),
            note=say(note, count=count, all=40) if note else "",
        )
        for name, low, middle, high, note, count in entries
    ]


def _problems(say: Any) -> list[Mapping[str, str]]:
    return [
        {
            "place": "assets.csv:14:people",
            "sentence": say(mark("“many” is not a number.")),
            "remedy": say(mark("Write the number of citizens, or leave the cell empty.")),
            "level": "error",
        },
        {
            "place": "assets.csv:20:lon",
            "sentence": say(mark("The place lies outside its area.")),
            "remedy": say(mark("Check that longitude and latitude have not changed places.")),
            "level": "warning",
        },
    ]


def sample_form(language: Language) -> type[forms.Form]:
    """A form with a field of each kind."""
    say = language.say

    class SampleForm(forms.Form):
        name = forms.CharField(label=say(mark("Name")), help_text=say(mark("As people call the place.")))
        beds = forms.IntegerField(label=say(mark("Beds")), min_value=0)
        kind = forms.ChoiceField(
            label=say(mark("Kind")),
            choices=[("home", say(mark("Care home"))), ("hall", say(mark("Hall")))],
            required=False,
        )
        heat = forms.ChoiceField(
            label=say(mark("Does the place keep warm without power?")),
            choices=[("yes", say(mark("Yes"))), ("no", say(mark("No"))), ("unknown", say(mark("Don't know")))],
            widget=forms.RadioSelect,
            help_text=say(mark("“Don't know” becomes a question on the call list.")),
        )
        note = forms.CharField(label=say(mark("Note")), widget=forms.Textarea(attrs={"rows": 3}), required=False)
        tried = forms.BooleanField(label=say(mark("The generator was tried this year")), required=False)

    return SampleForm


class SampleJob:
    """A job as `ui/job.html` reads one, which leads nowhere."""

    title = mark("Assess hazards")
    municipality = "000"

    def __init__(
        self, number: int, state: str, told: str, percent: int, *, finished: bool, result_url: str = ""
    ) -> None:
        self.job_id = f"sample-{number}"
        self.state = state
        self.told = told
        self.percent = percent
        self.is_finished = finished
        self.is_sample = True
        self.result_url = result_url
        self.may_cancel = not finished
        self.may_retry = finished and not result_url

    def state_in(self, language: Language) -> str:
        """The state in a word."""
        return language.say(self.state)

    def told_in(self, language: Language) -> str:
        """What happens, in a sentence."""
        return language.say(self.told)


def _jobs(language: Language) -> list[SampleJob]:
    return [
        SampleJob(1, mark("Running."), mark("Hazard 4 of 9."), 44, finished=False),
        SampleJob(2, mark("Done."), mark("It took 2 minutes."), 100, finished=True, result_url="#jobs"),
        SampleJob(3, mark("Failed."), mark("The municipality has no areas."), 10, finished=True),
    ]


def sample_map(language: Language) -> maps.AreaMap:
    """Three areas of an island that does not exist, over three days."""
    say = language.say
    series: dict[str, list[float | None]] = {
        "north": [0, 0, 4, 12, 20, 31],
        "east": [0, 10, 35, 95, 140, 170],
        "west": [None] * 6,
    }
    words = {"north": "Nordby", "east": "Østby", "west": "Vestby"}
    unknown = marks.WORDS["not_assessed"]
    rows: list[list[tables.Cell | str]] = [
        [
            words[key],
            tables.Cell(text=say(unknown) if values[-1] is None else language.number(values[-1])),
        ]
        for key, values in series.items()
    ]
    return maps.AreaMap(
        name="sample",
        title=say(mark("Citizens in need of help, by area")),
        areas_url=reverse("ui:sample_areas"),
        assets_url=reverse("ui:sample_places"),
        card_url="/ui/#ID",
        series=series,
        hour=3,
        table=tables.table(
            say(mark("Citizens in need of help, by area")),
            [say(mark("Area")), tables.Column(title=say(mark("Citizens")), kind="number")],
            rows,
            caption_hidden=True,
        ),
    )


def sample_areas() -> dict[str, Any]:
    """The outlines of the sample map's areas."""
    corners = (
        ("north", "Nordby", 10.0, 55.1, 0.2),
        ("east", "Østby", 10.1, 55.0, 0.1),
        ("west", "Vestby", 10.0, 55.0, 0.1),
    )
    return _collection(
        [
            (
                {"type": "Polygon", "coordinates": [_ring(west, south, width)]},
                {"id": key, "name": name},
            )
            for key, name, west, south, width in corners
        ]
    )


def sample_places() -> dict[str, Any]:
    """The places of the sample map."""
    places = (
        ("havnebo", "Havnebo", "care", 10.05, 55.16),
        ("vand", "Østby vandværk", "water", 10.17, 55.03),
        ("station", "Østby station", "power", 10.03, 55.03),
        ("mast", "Mast 3", "mobile", 10.16, 55.17),
    )
    return _collection(
        [
            (
                {"type": "Point", "coordinates": [lon, lat]},
                {"id": key, "name": name, "kind": "", "service": service, "down": key == "vand"},
            )
            for key, name, service, lon, lat in places
        ]
    )


def _ring(west: float, south: float, width: float) -> list[list[float]]:
    east, north = west + width, south + 0.1
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _collection(entries: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    features = [{"type": "Feature", "geometry": geometry, "properties": facts} for geometry, facts in entries]
    return {"type": "FeatureCollection", "features": features}
