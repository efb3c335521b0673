"""Every page that has an address, as a coordinator sees it who runs everything: a new page is covered at once.

axe finds nothing in either language, nothing lies outside a phone's window, nobody else's machine is asked, and the
content security policy holds.
"""

import html
import re

import pytest
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from beredt.ground.access import gate
from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "999"
STORM = "nrb-2022/storm"
EXPLAINED = re.compile(r'href="([^"]+/hvorfor/\?[^"]+)"')
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
# Pages that show something else with a query, or that need one.
FURTHER = (
    "konsekvenser/sammenlign/?foer={run_id}&efter={other_run_id}",
    "tiltag/{ranking_id}/proev/?til=r2",
    "kommunen/tabel/need_profiles/?basis=unverified",
    "nu/?q=mast",
)
# Files, parts of maps that this municipality does not have, and a page that the groups' page leads to.
ELSEWHERE = {"papers:fetch_paper", "municipality:show_roads", "municipality:show_road_tiles", "impact:explain_group"}
TABLES = ("areas", "assets", "dependencies", "need_profiles", "sites")


def patterns():
    """(full name, pattern) of every address that answers a GET and asks who one is."""

    def walk(found, before, space):
        for entry in found:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, before + str(entry.pattern), entry.namespace or space)
            elif "GET" in entry.callback.gate_methods and entry.callback.gate != gate.PUBLIC:
                yield f"{space}:{entry.name}", before + str(entry.pattern)

    return [found for found in walk(get_resolver().url_patterns, "/", "") if found[0] not in ELSEWHERE]


@pytest.fixture
def demo():
    """What stands in addresses: ids of a small municipality's rows, runs, ranking, upload and report."""
    from beredt.adapters.packs import writer
    from beredt.apps.impact import operations as impact
    from beredt.apps.municipality import import_operations, packs
    from beredt.apps.now import operations as now
    from beredt.domain.impact.reported import Subject
    from factories import impact_runs, ranking_runs

    actor = impact_runs.planner()
    impact_runs.store_vestby()
    pack = packs.load(CODE)
    runs = [impact_runs.make_run(hazards=(STORM,), draws=draws).facts.run_id for draws in (20, 30)]
    ranking = ranking_runs.make_ranking()
    ranking_runs.make_verification(ranking.ranking_id)
    files = writer.pack_files(pack.tables)
    files["dependencies.csv"] = files["dependencies.csv"].replace(b"substation", b"nowhere")
    given = [import_operations.GivenFile(name=name, chunks=[data]) for name, data in files.items()]
    upload = import_operations.receive_files(actor=actor, files=given, kind="pack")
    import_operations.read_upload(actor=actor, upload_id=upload)
    moment = timezone.now()
    (report,) = now.report_down(actor=actor, subjects=[Subject(service="power")], since_at=moment, moment=moment)
    return {
        "code": CODE,
        "edition_id": "nrb-2022",
        "short_id": "storm",
        "run_id": runs[0],
        "other_run_id": runs[1],
        "ranking_id": ranking.ranking_id,
        "upload_id": upload,
        "report_id": report,
        "job_id": impact.enqueue_assessment(actor=actor, token="waits"),
        "row_id": next(iter(pack.keys["assets"].values())).row_id,
        "step_id": "mast-battery",
        "column": "restart_hours",
        "version": 1,
    }


def addresses(known):
    """The address of each page, filled with what is there; an address with a part that is not known here fails."""
    made = []
    for name, pattern in patterns():
        of_number = {"measures:show_measure": "r1", "measures:decide": "r1"}.get(name, 1)
        for table in TABLES if name == "municipality:list_rows" else ("assets",):
            values = {**known, "number": of_number, "table": table}
            made.append(PLACE.sub(lambda found, values=values: str(values[found[2]]), pattern))
    return made + [f"/{CODE}/{path.format(**known)}" for path in FURTHER]


def pages_of(client, known):
    """Addresses that answer with a whole page, and those that answer with an error."""
    pages, failed = [], []
    for address in addresses(known):
        answer = client.get(address)
        if answer.status_code >= 400:
            failed.append((address, answer.status_code))
        elif answer.status_code == 200 and not answer.streaming and b"<html" in answer.content[:500]:
            pages.append(address)
            pages += [html.unescape(found) for found in EXPLAINED.findall(answer.content.decode())[:1]]
    return pages, failed


def test_nothing_found_on_any_page(demo, open_page, session_of, findings, sideways):
    who = web.member(["administrator", "coordinator"], code=CODE, runs_installation=True)
    demo["user_id"] = web.member(["reader"], code=CODE).pk
    pages, failed = pages_of(web.client(who), demo)
    assert not failed
    assert len(pages) > 50
    wrong = {}
    for language, size in (("da", "desk"), ("en", "phone")):
        page = open_page("/konto/", language=language, size=size, cookies=session_of(who))
        for address in pages:
            found = look_at(page, address, findings, sideways)
            if found:
                wrong[f"{address} ({language}, {size})"] = found
    assert not wrong


def look_at(page, address, findings, sideways):
    """What is wrong with a page, everything on it unfolded; at last in a phone's window."""
    page.goto(page.watch.home + address)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    found = findings(page)
    found += [] if page.locator("h1").count() == 1 else [f"{page.locator('h1').count()} headings of the first level"]
    page.set_viewport_size({"width": 360, "height": 740})
    found += [f"{sideways(page)} px outside a phone's window"] if sideways(page) > 0 else []
    found += [f"script or policy: {text}" for text in page.watch.errors]
    page.watch.errors.clear()
    return found
