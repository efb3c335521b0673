"""Random histories of taps by several people, against a plain list of what was said; the forecast never stumbles."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredt.apps.now import operations, presenting, queries
from beredt.apps.now.models import Situation
from beredt.domain.impact import forecast
from beredt.domain.impact.reported import Subject
from beredt.ground.audit.models import EntryRow
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import language
from factories.now import CODE, NOW, build_actor

pytestmark = pytest.mark.slow
SUBJECTS = (
    Subject(service="power"),
    Subject(service="water"),
    Subject(service="heat", area_id="midtby"),
    Subject(asset_id="mast-havn-1"),
    Subject(service="it"),
)
VERBS = ("down", "down", "down", "back", "back", "withdraw", "restore", "times", "clear", "undo_clear")
steps = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 4),
        st.integers(0, 400),
        st.one_of(st.none(), st.integers(-200, 2_000)),
        st.integers(1, 300),
    ),
    min_size=1,
    max_size=14,
)


class Model:
    """What was said, as lists; a report is [subject, since, expected, back, withdrawn]."""

    def __init__(self):
        self.reports, self.cleared, self.changes = None, None, 0

    def is_down(self, report):
        return report["back"] is None and not report["withdrawn"]

    def told(self):
        return sorted(
            (r["subject"].key, r["since"], r["expected"], r["back"]) for r in self.reports or () if not r["withdrawn"]
        )


def minutes(count):
    return datetime.timedelta(minutes=count)


def play(model, ids, step, moment, who):
    """One tap, in the program and in the model; whether anything changed."""
    verb, number, since_ago, expected_in, _ = step
    reports = model.reports or []
    chosen = number % len(reports) if reports else None
    if verb == "down":
        subject, since = SUBJECTS[number], moment - minutes(since_ago)
        made = operations.report_down(actor=who, subjects=[subject], since_at=since, moment=moment)
        if any(r["subject"] == subject and model.is_down(r) for r in reports):
            assert made == ()
            return False
        if model.reports is None:
            model.reports = []
            ids.clear()
        model.reports.append({"subject": subject, "since": since, "expected": None, "back": None, "withdrawn": False})
        ids.extend(made)
        return True
    if verb == "clear":
        if model.reports is None:
            with pytest.raises(NotFound):
                operations.clear(actor=who, expected_version=1, moment=moment)
            return False
        version = queries.look(actor=who, moment=moment).situation.version
        operations.clear(actor=who, expected_version=version, moment=moment)
        model.cleared = (model.reports, list(ids), queries.look(actor=who, moment=moment).cleared.situation_id)
        model.reports = None
        return True
    if verb == "undo_clear":
        if model.cleared is None:
            return False
        if model.reports is not None:
            with pytest.raises(InvalidInput):
                operations.undo_clear(actor=who, situation_id=model.cleared[2])
            return False
        operations.undo_clear(actor=who, situation_id=model.cleared[2])
        model.reports, ids[:], _ = model.cleared
        model.cleared = None
        return True
    if chosen is None:
        return False
    return change(model, reports[chosen], ids[chosen], step, moment, who, expected_in)


def change(model, report, report_id, step, moment, who, expected_in):
    verb, _, since_ago, _, _ = step
    if verb == "back":
        operations.report_back(actor=who, report_id=report_id, back_at=None, moment=moment)
        if not model.is_down(report):
            return False
        report["back"] = max(moment, report["since"])
        return True
    if verb == "withdraw":
        operations.withdraw_report(actor=who, report_id=report_id, moment=moment)
        was, report["withdrawn"] = report["withdrawn"], True
        return not was
    if verb == "restore":
        operations.restore_report(actor=who, report_id=report_id)
        if report["withdrawn"]:
            would = {**report, "withdrawn": False}
        elif report["back"] is not None:
            would = {**report, "back": None}
        else:
            return False
        others = [r for r in model.reports if r is not report and r["subject"] == report["subject"]]
        if model.is_down(would) and any(model.is_down(r) for r in others):
            return False
        report.update(would)
        return True
    since = moment - minutes(since_ago)
    expected = None if expected_in is None else moment + minutes(expected_in)
    version = queries.get_report(actor=who, report_id=report_id).version
    arguments = {"since_at": since, "expected_at": expected, "expected_version": version, "moment": moment}
    is_odd = (expected is not None and expected < since) or (report["back"] is not None and report["back"] < since)
    if is_odd:
        with pytest.raises(InvalidInput):
            operations.change_times(actor=who, report_id=report_id, **arguments)
        return False
    operations.change_times(actor=who, report_id=report_id, **arguments)
    before = report["since"], report["expected"]
    report["since"], report["expected"] = since, expected
    return before != (since, expected)


@given(history=steps)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_stands_is_what_was_said(demo_pack, history):
    Situation.objects.all().delete()
    logged = EntryRow.objects.filter(municipality=CODE).count()
    model, ids, moment, changes = Model(), [], NOW, 0
    for number, step in enumerate(history):
        moment += minutes(step[4])
        who = build_actor("crisis_staff", user_id=1 + number % 3)
        changes += play(model, ids, step, moment, who)
        check(model, moment)
    assert EntryRow.objects.filter(municipality=CODE).count() == logged + changes, "one change, one entry"


def check(model, moment):
    """The state is the model's, and the page can be made of it."""
    look = queries.look(actor=build_actor("coordinator"), moment=moment)
    found = [] if look.situation is None else look.situation.told
    assert sorted((r.subject.key, r.since_at, r.expected_at, r.back_at) for r in found) == model.told()
    assert (look.situation is None) == (model.reports is None)
    page = presenting.page_of(look, language("da"))
    assert page.sentences
    if look.forecasted is None:
        assert not model.told()
        return
    seen = look.forecasted.forecast
    assert look.forecasted.start == min(since for _, since, _, _ in model.told())
    assert seen.horizon_minutes - seen.now_minute >= 24 * 60
    people = (*([seen.overdue] if seen.overdue else []), *seen.waves)
    assert sum(wave.people for wave in people) <= forecast.critical_people(look.forecasted.course)
    assert len(page.rows) + len(page.more_rows) == len(seen.passings)
