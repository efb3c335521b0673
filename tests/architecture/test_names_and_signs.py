"""Names that swallow everything are not used, rooms carry a sign, content is data, files stay readable."""

import ast
from pathlib import Path

import pytest

from tools import sizes

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "src" / "beredt"
GREEDY_NAMES = {"core", "common", "utils", "util", "helpers", "base", "misc", "manager", "services"}
LINES_AT_MOST = 800
PACKAGES = sorted(path.parent for path in CODE.rglob("__init__.py"))
ROOMS = sorted(path.parent for path in (CODE / "domain").glob("*/__init__.py"))


def shown(path):
    return str(path.relative_to(ROOT))


def docstring_of(package):
    return ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""


def test_no_module_has_a_name_that_swallows_everything():
    files = [path for folder in ("src", "tests", "tools", "benchmarks") for path in sizes.python_files(ROOT / folder)]
    greedy = [shown(path) for path in files if {*path.relative_to(ROOT).parts, path.stem} & GREEDY_NAMES]
    assert not greedy


@pytest.mark.parametrize("package", PACKAGES, ids=shown)
def test_every_package_says_what_it_is_for(package):
    assert len(docstring_of(package)) > 30


@pytest.mark.parametrize("room", ROOMS, ids=shown)
def test_a_room_sign_says_for_whom_and_what_must_never_happen(room):
    sign = docstring_of(room)
    assert "For " in sign
    assert "Must never" in sign


def test_there_are_rooms_to_look_at():
    assert len(ROOMS) >= 3
    assert len(PACKAGES) > len(ROOMS)


def test_every_folder_with_code_is_a_package():
    folders = {path.parent for path in CODE.rglob("*.py")}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_content_holds_no_code():
    modules = list((CODE / "content").rglob("*.py"))
    assert [shown(path) for path in modules if path.name != "__init__.py"] == []
    for path in modules:
        statements = ast.parse(path.read_text(encoding="utf-8")).body
        assert len(statements) == 1, f"{shown(path)} holds more than its sign"


@pytest.mark.parametrize("folder", ["src", "tests", "tools", "benchmarks"])
def test_no_file_is_longer_than_a_reader_can_hold(folder):
    long = [shown(path) for path in sizes.python_files(ROOT / folder) if sizes.line_count(path) > LINES_AT_MOST]
    assert not long


def test_sizes_counts_functions_and_their_lines(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text(
        "def outer():\n    x = 1\n\n    def inner():\n        return x\n\n    return inner\n", encoding="utf-8"
    )
    assert sorted(sizes.function_lengths(sample)) == [(2, "inner"), (7, "outer")]
    assert sizes.line_count(sample) == 7


@pytest.mark.parametrize(("probability", "expected"), [(0.5, 5), (0.9, 9), (1.0, 10), (0.01, 1)])
def test_a_quantile_is_one_of_the_lengths(probability, expected):
    assert sizes.quantile(list(range(10, 0, -1)), probability) == expected
