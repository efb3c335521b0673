"""The page of the access log."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.audit import events, forms, operations, pages, policies, queries
from beredt.ground.ui import reading

# Checked on every visit; longer logs are checked whole on request and by `beredt audit verify`.
CHECKED_ENTRIES = 2_000


@gate.page(policies.READ_LOG)
def show_log(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The log, newest first, with whether it is whole."""
    language = reading.reader_language(request)
    form = forms.read(request.GET)
    checked_last = None if request.GET.get("check") == "whole" else CHECKED_ENTRIES
    report = queries.check_log(actor=actor, only_last=checked_last)
    found = queries.list_entries(actor=actor, wanted=form.wanted, page=form.page)
    fields = QueryDict(mutable=True)
    fields.update({name: text for name, text in form.typed.items() if text and name not in form.errors})
    csv_url = reverse("audit:export_log", kwargs={"code": actor.municipality}, query=fields or None)
    context = {
        "sentence": pages.first_sentence(report, language, checked_last=checked_last),
        "anchored_sentence": pages.anchored_sentence(report, language),
        "report": report,
        "is_part_checked": checked_last is not None and report.count > checked_last,
        "form": form,
        "events": pages.event_choices(queries.list_events(actor=actor), language),
        "found": found,
        "table": pages.log_table(found, language, csv_url=csv_url),
        "older": _page_query(fields, found.page + 1) if found.page < found.pages else "",
        "newer": _page_query(fields, found.page - 1) if found.page > 1 else "",
    }
    return render(request, "audit/log.html", context)


@gate.page(policies.READ_LOG)
def export_log(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The matching entries as a file that Danish spreadsheets open: semicolons, UTF-8 with a mark."""
    form = forms.read(request.GET)
    entries = queries.all_entries(actor=actor, wanted=form.wanted)
    operations.record(actor=actor, event=events.LOG_EXPORTED, subject=f"log:{actor.municipality}")
    response = StreamingHttpResponse(_csv_lines(pages.csv_rows(entries)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="log-{actor.municipality}.csv"'
    return response


class _Line:
    """What `csv.writer` writes a line into: it hands the line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _csv_lines(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff"
    for row in rows:
        yield str(writer.writerow(row))


def _page_query(fields: QueryDict, page: int) -> str:
    there = fields.copy()
    there["page"] = str(page)
    return there.urlencode()
