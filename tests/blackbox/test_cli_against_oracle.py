"""`beredt assess PACK --disruptions F`, on packs written by somebody else, to the minute as the plain oracle says."""

import csv
import json
import os
import subprocess
import sys

import pytest

from beredt.shell.cli.main import main
from oracles import plain_pack_oracle, random_packs

PACKS = 220
QUICK_PACKS = 40


def assess_in_process(pack, out, *options):
    arguments = ["assess", str(pack.handed_over), "--disruptions", str(pack.outages)]
    return main([*arguments, "--horizon", f"{pack.horizon_hours}h", "--json", str(out), *options])


def hazard_of(out):
    document = json.loads(out.read_text(encoding="utf-8"))
    assert len(document["hazards"]) == 1
    return document["hazards"][0]


def compare(pack, hazard):
    verdict = plain_pack_oracle.judge(pack.folder, pack.outages, pack.horizon_hours)
    assert hazard["horizon_hours"] == pack.horizon_hours
    compare_assets(verdict, hazard)
    compare_needs(verdict, hazard)
    compare_services(verdict, hazard)
    compare_harm(verdict, hazard)


def compare_assets(verdict, hazard):
    told = {row["asset_id"]: row["down_minutes"] for row in hazard["assets"]}
    assert told == {asset: verdict.down_minutes(asset) for asset in verdict.world.restart}


def compare_needs(verdict, hazard):
    told = {
        (row["profile_id"], row["group_id"]): (row["onset_minutes"], row["beyond_minutes"]) for row in hazard["needs"]
    }
    keys = [(need.owner, need.name) for need in verdict.world.needs]
    assert told == {key: (verdict.onset_minute(*key), verdict.beyond_minutes(*key)) for key in keys}
    for row in hazard["needs"]:
        assert row["people"] == verdict.world.profile_people[row["profile_id"]]
        assert row["severity"] == verdict.world.severity[row["profile_id"], row["group_id"]]
        assert row["p_harm"] == (row["onset_minutes"] is not None)
        for onset in row["onset_hours"].values():
            exact = row["onset_minutes"]
            assert onset is None if exact is None else onset == pytest.approx(exact / 60, abs=1e-3)


def compare_services(verdict, hazard):
    told = {row["service"]: row for row in hazard["services"]}
    for service, people in verdict.people_without().items():
        if service not in told:
            assert not any(people), service
            continue
        row = told[service]
        assert row["hours"] == list(range(verdict.horizon // 60))
        for figure in ("mean", "p10", "p50", "p90"):
            assert row["people_without"][figure] == people


def compare_harm(verdict, hazard):
    harm = hazard["harm"]
    if not verdict.world.needs:
        # Nobody's needs are in the pack: not assessed, never 0.
        assert harm["critical_people"]["mean"] is None
        return
    for severity in ("critical", "serious", "welfare"):
        exact = float(verdict.person_hours(severity))
        assert harm["person_hours"][severity] == pytest.approx(exact, abs=1e-2)
    people = verdict.critical_people()
    assert set(harm["critical_people"].values()) == {people}
    assert harm["critical_under_4h"]["mean"] == verdict.critical_people(tolerance_under=4 * 60)


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.slow] if seed >= QUICK_PACKS else []) for seed in range(PACKS)]
)
def test_a_random_pack_to_the_minute(seed, tmp_path):
    pack = random_packs.write_random_pack(seed, tmp_path)
    out = tmp_path / "out.json"
    assert assess_in_process(pack, out) == 0
    compare(pack, hazard_of(out))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [10_001, 10_002, 10_003])
def test_the_command_as_a_process(seed, tmp_path):
    pack = random_packs.write_random_pack(seed, tmp_path)
    out = tmp_path / "out.json"
    arguments = ["assess", str(pack.handed_over), "--disruptions", str(pack.outages), "--json", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "beredt", *arguments, "--horizon", f"{pack.horizon_hours}h"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    compare(pack, hazard_of(out))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20_000, 20_010))
def test_the_tick_reference_on_the_command_line_writes_the_same_bytes(seed, tmp_path):
    pack = random_packs.write_random_pack(seed, tmp_path)
    fast, slow = tmp_path / "fast.json", tmp_path / "slow.json"
    assert assess_in_process(pack, fast) == 0
    assert assess_in_process(pack, slow, "--reference") == 0
    assert fast.read_bytes() == slow.read_bytes()


def test_a_fortnight_to_the_minute(tmp_path):
    pack = random_packs.write_random_pack(30_000, tmp_path)
    pack.horizon_hours = 14 * 24
    out = tmp_path / "out.json"
    arguments = ["assess", str(pack.folder), "--disruptions", str(pack.outages), "--horizon", "14d"]
    assert main([*arguments, "--json", str(out)]) == 0
    compare(pack, hazard_of(out))


@pytest.mark.parametrize("seed", range(40_000, 40_010))
def test_the_order_of_rows_is_immaterial(seed, tmp_path):
    """Only the rows' order differs, and the files' names on disk stay: everything but the pack's hash is the same."""
    pack = random_packs.write_random_pack(seed, tmp_path)
    pack.handed_over = pack.folder
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert assess_in_process(pack, first) == 0
    for path in [*pack.folder.glob("*.csv"), pack.outages]:
        turn_rows_around(path)
    assert assess_in_process(pack, second) == 0
    assert hazard_of(first) == hazard_of(second)


def turn_rows_around(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *reversed(rows)])
