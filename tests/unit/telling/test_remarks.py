"""What a scenario leaves out is said beside its answer: by the catalogue for all, by this pack where it has nothing."""

import pytest

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.impact import ensemble
from beredt.domain.impact.result import Assessment
from beredt.kit.language import language
from beredt.telling import answer, hazard_words
from beredt.telling.hazards import localise_all, told_missing
from beredt.telling.names import names_of
from factories.impact import build_municipality

CATALOGUES = load_catalogues()
SNAPSHOT = build_municipality()
LOCAL = localise_all(CATALOGUES.selected.hazards, snapshot=SNAPSHOT, horizon_hours=72)
WITH_GAPS = [scenario for scenario in LOCAL.scenarios if scenario.left_out]


def remarks(code):
    return LOCAL.remarks(language(code), vocabulary=load_vocabulary())


def test_there_is_something_to_leave_out_in_a_small_municipality():
    assert WITH_GAPS


@pytest.mark.parametrize("code", ["da", "en"])
def test_exactly_the_levers_that_meet_nothing_are_named(code):
    by_id = {hazard.hazard_id: hazard for hazard in LOCAL.hazards}
    for scenario in LOCAL.scenarios:
        told = " ".join(remarks(code).get(scenario.hazard, ()))
        for lever in by_id[scenario.hazard].template.levers:
            named = hazard_words.lever_what(lever, language(code), vocabulary=load_vocabulary())
            assert (named in told) == (lever.cause in scenario.left_out), (scenario.hazard, lever.cause)


def test_a_hazard_that_leaves_nothing_out_has_no_remark():
    for scenario in LOCAL.scenarios:
        hazard = next(hazard for hazard in LOCAL.hazards if hazard.hazard_id == scenario.hazard)
        if not scenario.left_out and hazard.template.limits is None:
            assert scenario.hazard not in remarks("da")


@pytest.mark.parametrize("is_alone", [True, False])
def test_the_answer_says_it(is_alone):
    scenarios = WITH_GAPS[:1] if is_alone else LOCAL.scenarios
    results = tuple(ensemble.assess_scenario(snapshot=SNAPSHOT, scenario=s, draws=5, seed=1) for s in scenarios)
    names = names_of(
        snapshot=SNAPSHOT,
        vocabulary=load_vocabulary(),
        language=language("da"),
        hazard_names=LOCAL.names(language("da")),
    )
    assessment = Assessment(pack_hash="", hazards=results, single_points=(), not_modelled=())
    text = " ".join(answer.render_answer(assessment, names=names, remarks=remarks("da")).split())
    for scenario in scenarios:
        for sentence in remarks("da").get(scenario.hazard, ()):
            assert sentence in text
    assert "Ikke med, fordi pakken ikke har noget, det kan ramme: " in text


def test_advice_names_its_source_by_title_where_the_edition_is_at_hand():
    keys = {source.key: source.title for source in CATALOGUES.selected.sources}
    bare = told_missing(LOCAL.missing, language("da"), vocabulary=load_vocabulary())
    named = told_missing(LOCAL.missing, language("da"), vocabulary=load_vocabulary(), editions=(CATALOGUES.selected,))
    assert any(entry.advice for entry in bare)
    for one, other in zip(bare, named, strict=True):
        assert [keys[advice.source] for advice in one.advice] == [advice.source for advice in other.advice]
