"""Pages to take files in and out: the upload, what it would change, the yes, the draft, the export."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beredt.apps.municipality import import_operations, policies, presenting, queries, tasks
from beredt.apps.municipality.changes import DataMovedOn
from beredt.apps.municipality.forms import UploadForm
from beredt.apps.municipality.import_operations import GivenFile
from beredt.apps.municipality.queries import UploadView
from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import operations as jobs
from beredt.ground.jobs import queries as job_queries
from beredt.ground.ui import reading
from beredt.kit.errors import UserError
from beredt.kit.language import Language, mark

LARGE_BYTES = 1_000_000
"""Files above this are read and stored in the background, with progress."""
MOST_NAMES = 3
"""Files of an upload that are named; the rest are counted."""
_CHUNK = 1 << 16


@gate.page(policies.EDIT, methods=("GET", "POST"))
def import_files(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Choose files and say what they are; those that wait for a yes are listed below."""
    language = reading.reader_language(request)
    form = UploadForm(request.POST or None, request.FILES or None, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            return _receive(request, actor, form)
        except UserError as error:
            form.add_error(None, error.told_in(language))
    return render(
        request,
        "municipality/import.html",
        {
            "form": form,
            "waiting": queries.list_uploads(actor=actor),
            "has_pack": queries.has_pack(actor=actor),
            "has_open_data": _has_open_data(),
            "jobs": list(job_queries.list_jobs(actor=actor, kinds=(tasks.READ, tasks.STORE, tasks.DRAFT)))[:5],
            "token": str(uuid4()),
            "code": actor.municipality,
        },
        status=400 if request.method == "POST" else 200,
    )


@gate.page(policies.EDIT)
def show_upload(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponseBase:
    """What a file would change: problems first, then row by row; nothing is stored yet."""
    language = reading.reader_language(request)
    upload = queries.get_upload(actor=actor, upload_id=upload_id)
    return render(request, "municipality/upload.html", _upload_shown(actor, upload, language))


@gate.page(policies.EDIT, methods=("POST",))
def reread_upload(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponseBase:
    """The file read again, over the data as they are now."""
    upload = queries.get_upload(actor=actor, upload_id=upload_id)
    return _read(actor, upload_id, upload.size_bytes)


@gate.page(policies.EDIT, methods=("POST",))
def store_upload(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponseBase:
    """The yes: everything is stored, or nothing."""
    language = reading.reader_language(request)
    upload = queries.get_upload(actor=actor, upload_id=upload_id)
    if upload.size_bytes > LARGE_BYTES and upload.state == "waiting":
        return _enqueue(actor, tasks.STORE, upload_id, f"{upload.revision}")
    try:
        done = import_operations.store_upload(actor=actor, upload_id=upload_id)
    except DataMovedOn:
        messages.warning(
            request,
            language.say(
                mark("Somebody changed the data in the meantime. Look at the new comparison, and save again.")
            ),
        )
        return _read(actor, upload_id, upload.size_bytes)
    messages.success(request, language.say(mark("Stored as change no. {number}."), number=str(done.revision)))
    return HttpResponseRedirect(_address(actor, "show_overview"))


@gate.page(policies.EDIT, methods=("POST",))
def discard_upload(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponseBase:
    """The no: the file is forgotten."""
    import_operations.discard_upload(actor=actor, upload_id=upload_id)
    messages.info(request, reading.reader_language(request).say(mark("The file was forgotten; nothing was changed.")))
    return HttpResponseRedirect(_address(actor, "import_files"))


@gate.page(policies.EDIT, methods=("POST",))
def draft_pack(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """A draft from open data, in the background; it waits for a yes like any file."""
    is_thin = request.POST.get("thin") == "1"
    if not is_thin:
        tasks.open_data_folder()
    job_id = jobs.enqueue(
        actor=actor,
        kind=tasks.DRAFT,
        arguments={"is_thin": is_thin},
        idempotency_key=f"draft-{request.POST.get('token', '')[:64]}",
    )
    return HttpResponseRedirect(_job_address(actor, job_id))


@gate.page(policies.EXPORT, methods=("POST",))
def export_pack(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The whole pack as a .zip file, the same that the command line reads and writes."""
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / f"kommune-{actor.municipality}.zip"
    import_operations.export_pack(actor=actor, path=path)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    # The open file keeps its bytes; its name is not needed any more.
    folder.cleanup()
    return response


def _receive(request: HttpRequest, actor: Actor, form: UploadForm) -> HttpResponseBase:
    files = form.cleaned_data["chosen"]
    upload_id = import_operations.receive_files(
        actor=actor,
        files=[GivenFile(name=file.name or "file", chunks=file.chunks(_CHUNK)) for file in files],
        kind=form.cleaned_data["kind"],
        table=form.cleaned_data["table"],
        sheet=form.cleaned_data["sheet"],
        token=form.cleaned_data["token"],
    )
    return _read(actor, upload_id, sum(file.size or 0 for file in files))


def _read(actor: Actor, upload_id: UUID, size_bytes: int) -> HttpResponseBase:
    if size_bytes > LARGE_BYTES:
        now = queries.get_pack(actor=actor).revision if queries.has_pack(actor=actor) else None
        return _enqueue(actor, tasks.READ, upload_id, f"{now}")
    import_operations.read_upload(actor=actor, upload_id=upload_id)
    return HttpResponseRedirect(_address(actor, "show_upload", upload_id=upload_id))


def _enqueue(actor: Actor, kind: str, upload_id: UUID, over: str) -> HttpResponseBase:
    """To the page of the job; asking twice for the same over the same data is one job."""
    job_id = jobs.enqueue(
        actor=actor,
        kind=kind,
        arguments={"upload_id": str(upload_id)},
        idempotency_key=f"{kind}-{upload_id}-{over}",
    )
    return HttpResponseRedirect(_job_address(actor, job_id))


def _upload_shown(actor: Actor, upload: UploadView, language: Language) -> dict[str, Any]:
    report: Mapping[str, Any] = upload.report
    shown: dict[str, Any] = {
        "upload": upload,
        "report": report,
        "code": actor.municipality,
        "sentence": _upload_sentence(upload, language),
        "names": _file_names(upload, language),
    }
    if not report or upload.state != "waiting":
        return shown
    shown["notes"] = _grouped([line for line in report["notes"].get(language.code, ()) if line.strip()])
    shown["problems"] = [{**entry, "sentence": entry["message"]} for entry in report["problems"].get(language.code, ())]
    writer = presenting.writer_or_plain(actor, language)
    shown["counts"] = [{**entry, "title": writer.table(entry["table"])} for entry in report["counts"]]
    shown["lines"] = presenting.report_lines(report, writer)
    return shown


def _upload_sentence(upload: UploadView, language: Language) -> str:
    """What is to be known about a file first."""
    report, say = upload.report, language.say
    if upload.state == "stored":
        return say(mark("This file is stored, as change no. {number}."), number=str(upload.stored_as))
    if upload.state == "discarded":
        return say(mark("This file was forgotten; nothing was changed."))
    if not report:
        return say(mark("The file has not been read yet."))
    if not report["is_usable"]:
        return say(mark("The file cannot be stored yet: put the errors right, and take it in again."))
    if not report["changes_anything"]:
        return say(mark("There is nothing to store: the data hold this already."))
    if report["is_new"]:
        return say(mark("These will be the municipality's first data. Nothing is stored yet."))
    counts = {kind: sum(entry[kind] for entry in report["counts"]) for kind in ("added", "changed", "removed")}
    return say(
        mark("{added} new, {changed} changed and {removed} removed rows. Nothing is stored yet."),
        **{kind: language.number(count) for kind, count in counts.items()},
    )


def _file_names(upload: UploadView, language: Language) -> str:
    """The names of the files, the first few of many."""
    shown = ", ".join(upload.files[:MOST_NAMES])
    more = len(upload.files) - MOST_NAMES
    if more <= 0:
        return shown
    return language.say_count(
        mark("{names} and {count} more file"), mark("{names} and {count} more files"), more, names=shown
    )


def _grouped(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Lines under the heading before them: indented lines belong to the last that is not."""
    if not any(line.startswith(" ") for line in lines):
        return [("", list(lines))] if lines else []
    groups: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith(" ") and groups:
            groups[-1][1].append(line.strip())
        else:
            groups.append((line.strip(), []))
    return groups


def _has_open_data() -> bool:
    try:
        return tasks.open_data_folder() is not None
    except UserError:
        return False


def _address(actor: Actor, name: str, **arguments: Any) -> str:
    return reverse(f"municipality:{name}", kwargs={"code": actor.municipality, **arguments})


def _job_address(actor: Actor, job_id: UUID) -> str:
    return f"/{actor.municipality}/opgaver/{job_id}/"
