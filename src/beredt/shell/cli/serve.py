"""`beredt serve`: the web application on this machine."""

from __future__ import annotations

import argparse
import os
import socket
from typing import Any

from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark
from beredt.shell.cli import web_application

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
_LARGEST_PORT = 65_535
_ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `serve`."""
    verb = subparsers.add_parser(
        "serve",
        help=mark("the web application, on this machine"),
        description=mark(
            "Serves the web application until Ctrl+C, and works off its jobs. The data lie in out/web, or in the "
            "folder that BEREDT_DATA names."
        ),
    )
    verb.add_argument("--host", default=DEFAULT_HOST, help=mark("the address to listen at (default: %(default)s)"))
    verb.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N", help=mark("port (default: %(default)s)"))
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after Ctrl+C; 2 where the port is taken or the address is not for this machine alone without TLS before it."""
    require_place(given.host, given.port)
    start = web_application.load("beredt.shell.web_start")
    start.prepare(reader_language)
    links = start.first_start_links(reader_language, start.address(given.host, given.port))
    return int(start.serve(given.host, given.port, language=reader_language, lines=links))


def require_place(host: str, port: int) -> None:
    """Raises `InvalidInput` unless the address is this machine's or TLS stands before it, and the port is free."""
    if host not in _ON_THIS_MACHINE and not os.environ.get("BEREDT_ADDRESS", "").startswith("https://"):
        raise InvalidInput(
            mark("Listening at {host} lets other machines read passwords on the way."),
            hint=mark("Put a proxy with TLS before it and name it in BEREDT_ADDRESS=https://…, or leave --host out."),
            code="not_on_this_machine",
            host=host,
        )
    if not 0 < port <= _LARGEST_PORT:
        raise InvalidInput(
            mark("A port is a number from 1 to {most}, not {port}."),
            code="no_such_port",
            most=str(_LARGEST_PORT),
            port=str(port),
        )
    _require_free(host, port)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does: a port whose last connections are just closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InvalidInput(
                mark("Port {port} cannot be used: {reason}."),
                hint=mark("Something else may be using it. Choose another one with --port."),
                code="port_taken",
                port=str(port),
                reason=error.strerror or error,
            ) from error
