"""Files taken in: kept and read first, stored when somebody says yes, and then whole or not at all."""

from __future__ import annotations

import contextlib
import datetime
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import attrs
from django.db import transaction
from django.utils import timezone

from beredt.apps.municipality import doors, maps, operations, packs, planning, policies, storage_places, storing
from beredt.apps.municipality.changes import Changed, DataMovedOn
from beredt.apps.municipality.models import Municipality, PackFile, Upload
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.municipality.planning import CALLS, DRAFT, PACK, TABLE, Planned, Steps
from beredt.domain.municipality.differences import KEYS
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark

WAITING_DAYS = 7
"""Days that an upload waits for a yes; then it is forgotten."""
MOST_WAITING = 20
"""Uploads of one municipality that wait at the same time; the oldest give way."""
_TOKENS = UUID("6b1f7c0e-3f0a-4d58-9a55-0d6f1b1f4a10")
"""Names uploads by what their forms sent."""
_SILENT: Steps = lambda _share, _step: None  # noqa: E731
_KINDS = {PACK: storing.IMPORTED, TABLE: storing.IMPORTED, DRAFT: storing.IMPORTED, CALLS: storing.ANSWERED}


@attrs.frozen(kw_only=True)
class GivenFile:
    """A file that somebody sends: its name there, and its bytes in pieces."""

    name: str
    chunks: Iterable[bytes]


def receive_files(
    *, actor: Actor, files: Sequence[GivenFile], kind: str, table: str = "", sheet: str = "", token: str = ""
) -> UUID:
    """The id of an upload that now waits to be read; nothing of the municipality's data is changed.

    `kind` is `pack` (a .zip, or files of a pack), `table` (a spreadsheet for `table`) or `calls` (a filled call list).
    The same `token` twice is the same upload.
    Raises `CapacityExceeded` for files that are too large, `InvalidInput` where no file is given.
    """
    permissions.check_may(actor, policies.EDIT)
    if not files:
        raise InvalidInput(mark("Choose a file first."), code="no_file")
    if kind not in {PACK, TABLE, CALLS} or (kind == TABLE and table not in KEYS):
        raise InvalidInput(mark("Say what the file is."), code="unclear_file")
    upload_id = uuid5(_TOKENS, f"{actor.municipality} {actor.user_id} {token}") if token else uuid4()
    if token and Upload.objects.filter(id=upload_id).exists():
        return upload_id
    kept = storage_places.keep_upload(actor.municipality, upload_id, ((file.name, file.chunks) for file in files))
    with transaction.atomic():
        _forget_old(actor.municipality)
        Upload.objects.create(
            id=upload_id,
            code=actor.municipality,
            user_id=actor.user_id,
            created_at=timezone.now(),
            kind=kind,
            table=table if kind == TABLE else "",
            sheet=sheet,
            files=json.dumps([name for name, _ in kept], ensure_ascii=False),
            size_bytes=sum(size for _, size in kept),
        )
        audit.record(
            actor=actor,
            event="municipality.upload_received",
            subject=f"upload:{upload_id}",
            details={"kind": kind, "bytes": sum(size for _, size in kept)},
        )
    return upload_id


def read_upload(
    *,
    actor: Actor,
    upload_id: UUID,
    told: Steps = _SILENT,
    done: Callable[[str], None] = lambda _result: None,
) -> None:
    """Reads the files of an upload over the data in force, and keeps the report; may be done again at any time.

    `told` hears how far it is; `done` is called in the transaction that keeps the report.
    """
    permissions.check_may(actor, policies.EDIT)
    upload = _waiting(actor, upload_id)
    pack = _pack_or_none(actor.municipality)
    with tempfile.TemporaryDirectory() as folder:
        planned = _plan(upload, pack, Path(folder), told)
    with transaction.atomic():
        upload.revision = pack.revision if pack else None
        upload.report = json.dumps(planned.report, ensure_ascii=False)
        upload.save(update_fields=["revision", "report"])
        done(str(upload_id))


def store_upload(
    *,
    actor: Actor,
    upload_id: UUID,
    told: Steps = _SILENT,
    done: Callable[[str], None] = lambda _result: None,
) -> Changed:
    """The change that an upload makes, stored whole; storing it twice has no second effect.

    Raises `DataMovedOn` where the data are not those that the report compared with, `InvalidInput` where the files
    have errors or have not been read, `NotFound` where the upload was discarded.
    """
    permissions.check_may(actor, policies.EDIT)
    upload = _find(actor, upload_id)
    if upload.state == "stored":
        return Changed(revision=upload.stored_as or 0)
    upload = _waiting(actor, upload_id)
    if not upload.report or not json.loads(upload.report)["is_usable"]:
        raise InvalidInput(mark("An import with errors cannot be stored."), code="import_has_errors")
    pack = _pack_or_none(actor.municipality)
    if (pack.revision if pack else None) != upload.revision:
        raise DataMovedOn(revision=pack.revision if pack else 0)
    with tempfile.TemporaryDirectory() as folder:
        planned = _plan(upload, pack, Path(folder), told)
        if planned.tables is None:
            raise InvalidInput(mark("An import with errors cannot be stored."), code="import_has_errors")
        kept = {name: storage_places.keep_pack_file(actor.municipality, path) for name, path in planned.files.items()}
    with transaction.atomic():
        changed = _store(actor, upload, pack, planned)
        _store_beside(actor.municipality, kept, planned.properties)
        upload.state, upload.stored_as = "stored", changed.revision
        upload.save(update_fields=["state", "stored_as"])
        done(str(upload_id))
        transaction.on_commit(lambda: storage_places.drop_upload(upload.code, upload.id), robust=True)
    if maps.ROADS_FILE in kept:
        # So that nobody waits for it in front of a page; what cannot be drawn is still kept with the pack.
        with contextlib.suppress(InvalidInput):
            maps.make_roads(actor.municipality, kept[maps.ROADS_FILE][0])
    return changed


def discard_upload(*, actor: Actor, upload_id: UUID) -> None:
    """Forgets an upload that waits; nothing else changes."""
    permissions.check_may(actor, policies.EDIT)
    upload = _waiting(actor, upload_id)
    with transaction.atomic():
        upload.state = "discarded"
        upload.save(update_fields=["state"])
        transaction.on_commit(lambda: storage_places.drop_upload(upload.code, upload.id), robust=True)


def draft_from_open_data(
    *,
    actor: Actor,
    folder: Path | None,
    told: Steps = _SILENT,
    done: Callable[[str], None] = lambda _result: None,
) -> UUID:
    """The id of an upload that holds a draft from open data, read and ready to be stored.

    `folder` None gives the thin draft from national figures alone. Raises what `doors.OpenData.make_draft` raises.
    """
    permissions.check_may(actor, policies.EDIT)
    upload_id = uuid4()
    place = storage_places.upload_folder(actor.municipality, upload_id)
    place.mkdir(parents=True)
    pack = place / "draft.zip"
    try:
        summary = doors.OPEN_DATA.value.make_draft(
            code=actor.municipality, folder=folder, pack=pack, told=lambda share, step: told(0.9 * share, step)
        )
    except BaseException:
        storage_places.drop_upload(actor.municipality, upload_id)
        raise
    with transaction.atomic():
        _forget_old(actor.municipality)
        Upload.objects.create(
            id=upload_id,
            code=actor.municipality,
            user_id=actor.user_id,
            created_at=timezone.now(),
            kind=DRAFT,
            files=json.dumps([pack.name]),
            size_bytes=pack.stat().st_size,
        )
    read_upload(actor=actor, upload_id=upload_id)
    with transaction.atomic():
        _add_notes(upload_id, summary)
        done(str(upload_id))
    return upload_id


def export_pack(*, actor: Actor, path: Path) -> str:
    """Writes the pack in force to `path` (a new .zip) and returns its hash, the one that the command line tells."""
    permissions.check_may(actor, policies.EXPORT)
    pack = packs.load(actor.municipality)
    head = packs.find_head(actor.municipality)
    written = doors.PACK_FILES.value.write_zip(
        pack.tables,
        path,
        extras=pack.extras,
        properties=json.loads(head.properties) if head.properties else {},
        files={
            found.name: storage_places.pack_file(pack.code, found.sha256)
            for found in PackFile.objects.filter(municipality=head)
        },
    )
    with transaction.atomic():
        audit.record(
            actor=actor,
            event="municipality.exported",
            subject=f"revision:{pack.revision}",
            details={"revision": pack.revision, "pack_hash": written},
        )
    return written


def _plan(upload: Upload, pack: StoredPack | None, work_folder: Path, told: Steps) -> Planned:
    folder = storage_places.upload_folder(upload.code, upload.id)
    if not folder.is_dir():
        raise NotFound(mark("The file is no longer here."), code="no_upload", hint=mark("Take it in again."))
    return planning.plan_upload(upload, folder, pack, work_folder=work_folder, told=told)


def _store(actor: Actor, upload: Upload, pack: StoredPack | None, planned: Planned) -> Changed:
    if planned.tables is None:
        raise InvalidInput(mark("An import with errors cannot be stored."), code="import_has_errors")
    token = f"upload-{upload.id}"
    source = ", ".join(json.loads(upload.files))
    if pack is None:
        return operations.create_municipality(
            actor=actor,
            code=upload.code,
            tables=planned.tables,
            source=source,
            extras=planned.extras,
            properties=planned.properties,
            token=token,
        )
    return operations.replace_tables(
        actor=actor,
        tables=planned.tables,
        expected_revision=pack.revision,
        extras=planned.extras,
        kind=_KINDS[upload.kind],
        source=source,
        token=token,
    )


def _store_beside(code: str, kept: Mapping[str, tuple[str, int]], properties: Mapping[str, Any]) -> None:
    """What is no table: files take the place of those of the same name, the descriptor's words that of the old ones."""
    head = Municipality.objects.get(code=code)
    for name, (sha256, size) in kept.items():
        PackFile.objects.update_or_create(municipality=head, name=name, defaults={"sha256": sha256, "size_bytes": size})
    if properties:
        head.properties = json.dumps(dict(properties), ensure_ascii=False)
        head.save(update_fields=["properties"])


def _pack_or_none(code: str) -> StoredPack | None:
    return packs.load(code) if Municipality.objects.filter(code=code).exists() else None


def _find(actor: Actor, upload_id: UUID) -> Upload:
    found = Upload.objects.filter(code=actor.municipality, id=upload_id).first()
    if found is None:
        raise NotFound(mark("The file is no longer here."), code="no_upload", hint=mark("Take it in again."))
    return found


def _waiting(actor: Actor, upload_id: UUID) -> Upload:
    found = _find(actor, upload_id)
    if found.state != "waiting":
        raise NotFound(mark("The file is no longer here."), code="no_upload", hint=mark("Take it in again."))
    return found


def _add_notes(upload_id: UUID, summary: Mapping[str, Sequence[str]]) -> None:
    upload = Upload.objects.get(id=upload_id)
    report = json.loads(upload.report)
    report["notes"] = {code: [*report["notes"].get(code, []), *lines] for code, lines in summary.items()}
    upload.report = json.dumps(report, ensure_ascii=False)
    upload.save(update_fields=["report"])


def _forget_old(code: str) -> None:
    """Uploads that nobody said yes to for a week, and the oldest where too many wait."""
    waiting = Upload.objects.filter(code=code, state="waiting").order_by("-created_at")
    oldest = timezone.now() - datetime.timedelta(days=WAITING_DAYS)
    gone = [upload for index, upload in enumerate(waiting) if upload.created_at < oldest or index >= MOST_WAITING - 1]
    for upload in gone:
        upload.state = "discarded"
        upload.save(update_fields=["state"])
        storage_places.drop_upload(code, upload.id)
