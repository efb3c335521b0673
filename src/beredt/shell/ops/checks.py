"""Self-checks of the installation: each says in a sentence what is so, and whether it is as it should be."""

from __future__ import annotations

import os
import platform
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import attrs
import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import beredt
from beredt.ground.audit import queries as audit
from beredt.ground.jobs import queries as jobs
from beredt.kit.language import Language, mark

LEAST_FREE_BYTES = 1_000_000_000
_GIGABYTE = 1e9
# Checked on every visit of the page; `beredt audit verify` checks whole logs.
_CHECKED_ENTRIES = 1_000


@attrs.frozen(kw_only=True)
class Check:
    """One self-check: what was looked at, whether it is well, and a sentence (`values` fill its places)."""

    title: str
    is_well: bool
    sentence: str
    values: dict[str, object] = attrs.field(factory=dict)

    def told_in(self, language: Language) -> str:
        """The sentence in the reader's language."""
        return language.say(self.sentence, **self.values)


def run_all() -> tuple[Check, ...]:
    """Every check, one after another."""
    return tuple(check() for check in _CHECKS)


def versions() -> tuple[tuple[str, str], ...]:
    """What runs here: part and version."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if is_sqlite else "SHOW server_version")
        (database,) = cursor.fetchone()
    return (
        ("Beredt", beredt.__version__),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("SQLite" if is_sqlite else "PostgreSQL", str(database)),
    )


def check_tables() -> Check:
    """Whether the database has every step of the program."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Check(
            title=mark("Database"),
            is_well=False,
            sentence=mark("{count} steps are missing: stop Beredt and start it again."),
            values={"count": str(missing)},
        )
    return Check(title=mark("Database"), is_well=True, sentence=mark("The tables fit the program."))


def check_durability() -> Check:
    """Whether a saved change survives a power cut."""
    title = mark("Saved is saved")
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            (setting,) = cursor.fetchone()
        is_well = setting != "off"
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            (level,) = cursor.fetchone()
        is_well = int(level) >= 2
    if is_well:
        return Check(title=title, is_well=True, sentence=mark("What was saved survives a power cut."))
    return Check(title=title, is_well=False, sentence=mark("The database may lose the last changes at a power cut."))


def check_room() -> Check:
    """Whether the disk has room."""
    free = shutil.disk_usage(settings.BEREDT_DATA).free
    return Check(
        title=mark("Room on the disk"),
        is_well=free >= LEAST_FREE_BYTES,
        sentence=mark("{count} GB are free where the data lie."),
        values={"count": f"{free / _GIGABYTE:.0f}"},
    )


def check_privacy() -> Check:
    """Whether other users of the machine are kept out of the data folder."""
    mode = stat.S_IMODE(os.stat(Path(settings.BEREDT_DATA)).st_mode)
    if mode & 0o077:
        return Check(
            title=mark("Data folder"),
            is_well=False,
            sentence=mark("Other users of this machine can look into the data folder."),
        )
    return Check(title=mark("Data folder"), is_well=True, sentence=mark("Only the user of the program can read it."))


def check_worker() -> Check:
    """Whether somebody works off the queue."""
    if jobs.is_unattended():
        return Check(
            title=mark("Worker"),
            is_well=False,
            sentence=mark("Work waits and nobody does it: is `beredt worker` running?"),
        )
    return Check(title=mark("Worker"), is_well=True, sentence=mark("No work waits for long."))


def check_logs() -> Check:
    """Whether the latest entries of every access log are as they were written."""
    broken = [code for code in audit.municipalities() if audit.verify(code, only_last=_CHECKED_ENTRIES).breaks]
    if broken:
        return Check(
            title=mark("Access logs"),
            is_well=False,
            sentence=mark("{count} logs are not as they were written: run `beredt audit verify`."),
            values={"count": str(len(broken))},
        )
    return Check(title=mark("Access logs"), is_well=True, sentence=mark("The latest entries are as they were written."))


def check_second_factor() -> Check:
    """Whether everybody must have a second factor, where the installation is reached from other machines."""
    demanded = settings.BEREDT_SECOND_FACTOR == "everyone"
    if demanded:
        sentence = mark("Everybody signs in with an authenticator.")
    else:
        sentence = mark("An authenticator is up to each user.")
    return Check(title=mark("Signing in"), is_well=demanded or not settings.PUBLIC_ADDRESS, sentence=sentence)


_CHECKS: tuple[Callable[[], Check], ...] = (
    check_tables,
    check_durability,
    check_room,
    check_privacy,
    check_worker,
    check_logs,
    check_second_factor,
)
