"""Set-up: what is kept, what is rebuilt, and what a machine that lacks something is told."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import set_up

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    """A checkout in a temporary folder whose installs are recorded instead of done."""

    def __init__(self, place, monkeypatch):
        self.did = []
        self.place = place
        self.fails_at = None
        requirements = place / "requirements"
        requirements.mkdir()
        (requirements / "base.txt").write_text("one==1\n", encoding="utf-8")
        (requirements / "test.txt").write_text("one==1\ntwo==2\n", encoding="utf-8")
        shutil.copy(ROOT / "pyproject.toml", place)
        monkeypatch.setattr(set_up, "ROOT", place)
        monkeypatch.setattr(set_up, "VENV", place / ".venv")
        monkeypatch.setattr(set_up, "VENV_PYTHON", place / ".venv" / "bin" / "python")
        monkeypatch.setattr(set_up, "RECORD", place / ".venv" / "beredt-set-up.json")
        monkeypatch.setattr(set_up, "LOCKS", {p: requirements / f"{p}.txt" for p in ("base", "test")})
        monkeypatch.setattr(set_up, "_make_venv", self._make_venv)
        monkeypatch.setattr(set_up, "_pip", self._pip)
        self.page_parts = []
        monkeypatch.setattr(set_up, "_fetch_page_parts", self.page_parts.append)

    def _make_venv(self):
        self.did.append("venv")
        shutil.rmtree(self.place / ".venv", ignore_errors=True)
        (self.place / ".venv" / "bin").mkdir(parents=True)
        (self.place / ".venv" / "bin" / "python").touch()

    def _pip(self, arguments, *, of):
        step = "project" if "--editable" in arguments else Path(arguments[-1]).stem
        assert not (self.place / ".venv" / "beredt-set-up.json").exists(), "a half-made environment looks finished"
        if self.fails_at == "interrupt":
            raise KeyboardInterrupt
        if self.fails_at == step:
            return False
        self.did.append(step)
        return True

    def run(self, part):
        self.did.clear()
        return set_up.main([part]), list(self.did)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    return Machine(tmp_path, monkeypatch)


def test_a_fresh_checkout_gets_everything(machine):
    assert machine.run("base") == (0, ["venv", "base", "project"])


def test_the_second_run_does_nothing(machine):
    machine.run("test")
    assert machine.run("test") == (0, [])


def test_every_run_looks_after_the_parts_of_pages(machine):
    machine.run("base")
    machine.run("test")
    assert machine.page_parts == ["base", "test"]


def test_a_failed_install_does_not_go_on_to_the_parts_of_pages(machine):
    machine.fails_at = "base"
    machine.run("base")
    assert machine.page_parts == []


def test_tests_after_the_demo_add_to_it(machine):
    machine.run("base")
    assert machine.run("test") == (0, ["test"])


def test_the_demo_after_the_tests_needs_nothing(machine):
    machine.run("test")
    assert machine.run("base") == (0, [])


@pytest.mark.parametrize("step", ["base", "project"])
def test_a_failed_install_is_reported_and_then_rebuilt(machine, step):
    machine.fails_at = step
    assert machine.run("base")[0] == 1
    machine.fails_at = None
    assert machine.run("base") == (0, ["venv", "base", "project"])


def test_an_interrupted_install_is_rebuilt(machine):
    machine.fails_at = "interrupt"
    assert machine.run("base")[0] == 130
    machine.fails_at = None
    assert machine.run("base") == (0, ["venv", "base", "project"])


def test_an_interrupted_addition_is_rebuilt(machine):
    machine.run("base")
    machine.fails_at = "test"
    assert machine.run("test")[0] == 1
    machine.fails_at = None
    assert machine.run("base") == (0, ["venv", "base", "project"])


@pytest.mark.parametrize("lock", ["base", "test"])
def test_a_new_lock_rebuilds(machine, lock):
    machine.run("base")
    machine.run("test")
    (machine.place / "requirements" / f"{lock}.txt").write_text("one==2\n", encoding="utf-8")
    assert machine.run("test") == (0, ["venv", "test", "project"])


def test_a_moved_checkout_rebuilds(machine, monkeypatch):
    machine.run("base")
    monkeypatch.setattr(set_up, "_built_for", lambda: ["elsewhere", "cpython-311", "x86_64"])
    assert machine.run("base") == (0, ["venv", "base", "project"])


def test_a_python_that_went_away_rebuilds(machine):
    machine.run("base")
    (machine.place / ".venv" / "bin" / "python").unlink()
    assert machine.run("base") == (0, ["venv", "base", "project"])


@pytest.mark.parametrize("garbage", ["", "{", "[]", '{"done": 3}', "\x00"])
def test_a_damaged_record_rebuilds(machine, garbage):
    machine.run("base")
    (machine.place / ".venv" / "beredt-set-up.json").write_text(garbage, encoding="utf-8")
    assert machine.run("base") == (0, ["venv", "base", "project"])


def test_a_new_command_sets_only_the_project_up_again(machine):
    machine.run("base")
    settings = machine.place / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[project.scripts]", '[project.scripts]\nother = "x:y"'), encoding="utf-8")
    assert machine.run("base") == (0, ["project"])


def test_a_tool_setting_sets_nothing_up_again(machine):
    machine.run("base")
    settings = machine.place / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("line-length = 120", "line-length = 119"), encoding="utf-8")
    assert machine.run("base") == (0, [])


def test_the_record_names_python_and_place(machine):
    machine.run("base")
    record = json.loads((machine.place / ".venv" / "beredt-set-up.json").read_text(encoding="utf-8"))
    assert record["built_for"][0] == str(machine.place)
    assert record["built_for"][1] == sys.implementation.cache_tag


def test_wrong_use_is_refused():
    assert set_up.main([]) == 2
    assert set_up.main(["everything"]) == 2


def run_set_up_sh(python, language="da_DK.UTF-8"):
    environment = {"PATH": os.environ["PATH"], "PYTHON": str(python), "LC_ALL": language}
    return subprocess.run(
        ["sh", "tools/set_up.sh", "nonsense"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def fake_python(tmp_path, body):
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(0o755)
    return script


def test_a_missing_python_is_told_what_to_install():
    done = run_set_up_sh("no-such-python")
    assert done.returncode == 2
    assert "apt install python3 python3-venv" in done.stderr
    assert "findes ikke" in done.stderr


def test_an_english_reader_is_told_in_english():
    assert "was not found" in run_set_up_sh("no-such-python", "en_GB.UTF-8").stderr


def test_a_python_that_is_too_old_is_told_so(tmp_path):
    old = fake_python(tmp_path, 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac')
    done = run_set_up_sh(old)
    assert done.returncode == 2
    assert "Python 3.9.2" in done.stderr
    assert "PYTHON=" in done.stderr


def test_a_python_without_venv_is_told_what_to_install(tmp_path):
    bare = fake_python(tmp_path, 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac')
    done = run_set_up_sh(bare)
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr
