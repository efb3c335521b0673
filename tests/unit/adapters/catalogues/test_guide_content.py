"""The guided start's content: complete, in both languages, linked to what exists, found in real packs."""

import attrs
import pytest

from beredt.adapters.catalogues.guide_content import load_questions, load_statements
from beredt.adapters.catalogues.measures import load_measures
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.adapters.packs import reader
from beredt.domain.municipality import guide_questions
from beredt.domain.municipality.tables import DependencyRow
from beredt.overview import drafts

COLUMNS = {"assets": "restart_hours", "dependencies": "buffer_hours", "need_profiles": "people"}


def test_five_first_and_a_dozen_more():
    rounds = [question.round for question in load_questions()]
    assert rounds == ["first"] * 5 + ["more"] * 12


def test_ids_are_unique_and_texts_are_questions_in_both_languages():
    for entries in (load_questions(), load_statements()):
        ids = [getattr(entry, "question_id", None) or entry.statement_id for entry in entries]
        assert len(set(ids)) == len(ids)
        for entry in entries:
            assert entry.ask.da.endswith("?")
            assert entry.ask.en.endswith("?")
            assert entry.ask.da != entry.ask.en


def test_questions_ask_for_values_that_exist():
    words = load_vocabulary()
    for question in load_questions():
        where = question.where
        assert where.column == COLUMNS[where.table]
        assert (question.kind == guide_questions.PEOPLE) == (where.column == "people")
        assert set(where.kinds) <= set(words.kinds), question.question_id
        assert set(where.services) <= set(words.services), question.question_id
        assert set(where.through_kinds) <= set(words.kinds), question.question_id
        assert set(where.through_services) <= set(words.services), question.question_id
        assert not where.through_kinds or where.table == "dependencies"
        assert set(where.need_types) <= set(words.need_types), question.question_id


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.question_id)
def test_the_places_are_those_of_the_rows_that_fit(question):
    tables = build_fjordby()
    kinds = {row.asset_id: row.kind for row in tables.assets}
    services = {row.asset_id: row.service for row in tables.assets}
    where = question.where
    places = guide_questions.find_places(question, tables)
    assert len({place.key for place in places}) == len(places)
    if where.table == "dependencies":
        expected = {
            (row.asset_id, row.group_id)
            for row in tables.dependencies
            if kinds[row.asset_id] in where.kinds and services[row.supplier_id] in where.services
        }
        behind = {place.key for place in places} - expected
        assert expected <= {place.key for place in places}
        assert {kinds[asset_id] for asset_id, _ in behind} <= set(where.through_kinds)


def test_a_home_whose_people_lean_on_a_generator_is_asked_for_its_fuel():
    question = next(question for question in load_questions() if question.question_id == "care-home-power")
    # The generators of the town hall and of a waterworks are nobody's home.
    assert {(place.key, place.value) for place in guide_questions.find_places(question, build_fjordby())} == {
        (("generator-bakkehuset", "fuel"), 36.0),
        (("generator-engvang", "fuel"), 12.0),
        (("generator-lindegaarden", "fuel"), 24.0),
        (("generator-nordlys", "fuel"), 48.0),
    }


def test_a_home_that_leans_on_its_generator_itself_is_asked_for_both():
    question = next(question for question in load_questions() if question.question_id == "care-home-power")
    fjordby = build_fjordby()
    home = next(row.asset_id for row in fjordby.assets if row.asset_id == "home-havnebo")
    links = [("power", "feeder-havn-1", 3.0), ("power", "generator-town-hall", 3.0)]
    tables = attrs.evolve(
        fjordby,
        needs=(),
        dependencies=(
            *fjordby.dependencies,
            *(
                DependencyRow(asset_id=home, group_id=group, supplier_id=supplier, buffer_hours=hours)
                for group, supplier, hours in links
            ),
        ),
    )
    keys = {place.key for place in guide_questions.find_places(question, tables)}
    assert keys == {("home-havnebo", "power"), ("generator-town-hall", "fuel")}


def test_a_thin_draft_can_be_asked_all_first_questions_but_for_care_homes(tmp_path):
    drafts.make_draft(code="400", folder=None, pack=tmp_path / "draft.zip", told=lambda share, step: None)
    tables, _ = reader.require_pack(tmp_path / "draft.zip")
    first = [question for question in load_questions() if question.round == guide_questions.FIRST]
    blank = {question.question_id for question in first if not guide_questions.find_places(question, tables)}
    assert blank <= {"care-home-power"}


def test_twenty_statements_each_with_a_source_and_measures_that_exist():
    statements = load_statements()
    assert len(statements) == 20
    known = {measure.measure_id for measure in load_measures()}
    for statement in statements:
        assert statement.source
        assert statement.measure_ids
        assert set(statement.measure_ids) <= known, statement.statement_id


def test_nothing_is_called_binding():
    for statement in load_statements():
        for text in (statement.ask.da, statement.ask.en):
            assert not {"krav", "lovkrav", "pligt", "required", "must", "binding"} & set(
                text.lower().strip("?").split()
            )
