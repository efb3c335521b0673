"""The import contracts of pyproject.toml hold for the code as it is, and break when somebody breaks them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

VIOLATIONS = {
    "the domain uses an adapter": ("domain/municipality/x.py", "import beredt.adapters.packs\n", "Storeys"),
    "kit uses the domain": ("kit/x.py", "import beredt.domain.impact\n", "Storeys"),
    "an adapter uses the shell": ("adapters/packs/x.py", "import beredt.shell.cli\n", "Storeys"),
    "a type-only import counts": (
        "domain/municipality/x.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import beredt.domain.impact\n",
        "Rooms of the domain",
    ),
    "an import inside a function counts": (
        "domain/riskpicture/x.py",
        "def f():\n    import beredt.domain.impact\n",
        "Rooms of the domain",
    ),
    "a room nobody decided on": ("domain/attic/__init__.py", '"""Attic."""\n', "Rooms of the domain"),
    "a storey nobody decided on": ("cellar/__init__.py", '"""Cellar."""\n', "Storeys"),
    "somebody imports content": ("adapters/packs/x.py", "import beredt.content\n", "Content is data"),
    "the domain opens a socket": ("domain/impact/x.py", "import socket\n", "Domain and kit know no"),
    "kit reads a clock": ("kit/x.py", "from datetime import datetime\n", "Domain and kit know no"),
    "two siblings lean on each other": (
        "adapters/packs/x.py",
        "from beredt.adapters.packs import y\n",
        "No cycles",
    ),
}


def lint(place):
    environment = {**os.environ, "PYTHONPATH": str(place / "src"), "NO_COLOR": "1", "COLUMNS": "200"}
    command = [str(LINT_IMPORTS), "--config", str(place / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, cwd=place / "src", env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy_of_the_house(tmp_path):
    ignore = shutil.ignore_patterns("__pycache__", "*.yaml", "*.json", "*.csv", "*.geojson")
    shutil.copytree(ROOT / "src" / "beredt", tmp_path / "src" / "beredt", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.skipif(not LINT_IMPORTS.exists(), reason="import-linter is not installed beside this Python")
class TestContracts:
    def test_all_contracts_are_kept(self, copy_of_the_house):
        done = lint(copy_of_the_house)
        assert done.returncode == 0, done.stdout + done.stderr

    @pytest.mark.slow
    @pytest.mark.parametrize("violation", VIOLATIONS)
    def test_a_violation_breaks_its_contract(self, copy_of_the_house, violation):
        where, code, contract = VIOLATIONS[violation]
        file = copy_of_the_house / "src" / "beredt" / where
        file.parent.mkdir(exist_ok=True)
        file.write_text(code, encoding="utf-8")
        if contract == "No cycles":
            (file.parent / "y.py").write_text("from beredt.adapters.packs import x\n", encoding="utf-8")
        done = lint(copy_of_the_house)
        broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
        assert done.returncode == 1
        assert any(line.startswith(contract) for line in broken), done.stdout + done.stderr
