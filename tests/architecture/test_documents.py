"""Documents keep up with the project: links lead somewhere, commands exist, the house is as drawn."""

import re
from pathlib import Path

import pytest
import yaml

from tools import draw_house

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))


def shown(path):
    return str(path.relative_to(ROOT))


def text_of(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_within_the_project_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_commands_that_a_page_names_exist(page):
    found = re.findall(r"(?:`make ([a-z-]+)|^make ([a-z-]+) +#)", text_of(page), flags=re.MULTILINE)
    assert {name for pair in found for name in pair if name} <= TARGETS


def test_every_target_is_told_in_danish_and_english():
    for target in TARGETS:
        line = re.search(rf"^{target}:.*$", MAKEFILE, flags=re.MULTILINE).group()
        assert re.search(r"## \S.* \| \S", line), line


def test_every_target_is_declared_not_to_be_a_file():
    declared = re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE).group(1).split()
    assert set(declared) == TARGETS


def test_the_readme_fits_on_a_screen_or_two():
    assert len(text_of(ROOT / "README.md").splitlines()) <= 60


def test_ci_runs_the_command_of_the_readme():
    assert "make test" in text_of(ROOT / "README.md")
    assert text_of(ROOT / ".ci" / "run").rstrip().endswith("make test")


@pytest.mark.parametrize("decision", DECISIONS, ids=shown)
def test_a_decision_has_a_number_a_status_and_a_place_in_the_list(decision):
    text = text_of(decision)
    assert text.startswith(f"# {int(decision.name[:4])}. ")
    assert re.search(
        r"^Status: (proposed|accepted|replaced by \[\d{4}\]\(.*\)), \d{4}-\d\d-\d\d$", text, flags=re.MULTILINE
    )
    assert f"({decision.name})" in text_of(ROOT / "docs" / "adr" / "README.md")
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_gaps():
    assert [int(decision.name[:4]) for decision in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_house_is_as_drawn():
    page = text_of(draw_house.PAGE)
    assert draw_house.with_drawing(page, draw_house.draw_house()) == page, "run `make house`"


def test_drawing_leaves_the_words_around_it_alone():
    page = f"before\n{draw_house.BEGIN}\nold\n{draw_house.END}\nafter\n"
    assert draw_house.with_drawing(page, "new\n") == f"before\n{draw_house.BEGIN}\nnew\n{draw_house.END}\nafter\n"


@pytest.fixture(scope="module")
def facts():
    return yaml.safe_load(text_of(ROOT / "publiccode.yml"))


class TestPubliccode:
    """The keys that the publiccode.yml standard 0.4 asks for, and the values it allows."""

    def test_mandatory_keys_are_there(self, facts):
        mandatory = {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus"}
        mandatory |= {"softwareType", "description", "legal", "maintenance", "localisation"}
        assert mandatory <= set(facts)
        assert facts["publiccodeYmlVersion"] == "0.4"

    def test_values_are_allowed_ones(self, facts):
        assert facts["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
        assert facts["softwareType"].split("/")[0] in {"standalone", "addon", "library", "configurationFiles"}
        assert facts["maintenance"]["type"] in {"internal", "contract", "community", "none"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", facts["releaseDate"])

    def test_the_licence_is_the_projects(self, facts):
        assert facts["legal"]["license"] == "MPL-2.0"
        assert text_of(ROOT / "LICENSE").startswith("Mozilla Public License Version 2.0")

    @pytest.mark.parametrize("language", ["da", "en"])
    def test_each_language_is_described_within_the_limits(self, facts, language):
        described = facts["description"][language]
        assert len(described["shortDescription"]) <= 150
        assert 150 <= len(described["longDescription"]) <= 10_000
        assert described["features"]

    def test_languages_are_those_of_the_program(self, facts):
        assert set(facts["localisation"]["availableLanguages"]) == set(facts["description"]) == {"da", "en"}
