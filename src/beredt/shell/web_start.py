"""Starting the web application: tables up to date, files collected, links to sign in by, server and worker."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from beredt.ground.access import one_time_links, operations, queries
from beredt.ground.access.actor import COMMAND_LINE
from beredt.ground.access.models import OneTimeLink
from beredt.ground.jobs import operations as jobs
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark
from beredt.shell import rooms, web_files
from beredt.shell.web_parent import PARENT_VARIABLE

SERVER_PROCESSES = 2
THREADS_EACH = 4
_WORKER = (sys.executable, "-m", "beredt", "worker", "--with-parent")
_WORKER_PAUSE_SECONDS = 3.0
_STOP_SECONDS = 20
_KILL_SECONDS = 5
_READY_SECONDS = 60
DEMO_LOGIN = "demo"


def prepare(language: Language) -> None:
    """Brings the database up to date, clears what has expired, and collects the files of the pages."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(language.say_count(mark("Database: {count} step …"), mark("Database: {count} steps …"), len(plan)))
        sys.stdout.flush()
        call_command("migrate", verbosity=0, interactive=False)
    call_command("clearsessions")
    one_time_links.forget_expired()
    web_files.collect()


def address(host: str, port: int) -> str:
    """Where a browser finds it, without the last slash."""
    if settings.PUBLIC_ADDRESS:
        return str(settings.PUBLIC_ADDRESS)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def first_start_links(language: Language, at: str) -> list[str]:
    """What to print while nobody has an account: the link that makes the first one. Nothing after that."""
    if not queries.needs_first_start():
        return []
    token = one_time_links.make(OneTimeLink.FIRST_START)
    return [
        language.say(mark("Nobody has an account yet. This link makes the first one; it works once, for two hours:")),
        f"  {at}/link/{token}/",
    ]


def new_password_link(login: str, at: str) -> str:
    """A link by which the user chooses a new password; raises `NotFound` where nobody has the login name."""
    return f"{at}/link/{operations.make_link_at_the_machine(actor=COMMAND_LINE(''), login=login)}/"


def build_demo(language: Language, *, code: str, name: str, at: str) -> list[str]:
    """The demo's rooms filled, and what to print: a link that signs in. A second time adds nothing but a new link.

    Raises `InvalidInput` where other people use the installation already.
    """
    if queries.has_other_users(DEMO_LOGIN):
        raise InvalidInput(
            mark("This installation is in use: the demo does not mix with it."),
            hint=mark("Name another data folder in BEREDT_DATA."),
            code="installation_in_use",
        )
    operations.add_municipality(actor=COMMAND_LINE(""), code=code, name=name)
    actor = COMMAND_LINE(code)
    for title, module in rooms.DEMOS:
        if _is_there(module):
            print(f"  {language.say(title)} …", flush=True)
            import_module(module).build_demo(actor=actor)
            jobs.run_waiting()
    token = operations.demo_user(login=DEMO_LOGIN, name=language.say(mark("The demo's coordinator")), code=code)
    return [
        language.say(mark("This link signs you in; it works once, for two hours:")),
        f"  {at}/link/{token}/",
    ]


def serve(host: str, port: int, *, language: Language, lines: Sequence[str]) -> int:
    """0 after Ctrl+C. `lines` are printed once the pages are there: what stands last on the screen is what to open."""
    connection.close()
    server = Server(
        "beredt.shell.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=SERVER_PROCESSES,
        blocking_threads=THREADS_EACH,
        respawn_failed_workers=True,
        websockets=False,
        workers_kill_timeout=_KILL_SECONDS,
        log_level=LogLevels.error,
    )
    over = threading.Event()
    # A closed terminal ends it like Ctrl+C; the server's own habit is to load anew.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    os.environ[PARENT_VARIABLE] = str(os.getpid())
    helpers = [
        threading.Thread(target=_keep_worker, args=(over,), daemon=True),
        threading.Thread(target=_tell, args=(host, port, address(host, port), language, lines, over), daemon=True),
    ]
    for helper in helpers:
        helper.start()
    try:
        server.serve()
    finally:
        over.set()
        helpers[0].join(timeout=_STOP_SECONDS)
    print(language.say(mark("Stopped.")))
    return 0


def _tell(host: str, port: int, at: str, language: Language, lines: Sequence[str], over: threading.Event) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not _answers(host, port):
        if over.wait(0.1) or time.monotonic() > deadline:
            return
    print()
    print(language.say(mark("Beredt is ready at {address} (stop with Ctrl+C)."), address=f"{at}/"))
    for line in lines:
        print(line)
    sys.stdout.flush()


def _answers(host: str, port: int) -> bool:
    """True once a page comes back: the port is open long before the program behind it is loaded."""
    asked = http.client.HTTPConnection(host, port, timeout=_READY_SECONDS)
    try:
        asked.request("HEAD", "/logind/", headers={"Host": f"localhost:{port}"})
        return asked.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _keep_worker(over: threading.Event) -> None:
    """One worker at all times: where it died, another one takes up what it had in hand."""
    while not over.is_set():
        worker = _start_worker()
        while worker.poll() is None:
            if over.wait(0.2):
                _end(worker)
                return
        over.wait(_WORKER_PAUSE_SECONDS)


def _start_worker() -> subprocess.Popen[bytes]:
    """A worker process, begun without a pipe of its own.

    `subprocess` listens on a pipe until a new process has begun. The server forks processes at the same time; one of
    them would hold that pipe open as long as it lives, and nobody would look after the worker any more. With
    `close_fds` off the process is spawned without it, and files are not handed on by themselves (PEP 446).
    """
    return subprocess.Popen(_WORKER, stdin=subprocess.DEVNULL, close_fds=False)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # The job in hand is taken up again at the next start.
        worker.kill()
        worker.wait()


def _is_there(module: str) -> bool:
    return find_spec(module) is not None
