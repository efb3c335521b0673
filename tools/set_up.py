"""Makes `.venv` ready for `base` (the demo) or `test`, all of it inside the checkout.

Standard library only: it runs before anything is installed. A record inside `.venv` says what was completed, for which
Python and at which place; it is removed before anything changes and written after it succeeded. So an interrupted
set-up, another Python, a moved checkout or a new lock rebuilds the environment, and a finished one costs a look.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
RECORD = VENV / "beredt-set-up.json"
LOCKS = {"base": ROOT / "requirements" / "base.txt", "test": ROOT / "requirements" / "test.txt"}
LOG_TAIL = 15
DOWNLOAD_MB = {"base": 180, "test": 220}


def main(arguments: list[str]) -> int:
    """Exit code: 0 ready, 1 pip failed (its last lines are shown), 2 wrong use, 130 interrupted."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print("usage: set_up.py base|test", file=sys.stderr)
        return 2
    try:
        with _alone():
            return _make_ready(arguments[0])
    except KeyboardInterrupt:
        say("\nAfbrudt. Næste kørsel begynder forfra.", "\nInterrupted. The next run starts afresh.")
        return 130


def say(danish: str, english: str) -> None:
    """Prints the sentence in the reader's language, Danish unless the locale says English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    text = english if named.lower().startswith("en") else danish
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


@contextmanager
def _alone() -> Iterator[None]:
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    with (cache / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Venter på en anden opsætning i samme mappe …", "Waiting for another set-up in this checkout …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_ready(part: str) -> int:
    done = _read_record()
    if done is None:
        _make_venv()
        done = {}
    if part not in done and not (part == "base" and "test" in done):
        RECORD.unlink(missing_ok=True)
        if not _install_lock(part):
            return 1
        done[part] = _digest(LOCKS[part])
        _write_record(done)
    if done.get("project") != _project_digest():
        RECORD.unlink(missing_ok=True)
        if not _install_project():
            return 1
        done["project"] = _project_digest()
        _write_record(done)
    _fetch_page_parts(part)
    return 0


def _fetch_page_parts(part: str) -> None:
    """What pages look like, and for tests a browser. Each says itself what is missing; the rest works without."""
    tools = Path(__file__).resolve().parent
    subprocess.run([sys.executable, str(tools / "build_front_end.py"), part], cwd=ROOT, check=False)
    if part == "test":
        subprocess.run([sys.executable, str(tools / "get_chromium.py")], cwd=ROOT, check=False)


def _read_record() -> dict[str, str] | None:
    """What is installed and still as the locks say; None if the environment must be made anew."""
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
        done: dict[str, str] = dict(record["done"])
        fits = record["built_for"] == _built_for() and VENV_PYTHON.exists()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    outdated = any(_digest(LOCKS[part]) != digest for part, digest in done.items() if part in LOCKS)
    if outdated or not fits:
        return None
    return done


def _write_record(done: dict[str, str]) -> None:
    half = RECORD.with_suffix(".half")
    half.write_text(json.dumps({"built_for": _built_for(), "done": done}, indent=1), encoding="utf-8")
    half.replace(RECORD)


def _built_for() -> list[str]:
    return [str(ROOT), sys.implementation.cache_tag or "", platform.machine()]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _project_digest() -> str:
    """Changes when the installed command or metadata would: not when a tool's settings do."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        settings = tomllib.load(stream)
    parts = [settings["project"], settings["build-system"], settings["tool"]["hatch"]]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _make_venv() -> None:
    say("Laver et Python-miljø i .venv …", "Making a Python environment in .venv …")
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def _install_lock(part: str) -> bool:
    size = DOWNLOAD_MB[part]
    say(
        f"Henter pakker (ca. {size} MB, kun første gang) …",
        f"Fetching packages (about {size} MB, the first time only) …",
    )
    # --only-binary: building from source would fetch build tools that no hash covers.
    # --no-compile: Python compiles what it uses at first use, which is a small part.
    options = ["--require-hashes", "--only-binary=:all:", "--no-compile", "--progress-bar=off"]
    return _pip([*options, "-r", str(LOCKS[part])], of=_count_packages(LOCKS[part]))


def _install_project() -> bool:
    say("Sætter kommandoen beredt op …", "Setting up the command beredt …")
    return _pip(["--no-deps", "--no-build-isolation", "--editable", str(ROOT)], of=0)


def _count_packages(lock: Path) -> int:
    names = re.findall(r"^([a-z0-9._-]+)==", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return len(set(names))


def _pip(arguments: list[str], *, of: int) -> bool:
    """True if `pip install` succeeded; tells of each package as it comes, and shows the last lines of a failure."""
    command = [str(VENV_PYTHON), "-m", "pip", "install", *arguments]
    # A user's pip.conf, proxy and certificates keep working; only installing outside .venv is switched off.
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment.pop("PYTHONPATH", None)
    lines: list[str] = []
    seen = 0
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
                seen += 1
                _tell_package(line, seen, of)
            elif line.startswith("Installing collected packages"):
                say("  pakker ud …", "  unpacking …")
    if process.returncode:
        print("\n".join(lines[-LOG_TAIL:]), flush=True)
        say(
            "Pakkerne kunne ikke installeres. Beredt bruger pips egne indstillinger (pip.conf, PIP_*, HTTPS_PROXY).",
            "The packages could not be installed. Beredt uses pip's own settings (pip.conf, PIP_*, HTTPS_PROXY).",
        )
    return process.returncode == 0


def _tell_package(line: str, seen: int, of: int) -> None:
    if not of or line.startswith("Requirement"):
        return
    wheel = line.split()[1].rsplit("/", 1)[-1]
    name = re.split(r"==|-\d", wheel, maxsplit=1)[0]
    print(f"  {seen}/{of} {name}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
