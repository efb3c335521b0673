"""`assess`, `explain` and `demo` from end to end, on a small municipality."""

import csv
import json
import re
from importlib import resources
from xml.etree import ElementTree

import jsonschema
import pytest

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.packs import writer
from beredt.domain.impact.result import ImpactResult
from beredt.overview import runs
from beredt.shell.cli.main import main
from factories import impact as factory

OUTAGES = "asset_id,start_hours,end_hours\nstation,0,10\n"


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "vestby"
    writer.write_pack(factory.build_tables(), folder)
    return folder


@pytest.fixture
def outages(tmp_path):
    path = tmp_path / "outages.csv"
    path.write_text(OUTAGES)
    return path


def power_hazard():
    """A hazard that takes the power, from whichever catalogue has one that the model can express."""
    editions = catalogues.load_catalogues().editions
    return next(
        hazard.hazard_id
        for edition in editions
        for hazard in edition.hazards
        if hazard.is_expressible and hazard.family == "power"
    )


def validate(document):
    name = f"{document['schema'].removeprefix('beredt/').replace('/', '-')}.json"
    schema = json.loads((resources.files("beredt") / "content" / "schemas" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)


def test_given_outages_to_the_minute(pack, outages, tmp_path, capsys):
    assert main(["assess", str(pack), "--disruptions", str(outages), "--json", str(tmp_path / "a.json")]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    document = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    validate(document)
    (hazard,) = document["hazards"]
    assert {row["asset_id"]: row["down_minutes"] for row in hazard["assets"]} == {
        "station": 600,
        "feeder": 600,
        "mast": 420,
    }
    alarm, oxygen = hazard["needs"]
    assert (alarm["onset_minutes"], alarm["beyond_minutes"]) == (180, 420)
    assert (oxygen["onset_minutes"], oxygen["beyond_minutes"]) == (120, 480)
    assert hazard["harm"]["critical_people"]["mean"] == 12
    assert hazard["harm"]["first_critical_hours"] == {"p10": 2.0, "p50": 2.0, "p90": 2.0}
    assert hazard["harm"]["person_hours"] == {"critical": 96.0, "serious": 84.0, "welfare": 0.0}
    assert "går mindst ca. 12 borgere ud over en kritisk tålegrænse" in told.out
    assert "de første efter 2 t" in told.out
    assert {"service": "water", "state": "not_modelled", "verified_share": None} in hazard["coverage"]


def test_the_plain_reference_gives_the_same_file(pack, outages, tmp_path):
    common = ["assess", str(pack), "--disruptions", str(outages)]
    assert main([*common, "--json", str(tmp_path / "engine.json")]) == 0
    assert main([*common, "--reference", "--json", str(tmp_path / "reference.json")]) == 0
    assert (tmp_path / "engine.json").read_bytes() == (tmp_path / "reference.json").read_bytes()


def test_a_file_with_only_its_header_hits_nobody(pack, tmp_path, capsys):
    path = tmp_path / "none.csv"
    path.write_text("asset_id,start_hours,end_hours\n")
    assert main(["assess", str(pack), "--disruptions", str(path)]) == 0
    assert "i det, der er vurderet, går ingen borgere ud over en kritisk tålegrænse" in capsys.readouterr().out


def test_wrong_outages_are_all_told_and_nothing_is_written(pack, tmp_path, capsys):
    path = tmp_path / "wrong.csv"
    path.write_text("asset_id,start_hours,end_hours\nnowhere,0,1\nmast,2,1\nmast,-3,1\n")
    target = tmp_path / "a.json"
    target.write_text("kept")
    assert main(["assess", str(pack), "--disruptions", str(path), "--json", str(target)]) == 2
    told = capsys.readouterr()
    assert re.findall(r"^wrong\.csv:(\d+):(\w+): ", told.err, re.MULTILINE) == [
        ("2", "asset_id"),
        ("3", "end_hours"),
        ("4", "start_hours"),
    ]
    assert told.out == ""
    assert target.read_text() == "kept"


def test_a_broken_pack_is_told_with_places(pack, capsys):
    with (pack / "assets.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[1][rows[0].index("restart_hours")] = "soon"
    with (pack / "assets.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert main(["assess", str(pack), "--all"]) == 2
    assert "assets.csv:2:restart_hours: " in capsys.readouterr().err


def test_a_result_that_cannot_be_written_is_told_before_the_work(pack, outages, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(runs, "assess_outages", None)
    place = tmp_path / "no" / "such" / "a.json"
    assert main(["assess", str(pack), "--disruptions", str(outages), "--json", str(place)]) == 2
    assert "kan ikke skrives" in capsys.readouterr().err


def test_one_hazard_with_its_tables_and_its_curves(pack, tmp_path, capsys):
    picture = tmp_path / "curves.svg"
    hazard = power_hazard()
    assert main(["assess", str(pack), "--hazard", hazard, "--draws", "40", "--svg", str(picture)]) == 0
    told = capsys.readouterr().out
    assert "Hvem, hvornår" in told
    assert "Enkeltpunkter" in told
    assert "Ikke vurderet: " in told
    assert ElementTree.fromstring(picture.read_text(encoding="utf-8")).get("role") == "img"


def test_the_same_bytes_for_any_threads_blocks_and_language(pack, tmp_path, capsys):
    ways = (
        [],
        ["--threads", "2", "--block-draws", "7"],
        ["--block-draws", "1", "--lang", "en"],
        ["--reference"],
    )
    written = []
    for number, way in enumerate(ways):
        target = tmp_path / f"{number}.json"
        common = ["assess", str(pack), "--hazard", power_hazard(), "--draws", "30", "--seed", "5"]
        assert main([*common, *way, "--json", str(target)]) == 0
        written.append(target.read_bytes())
    assert len(set(written)) == 1
    other = tmp_path / "other.json"
    assert main([*common, "--seed", "6", "--json", str(other)]) == 0
    assert json.loads(other.read_text())["hazards"][0]["seed"] == 6


def test_all_hazards_of_a_catalogue_are_computed_or_named(pack, tmp_path, capsys):
    target = tmp_path / "all.json"
    assert main(["assess", str(pack), "--all", "--draws", "20", "--json", str(target)]) == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    validate(document)
    computed = [hazard["hazard"] for hazard in document["hazards"]]
    missing = [entry["hazard"] for entry in document["not_modelled"]]
    wanted = [hazard.hazard_id for hazard in catalogues.load_catalogues().selected.hazards]
    assert sorted(computed + missing) == sorted(wanted)
    assert all(entry["reason"] for entry in document["not_modelled"])
    progress = capsys.readouterr().err.splitlines()
    assert len(progress) == len(computed)
    assert progress[0].startswith(f"1 af {len(computed)}: ")


def test_english_is_english(pack, outages, capsys):
    assert main(["--lang", "en", "assess", str(pack), "--disruptions", str(outages)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "without extra effort at least about 12 citizens pass a critical tolerance" in told
    assert not re.search("[æøåÆØÅ]", told.replace("Udføring 1", ""))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--hazard", "no-such-hazard"], "no-such-hazard"),
        (["--hazard", "no-such-edition/storm"], "no-such-edition"),
        (["--all", "--catalogue", "no-such-edition"], "no-such-edition"),
    ],
)
def test_an_unknown_hazard_or_catalogue_is_refused(pack, capsys, arguments, told):
    assert main(["assess", str(pack), *arguments]) == 2
    assert told in capsys.readouterr().err


def test_an_explanation_of_given_outages(pack, outages, tmp_path, capsys):
    target = tmp_path / "e.json"
    common = ["explain", str(pack), "--disruptions", str(outages), "--profile", "home"]
    assert main([*common, "--json", str(target)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "derfor går home (12 borgere, Havneby) ud over en tålegrænse" in told
    assert "Station Havneby svigter straks, og tager Udføring 1 med sig; ilt (kritisk) kan undværes i 2 t" in told
    document = json.loads(target.read_text(encoding="utf-8"))
    validate(document)
    assert [link["asset_id"] for link in document["chains"][0]["links"]] == ["station", "feeder"]


def test_an_explanation_of_a_hazard(pack, tmp_path, capsys):
    target = tmp_path / "e.json"
    common = ["explain", str(pack), "--hazard", power_hazard(), "--profile", "home", "--draws", "50"]
    assert main([*common, "--json", str(target)]) == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    validate(document)
    share = document["chains"][0]["share_of_harm"]
    assert f"I {round(share * 100)} % af de forløb, hvor det sker: " in capsys.readouterr().out
    assert (document["draws"], document["seed"]) == (50, 1)


def test_an_unknown_profile_is_refused_with_examples(pack, outages, capsys):
    assert main(["explain", str(pack), "--disruptions", str(outages), "--profile", "nobody"]) == 2
    assert "Pakken har ingen profil, der hedder nobody." in capsys.readouterr().err


def test_a_hazard_that_gives_no_scenario_here_is_refused_with_the_reason(tmp_path, capsys):
    empty = tmp_path / "empty"
    tables = factory.build_tables()
    writer.write_pack(factory.without_assets(tables), empty)
    assert main(["explain", str(empty), "--hazard", power_hazard(), "--profile", "home"]) == 2
    assert "er ikke vurderet her: " in capsys.readouterr().err


def test_a_hazard_that_gives_no_scenario_here_is_named_and_not_counted_as_nobody(tmp_path, capsys):
    empty = tmp_path / "empty"
    writer.write_pack(factory.without_assets(factory.build_tables()), empty)
    target, picture = tmp_path / "a.json", tmp_path / "a.svg"
    common = ["assess", str(empty), "--hazard", power_hazard(), "--json", str(target), "--svg", str(picture)]
    assert main(common) == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    validate(document)
    assert (document["hazards"], [entry["hazard"] for entry in document["not_modelled"]]) == ([], [power_hazard()])
    told = capsys.readouterr().out
    assert "Ikke vurderet (det er ikke det samme som sikkert)" in told
    assert "Tabeller for" not in told
    assert ElementTree.fromstring(picture.read_text(encoding="utf-8")).get("role") == "img"


def test_a_pack_without_needs_is_not_assessed_and_not_safe(tmp_path, outages, capsys):
    folder = tmp_path / "no-needs"
    writer.write_pack(factory.without_needs(factory.build_tables()), folder)
    target = tmp_path / "a.json"
    assert main(["assess", str(folder), "--disruptions", str(outages), "--json", str(target)]) == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    validate(document)
    assert document["hazards"][0]["harm"]["critical_people"]["mean"] is None
    assert "hvem der kommer i fare, er ikke vurderet" in " ".join(capsys.readouterr().out.split())


@pytest.mark.slow
def test_the_demo_answers_twice_with_the_same_files(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NO_SERVE", "1")
    into = tmp_path / "demo"

    def build():
        assert main(["demo", "--into", str(into)]) == 0
        return {path.relative_to(into): path.read_bytes() for path in sorted(into.rglob("*")) if path.is_file()}

    first = build()
    told = capsys.readouterr().out
    assert build() == first
    validate(json.loads(first[next(path for path in first if path.name == "assess.json")]))
    assert "Fjordby Kommune" in told
    assert "uden ekstra indsats går" in told
    assert "Webapplikationen" not in told
    for command in re.findall(r"^  beredt (.*)$", told, re.MULTILINE):
        assert main([*command.split(), *(["--draws", "20"] if "municipality" not in command else [])]) == 0


@pytest.mark.slow
def test_the_demo_without_serving_ends_after_what_to_try_next(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NO_SERVE", "1")
    assert main(["demo", "--into", str(tmp_path / "demo"), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Try next:" in told
    assert "http" not in told


def test_a_demo_folder_that_cannot_be_made_is_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert main(["demo", "--no-serve", "--into", str(tmp_path / "file" / "demo")]) == 2
    assert "kan ikke oprettes" in capsys.readouterr().err


def test_the_engine_gets_what_the_command_says(pack, outages, monkeypatch, capsys):
    asked = {}

    def assess_outages(**given):
        asked.update(given)
        return factory.build_exact_result()

    monkeypatch.setattr(runs.ensemble, "assess_outages", assess_outages)
    assert main(["assess", str(pack), "--disruptions", str(outages), "--horizon", "2d", "--reference"]) == 0
    assert (asked["horizon_hours"], asked["reference"]) == (48, True)
    assert isinstance(factory.build_exact_result(), ImpactResult)
