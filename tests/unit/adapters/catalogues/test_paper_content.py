"""The folder's own content: complete in both languages, every family and word known, nothing of any person."""

import re
from importlib import resources

import pytest

from beredt.adapters.catalogues.paper_content import load_paper_content, read_paper_content
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.riskpicture.catalogue import FAMILIES, Wording

CONTENT = load_paper_content()
FILES = ("action_cards/roles.yaml", "action_cards/first_actions.yaml", "folder/agenda.yaml", "folder/contacts.yaml")


def wordings(value):
    if isinstance(value, Wording):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from wordings(item)
    elif hasattr(value, "__attrs_attrs__"):
        for field in value.__attrs_attrs__:
            yield from wordings(getattr(value, field.name))


def test_there_are_five_roles_with_actions():
    assert len(CONTENT.roles) == 5
    assert all(4 <= len(role.actions) <= 8 for role in CONTENT.roles)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_three_first_actions(family):
    assert len(CONTENT.first_actions_for(family, None).actions) == 3


def test_heat_has_a_card_of_its_own():
    assert CONTENT.first_actions_for("weather", 30.0) != CONTENT.first_actions_for("weather", 5.0)
    assert CONTENT.first_actions_for("weather", None) == CONTENT.first_actions_for("weather", 5.0)
    assert CONTENT.first_actions_for("power", 30.0) == CONTENT.first_actions_for("power", None)


def test_thirteen_of_fifteen_points_are_known_by_name():
    assert (CONTENT.agenda.points, len(CONTENT.agenda.named), CONTENT.agenda.open_points) == (15, 13, 2)


def test_words_are_those_of_the_vocabulary():
    known = load_vocabulary()
    for contact in CONTENT.contacts:
        assert set(contact.services) <= set(known.services)
        assert set(contact.families) <= set(FAMILIES)
        assert set(contact.need_types) <= set(known.need_types)
    assert {need for decision in CONTENT.decisions for need in decision.need_types} <= set(known.need_types)


def test_every_critical_need_of_the_demo_has_a_decision():
    decided = {need for decision in CONTENT.decisions for need in decision.need_types}
    assert {row.need_type for row in build_fjordby().needs if row.severity == "critical"} <= decided


def test_a_need_is_decided_on_once():
    needs = [need for decision in CONTENT.decisions for need in decision.need_types]
    assert len(needs) == len(set(needs))


def test_both_languages_are_there_and_differ():
    found = list(wordings(CONTENT.roles)) + list(wordings(CONTENT.contacts)) + list(wordings(CONTENT.agenda))
    assert len(found) > 60
    assert all(wording.da and wording.en for wording in found)
    assert sum(wording.da == wording.en for wording in found) < 5


def test_no_person_and_no_number_to_ring():
    for wording in wordings((CONTENT.roles, CONTENT.contacts, CONTENT.decisions, CONTENT.agenda)):
        assert not re.search(r"\d{2} ?\d{2} ?\d{2} ?\d{2}|@|\b112\b", wording.da + wording.en)


def test_every_card_has_a_source_that_the_reader_can_find():
    for card in (*CONTENT.roles, *CONTENT.first_actions):
        assert card.source.title


def copy_content(folder):
    for part in ("action_cards", "folder"):
        (folder / part).mkdir()
        for file in (resources.files("beredt") / "content" / part).iterdir():
            (folder / part / file.name).write_bytes(file.read_bytes())
    return folder


def test_a_whole_copy_reads_alike(tmp_path):
    content, problems = read_paper_content(copy_content(tmp_path))
    assert (content, problems) == (CONTENT, ())


@pytest.mark.parametrize("file", FILES)
def test_what_is_missing_is_told_with_its_file(tmp_path, file):
    copied = copy_content(tmp_path)
    (copied / file).unlink()
    _, problems = read_paper_content(copied)
    assert {problem.file for problem in problems} == {file.partition("/")[2]}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("action_cards/roles.yaml", "source: hol", "source: nobody"),
        ("action_cards/first_actions.yaml", "family: power", "family: dragons"),
        ("folder/agenda.yaml", "points: 15", "points: many"),
        ("folder/contacts.yaml", "id: grid", "id: Grid Company"),
        ("folder/decisions.yaml", "lead_hours: 4", "lead_hours: -4"),
        ("folder/decisions.yaml", "basis: assumed", "basis: assumed\nmore: 1"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_used(tmp_path, file, old, new):
    copied = copy_content(tmp_path)
    path = copied / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    _, problems = read_paper_content(copied)
    assert [problem.file for problem in problems] == [path.name]
