"""`beredt municipality draft`: the pack, the summary, refusals that say what to do, and the table of all."""

import csv
import json
import re
import zipfile

import osmium
import pytest

from beredt.adapters.open_data import draft_files
from beredt.adapters.open_data.defaults import load_defaults
from beredt.adapters.packs import reader
from beredt.shell.cli import main as cli
from factories import open_data as made
from factories.open_data import OsmText, fill

pytestmark = pytest.mark.thorough

HOME = ("Plejehjemmet Vintergækken", "Åvej", "4", "3700", "Bornholms Regionskommune", "40", "False")
CLOSED = ("Øhjemmet - LUKKET!", "Åvej", "5", "3700", "Bornholm", "20", "False")
COUNTS = made.csv_bytes([("PNR20", "TID", "INDHOLD"), ("3700 Rønne", "2026K1", 30_000), ("3730 Nexø", "2026K1", 8_677)])


@pytest.fixture
def draft(capsys):
    """Runs the verb; gives exit code, standard output and standard error."""

    def run(*options):
        code = cli.main(["municipality", "draft", *map(str, options)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def island(tmp_path):
    """A folder of open data of a made-up Bornholm."""
    return fill(tmp_path / "data", {**made.island(HOME, CLOSED), "postnr1.csv": COUNTS})


def grid(path, bounds=made.BORNHOLM_BOX):
    west, south, east, north = bounds
    osm = OsmText()
    osm.grid((west + 0.01, south + 0.01, east - 0.01, north - 0.01), 8, 8)
    return osm.write(path)


def usable(pack):
    reading = reader.read_pack(pack)
    assert reading.problems == ()
    return reading


@pytest.mark.parametrize("code", ["400", "0400", "Bornholm", "bornholms regionskommune"])
def test_without_any_open_data_there_is_a_thin_pack(draft, tmp_path, code):
    exit_code, out, err = draft("--code", code, "--out", tmp_path / "pakke")
    assert (exit_code, err) == (0, "")
    assert usable(tmp_path / "pakke").tables.municipality.population == 38_677
    assert out.startswith("Bornholms Regionskommune (400): første udkast i pakke\n")
    assert "38.677 indbyggere" in out
    assert "én ressource står for hele kommunen for strøm, varme, vand" in out
    assert "Ingen grænse fundet" in out
    assert "beboere efter landstal" in out
    assert "380.000" in out


def test_with_open_data_the_summary_tells_what_was_found(draft, tmp_path, island):
    exit_code, out, _ = draft("--code", "400", "--open-data", island, "--out", tmp_path / "pakke")
    assert exit_code == 0
    tables = usable(tmp_path / "pakke").tables
    assert {area.area_id: area.population for area in tables.areas if area.geometry}.keys() == {
        "post-3700",
        "post-3730",
    }
    assert "1 plejehjem med 40 boliger" in out
    assert "2 områder efter postnummer, folketal fra Danmarks Statistik: 3700 Rønne, 3730 Nexø" in out
    assert "Lukket ifølge registret og udeladt: Øhjemmet - LUKKET!" in out
    assert "Intet punkt; lagt i området efter postnummer" in out
    assert "har nødstrøm: sat til ingen" in out


@pytest.mark.parametrize(
    ("time", "as_of", "told"),
    [("2026K2", "2026-04", "april 2026"), ("2026M05", "2026-05", "maj 2026"), ("2027", "2027", "2027")],
)
def test_a_newer_population_of_a_quarter_or_month_gives_a_valid_pack(draft, tmp_path, time, as_of, told):
    """FOLK1A has quarters; a pack's dates have months. A draft that cannot be written helps nobody."""
    counts = made.csv_bytes([("OMRÅDE", "TID", "INDHOLD"), ("Bornholm", time, 38_700)], encoding="cp1252")
    data = fill(tmp_path / "data", {"folk1a.csv": counts})
    exit_code, out, err = draft("--code", "400", "--open-data", data, "--out", tmp_path / "pakke")
    assert (exit_code, err) == (0, "")
    municipality = usable(tmp_path / "pakke").tables.municipality
    assert (municipality.population, municipality.origin.as_of) == (38_700, as_of)
    assert f"38.700 indbyggere (Danmarks Statistik, folk1a.csv, {told})" in out


@pytest.mark.parametrize(
    ("name", "as_of"),
    [
        ("plejehjem_2026-02-28.csv", "2026-02-28"),
        ("plejehjem_20260228.csv", "2026-02-28"),
        ("plejehjem_2026-02-30.csv", ""),
    ],
)
def test_a_register_is_as_old_as_its_name_says_if_that_is_a_day(draft, tmp_path, name, as_of):
    files = made.island(HOME)
    data = fill(tmp_path / "data", {name if file.startswith("Plejehjem") else file: files[file] for file in files})
    assert draft("--code", "400", "--open-data", data, "--out", tmp_path / "pakke")[0] == 0
    homes = [asset for asset in usable(tmp_path / "pakke").tables.assets if asset.kind == "care_home"]
    assert {asset.origin.as_of for asset in homes} == {as_of}


def test_english_on_request_and_the_same_pack(draft, tmp_path, island):
    _, danish, _ = draft("--code", "400", "--open-data", island, "--out", tmp_path / "da")
    _, english, _ = draft("--code", "400", "--open-data", island, "--out", tmp_path / "en", "--lang", "en")
    assert "1 plejehjem med 40 boliger" in danish
    assert "1 care home with 40 dwellings" in english
    assert "plejehjem med" not in english
    assert not re.search(r"Danmarks Statistik 20|hjemmehjælp|i hjemmet|indbyggere|landstal", english)
    assert usable(tmp_path / "da").pack_hash == usable(tmp_path / "en").pack_hash


def test_hazards_that_cannot_be_placed_are_named(draft, tmp_path):
    _, out, _ = draft("--code", "400", "--out", tmp_path / "pakke", "--lang", "en")
    as_a_whole = next(line for line in out.splitlines() if "strike the whole municipality at once" in line)
    assert "Storms and hurricanes" in as_a_whole
    assert "Highly virulent diseases" not in as_a_whole
    assert "Coastal flooding: cannot be localised" in out
    assert "Livestock diseases" in next(line for line in out.splitlines() if "beyond the model" in line)


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize("roads", ["veje.osm", "veje.osm.pbf"])
def test_the_road_file_goes_into_the_pack(draft, tmp_path, island, form, roads):
    path = grid(tmp_path / "veje.osm")
    if roads.endswith(".pbf"):
        with osmium.SimpleWriter(str(tmp_path / roads)) as writer:
            for thing in osmium.FileProcessor(str(path)):
                writer.add(thing)
        path = tmp_path / roads
    pack = tmp_path / ("pakke.zip" if form == "zip" else "pakke")
    exit_code, out, _ = draft("--code", "400", "--open-data", island, "--roads", path, "--out", pack)
    assert exit_code == 0
    assert usable(pack).has_roads
    assert "ligger i pakken som roads.osm.pbf" in out
    kept = tmp_path / "kept.osm.pbf"
    if form == "zip":
        with zipfile.ZipFile(pack) as archive:
            kept.write_bytes(archive.read("roads.osm.pbf"))
    else:
        kept.write_bytes((pack / "roads.osm.pbf").read_bytes())
    assert sum(1 for _ in osmium.FileProcessor(str(kept))) == 64 + 16
    if roads.endswith(".pbf"):
        assert kept.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("code", ["999", "Atlantis", "411", "0000"])
def test_an_unknown_municipality(draft, tmp_path, code):
    exit_code, out, err = draft("--code", code, "--out", tmp_path / "pakke")
    assert (exit_code, out) == (2, "")
    assert "er ikke en af de 98 kommuner" in err
    assert "400" in err
    assert not (tmp_path / "pakke").exists()


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--code", "400"),
        ("--out", "p"),
        ("--all",),
        ("--all", "--code", "400", "--coverage", "c"),
        ("--code", "400", "--out", "p", "--coverage", "c"),
    ],
    ids=str,
)
def test_options_that_do_not_fit_together(draft, options):
    exit_code, _, err = draft(*options)
    assert exit_code == 2
    assert "--all og --coverage" in err


def test_a_pack_is_only_replaced_on_request(draft, tmp_path):
    pack = tmp_path / "pakke"
    assert draft("--code", "400", "--out", pack)[0] == 0
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    exit_code, _, err = draft("--code", "825", "--out", pack)
    assert exit_code == 2
    assert "--force" in err
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before
    assert draft("--code", "825", "--out", pack, "--force")[0] == 0
    assert usable(pack).tables.municipality.code == "825"


def test_a_folder_that_is_no_pack_is_never_replaced(draft, tmp_path):
    (tmp_path / "noter").mkdir()
    (tmp_path / "noter" / "brev.txt").write_text("behold mig", encoding="utf-8")
    assert draft("--code", "400", "--out", tmp_path / "noter", "--force")[0] == 2
    assert (tmp_path / "noter" / "brev.txt").read_text(encoding="utf-8") == "behold mig"


def test_road_files_that_are_of_no_use(draft, tmp_path, island):
    (tmp_path / "gal.osm.pbf").write_bytes(b"intet kort")
    elsewhere = grid(tmp_path / "liechtenstein.osm", (9.4, 47.0, 9.6, 47.2))
    for path, said in (
        (tmp_path / "gal.osm.pbf", "kan ikke bruges"),
        (tmp_path / "findes-ikke.osm", "findes ikke"),
        (elsewhere, "har ingen vej i Bornholms Regionskommune"),
    ):
        exit_code, _, err = draft("--code", "400", "--open-data", island, "--roads", path, "--out", tmp_path / "pakke")
        assert exit_code == 2
        assert said in err
        assert not (tmp_path / "pakke").exists()


def test_without_a_border_a_road_file_must_at_least_be_danish(draft, tmp_path):
    here = grid(tmp_path / "bornholm.osm")
    elsewhere = grid(tmp_path / "liechtenstein.osm", (9.4, 47.0, 9.6, 47.2))
    exit_code, out, _ = draft("--code", "400", "--roads", here, "--out", tmp_path / "her")
    assert exit_code == 0
    assert "Uden grænse er det ikke efterset" in out
    assert draft("--code", "400", "--roads", elsewhere, "--out", tmp_path / "der")[0] == 2


def test_a_large_road_file_is_cut_to_the_municipality(draft, tmp_path, island, monkeypatch):
    osm = OsmText()
    osm.grid((14.7, 55.02, 15.1, 55.28), 8, 8)
    osm.grid((12.5, 55.62, 12.6, 55.7), 8, 8)
    monkeypatch.setattr(draft_files, "LARGEST_COPY_BYTES", 100)
    path = osm.write(tmp_path / "danmark.osm")
    exit_code, _, _ = draft("--code", "400", "--open-data", island, "--roads", path, "--out", tmp_path / "pakke")
    assert exit_code == 0
    kept = osmium.FileProcessor(str(tmp_path / "pakke" / "roads.osm.pbf")).with_locations()
    ways = [[node.lon for node in thing.nodes] for thing in kept if thing.is_way()]
    assert len(ways) == 16
    assert all(14 < lon < 16 for way in ways for lon in way)


def test_broken_files_are_named_and_the_draft_goes_on(draft, tmp_path, island):
    (island / "gal.geojson").write_bytes(b"{ gal")
    (island / "brev.docx").write_bytes(b"brev")
    exit_code, out, err = draft("--code", "400", "--open-data", island, "--out", tmp_path / "pakke")
    assert (exit_code, err) == (0, "")
    assert "gal.geojson: den er ikke gyldig JSON" in out
    assert "1 fil med en anden form: brev.docx" in out


def test_the_json_says_what_the_screen_says(draft, tmp_path, island):
    report = tmp_path / "udkast.json"
    draft("--code", "400", "--open-data", island, "--out", tmp_path / "pakke", "--json", report)
    document = json.loads(report.read_text(encoding="utf-8"))
    assert document["schema"] == "beredt/draft/1"
    assert document["care_homes"]["homes"] == 1
    assert document["care_homes"]["closed"] == ["Øhjemmet - LUKKET!"]
    assert {"power", "water", "mobile"} <= set(document["one_asset_for_the_whole_municipality"])
    assert "nrb-2022/coastal-flood" in {note["hazard_id"] for note in document["hazards_not_placed"]}
    estimates = {entry["profile"]: entry for entry in document["estimates"]}
    assert estimates["ventilator"]["kept_at_municipality"] == estimates["ventilator"]["people"] == 4
    assert str(tmp_path) not in report.read_text(encoding="utf-8")


def test_the_same_folder_gives_the_same_bytes(draft, tmp_path, island):
    for name in ("a", "b"):
        draft("--code", "400", "--open-data", island, "--out", tmp_path / name)
    files = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("a", "b")]
    assert files[0] == files[1]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "json"])
def test_all_municipalities_in_one_table(draft, tmp_path, island, form):
    table = tmp_path / f"daekning.{form}"
    exit_code, out, err = draft("--all", "--open-data", island, "--coverage", table)
    assert exit_code == 0
    assert "98 kommuner: 2 med grænse, 1 med områder, 1 med plejehjem, 0 med veje." in out
    assert "læser" in err
    if form == "json":
        rows = json.loads(table.read_text(encoding="utf-8"))["municipalities"]
    else:
        with table.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    by_code = {row["code"]: row for row in rows}
    assert len(by_code) == 98
    assert int(by_code["400"]["care_homes"]) == 1
    assert int(by_code["825"]["care_homes"]) == 0
    assert "utilities" in by_code["400"]["lacks"]
    assert "border" in by_code["825"]["lacks"]
    assert "border" not in by_code["400"]["lacks"]


def test_outlines_without_head_counts_are_named_with_what_is_missing(draft, tmp_path):
    """Saying that there are no parts, to somebody who has just put them there, misleads them."""
    data = fill(tmp_path / "data", made.island(HOME))
    _, out, _ = draft("--code", "400", "--open-data", data, "--out", tmp_path / "pakke")
    assert "Grænser efter postnummer er fundet, men ikke, hvor mange der bor i hvert (POSTNR1)" in out
    assert "Ingen opdeling" not in out


def test_a_road_file_that_covers_hardly_anything_does_not_cover_nothing(draft, tmp_path, island):
    osm = OsmText()
    osm.grid((14.800, 55.100, 14.803, 55.102), 3, 3)
    roads = osm.write(tmp_path / "lidt.osm")
    _, out, _ = draft("--code", "400", "--open-data", island, "--roads", roads, "--out", tmp_path / "pakke")
    assert "dækker <1 % af arealet" in out


@pytest.mark.parametrize("name", ["daekning.xlsx", "daekning.PDF"])
def test_the_table_of_all_is_not_written_under_a_name_that_no_program_could_open(draft, tmp_path, name):
    exit_code, out, err = draft("--all", "--coverage", tmp_path / name)
    assert (exit_code, out) == (2, "")
    assert "navnet skal slutte på .csv / .json" in err
    assert not (tmp_path / name).exists()


def test_one_connected_road_network_is_said_to_be_one(draft, tmp_path, island):
    _, out, _ = draft(
        "--code", "400", "--open-data", island, "--roads", grid(tmp_path / "v.osm"), "--out", tmp_path / "p"
    )
    assert "km i v.osm, der alle hænger sammen; dækker" in out


def test_the_sources_of_national_figures_hold_the_same_numbers_in_both_languages():
    def numbers(text):
        return sorted(re.sub(r"[.,](?=\d)", "", number) for number in re.findall(r"\d[\d.,]*\d|\d", text))

    for figure in load_defaults().figures.values():
        assert numbers(figure.source) == numbers(figure.source_en), figure.figure_id
