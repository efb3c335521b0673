"""`beredt serve` and `beredt demo` as a user meets them: started, opened, stopped, killed, started again."""

import contextlib
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
SENTENCE = "en lang sætning om vejret"
LINK = r"(http://127\.0\.0\.1:\d+/link/[\w-]+/)"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A running `beredt serve` (or `demo`) with its output line by line."""

    def __init__(self, folder, *verb, port=None, **environment):
        self.port = port or free_port()
        self.at = f"http://127.0.0.1:{self.port}"
        kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "NO_SERVE"}}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "beredt", *verb, "--port", str(self.port)],
            cwd=folder,
            env={**kept, "BEREDT_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT / "src"), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()

    @property
    def text(self):
        return "".join(self.lines)

    def wait_for(self, pattern, seconds=90):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = re.search(pattern, self.text)
            if found:
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"no {pattern} in:\n{self.text}")

    def stop(self, number=signal.SIGINT, seconds=40):
        self.process.send_signal(number)
        code = self.process.wait(timeout=seconds)
        self.reader.join(timeout=10)
        return code

    def group(self):
        """Processes of this session that still live."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, ValueError):
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if int(fields[3]) == self.process.pid and fields[0] != "Z":
                    found.append(int(entry.name))
        return found

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for left in self.group():
            with contextlib.suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        self.process.wait(timeout=20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A data folder after the first start: tables made, files of the pages collected, nobody signed up."""
    folder = tmp_path_factory.mktemp("prepared")
    served = Served(folder, "serve")
    try:
        served.wait_for(LINK)
        assert served.stop() == 0
    finally:
        served.end()
    return folder / "data"


@pytest.fixture
def start(tmp_path):
    running = []

    def begin(*verb, **named):
        running.append(Served(tmp_path, *(verb or ("serve",)), **named))
        return running[-1]

    yield begin
    for served in running:
        served.end()


class Browser:
    """A plain browser: cookies, forms, no scripts."""

    def __init__(self, at):
        self.at = at
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def get(self, address):
        with self.opener.open(urllib.parse.urljoin(self.at, address), timeout=60) as answer:
            return answer.url, answer.read().decode()

    def post(self, address, page, **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(urllib.parse.urljoin(self.at, address), data)
        with self.opener.open(request, timeout=60) as answer:
            return answer.url, answer.read().decode()


def test_from_the_first_start_to_signed_in_and_stopped(start, tmp_path):
    served = start()
    link = served.wait_for(LINK)[1]
    assert served.text.rstrip().endswith(link), "what is to be opened stands last"
    browser = Browser(served.at)
    _, page = browser.get(link)
    url, page = browser.post(link, page, name="Klara", login="klara@fjordby.example", password=SENTENCE, again=SENTENCE)
    assert url.startswith(served.at)
    assert browser.get("/konto/")[0].endswith("/konto/")
    with pytest.raises(urllib.error.HTTPError, match="410"):
        Browser(served.at).get(link)
    assert served.stop() == 0
    assert served.group() == []
    assert "Traceback" not in served.text

    again = start()
    again.wait_for(r"klar på|is ready at")
    time.sleep(0.3)
    assert not re.search(LINK, again.text)
    assert "Database" not in again.text
    assert again.stop(signal.SIGTERM) == 0


def test_the_data_are_for_their_user_alone_and_durable(start, tmp_path):
    served = start()
    served.wait_for(LINK)
    data = tmp_path / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    for name in ("secret-key", "beredt.sqlite3"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600, name
    with contextlib.closing(sqlite3.connect(data / "beredt.sqlite3")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_taken_port_is_said_and_ends_with_2(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        served = start(port=other.getsockname()[1])
        assert served.process.wait(timeout=60) == 2
        served.reader.join(timeout=10)
    assert str(served.port) in served.text
    assert "--port" in served.text
    assert "Traceback" not in served.text


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_however_it_ends_nothing_is_left_behind(start, tmp_path, prepared, number):
    shutil.copytree(prepared, tmp_path / "data")
    served = start()
    served.wait_for(LINK)
    assert len(served.group()) >= 4
    served.process.send_signal(number)
    served.process.wait(timeout=40)
    deadline = time.monotonic() + 30
    while served.group() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert served.group() == []


def test_a_worker_that_dies_is_replaced(start, tmp_path, prepared):
    shutil.copytree(prepared, tmp_path / "data")
    served = start()
    served.wait_for(LINK)

    def workers():
        found = []
        for number in served.group():
            with contextlib.suppress(OSError):
                if b"\0worker\0" in Path(f"/proc/{number}/cmdline").read_bytes():
                    found.append(number)
        return found

    (first,) = workers()
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        another = [number for number in workers() if number != first]
        if another:
            break
        time.sleep(0.2)
    assert another


def test_the_demo_ends_with_a_link_that_signs_in_to_a_filled_municipality(start, tmp_path, prepared):
    shutil.copytree(prepared, tmp_path / "data")
    served = start("demo", "--into", str(tmp_path / "demo"))
    link = served.wait_for(LINK, seconds=300)[1]
    browser = Browser(served.at)
    _, page = browser.get(link)
    url, page = browser.post(link, page)
    assert re.fullmatch(rf"{served.at}/\d{{3}}/", url)
    assert "Fjordby" in page
    _, page = browser.get(f"{url}kommunen/")
    assert "Fjordby" in page
    assert served.stop() == 0

    again = start("demo", "--into", str(tmp_path / "demo"))
    assert again.wait_for(LINK, seconds=300)[1] != link
