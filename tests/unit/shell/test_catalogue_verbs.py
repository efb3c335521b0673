"""`beredt catalogue`: what people read, what machines read, and exit codes."""

import json

import pytest

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.packs.writer import write_pack
from beredt.domain.municipality.tables import AreaRow, AssetRow, MunicipalityRow, PackTables
from beredt.shell.cli.main import main
from factories.catalogues import FACTS, hazard_entries, write_catalogue


@pytest.fixture
def said(capsys):
    def run(*arguments):
        code = main(["catalogue", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def dark_pack(tmp_path):
    """A municipality of which only the power is known."""
    tables = PackTables(
        municipality=MunicipalityRow(code="999", name="Vestby Kommune", population=100),
        areas=(AreaRow(area_id="by", name="By", population=100),),
        assets=(AssetRow(asset_id="grid", kind="power_supply", name="Net", area_id="by", service="power", people=100),),
    )
    write_pack(tables, tmp_path / "vestby")
    return tmp_path / "vestby"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_list_shows_every_edition_and_marks_the_default(said, tmp_path):
    code, out, _ = said("list", "--json", tmp_path / "l.json")
    assert code == 0
    registry = load_catalogues()
    for edition in registry.editions:
        assert (f"{edition.edition_id} *" in out) == (edition is registry.selected)
        assert edition.title.da in out
    document = load(tmp_path / "l.json")
    assert document["schema"] == "beredt/catalogue-list/1"
    assert document["default"] == registry.selected.edition_id
    assert {entry["id"]: entry["hazards_published"] for entry in document["catalogues"]} == {
        "nrb-2022": 14,
        "nrb-2025": 16,
        "samsik-2025-10": 5,
    }


def test_show_tells_what_is_not_confirmed_and_that_nothing_is_binding(said):
    code, out, _ = said("show", "samsik-2025-10")
    assert code == 0
    assert "Anbefalinger, ikke krav." in out
    assert "5 i udgivelsen, 4 bekræftet, 1 ikke bekræftet." in out.replace("\n", " ")
    code, out, _ = said("show", "nrb-2022", "--lang", "en")
    assert [line.split()[-1] for line in out.splitlines() if "cyber " in line] == ["yes"]
    assert "not confirmed" in next(line for line in out.splitlines() if "cyber " in line)


def test_show_of_a_hazard_tells_its_assumptions_or_why_there_are_none(said, tmp_path):
    _, storm, _ = said("show", "nrb-2022/storm", "--json", tmp_path / "s.json")
    assert "Tallene er Beredts antagelser" in storm
    assert "40 %" in storm
    _, terror, _ = said("show", "nrb-2022/terrorism")
    assert "Ikke vurderet:" in terror
    assert "Råd: " in terror
    document = load(tmp_path / "s.json")
    assert [hazard["hazard"] for hazard in document["hazards"]] == ["nrb-2022/storm"]
    assert document["hazards"][0]["scenario"]["basis"] == "assumed"


@pytest.mark.parametrize("named", ["nrb-1901", "nrb-2022/dragons", "nowhere/storm"])
def test_show_of_the_unknown_is_a_sentence_and_exit_2(said, named):
    code, out, err = said("show", named)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert "Der er: " in err


def test_every_shipped_hazard_has_a_page_in_both_languages(said):
    for edition in load_catalogues().editions:
        for hazard in edition.hazards:
            for code in ("da", "en"):
                exit_code, out, _ = said("show", hazard.hazard_id, "--lang", code)
                assert exit_code == 0
                assert out.startswith(hazard.names.in_language(code) + "\n")


def test_check_of_a_good_folder(said, tmp_path):
    folder = write_catalogue(tmp_path / "c")
    code, out, _ = said("check", folder, "--json", tmp_path / "c.json")
    assert (code, out) == (0, "vestby-2026 er i orden: 2 hændelsestyper.\n")
    assert load(tmp_path / "c.json") == {"schema": "beredt/catalogue-check/1", "problems": []}


def test_check_tells_every_problem_in_a_line_of_its_own(said, tmp_path):
    entries = hazard_entries()
    entries[0]["family"] = "mood"
    entries[1]["id"] = "Æ"
    folder = write_catalogue(tmp_path / "c", hazards=entries, facts=FACTS.replace('version = "1"\n', ""))
    code, out, _ = said("check", folder, "--json", tmp_path / "c.json")
    assert code == 2
    lines = out.splitlines()
    assert len(lines) == 4
    assert lines[-1].startswith("3 ")
    problems = load(tmp_path / "c.json")["problems"]
    assert [problem["where"] for problem in problems] == ["hazards[1].family", "hazards[2].id", "version"]


def test_a_catalogue_folder_works_where_an_id_does(said, tmp_path):
    folder = write_catalogue(tmp_path / "c")
    code, out, _ = said("diff", "nrb-2022", folder, "--json", tmp_path / "d.json")
    assert code == 0
    document = load(tmp_path / "d.json")
    assert [entry["hazard"] for entry in document["added"]] == ["vestby-2026/war"]
    assert [entry["hazard"] for entry in document["changed"]] == ["vestby-2026/storm"]
    assert len(document["removed"]) == 13
    assert "Krig" in out


def test_diff_with_a_pack_tells_what_can_be_computed_there(said, tmp_path, dark_pack):
    code, out, _ = said("diff", "nrb-2022", "samsik-2025-10", "--pack", dark_pack, "--json", tmp_path / "d.json")
    assert code == 0
    assert "Vestby Kommune" in out
    states = {entry["hazard"]: (entry["local"], entry["reason"]) for entry in load(tmp_path / "d.json")["added"]}
    assert states["samsik-2025-10/power-failure"] == (True, None)
    for short_id, word in (("water-failure", "water"), ("mobile-failure", "mobile"), ("it-failure", "it")):
        is_local, reason = states[f"samsik-2025-10/{short_id}"]
        assert not is_local
        assert f"“{word}”" in reason
    assert "»vand«" in out


def test_a_place_that_cannot_be_written_to_is_said(said, tmp_path):
    code, _, err = said("list", "--json", tmp_path / "no" / "such" / "folder.json")
    assert code == 2
    assert "Traceback" not in err
