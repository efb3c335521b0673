"""A pack is written whole or not at all, always with the same bytes, and nothing of an old one is lost."""

import json
import os
import shutil
import zipfile

import attrs
import jsonschema
import pytest

from beredt.adapters.packs import reader, rows, schema, writer
from beredt.adapters.packs.reader import UnusablePack
from beredt.domain.municipality.tables import AssetRow, DependencyRow
from beredt.kit.errors import InvalidInput
from factories import municipality as factory

TABLES = factory.small_pack_tables()
BROKEN = attrs.evolve(
    TABLES,
    dependencies=(DependencyRow(asset_id="mast", group_id="g", supplier_id="ukendt", buffer_hours=float("nan")),),
)


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


@pytest.fixture(params=["pack", "pack.zip"])
def target(request, tmp_path):
    return tmp_path / request.param


class TestBytes:
    def test_the_same_values_give_the_same_bytes(self, tmp_path):
        shuffled = attrs.evolve(
            TABLES,
            assets=tuple(reversed(TABLES.assets)),
            needs=tuple(reversed(TABLES.needs)),
            areas=tuple(reversed(TABLES.areas)),
        )
        for name, tables in (("a", TABLES), ("b", shuffled)):
            writer.write_pack(tables, tmp_path / name)
            writer.write_pack(tables, tmp_path / f"{name}.zip")
        assert tree(tmp_path / "a") == tree(tmp_path / "b")
        assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()

    def test_writing_again_changes_nothing(self, target):
        writer.write_pack(TABLES, target)
        before = tree(target.parent)
        writer.write_pack(reader.read_pack(target).tables, target)
        assert tree(target.parent) == before

    def test_numbers_as_people_write_them(self):
        assert (
            b"feeder-1,feeder,Udf\xc3\xb8ring 1,,,havneby,power,8000,1.075," in factory.small_pack_files()["assets.csv"]
        )
        tiny = AssetRow(asset_id="a", kind="k", name="", restart_hours=1e-7)
        assert b",1e-07," in writer.pack_files(attrs.evolve(TABLES, assets=(tiny,)))["assets.csv"]


class TestWholeOrNotAtAll:
    def test_tables_with_errors_are_refused(self, target):
        writer.write_pack(TABLES, target)
        before = tree(target.parent)
        with pytest.raises(UnusablePack) as caught:
            writer.write_pack(BROKEN, target)
        assert {problem.code for problem in caught.value.problems} >= {"unknown_id", "not_finite"}
        assert tree(target.parent) == before

    def test_nothing_is_left_where_nothing_was(self, target):
        with pytest.raises(UnusablePack):
            writer.write_pack(BROKEN, target)
        assert list(target.parent.iterdir()) == []

    @pytest.mark.parametrize("failing", ["fsync", "rename", "replace"])
    def test_a_failing_disk(self, target, monkeypatch, failing):
        writer.write_pack(TABLES, target)
        before = tree(target.parent)
        changed = attrs.evolve(TABLES, needs=())

        def fail(*_arguments, **_names):
            raise OSError(28, "No space left on device")

        place = os if failing == "fsync" else type(target)
        if failing == "rename":
            original = type(target).rename
            monkeypatch.setattr(
                place, "rename", lambda self, to: fail() if ".new-" in self.name else original(self, to)
            )
        else:
            monkeypatch.setattr(place, failing, fail)
        is_hit = {"fsync": True, "rename": target.suffix == "", "replace": target.suffix == ".zip"}[failing]
        if is_hit:
            with pytest.raises(InvalidInput, match="No space left"):
                writer.write_pack(changed, target)
            assert tree(target.parent) == before
        else:
            writer.write_pack(changed, target)

    def test_left_overs_of_a_crash_do_no_harm(self, target):
        left = target.with_name(f".{target.stem}.new-{os.getpid()}{target.suffix}")
        left.mkdir()
        (left / "halv.csv").write_text("x")
        writer.write_pack(TABLES, target)
        assert list(target.parent.iterdir()) == [target]


class TestOtherPeoplesFiles:
    @pytest.mark.parametrize("name", ["noter.txt", "pack.zip"])
    def test_a_file_that_is_no_pack_is_left_alone(self, tmp_path, name):
        (tmp_path / name).write_text("vigtigt")
        with pytest.raises(InvalidInput):
            writer.write_pack(TABLES, tmp_path / name)
        assert tree(tmp_path) == {name: b"vigtigt"}

    def test_a_folder_with_other_things_is_left_alone(self, tmp_path):
        (tmp_path / "dokumenter").mkdir()
        (tmp_path / "dokumenter" / "brev.txt").write_text("kære")
        with pytest.raises(InvalidInput):
            writer.write_pack(TABLES, tmp_path / "dokumenter")
        assert tree(tmp_path) == {"dokumenter": None, "dokumenter/brev.txt": "kære".encode()}

    def test_an_empty_folder_becomes_a_pack(self, tmp_path):
        (tmp_path / "ny").mkdir()
        writer.write_pack(TABLES, tmp_path / "ny")
        assert reader.read_pack(tmp_path / "ny").problems == ()

    def test_a_link_is_not_replaced(self, tmp_path):
        writer.write_pack(TABLES, tmp_path / "pack")
        (tmp_path / "link").symlink_to("pack")
        with pytest.raises(InvalidInput):
            writer.write_pack(TABLES, tmp_path / "link")

    def test_no_folder_for_it(self, tmp_path):
        with pytest.raises(InvalidInput, match="does not exist"):
            writer.write_pack(TABLES, tmp_path / "intet" / "pack")

    def test_roads_and_notes_are_carried_over(self, target):
        writer.write_pack(TABLES, target)
        extra = {"roads.osm.pbf": b"\x00veje", "noter/l\u00e6s mig.txt": b"hej"}
        if target.suffix:
            with zipfile.ZipFile(target, "a") as archive:
                for name, data in extra.items():
                    archive.writestr(name, data)
        else:
            factory.write_files(target, extra)
        writer.write_pack(attrs.evolve(TABLES, needs=()), target)
        reading = reader.read_pack(target)
        assert reading.has_roads
        assert reading.tables.needs == ()
        if target.suffix:
            with zipfile.ZipFile(target) as archive:
                assert {name: archive.read(name) for name in extra} == extra
        else:
            assert {name: (target / name).read_bytes() for name in extra} == extra

    def test_tables_under_other_names_are_not_left_behind(self, tmp_path):
        files = factory.small_pack_files()
        described = json.loads(files["datapackage.json"])
        described["resources"][2]["path"] = "data/anlæg.csv"
        files |= {"data/anlæg.csv": files.pop("assets.csv"), "datapackage.json": json.dumps(described).encode()}
        target = factory.write_files(tmp_path / "pack", files)
        writer.write_pack(reader.read_pack(target).tables, target)
        assert "data/anlæg.csv" not in tree(target)
        assert reader.read_pack(target).tables == rows.in_order(TABLES)

    def test_a_folder_inside_a_zip_file_is_not_kept_twice(self, tmp_path):
        target = tmp_path / "pack.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in {**factory.small_pack_files(), "noter.txt": b"hej"}.items():
                archive.writestr(f"indre/{name}", data)
        writer.write_pack(reader.read_pack(target).tables, target)
        with zipfile.ZipFile(target) as archive:
            assert sorted(archive.namelist()) == sorted([*factory.small_pack_files(), "noter.txt"])


class TestWhatWeDoNotKnow:
    def test_columns_and_properties_survive(self, target):
        files = factory.small_pack_files()
        lines = files["assets.csv"].decode().splitlines()
        marked = [lines[0] + ",bemærkning", *(f'{line},"{number}, ja"' for number, line in enumerate(lines[1:]))]
        files["assets.csv"] = "\n".join(marked).encode()
        areas = json.loads(files["areas.geojson"])
        areas["features"][0]["properties"]["bydel"] = {"nr": 3}
        files["areas.geojson"] = json.dumps(areas).encode()
        described = {**json.loads(files["datapackage.json"]), "marking": "confidential", "title": "Vores egen"}
        files["datapackage.json"] = json.dumps(described).encode()
        first = reader.read_pack(factory.write_files(target.parent / "source", files))
        assert first.problems == ()
        writer.write_pack(first.tables, target, extras=first.extras, properties=first.properties)
        second = reader.read_pack(target)
        assert second.extras == first.extras
        assert second.extras["assets"][("mast",)] == {"bemærkning": "2, ja"}
        assert second.pack_hash == first.pack_hash
        assert second.properties == first.properties
        assert second.properties["marking"] == "confidential"

    def test_without_them_the_hash_is_another(self, tmp_path):
        plain = writer.write_pack(TABLES, tmp_path / "a")
        extra = writer.write_pack(TABLES, tmp_path / "b", extras={"assets": {("mast",): {"note": "ny"}}})
        assert plain != extra


class TestDescriptor:
    DESCRIBED = json.loads(factory.small_pack_files()["datapackage.json"])

    def test_every_table_is_described(self):
        assert [resource["name"] for resource in self.DESCRIBED["resources"]] == [t.name for t in schema.FILE_ORDER]

    @pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
    def test_fields_are_the_columns_of_the_file(self, table):
        resource = next(entry for entry in self.DESCRIBED["resources"] if entry["name"] == table.name)
        header = factory.small_pack_files()[table.file].decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert set(resource["schema"]["primaryKey"]) <= set(header)

    def test_it_is_a_data_package(self):
        """What the Data Package standard asks of a descriptor, as far as we use it."""
        name = {"type": "string", "pattern": r"^[a-z0-9._-]+$"}
        field_types = ["string", "integer", "number", "boolean"]
        standard = {
            "type": "object",
            "required": ["name", "resources"],
            "properties": {
                "name": name,
                "resources": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "required": ["name", "path"],
                        "properties": {
                            "name": {"type": "string", "pattern": r"^[a-z0-9._-]+$"},
                            "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\.)"},
                            "schema": {
                                "required": ["fields"],
                                "properties": {
                                    "fields": {"items": {"properties": {"type": {"enum": field_types}}}},
                                },
                            },
                        },
                    },
                },
            },
        }
        jsonschema.validate(self.DESCRIBED, standard)

    @pytest.mark.parametrize("code", ["400", "Å/../x", "🙂", ""])
    def test_the_name_is_one_whatever_the_code_is(self, code):
        tables = attrs.evolve(TABLES, municipality=attrs.evolve(TABLES.municipality, code=code))
        name = json.loads(writer.pack_files(tables)["datapackage.json"])["name"]
        assert name.removeprefix("beredt-pack-").isalnum()
        assert name.isascii()


def test_permission_denied_is_said(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder = tmp_path / "låst"
    folder.mkdir(mode=0o500)
    try:
        with pytest.raises(InvalidInput):
            writer.write_pack(TABLES, folder / "pack")
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
