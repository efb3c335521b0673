"""Published lists of hazards: an edition's facts, its hazards, and how the model can express each of them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from beredt.kit.language import mark

FAMILIES: Mapping[str, str] = {
    "power": mark("power supply"),
    "heat": mark("heat supply"),
    "water": mark("water and water quality"),
    "mobile": mark("mobile network and internet"),
    "it": mark("IT systems and vendors"),
    "staff": mark("staff"),
    "weather": mark("weather"),
    "supply": mark("fuel, medicine and goods"),
    "access": mark("roads and ferries"),
    "security": mark("security and accidents"),
}
"""Template families and their names; measures weigh families equally, then hazards inside a family."""

WORDINGS = ("confirmed", "unconfirmed")
CONFIRMED_AS = ("title", "theme")
COMPLETENESS = ("complete", "partial")
BASES = ("assumed", "verified")


@attrs.frozen(kw_only=True)
class Wording:
    """A text in Danish and English."""

    da: str
    en: str

    def in_language(self, code: str) -> str:
        """The Danish text for `da`, else the English one."""
        return self.da if code == "da" else self.en


@attrs.frozen(kw_only=True)
class Source:
    """Something we have read, or were told about: `url` is empty where its address was not recorded."""

    key: str
    title: str
    url: str = ""


@attrs.frozen(kw_only=True)
class Advice:
    """What a source advises; a recommendation, never a duty."""

    text: Wording
    source_key: str


@attrs.frozen(kw_only=True)
class Lever:
    """One thing that a hazard does to a municipality, in words that fit any pack.

    `lever` is one of `levers.LEVERS`, which says what `services`, `kinds`, `extent`, `condition` and `share` mean to
    it. `probability` is given that the hazard happens; `onset_hours` [h] a window; `duration_p50_hours` and
    `duration_p90_hours` [h]. An `optional` lever that meets nothing in a municipality is left out; a hazard whose other
    levers meet nothing cannot be localised. `because` says why the numbers are as they are.
    """

    cause: str
    lever: str
    because: Wording
    duration_p50_hours: float
    duration_p90_hours: float
    services: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    extent: str = ""
    condition: str = ""
    share: float | None = None
    probability: float = 1.0
    onset_hours: tuple[float, float] = (0.0, 0.0)
    correlation: float = 0.5
    scope: str = "municipality"
    optional: bool = False


@attrs.frozen(kw_only=True)
class Template:
    """How a hazard is expressed: its levers, season, outdoor temperature [°C], and what it leaves out (`limits`).

    `basis` is `assumed` while the numbers are ours. `wider_than_municipality`: what neighbours share is taken.
    """

    levers: tuple[Lever, ...]
    basis: str = "assumed"
    season: str = ""
    temperature_c: float | None = None
    wider_than_municipality: bool = False
    limits: Wording | None = None


@attrs.frozen(kw_only=True)
class Hazard:
    """One entry of an edition.

    `wording` is `confirmed` where a source that was read names it, as an entry's title or as a theme
    (`confirmed_as`). Either `template` or `not_expressible` (the reason) is set, never both.
    """

    edition_id: str
    short_id: str
    names: Wording
    wording: str
    confirmed_as: str = ""
    theme: Wording
    source_key: str
    family: str
    template: Template | None = None
    not_expressible: Wording | None = None
    advice: tuple[Advice, ...] = ()

    @property
    def hazard_id(self) -> str:
        """The full id, `<edition>/<hazard>`."""
        return f"{self.edition_id}/{self.short_id}"

    @property
    def is_confirmed(self) -> bool:
        """Whether a source that was read names it."""
        return self.wording == "confirmed"

    @property
    def is_expressible(self) -> bool:
        """Whether the model has a template for it."""
        return self.template is not None


@attrs.frozen(kw_only=True)
class Edition:
    """One edition of a risk catalogue: facts about it, and the hazards that are known of it.

    `hazards_published` is how many entries the publication has; the ones not listed are counted, never invented.
    """

    edition_id: str
    title: Wording
    publisher: str
    date: str
    version: str
    terms: Wording
    completeness: str
    note: Wording
    is_binding: bool
    hazards_published: int
    source_url: str
    sources: tuple[Source, ...]
    hazards: tuple[Hazard, ...] = ()

    @property
    def confirmed(self) -> tuple[Hazard, ...]:
        """Hazards that a source that was read names."""
        return tuple(hazard for hazard in self.hazards if hazard.is_confirmed)

    @property
    def confirmed_expressible(self) -> tuple[Hazard, ...]:
        """Confirmed hazards that the model can express; their number decides the default edition."""
        return tuple(hazard for hazard in self.confirmed if hazard.is_expressible)

    @property
    def unconfirmed_count(self) -> int:
        """Entries of the publication that no source we read confirms, listed or not."""
        return max(self.hazards_published - len(self.confirmed), 0)

    @property
    def unlisted_count(self) -> int:
        """Entries of the publication that are counted only, because nothing is known of them."""
        return max(self.hazards_published - len(self.hazards), 0)

    def hazard(self, short_id: str) -> Hazard | None:
        """The hazard with that short id, None if the edition has none."""
        return next((hazard for hazard in self.hazards if hazard.short_id == short_id), None)


def choose_default(editions: tuple[Edition, ...]) -> Edition:
    """The edition with the most confirmed hazards that the model can express.

    Ties go to the later date, then to the first id in alphabetical order. Raises `ValueError` without editions.
    """
    if not editions:
        raise ValueError("there is no catalogue to choose from")
    ordered = sorted(editions, key=lambda edition: edition.edition_id)
    return max(ordered, key=lambda edition: (len(edition.confirmed_expressible), edition.date))
