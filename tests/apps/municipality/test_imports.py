"""Files taken in: shown first, stored whole on a yes, refused with the reason; hostile ones harm nobody."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import attrs
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from beredt.adapters.packs import reader, writer
from beredt.apps.municipality import import_operations, operations, packs, queries, storage_places, tasks
from beredt.apps.municipality.changes import DataMovedOn
from beredt.apps.municipality.import_operations import GivenFile
from beredt.apps.municipality.models import Municipality, PackFile, Revision, Upload
from beredt.ground.audit.models import EntryRow
from beredt.ground.jobs import operations as jobs
from beredt.kit.errors import CapacityExceeded, InvalidInput, NotAllowed, NotFound
from factories import calls, web
from factories import municipality as factory
from factories import municipality_rows as rows

pytestmark = pytest.mark.django_db
CODE = rows.CODE


@pytest.fixture
def pack():
    rows.stored_pack()
    return packs.load(CODE)


def zipped(files, *, top=""):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(top + name, data)
    return stream.getvalue()


def sheet(*grid):
    book = openpyxl.Workbook()
    for line in grid:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def receive(files, kind="pack", **named):
    given = [GivenFile(name=name, chunks=[data]) for name, data in files.items()]
    upload_id = import_operations.receive_files(actor=rows.actor(), files=given, kind=kind, **named)
    import_operations.read_upload(actor=rows.actor(), upload_id=upload_id)
    return upload_id


def report(upload_id):
    return queries.get_upload(actor=rows.actor(), upload_id=upload_id).report


def store(upload_id):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return import_operations.store_upload(actor=rows.actor(), upload_id=upload_id)


def problems(upload_id, code="en"):
    return [entry["message"] for entry in report(upload_id)["problems"][code]]


def changed_files(**changes):
    """The small pack's files with some tables changed, for `999`."""
    return writer.pack_files(factory.small_pack_tables(**changes))


def test_a_pack_shows_what_would_change_and_is_stored_on_a_yes(pack):
    upload_id = receive({"pakke.zip": zipped(changed_files(sites=()), top="inden i/")})
    found = report(upload_id)
    assert found["counts"] == [{"table": "sites", "added": 0, "changed": 0, "removed": 1}]
    assert found["changes"][0]["key"] == ["hal"]
    assert packs.load(CODE) is pack
    done = store(upload_id)
    assert done.revision == 2
    assert packs.load(CODE).tables.sites == ()
    assert store(upload_id).revision == 2
    assert Revision.objects.count() == 2
    assert [entry.event for entry in EntryRow.objects.order_by("sequence")][-2:] == [
        "municipality.upload_received",
        "municipality.imported",
    ]
    assert not storage_places.upload_folder(CODE, upload_id).exists()


def test_some_files_of_a_pack_leave_the_other_tables(pack):
    mast = attrs.evolve(pack.rows["assets"][("mast",)], name="Nord; mast")
    assets = tuple(mast if row.asset_id == "mast" else row for row in pack.tables.assets)
    upload_id = receive({"assets.csv": changed_files(assets=assets)["assets.csv"]})
    assert report(upload_id)["counts"] == [{"table": "assets", "added": 0, "changed": 1, "removed": 0}]
    store(upload_id)
    assert packs.load(CODE).rows["assets"][("mast",)].name == "Nord; mast"
    assert packs.load(CODE).tables.needs == pack.tables.needs


def test_the_first_pack_makes_the_municipality():
    upload_id = receive({"pakke.zip": zipped(changed_files())})
    assert report(upload_id)["is_new"]
    assert not Municipality.objects.exists()
    assert store(upload_id).revision == 1
    assert packs.load(CODE).pack_hash == reader.read_pack(written(changed_files())).pack_hash


def written(files):
    path = Path(tempfile.mkdtemp()) / "x.zip"
    path.write_bytes(zipped(files))
    return path


def test_what_is_taken_in_comes_out_again_to_the_last_column(pack, tmp_path):
    files = changed_files()
    lines = files["assets.csv"].decode().splitlines()
    files["assets.csv"] = "\n".join(
        [lines[0] + ",Bemærkning", *(f"{line},nr {i}" for i, line in enumerate(lines[1:]))]
    ).encode()
    areas = json.loads(files["areas.geojson"])
    areas["features"][0]["properties"]["kommentar"] = {"æ": [1, 2.5]}
    files["areas.geojson"] = json.dumps(areas).encode()
    described = json.loads(files["datapackage.json"])
    files["datapackage.json"] = json.dumps({**described, "licenses": [{"name": "intern"}]}).encode()
    files["roads.osm.pbf"] = b"not really roads"
    files["noter/læs mig.txt"] = b"hej"
    given = written(files)
    store(receive({"pakke.zip": given.read_bytes()}))
    out = tmp_path / "ud.zip"
    told = import_operations.export_pack(actor=rows.actor(), path=out)
    before, after = reader.read_pack(given), reader.read_pack(out)
    assert told == after.pack_hash == before.pack_hash == packs.load(CODE).pack_hash
    assert after.extras == before.extras
    assert after.properties["licenses"] == [{"name": "intern"}]
    with zipfile.ZipFile(out) as archive:
        assert archive.read("roads.osm.pbf") == b"not really roads"
        assert archive.read("noter/læs mig.txt") == b"hej"
    assert EntryRow.objects.filter(event="municipality.exported").count() == 1


def test_problems_come_first_and_nothing_can_be_stored(pack):
    files = changed_files()
    files["dependencies.csv"] = files["dependencies.csv"].replace(b"substation", b"nowhere", 1)
    upload_id = receive({"pakke.zip": zipped(files)})
    assert not report(upload_id)["is_usable"]
    assert problems(upload_id) == ["nowhere is not found in assets.csv."]
    assert report(upload_id)["problems"]["da"][0]["remedy"]
    with pytest.raises(InvalidInput):
        store(upload_id)
    assert packs.load(CODE) is pack


def test_another_municipalitys_pack_is_refused(pack):
    other = factory.small_pack_tables(municipality=attrs.evolve(pack.tables.municipality, code="400"))
    upload_id = receive({"pakke.zip": zipped(writer.pack_files(other))})
    assert problems(upload_id) == ["The data are those of municipality 400, not of 999."]


def test_a_spreadsheet_as_danes_keep_it(pack):
    grid = sheet(
        ["asset_id", "navn", "art", "genstart (timer)"],
        ["mast", "Mast på bakken", "mast", "2,5"],
        ["ny", "Ny", "mast", 1],
    )
    upload_id = receive({"master.xlsx": grid}, kind="table", table="assets")
    assert report(upload_id)["is_usable"], problems(upload_id)
    assert {(entry["kind"], entry["key"][0]) for entry in report(upload_id)["changes"]} == {
        ("changed", "mast"),
        ("added", "ny"),
    }
    store(upload_id)
    assert packs.load(CODE).rows["assets"][("mast",)].restart_hours == 2.5
    assert packs.load(CODE).rows["assets"][("mast",)].service == "mobile"


def test_a_filled_call_list_becomes_verified_values(pack, tmp_path):
    question = calls.calls_of(pack.tables).questions[0].question_id
    path = calls.fill(
        calls.list_bytes(pack.tables), tmp_path / "liste.xlsx", lambda book: calls.answer(book, question, 7)
    )
    upload_id = receive({"liste.xlsx": path.read_bytes()}, kind="calls")
    assert report(upload_id)["is_usable"], problems(upload_id)
    store(upload_id)
    assert Revision.objects.get(number=2).kind == "answered"
    verified = [row for row in packs.load(CODE).tables.provenance if row.basis == "verified"]
    assert verified
    assert all("driftsleder" in row.source for row in verified)
    assert EntryRow.objects.filter(event="municipality.answered").count() == 1


def test_a_change_in_between_asks_for_a_new_comparison(pack):
    upload_id = receive({"pakke.zip": zipped(changed_files(sites=()))})
    operations.change_value(
        actor=rows.actor(), table="assets", row_key=("mast",), column="name", value="Ny", basis="assumed", source="",
        as_of="", expected_version=1,
    )  # fmt: skip
    with pytest.raises(DataMovedOn):
        store(upload_id)
    import_operations.read_upload(actor=rows.actor(), upload_id=upload_id)
    assert {entry["table"] for entry in report(upload_id)["counts"]} == {"assets", "sites", "provenance"}
    assert store(upload_id).revision == 3


def test_a_file_is_forgotten(pack):
    upload_id = receive({"pakke.zip": zipped(changed_files(sites=()))})
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_operations.discard_upload(actor=rows.actor(), upload_id=upload_id)
    assert not storage_places.upload_folder(CODE, upload_id).exists()
    with pytest.raises(NotFound):
        store(upload_id)


def test_what_nobody_said_yes_to_is_forgotten_in_time(pack):
    old = [receive({"pakke.zip": b"x"}) for _ in range(import_operations.MOST_WAITING + 2)]
    assert Upload.objects.filter(state="waiting").count() == import_operations.MOST_WAITING
    assert not storage_places.upload_folder(CODE, old[0]).exists()


def test_only_planners_take_files_in_and_out(pack, tmp_path):
    upload_id = receive({"pakke.zip": zipped(changed_files(sites=()))})
    for role in ("care_leader", "management", "reader", "data_protection_officer"):
        who = rows.actor(role)
        for refused in (
            lambda who=who: import_operations.receive_files(actor=who, files=[], kind="pack"),
            lambda who=who: import_operations.read_upload(actor=who, upload_id=upload_id),
            lambda who=who: import_operations.store_upload(actor=who, upload_id=upload_id),
            lambda who=who: import_operations.discard_upload(actor=who, upload_id=upload_id),
            lambda who=who: import_operations.export_pack(actor=who, path=tmp_path / "x.zip"),
            lambda who=who: import_operations.draft_from_open_data(actor=who, folder=None),
        ):
            with pytest.raises(NotAllowed):
                refused()
    stranger = rows.actor(code="998")
    with pytest.raises(NotFound):
        import_operations.store_upload(actor=stranger, upload_id=upload_id)


def utm_areas():
    files = changed_files()
    document = json.loads(files["areas.geojson"])
    corner = [[500_000, 6_200_000], [505_000, 6_200_000], [505_000, 6_205_000], [500_000, 6_200_000]]
    for feature in document["features"]:
        feature["geometry"] = {"type": "Polygon", "coordinates": [corner]}
    return json.dumps(document).encode()


def test_outlines_in_metres_are_converted_and_said(pack):
    upload_id = receive({"areas.geojson": utm_areas()})
    assert report(upload_id)["is_usable"]
    assert "EPSG:25832" in report(upload_id)["notes"]["da"][0]
    store(upload_id)
    west, south = packs.load(CODE).tables.areas[0].geometry["coordinates"][0][0]
    assert (west, south) == (9.0, pytest.approx(55.945, abs=0.01))


def test_outlines_that_cross_are_repaired_or_refused(pack):
    document = json.loads(changed_files()["areas.geojson"])
    document["features"][1]["geometry"]["coordinates"] = [[[9, 56], [9.1, 56.1], [9.1, 56], [9, 56.1], [9, 56]]]
    upload_id = receive({"areas.geojson": json.dumps(document).encode()})
    assert problems(upload_id) == ["The outline of søndermark crosses itself, and how it was meant cannot be told."]


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in changed_files().items():
            archive.writestr(name, data)
        archive.writestr("notes.txt", b"0" * 60_000_000)
    return stream.getvalue()


def escaping():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in changed_files().items():
            archive.writestr(name, data)
        archive.writestr("../../etc/passwd", b"x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind", "table"),
    [
        ("pakke.zip", b"", "pack", ""),
        ("pakke.zip", b"PK\x03\x04 not really", "pack", ""),
        ("pakke.zip", zipped({"x": b"y"}), "pack", ""),
        ("bombe.zip", bomb(), "pack", ""),
        ("ud.zip", escaping(), "pack", ""),
        ("assets.csv", b"\xff\xfe\x00", "pack", ""),
        ("areas.geojson", b"[" * 100_000, "pack", ""),
        ("ark.xlsx", b"PK\x03\x04", "table", "assets"),
        ("ark.xlsx", zipped({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "table", "assets"),
        ("ark.xlsx", zipped({"xl/workbook.xml": b"0" * 90_000_000}), "table", "assets"),
        ("ark.csv", b"\x00" * 1000, "table", "assets"),
        ("ark.csv", b"asset_id;navn\n" + b";" * 100_000, "table", "assets"),
        ("ark.xlsx", sheet(["a", "b"], [1, 2]), "table", "need_profiles"),
        ("liste.xlsx", sheet(["a", "b"], [1, 2]), "calls", ""),
        ("liste.xlsx", b"PK", "calls", ""),
    ],
    ids=[
        "nothing",
        "zip cut off",
        "zip of something else",
        "zip bomb",
        "zip that leads out",
        "binary as csv",
        "deep json",
        "workbook cut off",
        "workbook with entities",
        "workbook bomb",
        "zeros as csv",
        "wide csv",
        "sheet without our headings",
        "sheet as call list",
        "call list cut off",
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(pack, name, data, kind, table):
    begun = time.perf_counter()
    upload_id = receive({name: data}, kind=kind, table=table)
    assert not report(upload_id)["is_usable"]
    assert all(problems(upload_id, code) for code in ("da", "en"))
    assert time.perf_counter() - begun < 20
    assert packs.load(CODE) is pack


def test_names_of_files_lead_nowhere(pack, data_folder):
    upload_id = receive({"../../../outside.csv": b"x", "..": b"y", "a/b\\c<script>.csv": b"z"})
    folder = storage_places.upload_folder(CODE, upload_id)
    assert {path.name for path in folder.iterdir()} == {"outside.csv", "file", "c_script_.csv"}
    assert not (data_folder.parent / "outside.csv").exists()


def test_too_much_is_refused_before_it_fills_the_disk(pack, monkeypatch):
    monkeypatch.setattr(storage_places, "MOST_UPLOAD_BYTES", 1_000)
    endless = (b"x" * 600 for _ in range(10))
    with pytest.raises(CapacityExceeded):
        import_operations.receive_files(
            actor=rows.actor(), files=[GivenFile(name="a.zip", chunks=endless)], kind="pack"
        )
    assert next(endless)  # the rest was never read
    assert not any(storage_places._folder("waiting", CODE).iterdir())
    assert not Upload.objects.exists()


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_and_stored_in_the_background(pack):
    lines = ["measure_id;anskaffelse (kr);årligt (kr)", *(f"m{i:06};{i},5;{i}" for i in range(100_000))]
    client = web.member_client(["coordinator"], code=CODE)
    begun = time.perf_counter()
    answer = client.post(
        reverse("municipality:import_files", kwargs={"code": CODE}),
        {
            "chosen": SimpleUploadedFile("priser.csv", "\n".join(lines).encode()),
            "kind": "table",
            "table": "measures",
            "token": "t1",
        },
    )
    assert "/opgaver/" in answer["Location"]
    jobs.run_waiting()
    upload = Upload.objects.get()
    shown = client.get(reverse("municipality:show_upload", kwargs={"code": CODE, "upload_id": upload.id}))
    assert "100.000" in shown.content.decode()
    client.post(reverse("municipality:store_upload", kwargs={"code": CODE, "upload_id": upload.id}))
    jobs.run_waiting()
    assert len(packs.load(CODE).tables.measures) == 100_001
    assert time.perf_counter() - begun < 90


def process(folder, *words):
    """A process of an installation that has its data in `folder`, ended: its exit code and what it wrote."""
    root = Path(__file__).resolve().parents[3]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    paths = os.pathsep.join([str(root / "src"), str(root / "tests")])
    environment = {
        **kept, "BEREDT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "beredt.shell.settings", "PYTHONPATH": paths,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", *words],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode, done.stdout


@pytest.mark.slow
def test_nothing_is_half_stored_when_the_process_is_killed(tmp_path):
    folder = tmp_path / "installation"
    process(folder, "django", "migrate", "--verbosity", "0", "--skip-checks")
    process(folder, "factories.import_victim", "begin")
    _, before = process(folder, "factories.import_victim", "tell")
    assert process(folder, "factories.import_victim", "die") == (-signal.SIGKILL, "")
    _, after = process(folder, "factories.import_victim", "tell")
    assert after == before
    revision, told, counted, sites = after.split()
    assert (revision, sites) == ("1", "1")
    assert told == counted


def test_the_whole_way_in_the_browser(pack):
    client = web.member_client(["coordinator"], code=CODE)
    answer = client.post(
        reverse("municipality:import_files", kwargs={"code": CODE}),
        {"chosen": SimpleUploadedFile("pakke.zip", zipped(changed_files(sites=()))), "kind": "pack", "token": "t1"},
    )
    page = client.get(answer["Location"]).content.decode()
    assert "Intet er gemt endnu" in page
    assert "Vestbyhallen" in page
    upload = Upload.objects.get()
    answer = client.post(reverse("municipality:store_upload", kwargs={"code": CODE, "upload_id": upload.id}))
    assert answer.status_code == 302
    assert packs.load(CODE).tables.sites == ()
    out = client.post(reverse("municipality:export_pack", kwargs={"code": CODE}))
    assert out["Content-Disposition"] == 'attachment; filename="kommune-999.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(out.streaming_content))) as archive:
        assert "assets.csv" in archive.namelist()


def page_of(name, upload):
    return reverse(f"municipality:{name}", kwargs={"code": CODE, "upload_id": upload})


def test_data_that_moved_on_are_compared_again_in_the_browser(pack):
    client = web.member_client(["coordinator"], code=CODE)
    upload = receive({"pakke.zip": zipped(changed_files(sites=()))})
    operations.change_value(
        actor=rows.actor(), table="assets", row_key=("mast",), column="name", value="Ny", basis="assumed", source="",
        as_of="", expected_version=1,
    )  # fmt: skip
    assert "Sammenlign igen" in client.get(page_of("show_upload", upload)).content.decode()
    answer = client.post(page_of("store_upload", upload), follow=True)
    assert "En anden har ændret data i mellemtiden" in answer.content.decode()
    assert packs.load(CODE).revision == 2
    assert client.post(page_of("reread_upload", upload)).status_code == 302
    assert client.post(page_of("store_upload", upload)).status_code == 302
    assert packs.load(CODE).revision == 3
    assert "Gemt som ændring nr. 3" in client.post(page_of("store_upload", upload), follow=True).content.decode()
    assert "ændring nr. 3" in client.get(page_of("show_upload", upload)).content.decode()


def test_a_no_is_a_no_in_the_browser(pack):
    client = web.member_client(["coordinator"], code=CODE)
    upload = receive({"pakke.zip": zipped(changed_files(sites=()))})
    assert client.post(page_of("discard_upload", upload)).status_code == 302
    assert "Filen er kasseret" in client.get(page_of("show_upload", upload)).content.decode()
    assert client.post(page_of("store_upload", upload)).status_code == 404
    assert packs.load(CODE).revision == 1


def test_what_the_files_are_must_be_said(pack):
    for wrong in ({"kind": "table", "table": ""}, {"kind": "table", "table": "persons"}, {"kind": "photo"}):
        with pytest.raises(InvalidInput):
            receive({"x.csv": b"a"}, **{"kind": "pack", **wrong})
    with pytest.raises(InvalidInput):
        import_operations.receive_files(actor=rows.actor(), files=[], kind="pack")
    two = receive({"a.csv": b"x", "b.csv": b"y"}, kind="table", table="assets")
    assert problems(two) == ["Give one file at a time."]


def test_a_table_needs_a_pack_to_lie_in():
    upload = receive({"a.csv": b"asset_id\nx\n"}, kind="table", table="assets")
    assert problems(upload) == ["The municipality has no data yet."]


def test_the_demo_is_made_once():
    from beredt.apps.municipality import demo

    who = rows.actor("administrator")
    demo.build_demo(actor=who)
    demo.build_demo(actor=who)
    assert packs.load(CODE).name == "Fjordby Kommune"
    assert Revision.objects.count() == 1


def test_the_same_form_twice_is_one_upload(pack):
    client = web.member_client(["coordinator"], code=CODE)
    addresses = {
        client.post(
            reverse("municipality:import_files", kwargs={"code": CODE}),
            {"chosen": SimpleUploadedFile("pakke.zip", zipped(changed_files())), "kind": "pack", "token": "t1"},
        )["Location"]
        for _ in range(2)
    }
    assert len(addresses) == 1
    assert Upload.objects.count() == 1


def test_errors_stand_on_top_in_the_browser(pack):
    client = web.member_client(["coordinator"], code=CODE)
    files = changed_files()
    files["assets.csv"] = files["assets.csv"].replace(b"1.075", b"mange", 1)
    answer = client.post(
        reverse("municipality:import_files", kwargs={"code": CODE}),
        {"chosen": SimpleUploadedFile("pakke.zip", zipped(files)), "kind": "pack", "token": "t1"},
    )
    page = client.get(answer["Location"]).content.decode()
    place = re.search(r"assets\.csv \d+ restart_hours", page)
    assert place
    assert page.index(place[0]) < page.index("glem")
    assert "/gem/" not in page
    assert (
        client.post(
            reverse("municipality:import_files", kwargs={"code": CODE}), {"kind": "pack", "token": "t1"}
        ).status_code
        == 400
    )


def test_a_thin_draft_waits_for_a_yes_like_any_file():
    web.municipality("400", "Bornholm")
    client = web.member_client(["coordinator"], code="400")
    answer = client.post(reverse("municipality:draft_pack", kwargs={"code": "400"}), {"thin": "1", "token": "t"})
    assert (
        client.post(reverse("municipality:draft_pack", kwargs={"code": "400"}), {"thin": "1", "token": "t"})["Location"]
        == answer["Location"]
    )
    jobs.run_waiting()
    upload = Upload.objects.get()
    assert upload.kind == "draft"
    page = client.get(reverse("municipality:show_upload", kwargs={"code": "400", "upload_id": upload.id}))
    assert "Danmarks Statistik" in page.content.decode()
    client.post(reverse("municipality:store_upload", kwargs={"code": "400", "upload_id": upload.id}))
    assert packs.load("400").name == "Bornholms Regionskommune"


def test_open_data_are_taken_from_the_folder_that_the_installation_names(settings, tmp_path):
    settings.BEREDT_OPEN_DATA = str(tmp_path)
    assert tasks.open_data_folder() == tmp_path
    settings.BEREDT_OPEN_DATA = str(tmp_path / "nowhere")
    with pytest.raises(NotFound):
        tasks.open_data_folder()


def test_roads_are_served_as_lines_or_in_ranges_of_tiles(pack, monkeypatch, tmp_path):
    from beredt.apps.municipality import doors, maps

    class Roads:
        ways = 3

        def write_geojson(self, roads_file, target):
            target.write_text('{"type":"FeatureCollection","features":[]}')
            return self.ways

        def write_tiles(self, geojson, target):
            target.write_bytes(bytes(range(100)))

    monkeypatch.setattr(doors.ROADS, "_opened", (Roads(),))
    files = {**changed_files(), "roads.osm.pbf": b"few"}
    store(receive({"pakke.zip": zipped(files)}))
    client = web.member_client(["reader"], code=CODE)
    lines = reverse("municipality:show_roads", kwargs={"code": CODE})
    tiles = reverse("municipality:show_road_tiles", kwargs={"code": CODE})
    assert b"".join(client.get(lines).streaming_content).startswith(b'{"type"')
    assert client.get(tiles).status_code == 404
    assert PackFile.objects.get().name == maps.ROADS_FILE

    monkeypatch.setattr(Roads, "ways", maps.MOST_PLAIN_WAYS + 1)
    store(receive({"pakke.zip": zipped({**files, "roads.osm.pbf": b"many"})}))
    assert client.get(lines).status_code == 404
    part = client.get(tiles, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, bytes(range(10, 20)), "bytes 10-19/100")
    assert client.get(tiles, headers={"Range": "bytes=-5"}).content == bytes(range(95, 100))
    assert client.get(tiles, headers={"Range": "bytes=90-500"})["Content-Range"] == "bytes 90-99/100"
    assert client.get(tiles, headers={"Range": "bytes=200-"}).status_code == 416
    assert b"".join(client.get(tiles).streaming_content) == bytes(range(100))
