"""The web application behind a verb: loaded when the verb runs, so that every other verb does without Django."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any


def load(module: str) -> Any:
    """The module, with settings, database and rooms ready behind it."""
    # Whatever it writes (database, uploads, packs) is for its user alone.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredt.shell.settings")
    import_module("django").setup()
    return import_module(module)
