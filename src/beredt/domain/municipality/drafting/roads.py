"""What a road file says of one municipality: length, connected parts, junctions."""

from __future__ import annotations

import attrs
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from beredt.domain.municipality.drafting.facts import RoadWays

EARTH_RADIUS_KM = 6371.0088
"""Mean radius [km] (Moritz 1980), for lengths of short straight pieces."""
DEGREES = 1e-7
JUNCTION_DEGREE = 3


@attrs.frozen(kw_only=True)
class RoadFacts:
    """The roads of one file inside one municipality.

    `km` of ways [km]; `components` connected parts, the largest holding `largest_share` (0…1) of the length; `covers`
    (0…1) of the municipality's area lies between its roads, None where the border is not known.
    """

    file: str
    ways: int
    km: float
    components: int
    largest_share: float
    covers: float | None


def describe_roads(roads: RoadWays, border: BaseGeometry | None) -> RoadFacts:
    """The roads inside `border`, or all of them where it is not known. A way counts where its middle node lies."""
    inside = ways_inside(roads, border)
    lengths = way_lengths_km(roads)
    labels = way_components(roads, inside)
    per_component = np.bincount(labels, weights=lengths[inside]) if len(labels) else np.zeros(0)
    km = float(lengths[inside].sum())
    return RoadFacts(
        file=roads.file,
        ways=int(inside.sum()),
        km=km,
        components=len(per_component),
        largest_share=float(per_component.max() / km) if km else 0.0,
        covers=_covered_share(roads, inside, border) if border is not None else None,
    )


def _covered_share(roads: RoadWays, inside: NDArray[np.bool_], border: BaseGeometry) -> float:
    """How much of the area inside `border` lies in the hull of the ways' middle nodes."""
    middle = middle_nodes(roads)[inside]
    hull = shapely.convex_hull(shapely.multipoints(np.column_stack([roads.lon[middle], roads.lat[middle]]) * DEGREES))
    whole = float(shapely.area(border))
    return float(shapely.area(shapely.intersection(hull, border))) / whole if whole else 0.0


def middle_nodes(roads: RoadWays) -> NDArray[np.int64]:
    """Position of the middle node of each way, axis way."""
    return (roads.offsets[:-1] + roads.offsets[1:] - 1) // 2


def way_lengths_km(roads: RoadWays) -> NDArray[np.float64]:
    """Length of each way [km], axis way, on a sphere."""
    lon, lat = np.radians(roads.lon * DEGREES), np.radians(roads.lat * DEGREES)
    if len(lon) < 2:
        return np.zeros(len(roads))
    half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[1:]) * np.cos(lat[:-1]) * np.sin(np.diff(lon) / 2) ** 2
    pieces = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    # The step from one way's last node to the next way's first lies between the sums that are taken.
    sums = np.concatenate([[0.0], np.cumsum(pieces)])
    return np.asarray(sums[roads.offsets[1:] - 1] - sums[roads.offsets[:-1]])


def ways_inside(roads: RoadWays, border: BaseGeometry | None) -> NDArray[np.bool_]:
    """Whether the middle node of each way lies inside `border`."""
    if border is None or not len(roads):
        return np.ones(len(roads), dtype=bool)
    middle = middle_nodes(roads)
    return points_inside(roads.lon[middle], roads.lat[middle], border)


def points_inside(lon: NDArray[np.int32], lat: NDArray[np.int32], border: BaseGeometry) -> NDArray[np.bool_]:
    """Whether points [1e-7 degrees] lie inside `border`; those outside its box are never looked at twice."""
    x, y = lon * DEGREES, lat * DEGREES
    west, south, east, north = border.bounds
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    shapely.prepare(border)
    inside[inside] = shapely.intersects_xy(border, x[inside], y[inside])
    return np.asarray(inside)


def way_components(roads: RoadWays, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A number 0… per way of `inside`: ways that share a node, directly or through others, have the same."""
    counts = np.diff(roads.offsets)
    nodes = roads.node[np.repeat(inside, counts)]
    if not len(nodes):
        return np.zeros(0, dtype=np.int64)
    way_of = np.repeat(np.arange(int(inside.sum())), counts[inside])
    _, node_of = np.unique(nodes, return_inverse=True)
    ways = int(inside.sum())
    size = ways + int(node_of.max()) + 1
    graph = coo_matrix((np.ones(len(nodes), dtype=np.int8), (way_of, ways + node_of)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1][:ways]
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)


def junctions(roads: RoadWays) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Longitudes and latitudes [1e-7 degrees] of nodes where at least three pieces of road meet."""
    if not len(roads):
        empty = np.zeros(0, dtype=np.int32)
        return empty, empty
    degree = np.full(len(roads.node), 2)
    degree[roads.offsets[:-1]] = 1
    degree[roads.offsets[1:] - 1] = 1
    _, first, node_of = np.unique(roads.node, return_index=True, return_inverse=True)
    met = np.bincount(node_of, weights=degree) >= JUNCTION_DEGREE
    return roads.lon[first[met]], roads.lat[first[met]]
