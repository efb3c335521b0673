"""The file that a page hands out is, byte for byte, what the command line writes of the exported pack."""

from __future__ import annotations

import pytest

from beredt.adapters.demo.fjordby import build_fjordby
from beredt.apps.impact import queries
from beredt.apps.municipality import operations as municipality
from beredt.apps.municipality import queries as municipality_queries
from beredt.apps.municipality.doors import PACK_FILES
from beredt.shell.cli import main


def export(actor, path):
    """The municipality's pack as its export writes it."""
    pack = municipality_queries.get_pack(actor=actor)
    return PACK_FILES.value.write_zip(pack.tables, path, extras=pack.extras, properties={}, files={})


def command_line(*arguments):
    assert main.main(["assess", *map(str, arguments)]) == 0


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        ({"draws": 40, "seed": 9}, ("--all", "--draws", 40, "--seed", 9)),
        ({"draws": 15, "horizon_hours": 336}, ("--all", "--draws", 15, "--horizon", "14d", "--seed", 1)),
        (
            {"hazards": ("nrb-2022/storm",), "draws": 30, "seed": 3},
            ("--hazard", "nrb-2022/storm", "--draws", 30, "--seed", 3, "--threads", 2, "--block-draws", 7),
        ),
    ],
)
def test_vestby(runs, vestby, tmp_path, asked, arguments):
    run = runs.make_run(**asked)
    assert export(runs.planner(), tmp_path / "vestby.zip") == run.facts.pack_hash
    command_line(tmp_path / "vestby.zip", "--catalogue", "nrb-2022", *arguments, "--json", tmp_path / "assess.json")
    stored = queries.assessment_file(actor=runs.planner(), run_id=run.facts.run_id)
    assert stored == (tmp_path / "assess.json").read_bytes()


@pytest.mark.slow
def test_fjordby_all_hazards(runs, tmp_path):
    actor = runs.planner()
    municipality.create_municipality(actor=actor, code="999", tables=build_fjordby(seed=1), source="demo")
    run = runs.make_run(draws=50)
    export(actor, tmp_path / "fjordby.zip")
    command_line(
        tmp_path / "fjordby.zip", "--all", "--catalogue", "nrb-2022", "--draws", 50, "--seed", 1,
        "--json", tmp_path / "assess.json",
    )  # fmt: skip
    assert len(run.assessment.hazards) > 8
    stored = queries.assessment_file(actor=actor, run_id=run.facts.run_id)
    assert stored == (tmp_path / "assess.json").read_bytes()
