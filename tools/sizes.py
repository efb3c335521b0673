"""Prints how long functions and files are: a report that we read, not a limit (files stop at 800 lines).

Lengths are lines from the first to the last, docstrings included. Quantiles are the ⌈p·n⌉-th smallest.
"""

from __future__ import annotations

import ast
import math
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOREYS = ("src", "tests", "benchmarks", "tools")
LONGEST_SHOWN = 8


def main() -> int:
    """Exit code 0; the report goes to standard output."""
    totals = {storey: _report(storey) for storey in STOREYS if (ROOT / storey).is_dir()}
    if totals.get("src"):
        print(f"tests / code: {totals['tests'] / totals['src']:.2f} lines of test per line of code")
    return 0


def python_files(folder: Path) -> list[Path]:
    """Every Python file below `folder`, in name order."""
    return sorted(folder.rglob("*.py"))


def line_count(path: Path) -> int:
    """Lines in the file, blank ones and comments included."""
    return len(path.read_text(encoding="utf-8").splitlines())


def function_lengths(path: Path) -> list[tuple[int, str]]:
    """(lines, name) of every function in the file; a nested function counts on its own too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [((node.end_lineno or node.lineno) - node.lineno + 1, node.name) for node in functions]


def quantile(lengths: list[int], probability: float) -> int:
    """The ⌈p·n⌉-th smallest length, 0 of none."""
    return sorted(lengths)[max(0, math.ceil(probability * len(lengths)) - 1)] if lengths else 0


def _report(storey: str) -> int:
    files = python_files(ROOT / storey)
    file_lengths = [line_count(path) for path in files]
    functions = [
        (lines, f"{path.relative_to(ROOT)}:{name}") for path in files for lines, name in function_lengths(path)
    ]
    print(f"{storey}: {len(files)} files, {sum(file_lengths)} lines, {len(functions)} functions")
    print(f"  functions  {_summary([lines for lines, _ in functions])}")
    print(f"  files      {_summary(file_lengths)}")
    for lines, name in sorted(functions, reverse=True)[:LONGEST_SHOWN] if storey == "src" else ():
        print(f"    {lines:4} {name}")
    return sum(file_lengths)


def _summary(lengths: list[int]) -> str:
    middle, most, longest = quantile(lengths, 0.5), quantile(lengths, 0.9), max(lengths, default=0)
    return f"median {middle:4}  p90 {most:4}  longest {longest:4}"


if __name__ == "__main__":
    sys.exit(main())
