"""`beredt access`: help for those who cannot sign in, from the machine itself."""

from __future__ import annotations

import argparse
from typing import Any

from beredt.kit.language import Language, mark
from beredt.shell.cli import serve, web_application


def add_verbs(subparsers: Any) -> None:
    """Adds the verb group `access`."""
    group = subparsers.add_parser("access", help=mark("who signs in to the web application"))
    verbs = group.add_subparsers(title=mark("commands"), metavar="COMMAND", required=True)
    link = verbs.add_parser(
        "link",
        help=mark("a link by which a user chooses a new password, also where nobody else can help"),
        description=mark(
            "Prints a link that works once, for 24 hours. When it is used, the user's authenticator is removed. "
            "Whoever can start this command has the data anyway."
        ),
    )
    link.add_argument("login", metavar="LOGIN", help=mark("the user's login name"))
    link.add_argument(
        "--port",
        type=int,
        default=serve.DEFAULT_PORT,
        metavar="N",
        help=mark("port of the web application (default: %(default)s)"),
    )
    link.set_defaults(run=run_link)


def run_link(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the link is printed; 2 where nobody has this login name."""
    start = web_application.load("beredt.shell.web_start")
    start.prepare(reader_language)
    print(start.new_password_link(given.login, start.address(serve.DEFAULT_HOST, given.port)))
    return 0
