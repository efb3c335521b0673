"""Arguments that several verbs share, and how their values are read.

A value that cannot be used raises `InvalidInput`, which `main` says in the reader's language.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark
from beredt.overview.runs import RunOptions

DEFAULT_HORIZON = "72h"
LONGEST_HORIZON_HOURS = 2_160
MOST_DRAWS = 100_000
MOST_THREADS = 256
_LARGEST_SEED = 2**63 - 1
_HORIZON = re.compile(r"([0-9]{1,9})\s*(h|t|d|)", re.IGNORECASE)


def add_pack(parser: argparse.ArgumentParser) -> None:
    """Declares the positional argument PACK."""
    parser.add_argument("pack", type=Path, metavar="PACK", help=mark("the pack: a folder or a zip file of it"))


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Declares how a run is made: horizon, draws and seed."""
    parser.add_argument(
        "--horizon",
        type=horizon_hours,
        default=DEFAULT_HORIZON,
        metavar="72h",
        help=mark("how far to look: 72h, 14d, or a whole number of hours (default: %(default)s)"),
    )
    parser.add_argument(
        "--draws",
        type=_draws,
        default=1_000,
        metavar="N",
        help=mark("how many runs of chance (default: %(default)s; exactly given outages need one)"),
    )
    parser.add_argument(
        "--seed",
        type=_seed,
        default=1,
        metavar="N",
        help=mark("start of the random numbers; the same seed gives the same answer (default: %(default)s)"),
    )


def add_pace(parser: argparse.ArgumentParser) -> None:
    """Declares what changes only the time a run takes."""
    parser.add_argument(
        "--threads",
        type=_threads,
        default=1,
        metavar="N",
        help=mark("processor cores to use; never changes a figure (default: %(default)s)"),
    )
    parser.add_argument(
        "--block-draws",
        type=_draws,
        metavar="N",
        help=mark("runs computed at a time; never changes a figure"),
    )
    parser.add_argument(
        "--reference",
        action="store_true",
        help=mark("compute with the plain tick-by-tick model: slow, for comparison"),
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Declares `--json FILE`."""
    parser.add_argument("--json", type=Path, metavar="FILE", help=mark("write the figures to this file as JSON"))


def run_options(given: argparse.Namespace) -> RunOptions:
    """The options of a run as given; what a verb does not declare stays at its default."""
    return RunOptions(
        horizon_hours=given.horizon,
        draws=given.draws,
        seed=given.seed,
        threads=getattr(given, "threads", 1),
        block_draws=getattr(given, "block_draws", None),
        reference=getattr(given, "reference", False),
    )


def horizon_hours(text: str) -> int:
    """A horizon [h] from `72h`, `14d` or `72`; raises `InvalidInput` for anything else."""
    found = _HORIZON.fullmatch(text.strip())
    hours = int(found[1]) * (24 if found[2].lower() == "d" else 1) if found else 0
    if not 1 <= hours <= LONGEST_HORIZON_HOURS:
        raise InvalidInput(
            mark("The horizon {given} cannot be used."),
            hint=mark("Give a whole number of hours or days from 1h to {most}d, for instance 72h or 14d."),
            code="bad_horizon",
            given=text,
            most=LONGEST_HORIZON_HOURS // 24,
        )
    return hours


def _draws(text: str) -> int:
    return _whole_number(text, least=1, most=MOST_DRAWS)


def _threads(text: str) -> int:
    return _whole_number(text, least=1, most=MOST_THREADS)


def _seed(text: str) -> int:
    return _whole_number(text, least=0, most=_LARGEST_SEED)


def _whole_number(text: str, *, least: int, most: int) -> int:
    value = int(text) if re.fullmatch(r"[0-9]{1,20}", text) else -1
    if not least <= value <= most:
        raise InvalidInput(
            mark("{given} is not a whole number from {least} to {most}."),
            code="bad_number",
            given=text,
            least=least,
            most=most,
        )
    return value
