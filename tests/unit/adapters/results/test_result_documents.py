"""`beredt/assess/1` and `beredt/explain/1`: as the schemas say, sorted, null where nothing is known."""

import itertools
import json
from importlib import resources

import attrs
import jsonschema
import pytest
from hypothesis import given

from beredt.adapters.results import files
from beredt.adapters.results.assess_document import assess_document
from beredt.adapters.results.explain_document import ExplainedRun, explain_document
from beredt.domain.impact.result import SourcedAdvice
from factories import impact as factory


def schema(name):
    text = (resources.files("beredt") / "content" / "schemas" / name).read_text(encoding="utf-8")
    loaded = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(loaded)
    return loaded


ASSESS, EXPLAIN = schema("assess-1.json"), schema("explain-1.json")


def closed(part):
    """The schema with every object closed, so that a field nobody described is found."""
    if isinstance(part, list):
        return [closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: closed(value) for key, value in part.items()}
    return {**inner, "additionalProperties": False} if part.get("type") == "object" else inner


def validator(part):
    return jsonschema.Draft202012Validator(part)


def require_valid(document, checker):
    error = jsonschema.exceptions.best_match(checker.iter_errors(document))
    assert error is None, f"{error.json_path}: {error.message[:200]}"


CLOSED_ASSESS, CLOSED_EXPLAIN = validator(closed(ASSESS)), validator(closed(EXPLAIN))


def document_of(*results, **changes):
    document = assess_document(
        factory.build_assessment(*results, **changes), municipality_code="999", municipality_name="Vestby Kommune"
    )
    return json.loads(files.render_json(document))


@given(factory.results())
def test_every_result_is_as_the_schema_says_with_no_field_undescribed(result):
    require_valid(document_of(result), CLOSED_ASSESS)


def test_a_full_one_too():
    advised = attrs.evolve(factory.build_assessment().not_modelled[0], advice=(SourcedAdvice(text="a", source="b"),))
    require_valid(document_of(not_modelled=(advised,)), CLOSED_ASSESS)


@pytest.mark.parametrize("field", ["schema", "hazards", "pack_hash", "not_modelled"])
def test_the_schema_bites(field):
    document = document_of()
    del document[field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, ASSESS)


def test_the_order_of_the_engine_has_no_influence():
    result = factory.build_result()
    shuffled = attrs.evolve(result, services=result.services[::-1], needs=result.needs[::-1])
    assert document_of(result) == document_of(shuffled)
    other = factory.build_result(hazard="made-up/aaa")
    assert document_of(result, other) == document_of(other, result)
    for needs in itertools.permutations(result.needs):
        assert document_of(attrs.evolve(result, needs=needs)) == document_of(result)


def test_hours_of_minutes_and_null_beyond_the_horizon():
    alarm, oxygen = document_of()["hazards"][0]["needs"]
    assert oxygen["onset_hours"] == {"p10": 3.166667, "p50": 3.166667, "p90": 3.166667}
    assert alarm["onset_hours"]["p50"] is None
    assert "onset_minutes" not in oxygen


def test_given_outages_have_minutes_and_every_asset():
    (hazard,) = document_of(factory.build_exact_result())["hazards"]
    assert hazard["hazard"] == "disruptions"
    assert hazard["needs"][0]["onset_minutes"] == 190
    assert hazard["needs"][0]["beyond_minutes"] == 4_130
    assert hazard["assets"] == [
        {"asset_id": "feeder", "down_minutes": 2_880},
        {"asset_id": "mast", "down_minutes": 0},
        {"asset_id": "station", "down_minutes": 2_880},
    ]


def test_a_need_that_is_never_used_up_is_null_and_not_zero():
    need = factory.build_need(nominal_onset_minute=None, nominal_beyond_minutes=0)
    (hazard,) = document_of(factory.build_exact_result(needs=(need,)))["hazards"]
    assert hazard["needs"][0]["onset_minutes"] is None
    assert hazard["needs"][0]["beyond_minutes"] == 0


def test_a_pack_without_needs_has_no_harm_rather_than_none():
    harm = document_of(factory.build_result(needs=()))["hazards"][0]["harm"]
    assert harm["critical_people"] == {"mean": None, "p10": None, "p50": None, "p90": None}
    assert harm["person_hours"] == {"critical": None, "serious": None, "welfare": None}
    assert harm["critical_under_4h"] == {"mean": None}


def test_what_is_not_modelled_has_no_share():
    coverage = document_of()["hazards"][0]["coverage"]
    assert {"service": "water", "state": "not_modelled", "verified_share": None} in coverage
    assert {"need_type": "oxygen", "state": "modelled", "verified_share": 1.0} in coverage


def test_findings_are_told_apart_by_kind():
    lock, day = document_of()["hazards"][0]["findings"]
    assert (lock["kind"], lock["assets"], lock["harm"]["critical_people"]) == (
        "restart_lock",
        ["feeder", "mast"],
        {"mean": 12.0},
    )
    assert day == {"kind": "day_four", "need_type": "oxygen", "severity": "critical", "people": {"mean": 7.6}}


def test_single_points_begin_with_the_worst():
    assert [point["asset_id"] for point in document_of()["single_points"]] == ["station", "mast"]


def test_nothing_tells_where_when_or_how_it_was_made():
    text = json.dumps(document_of())
    for word in ("thread", "host", "path", "/tmp", "time_stamp", "created", "block"):
        assert word not in text


def run(**changes):
    values = {
        "pack_hash": "0" * 64,
        "municipality_code": "999",
        "municipality_name": "Vestby Kommune",
        "hazard": "made-up/power",
        "horizon_hours": 72,
        "draws": 1_000,
        "seed": 1,
        "profile_id": "home",
        "people": 12,
    }
    return ExplainedRun(**{**values, **changes})


@pytest.mark.parametrize("chains", [(), (factory.build_chain(), factory.build_chain(share_of_harm=1.0))])
def test_an_explanation_is_as_its_schema_says(chains):
    document = json.loads(files.render_json(explain_document(run(), chains)))
    require_valid(document, CLOSED_EXPLAIN)
    assert len(document["chains"]) == len(chains)


def test_an_explanation_keeps_the_order_of_the_chain():
    (chain,) = explain_document(run(hazard=""), [factory.build_chain()])["chains"]
    assert [link["asset_id"] for link in chain["links"]] == ["station", "feeder", "mast"]
    assert (chain["links"][2]["down_from_hours"], chain["links"][2]["buffer_hours"]) == (3.0, 3.0)
    assert explain_document(run(hazard=""), [])["hazard"] == "disruptions"
