"""Call lists: every assumption is asked about once, of someone who can know; answers settle it wherever it stands."""

import math
from collections import Counter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.impact.coverage import Expected, assess_coverage
from beredt.domain.measures.call_recipients import CARE_HOME, NOBODY, ROLES, Directory
from beredt.domain.measures.calls import MOST_QUESTIONS, make_call_list
from beredt.domain.measures.result import worth_order
from beredt.domain.measures.settling import PackValues, Settlement, apportion, settle
from beredt.domain.municipality import checks
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import AssetRow, DependencyRow, ProvenanceRow
from factories import calls as factory
from factories import municipality

FJORDBY = build_fjordby()
SMALL = municipality.small_pack_tables()


def places_of(question):
    return tuple((value.table, value.key, value.column) for value in question.settles)


def settlement_of(question, answer, source="telefonopkald, driftsleder", as_of="2026-11-20"):
    return Settlement(
        assumption_id=question.assumption_id,
        places=places_of(question),
        answer=answer,
        source=source,
        as_of=as_of,
    )


def everything_asked(tables):
    """All questions, also those beyond the tenth to one recipient."""
    assumptions = factory.assumptions_of(tables)
    return [
        question
        for assumption in assumptions
        for one in [make_call_list(factory.found_of([assumption]), [assumption], tables)]
        for question in (*one.questions, *one.unasked)
    ]


ASKED = everything_asked(FJORDBY)


@pytest.mark.parametrize("tables", [FJORDBY, SMALL], ids=["demo", "small"])
def test_every_assumed_value_is_settled_by_exactly_one_question(tables):
    assumed = [
        (value.table, value.key, value.column)
        for assumption in factory.assumptions_of(tables)
        for value in assumption.values
    ]
    asked = [place for question in everything_asked(tables) for place in places_of(question)]
    assert Counter(asked) == Counter(assumed)


@settings(max_examples=40, deadline=None)
@given(municipality.pack_tables())
def test_any_pack_gives_a_list_whose_questions_are_distinct_and_go_to_known_recipients(tables):
    calls = factory.calls_of(tables)
    ids = [question.question_id for question in (*calls.questions, *calls.unasked)]
    assert len(set(ids)) == len(ids)
    assert {sheet.recipient.role for sheet in calls.sheets} <= set(ROLES) - {NOBODY}
    assert {question.recipient.role for question in calls.unasked} <= {NOBODY}
    assert all(0 < len(sheet.questions) <= MOST_QUESTIONS for sheet in calls.sheets)
    for question in calls.questions:
        assert question.low <= question.high
        assert factory.words_of(tables).question(question)


def test_the_order_is_that_of_worth_and_the_rest_is_counted():
    assumptions = factory.assumptions_of(FJORDBY)
    found = factory.found_of(assumptions)
    entries = [attrs.evolve(entry, swing_people=float(n)) for n, entry in enumerate(reversed(found.assumptions), 1)]
    found = attrs.evolve(found, assumptions=tuple(reversed(entries)))
    calls = make_call_list(found, assumptions, FJORDBY)
    swing = {entry.assumption_id: entry.swing_people for entry in found.assumptions}
    for sheet in calls.sheets:
        worth = [question.swing_people for question in sheet.questions]
        assert worth == sorted(worth, reverse=True)
        hours = [question for question in sheet.questions if question.unit == "hours"]
        assert [question.swing_people for question in hours] == [swing[q.assumption_id] for q in hours]
    firsts = [sheet.questions[0].swing_people for sheet in calls.sheets]
    assert firsts == sorted(firsts, reverse=True)
    whole = {found.assumption_id: sum(value.value for value in found.values) for found in assumptions}
    counted = [question for question in calls.questions if question.unit == "persons"]
    assert [question.swing_people for question in counted] == [
        pytest.approx(swing[question.assumption_id] * question.value / whole[question.assumption_id])
        for question in counted
    ]
    nursing = next(sheet for sheet in calls.sheets if sheet.recipient.role == "head_of_nursing")
    assert len(nursing.questions) == MOST_QUESTIONS
    assert nursing.left_out > 0


def test_what_changes_nothing_is_not_asked():
    assumptions = factory.assumptions_of(SMALL)
    found = factory.found_of(assumptions, swing_people=0.0, swing_person_hours=0.0)
    assert make_call_list(found, assumptions, SMALL).sheets == ()
    found = factory.found_of(assumptions, swing_people=0.0, swing_person_hours=0.0, changes_first_choice=True)
    assert make_call_list(found, assumptions, SMALL).sheets != ()


def recipient_ids(tables):
    return {sheet.recipient.recipient_id for sheet in factory.calls_of(tables).sheets}


def test_the_demo_rings_utilities_and_every_home_by_its_own_name():
    found = recipient_ids(FJORDBY)
    assert found >= {"grid_company", "waterworks", "heat_company", "mast_operator", "it_department", "care_districts"}
    homes = {asset.asset_id for asset in FJORDBY.assets if asset.kind in ("care_home", "residential_home")}
    assert {f"{CARE_HOME}:{home}" for home in homes} <= found


@pytest.mark.parametrize(
    ("asset_id", "expected"),
    [
        ("generator-bakkehuset", "care_home:home-bakkehuset"),
        ("generator-works-syd", "waterworks"),
        ("generator-town-hall", "it_department"),
        ("heat-pump-nord", "heat_company"),
        ("pump-nord-1", "waterworks"),
        ("sewer-havn", "wastewater_company"),
        ("vendor-care", "it_department"),
        ("biomass-supplier", "fuel_supplier"),
        ("medicine-wholesale", "pharmacy"),
        ("keys-midtby", "care_districts"),
        ("ferry-nordo", "transport"),
        ("home-havnebo", "care_home:home-havnebo"),
    ],
)
def test_a_thing_belongs_to_those_who_know_it(asset_id, expected):
    assert Directory(FJORDBY)._of_asset(asset_id).recipient_id == expected


def test_a_loop_of_helpers_that_serves_nobody_still_has_an_owner():
    tables = municipality.small_pack_tables(
        assets=(AssetRow(asset_id="a", kind="generator", name="A"), AssetRow(asset_id="b", kind="battery", name="B")),
        dependencies=(
            DependencyRow(asset_id="a", group_id="g", supplier_id="b", buffer_hours=2.0),
            DependencyRow(asset_id="b", group_id="g", supplier_id="a", buffer_hours=3.0),
        ),
        needs=(),
        provenance=(),
    )
    assert recipient_ids(tables) == {"property"}


def test_head_counts_are_asked_as_totals_of_people_alike():
    oxygen = [q for q in ASKED if q.about.asks == "people" and "oxygen" in q.about.marks]
    people = {row.profile_id: row.people for row in FJORDBY.needs if row.profile_id.startswith("oxygen")}
    assert sum(question.value for question in oxygen) == sum(people.values())
    homes = [q for q in ASKED if q.about.asks == "residents" and q.recipient.asset_id == "home-havnebo"]
    assert sum(question.value for question in homes) == sum(
        {row.profile_id: row.people for row in FJORDBY.needs if row.profile_id.startswith("havnebo-")}.values()
    )


@given(st.integers(0, 10_000), st.lists(st.integers(0, 500).map(float), min_size=1, max_size=8))
def test_persons_are_spread_in_whole_numbers_that_add_up(total, shares):
    spread = apportion(total, shares)
    weights = shares if sum(shares) else [1.0] * len(shares)
    assert sum(spread) == total
    assert all(abs(got - total * weight / sum(weights)) < 1 for got, weight in zip(spread, weights, strict=True))
    assert apportion(int(sum(shares)), shares) == list(map(int, shares)) or not sum(shares)


# --- settling


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_three_answers_are_verified_everywhere_and_no_assumption_any_more(data):
    questions = ASKED
    chosen = data.draw(st.lists(st.sampled_from(questions), min_size=3, max_size=3, unique_by=lambda q: q.question_id))
    settled, changes = settle(FJORDBY, [settlement_of(question, 5.0) for question in chosen])
    answered = {place for question in chosen for place in places_of(question)}
    assert {change.place for change in changes} == answered
    left = {
        (value.table, value.key, value.column)
        for assumption in factory.assumptions_of(settled)
        for value in assumption.values
    }
    before = {place for question in questions for place in places_of(question)}
    assert left == before - answered
    values = PackValues(settled)
    for question in chosen:
        found = [values.known(place) for place in places_of(question)]
        assert (sum(found) if question.unit == "persons" else set(found)) == (
            5.0 if question.unit == "persons" else {5.0}
        )
    assert [p for p in checks.check_tables(settled) if p.is_error] == []


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.data())
def test_the_verified_share_grows_where_an_answer_stands_and_nowhere_else(data):
    question = data.draw(st.sampled_from(ASKED))
    settled, _ = settle(FJORDBY, [settlement_of(question, question.value)])
    before, after = (assess_coverage(build_snapshot(tables), Expected()) for tables in (FJORDBY, settled))
    grown = [
        (old, new) for old, new in zip(before, after, strict=True) if (old.verified_share or 0) != new.verified_share
    ]
    assert all(new.verified_share > (old.verified_share or 0.0) for old, new in grown)
    snapshots = [build_snapshot(tables) for tables in (FJORDBY, settled)]
    sums = [
        s.assets.verified_share.sum() + s.dependencies.verified_share.sum() + s.needs.groups.verified_share.sum()
        for s in snapshots
    ]
    assert sums[1] > sums[0]


def test_a_confirmed_value_stays_and_is_verified_with_source_and_date():
    question = next(q for q in ASKED if q.assumption_id == "mast-battery")
    settled, changes = settle(FJORDBY, [settlement_of(question, question.value)])
    assert settled.dependencies == FJORDBY.dependencies
    assert all(change.old == change.new for change in changes)
    rows = [row for row in settled.provenance if row.assumption_id == "mast-battery"]
    assert len(rows) == len(question.settles)
    assert {(row.basis, row.source, row.as_of, row.low, row.high) for row in rows} == {
        ("verified", "telefonopkald, driftsleder", "2026-11-20", None, None)
    }


@pytest.mark.slow
def test_not_knowing_changes_no_value_and_no_assumption_but_is_on_record():
    for question in ASKED[::17]:
        settled, changes = settle(FJORDBY, [settlement_of(question, None, source="spurgt: vidste det ikke")])
        assert changes == ()
        assert factory.assumptions_of(settled) != ()
        assert {a.assumption_id: a.values for a in factory.assumptions_of(settled)} == {
            a.assumption_id: a.values for a in factory.assumptions_of(FJORDBY)
        }
        told = [row for row in settled.provenance if "spurgt" in row.source]
        assert len(told) == len(question.settles)
        again, _ = settle(settled, [settlement_of(question, None, source="spurgt: vidste det ikke")])
        assert again == settled


def test_settling_twice_is_settling_once():
    questions = ASKED[::11]
    answers = [settlement_of(question, 7.0) for question in questions]
    once, _ = settle(FJORDBY, answers)
    twice, _ = settle(once, answers)
    assert twice == once


@pytest.mark.parametrize("spelling", ["mast|power", "mast:power", "mast/power"])
def test_provenance_is_found_however_it_spells_the_row(spelling):
    row = ProvenanceRow(table="dependencies.csv", row_key=spelling, column="buffer_hours", low=1.0, high=9.0)
    tables = municipality.small_pack_tables(provenance=(row,))
    answer = Settlement(
        assumption_id="x",
        places=(("dependencies", ("mast", "power"), "buffer_hours"),),
        answer=3.0,
        source="møde",
        as_of="2026-11-20",
    )
    settled, _ = settle(tables, [answer])
    assert [(entry.row_key, entry.basis) for entry in settled.provenance] == [(spelling, "verified")]


def test_a_head_count_told_per_need_is_settled_at_every_need():
    per_need = tuple(
        ProvenanceRow(table="need_profiles", row_key=f"nødkald/{group}", column="people") for group in ("call", "water")
    )
    tables = municipality.small_pack_tables(provenance=per_need)
    answer = Settlement(
        assumption_id="x", places=(("need_profiles", ("nødkald",), "people"),), answer=50.0, source="s", as_of="2026"
    )
    settled, _ = settle(tables, [answer])
    assert {row.basis for row in settled.provenance} == {"verified"}
    assert {row.people for row in settled.needs if row.profile_id == "nødkald"} == {50}


@given(st.floats(0.0, 1_000.0))
def test_the_spread_of_a_tolerance_follows_its_middle(hours):
    place = ("need_profiles", ("iltkoncentrator", "power"), "tolerance_hours")
    answer = Settlement(assumption_id="x", places=(place,), answer=hours, source="s", as_of="2026")
    settled, _ = settle(SMALL, [answer])
    row = next(row for row in settled.needs if row.profile_id == "iltkoncentrator")
    assert row.tolerance_hours == hours
    assert math.isclose(row.tolerance_p10_hours, hours / 2.5)
    assert math.isclose(row.tolerance_p90_hours, hours * 2.4)


@pytest.mark.parametrize(
    "place",
    [
        ("assets", ("nobody",), "restart_hours"),
        ("assets", ("mast",), "name"),
        ("dependencies", ("mast", "power"), "people"),
        ("need_profiles", ("nødkald", "call"), "people"),
        ("need_profiles", ("nødkald",), "tolerance_hours"),
        ("sites", ("hal",), "beds"),
    ],
)
def test_a_place_that_cannot_be_answered_is_refused(place):
    answer = Settlement(assumption_id="x", places=(place,), answer=1.0, source="s", as_of="2026")
    with pytest.raises(KeyError):
        settle(SMALL, [answer])


def test_what_a_pack_does_not_have_is_asked_for_as_such():
    def group(asset_id, supplier_id, group_id):
        return DependencyRow(asset_id=asset_id, group_id=group_id, supplier_id=supplier_id, buffer_hours=0.0)

    tables = municipality.small_pack_tables(
        assets=(
            AssetRow(asset_id="feeder", kind="feeder", name="F", service="power"),
            AssetRow(asset_id="line", kind="fibre_node", name="L", service="internet"),
            AssetRow(asset_id="home", kind="care_home", name="H", service="shelter"),
            AssetRow(asset_id="mast", kind="mast", name="M", service="mobile"),
        ),
        dependencies=(group("home", "feeder", "power"), group("mast", "feeder", "power"), group("mast", "line", "net")),
        needs=(),
        provenance=(),
    )
    asked = [q for sheet in factory.calls_of(tables).sheets for q in sheet.questions if not q.value]
    assert {(q.about.subjects, q.recipient.role, q.about.asks, q.about.without) for q in asked} == {
        (("home",), CARE_HOME, "backup", ("power",)),
        (("mast",), "mast_operator", "backup", ("power",)),
        (("mast",), "mast_operator", "another_way", ("internet",)),
    }
    assert {q.low for q in asked} == {0.0}


@pytest.mark.parametrize(
    ("regret", "first"), [(0.05, "many"), (0.0, "many"), (None, "many"), (0.5, "few"), (40.0, "few")]
)
def test_a_regret_about_nobody_does_not_come_before_a_swing_of_hundreds(regret, first):
    """In a city a regret of a twentieth of a citizen stood first, before assumptions that move 1,700."""
    entries = {"few": (regret, 49.0, 10.0), "many": (0.0, 1_700.0, 9_000.0)}
    assert min(entries, key=lambda name: worth_order(*entries[name])) == first
