"""What is committed works elsewhere and gives nothing away: no machine's path, no registry, no secret, nothing huge."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILOBYTES_AT_MOST = 1024
THIS_FILE = Path(__file__).resolve()
REFUSED = {
    "a package registry's host": r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|proxy\.golang",
    "a machine's own path": r"(?<![\w./-])/(?:root|work|home/[a-z]+|Users/[a-z]+)/|/tmp/[a-z]/",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a merge conflict": r"^(?:<{7}|>{7}) ",
}
CPR_LIKE = r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-(?!0000)\d{4}(?!\d)"
"""Day and month, year, hyphen, four digits; those ending in 0000 belong to nobody and may stand in tests."""


def tracked_files():
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.fixture(scope="module")
def files():
    found = tracked_files()
    if not found:
        pytest.skip("not a git checkout: nothing is tracked")
    return found


@pytest.mark.parametrize("what", REFUSED)
def test_no_tracked_file_holds(files, what):
    pattern = re.compile(REFUSED[what], flags=re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files
        if path != THIS_FILE
        for match in pattern.finditer(text_of(path))
    ]
    assert not found


def test_no_tracked_file_holds_what_looks_like_a_civil_registration_number(files):
    pattern = re.compile(CPR_LIKE)
    assert [str(path.relative_to(ROOT)) for path in files if pattern.search(text_of(path))] == []


def test_no_tracked_file_is_large(files):
    large = {
        str(p.relative_to(ROOT)): p.stat().st_size // 1024 for p in files if p.stat().st_size > KILOBYTES_AT_MOST * 1024
    }
    assert not large


def test_nothing_that_a_run_makes_is_tracked(files):
    made = {".venv", ".cache", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", "out", "node_modules"}
    assert [str(path) for path in files if made & set(path.relative_to(ROOT).parts)] == []


@pytest.mark.parametrize(
    ("what", "sample"),
    [
        ("a package registry's host", "https://py" + "pi.org/simple"),
        ("a machine's own path", "see /ro" + "ot/notes"),
        ("a machine's own path", "in /ho" + "me/anna/x"),
        ("a private key", "-----BEGIN RSA PRIV" + "ATE KEY-----"),
        ("a merge conflict", "a\n<<<<<" + "<< HEAD"),
    ],
)
def test_the_patterns_find(what, sample):
    assert re.search(REFUSED[what], sample, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "sample", ["docs/work/plan.md", "src/root/x", "https://example.org/work/x", "GET /municipality/"]
)
def test_the_path_pattern_leaves_ordinary_paths_alone(sample):
    assert not re.search(REFUSED["a machine's own path"], sample)


def test_the_number_pattern_finds():
    assert re.search(CPR_LIKE, "0101" + "01-" + "0001")
    assert not re.search(CPR_LIKE, "010101-0000")
