"""The locks pin everything by hash, name no host, and agree with pyproject.toml and with each other."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("base", "test")}


def pins(lock):
    """{(name, marker): (version, hashes)} of a lock."""
    found = {}
    for block in re.split(r"(?m)^(?=[a-z0-9])", LOCKS[lock].read_text(encoding="utf-8"))[1:]:
        name, version, marker = re.match(r"([a-z0-9._-]+)==([^\s;]+)(?: ; ([^\\]+))?", block).groups()
        found[name, (marker or "").strip()] = (version, set(re.findall(r"--hash=(sha256:[0-9a-f]{64})", block)))
    return found


def wanted(requirements):
    return {re.match(r"[A-Za-z0-9._-]+", text).group().lower().replace("_", "-") for text in requirements}


def project():
    with (ROOT / "pyproject.toml").open("rb") as stream:
        return tomllib.load(stream)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock):
    assert len(pins(lock)) > 10
    assert [name for name, (_, hashes) in pins(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_nothing_that_says_where_from(lock):
    text = LOCKS[lock].read_text(encoding="utf-8")
    assert "://" not in text
    stray = [line for line in text.splitlines() if not re.match(r"#|[a-z0-9._-]+==\S+|    --hash=sha256:", line)]
    assert not stray


def test_what_is_tested_is_what_is_shipped():
    base, test = pins("base"), pins("test")
    assert {key: test.get(key) for key in base} == base


def test_the_base_lock_covers_the_dependencies_and_the_build_tool():
    names = {name for name, _ in pins("base")}
    assert wanted(project()["project"]["dependencies"]) <= names, "run `make lock`"
    assert wanted(project()["build-system"]["requires"]) <= names, "run `make lock`"


def test_the_test_lock_covers_the_test_tools():
    names = {name for name, _ in pins("test")}
    assert wanted(project()["project"]["optional-dependencies"]["test"]) <= names, "run `make lock`"


def test_test_tools_stay_out_of_the_demo():
    assert not {"pytest", "mypy", "ruff", "hypothesis"} & {name for name, _ in pins("base")}
