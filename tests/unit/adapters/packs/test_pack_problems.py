"""Every kind of problem, made one at a time: found, and where."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable

import pytest

from beredt.adapters.packs import csv_text, reader, rows, source
from beredt.domain.municipality.problem import KINDS
from beredt.kit.language import language
from factories import municipality as factory

ELSEWHERE = {"end_before_start"}
"""Problems of files that are not packs, tested where those are read."""


class Spoiler:
    """The files of a good pack, with verbs to spoil them."""

    def __init__(self) -> None:
        self.files = factory.small_pack_files()

    def table(self, name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.files[name].decode(), newline="")))

    def put(self, name: str, table: list[list[str]]) -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\n").writerows(table)
        self.files[name] = stream.getvalue().encode()

    def cell(self, name: str, row: int, column: str, text: str) -> Spoiler:
        table = self.table(name)
        table[row - 1][table[0].index(column)] = text
        self.put(name, table)
        return self

    def row(self, name: str, /, **cells: str) -> Spoiler:
        table = self.table(name)
        table.append([cells.get(column, "") for column in table[0]])
        self.put(name, table)
        return self

    def replace(self, name: str, old: bytes, new: bytes) -> Spoiler:
        assert old in self.files[name]
        self.files[name] = self.files[name].replace(old, new, 1)
        return self

    def drop(self, name: str) -> Spoiler:
        del self.files[name]
        return self

    def feature(self, number: int, **changes: object) -> Spoiler:
        areas = json.loads(self.files["areas.geojson"])
        feature = areas["features"][number - 1]
        for name, value in changes.items():
            (feature if name in {"geometry", "type"} else feature["properties"])[name] = value
        self.files["areas.geojson"] = json.dumps(areas).encode()
        return self

    def resource(self, name: str, **changes: object) -> Spoiler:
        described = json.loads(self.files["datapackage.json"])
        next(entry for entry in described["resources"] if entry["name"] == name).update(changes)
        self.files["datapackage.json"] = json.dumps(described).encode()
        return self


def spoil(change: Callable[[Spoiler], object]) -> dict[str, bytes]:
    spoiler = Spoiler()
    change(spoiler)
    return spoiler.files


BOWTIE = {"type": "Polygon", "coordinates": [[[9, 56], [9.2, 56.2], [9.2, 56], [9, 56.2], [9, 56]]]}
NEED = {
    "profile_id": "ny",
    "area_id": "havneby",
    "people": "1",
    "need_type": "heat",
    "severity": "welfare",
    "group_id": "g",
    "supplier_id": "mast",
    "min_up": "1",
    "tolerance_hours": "4",
}

FAULTS = {
    # code: (what is done to the good pack, (file, row, column) of the problem)
    "unsafe_path": (
        lambda s: s.resource("assets", path="../assets.csv"),
        ("datapackage.json", 1, "resources[2].path"),
    ),
    "missing_table": (lambda s: s.drop("assets.csv"), ("assets.csv", 1, "")),
    "missing_descriptor": (lambda s: s.drop("datapackage.json"), ("datapackage.json", 1, "")),
    "broken_json": (lambda s: s.replace("datapackage.json", b",\n", b"\n"), ("datapackage.json", 3, "")),
    "bad_descriptor": (
        lambda s: s.resource("assets", encoding="rot13"),
        ("datapackage.json", 1, "resources[2].encoding"),
    ),
    "not_utf8": (lambda s: s.replace("assets.csv", "Vandværk".encode(), b"Vandv\xe6rk"), ("assets.csv", 8, "")),
    "utf16": (
        lambda s: s.files.update({"sites.csv": s.files["sites.csv"].decode().encode("utf-16")}),
        ("sites.csv", 1, ""),
    ),
    "nul_byte": (lambda s: s.replace("assets.csv", b"Pumpe 1", b"Pum\0pe 1"), ("assets.csv", 5, "")),
    "broken_quoting": (lambda s: s.replace("assets.csv", b"Pumpe 1", b'"Pumpe" 1'), ("assets.csv", 5, "")),
    "line_too_long": (
        lambda s: s.replace("assets.csv", b"Pumpe 1", b"x" * csv_text.LONGEST_LINE),
        ("assets.csv", 5, ""),
    ),
    "semicolon_separated": (
        lambda s: s.files.update({"sites.csv": s.files["sites.csv"].replace(b",", b";")}),
        ("sites.csv", 1, ""),
    ),
    "missing_header": (lambda s: s.files.update({"measures.csv": b"\n\n"}), ("measures.csv", 1, "")),
    "missing_column": (
        lambda s: s.replace("measures.csv", b"capital_kr", b"capital"),
        ("measures.csv", 1, "capital_kr"),
    ),
    "duplicate_column": (
        lambda s: s.replace("measures.csv", b"as_of", b"source"),
        ("measures.csv", 1, "source"),
    ),
    "unnamed_column": (
        lambda s: s.files.update({"measures.csv": b"measure_id,capital_kr,yearly_kr,,\na,1,2,,\nb,1,2,,x\n"}),
        ("measures.csv", 1, ""),
    ),
    "wrong_cell_count": (lambda s: s.replace("assets.csv", b"Pumpe 1", b"Pumpe, 1"), ("assets.csv", 5, "")),
    "blank_id": (lambda s: s.cell("measures.csv", 2, "measure_id", " "), ("measures.csv", 2, "measure_id")),
    "blank_value": (
        lambda s: s.cell("need_profiles.csv", 2, "tolerance_hours", ""),
        ("need_profiles.csv", 2, "tolerance_hours"),
    ),
    "blank_buffer_hours": (
        lambda s: s.cell("dependencies.csv", 2, "buffer_hours", ""),
        ("dependencies.csv", 2, "buffer_hours"),
    ),
    "not_a_number": (lambda s: s.cell("assets.csv", 3, "restart_hours", "en"), ("assets.csv", 3, "restart_hours")),
    "not_a_whole_number": (lambda s: s.cell("assets.csv", 3, "people", "1.5"), ("assets.csv", 3, "people")),
    "not_text": (lambda s: s.feature(2, name=["x"]), ("areas.geojson", 2, "name")),
    "decimal_comma": (lambda s: s.cell("assets.csv", 3, "restart_hours", "2,5"), ("assets.csv", 3, "restart_hours")),
    "not_finite": (lambda s: s.cell("assets.csv", 3, "restart_hours", "nan"), ("assets.csv", 3, "restart_hours")),
    "out_of_range": (lambda s: s.cell("assets.csv", 3, "restart_hours", "-1"), ("assets.csv", 3, "restart_hours")),
    "implausible_hours": (
        lambda s: s.cell("assets.csv", 3, "restart_hours", "99999"),
        ("assets.csv", 3, "restart_hours"),
    ),
    "not_a_choice": (lambda s: s.cell("assets.csv", 3, "basis", "guess"), ("assets.csv", 3, "basis")),
    "not_yes_or_no": (lambda s: s.cell("sites.csv", 2, "heat", "måske"), ("sites.csv", 2, "heat")),
    "not_a_date": (lambda s: s.cell("assets.csv", 3, "as_of", "1/4-26"), ("assets.csv", 3, "as_of")),
    "cell_too_long": (lambda s: s.cell("assets.csv", 3, "name", "x" * 30_000), ("assets.csv", 3, "name")),
    "bad_character": (lambda s: s.cell("measures.csv", 2, "measure_id", "a\nb"), ("measures.csv", 2, "measure_id")),
    "not_one_municipality": (
        lambda s: s.row("municipality.csv", code="400", name="To", population="1"),
        ("municipality.csv", 3, ""),
    ),
    "duplicate_id": (
        lambda s: s.row("assets.csv", asset_id="mast", kind="mast", name="Mast 2"),
        ("assets.csv", 9, "asset_id"),
    ),
    "unknown_id": (
        lambda s: s.cell("dependencies.csv", 2, "supplier_id", "ukendt"),
        ("dependencies.csv", 2, "supplier_id"),
    ),
    "self_dependency": (
        lambda s: s.cell("dependencies.csv", 2, "supplier_id", "feeder-1"),
        ("dependencies.csv", 2, "supplier_id"),
    ),
    "ring_without_source": (
        lambda s: [
            s.row("dependencies.csv", **row, group_id="power", min_up="1", buffer_hours="0.0")
            for row in (
                {"asset_id": "feeder-1", "supplier_id": "feeder-2"},
                {"asset_id": "feeder-2", "supplier_id": "feeder-1"},
            )
        ],
        ("dependencies.csv", 7, "supplier_id"),
    ),
    "group_disagrees": (
        lambda s: s.cell("dependencies.csv", 6, "buffer_hours", "5"),
        ("dependencies.csv", 6, "buffer_hours"),
    ),
    "profile_disagrees": (
        lambda s: s.cell("need_profiles.csv", 5, "people", "41"),
        ("need_profiles.csv", 5, "people"),
    ),
    "min_up_too_large": (lambda s: s.cell("dependencies.csv", 2, "min_up", "2"), ("dependencies.csv", 2, "min_up")),
    "min_up_blank": (
        lambda s: s.cell("dependencies.csv", 5, "min_up", "").cell("dependencies.csv", 6, "min_up", ""),
        ("dependencies.csv", 5, "min_up"),
    ),
    "people_over_area_population": (
        lambda s: s.row("need_profiles.csv", **{**NEED, "area_id": "søndermark", "people": "4001"}),
        ("need_profiles.csv", 6, "people"),
    ),
    "service_over_population": (lambda s: s.cell("assets.csv", 3, "people", "4001"), ("assets.csv", 3, "people")),
    "tolerance_order": (
        lambda s: s.cell("need_profiles.csv", 2, "tolerance_p10_hours", "2.6"),
        ("need_profiles.csv", 2, "tolerance_p10_hours"),
    ),
    "tolerance_pair": (
        lambda s: s.cell("need_profiles.csv", 2, "tolerance_p90_hours", ""),
        ("need_profiles.csv", 2, "tolerance_p90_hours"),
    ),
    "low_above_high": (lambda s: s.cell("provenance.csv", 2, "low", "6.5"), ("provenance.csv", 2, "high")),
    "not_a_feature_collection": (
        lambda s: s.replace("areas.geojson", b"FeatureCollection", b"Feature"),
        ("areas.geojson", 1, ""),
    ),
    "bad_feature": (lambda s: s.feature(2, type="Punkt"), ("areas.geojson", 2, "")),
    "bad_geometry": (lambda s: s.feature(2, geometry={"type": "Polygon"}), ("areas.geojson", 2, "geometry")),
    "geometry_crosses_itself": (lambda s: s.feature(1, geometry=BOWTIE), ("areas.geojson", 1, "geometry")),
    "geometry_outside_denmark": (
        lambda s: s.feature(1, geometry=factory.square(19.0, 50.0)),
        ("areas.geojson", 1, "geometry"),
    ),
    "point_swapped": (
        lambda s: s.cell("assets.csv", 4, "lon", "56.05").cell("assets.csv", 4, "lat", "9.05"),
        ("assets.csv", 4, "lon"),
    ),
    "point_outside_denmark": (lambda s: s.cell("assets.csv", 4, "lon", "0"), ("assets.csv", 4, "lon")),
    "point_outside_area": (lambda s: s.cell("assets.csv", 7, "lon", "9.15"), ("assets.csv", 7, "lon")),
    "half_point": (lambda s: s.cell("assets.csv", 4, "lat", ""), ("assets.csv", 4, "lat")),
    "unknown_municipality": (lambda s: s.cell("municipality.csv", 2, "code", "123"), ("municipality.csv", 2, "code")),
    "unknown_kind": (lambda s: s.cell("assets.csv", 5, "kind", "must"), ("assets.csv", 5, "kind")),
    "unknown_service": (lambda s: s.cell("assets.csv", 5, "service", "mobil"), ("assets.csv", 5, "service")),
    "unknown_need_type": (
        lambda s: s.row("need_profiles.csv", **{**NEED, "need_type": "ilt"}),
        ("need_profiles.csv", 6, "need_type"),
    ),
    "unknown_row_key": (lambda s: s.cell("provenance.csv", 2, "row_key", "mast/el"), ("provenance.csv", 2, "row_key")),
    "unknown_table": (lambda s: s.cell("provenance.csv", 2, "table", "asset"), ("provenance.csv", 2, "table")),
    "unknown_column": (lambda s: s.cell("provenance.csv", 2, "column", "buffer"), ("provenance.csv", 2, "column")),
    "areas_over_population": (lambda s: s.feature(2, population=4001), ("areas.geojson", 2, "population")),
}


def told(reading: reader.PackReading) -> list[tuple[str, tuple[str, int, str]]]:
    return [(problem.code, (problem.file, problem.row, problem.column)) for problem in reading.problems]


@pytest.fixture
def read(tmp_path):
    def read_files(files: dict[str, bytes]) -> reader.PackReading:
        return reader.read_pack(factory.write_files(tmp_path / "pack", files))

    return read_files


@pytest.mark.parametrize("code", FAULTS)
def test_one_fault_is_one_located_problem(read, code):
    change, place = FAULTS[code]
    reading = read(spoil(change))
    assert told(reading) == [(code, place)]
    assert (reading.tables is None) == (KINDS[code].level == "error")


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_speaks_both_languages(code):
    kind = KINDS[code]
    for sentence in (kind.message, kind.expected, kind.remedy):
        danish = language("da").say(sentence)
        assert danish
        assert danish != sentence or sentence.startswith("{")


def test_ten_faults_are_ten_problems(read):
    """Different faults in one pack, several in one file, are all told at once and in order."""
    spoiler = Spoiler()
    spoiler.cell("municipality.csv", 2, "population", "-1")
    spoiler.feature(2, population="mange")
    spoiler.cell("assets.csv", 3, "restart_hours", "nan").cell("assets.csv", 4, "lon", "øst")
    spoiler.row("assets.csv", asset_id="mast", kind="mast")
    spoiler.cell("dependencies.csv", 2, "supplier_id", "ukendt").cell("dependencies.csv", 4, "min_up", "3")
    spoiler.cell("dependencies.csv", 6, "buffer_hours", "2,5")
    spoiler.cell("need_profiles.csv", 2, "tolerance_hours", "").cell("need_profiles.csv", 3, "severity", "dire")
    reading = read(spoiler.files)
    assert told(reading) == [
        ("out_of_range", ("municipality.csv", 2, "population")),
        ("not_a_whole_number", ("areas.geojson", 2, "population")),
        ("not_finite", ("assets.csv", 3, "restart_hours")),
        ("not_a_number", ("assets.csv", 4, "lon")),
        ("duplicate_id", ("assets.csv", 9, "asset_id")),
        ("unknown_id", ("dependencies.csv", 2, "supplier_id")),
        ("min_up_too_large", ("dependencies.csv", 4, "min_up")),
        ("decimal_comma", ("dependencies.csv", 6, "buffer_hours")),
        ("blank_value", ("need_profiles.csv", 2, "tolerance_hours")),
        ("not_a_choice", ("need_profiles.csv", 3, "severity")),
    ]


def test_more_people_than_the_municipality_has(read):
    """Each area has room for its profiles, so the areas too are more than the municipality."""
    spoiler = Spoiler().feature(2, population=8_000).cell("need_profiles.csv", 2, "people", "7960")
    spoiler.row("need_profiles.csv", **{**NEED, "area_id": "søndermark", "people": "4001"})
    assert told(read(spoiler.files)) == [
        ("areas_over_population", ("areas.geojson", 2, "population")),
        ("people_over_population", ("need_profiles.csv", 6, "people")),
    ]


class TestThePackItself:
    """Problems of the folder or zip file, which have the pack's own name or that of one file."""

    def test_nothing_there(self, tmp_path):
        assert told(reader.read_pack(tmp_path / "intet")) == [("pack_not_found", ("intet", 1, ""))]

    def test_a_file_that_is_no_zip(self, tmp_path):
        (tmp_path / "noter.txt").write_text("hej")
        assert told(reader.read_pack(tmp_path / "noter.txt")) == [("not_a_pack", ("noter.txt", 1, ""))]

    def test_a_zip_without_its_name_is_still_a_zip(self, tmp_path):
        zip_up(tmp_path / "pakke.dat", factory.small_pack_files())
        assert reader.read_pack(tmp_path / "pakke.dat").problems == ()

    @pytest.mark.parametrize("kept", [0, 1, 21, 500, -1])
    def test_a_zip_cut_short(self, tmp_path, kept):
        path = zip_up(tmp_path / "pack.zip", factory.small_pack_files())
        path.write_bytes(path.read_bytes()[:kept])
        assert told(reader.read_pack(path)) == [("broken_zip", ("pack.zip", 1, ""))]

    def test_a_zip_with_a_damaged_file(self, tmp_path):
        path = zip_up(tmp_path / "pack.zip", factory.small_pack_files(), method=zipfile.ZIP_STORED)
        path.write_bytes(path.read_bytes().replace(b"Pumpe 1", b"Pumpe 7"))
        assert told(reader.read_pack(path)) == [("broken_zip", ("assets.csv", 1, ""))]

    @pytest.mark.parametrize("name", ["../flugt.csv", "/etc/flugt", "C:\\flugt", "a/../../flugt", "..\\flugt"])
    def test_an_entry_that_leads_outside(self, tmp_path, name):
        path = zip_up(tmp_path / "inner" / "pack.zip", {**factory.small_pack_files(), name: b"x"})
        assert told(reader.read_pack(path)) == [("unsafe_zip_entry", ("pack.zip", 1, ""))]
        assert [entry.name for entry in tmp_path.rglob("*")] == ["inner", "pack.zip"]

    def test_an_entry_that_is_a_link(self, tmp_path):
        path = zip_up(tmp_path / "pack.zip", factory.small_pack_files())
        with zipfile.ZipFile(path, "a") as archive:
            link = zipfile.ZipInfo("sites-2.csv")
            link.create_system = 3
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/hostname")
        assert told(reader.read_pack(path)) == [("unsafe_zip_entry", ("pack.zip", 1, ""))]

    def test_a_locked_entry(self, tmp_path):
        path = zip_up(tmp_path / "pack.zip", factory.small_pack_files(), method=zipfile.ZIP_STORED)
        data = bytearray(path.read_bytes())
        data[data.rfind(b"PK\x03\x04", 0, data.find(b"assets.csv")) + 6] |= 1
        data[data.rfind(b"PK\x01\x02", 0, data.rfind(b"assets.csv")) + 8] |= 1
        path.write_bytes(data)
        assert told(reader.read_pack(path)) == [("encrypted_zip_entry", ("assets.csv", 1, ""))]

    def test_a_file_twice(self, tmp_path):
        path = zip_up(tmp_path / "pack.zip", factory.small_pack_files())
        with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
            archive.writestr("sites.csv", "site_id")
        assert told(reader.read_pack(path)) == [("duplicate_file", ("sites.csv", 1, ""))]

    def test_too_many_files(self, tmp_path, monkeypatch):
        monkeypatch.setattr(source, "MOST_ZIP_ENTRIES", 8)
        path = zip_up(tmp_path / "pack.zip", factory.small_pack_files())
        assert told(reader.read_pack(path)) == [("too_many_files", ("pack.zip", 1, ""))]

    def test_a_zip_bomb_is_not_unpacked(self, tmp_path):
        files = {**factory.small_pack_files(), "sites.csv": b"site_id,name\n" + b"0" * (source.SUSPICIOUS_BYTES + 1)}
        path = zip_up(tmp_path / "pack.zip", files)
        assert path.stat().st_size < 100_000
        assert told(reader.read_pack(path)) == [("too_large", ("sites.csv", 1, ""))]

    @pytest.mark.parametrize("is_zip", [False, True])
    def test_a_file_above_the_limit(self, tmp_path, monkeypatch, is_zip):
        files = factory.small_pack_files()
        monkeypatch.setattr(source, "LARGEST_FILE_BYTES", len(files["assets.csv"]))
        files["sites.csv"] += b"x" * len(files["assets.csv"])
        described = files.pop("datapackage.json")
        assert len(described) > source.LARGEST_FILE_BYTES
        path = zip_up(tmp_path / "p.zip", files) if is_zip else factory.write_files(tmp_path / "p", files)
        assert ("too_large", ("sites.csv", 1, "")) in told(reader.read_pack(path))

    def test_a_size_that_the_zip_lies_about(self, tmp_path):
        """The directory says 10 bytes, the data holds more: the file is damaged, and no more than 10 are unpacked."""
        path = zip_up(tmp_path / "pack.zip", factory.small_pack_files())
        data = bytearray(path.read_bytes())
        entry = data.rfind(b"PK\x01\x02", 0, data.rfind(b"assets.csv"))
        data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
        path.write_bytes(data)
        assert told(reader.read_pack(path)) == [("broken_zip", ("assets.csv", 1, ""))]

    def test_a_folder_in_place_of_a_file(self, tmp_path):
        files = factory.small_pack_files()
        del files["sites.csv"]
        path = factory.write_files(tmp_path / "pack", files)
        (path / "sites.csv").mkdir()
        assert told(reader.read_pack(path)) == [("unreadable_file", ("sites.csv", 1, ""))]

    def test_a_pipe_in_place_of_a_file_does_not_block(self, tmp_path):
        files = factory.small_pack_files()
        del files["sites.csv"]
        path = factory.write_files(tmp_path / "pack", files)
        os.mkfifo(path / "sites.csv")
        assert told(reader.read_pack(path)) == [("unreadable_file", ("sites.csv", 1, ""))]

    @pytest.mark.parametrize("target", ["../outside.csv", "sites.csv", "nowhere.csv"])
    def test_links_in_a_folder(self, tmp_path, target):
        files = factory.small_pack_files()
        (tmp_path / "outside.csv").write_bytes(files.pop("sites.csv"))
        path = factory.write_files(tmp_path / "pack", files)
        (path / "sites.csv").symlink_to(target)
        code = "unsafe_path" if target.startswith("..") else "unreadable_file"
        assert told(reader.read_pack(path)) == [(code, ("sites.csv", 1, ""))]

    def test_a_link_that_stays_inside_is_followed(self, tmp_path):
        files = factory.small_pack_files()
        files["data/sites.csv"] = files.pop("sites.csv")
        path = factory.write_files(tmp_path / "pack", files)
        (path / "sites.csv").symlink_to("data/sites.csv")
        assert reader.read_pack(path).problems == ()

    def test_too_many_rows(self, read, monkeypatch):
        monkeypatch.setattr(csv_text, "MOST_ROWS", 7)
        spoiler = Spoiler().row("assets.csv", asset_id="én mere", kind="mast")
        assert told(read(spoiler.files)) == [("too_many_rows", ("assets.csv", 9, ""))]


def zip_up(path, files, *, method=zipfile.ZIP_DEFLATED):
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_every_kind_is_tested_here():
    tested_by_themselves = {
        "pack_not_found",
        "not_a_pack",
        "broken_zip",
        "unsafe_zip_entry",
        "encrypted_zip_entry",
        "duplicate_file",
        "too_many_files",
        "too_large",
        "unreadable_file",
        "too_many_rows",
        "people_over_population",
    }
    assert set(KINDS) == set(FAULTS) | tested_by_themselves | ELSEWHERE


class TestNoFalseAlarms:
    """What must pass without an error, some of it with a warning."""

    def test_header_only_tables_and_no_areas(self, read):
        files = {
            "municipality.csv": b"code,name,population\n0400,Bornholm,39000\n",
            "areas.geojson": b'{"type":"FeatureCollection","features":[]}',
            "assets.csv": b"asset_id,kind,name,lon,lat,area_id,service,people,restart_hours\n",
            "dependencies.csv": b"asset_id,group_id,supplier_id,min_up,buffer_hours,recharge_hours\n",
            "need_profiles.csv": b"profile_id,area_id,people,need_type,severity,group_id,supplier_id,min_up,"
            b"tolerance_hours,recharge_hours\n",
        }
        reading = read(files)
        assert told(reading) == [("missing_descriptor", ("datapackage.json", 1, ""))]
        assert reading.tables.municipality.code == "400"
        assert reading.tables.assets == ()

    def test_blanks_and_what_they_become(self, read):
        spoiler = Spoiler().cell("dependencies.csv", 2, "min_up", "").cell("assets.csv", 3, "restart_hours", "")
        spoiler.cell("dependencies.csv", 4, "recharge_hours", "").cell("assets.csv", 3, "basis", "")
        reading = read(spoiler.files)
        assert reading.problems == ()
        assert reading.tables.dependencies[0].min_up == 1
        assert reading.tables.dependencies[2].recharge_hours is None
        assert reading.tables.assets[1].restart_hours == 0.0
        assert reading.tables.assets[1].origin.basis == "assumed"

    def test_rows_of_a_group_may_have_origins_of_their_own(self, read):
        spoiler = Spoiler().cell("dependencies.csv", 6, "basis", "verified").cell("dependencies.csv", 6, "source", "x")
        assert read(spoiler.files).problems == ()

    @pytest.mark.parametrize("key", ["mast/power", "mast|power", "mast:power", "mast/power/feeder-1"])
    def test_row_keys_in_every_spelling(self, read, key):
        spoiler = (
            Spoiler().cell("provenance.csv", 2, "row_key", key).cell("provenance.csv", 2, "table", "dependencies.csv")
        )
        assert read(spoiler.files).problems == ()

    def test_numbers_as_area_ids(self, read):
        spoiler = Spoiler()
        for name in ("assets.csv", "need_profiles.csv"):
            spoiler.files[name] = spoiler.files[name].replace(b"havneby", b"7")
        assert read(spoiler.feature(1, area_id=7).files).problems == ()

    def test_other_encodings_and_separators_if_the_descriptor_says_so(self, read):
        spoiler = Spoiler().resource("assets", encoding="windows-1252", dialect={"delimiter": ";"})
        spoiler.files["assets.csv"] = spoiler.files["assets.csv"].decode().replace(",", ";").encode("cp1252")
        assert read(spoiler.files).problems == ()

    def test_a_separator_that_the_descriptor_gets_wrong(self, read):
        spoiler = Spoiler().resource("assets", dialect={"delimiter": "\t"})
        reading = read(spoiler.files)
        assert told(reading) == [("semicolon_separated", ("assets.csv", 1, ""))]
        assert "TAB" in reading.problems[0].message(language("en"))

    def test_rows_are_counted_as_a_spreadsheet_does(self, read):
        """A cell over three lines and a blank line before the fault: the row is the record's, not the line's."""
        spoiler = Spoiler().cell("assets.csv", 2, "name", "en\nto\ntre").cell("assets.csv", 4, "lon", "x")
        spoiler.files["assets.csv"] = spoiler.files["assets.csv"].replace(b"feeder-2", b"\nfeeder-2")
        assert told(read(spoiler.files)) == [("not_a_number", ("assets.csv", 5, "lon"))]

    def test_mixed_encodings_cause_one_problem_only(self, read):
        """Rows in Windows text are read on as such, so that their ids are still known."""
        spoiler = Spoiler().row("assets.csv", asset_id="vandtårn", kind="water_tower")
        spoiler.files["assets.csv"] = spoiler.files["assets.csv"].replace("vandtårn".encode(), b"vandt\xe5rn")
        spoiler.row("dependencies.csv", asset_id="pump-1", group_id="g", supplier_id="vandtårn", buffer_hours="1")
        assert told(read(spoiler.files)) == [("not_utf8", ("assets.csv", 9, ""))]

    def test_a_missing_table_hides_nothing_and_invents_nothing(self, read):
        """Ids that refer to a table that is not there are not unknown; all other problems are told."""
        spoiler = Spoiler().drop("assets.csv").cell("dependencies.csv", 2, "buffer_hours", "-1")
        assert told(read(spoiler.files)) == [
            ("missing_table", ("assets.csv", 1, "")),
            ("out_of_range", ("dependencies.csv", 2, "buffer_hours")),
        ]

    def test_no_municipality_at_all(self, read):
        spoiler = Spoiler()
        spoiler.files["municipality.csv"] = spoiler.files["municipality.csv"].splitlines()[0]
        assert told(read(spoiler.files)) == [("not_one_municipality", ("municipality.csv", 1, ""))]

    def test_a_mark_of_utf8_wins_over_the_descriptor(self, read):
        spoiler = Spoiler().resource("assets", encoding="cp1252")
        spoiler.files["assets.csv"] = b"\xef\xbb\xbf" + spoiler.files["assets.csv"]
        reading = read(spoiler.files)
        assert reading.problems == ()
        assert reading.tables.assets[-1].name == "Vandværk"

    def test_utf16_without_a_mark(self, read):
        spoiler = Spoiler()
        spoiler.files["sites.csv"] = spoiler.files["sites.csv"].decode().encode("utf-16-le")
        assert told(read(spoiler.files)) == [("utf16", ("sites.csv", 1, ""))]

    def test_a_fault_behind_broken_quoting_is_located_as_well_as_can_be(self, read):
        spoiler = Spoiler()
        spoiler.files["assets.csv"] = spoiler.files["assets.csv"].replace(b"Pumpe 2", b'"' + b"x" * 200_000 + b'\xe6"')
        assert told(read(spoiler.files)) == [
            ("cell_too_long", ("assets.csv", 6, "")),
            ("not_utf8", ("assets.csv", 6, "")),
        ]

    def test_two_columns_are_enough_to_see_another_separator(self, read):
        spoiler = Spoiler()
        spoiler.files["measures.csv"] = b"measure_id;capital_kr\n"
        assert told(read(spoiler.files)) == [("semicolon_separated", ("measures.csv", 1, ""))]

    def test_a_text_with_semicolons_in_the_header_is_not_another_separator(self, read):
        spoiler = Spoiler()
        spoiler.files["measures.csv"] = b"measure_id,capital_kr,yearly_kr,note;measure_id;capital_kr\n"
        assert read(spoiler.files).problems == ()

    def test_a_resource_named_twice(self, read):
        described = json.loads(factory.small_pack_files()["datapackage.json"])
        described["resources"].append({"name": "assets.csv", "path": "assets.csv"})
        files = factory.small_pack_files() | {"datapackage.json": json.dumps(described).encode()}
        assert told(read(files)) == [("bad_descriptor", ("datapackage.json", 1, "resources[8].name"))]

    def test_an_optional_table_that_the_descriptor_names_must_be_there(self, read):
        assert told(read(Spoiler().drop("sites.csv").files)) == [("missing_table", ("sites.csv", 1, ""))]

    def test_optional_tables_may_be_left_out(self, read):
        spoiler = Spoiler().drop("datapackage.json").drop("sites.csv").drop("measures.csv").drop("provenance.csv")
        assert [problem.code for problem in read(spoiler.files).problems] == ["missing_descriptor"]

    def test_a_row_with_a_comma_too_many_keeps_its_id(self, read):
        """The ragged row is told once; what depends on its asset is not unknown."""
        spoiler = Spoiler().replace("assets.csv", b"Pumpe 1", b"Pumpe, 1")
        assert told(read(spoiler.files)) == [("wrong_cell_count", ("assets.csv", 5, ""))]

    def test_other_rows_of_its_table_are_read_all_the_same(self, read):
        spoiler = Spoiler().cell("assets.csv", 6, "restart_hours", "-1").cell("assets.csv", 4, "kind", "must")
        assert told(read(spoiler.replace("assets.csv", b"Pumpe 1", b"Pumpe, 1").files)) == [
            ("unknown_kind", ("assets.csv", 4, "kind")),
            ("wrong_cell_count", ("assets.csv", 5, "")),
            ("out_of_range", ("assets.csv", 6, "restart_hours")),
        ]

    @pytest.mark.parametrize(
        ("lon", "lat", "code"),
        [
            (7, 54, None),
            (16, 58.5, None),
            (14.9, 55.1, None),
            (6.99, 56, "point_outside_denmark"),
            (16.01, 56, "point_outside_denmark"),
            (9, 53.99, "point_outside_denmark"),
            (9, 58.51, "point_outside_denmark"),
            (54, 16, "point_swapped"),
            (58.5, 7, "point_swapped"),
            (53.9, 10, "point_outside_denmark"),
        ],
    )
    def test_where_denmark_is(self, read, lon, lat, code):
        spoiler = Spoiler().cell("assets.csv", 4, "lon", str(lon)).cell("assets.csv", 4, "lat", str(lat))
        assert [problem.code for problem in read(spoiler.files).problems] == ([code] if code else [])

    def test_points_on_the_border_lie_inside(self, read):
        assert read(Spoiler().cell("assets.csv", 7, "lon", "9.1").files).problems == ()

    def test_a_mac_s_zip_file(self, tmp_path):
        files = {f"Vestby/{name}": data for name, data in factory.small_pack_files().items()}
        files |= {"__MACOSX/Vestby/._assets.csv": b"x", "Vestby/.DS_Store": b"x"}
        assert reader.read_pack(zip_up(tmp_path / "pack.zip", files)).problems == ()

    def test_sums_at_the_limit(self, read):
        spoiler = Spoiler().row("need_profiles.csv", **{**NEED, "area_id": "søndermark", "people": "4000"})
        assert read(spoiler.files).problems == ()

    def test_people_of_one_profile_count_once(self, read):
        spoiler = Spoiler().cell("need_profiles.csv", 2, "people", "7960")
        assert read(spoiler.files).problems == ()


class TestPrivacy:
    """Messages end in logs: nothing that could be a person's number is repeated in them."""

    @pytest.mark.parametrize("number", ["010101-0000", "0101010000", "010101 0000", "12345678", "12 34 56 78"])
    def test_person_and_phone_numbers_are_not_repeated(self, read, number):
        spoiler = Spoiler().cell("dependencies.csv", 2, "supplier_id", f"hos {number}")
        reading = read(spoiler.files)
        assert [problem.code for problem in reading.problems] == ["unknown_id"]
        for code in ("da", "en"):
            assert number not in reading.problems[0].line(language(code))

    def test_long_and_unprintable_ids_are_shortened(self, read):
        spoiler = Spoiler().cell("dependencies.csv", 2, "supplier_id", "\u202e" + "x" * 150)
        line = read(spoiler.files).problems[0].line(language("en"))
        assert "?xxx" in line
        assert "x" * 41 not in line


def test_unknown_words_are_told_once_each(read):
    spoiler = Spoiler()
    for row in (2, 3, 4):
        spoiler.cell("assets.csv", row, "kind", "dims" if row < 4 else "tingest")
    assert told(read(spoiler.files)) == [
        ("unknown_kind", ("assets.csv", 2, "kind")),
        ("unknown_kind", ("assets.csv", 4, "kind")),
    ]


def test_require_pack_raises_with_everything(tmp_path):
    spoiler = Spoiler().cell("assets.csv", 3, "restart_hours", "nan").cell("assets.csv", 5, "kind", "must")
    path = factory.write_files(tmp_path / "pack", spoiler.files)
    with pytest.raises(reader.UnusablePack) as caught:
        reader.require_pack(path)
    assert caught.value.exit_code == 2
    assert len(caught.value.problems) == 2
    told_in_danish = caught.value.told_in(language("da"))
    assert "assets.csv:3:restart_hours: " in told_in_danish
    assert "Advarsel" in told_in_danish
    good = factory.write_files(tmp_path / "good", factory.small_pack_files())
    tables, pack_hash = reader.require_pack(good)
    assert tables == rows.in_order(factory.small_pack_tables())
    assert len(pack_hash) == 64


def test_a_wrong_word_is_told_with_those_that_are_right(read):
    (problem,) = read(Spoiler().cell("need_profiles.csv", 3, "severity", "kritisk").files).problems
    assert problem.message(language("da")) == "Ordet er ikke et af disse: critical, serious, welfare."
    assert problem.message(language("en")) == "The word is not one of these: critical, serious, welfare."


@pytest.mark.parametrize(("code", "told"), [("da", "adskilt af »,«."), ("en", "separated by “,”.")])
def test_a_wrong_separator_is_told_in_the_quotes_of_the_language(read, code, told):
    spoiler = Spoiler()
    spoiler.files["sites.csv"] = spoiler.files["sites.csv"].replace(b",", b";")
    (problem,) = read(spoiler.files).problems
    assert problem.message(language(code)).endswith(told)
