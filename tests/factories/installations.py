"""Installations for tests with real processes: a data folder, a migrated database, and processes that use them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import attrs

SETTINGS = "factories.ground_settings"
ROOT = Path(__file__).resolve().parents[2]


@attrs.define(kw_only=True)
class Installation:
    """An installation's folder and the environment of its processes, all of which are ended by `end_all`."""

    folder: Path
    database_url: str | None
    started: list[subprocess.Popen[str]] = attrs.field(factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which this installation's processes run."""
        kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "BEREDT_DATA"}}
        kept["DJANGO_SETTINGS_MODULE"] = SETTINGS
        extra = {} if self.database_url is None else {"DATABASE_URL": self.database_url}
        path = os.pathsep.join(
            [str(ROOT / "src"), str(ROOT / "tests"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        )
        return {**kept, **extra, "BEREDT_DATA": str(self.folder), "PYTHONPATH": path}

    def start(self, module: str, *words: object) -> subprocess.Popen[str]:
        """A process `python -m module words...`, its output readable line by line."""
        command = [sys.executable, "-u", "-m", module, *(str(word) for word in words)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        self.started.append(process)
        return process

    def run(self, module: str, *words: object, expected: int = 0) -> str:
        """What the process wrote; it must end with the expected exit code."""
        process = self.start(module, *words)
        out, err = process.communicate(timeout=120)
        assert process.returncode == expected, f"{process.returncode}: {out}\n{err}"
        return out

    def end_all(self) -> None:
        """Kills what still runs."""
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()


def migrated_sqlite(folder: Path) -> Installation:
    """An installation on SQLite with all tables and no rows."""
    made = Installation(folder=folder, database_url=None)
    made.run("django", "migrate", "--verbosity", "0", "--skip-checks")
    return made


def copy_of(template: Installation, folder: Path, *, name: str) -> Installation:
    """An installation with a database like the template's, before anything happened in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if template.database_url is None:
        for file in template.folder.glob("*.sqlite3"):
            with sqlite3.connect(file) as old, sqlite3.connect(folder / file.name) as new:
                old.backup(new)
            old.close()
            new.close()
        return Installation(folder=folder, database_url=None)
    return Installation(folder=folder, database_url=create_database(template.database_url, name, template=True))


def create_database(url: str, name: str, *, template: bool = False) -> str:
    """The URL of a new database on the same server, empty or a copy of the one at `url`."""
    import psycopg

    server, _, rest = url.partition("@/")
    old, _, options = rest.partition("?")
    with psycopg.connect(f"{server}@/template1?{options}", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{old}"' if template else ""))
    return f"{server}@/{name}?{options}"


def migrated_postgres(url: str, folder: Path) -> Installation:
    """An installation on PostgreSQL with all tables and no rows."""
    made = Installation(folder=folder, database_url=create_database(url, f"beredt_{os.getpid()}"))
    made.run("django", "migrate", "--verbosity", "0", "--skip-checks")
    return made
