"""The area map: every area at its place, its number, its shade; small numbers never told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.kit.language import language
from beredt.telling.area_map import STEPS, WIDTH, area_people, draw_map, shapes_of, step_of
from beredt.telling.names import Names
from factories.municipality import square

NAMES = Names(
    language=language("da"),
    vocabulary=Vocabulary(services={}, kinds={}, need_types={}, municipalities={}, fictitious_codes=frozenset()),
    municipality="Vestby",
    asset_names={},
    area_names={"nord": "Nordby <b>", "syd": "Sydby"},
)


def test_north_is_up_and_east_is_right():
    shapes = shapes_of({"nord": square(10.0, 56.2), "syd": square(10.1, 56.0)})
    nord, syd = shapes.shapes
    assert nord.label_y < syd.label_y
    assert nord.label_x < syd.label_x
    assert shapes.height > 0
    assert shapes.width <= WIDTH


def test_a_square_of_land_is_square_on_the_map():
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    land = {"type": "Polygon", "coordinates": [[[10, 59.95], [10.2, 59.95], [10.2, 60.05], [10, 60.05], [10, 59.95]]]}
    shapes = shapes_of({"a": land})
    points = [pair.split() for pair in re.findall(r"[ML]\s*([\d.]+ [\d.]+)", shapes.shapes[0].outline)]
    xs, ys = ([float(point[axis]) for point in points] for axis in (0, 1))
    assert (max(xs) - min(xs)) / (max(ys) - min(ys)) == pytest.approx(1.0, rel=0.01)


def test_islands_holes_and_areas_without_an_outline():
    first, second = square(10.0, 56.0)["coordinates"], square(10.5, 56.0)["coordinates"]
    hole = square(10.02, 56.02, side=0.02)["coordinates"][0]
    geometries = {
        "øer": {"type": "MultiPolygon", "coordinates": [first, second]},
        "hul": {"type": "Polygon", "coordinates": [*second, hole]},
        "intet": None,
        "punkt": {"type": "Point", "coordinates": [10, 56]},
    }
    shapes = shapes_of(geometries)
    assert [shape.area_id for shape in shapes.shapes] == ["øer", "hul"]
    assert [shape.outline.count("M") for shape in shapes.shapes] == [2, 2]
    assert shapes_of({"intet": None}).shapes == ()


def test_the_picture_names_every_area_and_escapes_it():
    shapes = shapes_of({"nord": square(10.0, 56.2), "syd": square(10.1, 56.0)})
    drawn = draw_map(shapes, {"nord": 212.4, "syd": 0.0}, top=212.4, names=NAMES, title="Efter 4 t")
    assert "Nordby &lt;b&gt;: 210" in drawn
    assert "Sydby: 0" in drawn
    assert 'class="area step-5"' in drawn
    assert 'class="area step-0"' in drawn
    assert 'data-number="nord"' in drawn
    assert "style" not in drawn


@given(value=st.floats(0, 1e5), top=st.floats(0, 1e5))
def test_shades_rise_with_people_and_nobody_has_none(value, top):
    step = step_of(value, top)
    assert 0 <= step <= STEPS
    assert (step == 0) == (value == 0 or top == 0)
    assert step_of(value / 2, top) <= step


@given(value=st.floats(0, 4.999, exclude_min=True))
def test_few_people_are_never_counted(value):
    assert area_people(value, language("da")) == "<5"


@pytest.mark.parametrize(("value", "told"), [(0, "0"), (5, "5"), (12.4, "12"), (212.4, "210"), (1_249, "1.200")])
def test_others_are_told_with_two_figures(value, told):
    assert area_people(value, language("da")) == told
