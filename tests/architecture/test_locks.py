"""The locks pin everything by hash, name no host, and agree with pyproject.toml and with each other."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
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


def libraries_imported(folder):
    """Top names of the modules that are neither Python's nor ours."""
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"beredt"}


def test_every_library_that_the_program_imports_is_declared():
    declared = wanted(project()["project"]["dependencies"])
    provided_by = packages_distributions()
    undeclared = {
        name
        for name in libraries_imported(ROOT / "src")
        if not declared & {given.lower().replace("_", "-") for given in provided_by.get(name, [name])}
    }
    assert not undeclared, "add to [project] dependencies and run `make lock`"


def test_the_test_lock_covers_the_test_tools():
    names = {name for name, _ in pins("test")}
    assert wanted(project()["project"]["optional-dependencies"]["test"]) <= names, "run `make lock`"


def test_test_tools_stay_out_of_the_demo():
    assert not {"pytest", "mypy", "ruff", "hypothesis"} & {name for name, _ in pins("base")}
