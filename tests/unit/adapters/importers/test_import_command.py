"""`beredt municipality import` as people use it: what it prints, what it stores, how it ends."""

import json
import os

import pytest

from beredt.adapters.packs import reader, writer
from beredt.shell.cli.main import main
from factories import municipality as factory
from factories import spreadsheets

GOOD = [["ressource", "gruppe", "afhænger af", "reservetid (timer)"], ["mast", "power", "feeder-1", 8.5]]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    writer.write_pack(factory.small_pack_tables(), tmp_path / "vestby")
    (tmp_path / "godt.xlsx").write_bytes(spreadsheets.xlsx_bytes(GOOD))
    (tmp_path / "skidt.csv").write_bytes(
        "ressource;gruppe;afhænger af;reservetid\nmast;power;nix;tja\n".encode("cp1252")
    )
    return tmp_path


def run(*arguments):
    return main(["municipality", "import", *arguments, "--into", "vestby"])


def test_a_dry_run_says_so_and_stores_nothing(folder, capsys):
    assert run("godt.xlsx", "--table", "afhængigheder") == 0
    out = capsys.readouterr().out
    assert "buffer_hours: 4 -> 8,5" in out
    assert "Prøvekørsel" in out
    assert "intet slettes" in out
    assert reader.read_pack(folder / "vestby").tables.dependencies == factory.small_pack_tables().dependencies


def test_apply_stores_and_a_second_time_there_is_nothing_to_do(folder, capsys):
    assert run("godt.xlsx", "--table", "dependencies", "--apply", "--json", "svar.json") == 0
    assert "Gemt i vestby" in capsys.readouterr().out
    stored = json.loads((folder / "svar.json").read_text())
    assert (stored["sheet"], stored["header_row"], stored["columns"]["buffer_hours"]) == ("Ark1", 1, "D")
    assert stored["stored"] is True
    assert stored["pack_hash"] == reader.read_pack(folder / "vestby").pack_hash
    assert run("godt.xlsx", "--table", "dependencies", "--apply", "--lang", "en") == 0
    assert "There is nothing to store" in capsys.readouterr().out


def test_problems_stand_on_top_with_their_cells(folder, capsys):
    before = {path.name: path.read_bytes() for path in (folder / "vestby").iterdir()}
    assert run("skidt.csv", "--table", "dependencies", "--apply", "--json", "svar.json") == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines[:2]] == ["skidt.csv:C2", "skidt.csv:D2"]
    assert "Intet er gemt" in lines[-1]
    assert len(json.loads((folder / "svar.json").read_text())["problems"]) == 2
    assert {path.name: path.read_bytes() for path in (folder / "vestby").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["mangler.csv", "--table", "assets"], "Der er ingen fil"),
        (["vestby", "--table", "assets"], "er en mappe"),
        (["godt.xlsx", "--table", "vejr"], "Der er ingen tabel, der hedder vejr"),
        (["godt.xlsx", "--table", "assets", "--sheet", "Ark9"], "intet ark, der hedder Ark9"),
        (["godt.xlsx", "--table", "sites"], "Ingen række har tabellens overskrifter"),
        (["godt.xlsx", "--table", "dependencies", "--json", "ingen/svar.json"], "kan ikke skrives"),
    ],
)
def test_what_cannot_be_done_is_said_in_danish(folder, capsys, arguments, words):
    assert run(*arguments) == 2
    told = capsys.readouterr()
    assert words in told.out + told.err


def test_a_pipe_is_not_waited_for(folder, capsys):
    os.mkfifo(folder / "rør.csv")
    assert run("rør.csv", "--table", "assets") == 2
    assert "ikke en almindelig fil" in capsys.readouterr().out


def test_a_sheet_is_chosen_by_its_headings_or_by_name(folder, capsys):
    def add_sheets(sheet):
        sheet.parent.create_sheet("Noter")["A1"] = "ressource"
        hidden = sheet.parent.create_sheet("Gammelt")
        hidden.append(GOOD[0])
        hidden.sheet_state = "hidden"

    (folder / "flere.xlsx").write_bytes(spreadsheets.xlsx_bytes(GOOD, title="Data", prepare=add_sheets))
    assert run("flere.xlsx", "--table", "dependencies") == 0
    assert "flere.xlsx, Data: overskrifterne står i række 1" in capsys.readouterr().out
    assert run("flere.xlsx", "--table", "dependencies", "--sheet", " noter") == 2
    assert "flere.xlsx:Noter:1: " in capsys.readouterr().out
    assert run("flere.xlsx", "--table", "dependencies", "--sheet", "Ark9", "--json", "svar.json") == 2
    problem = json.loads((folder / "svar.json").read_text())["problems"][0]
    assert problem["expected"] == "Et af: Data, Noter, Gammelt."
    assert (problem["sheet"], problem["cell"]) == (None, None)

    def add_twin(sheet):
        twin = sheet.parent.create_sheet("Kopi")
        for row in GOOD:
            twin.append(row)

    (folder / "to.xlsx").write_bytes(spreadsheets.xlsx_bytes(GOOD, title="Data", prepare=add_twin))
    assert run("to.xlsx", "--table", "dependencies") == 2
    assert "ikke klart, hvilket ark" in capsys.readouterr().out


def test_long_lists_are_cut_on_the_screen_and_whole_in_the_report(folder, capsys):
    grid = [GOOD[0], *(["mast", f"g{number}", "pump-1", 1] for number in range(30))]
    (folder / "mange.xlsx").write_bytes(spreadsheets.xlsx_bytes(grid))
    assert run("mange.xlsx", "--table", "dependencies", "--json", "svar.json") == 0
    out = capsys.readouterr().out
    assert "30 nye rækker" in out
    assert "og 10 mere" in out
    assert len(json.loads((folder / "svar.json").read_text())["added"]) == 30


def test_the_decimal_mark_can_be_said(folder, capsys):
    (folder / "tal.csv").write_text("ressource;gruppe;afhænger af;reservetid\nmast;power;feeder-1;1.234\n")
    assert run("tal.csv", "--table", "dependencies") == 2
    assert "--decimals comma" in capsys.readouterr().out
    assert run("tal.csv", "--table", "dependencies", "--decimals", "comma") == 0
    assert "4 -> 1.234" in capsys.readouterr().out
    assert run("tal.csv", "--table", "dependencies", "--decimals", "point") == 0
    assert "4 -> 1,234" in capsys.readouterr().out
