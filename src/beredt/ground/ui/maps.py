"""A map as a value: where its areas, places and roads are fetched, and the same as a table beside it.

All addresses are this application's own. Areas are GeoJSON features with `id`, `name` and the value that shades them
(a number, or a text such as `<5`); places are points with `id`, `name`, `kind`, `service`,
and `down` where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from beredt.ground.ui.tables import Table
from beredt.kit.language import Language, mark

STEPS = 5


@attrs.frozen(kw_only=True)
class AreaMap:
    """A map of areas shaded by `value` in five steps up to `top` (0: the largest value there is).

    `bounds` is west, south, east, north [degrees]. `series` holds per area id one value per hour for the slider.
    `card_url` is the address of a place's page with `ID` where its id belongs. `roads_kind` is `geojson` or `tiles`.
    """

    name: str
    title: str
    areas_url: str
    bounds: tuple[float, float, float, float] | None = None
    value: str = "people"
    top: float = 0.0
    assets_url: str = ""
    card_url: str = ""
    roads_url: str = ""
    roads_kind: str = "geojson"
    series: Mapping[str, Sequence[float | None]] | None = None
    hour: int = 0
    table: Table | None = None

    def settings(self, language: Language) -> dict[str, Any]:
        """What the script in the page needs, ready to be written as JSON."""
        say = language.say
        return {
            "areasUrl": self.areas_url,
            "assetsUrl": self.assets_url,
            "cardUrl": self.card_url,
            "roadsUrl": self.roads_url,
            "roadsKind": self.roads_kind,
            "bounds": self.bounds,
            "value": self.value,
            "top": self.top,
            "series": {key: list(values) for key, values in self.series.items()} if self.series else None,
            "hour": self.hour,
            "locale": language.code,
            "words": {
                "notAssessed": say(mark("not assessed")),
                "upTo": say(mark("up to {number}"), number="#"),
                "nobody": say(mark("nobody")),
                "open": say(mark("Open the card")),
                "down": say(mark("down")),
                "zoomIn": say(mark("Zoom in")),
                "zoomOut": say(mark("Zoom out")),
                "map": self.title,
            },
        }
