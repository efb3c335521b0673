"""`make bench-web`: thirty users at once over the ten most used pages of the demo municipality, on SQLite.

Each user is signed in with a session of their own, opens one page after another, and reads for a while in between
(`--pause`, two seconds: less than people do). Client and server share the machine. Times are from the first byte sent
to the last received, without pictures and style sheets, which browsers keep.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "bench-web"
GOAL_MS = 300.0
START_SECONDS = 900
CODE = "999"


@attrs.frozen(kw_only=True)
class Visit:
    """One page opened: which, how long it took [ms], and the status (0: no answer)."""

    page: str
    took_ms: float
    status: int


def main(arguments: list[str]) -> int:
    """Exit code 0 if the goal is met, 1 if not: p95 within 300 ms and no page failing."""
    parser = argparse.ArgumentParser(prog="make bench-web ARGS=", description=__doc__)
    parser.add_argument("--users", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two pages of one user")
    given = parser.parse_args(arguments)
    os.environ["BEREDT_DATA"] = str(FOLDER / "data")
    os.environ.pop("DATABASE_URL", None)
    fill()
    cookies = sign_in(given.users)
    with served() as port:
        pages = find_pages(port, cookies[0])
        for page in pages:
            open_page(port, page, cookies[0])
        visits = let_them_read(port, pages, cookies, seconds=given.seconds, pause=given.pause)
    return tell(visits, given)


def fill() -> None:
    """Makes the demo's data once; later runs find them."""
    if (FOLDER / "filled").exists():
        return
    print("filling the demo municipality (some minutes, once) …", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving("demo", "--into", str(FOLDER / "demo")):
        pass
    (FOLDER / "filled").touch()


def sign_in(users: int) -> list[str]:
    """Session cookies of so many coordinators, made anew."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "beredt.shell.settings"
    sys.path.insert(0, str(ROOT / "tests"))
    import_module("django").setup()
    web = import_module("factories.web")
    user_rows = import_module("beredt.ground.access.models").User.objects
    found = list(user_rows.filter(name="bench")[:users])
    found += [web.member(["coordinator"], code=CODE, name="bench") for _ in range(users - len(found))]
    return [f"{web.session_name()}={web.client(user).cookies[web.session_name()].value}" for user in found]


@contextmanager
def served() -> Iterator[int]:
    """The port of a running `beredt serve`."""
    with serving("serve") as port:
        yield port


@contextmanager
def serving(*verb: str) -> Iterator[int]:
    """The port at which the verb serves, once it answers; ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "beredt", "--lang", "en", *verb, "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        watchdog = threading.Timer(START_SECONDS, process.kill)
        watchdog.start()
        try:
            if not any("is ready at" in line for line in process.stdout or ()):
                raise RuntimeError(f"beredt {verb[0]} did not start")
            threading.Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()
            yield port
        finally:
            watchdog.cancel()
            process.terminate()


def find_pages(port: int, cookie: str) -> list[str]:
    """Ten pages: the rooms' first ones, and the latest run's and its worst hazard's."""
    home = f"/{CODE}/"
    fixed = ["", "nu/", "konsekvenser/", "tiltag/", "kommunen/", "kommunen/tabel/assets/", "risikobillede/", "begynd/"]
    runs = re.findall(rf'href="({home}konsekvenser/[0-9a-f-]{{36}}/)"', text_of(port, f"{home}konsekvenser/", cookie))
    hazards = re.findall(rf'href="({runs[0]}[\w-]+/[\w-]+/)"', text_of(port, runs[0], cookie))
    return [*(home + path for path in fixed), runs[0], hazards[0]]


def text_of(port: int, page: str, cookie: str) -> str:
    """The page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", page, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{page}: {answer.status}")
    return body


def open_page(port: int, page: str, cookie: str) -> Visit:
    """One visit, on a connection of its own."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", page, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException):
        status = 0
    finally:
        connection.close()
    return Visit(page=page, took_ms=(time.perf_counter() - began) * 1000, status=status)


def let_them_read(port: int, pages: list[str], cookies: list[str], *, seconds: float, pause: float) -> list[Visit]:
    """All visits of all users within so many seconds."""
    visits: list[Visit] = []
    end = time.monotonic() + seconds

    def read(number: int, cookie: str) -> None:
        dice = random.Random(number)
        time.sleep(dice.random() * pause)
        while time.monotonic() < end:
            visits.append(open_page(port, dice.choice(pages), cookie))
            time.sleep(pause * (0.5 + dice.random()))

    users = [threading.Thread(target=read, args=(number, cookie)) for number, cookie in enumerate(cookies)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    return visits


def tell(visits: list[Visit], given: argparse.Namespace) -> int:
    """Prints a table; exit code as `main` says."""
    print(f"{given.users} users, {given.pause:g} s between pages, {given.seconds:g} s, {os.cpu_count()} processors")
    print(f"{'page':60} {'visits':>6} {'p50 ms':>8} {'p95 ms':>8} {'failed':>6}")
    by_page = {page: [visit for visit in visits if visit.page == page] for page in sorted({v.page for v in visits})}
    for page, found in (*by_page.items(), ("all", visits)):
        shown = re.sub(r"[0-9a-f-]{36}", "…", page)
        failed = sum(visit.status != 200 for visit in found)
        print(f"{shown:60} {len(found):6} {share(found, 50):8.0f} {share(found, 95):8.0f} {failed:6}")
    is_met = share(visits, 95) <= GOAL_MS and all(visit.status == 200 for visit in visits)
    print(f"goal (p95 within {GOAL_MS:.0f} ms, none failing): {'met' if is_met else 'NOT MET'}")
    return 0 if is_met else 1


def share(visits: list[Visit], percent: int) -> float:
    """The time [ms] that so many percent of the visits stay within."""
    times = [visit.took_ms for visit in visits]
    return times[0] if len(times) == 1 else statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
