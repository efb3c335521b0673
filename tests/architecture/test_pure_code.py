"""Domain and kit are functions of their arguments: no clock, no dice, no file, no framework, on any machine alike."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "src" / "beredt"
PURE_FILES = sorted([*(CODE / "domain").rglob("*.py"), *(CODE / "kit").rglob("*.py")])
ALL_FILES = sorted(CODE.rglob("*.py"))
NOT_PURE_MODULES = {"random", "secrets", "time", "datetime", "uuid", "os", "pathlib", "tempfile", "subprocess"}
NOT_PURE_CALLS = {"open", "input", "print", "hash", "eval", "exec", "id"}
"""`hash` of a text differs from run to run, `id` from object to object."""
FRAMEWORKS = ("django", "sqlite3", "psycopg", "requests", "httpx", "flask", "dask", "openpyxl", "fastexcel")


def shown(path):
    return str(path.relative_to(ROOT))


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_modules(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno


def global_random_uses(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}:
            yield node.lineno


def called_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno


def nested_imports(tree):
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If | ast.Try):
            yield from (n.lineno for n in ast.walk(outer) if isinstance(n, ast.Import | ast.ImportFrom))


def compiled_with(tree):
    """(keyword, line) of every keyword given to a decorator or call of a Numba compiler."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in {"njit", "jit", "vectorize", "guvectorize", "prange"}:
                yield from ((keyword.arg, node.lineno) for keyword in node.keywords)


@pytest.mark.parametrize("path", PURE_FILES, ids=shown)
def test_pure_code_reads_no_clock_and_rolls_no_dice(path):
    tree = parse(path)
    assert [found for found in imported_modules(tree) if found[0] in NOT_PURE_MODULES] == []
    assert list(global_random_uses(tree)) == []
    assert [found for found in called_names(tree) if found[0] in NOT_PURE_CALLS] == []


@pytest.mark.parametrize("path", PURE_FILES, ids=shown)
def test_compiled_code_gives_the_same_bits_on_any_number_of_threads(path):
    # fastmath lets the compiler reorder sums; parallel lets the number of threads do it.
    assert [found for found in compiled_with(parse(path)) if found[0] in {"parallel", "fastmath"}] == []


@pytest.mark.parametrize("path", ALL_FILES, ids=shown)
def test_imports_stand_at_the_top_where_the_contracts_and_readers_see_them(path):
    assert list(nested_imports(parse(path))) == []


def test_the_finders_find():
    guilty = ast.parse(
        "import time\nfrom datetime import datetime\nx = np.random.rand()\nhash('a')\n"
        "def f():\n    import os\n@njit(cache=True, fastmath=True)\ndef g(): ...\n"
    )
    assert {name for name, _ in imported_modules(guilty)} == {"time", "datetime", "os"}
    assert list(global_random_uses(guilty)) == [3]
    assert ("hash", 4) in set(called_names(guilty))
    assert list(nested_imports(guilty)) == [6]
    assert ("fastmath", 7) in set(compiled_with(guilty))


IMPORT_EVERYTHING = """
import importlib, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in REFUSED:
            raise ImportError("refused: " + name)

REFUSED = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Refuse())
for storey in sys.argv[2:]:
    package = importlib.import_module(storey)
    for module in pkgutil.walk_packages(package.__path__, storey + "."):
        importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("beredt")]))
"""


def import_without(refused, *storeys):
    return subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING, ",".join(refused), *storeys],
        cwd=CODE.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_engine_imports_without_any_framework_or_file_format():
    done = import_without(FRAMEWORKS, "beredt.domain", "beredt.kit")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_the_command_line_engine_imports_without_django():
    # The rest of overview are the pages' rooms; what the command line needs of it comes in through the command line.
    storeys = ("beredt.shell.cli", "beredt.overview.reports", "beredt.telling", "beredt.adapters")
    done = import_without(["django"], *storeys)
    assert done.returncode == 0, done.stderr


def test_a_refused_module_is_refused():
    done = import_without(["numpy"], "beredt.domain")
    assert done.returncode != 0
    assert "refused: numpy" in done.stderr
