"""Pages of the history: every change of the data, and each of them row by row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from beredt.apps.municipality import history_lines, labels, policies, presenting, queries
from beredt.ground.access import gate, permissions
from beredt.ground.access.actor import Actor
from beredt.ground.ui import reading

_LONGEST_NUMBER = 7


@gate.page(policies.READ_ASSETS)
def show_history(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every change of the data, newest first."""
    before = request.GET.get("before", "")
    revisions = queries.list_revisions(
        actor=actor, before=int(before) if before.isdecimal() and len(before) < _LONGEST_NUMBER else None
    )
    language = reading.reader_language(request)
    who = history_lines.who_of(revisions, actor, language)
    return render(
        request,
        "municipality/history.html",
        {
            "revisions": [
                (revision, language.say(labels.REVISIONS[revision.kind]), who(revision)) for revision in revisions
            ],
            "older": revisions[-1].number if revisions and revisions[-1].number > 1 else None,
            "may_edit": permissions.may(actor, policies.EDIT),
            "code": actor.municipality,
        },
    )


@gate.page(policies.READ_ASSETS)
def show_revision(request: HttpRequest, actor: Actor, number: int) -> HttpResponseBase:
    """One change: who, when, and every row before and after."""
    revision, changes, total = queries.get_revision(actor=actor, number=number)
    language = reading.reader_language(request)
    writer = presenting.writer_for(queries.get_pack(actor=actor), language)
    return render(
        request,
        "municipality/revision.html",
        {
            "revision": revision,
            "kind": language.say(labels.REVISIONS[revision.kind]),
            "who": history_lines.who_of([revision], actor, language)(revision),
            "lines": [
                presenting.change_line(change.table, change.kind, change.key, change.cells, writer)
                for change in changes
            ],
            "more": max(0, total - len(changes)) if changes else 0,
            "may_undo": permissions.may(actor, policies.EDIT) and revision.kind != "created" and not revision.is_undone,
            "code": actor.municipality,
        },
    )
