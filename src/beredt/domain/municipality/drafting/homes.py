"""Care homes as the register has them: a home, what it has of power, and its residents."""

from __future__ import annotations

import attrs

from beredt.domain.municipality.drafting.defaults import Hours, SupplyNeed
from beredt.domain.municipality.drafting.estimates import SMALLEST_CELL
from beredt.domain.municipality.drafting.local import PlacedHome
from beredt.domain.municipality.drafting.names import plain_key
from beredt.domain.municipality.drafting.rows import DraftRows
from beredt.domain.municipality.tables import AssetRow, Origin

KIND = "care_home"
GENERATOR = "generator"
_LONGEST_SLUG = 40


@attrs.frozen(kw_only=True)
class DraftedHome:
    """A home in the pack: asset, residents [persons] and where their number is from.

    `span` [persons] where the register has no number. A home with fewer than `SMALLEST_CELL` dwellings has
    `is_tiny`: its residents are counted at the municipality only.
    """

    asset_id: str
    home_slug: str
    placed: PlacedHome
    people: int
    origin: Origin
    span: Hours | None = None

    @property
    def is_tiny(self) -> bool:
        """Whether its residents are too few to be told apart."""
        return self.people < SMALLEST_CELL


def draft_homes(rows: DraftRows, homes: tuple[PlacedHome, ...], *, area_ids: dict[str, str]) -> list[DraftedHome]:
    """Adds the homes' assets with what they hang on; their residents are for `people` to add."""
    drafted = []
    taken: set[str] = set()
    for placed in sorted(homes, key=_place_in_order):
        slug = _slug(placed.home.name, taken)
        home = _drafted(rows, placed, slug)
        drafted.append(home)
        rows.add_asset(
            AssetRow(
                asset_id=home.asset_id,
                kind=KIND,
                name=placed.home.name or rows.defaults.kind_names[KIND],
                lon=placed.lon,
                lat=placed.lat,
                area_id=area_ids.get(placed.part_code, ""),
                service="shelter",
                origin=Origin(basis="assumed", source=placed.home.source, as_of=placed.home.as_of),
            )
        )
        generator = SupplyNeed(
            group_id="power",
            suppliers=("power",),
            hours=rows.defaults.generator,
            kind="fuel",
            source=rows.text("generator"),
        )
        rows.depend(home.asset_id, generator, assumption=f"{GENERATOR}-{slug}")
    return drafted


def _drafted(rows: DraftRows, placed: PlacedHome, slug: str) -> DraftedHome:
    home = placed.home
    if home.homes:
        source = rows.text("dwellings", register=home.source, homes=home.homes)
        origin = Origin(basis="assumed", source=source, as_of=home.as_of)
        return DraftedHome(asset_id=f"home-{slug}", home_slug=slug, placed=placed, people=home.homes, origin=origin)
    span = rows.defaults.unknown_homes
    source = rows.text(
        "dwellings_unknown", register=home.source, homes=f"{span.likely:g}", low=f"{span.low:g}", high=f"{span.high:g}"
    )
    return DraftedHome(
        asset_id=f"home-{slug}",
        home_slug=slug,
        placed=placed,
        people=int(span.likely),
        origin=rows.default_origin(source),
        span=span,
    )


def _slug(name: str, taken: set[str]) -> str:
    """A short id from a name, with a number where two homes would share it."""
    words = [plain_key(word) for word in name.split()]
    bare = "-".join(word for word in words if word)[:_LONGEST_SLUG].strip("-") or "home"
    slug, number = bare, 2
    while slug in taken:
        slug, number = f"{bare}-{number}", number + 1
    taken.add(slug)
    return slug


def _place_in_order(placed: PlacedHome) -> tuple[object, ...]:
    """Whatever tells two homes apart: entries of one name must not stand as their files happened to be read."""
    home = placed.home
    return home.name, home.postcode, home.street, home.homes is not None, home.homes or 0, str(attrs.astuple(home))
