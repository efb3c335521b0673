"""`beredt worker`: works off what the web application put in the queue."""

from __future__ import annotations

import argparse
from typing import Any

from beredt.kit.language import Language, mark
from beredt.shell import web_parent
from beredt.shell.cli import web_application


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `worker`."""
    verb = subparsers.add_parser(
        "worker",
        help=mark("work off what the web application put in the queue (beredt serve starts one by itself)"),
        description=mark("Takes one job after another from the queue until it is told to stop (Ctrl+C)."),
    )
    verb.add_argument(
        "--with-parent", action="store_true", help=mark("stop when the process that started this one has ended")
    )
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 once it was told to stop."""
    # Asked before anything is loaded: that takes seconds, and whoever started this may be gone by then.
    is_orphaned = web_parent.watch_parent() if given.with_parent else lambda: False
    web_application.load("beredt.ground.jobs.worker").work_until_told(is_orphaned=is_orphaned)
    return 0
