"""Sees to it that the browser tests have a Chromium: the machine's, else Debian's package where this user may install.

Standard library only. Where neither is to be had it says so; the browser tests are then skipped and say so too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser")


def main() -> int:
    """Exit code: 0 there is one, 1 there is none."""
    if has_chromium() or (may_install() and _install()):
        return 0
    say(
        "Chromium mangler, så browsertestene springes over. På Debian: apt install chromium; "
        "ellers peg på en med BEREDT_CHROMIUM=/sti/til/chromium.",
        "Chromium is missing, so the browser tests are skipped. On Debian: apt install chromium; "
        "else name one with BEREDT_CHROMIUM=/path/to/chromium.",
    )
    return 1


def has_chromium() -> bool:
    """True if the tests would find a browser."""
    return bool(os.environ.get("BEREDT_CHROMIUM")) or any(shutil.which(name) for name in NAMES)


def may_install() -> bool:
    """True where packages can be installed without asking anybody: as root on a Debian."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install() -> bool:
    say("Installerer Debians Chromium til browsertestene …", "Installing Debian's Chromium for the browser tests …")
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (install, ["apt-get", "update", "--quiet"], install):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if command is install and done.returncode == 0:
            return has_chromium()
    return False


def say(danish: str, english: str) -> None:
    """Prints the sentence in the reader's language, Danish unless the locale says English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    text = english if named.lower().startswith("en") else danish
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


if __name__ == "__main__":
    sys.exit(main())
