"""Runs style, type and import checks, then the tests; every one is run, and the exit code is 0 only if all are clean.

Pytest comes last so that its closing line is the last thing said.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.factories import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "ruff check": [str(BIN / "ruff"), "check", "--quiet", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "mypy": [str(BIN / "mypy"), "--no-error-summary"],
    "import-linter": [str(BIN / "lint-imports"), "--cache-dir", str(ROOT / ".cache" / "import-linter")],
}
WORKERS = "2"
# What touches the database runs on PostgreSQL too; tests with real processes try both by themselves and are slow.
ON_BOTH = ["-m", "not slow", "tests/ground", "tests/apps", "tests/overview"]


def main(arguments: list[str]) -> int:
    """Exit code: 0 clean, 1 otherwise; `--checks-only` leaves the tests out, other arguments go to pytest."""
    unclean = [name for name, command in CHECKS.items() if not _is_clean(name, command)]
    if "--checks-only" in arguments:
        return 1 if unclean else 0
    if unclean:
        print(f"not clean: {', '.join(unclean)} (see above); the tests run all the same", flush=True)
    with ExitStack() as stack:
        server = _server_of(stack)
        failed = [] if arguments or not server else _run_tests({**server, "BEREDT_TEST_DATABASE": "postgres"}, ON_BOTH)
        failed += _run_tests(server, arguments)
    return 1 if unclean or failed else 0


def _server_of(stack: ExitStack) -> dict[str, str]:
    """How the tests reach one PostgreSQL server for the whole run; empty, and said so, where none can be started."""
    try:
        return {postgres.URL_VARIABLE: stack.enter_context(postgres.running_server())}
    except RuntimeError as error:
        print(f"PostgreSQL      NOT TESTED  {error}", flush=True)
        return {}


def _run_tests(extra: dict[str, str], arguments: list[str]) -> list[str]:
    """What failed: nothing, or the arguments of the run that did."""
    command = [str(BIN / "python"), "-m", "pytest", "-q", "-n", WORKERS, *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, check=False)
    return [" ".join(command)] if done.returncode else []


def _is_clean(name: str, command: list[str]) -> bool:
    began = time.monotonic()
    # The type checker reads the web application's settings, which make their data folder.
    environment = {**os.environ, "NO_COLOR": "1", "BEREDT_DATA": str(ROOT / ".cache" / "test-web")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    took = time.monotonic() - began
    print(f"{name:14} {'ok' if done.returncode == 0 else 'NOT CLEAN':10} {took:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
