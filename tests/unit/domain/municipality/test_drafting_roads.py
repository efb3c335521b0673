"""Connected parts and junctions of road networks, against a plain search."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from beredt.domain.municipality.drafting import roads
from beredt.domain.municipality.drafting.facts import RoadWays


def ways(*lines):
    """Road ways through node numbers; node n lies at n hundredths of a degree east of 14, on a line."""
    nodes = [node for line in lines for node in line]
    return RoadWays(
        file="f",
        offsets=np.cumsum([0, *map(len, lines)]),
        node=np.array(nodes, dtype=np.int64),
        lon=np.array([round((14 + node / 100) * 1e7) for node in nodes], dtype=np.int32),
        lat=np.full(len(nodes), 551000000, dtype=np.int32),
    )


def parts_by_search(lines):
    """How many connected parts: sets of nodes are merged one line at a time."""
    groups = []
    for line in lines:
        touched = [group for group in groups if group & set(line)]
        groups = [group for group in groups if group not in touched] + [set(line).union(*touched)]
    return len(groups)


LINES = st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=4, unique=True), min_size=1, max_size=8)


@given(LINES)
def test_connected_parts_equal_a_plain_search(lines):
    facts = roads.describe_roads(ways(*lines), None)
    assert facts.components == parts_by_search(lines)
    assert facts.ways == len(lines)
    assert 0 < facts.largest_share <= 1


@given(LINES)
def test_length_is_the_sum_of_the_ways_and_order_is_irrelevant(lines):
    alone = sum(roads.describe_roads(ways(line), None).km for line in lines)
    assert roads.describe_roads(ways(*lines), None).km == pytest.approx(alone)
    assert roads.describe_roads(ways(*reversed(lines)), None).km == pytest.approx(alone)


@given(LINES)
def test_junctions_equal_counting_pieces_at_each_node(lines):
    met = {}
    for line in lines:
        for place, node in enumerate(line):
            met[node] = met.get(node, 0) + (1 if place in {0, len(line) - 1} else 2)
    lon, _ = roads.junctions(ways(*lines))
    found = {round((x / 1e7 - 14) * 100) for x in lon.tolist()}
    assert found == {node for node, count in met.items() if count >= 3}


def test_only_ways_inside_the_border_count():
    network = ways((0, 1), (1, 2), (50, 51))
    west = shapely.box(13.9, 55.0, 14.3, 55.2)
    facts = roads.describe_roads(network, west)
    assert (facts.ways, facts.components) == (2, 1)
    assert facts.covers == pytest.approx(0.0, abs=1e-6)
    assert roads.describe_roads(network, shapely.box(8, 54, 9, 55)).ways == 0


def test_no_roads_at_all():
    facts = roads.describe_roads(ways(), None)
    assert (facts.ways, facts.km, facts.components, facts.largest_share) == (0, 0.0, 0, 0.0)
    assert len(roads.junctions(ways())[0]) == 0
