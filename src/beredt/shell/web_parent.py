"""A server process does not outlive the command that started it, however that one ended."""

from __future__ import annotations

import os
import threading
import time

PARENT_VARIABLE = "BEREDT_SERVED_BY"
_LOOK_SECONDS = 1.0


def is_orphaned() -> bool:
    """True if a command started this process and is gone; False where `PARENT_VARIABLE` names none."""
    named = os.environ.get(PARENT_VARIABLE, "")
    return bool(named) and named != str(os.getppid())


def end_with_parent() -> None:
    """Ends this process soon after the command that started it; does nothing where none did."""
    if os.environ.get(PARENT_VARIABLE):
        threading.Thread(target=_watch, name="parent", daemon=True).start()


def _watch() -> None:
    while not is_orphaned():
        time.sleep(_LOOK_SECONDS)
    # What was acknowledged is in the database; what was not, the browser will send again.
    os._exit(1)
