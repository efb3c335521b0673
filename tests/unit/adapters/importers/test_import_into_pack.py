"""Spreadsheet rows laid over a pack: replaced, added, kept; judged whole; stored whole or not at all."""

import attrs
import pytest

from beredt.adapters.importers.spreadsheet import headings, importer
from beredt.adapters.importers.spreadsheet.config import Limits
from beredt.adapters.importers.spreadsheet.report import ChangedCell
from beredt.adapters.packs import reader, rows, writer
from beredt.domain.municipality.tables import AssetRow
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import language
from factories import municipality as factory

DEPENDENCIES = "ressource;gruppe;afhænger af;reservetid (timer)"


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "pack"
    writer.write_pack(factory.small_pack_tables(), path)
    return path


@pytest.fixture
def plan(pack, tmp_path):
    def plan(*lines, table="dependencies", name="fil.csv", into=pack, **options):
        source = tmp_path / name
        source.write_bytes("\n".join(lines).encode("cp1252"))
        return importer.plan_import(source, table=headings.table_named(table), pack=into, **options)

    return plan


def every_byte(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def errors(report):
    return [(problem.cell, problem.code) for problem in report.problems if problem.is_error]


def test_rows_are_added_changed_left_and_kept(plan):
    report = plan(
        DEPENDENCIES, "mast;power;feeder-1;8,5", "feeder-1;power;substation;0", "feeder-2;vand;waterworks;1,5"
    ).report
    assert [(row.key, row.row) for row in report.added] == [("feeder-2/vand/waterworks", 4)]
    assert [(row.key, row.row, row.cells) for row in report.changed] == [
        ("mast/power/feeder-1", 2, (ChangedCell(column="buffer_hours", old=4.0, new=8.5),))
    ]
    assert (report.unchanged, report.kept) == (1, 3)


def test_columns_that_the_file_lacks_keep_their_values(plan, pack):
    importer.apply_import(plan(DEPENDENCIES, "mast;power;feeder-1;8,5"))
    old = {row.asset_id: row for row in factory.small_pack_tables().dependencies}["mast"]
    new = [row for row in reader.read_pack(pack).tables.dependencies if row.asset_id == "mast"]
    assert new == [attrs.evolve(old, buffer_hours=8.5)]


def test_a_new_supplier_of_a_group_takes_over_what_the_group_agrees_on(plan, pack):
    importer.apply_import(plan("ressource;gruppe;afhænger af;kilde", "mast;power;feeder-2;møde"))
    rows_of_group = [row for row in reader.read_pack(pack).tables.dependencies if row.asset_id == "mast"]
    assert [row.supplier_id for row in rows_of_group] == ["feeder-1", "feeder-2"]
    assert {(row.buffer_hours, row.recharge_hours, row.buffer_kind) for row in rows_of_group} == {(4.0, 8.0, "battery")}
    assert [row.origin.source for row in rows_of_group] == [factory.VERIFIED.source, "møde"]
    assert [row.origin.basis for row in rows_of_group] == ["verified", "assumed"]


def test_a_blank_cell_clears_a_value(plan, pack):
    importer.apply_import(plan(DEPENDENCIES + ";genopladning", "mast;power;feeder-1;4;"))
    assert [row.recharge_hours for row in reader.read_pack(pack).tables.dependencies if row.asset_id == "mast"] == [
        None
    ]


def test_nothing_but_the_table_changes_and_strangers_are_kept(plan, pack):
    (pack / "roads.osm.pbf").write_bytes(b"veje")
    (pack / "noter").mkdir()
    (pack / "noter" / "a.txt").write_text("husk")
    text = (pack / "sites.csv").read_text().replace("owner", "owner,kontaktpunkt").replace("\nhal,", "\nhal,", 1)
    lines = text.splitlines()
    head = lines[0].split(",")
    cells = lines[1].split(",")
    cells.insert(head.index("kontaktpunkt"), "porten")
    (pack / "sites.csv").write_text("\n".join([lines[0], ",".join(cells)]) + "\n")
    before = reader.read_pack(pack)
    importer.apply_import(plan("id;senge", "hal;140", table="sites"))
    after = reader.read_pack(pack)
    assert after.tables.sites[0].beds == 140
    assert attrs.evolve(after.tables, sites=()) == attrs.evolve(rows.in_order(before.tables), sites=())
    assert after.extras["sites"] == before.extras["sites"] != {}
    assert (pack / "roads.osm.pbf").read_bytes() == b"veje"
    assert (pack / "noter" / "a.txt").read_text() == "husk"


def test_areas_keep_their_outlines(plan, pack):
    importer.apply_import(plan("område;navn;indbyggere", "havneby;Havneby;8.100,0", "ny;Ny;100", table="områder"))
    areas = {area.area_id: area for area in reader.read_pack(pack).tables.areas}
    assert areas["havneby"].population == 8100
    assert areas["havneby"].geometry == factory.square(9.0, 56.0)
    assert areas["ny"].geometry is None


def test_a_dry_run_and_a_refused_import_leave_every_byte(plan, pack):
    before = every_byte(pack)
    assert not plan(DEPENDENCIES, "mast;power;feeder-1;8,5").report.has_errors
    refused = plan(DEPENDENCIES, "mast;power;ingen;8,5")
    with pytest.raises(InvalidInput):
        importer.apply_import(refused)
    assert every_byte(pack) == before


@pytest.mark.parametrize(
    ("table", "lines", "expected"),
    [
        ("dependencies", [DEPENDENCIES, "mast;power;ingen;4"], [("C2", "unknown_id")]),
        ("dependencies", [DEPENDENCIES, "mast;power;mast;4"], [("C2", "self_dependency")]),
        ("dependencies", [DEPENDENCIES + ";mindst oppe", "mast;power;feeder-1;4;2"], [("E2", "min_up_too_large")]),
        ("dependencies", [DEPENDENCIES, "waterworks;pumps;pump-2;7"], [("D2", "group_disagrees")]),
        (
            "needs",
            [
                "profil;område;personer;behov;alvorlighed;gruppe;afhænger af;tålegrænse",
                "ny;havneby;9000;ilt;kritisk;g;mast;1",
            ],
            [("C2", "people_over_area_population")],
        ),
        ("municipality", ["kommunekode;navn;indbyggere", "101;København;20000"], [("A2", "other_municipality")]),
        (
            "municipality",
            ["kode;navn;indbyggere", "999;A;20000", "998;B;20000"],
            [("A3", "other_municipality"), ("3", "not_one_municipality")],
        ),
        ("assets", ["id;område", "ny;nirgendwo"], [("B2", "unknown_id")]),
    ],
)
def test_the_merged_pack_is_judged_and_problems_stand_at_the_sheets_cells(plan, table, lines, expected):
    report = plan(*lines, table=table).report
    assert sorted(errors(report)) == sorted(expected)
    assert not report.pack_problems


def test_a_disagreement_with_a_row_of_the_pack_names_its_file(plan):
    report = plan(DEPENDENCIES, "waterworks;pumps;pump-2;7").report
    assert "dependencies.csv" in report.problems[0].line(language("da"))


def test_errors_that_arise_in_rows_of_the_pack_are_told_there(plan, pack):
    tables = factory.small_pack_tables(provenance=())
    writer.write_pack(tables, pack)
    report = plan("område;navn;indbyggere", "havneby;Havneby;10", table="areas").report
    assert [(problem.file, problem.code) for problem in report.pack_problems] == [
        ("need_profiles.csv", "people_over_area_population")
    ]
    assert report.has_errors


def test_an_unreadable_cell_hides_no_other_problem(plan):
    report = plan(DEPENDENCIES, "x;g;y;hvad", "mast;power;ingen;4", "mast;ny;;1").report
    assert set(errors(report)) == {
        ("A2", "unknown_id"),
        ("C2", "unknown_id"),
        ("D2", "no_number"),
        ("C3", "unknown_id"),
        ("C4", "blank_id"),
    }
    assert report.rows_with_errors == 3
    assert (report.added, report.changed) == ((), ())


def test_a_missing_heading_is_one_problem_and_not_one_for_each_row(plan):
    report = plan("profil;gruppe;afhænger af;antal personer", "a;g;mast;5", "b;g;mast;5", table="needs").report
    missing = [problem.values["name"] for problem in report.problems if problem.code == "missing_heading"]
    assert missing == ["area_id", "severity", "tolerance_hours"]
    assert {problem.code for problem in report.problems if problem.is_error} == {"missing_heading"}


def test_new_rows_without_a_buffer_are_warned_of_once(plan):
    report = plan("ressource;gruppe;afhænger af", "mast;a;pump-1", "mast;b;pump-1", table="dependencies").report
    assert [(p.code, p.level, p.row) for p in report.problems] == [("blank_buffer_hours", "warning", 1)]
    assert not plan("ressource;gruppe;afhænger af", "mast;power;feeder-1", "mast;power;feeder-2").report.problems


def test_a_changed_value_with_an_origin_of_its_own_is_warned_of(plan):
    report = plan(DEPENDENCIES, "mast;power;feeder-1;5").report
    assert [(p.cell, p.code, p.level) for p in report.problems] == [("D2", "origin_outdated", "warning")]
    assert not plan(DEPENDENCIES, "mast;power;feeder-1;4").report.problems


def test_a_new_pack_begins_with_its_municipality(plan, tmp_path):
    new = tmp_path / "nyby"
    with pytest.raises(NotFound):
        plan("id;navn", "A1;x", table="assets", into=new)
    assert not new.exists()
    first = plan("kommunekode;kommune;indbyggere", "0998;Nyby;1 200", table="kommune", into=new)
    assert first.report.creates_pack
    assert not new.exists()
    importer.apply_import(first)
    importer.apply_import(plan("id;navn;antal personer", "A1;Nord;1 100", table="assets", into=new))
    tables = reader.read_pack(new).tables
    assert (tables.municipality.code, tables.municipality.population) == ("998", 1200)
    assert tables.assets == (AssetRow(asset_id="A1", kind="", name="Nord", people=1100),)


def test_an_import_into_a_zipped_pack(plan, tmp_path):
    zipped = tmp_path / "pack.zip"
    writer.write_pack(factory.small_pack_tables(), zipped)
    report = importer.apply_import(plan("id;senge", "hal;5", table="sites", into=zipped))
    reading = reader.read_pack(zipped)
    assert reading.tables.sites[0].beds == 5
    assert report.pack_hash == reading.pack_hash


def test_a_pack_with_errors_takes_nothing_in_and_both_files_are_told_of(plan, pack):
    (pack / "assets.csv").write_text("asset_id\n")
    report = plan(DEPENDENCIES, "mast;power;feeder-1;x").report
    assert errors(report) == [("D2", "no_number")]
    assert "missing_column" in {problem.code for problem in report.pack_problems}
    assert report.has_errors


def test_a_file_that_cannot_be_read_is_told_of_beside_the_packs_errors(plan, pack):
    unreadable = plan("PK", name="fil.xlsx").report
    assert errors(unreadable) == [("1", "unreadable_file")]
    assert not unreadable.pack_problems
    (pack / "assets.csv").write_text("asset_id\n")
    assert plan("PK", name="fil.xlsx").report.pack_problems


def test_a_pack_that_changed_after_the_dry_run_is_left_alone(plan, pack):
    planned = plan(DEPENDENCIES, "mast;power;feeder-1;8,5")
    writer.write_pack(factory.small_pack_tables(measures=()), pack)
    before = every_byte(pack)
    with pytest.raises(InvalidInput) as refused:
        importer.apply_import(planned)
    assert refused.value.code == "pack_changed"
    assert every_byte(pack) == before


def test_more_problems_than_are_told_are_counted(plan):
    report = plan(DEPENDENCIES, *(f"m{n};g;p;x" for n in range(30)), limits=Limits(problems=10)).report
    assert len(report.problems) == 10
    assert report.left_out == 80
    assert all(problem.is_error for problem in report.problems)


def test_the_report_as_json_names_cells_and_changes(plan):
    document = plan(DEPENDENCIES, "mast;power;feeder-1;8,5", "mast;ny;ingen;hvad").report.as_json(language("da"))
    assert document["schema"] == "beredt/import/1"
    problem = next(problem for problem in document["problems"] if problem["level"] == "error")
    assert (problem["cell"], problem["row"], problem["column"], problem["name"]) == ("C3", 3, "C", "supplier_id")
    assert document["changed"][0]["cells"] == [{"column": "buffer_hours", "old": 4.0, "new": 8.5}]
    assert document["stored"] is False
