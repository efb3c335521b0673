"""`beredt rank` from end to end on a small municipality."""

import json
from importlib import resources

import attrs
import jsonschema
import pytest

from beredt.adapters.packs import writer
from beredt.domain.municipality.tables import AssetRow, MeasureRow, NeedRow
from beredt.shell.cli.main import main
from factories import impact as factory

pytestmark = pytest.mark.thorough

HAZARD = "samsik-2025-10/power-failure"
QUICK = ["--draws", "40", "--sets", "3", "--budget-kr", "2.000.000"]


def tables():
    """The small municipality with a care home whose residents need power."""
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


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "vestby"
    writer.write_pack(tables(), folder)
    return folder


def rank(pack, *more, hazard=HAZARD):
    named = ["--hazard", hazard] if hazard else []
    return main(["rank", str(pack), *named, *QUICK, *more])


def validated(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    text = (resources.files("beredt") / "content/schemas/rank-1.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(json.loads(text)).validate(document)
    return document


def test_says_what_to_do_and_writes_the_figures(pack, tmp_path, capsys):
    assert rank(pack, "--lang", "da", "--json", str(tmp_path / "rank.json")) == 0
    told = capsys.readouterr()
    assert told.out.startswith("Vestby Kommune\nInternt")
    assert "Havnebo" in told.out
    assert "Bedste sæt inden for 2 mio. kr." in told.out
    assert "leder efter det bedste sæt …" in told.err
    document = validated(tmp_path / "rank.json")
    found = {entry["candidate_id"]: entry for entry in document["measures"]}
    generator = found["care-home-generator@home-a"]
    assert 0 < generator["effect"]["critical_people"]["mean"] <= 36
    assert generator["targets"] == [{"what": "needs", "id": "residents"}]
    assert document["best_set"]["budget_used_kr"] <= document["best_set"]["budget_kr"] == 2_000_000


def test_a_rented_generator_is_not_counted_on_in_a_wide_hazard(pack, tmp_path):
    rank(pack, "--json", str(tmp_path / "rank.json"))
    document = validated(tmp_path / "rank.json")
    reasons = {entry["candidate_id"]: entry["reason"] for entry in document["unranked"]}
    assert reasons["care-home-hookup@home-a"] == "shared"
    assert "care-home-hookup-reserved@home-a" in {entry["candidate_id"] for entry in document["measures"]}


def test_the_same_command_gives_the_same_bytes(pack, tmp_path):
    paths = [tmp_path / "one.json", tmp_path / "two.json"]
    for path in paths:
        assert rank(pack, "--json", str(path), "--lang", "en" if path is paths[0] else "da") == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_hazard_given_twice_counts_once(pack, tmp_path):
    rank(pack, "--hazard", HAZARD, "--json", str(tmp_path / "rank.json"))
    assert [entry["hazard"] for entry in validated(tmp_path / "rank.json")["hazards"]] == [HAZARD]


def test_local_prices_are_used_and_unknown_ones_told(pack, tmp_path, capsys):
    prices = (
        MeasureRow(measure_id="care-home-generator@home-a", capital_kr=1_000.0, yearly_kr=0.0),
        MeasureRow(measure_id="care-home-generatr", capital_kr=1.0, yearly_kr=0.0),
    )
    writer.write_pack(attrs.evolve(tables(), measures=prices), pack)
    rank(pack, "--json", str(tmp_path / "rank.json"), "--lang", "da")
    assert "care-home-generatr er hverken et tiltag eller et sted her" in capsys.readouterr().err
    document = validated(tmp_path / "rank.json")
    assert "care-home-generator@home-a" in document["do_now"]["candidates"]


def test_by_hours_the_other_first_place_is_by_people(pack, tmp_path):
    rank(pack, "--objective", "hours", "--json", str(tmp_path / "rank.json"))
    assert validated(tmp_path / "rank.json")["objective"] == "hours"


def test_hazards_that_cannot_be_computed_are_named(pack, tmp_path, capsys):
    rank(pack, "--hazard", "samsik-2025-10/water-failure", "--lang", "da", "--json", str(tmp_path / "rank.json"))
    assert "Hændelser, der ikke er vurderet" in capsys.readouterr().out
    assert [entry["hazard"] for entry in validated(tmp_path / "rank.json")["not_modelled"]] == [
        "samsik-2025-10/water-failure"
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--budget-kr", "-5"], "-5 er ikke et helt tal"),
        (["--budget-kr", "mange"], "mange er ikke et helt tal"),
        (["--hazard", "samsik-2025-10/nothing"], "nothing"),
        (["--hazard", "nrb-2022/terrorism"], "Ingen af disse hændelser kan regnes igennem i denne kommune"),
        (["--json", "/nowhere/at/all.json"], "kan ikke skrives"),
    ],
)
def test_what_cannot_be_used_is_said_with_exit_code_2(pack, capsys, arguments, expected):
    hazard = None if "--hazard" in arguments else HAZARD
    assert rank(pack, "--lang", "da", *arguments, hazard=hazard) == 2
    told = capsys.readouterr()
    assert expected in told.err
    assert told.out == ""
