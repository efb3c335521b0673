"""Charts for pages: nothing that a strict page forbids, the same values in picture and table."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.impact.by_area import area_timeline
from beredt.kit.language import language
from beredt.telling import figures, wording
from beredt.telling.names import names_of
from beredt.telling.page_charts import chart_hours, need_chart, service_charts
from factories import impact
from oracles import chances, networks


def names(code="da"):
    return names_of(
        snapshot=impact.build_municipality(), vocabulary=load_vocabulary(), language=language(code), hazard_names={}
    )


@given(result=impact.results())
@settings(max_examples=40, deadline=None)
def test_one_chart_a_service_and_its_table_says_the_curve(result):
    charts = service_charts(result, names=names())
    curves = {f"service-{curve.service}": curve for curve in result.services}
    gaps = {f"service-{entry.service}" for entry in result.coverage if entry.service and entry.state == "not_modelled"}
    assert {chart.chart_id for chart in charts} == {*curves, *(gaps - set(curves))}
    for chart in charts:
        picture = ElementTree.fromstring(chart.svg.replace("<svg", '<svg xmlns="x"', 1))
        assert picture.attrib["role"] == "img"
        assert picture.attrib["aria-label"]
        assert "style" not in chart.svg
        if chart.chart_id not in curves:
            assert chart.rows == ()
            assert 'class="gap" fill="url(#gap-' in chart.svg
            continue
        for hour, row in zip(chart_hours(result.horizon_hours), chart.rows, strict=True):
            spread = figures.curve_at(curves[chart.chart_id], hour)
            assert row[1:] == tuple(
                wording.people(value, language("da")) for value in (spread.mean, spread.p10, spread.p50, spread.p90)
            )


@pytest.mark.parametrize(("horizon", "hours"), [(72, 14), (336, 16), (1, 2), (4, 2)])
def test_a_table_names_the_guide_hours_and_a_few_more(horizon, hours):
    named = chart_hours(horizon)
    assert len(named) == hours
    assert set(figures.table_hours(horizon)) <= set(named)
    assert named == tuple(sorted(set(named)))
    assert named[-1] == horizon


@given(
    case=networks.networks(max_assets=5, horizon_step=60, max_horizon=600).flatmap(
        lambda network: chances.scenarios(network).map(lambda scenario: (network, scenario))
    )
)
@settings(max_examples=20, deadline=None)
def test_the_need_chart_ends_with_the_harm_of_the_run(case):
    network, scenario = case
    timeline = area_timeline(snapshot=networks.as_snapshot(network), scenario=scenario, draws=30, seed=1)
    chart = need_chart(timeline, names=names())
    assert chart.rows[-1][1] == wording.people(float(timeline.need_mean[-1]), language("da"))
    assert "nan" not in chart.svg
    assert not re.search(r"\bNone\b", chart.svg)


def test_english_charts_are_english():
    charts = service_charts(impact.build_result(), names=names("en"))
    assert charts[0].title == "Power"
    assert "borgere" not in "".join(chart.svg for chart in charts)
