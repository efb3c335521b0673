"""A server process does not outlive the command that started it, however that one ended."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

PARENT_VARIABLE = "BEREDT_SERVED_BY"
_LOOK_SECONDS = 1.0


def watch_parent() -> Callable[[], bool]:
    """Tells whether the process is gone that started this one: the one that `PARENT_VARIABLE` names, else today's."""
    named = os.environ.get(PARENT_VARIABLE) or str(os.getppid())
    return lambda: named != str(os.getppid())


def end_with_parent() -> None:
    """Ends this process soon after the command that started it; does nothing where none did."""
    if os.environ.get(PARENT_VARIABLE):
        threading.Thread(target=_end_after, args=(watch_parent(),), name="parent", daemon=True).start()


def _end_after(is_orphaned: Callable[[], bool]) -> None:
    while not is_orphaned():
        time.sleep(_LOOK_SECONDS)
    # What was acknowledged is in the database; what was not, the browser will send again.
    os._exit(1)
