"""A PostgreSQL server of the tests' own: Debian's binaries, data and socket in a temporary folder, gone afterwards.

As root the server runs as `nobody`, because it refuses to run as root.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

URL_VARIABLE = "BEREDT_TEST_POSTGRES_URL"
MISSING = "no PostgreSQL server binaries here (initdb, postgres): what is said of PostgreSQL was NOT tested"
_NOBODY = "65534"
_SETTINGS = tuple(
    word
    for setting in (
        "fsync=off",
        "full_page_writes=off",
        "max_connections=60",
        "listen_addresses=",
    )
    for word in ("-c", setting)
)
_QUIET: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
    "cwd": "/",
}
_PATIENCE_TRIES = 600
_ROOM_BYTES = 4 * 1024**3


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, the newest first; None where there is none."""
    on_path = shutil.which("postgres")
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)]
    folders += [Path(on_path).parent] if on_path else []
    needed = ("initdb", "pg_isready", "postgres")
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
    with tempfile.TemporaryDirectory(
        prefix="beredt-pg-", dir=_roomy_memory() or "/tmp", ignore_cleanup_errors=True
    ) as place:
        folder = Path(place)
        if os.geteuid() == 0:
            os.chown(folder, int(_NOBODY), int(_NOBODY))
        data = folder / "data"
        initdb = (binaries / "initdb", "-D", data, "-U", "beredt", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        if subprocess.run(_as_nobody(*initdb), **_QUIET, check=False).returncode:
            raise RuntimeError("initdb could not make a database")
        command = _as_nobody(binaries / "postgres", "-D", data, "-k", folder, *_SETTINGS, dies_with_us=True)
        server = subprocess.Popen(command, **_QUIET)
        try:
            _wait_until_ready(server, binaries, folder)
            yield f"postgresql://beredt@/postgres?host={folder}"
        finally:
            # An immediate shutdown: nothing in it is needed any more.
            server.send_signal(signal.SIGQUIT)
            server.wait()


def url_for_this_run() -> str:
    """The URL of a server that runs until this process and those it starts are done."""
    if URL_VARIABLE not in os.environ:
        server = running_server()
        os.environ[URL_VARIABLE] = server.__enter__()
        atexit.register(server.__exit__, None, None, None)
    return os.environ[URL_VARIABLE]


def _as_nobody(*command: object, dies_with_us: bool = False) -> list[str]:
    """The command as words, run as `nobody` where we are root, and ended with this process however that ends."""
    flags = [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    flags += ["--pdeathsig=QUIT"] if dies_with_us else []
    words = [str(word) for word in command]
    return ["setpriv", *flags, *words] if flags and shutil.which("setpriv") else words


def _wait_until_ready(server: subprocess.Popen[bytes], binaries: Path, folder: Path) -> None:
    ready = [str(binaries / "pg_isready"), "-q", "-h", str(folder)]
    for _ in range(_PATIENCE_TRIES):
        if server.poll() is not None:
            raise RuntimeError(f"postgres ended with exit code {server.returncode}")
        if subprocess.run(ready, **_QUIET, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError("postgres does not answer")


def _roomy_memory() -> str:
    """A folder in memory where the machine has one with room to spare, else ""."""
    place = Path("/dev/shm")
    has_room = place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > _ROOM_BYTES
    return str(place) if has_room else ""


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0
