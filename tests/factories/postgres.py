"""A PostgreSQL server of the tests' own: Debian's binaries, data and socket in a temporary folder, gone afterwards.

As root the server runs as `nobody`, because it refuses to run as root.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

URL_VARIABLE = "BEREDT_TEST_POSTGRES_URL"
MISSING = "no PostgreSQL server binaries here (initdb, pg_ctl): what is said of PostgreSQL was NOT tested"
_NOBODY = "65534"
_SETTINGS = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60 -c listen_addresses=''"
)


def find_binaries() -> Path | None:
    """The folder with initdb, pg_ctl and postgres, the newest first; None where there is none."""
    on_path = shutil.which("pg_ctl")
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)]
    folders += [Path(on_path).parent] if on_path else []
    needed = ("initdb", "pg_ctl", "postgres")
    return next((folder for folder in folders if all((folder / name).exists() for name in needed)), None)


@contextmanager
def running_server() -> Iterator[str]:
    """A `postgresql://` URL of an empty database; the server is stopped and its files deleted on leaving.

    A server that an outer process keeps for the whole run is used where it is named in the environment. Raises
    `RuntimeError` where no server can be started.
    """
    if os.environ.get(URL_VARIABLE):
        yield os.environ[URL_VARIABLE]
        return
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError(MISSING)
    # Not under TMPDIR: a socket's path may have about 100 characters, and `nobody` must be able to walk there.
    with tempfile.TemporaryDirectory(prefix="beredt-pg-", dir="/tmp", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        if os.geteuid() == 0:
            os.chown(folder, int(_NOBODY), int(_NOBODY))
        data = folder / "data"
        _run(binaries / "initdb", "-D", data, "-U", "beredt", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        _run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} {_SETTINGS}", "start")
        try:
            yield f"postgresql://beredt@/postgres?host={folder}"
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def url_for_this_run() -> str:
    """The URL of a server that runs until this process and those it starts are done."""
    if URL_VARIABLE not in os.environ:
        server = running_server()
        os.environ[URL_VARIABLE] = server.__enter__()
        atexit.register(server.__exit__, None, None, None)
    return os.environ[URL_VARIABLE]


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", *words]
    done = subprocess.run(
        words, capture_output=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False
    )
    if done.returncode:
        raise RuntimeError(f"{Path(str(command[0])).name} ended with exit code {done.returncode}")


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0
