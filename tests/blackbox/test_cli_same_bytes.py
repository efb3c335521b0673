"""`beredt assess` with chance: the same bytes on any threads, blocks, processes and order of rows."""

import csv
import json
import os
import subprocess
import sys

import pytest

from benchmarks import municipalities
from beredt.adapters.packs.writer import write_pack
from beredt.shell.cli.main import main
from oracles import random_packs

HAZARDS = ["--all", "--draws", "60", "--seed", "4"]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A made-up municipality large enough for most hazards to find something to strike."""
    pack = tmp_path_factory.mktemp("town") / "pack"
    write_pack(municipalities.build_tables(municipalities.Size(assets=150, profiles=60)), pack)
    return pack


def assess(pack, out, *options):
    assert main(["assess", str(pack), *HAZARDS, "--json", str(out), *options]) == 0
    return out.read_bytes()


SPLITS = [("--threads", "2", "--block-draws", "37"), ("--block-draws", "1"), ("--threads", "3", "--block-draws", "60")]


def test_a_town_on_any_threads_and_blocks(town, tmp_path):
    alone = assess(town, tmp_path / "alone.json", "--threads", "1")
    hazards = json.loads(alone)["hazards"]
    assert any(hazard["harm"]["critical_people"]["p90"] > 0 for hazard in hazards)
    for number, split in enumerate(SPLITS):
        assert assess(town, tmp_path / f"{number}.json", *split) == alone


@pytest.mark.parametrize("seed", range(50_000, 50_006))
def test_a_random_pack_on_any_threads_and_blocks(seed, tmp_path):
    pack = random_packs.write_random_pack(seed, tmp_path).handed_over
    alone = assess(pack, tmp_path / "alone.json")
    assert assess(pack, tmp_path / "split.json", "--threads", "2", "--block-draws", "37") == alone


@pytest.mark.parametrize("seed", range(50_000, 50_006))
def test_a_random_pack_in_any_order(seed, tmp_path):
    pack = random_packs.write_random_pack(seed, tmp_path).folder
    before = json.loads(assess(pack, tmp_path / "before.json"))
    for path in pack.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *reversed(rows)])
    after = json.loads(assess(pack, tmp_path / "after.json"))
    assert after["hazards"] == before["hazards"]
    assert after["single_points"] == before["single_points"]


@pytest.mark.slow
def test_a_town_in_another_process_with_other_hashes(town, tmp_path):
    alone = assess(town, tmp_path / "alone.json")
    for hash_seed in ("0", "12345"):
        out = tmp_path / f"{hash_seed}.json"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-m", "beredt", "assess", str(town), *HAZARDS, "--threads", "2"]
        subprocess.run([*command, "--json", str(out)], env=environment, capture_output=True, check=True)
        assert out.read_bytes() == alone
