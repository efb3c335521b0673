"""`beredt/rank/1`: as the schema says with no field undescribed, null where nothing is known."""

import json
from importlib import resources

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.results import files
from beredt.adapters.results.rank_1 import rank_document
from beredt.domain.measures.result import REASONS, Unranked
from factories import rankings as factory
from factories.impact import build_result

SCHEMA = json.loads((resources.files("beredt") / "content/schemas/rank-1.json").read_text(encoding="utf-8"))


def closed(part):
    """The schema with every object closed, so that a field nobody described is found."""
    if isinstance(part, list):
        return [closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: closed(value) for key, value in part.items()}
    kinds = part.get("type", "")
    return {**inner, "additionalProperties": False} if "object" in kinds and "properties" in part else inner


def checker():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(closed(SCHEMA))


CHECKER = checker()


def document_of(result=None):
    document = rank_document(
        result or factory.build_ranking(),
        municipality_code="999",
        municipality_name="Vestby Kommune",
        draws=1_000,
        seed=1,
    )
    return json.loads(files.render_json(document))


def require_valid(document):
    error = jsonschema.exceptions.best_match(CHECKER.iter_errors(document))
    assert error is None, f"{error.json_path}: {error.message[:200]}"


NUMBERS = st.floats(-1e6, 1e6)


@settings(max_examples=60, deadline=None)
@given(
    mean=NUMBERS,
    ends=st.none() | st.tuples(NUMBERS, NUMBERS),
    price=st.none() | st.floats(0, 1e9),
    sets=st.none() | st.integers(0, 40),
    flips=st.none() | st.booleans(),
    gained=st.none() | st.floats(0, 400),
    bundle=st.booleans(),
)
def test_every_ranking_is_as_the_schema_says(mean, ends, price, sets, flips, gained, bundle):
    low, high = ends or (None, None)
    members = [factory.build_candidate(), factory.build_candidate(factory.BATTERY, "feeder")][: 1 + bundle]
    entry = factory.build_ranked(
        *members,
        effect=factory.build_effect(mean, low, high),
        kr_per_person=price,
        first_in_sets=sets,
        flips_at_twice_horizon=flips,
        hours_gained=gained,
    )
    require_valid(document_of(factory.build_ranking(measures=(entry, factory.build_do_now()))))


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_known_to_the_schema(reason):
    entry = Unranked(candidate_id="m", measure_id="m", name_da="M", name_en="M", reason=reason)
    require_valid(document_of(factory.build_ranking(unranked=(entry,))))


def test_an_empty_ranking_is_one_too():
    best = attrs.evolve(factory.build_ranking().best_set, candidates=(), effect=None, left_without=())
    empty = factory.build_ranking(measures=(), unranked=(), not_modelled=(), best_set=best)
    document = document_of(empty)
    require_valid(document)
    assert document["best_set"]["effect"] is None
    assert document["do_now"]["candidates"] == []


def test_figures_are_those_of_the_result():
    document = document_of()
    hookup, lists, battery = document["measures"]
    assert hookup["effect"]["critical_people"] == {"mean": 91.4, "low": 44.0, "high": 138.0, "mc_se": 1.5}
    assert hookup["effect"]["person_hours"] == {"critical": 1_234.5, "serious": 77.0, "welfare": 0.0}
    assert hookup["kr_per_person"] == 8_750.0
    assert hookup["kr_per_person_range"] == {"low": 4_300.0, "high": 25_000.0}
    assert (hookup["first_in_sets"], hookup["sets"], hookup["group"]) == (31, 40, 1)
    assert (hookup["name"], hookup["name_en"], hookup["payer"]) == ("Tilslutning", "Hook-up", "municipality")
    assert lists["kr_per_person"] is lists["first_in_sets"] is lists["sets"] is None
    assert lists["effect"]["critical_people"]["low"] is None
    assert document["do_now"] == {"below_kr": 25_000, "candidates": ["lists@all"]}
    assert (battery["payer"], battery["budget_kr"]) == ("utility", 0.0)
    assert document["best_set"]["candidates"] == ["hookup@mast", "lists@all", "mast-battery@mast"]
    assert document["best_set"]["budget_used_kr"] == 820_000.0
    assert document["unranked"][0]["reason"] == "asserted"
    assert document["hazards"][0]["critical_people"]["p90"] == 337.0
    assert document["weights"]["hazards"] == [{"hazard": "made-up/power", "family": "power", "weight": 1.0}]


def test_a_bundle_tells_its_members_its_payers_and_the_longest_lead_time():
    hookup, battery = factory.build_candidate(), factory.build_candidate(factory.BATTERY, "feeder")
    slow = attrs.evolve(battery, measure=attrs.evolve(factory.BATTERY, lead_time_days=300), cost_basis="default")
    (entry,) = document_of(factory.build_ranking(measures=(factory.build_ranked(hookup, slow),)))["measures"]
    assert entry["candidate_id"] == "hookup@mast+mast-battery@feeder"
    assert entry["members"] == ["hookup@mast", "mast-battery@feeder"]
    assert (entry["measure_id"], entry["payer"]) == ("hookup+mast-battery", "municipality+utility")
    assert (entry["lead_time_days"], entry["cost_basis"], entry["p_works"]) == (300, "default", None)
    assert entry["targets"] == [{"what": "assets", "id": "mast"}, {"what": "assets", "id": "feeder"}]


def test_without_needs_nothing_is_known_of_harm():
    document = document_of(factory.build_ranking(base=(build_result(needs=()),)))
    require_valid(document)
    assert set(document["hazards"][0]["critical_people"].values()) == {None}


def test_the_order_of_measures_is_kept_and_lists_are_sorted():
    again = factory.build_ranking(
        measures=tuple(reversed(factory.build_ranking().measures)),
        base=(build_result(hazard="b"), build_result(hazard="a")),
    )
    document = document_of(again)
    assert [entry["candidate_id"] for entry in document["measures"]] == [
        "mast-battery@mast",
        "lists@all",
        "hookup@mast",
    ]
    assert [entry["hazard"] for entry in document["hazards"]] == ["a", "b"]
