"""The call list as a workbook: written safely, read back without guessing, stored whole or not at all."""

import datetime
import io
import random
import zipfile

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.demo.fjordby import build_fjordby
from beredt.adapters.importers.call_list import importer, sheets, writing
from beredt.adapters.importers.call_list.answers import Expected, RefusedAnswer, read_answer, read_day, read_function
from beredt.adapters.packs import reader, writer
from beredt.domain.municipality.tables import AssetRow
from beredt.kit.errors import InvalidInput, NotFound, UserError
from beredt.kit.language import language
from beredt.shell.cli.main import main
from factories import calls as factory
from factories import drafts, municipality

pytestmark = pytest.mark.thorough

TODAY = "2026-11-23"
DANISH = language("da")
FJORDBY = build_fjordby()
FJORDBY_LIST = factory.list_bytes(FJORDBY)
SMALL = municipality.small_pack_tables()
SMALL_LIST = factory.list_bytes(SMALL)
FEEDERS = "assets.restart_hours/feeder/1.075@grid_company"
PUMPS = "dependencies.buffer_hours/waterworks-/6@waterworks"
OXYGEN = "need_profiles.people/oxygen@care_administration"


@pytest.fixture
def pack(tmp_path):
    writer.write_pack(SMALL, tmp_path / "vestby")
    return tmp_path / "vestby"


def plan(pack, change, content=SMALL_LIST, **options):
    filled = factory.fill(content, pack.parent / "svar.xlsx", change)
    return importer.plan_calls(filled, pack=pack, today=TODAY, told_in=DANISH, **options)


def files_of(pack):
    return {path.name: path.read_bytes() for path in pack.iterdir()}


def codes(report, level="error"):
    return [problem.code for problem in report.problems if problem.level == level]


def test_the_small_list_asks_what_the_tests_below_answer():
    book = openpyxl.load_workbook(io.BytesIO(SMALL_LIST))
    for question_id in (FEEDERS, PUMPS, OXYGEN):
        factory.row_of(book, question_id)


# --- writing


def test_the_demo_list_has_a_sheet_for_each_recipient_and_at_most_ten_questions_on_it():
    book = openpyxl.load_workbook(io.BytesIO(FJORDBY_LIST))
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert {"Elnetselskabet", "Vandforsyningen", "Mobilselskabet (masterne)", "Plejehjemmet Havnebo"} <= {
        sheet.title for sheet in visible
    }
    for sheet in visible[1:]:
        headings = [cell.value for cell in sheet[writing.HEADING_ROW]]
        assert headings == [DANISH.say(heading) for heading in sheets.HEADINGS.values()]
        rows = list(sheet.iter_rows(min_row=factory.FIRST_ROW, values_only=True))
        assert 1 <= len(rows) <= 10
        for number, row in enumerate(rows, start=1):
            assert row[0] == number
            assert row[1].endswith("?")
            assert row[2]
            assert row[3]
            assert row[4] is None
            assert row[5] in ("timer", "personer")
        assert sheet.column_dimensions[factory.KEY].hidden
        assert not sheet.protection.sheet


def test_a_question_is_plain_danish_and_says_what_is_assumed():
    book = openpyxl.load_workbook(io.BytesIO(FJORDBY_LIST))
    sheet = book["Plejehjemmet Bakkehuset"]
    texts = {sheet[f"B{row}"].value: sheet[f"D{row}"].value for row in (5, 6)}
    assumed = texts["Hvor mange timer kører nødstrømmen ved Plejehjemmet Bakkehuset på en fuld tank?"]
    assert assumed.startswith("36 timer (mellem 22 og 43); ikke bekræftet")


def test_equal_lists_are_equal_bytes():
    assert factory.list_bytes(FJORDBY) == FJORDBY_LIST
    with zipfile.ZipFile(io.BytesIO(FJORDBY_LIST)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


HOSTILE = st.sampled_from(["=1+1", "=HYPERLINK(1)", "+45", "-2", "@SUM(A1)", "a\x07b", "", "Hal/[1]:*?", "x" * 300])


@settings(max_examples=25, deadline=None)
@given(st.lists(HOSTILE, min_size=3, max_size=3), st.sampled_from(["care_home", "residential_home", "feeder"]))
def test_whatever_a_name_begins_with_it_is_text_and_sheets_have_names(names, kind):
    assets = tuple(
        AssetRow(asset_id=f"={number}", kind=kind, name=name, service="power", restart_hours=1.0)
        for number, name in enumerate(names)
    )
    tables = municipality.small_pack_tables(assets=assets, dependencies=(), needs=(), provenance=())
    content = factory.list_bytes(tables)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        assert 0 < len(sheet.title) <= 31
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


# --- answers


def three_answers(book):
    factory.answer(book, FEEDERS, 2.5)
    factory.answer(book, PUMPS, "4,5 timer", told_by="vagthavende", date="20.11.2026")
    factory.answer(book, OXYGEN, 35, told_by="visitator", date="20. november 2026")


def test_three_answers_are_stored_and_are_assumptions_no_more(pack):
    before = files_of(pack)
    planned = plan(pack, three_answers)
    assert codes(planned.report) == []
    assert len(planned.report.questions) == 3
    assert files_of(pack) == before
    report = importer.apply_calls(planned)
    assert report.stored
    tables = reader.read_pack(pack).tables
    assert report.pack_hash == reader.read_pack(pack).pack_hash
    assert {row.restart_hours for row in tables.assets if row.asset_id == "feeder-1"} == {2.5}
    assert {row.buffer_hours for row in tables.dependencies if row.asset_id == "waterworks"} == {4.5}
    assert {row.people for row in tables.needs if row.profile_id == "iltkoncentrator"} == {35}
    verified = {
        (row.table, row.row_key, row.column): (row.source, row.as_of)
        for row in tables.provenance
        if row.basis == "verified"
    }
    assert verified == {
        ("assets", "feeder-1", "restart_hours"): ("telefonopkald, Elnetselskabet, driftsleder", "2026-11-20"),
        ("dependencies", "waterworks/pumps", "buffer_hours"): (
            "telefonopkald, Vandforsyningen, vagthavende",
            "2026-11-20",
        ),
        ("need_profiles", "iltkoncentrator", "people"): ("telefonopkald, Visitationen, visitator", "2026-11-20"),
    }
    left = {assumption.assumption_id for assumption in factory.assumptions_of(tables)}
    assert not left & {question.split("@")[0] for question in (FEEDERS, PUMPS, OXYGEN)}
    assert not plan(pack, three_answers).report.changes_pack


def test_a_list_in_english_comes_back_as_well(pack):
    content = factory.list_bytes(SMALL, "en")
    planned = plan(pack, lambda book: factory.answer(book, FEEDERS, "don't know"), content)
    assert codes(planned.report) == []
    assert [question.is_known for question in planned.report.questions] == [False]


def test_not_knowing_leaves_the_value_and_blank_rows_leave_everything(pack):
    assert not plan(pack, lambda book: None).report.changes_pack
    planned = plan(pack, lambda book: factory.answer(book, FEEDERS, "Ved ikke."))
    importer.apply_calls(planned)
    tables = reader.read_pack(pack).tables
    assert tables.assets == writer_order(SMALL).assets
    told = [row for row in tables.provenance if row.row_key == "feeder-1"]
    assert [(row.basis, row.assumption_id) for row in told] == [("assumed", "assets.restart_hours/feeder/1.075")]
    assert "spurgt 2026-11-20: vidste det ikke" in told[0].source
    assert {a.assumption_id for a in factory.assumptions_of(tables)} == {
        a.assumption_id for a in factory.assumptions_of(SMALL)
    }


def writer_order(tables):
    return attrs.evolve(tables, assets=tuple(sorted(tables.assets, key=lambda row: row.asset_id)))


@pytest.mark.parametrize(
    ("question_id", "value", "code"),
    [
        (FEEDERS, -1, "negative_answer"),
        (FEEDERS, "-0,5", "negative_answer"),
        (FEEDERS, 9_000, "absurd_answer"),
        (FEEDERS, "400 døgn", "absurd_answer"),
        (FEEDERS, "længe", "no_answer"),
        (FEEDERS, "3 personer", "no_answer"),
        (FEEDERS, "ja", "how_many"),
        (FEEDERS, True, "how_many"),
        (FEEDERS, datetime.date(2026, 5, 4), "number_became_date"),
        (FEEDERS, "1e3", "scientific_number"),
        (FEEDERS, "50 %", "percentage"),
        (FEEDERS, "=1/0", "not_calculated"),
        (OXYGEN, 3.5, "half_person"),
        (OXYGEN, 12_001, "absurd_answer"),
        (OXYGEN, "4 timer", "no_answer"),
    ],
)
def test_an_impossible_answer_is_told_with_its_cell_and_nothing_is_stored(pack, question_id, value, code):
    before = files_of(pack)

    def change(book):
        three_answers(book)
        factory.answer(book, question_id, value)

    planned = plan(pack, change)
    assert codes(planned.report) == [code]
    problem = next(problem for problem in planned.report.problems if problem.is_error)
    book = openpyxl.load_workbook(io.BytesIO(SMALL_LIST))
    sheet, row = factory.row_of(book, question_id)
    assert (problem.sheet, problem.cell) == (sheet.title, f"{factory.ANSWER}{row}")
    assert problem.line(DANISH).startswith(f"svar.xlsx:{sheet.title}:")
    with pytest.raises(InvalidInput):
        importer.apply_calls(planned)
    assert files_of(pack) == before


@pytest.mark.parametrize(
    "told_by", ["Ring 11 22 33 44", "+4511223344", "leder@kommune.dk", "990203-1234", "11-22-33-44", 11223344]
)
def test_what_looks_like_a_number_or_an_address_of_a_person_is_refused_and_not_repeated(pack, told_by):
    planned = plan(pack, lambda book: factory.answer(book, FEEDERS, 2, told_by=told_by))
    assert codes(planned.report) == ["personal_detail"]
    said = " ".join(problem.line(DANISH) for problem in planned.report.problems)
    assert str(told_by) not in said
    assert "1122" not in said.replace(" ", "").replace("-", "")


def test_a_telephone_number_in_the_answer_is_masked(pack):
    planned = plan(pack, lambda book: factory.answer(book, FEEDERS, 11223344))
    assert codes(planned.report) == ["absurd_answer"]
    assert "11223344" not in planned.report.problems[0].line(DANISH).replace(".", "")


@pytest.mark.parametrize("answer", ["spørg Børge Ballade", "ring til leder@kommune.invalid", "101010000 vist nok"])
def test_what_is_no_answer_is_named_by_its_cell_and_not_repeated(pack, answer):
    """Somebody's name in the wrong column must not end in a log."""
    planned = plan(pack, lambda book: factory.answer(book, FEEDERS, answer))
    assert codes(planned.report) == ["no_answer"]
    said = planned.report.problems[0].line(DANISH)
    assert "Svaret kan ikke læses. Skriv kun tallet, i rækkens enhed." in said
    assert not any(word in said for word in answer.split())


def test_a_tampered_recipient_does_not_carry_a_number_into_the_pack(pack):
    def change(book):
        factory.answer(book, FEEDERS, 2)
        for row in range(2, book["beredt"].max_row + 1):
            book["beredt"][f"B{row}"] = "Ring 11 22 33 44"

    assert codes(plan(pack, change).report) == ["personal_detail"]


@pytest.mark.parametrize(
    ("date", "code"),
    [("", "answer_without_date"), ("i går", "no_date"), ("2027", "date_to_come"), ("24-11-2026", "date_to_come")],
)
def test_an_answer_needs_a_day_that_has_been(pack, date, code):
    assert codes(plan(pack, lambda book: factory.answer(book, FEEDERS, 2, date=date)).report) == [code]


def test_an_answer_without_a_function_or_far_from_what_was_thought_is_taken_with_a_warning(pack):
    planned = plan(pack, lambda book: factory.answer(book, FEEDERS, 500, told_by=None))
    assert codes(planned.report) == []
    assert sorted(codes(planned.report, "warning")) == ["far_from_assumed", "no_function"]
    assert importer.apply_calls(planned).stored


def test_an_older_answer_does_not_replace_a_newer_verified_value(pack):
    importer.apply_calls(plan(pack, lambda book: factory.answer(book, FEEDERS, 2)))
    older = plan(pack, lambda book: factory.answer(book, FEEDERS, 3, date="1-11-2026"))
    assert codes(older.report, "warning") == ["newer_in_pack"]
    assert not older.report.changes_pack
    newer = plan(pack, lambda book: factory.answer(book, FEEDERS, 3, date="21-11-2026"))
    assert importer.apply_calls(newer).stored


def test_rows_may_be_moved_and_sheets_renamed(pack):
    def change(book):
        sheet, row = factory.row_of(book, FEEDERS)
        factory.answer(book, FEEDERS, 2)
        sheet.insert_rows(row, 3)
        sheet.title = "Elselskab"
        sheet.insert_cols(1)

    planned = plan(pack, change)
    assert codes(planned.report) == []
    assert [question.settlement.answer for question in planned.report.questions] == [2.0]


def copied_row(book, value):
    sheet, row = factory.row_of(book, FEEDERS)
    factory.answer(book, FEEDERS, 2)
    for column in (factory.TOLD_BY, factory.DATE, factory.KEY):
        sheet[f"{column}{row + 20}"] = sheet[f"{column}{row}"].value
    sheet[f"{factory.ANSWER}{row + 20}"] = value


def test_a_question_answered_twice_must_have_one_answer(pack):
    assert codes(plan(pack, lambda book: copied_row(book, 2)).report) == []
    assert codes(plan(pack, lambda book: copied_row(book, 3)).report) == ["answered_twice"]


@pytest.mark.parametrize("key", [None, "noget andet", "=1"])
def test_an_answer_without_its_key_is_not_guessed(pack, key):
    def change(book):
        sheet, row = factory.row_of(book, FEEDERS)
        factory.answer(book, FEEDERS, 2)
        sheet[f"{factory.KEY}{row}"] = key

    assert codes(plan(pack, change).report) == ["unknown_question"]


def test_a_list_of_another_municipality_is_refused(pack):
    def change(book):
        factory.answer(book, FEEDERS, 2)
        book["beredt"]["B1"] = "400"

    assert codes(plan(pack, change).report) == ["other_municipality"]


@pytest.mark.parametrize(
    ("column", "text"), [("D", "sites"), ("E", "findes ikke"), ("G", "name"), ("G", "people"), ("D", None)]
)
def test_a_hidden_sheet_that_names_something_else_settles_nothing(pack, column, text):
    def change(book):
        factory.answer(book, FEEDERS, 2)
        hidden = book["beredt"]
        for row in range(2, hidden.max_row + 1):
            hidden[f"{column}{row}"] = text

    assert codes(plan(pack, change).report) == ["value_gone"]


def test_a_workbook_or_text_that_is_no_call_list_is_told(pack):
    def without_hidden(book):
        del book["beredt"]

    assert codes(plan(pack, without_hidden).report) == ["no_call_list"]
    for name, content, code in (
        ("x.csv", b"a;b\n1;2\n", "no_call_list"),
        ("x.xlsx", b"PK\x03\x04 brudt", "unreadable_file"),
        ("x.xlsx", b"", "unreadable_file"),
    ):
        (pack.parent / name).write_bytes(content)
        planned = importer.plan_calls(pack.parent / name, pack=pack, today=TODAY, told_in=DANISH)
        assert codes(planned.report) == [code]
    gone = importer.plan_calls(pack.parent / "væk.xlsx", pack=pack, today=TODAY, told_in=DANISH)
    assert codes(gone.report) == ["file_not_found"]
    with pytest.raises(NotFound):
        importer.plan_calls(pack.parent / "x.csv", pack=pack.parent / "ingen", today=TODAY, told_in=DANISH)


def test_a_pack_that_changed_in_between_is_left_alone(pack):
    planned = plan(pack, three_answers)
    writer.write_pack(municipality.small_pack_tables(measures=()), pack)
    before = files_of(pack)
    with pytest.raises(InvalidInput):
        importer.apply_calls(planned)
    assert files_of(pack) == before


def test_answers_that_would_break_the_pack_are_not_stored(pack):
    before = files_of(pack)
    planned = plan(pack, lambda book: factory.answer(book, OXYGEN, 9_000))
    assert planned.report.has_errors
    assert planned.tables is None
    assert planned.report.pack_problems
    assert files_of(pack) == before


JUNK = st.one_of(
    st.none(),
    st.sampled_from(
        ["ved ikke", "nej", "ja", "2", "2,5", "1.234", "3 døgn", "?", "=1+1", "#REF!", "11 22 33 44", "ca. 5"]
    ),
    st.integers(-5, 20_000),
    st.floats(-10, 1e9, allow_nan=False),
    st.booleans(),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 1, 1)),
    st.text(max_size=12).map(lambda text: openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)),
)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_is_written_in_nothing_crashes_and_nothing_is_half_stored(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("ringeliste")
    target = folder / "vestby"
    writer.write_pack(SMALL, target)
    before = files_of(target)

    def change(book):
        for _ in range(data.draw(st.integers(0, 12))):
            sheet = data.draw(st.sampled_from(book.worksheets))
            column = data.draw(st.sampled_from("AEEEGGHHHIBD"))
            sheet[f"{column}{data.draw(st.integers(4, 8))}"] = data.draw(JUNK)

    planned = plan(target, change)
    assert files_of(target) == before
    for problem in planned.report.problems:
        assert problem.line(DANISH)
    planned.report.as_json(DANISH)
    if planned.report.has_errors:
        assert planned.tables is None
        return
    importer.apply_calls(planned)
    stored = reader.read_pack(target)
    assert stored.tables is not None
    known = [question for question in planned.report.questions if question.is_known]
    verified = {(r.table, r.row_key, r.column) for r in stored.tables.provenance if r.basis == "verified"}
    assert verified == {
        (table, "/".join(key), column) for question in known for table, key, column in question.settlement.places
    }


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_spoilt_files_are_told_and_never_stored(tmp_path_factory, seed):
    rng = random.Random(seed)
    spoilt = bytearray(SMALL_LIST)
    for _ in range(rng.randint(1, 8)):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    folder = tmp_path_factory.mktemp("spoilt")
    writer.write_pack(SMALL, folder / "vestby")
    (folder / "svar.xlsx").write_bytes(bytes(spoilt[: rng.randint(1, len(spoilt))]))
    try:
        planned = importer.plan_calls(folder / "svar.xlsx", pack=folder / "vestby", today=TODAY, told_in=DANISH)
    except UserError:
        return
    assert planned.report.has_errors or not planned.report.changes_pack


EXPECTED = Expected(column="buffer_hours", most=8_760.0, low=1.0, high=10.0)


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        (4, 4.0),
        ("4,5", 4.5),
        ("4.5", 4.5),
        ("2 døgn", 48.0),
        ("3 t", 3.0),
        ("nej", 0.0),
        (False, 0.0),
        ("1.000", 1000.0),
    ],
)
def test_hours_are_read_as_danes_say_them(cell, hours):
    assert read_answer(cell, EXPECTED).value == hours


@pytest.mark.parametrize("cell", ["ved ikke", "Ved ikke", "VED IKKE!", "?", "don't know", "don’t know", "ukendt"])
def test_not_knowing_is_an_answer(cell):
    assert read_answer(cell, EXPECTED).value is None


@given(JUNK)
def test_any_cell_is_an_answer_or_refused(cell):
    try:
        value = read_answer(cell, EXPECTED).value if cell is not None else None
    except RefusedAnswer:
        return
    assert value is None or 0 <= value <= EXPECTED.most


def test_functions_and_days_are_cleaned():
    assert read_function("  leder   af\tdriften ") == "leder af driften"
    assert read_function("=leder") == "leder"
    assert read_function(None) == read_day(None, today=TODAY) == ""
    assert read_day("2026-11", today=TODAY) == "2026-11"
    with pytest.raises(RefusedAnswer):
        read_function("x" * 200)


# --- the command


def test_the_command_dries_stores_and_says_what_changed(pack, capsys, monkeypatch):
    monkeypatch.chdir(pack.parent)
    factory.fill(SMALL_LIST, pack.parent / "svar.xlsx", three_answers)
    command = ["municipality", "import", "svar.xlsx", "--calls", "--into", "vestby"]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "Prøvekørsel" in out
    assert "Elnetselskabet, række 5: 1,08 -> 2,5, bekræftet" in out
    assert main([*command, "--apply", "--json", "svar.json"]) == 0
    assert "Gemt i vestby" in capsys.readouterr().out
    assert '"stored": true' in (pack.parent / "svar.json").read_text(encoding="utf-8").replace('":true', '": true')
    assert main([*command, "--apply", "--lang", "en"]) == 0
    assert "There is nothing to store" in capsys.readouterr().out


def test_the_command_refuses_as_a_whole(pack, capsys, monkeypatch):
    monkeypatch.chdir(pack.parent)
    before = files_of(pack)

    def change(book):
        three_answers(book)
        factory.answer(book, FEEDERS, -2)

    factory.fill(SMALL_LIST, pack.parent / "svar.xlsx", change)
    assert main(["municipality", "import", "svar.xlsx", "--calls", "--into", "vestby", "--apply"]) == 2
    assert "Intet er gemt" in capsys.readouterr().out.replace("blev", "er")
    assert files_of(pack) == before
    assert main(["municipality", "import", "svar.xlsx", "--calls", "--table", "assets", "--into", "vestby"]) == 2


# --- more people than were assumed


@pytest.fixture(scope="module")
def drafted():
    """A first draft, in which everybody who is in no group is counted among the rest."""
    return drafts.draft(drafts.island()).tables


@pytest.mark.parametrize("group", ["people-home-help-2-to-20-hours", "people-oxygen"])
def test_an_answer_of_more_people_is_taken_from_the_rest_and_said(tmp_path, drafted, group):
    """A draft counts everybody once: an answer above the assumption made it too many people, and was refused."""
    writer.write_pack(drafted, tmp_path / "kommune")
    content = factory.list_bytes(drafted)
    found = next(entry for entry in factory.assumptions_of(drafted) if entry.assumption_id == group)
    asked = {value.key[0] for value in found.values}
    before = sum({need.profile_id: need.people for need in drafted.needs if need.profile_id in asked}.values())
    planned = plan(
        tmp_path / "kommune", lambda book: factory.answer(book, f"{group}@care_administration", before + 7), content
    )
    assert codes(planned.report) == []
    assert not planned.report.has_errors
    assert planned.report.made_room == 7
    people = {need.profile_id: need.people for need in planned.tables.needs}
    assert sum(people[profile] for profile in asked) == before + 7
    assert sum(people.values()) == sum({need.profile_id: need.people for need in drafted.needs}.values())
    vulnerable = {need.profile_id for need in drafted.needs if need.severity == "critical"} - asked
    assert all(people[need.profile_id] == need.people for need in drafted.needs if need.profile_id in vulnerable)
    assert importer.apply_calls(planned).stored
