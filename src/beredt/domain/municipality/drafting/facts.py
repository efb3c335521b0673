"""What open data says of Denmark: outlines, care homes, located things, head-counts, roads. Values only."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

LEVELS = ("municipality", "polling_area", "postcode", "parish")
"""What an outline or a head-count is about; sub-areas in the order in which they are preferred at equal knowledge."""


@attrs.frozen(kw_only=True, eq=False)
class Outline:
    """The border of one municipality or part of one, dissolved; `shape` in WGS 84 (longitude, latitude).

    `code` is a municipality code without leading zeros, a postcode (or a range such as 1000-1499), a parish code.
    """

    level: str
    code: str
    name: str
    shape: BaseGeometry
    source: str
    municipality_code: str = ""


@attrs.frozen(kw_only=True)
class CareHome:
    """One row of the care-home register. `homes` [dwellings] is None where the register has no number, or 0."""

    name: str
    municipality_code: str
    street: str = ""
    postcode: str = ""
    ownership: str = ""
    homes: int | None = None
    lon: float | None = None
    lat: float | None = None
    is_closed: bool = False
    source: str = ""
    as_of: str = ""


@attrs.frozen(kw_only=True)
class Spot:
    """A located thing of a kind of the vocabulary, for instance a pharmacy; name and municipality may be blank."""

    kind: str
    name: str
    lon: float
    lat: float
    municipality_code: str = ""
    source: str = ""


@attrs.frozen(kw_only=True)
class HeadCount:
    """Inhabitants [persons] of a municipality, postcode or parish at a time such as 2026 or 2026K1."""

    level: str
    code: str
    people: int
    as_of: str
    source: str


@attrs.frozen(kw_only=True, eq=False)
class RoadWays:
    """The car-routable ways of one road file.

    Axis way: `offsets` (one element more) into axis node. Axis node: `node` ids, `lon` and `lat` [1e-7 degrees].
    """

    file: str
    offsets: NDArray[np.int64]
    node: NDArray[np.int64]
    lon: NDArray[np.int32]
    lat: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.offsets) - 1


@attrs.frozen(kw_only=True, eq=False)
class AddressPoints:
    """Where people live, from a road file with addresses: points [1e-7 degrees], axis address."""

    file: str
    lon: NDArray[np.int32]
    lat: NDArray[np.int32]


@attrs.frozen(kw_only=True, eq=False)
class OpenData:
    """Everything that a folder of open data holds for all of Denmark.

    `care_homes` are the register's; `mapped_homes` those of a map, used only where the register names none.
    """

    outlines: tuple[Outline, ...] = ()
    care_homes: tuple[CareHome, ...] = ()
    mapped_homes: tuple[CareHome, ...] = ()
    spots: tuple[Spot, ...] = ()
    head_counts: tuple[HeadCount, ...] = ()
    roads: tuple[RoadWays, ...] = ()
    addresses: tuple[AddressPoints, ...] = ()


@attrs.frozen(kw_only=True)
class KnownMunicipality:
    """A municipality as our own table has it."""

    code: str
    name: str
    official_name: str
    region: str
    population: int
    population_source: str
    as_of: str


NO_DATA = OpenData()
