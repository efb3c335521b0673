"""`beredt verify-first` from end to end: whom to ring, the list, the answers, and what they changed."""

import datetime
import json
from importlib import resources

import attrs
import jsonschema
import openpyxl
import pytest

from beredt.adapters.packs import reader, writer
from beredt.domain.municipality.tables import AssetRow, NeedRow
from beredt.shell.cli.main import main
from factories import calls
from factories import impact as factory

pytestmark = pytest.mark.thorough

HAZARD = "samsik-2025-10/power-failure"


def tables():
    """The small municipality with a care home, so that there is a measure to choose and a home to ring."""
    small = factory.build_tables()
    home = AssetRow(asset_id="home-a", kind="care_home", name="Havnebo", service="shelter", area_id="havneby")
    residents = [
        NeedRow(
            profile_id="residents",
            area_id="havneby",
            people=36,
            need_type=need_type,
            severity="critical",
            group_id=need_type,
            supplier_id=supplier,
            tolerance_hours=8.0,
        )
        for need_type, supplier in (("pressure_relief", "feeder"), ("shelter", "home-a"))
    ]
    return attrs.evolve(small, assets=(*small.assets, home), needs=(*small.needs, *residents))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("calls")
    writer.write_pack(tables(), place / "vestby")
    return place


def verify(folder, *more, pack="vestby"):
    return main(["verify-first", str(folder / pack), "--hazard", HAZARD, "--draws", "30", *more])


@pytest.fixture(scope="module")
def first_run(folder):
    assert verify(folder, "--json", str(folder / "f.json"), "--calls", str(folder / "f.xlsx"), "--lang", "da") == 0
    return json.loads((folder / "f.json").read_text(encoding="utf-8")), (folder / "f.xlsx").read_bytes()


def closed(part):
    """The schema with every object closed, so that a field nobody described is found."""
    if isinstance(part, list):
        return [closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: closed(value) for key, value in part.items()}
    return {**inner, "additionalProperties": False} if part.get("type") == "object" else inner


def test_the_document_is_as_the_schema_says(first_run):
    text = (resources.files("beredt") / "content/schemas/verify-first-1.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    jsonschema.Draft202012Validator(closed(json.loads(text))).validate(first_run[0])


def test_the_list_and_the_document_ask_the_same(folder, first_run):
    document, _ = first_run
    book = openpyxl.load_workbook(folder / "f.xlsx")
    asked = [question for sheet in document["calls"] for question in sheet["questions"]]
    assert asked
    for question in asked:
        sheet, row = calls.row_of(book, question["question_id"])
        assert sheet[f"B{row}"].value == question["text"]
    ids = {entry["assumption_id"]: entry for entry in document["assumptions"]}
    for question in asked:
        assert question["question_id"] in ids[question["assumption_id"]]["ask"]
    assert [entry["assumption_id"] for entry in document["assumptions"]] == list(ids)
    assert "Havnebo" in {sheet["name"] for sheet in document["calls"]}


def test_the_same_run_gives_the_same_bytes_for_every_reader(folder, first_run):
    assert verify(folder, "--json", str(folder / "g.json"), "--calls", str(folder / "g.xlsx"), "--lang", "en") == 0
    assert (folder / "g.json").read_bytes() == (folder / "f.json").read_bytes()
    assert verify(folder, "--calls", str(folder / "h.xlsx"), "--lang", "da") == 0
    assert (folder / "h.xlsx").read_bytes() == first_run[1]


def test_the_text_says_what_is_assumed_what_it_changes_and_whom_to_ring(folder, capsys):
    assert verify(folder, "--lang", "da") == 0
    told = capsys.readouterr()
    assert "Få bekræftet først" in told.out
    assert "I dag regnes der med" in told.out
    assert "Ring til: Havnebo." in " ".join(told.out.split())
    assert "Ringelisten som regneark: --calls FIL.xlsx" in told.out
    assert "rangordner" in told.err
    assert max(map(len, told.out.splitlines())) <= 103


def test_three_answers_come_back_and_the_next_run_shows_them_gone(folder, first_run):
    document, _ = first_run
    writer.write_pack(tables(), folder / "besvaret")
    questions = [question for sheet in document["calls"] for question in sheet["questions"]]
    chosen = questions[:3]
    book = openpyxl.load_workbook(folder / "f.xlsx")
    for question in chosen:
        calls.answer(book, question["question_id"], question["value"], date=datetime.date(2026, 11, 20))
    book.save(folder / "svar.xlsx")
    command = ["municipality", "import", str(folder / "svar.xlsx"), "--calls", "--into", str(folder / "besvaret")]
    assert main([*command, "--apply"]) == 0
    settled = {
        (entry["table"], entry["row_key"], entry["column"]) for question in chosen for entry in question["settles"]
    }
    provenance = reader.read_pack(folder / "besvaret").tables.provenance
    assert settled <= {(row.table, row.row_key, row.column) for row in provenance if row.basis == "verified"}
    assert verify(folder, "--json", str(folder / "efter.json"), pack="besvaret") == 0
    after = json.loads((folder / "efter.json").read_text(encoding="utf-8"))
    left = {(row["table"], row["row_key"], entry["column"]) for entry in after["assumptions"] for row in entry["rows"]}
    assert not left & settled
    asked_again = {entry["question_id"] for sheet in after["calls"] for entry in sheet["questions"]}
    assert not asked_again & {question["question_id"] for question in chosen}


def test_assess_shows_the_verified_share_growing(folder, first_run, tmp_path):
    shares = []
    for pack in ("vestby", "alle"):
        if pack == "alle":
            writer.write_pack(tables(), folder / pack)
            book = openpyxl.load_workbook(folder / "f.xlsx")
            for sheet in first_run[0]["calls"]:
                for question in sheet["questions"]:
                    calls.answer(book, question["question_id"], question["value"])
            book.save(tmp_path / "alle.xlsx")
            command = ["municipality", "import", str(tmp_path / "alle.xlsx"), "--calls", "--into", str(folder / pack)]
            assert main([*command, "--apply"]) == 0
        target = tmp_path / f"{pack}.json"
        assert main(["assess", str(folder / pack), "--hazard", HAZARD, "--draws", "20", "--json", str(target)]) == 0
        coverage = json.loads(target.read_text(encoding="utf-8"))["hazards"][0]["coverage"]
        shares.append([entry["verified_share"] or 0.0 for entry in coverage])
    assert all(after >= before for before, after in zip(*shares, strict=True))
    assert sum(shares[1]) > sum(shares[0])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--calls", "ringeliste.csv"], "ender ikke på .xlsx"),
        (["--calls", "ingen/ringeliste.xlsx"], "kan ikke skrives"),
        (["--budget-kr", "mange"], "ikke et helt tal"),
        (["--hazard", "samsik-2025-10/findes-ikke"], "findes-ikke"),
    ],
)
def test_what_cannot_be_done_is_said_before_the_work(folder, capsys, more, words):
    assert verify(folder, *more, "--lang", "da") == 2
    assert words in capsys.readouterr().err
