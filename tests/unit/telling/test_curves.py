"""The picture: well-formed, told in words too, true to the figures, nothing outside the paper."""

import re
from xml.etree import ElementTree

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.impact.result import CoverageEntry
from beredt.kit.language import language
from beredt.telling import answer, curve_labels, curve_panel, curves, evidence, figures, names, svg
from factories import impact as factory

SVG = "{http://www.w3.org/2000/svg}"


def names_in(code):
    return names.names_of(
        snapshot=factory.build_municipality(),
        vocabulary=load_vocabulary(),
        language=language(code),
        hazard_names={"made-up/power": "strømsvigt"},
    )


DANISH = names_in("da")


def drawn(*results, spoken=DANISH):
    return ElementTree.fromstring(curves.render_curves(results, names=spoken))


def texts(root):
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def test_it_is_a_picture_with_a_name_and_a_description():
    root = drawn(factory.build_result())
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.find(f"{SVG}title").text == "Borgere uden forsyning over tid, Vestby Kommune"
    described = root.find(f"{SVG}desc").text
    assert answer.first_sentence(factory.build_result(), names=DANISH) in described
    assert "Strøm: højst 3.000, fra 0 t." in described


@given(factory.results())
@settings(max_examples=60)
def test_it_is_well_formed_and_stays_on_the_paper(result):
    root = drawn(result)
    _, _, width, height = (float(number) for number in root.get("viewBox").split())
    for node in root.iter():
        for key, most in (("x", width), ("x1", width), ("x2", width), ("y", height), ("y1", height), ("y2", height)):
            if node.get(key) is not None:
                assert 0 <= float(node.get(key)) <= most
        for x, y in points(node):
            assert 0 <= x <= width
            assert 0 <= y <= height


@given(factory.results())
@settings(max_examples=60)
def test_the_table_holds_the_figures_of_the_result(result):
    shown = texts(drawn(result))
    for curve in result.services:
        for hour in figures.table_hours(result.horizon_hours):
            assert evidence.spread_text(figures.curve_at(curve, hour), names=DANISH) in shown


def test_what_is_not_assessed_is_hatched_and_never_a_line_at_zero():
    root = drawn(factory.build_result())
    assert "Ikke vurderet" in texts(root)
    assert len([node for node in root.iter() if node.get("class") == "gap"]) == 1
    panels = curve_panel.panels_of(factory.build_result())
    assert [(panel.service, panel.curve is None) for panel in panels] == [
        ("power", False),
        ("mobile", False),
        ("water", True),
    ]
    assert "ikke vurderet" in texts(root)


def test_what_is_partly_assessed_has_a_hatched_strip():
    partly = (CoverageEntry(service="power", state="partly", verified_share=0.5),)
    root = drawn(factory.build_result(coverage=partly))
    assert "Delvist vurderet" in texts(root)
    assert len([node for node in root.iter() if node.get("class") == "gap"]) == 1


def test_all_panels_have_one_scale_from_zero():
    root = drawn(factory.build_result())
    ticks = [text for text in texts(root) if re.fullmatch(r"[0-9.]+", text)]
    assert ticks.count("4.000") == 3
    assert ticks.count("2.000") == 3


def test_one_run_has_a_line_and_no_band():
    root = drawn(factory.build_exact_result())
    assert not [node for node in root.iter() if node.get("class") in {"band", "edge"}]
    assert len([node for node in root.iter() if node.get("class") == "curve"]) == 2
    assert "Bånd" not in " ".join(texts(root))


def test_the_line_can_be_read_back_from_the_picture():
    people = np.array([0, 3_000, 3_000, 1_000, 0, 0, 500, 500], dtype=np.int64)
    curve = attrs.evolve(factory.build_curve(hours=8), mean=people.astype(float), p10=people, p50=people, p90=people)
    scale = curve_panel.Scale(left=0, top=0, horizon_hours=8, most_people=4_000)
    root = drawn(factory.build_result(services=(curve,), coverage=(), horizon_hours=8))
    (line,) = [node for node in root.iter() if node.get("class") == "curve"]
    corners = points(line)
    left, base = corners[0]
    for hour, value in enumerate(people):
        x = left + scale.x(hour + 0.5) - scale.x(0)
        before = [y for corner_x, y in corners if corner_x <= x]
        assert (base - before[-1]) / (scale.y(0) - scale.y(4_000)) * 4_000 == pytest.approx(value, abs=20)


def test_services_with_most_people_come_first_and_words_say_how_often():
    few = attrs.evolve(
        factory.build_curve("water"), p10=np.zeros(72, int), p50=np.zeros(72, int), p90=np.zeros(72, int)
    )
    none = attrs.evolve(few, service="road", mean=np.zeros(72))
    rare = attrs.evolve(few, service="heat", p90=np.full(72, 9))
    result = factory.build_result(services=(none, few, rare, factory.build_curve("power", people=9_000)), coverage=())
    assert curve_panel.panels_of(result)[0].service == "power"
    shown = texts(drawn(result))
    assert {"ingen", "kun i få forløb", "ingen i det midterste forløb", "højst 9.000, fra 0 t"} <= set(shown)


def test_foreign_names_are_escaped():
    hostile = attrs.evolve(DANISH, municipality='<script>&"')
    root = drawn(factory.build_result(services=(factory.build_curve("<b>&odd"),)), spoken=hostile)
    assert '<script>&"' in texts(root)
    assert "<b>&odd" in " ".join(texts(root))
    assert not root.findall(f".//{SVG}script")


def test_the_same_result_gives_the_same_bytes_and_english_is_english():
    assert curves.render_curves([factory.build_result()], names=DANISH) == curves.render_curves(
        [factory.build_result()], names=names_in("da")
    )
    assert "Power" in texts(drawn(factory.build_result(), spoken=names_in("en")))


def test_nothing_is_fetched_from_anywhere():
    picture = curves.render_curves([factory.build_result()], names=DANISH)
    assert re.findall(r"https?://[^\"]*", picture) == ["http://www.w3.org/2000/svg"]
    assert "<image" not in picture
    assert "@import" not in picture


@given(st.integers(0, 10_000_000))
def test_the_top_of_the_scale_is_near_and_round(people):
    top = curves.nice_top(people)
    assert people <= top <= max(2.5 * people, 1)
    assert top % 10 ** (len(str(top)) - 1) == 0


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_stairs_keep_every_height(heights):
    corners = svg.steps(list(range(len(heights))), heights, len(heights))
    for x, height in enumerate(heights):
        assert [y for corner_x, y in corners if corner_x <= x + 0.5][-1] == height
    assert corners[-1][0] == len(heights)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=72), st.floats(10, 150))
def test_a_label_never_lies_across_its_line(heights, width):
    xs = [4.0 * number for number in range(len(heights))]
    plot = curve_labels.Plot(xs=xs, top=0, right=4.0 * len(heights), bottom=100)
    place = curve_labels.place_beside(plot, heights, width=width)
    if place is None:
        return
    left, baseline = place
    assert left + width <= plot.right
    assert baseline - curve_labels.HEIGHT >= 0
    assert baseline <= plot.bottom
    for x, y in zip(xs, heights, strict=True):
        if left - 4 <= x <= left + width and x >= left - 3.1:
            assert not baseline - curve_labels.HEIGHT < y < baseline


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=72), st.floats(10, 150))
def test_a_label_of_the_band_lies_inside_it(pairs, width):
    uppers, lowers = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    xs = [4.0 * number for number in range(len(pairs))]
    plot = curve_labels.Plot(xs=xs, top=0, right=4.0 * len(pairs), bottom=100)
    place = curve_labels.place_between(plot, uppers, lowers, width=width)
    if place is None:
        return
    left, baseline = place
    for x, upper, lower in zip(xs, uppers, lowers, strict=True):
        if left - 3.1 <= x <= left + width:
            assert upper <= baseline - curve_labels.HEIGHT
            assert baseline <= lower


def points(node):
    drawn_path = node.get("d") or ""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]?([0-9.-]+) ([0-9.-]+)", drawn_path)]
