"""Pages to change the municipality's data: a value, a row, a change taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from beredt.apps.municipality import doors, operations, policies, presenting, queries
from beredt.apps.municipality.changes import ChangedMeanwhile, RefusedChange
from beredt.apps.municipality.doors import PackColumn
from beredt.apps.municipality.forms import Choices, RowForm, TokenForm, ValueForm, typed_text
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.municipality.row_values import RowView
from beredt.domain.municipality.differences import KEYS
from beredt.ground.access import gate, permissions
from beredt.ground.access.actor import Actor
from beredt.ground.ui import reading
from beredt.kit.errors import NotFound, UserError
from beredt.kit.language import Language, mark

_BOTH = ("GET", "POST")
_LONGEST_NUMBER = 10
_MOST_CHOICES = 400
"""Assets up to this number are offered as a list; beyond it the id is typed."""


@gate.page(policies.EDIT_CARE, methods=_BOTH)
def change_value(request: HttpRequest, actor: Actor, table: str, row_id: int, column: str) -> HttpResponseBase:
    """One value: what it is, what it becomes, and who says so."""
    permissions.check_may(actor, policies.to_edit(table))
    language = reading.reader_language(request)
    row = queries.get_row(actor=actor, table=table, row_id=row_id)
    if column not in row.values or column not in presenting.changeable(table):
        raise NotFound(mark("There is no such page."), code="no_such_column")
    pack = queries.get_pack(actor=actor)
    writer = presenting.writer_for(pack, language)
    declared = _column(table, column)
    choices = _choices(pack, writer, column)
    problems: tuple[Any, ...] = ()
    theirs = None
    # Several of these forms may stand on one card.
    auto_id = f"id_{row_id}_{column}_%s"
    if request.method == "POST":
        form = ValueForm(request.POST, language=language, column=declared, choices=choices, auto_id=auto_id)
        if form.is_valid():
            try:
                return _save_value(request, actor, row, column, form, writer)
            except ChangedMeanwhile as error:
                theirs = _their_value(actor, error, row, column, writer)
                form = _again(request, form, declared, choices, version=error.version)
            except RefusedChange as error:
                problems = error.problems
            except UserError as error:
                form.add_error("value", error.told_in(language))
    else:
        form = ValueForm(
            language=language,
            column=declared,
            choices=choices,
            auto_id=auto_id,
            initial=_initial(row, column, language),
        )
    shown = {
        "form": form,
        "label": writer.label(column),
        "title": writer.row(table, row.key),
        "now": writer.value(column, row.values[column].value),
        "now_mark": writer.basis_mark(row.values[column]),
        "back": writer.row_url(table, row_id),
        "url": request.path,
        "problems": [_problem(problem, language) for problem in problems],
        "theirs": theirs,
        "code": actor.municipality,
    }
    status = 409 if theirs is not None else 400 if request.method == "POST" else 200
    return render(request, "municipality/change_value.html", shown, status=status)


@gate.page(policies.EDIT_CARE, methods=_BOTH)
def add_row(request: HttpRequest, actor: Actor, table: str) -> HttpResponseBase:
    """A new row of a table."""
    if table not in KEYS or table in {"municipality"}:
        raise NotFound(mark("There is no such page."), code="no_such_table")
    permissions.check_may(actor, policies.to_edit(table))
    language = reading.reader_language(request)
    pack = queries.get_pack(actor=actor)
    writer = presenting.writer_for(pack, language)
    columns = _columns(table)
    choices = {column.name: _choices(pack, writer, column.name) for column in columns}
    problems: tuple[Any, ...] = ()
    form = RowForm(
        request.POST if request.method == "POST" else None,
        language=language,
        columns=columns,
        choices=choices,
        initial={"basis": "assumed", "as_of": _today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _save_row(request, actor, table, form, writer)
        except RefusedChange as error:
            problems = error.problems
        except UserError as error:
            form.add_error(None, error.told_in(language))
    return render(
        request,
        "municipality/add_row.html",
        {
            "form": form,
            "table_title": writer.table(table),
            "back": writer.address("list_rows", table=table),
            "problems": [_problem(problem, language) for problem in problems],
            "code": actor.municipality,
        },
        status=400 if request.method == "POST" else 200,
    )


@gate.page(policies.EDIT_CARE, methods=_BOTH)
def remove_row(request: HttpRequest, actor: Actor, table: str, row_id: int) -> HttpResponseBase:
    """A row less: first what is lost, then the deed."""
    permissions.check_may(actor, policies.to_edit(table))
    language = reading.reader_language(request)
    row = queries.get_row(actor=actor, table=table, row_id=row_id)
    writer = presenting.writer_for(queries.get_pack(actor=actor), language)
    problems: tuple[Any, ...] = ()
    has_changed = False
    if request.method == "POST":
        form = TokenForm(request.POST)
        version = request.POST.get("expected_version", "")
        try:
            operations.remove_row(
                actor=actor,
                table=table,
                row_key=row.key,
                expected_version=int(version) if version.isdecimal() and len(version) < _LONGEST_NUMBER else 0,
                token=form.cleaned_data["token"] if form.is_valid() else "",
            )
            messages.success(request, language.say(mark("The row was removed. It can be taken back in the history.")))
            return HttpResponseRedirect(writer.address("list_rows", table=table))
        except RefusedChange as error:
            problems = error.problems
        except ChangedMeanwhile:
            has_changed = True
    return render(
        request,
        "municipality/remove_row.html",
        {
            "form": TokenForm(),
            "row": row,
            "title": writer.row(table, row.key),
            "lines": presenting.value_lines(row, writer, may_edit=False),
            "problems": [_problem(problem, language) for problem in problems],
            "has_changed": has_changed,
            "back": writer.row_url(table, row_id),
            "code": actor.municipality,
        },
        status=409 if has_changed else 400 if problems else 200,
    )


@gate.page(policies.EDIT, methods=("POST",))
def undo_revision(request: HttpRequest, actor: Actor, number: int) -> HttpResponseBase:
    """A change taken back."""
    language = reading.reader_language(request)
    writer = presenting.writer_for(queries.get_pack(actor=actor), language)
    try:
        done = operations.undo(actor=actor, revision=number, token=request.POST.get("token", "")[:64])
    except ChangedMeanwhile:
        told = mark("It was not taken back: somebody changed the same rows since. Change the values one by one.")
        messages.error(request, language.say(told))
        return HttpResponseRedirect(writer.address("show_revision", number=number))
    except RefusedChange as error:
        told = mark("It was not taken back: later changes build on it, for instance {row}.")
        first = error.problems[0]
        messages.error(request, language.say(told, row="/".join(first.key) or writer.table(first.table)))
        return HttpResponseRedirect(writer.address("show_revision", number=number))
    told = mark("The change was taken back; that is change no. {number}.")
    messages.success(request, language.say(told, number=str(done.revision)))
    return HttpResponseRedirect(writer.address("show_history"))


def _save_value(
    request: HttpRequest, actor: Actor, row: RowView, column: str, form: ValueForm, writer: presenting.Writer
) -> HttpResponse:
    typed = form.cleaned_data
    door = doors.PACK_FILES.value
    changed = operations.change_value(
        actor=actor,
        table=row.table,
        row_key=row.key,
        column=column,
        value=door.parse_value(row.table, column, typed["value"]),
        basis=typed["basis"],
        source=door.parse_value(row.table, "source", typed["source"]),
        as_of=_day(door, row.table, typed["as_of"], form),
        expected_version=typed["expected_version"],
        token=typed["token"],
    )
    # The row has another id in the database where its own ids changed (another supplier).
    now = queries.find_row_id(actor=actor, table=row.table, key=_key_after(row, column, typed["value"]))
    url = writer.row_url(row.table, now) if now is not None else writer.address("list_rows", table=row.table)
    messages.success(request, writer.language.say(mark("Saved.")))
    return HttpResponseRedirect(f"{url}?saved={changed.revision}")


def _day(door: doors.PackFiles, table: str, text: str, form: ValueForm | RowForm) -> Any:
    try:
        return door.parse_value(table, "as_of", text)
    except UserError as error:
        form.add_error("as_of", error.told_in(form.language))
        raise


def _key_after(row: RowView, column: str, value: str) -> tuple[str, ...]:
    names = KEYS[row.table]
    return tuple(value.strip() if name == column else part for name, part in zip(names, row.key, strict=True))


def _save_row(request: HttpRequest, actor: Actor, table: str, form: RowForm, writer: presenting.Writer) -> HttpResponse:
    door = doors.PACK_FILES.value
    values: dict[str, Any] = {}
    for column in _columns(table):
        try:
            values[column.name] = door.parse_value(table, column.name, form.cleaned_data.get(column.name, ""))
        except UserError as error:
            form.add_error(column.name, error.told_in(form.language))
            raise
    changed = operations.add_row(
        actor=actor, table=table, row=operations.make_row(table, values), token=form.cleaned_data["token"]
    )
    key = tuple(values[name] for name in KEYS[table])
    row_id = queries.find_row_id(actor=actor, table=table, key=key)
    url = writer.row_url(table, row_id) if row_id is not None else writer.address("list_rows", table=table)
    messages.success(request, writer.language.say(mark("Saved.")))
    return HttpResponseRedirect(f"{url}?saved={changed.revision}")


def _their_value(
    actor: Actor, error: ChangedMeanwhile, row: RowView, column: str, writer: presenting.Writer
) -> dict[str, Any]:
    """What stands there now, who wrote it, and when."""
    history = queries.row_history(actor=actor, table=row.table, key=row.key)
    last = history[0].revision if history else None
    try:
        now = queries.get_row(actor=actor, table=row.table, row_id=row.row_id).values[column]
    except NotFound:
        return {"is_gone": True, "last": last}
    return {
        "is_gone": error.theirs is None,
        "text": writer.value(column, now.value),
        "mark": writer.basis_mark(now),
        "source": now.source,
        "last": last,
    }


def _again(request: HttpRequest, form: ValueForm, column: PackColumn, choices: Choices, *, version: int) -> ValueForm:
    """The form with what was typed, over the version that stands now: saving it is then a choice."""
    typed = request.POST.copy()
    typed["expected_version"] = str(version)
    again = ValueForm(typed, language=form.language, column=column, choices=choices, auto_id=form.auto_id)
    again.is_valid()
    return again


def _initial(row: RowView, column: str, language: Language) -> dict[str, Any]:
    value = row.values[column]
    return {
        "value": typed_text(value.value, language),
        "basis": value.basis if value.basis != "default" else "assumed",
        "source": value.source if value.basis != "default" else "",
        "as_of": _today(),
        "expected_version": row.version,
    }


def _today() -> str:
    """The day as it is typed in Denmark."""
    return timezone.localdate().strftime("%d-%m-%Y")


def _columns(table: str) -> list[PackColumn]:
    found = next((declared for declared in doors.PACK_FILES.value.tables() if declared.name == table), None)
    return list(found.columns) if found else []


def _column(table: str, column: str) -> PackColumn:
    return next(declared for declared in _columns(table) if declared.name == column)


def _choices(pack: StoredPack, writer: presenting.Writer, column: str) -> Choices:
    if column == "area_id":
        return [(area.area_id, area.name or area.area_id) for area in pack.tables.areas]
    if column == "supplier_id" and len(pack.tables.assets) <= _MOST_CHOICES:
        return [(asset.asset_id, f"{asset.name} ({asset.asset_id})") for asset in pack.tables.assets]
    return ()


def _problem(found: Any, language: Language) -> Mapping[str, str]:
    return {
        "level": found.problem.level,
        "place": "/".join(found.key) or found.table,
        "sentence": found.problem.message(language),
        "remedy": found.problem.remedy(language),
    }
