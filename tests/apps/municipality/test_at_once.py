"""Many who write at the same moment: every change is there afterwards, and nobody's is lost without a word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from factories import edit_racers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]


def run(folder, *words):
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    own = {"BEREDT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "beredt.shell.settings", "PYTHONPATH": paths}
    command = [sys.executable, "-m", *words]
    done = subprocess.run(
        command, env={**kept, **own}, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def judge(found):
    """Eight changes of different assets, one of five of the same site, one of five of the same form."""
    assert found["different"] == list(range(2, 9))
    assert found["hours"] == [2.5]
    assert found["first"] == [["stored", 9]]
    assert found["told"] == [["told", found["kept"]]] * 4
    assert found["twice"] == [10] * 5
    assert found["numbers"] == list(range(1, 11))
    assert found["is_true_hash"]


def test_on_a_file_of_sqlite(tmp_path):
    run(tmp_path, "django", "migrate", "--verbosity", "0", "--skip-checks")
    judge(json.loads(run(tmp_path, "factories.edit_racers")))


@pytest.mark.django_db(transaction=True)
def test_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("this run is on SQLite: BEREDT_TEST_DATABASE=postgres races on PostgreSQL")
    judge(edit_racers.race())
