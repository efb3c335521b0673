"""What an installation keeps to itself: its secret key, its private folders."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

KEY_FILE = "secret-key"
_KEY_BYTES = 50


def secret_key(data_folder: Path) -> str:
    """The installation's key, made at its first start in a file that only its user reads.

    `BEREDT_SECRET_KEY_FILE` names another place, for whoever keeps data and key apart.
    """
    place = Path(os.environ.get("BEREDT_SECRET_KEY_FILE") or data_folder / KEY_FILE)
    if not place.exists():
        _make_key(place)
    key = place.read_text(encoding="ascii").strip()
    if len(key) < _KEY_BYTES:
        raise RuntimeError(f"the file {KEY_FILE} in the data folder is damaged: restore it from the backup")
    return key


def private_folder(folder: Path) -> Path:
    """The folder, made if need be, open to its user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def hosts_of(address: str) -> list[str]:
    """The host names that requests to this address carry."""
    host = urlsplit(address).hostname
    return [host] if host else []


def _make_key(place: Path) -> None:
    """Several processes may start at once: the first one's key counts, and nobody reads half a key."""
    half = place.with_name(f"{place.name}.{secrets.token_hex(8)}.half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(_KEY_BYTES) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(half, place)
    except FileExistsError:
        pass
    finally:
        half.unlink()
