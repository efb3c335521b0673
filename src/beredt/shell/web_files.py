"""Files of the pages (styles, scripts, pictures, libraries), collected, compressed and named by their content."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

MARK = "collected-from"
_LEFT_OUT = ["CVS", ".*", "*~"]


def collect() -> bool:
    """True if the files were collected anew; a finished collection of the same files costs a look.

    Browsers may keep a file for ever, because a changed file has another name. Made beside the old collection and put
    in its place at the end: a start that was interrupted leaves no half of it.
    """
    root = Path(settings.STATIC_ROOT)
    wanted = _fingerprint()
    mark_file = root / MARK
    if mark_file.exists() and mark_file.read_text(encoding="ascii") == wanted:
        return False
    made = root.with_name(f"{root.name}.made")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    _collect_into(made)
    (made / MARK).write_text(wanted, encoding="ascii")
    shutil.rmtree(root, ignore_errors=True)
    made.replace(root)
    return True


def _collect_into(folder: Path) -> None:
    storage = CompressedManifestStaticFilesStorage(location=str(folder), base_url=settings.STATIC_URL)
    paths: dict[str, tuple[Storage, str]] = {}
    for name, source, path in _files():
        if name not in paths:
            with source.open(path) as stream:
                storage.save(name, File(stream))
            paths[name] = (storage, name)
    for _name, _stored, outcome in storage.post_process(paths):
        if isinstance(outcome, Exception):
            raise outcome


def _files() -> Iterator[tuple[str, Storage, str]]:
    for finder in get_finders():
        for path, source in finder.list(_LEFT_OUT):
            prefix = getattr(source, "prefix", None)
            yield (f"{prefix}/{path}" if prefix else path), source, path


def _fingerprint() -> str:
    described = hashlib.sha256()
    for name, source, path in sorted(_files(), key=lambda found: found[0]):
        state = Path(source.path(path)).stat()
        described.update(f"{name}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return described.hexdigest()
