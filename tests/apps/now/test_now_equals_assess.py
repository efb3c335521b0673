"""The page for now and `beredt assess --disruptions` say the same of the same outages and the exported pack."""

import json

import pytest

from beredt.apps.now import operations, presenting, queries
from beredt.domain.impact import forecast
from beredt.domain.impact.reported import Subject
from beredt.kit.language import language
from beredt.shell.cli import main as command_line
from factories import web
from factories.now import CODE, NOW, after, build_actor

pytestmark = pytest.mark.slow


@pytest.fixture
def exported(demo_pack, tmp_path):
    """The demo municipality as a file, through the page that exports it."""
    answer = web.member_client(["coordinator"], code=CODE).post(f"/{CODE}/kommunen/eksport/")
    assert answer.status_code == 200
    path = tmp_path / "pack.zip"
    path.write_bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return path


def assess(pack, csv_bytes, tmp_path, hours):
    outages, result = tmp_path / "outages.csv", tmp_path / "result.json"
    outages.write_bytes(csv_bytes)
    arguments = ["assess", str(pack), "--disruptions", str(outages), "--horizon", f"{hours}h", "--json", str(result)]
    assert command_line.main(arguments) == 0
    (hazard,) = json.loads(result.read_text(encoding="utf-8"))["hazards"]
    return hazard


STORIES = {
    "power everywhere, nobody knows until when": [("service:power", 0, None, None)],
    "power for a while, and again": [("service:power", -5, None, -1), ("service:power", 0, 9, None)],
    "water and a mast": [("service:water", -2, 30, None), ("asset:mast-havn-1", -7, None, None)],
    "an area without heat, IT down": [("area:heat:midtby", -1, None, None), ("service:it", -3, None, None)],
    "the third day": [("service:mobile", -60, None, None)],
}


@pytest.mark.parametrize("story", STORIES)
def test_the_figures_are_the_same(exported, tmp_path, monkeypatch, capsys, story):
    actor = build_actor("coordinator")
    for key, since, expected, back in STORIES[story]:
        subject = Subject(asset_id=key[6:]) if key.startswith("asset:") else _service(key)
        (report,) = operations.report_down(actor=actor, subjects=[subject], since_at=after(since), moment=NOW)
        if expected is not None:
            operations.change_times(
                actor=actor,
                report_id=report,
                since_at=after(since),
                expected_at=after(expected),
                expected_version=1,
                moment=NOW,
            )
        if back is not None:
            operations.report_back(actor=actor, report_id=report, back_at=after(back), moment=NOW)
    from beredt.apps.now import views

    monkeypatch.setattr(views, "read_clock", lambda: NOW)
    file = web.member_client(["coordinator"], code=CODE).get(f"/{CODE}/nu/svigt.csv").content
    look = queries.look(actor=actor, moment=NOW)
    course = look.forecasted.course
    told = assess(exported, file, tmp_path, course.horizon_minutes // 60)
    assert forecast.critical_people(course) == told["harm"]["critical_people"]["mean"]
    snapshot = course.snapshot
    groups = snapshot.needs.groups
    begun = {
        (snapshot.profiles.profile_id[int(groups.owner[n.need])], groups.group_id[n.need]): n.beyond
        for n in course.needs
    }
    horizon = course.horizon_minutes
    for need in told["needs"]:
        beyond = [
            (start, min(end, horizon))
            for start, end in begun.get((need["profile_id"], need["group_id"]), ())
            if start < horizon
        ]
        assert need["onset_minutes"] == (beyond[0][0] if beyond else None)
        assert need["beyond_minutes"] == sum(end - start for start, end in beyond)
    down = {asset["asset_id"]: asset["down_minutes"] for asset in told["assets"]}
    assert {a for a, minutes in down.items() if minutes} >= {
        snapshot.assets.asset_id[asset] for asset, spans in course.down.items() if spans[0][0] < horizon
    }
    assert any(need["onset_minutes"] is not None for need in told["needs"])
    assert_page_says_it(look, told, is_repeated=story.endswith("again"))


def assert_page_says_it(look, told, *, is_repeated):
    """Rows on the page that begin with the first onset of a need: people, need and minute are those of the file."""
    page = presenting.page_of(look, language("da"))
    seen = look.forecasted.forecast
    first = {}
    for need in told["needs"]:
        if need["onset_minutes"] is not None:
            key = (need["onset_minutes"], need["need_type"], need["severity"])
            first.setdefault(key, {})[need["profile_id"]] = need["people"]
    rows = (*page.rows, *page.more_rows)
    assert len(rows) == len(seen.passings)
    checked = 0
    for row, passing in zip(rows, seen.passings, strict=True):
        people = first.get((passing.minute, passing.need_type, passing.severity))
        if people is not None and passing.minute > seen.now_minute:
            # Those who pass it a second time stand in the same row as those who pass it the first.
            assert passing.people >= sum(people.values()) if is_repeated else passing.people == sum(people.values())
            assert row.minute == passing.minute
            checked += 1
    assert checked or not [key for key in first if key[0] > seen.now_minute]


def _service(key):
    what, service, *area = key.split(":")
    return Subject(service=service, area_id=area[0] if what == "area" else "")
