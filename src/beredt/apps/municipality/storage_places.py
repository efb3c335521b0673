"""Where the room keeps files: those of packs under their check sum, uploads until somebody says yes, maps.

Everything lies in the data folder, by municipality; nothing is ever named as the user named it where it is opened.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from beredt.kit.errors import CapacityExceeded
from beredt.kit.language import mark

MOST_UPLOAD_BYTES = 200_000_000
"""Bytes of one upload, all its files together."""
_UNSAFE = re.compile(r"[^\w.\- ]")
_CODE = re.compile(r"[^0-9A-Za-z]")
_CHUNK = 1 << 20


def pack_file(code: str, sha256: str) -> Path:
    """Where a file of a pack is kept."""
    return _folder("pack_files", code) / sha256


def keep_pack_file(code: str, path: Path) -> tuple[str, int]:
    """The check sum and size of a file that now is kept for the municipality; keeping it twice keeps it once."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    target = pack_file(code, digest.hexdigest())
    if not target.exists():
        fresh = target.with_suffix(".new")
        shutil.copyfile(path, fresh)
        fresh.replace(target)
    return digest.hexdigest(), path.stat().st_size


def upload_folder(code: str, upload_id: UUID) -> Path:
    """The folder of one upload; it may not be there."""
    return _folder("waiting", code) / str(upload_id)


def keep_upload(code: str, upload_id: UUID, files: Iterable[tuple[str, Iterable[bytes]]]) -> list[tuple[str, int]]:
    """The names and sizes of files that now are kept for an upload; raises `CapacityExceeded` and keeps nothing."""
    folder = upload_folder(code, upload_id)
    folder.mkdir(parents=True)
    kept: list[tuple[str, int]] = []
    left = MOST_UPLOAD_BYTES
    for given, chunks in files:
        name = _free_name(folder, safe_name(given))
        with (folder / name).open("wb") as stream:
            for chunk in chunks:
                left -= len(chunk)
                if left < 0:
                    break
                stream.write(chunk)
            size = stream.tell()
        if left < 0:
            drop_upload(code, upload_id)
            raise CapacityExceeded(
                mark("The files are larger than {limit} MB together."),
                code="too_large",
                hint=mark("Take in one table at a time; nothing was stored."),
                limit=MOST_UPLOAD_BYTES // 1_000_000,
            )
        kept.append((name, size))
    return kept


def drop_upload(code: str, upload_id: UUID) -> None:
    """Forgets the files of an upload."""
    shutil.rmtree(upload_folder(code, upload_id), ignore_errors=True)


def map_folder(code: str) -> Path:
    """Where maps made from the municipality's roads are kept."""
    return _folder("maps", code)


def safe_name(given: str) -> str:
    """A file's name without folders and without signs that mean something to a system."""
    bare = given.replace("\\", "/").rsplit("/", 1)[-1]
    return _UNSAFE.sub("_", bare).lstrip(". ")[-120:] or "file"


def _free_name(folder: Path, name: str) -> str:
    if not (folder / name).exists():
        return name
    stem, dot, ending = name.rpartition(".")
    number = sum(1 for _ in folder.iterdir())
    return f"{stem}-{number}{dot}{ending}" if dot else f"{name}-{number}"


def _folder(purpose: str, code: str) -> Path:
    folder = Path(settings.BEREDT_DATA) / purpose / _CODE.sub("_", code)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
