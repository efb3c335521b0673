"""The suite that every risk catalogue in the content passes, whoever adds it."""

import re
from importlib import resources

import pytest

from beredt.adapters.catalogues.edition_files import read_edition
from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.kit.language import language

ROOT = resources.files("beredt") / "content" / "risk_catalogues"
FOLDERS = sorted((entry for entry in ROOT.iterdir() if entry.is_dir()), key=lambda entry: entry.name)
BINDING_WORDS = re.compile(r"\bskal efterleves\b|\blovkrav\b|\bbindende\b|\bmandatory\b|\bobligation\b", re.IGNORECASE)


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request):
    return request.param


@pytest.fixture
def edition(folder):
    found, problems = read_edition(folder)
    assert not problems, [problem.line_in(language("en")) for problem in problems]
    return found


def texts_of(edition):
    said = [edition.title, edition.note, edition.terms]
    for hazard in edition.hazards:
        said += [hazard.names, hazard.theme, *(advice.text for advice in hazard.advice)]
        said += [hazard.not_expressible] if hazard.not_expressible else []
        if hazard.template:
            said += [lever.because for lever in hazard.template.levers]
            said += [hazard.template.limits] if hazard.template.limits else []
    return said


def test_the_folder_is_called_as_the_edition(folder, edition):
    assert folder.name == edition.edition_id


def test_is_loaded_with_the_program(edition):
    assert load_catalogues().edition(edition.edition_id) == edition


def test_ids_are_unique_and_full_ids_find_their_hazard(edition):
    ids = [hazard.hazard_id for hazard in edition.hazards]
    assert len(set(ids)) == len(ids) > 0
    assert [load_catalogues().hazard(hazard_id).hazard_id for hazard_id in ids] == ids


def test_what_is_confirmed_names_a_source_that_is_listed_with_it(folder, edition):
    listed = (folder / "SOURCES.md").read_text(encoding="utf-8")
    keys = {source.key for source in edition.sources}
    for hazard in edition.confirmed:
        assert hazard.source_key in keys
        assert hazard.confirmed_as in {"title", "theme"}
    for source in edition.sources:
        assert f"| {source.key} |" in listed
        assert source.url in listed
        assert source.url == "" or source.url.startswith(("https://", "http://"))


def test_no_unconfirmed_entry_is_called_confirmed(edition):
    for hazard in edition.hazards:
        assert hazard.is_confirmed == (hazard.wording == "confirmed")
        assert bool(hazard.confirmed_as) == hazard.is_confirmed


def test_completeness_is_what_the_counts_say(edition):
    assert len(edition.hazards) <= edition.hazards_published
    assert edition.unconfirmed_count + len(edition.confirmed) == edition.hazards_published
    assert (edition.completeness == "complete") == (edition.unconfirmed_count == 0)


def test_no_recommendation_is_called_binding(edition):
    assert not edition.is_binding
    assert not [text for said in texts_of(edition) for text in (said.da, said.en) if BINDING_WORDS.search(text)]


def test_every_text_is_there_in_both_languages(edition):
    for said in texts_of(edition):
        assert said.da.strip()
        assert said.en.strip()


def test_assumed_numbers_say_so_in_a_sentence(edition):
    for hazard in edition.hazards:
        if hazard.template is None:
            assert hazard.not_expressible
            assert hazard.advice
            continue
        assert hazard.template.basis == "assumed"
        for lever in hazard.template.levers:
            assert lever.because.da.startswith("Antaget.")
            assert lever.because.en.startswith("Assumed.")


def test_levers_speak_the_vocabulary(edition):
    words = load_vocabulary()
    for hazard in edition.hazards:
        for lever in hazard.template.levers if hazard.template else ():
            assert set(lever.services) <= set(words.services)
            assert set(lever.kinds) <= set(words.kinds)
            assert not lever.condition or lever.condition in words.services


class TestFacts:
    """What the sources say about the editions that ship with the program."""

    @pytest.mark.parametrize(
        ("edition_id", "published", "confirmed", "expressible"),
        [("samsik-2025-10", 5, 4, 4), ("nrb-2025", 16, 6, 5), ("nrb-2022", 14, 7, 6)],
    )
    def test_counts(self, edition_id, published, confirmed, expressible):
        edition = load_catalogues().edition(edition_id)
        assert edition.hazards_published == published
        assert len(edition.confirmed) == confirmed
        assert len(edition.confirmed_expressible) == expressible

    def test_the_last_seven_of_2022_are_not_confirmed(self):
        edition = load_catalogues().edition("nrb-2022")
        assert [hazard.is_confirmed for hazard in edition.hazards] == [True] * 7 + [False] * 7
