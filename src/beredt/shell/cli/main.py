"""The command `beredt`: finds the verb, runs it, and turns what goes wrong into a sentence and an exit code.

A verb group is a module with `add_verbs(subparsers)`. It declares its texts in English with `mark(...)` (they are
translated for it), and sets `run=` to a function `(arguments, language) -> exit code`. Adding a group: one line in
`VERB_GROUPS`.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, TextIO

import beredt
from beredt.kit.errors import UserError
from beredt.kit.language import LANGUAGES, Language, language, language_from_environment, mark
from beredt.shell.cli import (
    access,
    assess,
    audit,
    catalogue,
    demo,
    explain,
    folder,
    municipality,
    parsing,
    rank,
    report,
    serve,
    verify_first,
    worker,
)

BUG_EXIT_CODE = 1
INTERRUPTED_EXIT_CODE = 130

VERB_GROUPS: tuple[Any, ...] = (
    demo,
    catalogue,
    municipality,
    assess,
    rank,
    verify_first,
    report,
    folder,
    explain,
    serve,
    worker,
    access,
    audit,
)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of one command: 0 fine, 2 the input is wrong, 3 not allowed, 1 a bug of ours."""
    given = list(sys.argv[1:] if argv is None else argv)
    spoken = _language_of(given)
    _tolerate_narrow_encodings(sys.stdout, sys.stderr)
    try:
        code = _run(given, spoken)
        sys.stdout.flush()
    except UserError as error:
        print(error.told_in(spoken), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader went away (`beredt ... | head`): not our failure, and Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(spoken.say(mark("Interrupted.")), file=sys.stderr)
        return INTERRUPTED_EXIT_CODE
    except Exception:
        print(
            spoken.say(mark("This is a bug in Beredt, not in your input. Please report the lines below.")),
            file=sys.stderr,
        )
        traceback.print_exc()
        return BUG_EXIT_CODE
    return code


def build_parser(spoken: Language) -> argparse.ArgumentParser:
    """The parser of all verbs, with its texts in the given language."""
    parser = argparse.ArgumentParser(
        prog="beredt",
        description=mark("From the national risk picture to what a Danish municipality does on Monday."),
        epilog=mark("Exit codes: 0 fine, 2 the input is wrong, 3 not allowed, 1 a bug in Beredt."),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"beredt {beredt.__version__}")
    parsing.add_language_argument(parser, language=language("en"))
    subparsers = parser.add_subparsers(title=mark("commands"), metavar="COMMAND")
    for group in VERB_GROUPS:
        group.add_verbs(subparsers)
    parsing.speak(parser, language=spoken)
    return parser


def _language_of(argv: Sequence[str]) -> Language:
    """The language asked for with `--lang` wherever it stands, else the environment's; the parser refuses others."""
    finder = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    finder.add_argument("--lang", nargs="?")
    named = finder.parse_known_args(argv)[0].lang
    return language(named) if named in LANGUAGES else language_from_environment(dict(os.environ))


def _run(given: Sequence[str], spoken: Language) -> int:
    with parsing.argparse_speaking(spoken):
        parser = build_parser(spoken)
        try:
            arguments = parser.parse_args(given)
        except SystemExit as stop:
            return int(stop.code or 0)
        run: Callable[[argparse.Namespace, Language], int] | None = getattr(arguments, "run", None)
        if run is None:
            parser.print_help()
            return 0
    arguments.lang = spoken.code
    return run(arguments, spoken)


def _tolerate_narrow_encodings(*streams: TextIO) -> None:
    """A terminal that cannot show a mark gets a question mark instead of a crash."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
