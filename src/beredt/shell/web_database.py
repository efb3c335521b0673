"""The database: a durable SQLite file in the data folder, or the PostgreSQL that DATABASE_URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

DATABASE_FILE = "beredt.sqlite3"
BUSY_SECONDS = 20
_PROGRAM = Path(__file__).resolve().parents[1]

# WAL lets readers read while one writes. FULL: the common WAL + NORMAL can lose a commit that was acknowledged when the
# power goes, and this program is for the day the power goes.
_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"


def settings_for(url: str, data_folder: Path) -> dict[str, Any]:
    """Django's description of the database at `url`, or of the file in the data folder where `url` is empty."""
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(data_folder / DATABASE_FILE),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            # A transaction that begins by reading and then writes would otherwise fail at once instead of waiting.
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE_START,
        },
    }


def library_folder() -> Path:
    """Where set-up puts front-end libraries: beside the program in a checkout."""
    return _PROGRAM.parents[1] / ".cache" / "web-lib"
