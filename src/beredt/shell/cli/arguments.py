"""Arguments that several verbs share, and how their values are read.

A value that cannot be used raises `InvalidInput`, which `main` says in the reader's language.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from beredt.domain.measures.trials import OBJECTIVES
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark
from beredt.overview.runs import RunOptions

DEFAULT_HORIZON = "72h"
LONGEST_HORIZON_HOURS = 2_160
MOST_DRAWS = 100_000
MOST_THREADS = 256
MOST_SETS = 1_000
MOST_KR = 10_000_000_000
BUDGET_TOLD = mark("what the municipality can spend [kr]: purchase and four years' running")
SETS_TOLD = mark("how many sets of assumptions the leaders are tried under; 0 gives no ranges (default: %(default)s)")
_LARGEST_SEED = 2**63 - 1
_HORIZON = re.compile(r"([0-9]{1,9})\s*(h|t|d|)", re.IGNORECASE)


def add_pack(parser: argparse.ArgumentParser) -> None:
    """Declares the positional argument PACK."""
    parser.add_argument("pack", type=Path, metavar="PACK", help=mark("the pack: a folder or a zip file of it"))


def add_catalogue(parser: argparse.ArgumentParser) -> None:
    """Declares `--catalogue ID`."""
    parser.add_argument("--catalogue", metavar="ID", help=mark("the catalogue; by default the one that says most"))


def add_hazards(parser: argparse.ArgumentParser) -> None:
    """Declares which hazards are meant: some of a catalogue, or all of it."""
    parser.add_argument(
        "--hazard",
        metavar="ID",
        action="append",
        help=mark("a hazard of a catalogue; may be given several times (default: every hazard of the catalogue)"),
    )
    add_catalogue(parser)


def add_rank_options(
    parser: argparse.ArgumentParser,
    *,
    usual_kr: int | None = None,
    budget_told: str = BUDGET_TOLD,
    usual_sets: int = 40,
    sets_told: str = SETS_TOLD,
) -> None:
    """Declares how measures are ranked: hazards, run, budget (required where none is usual), objective and sets."""
    add_hazards(parser)
    add_run_options(parser)
    add_budget(parser, usual_kr=usual_kr, told=budget_told)
    parser.add_argument(
        "--objective",
        choices=OBJECTIVES,
        default=OBJECTIVES[0],
        help=mark("put first: fewest people past a critical tolerance, or fewest person-hours (default: %(default)s)"),
    )
    add_sets(parser, usual=usual_sets, told=sets_told)


def add_budget(parser: argparse.ArgumentParser, *, usual_kr: int | None, told: str = BUDGET_TOLD) -> None:
    """Declares `--budget-kr N`, required where no budget is usual."""
    parser.add_argument("--budget-kr", type=budget, required=usual_kr is None, default=usual_kr, metavar="N", help=told)


def add_sets(parser: argparse.ArgumentParser, *, usual: int = 40, told: str = SETS_TOLD) -> None:
    """Declares `--sets N`."""
    parser.add_argument("--sets", type=sets, default=usual, metavar="N", help=told)


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


def budget(text: str) -> int:
    """A budget [kr]; raises `InvalidInput` for anything that is no whole number."""
    return _marked_number(text, most=MOST_KR)


def sets(text: str) -> int:
    """A number of assumption sets; raises `InvalidInput` for anything that is no whole number."""
    return _marked_number(text, most=MOST_SETS)


def _marked_number(text: str, *, most: int) -> int:
    """A whole number from 0; thousands may be marked by a dot, a space or an underscore between three digits."""
    plain = re.sub(r"(?<=[0-9])[._ ](?=[0-9]{3}(?![0-9]))", "", text.strip())
    return _whole_number(plain, least=0, most=most, given=text)


def _draws(text: str) -> int:
    return _whole_number(text, least=1, most=MOST_DRAWS)


def _threads(text: str) -> int:
    return _whole_number(text, least=1, most=MOST_THREADS)


def _seed(text: str) -> int:
    return _whole_number(text, least=0, most=_LARGEST_SEED)


def _whole_number(text: str, *, least: int, most: int, given: str | None = None) -> int:
    """The number in `text`; the error tells it as it was `given`."""
    value = int(text) if re.fullmatch(r"[0-9]{1,20}", text) else -1
    if not least <= value <= most:
        raise InvalidInput(
            mark("{given} is not a whole number from {least} to {most}."),
            code="bad_number",
            given=text if given is None else given,
            least=least,
            most=most,
        )
    return value
