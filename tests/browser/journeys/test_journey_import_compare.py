"""A broken file is told and stores nothing; the data change, the run is made again, and the two are compared."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "999"
STORM = "nrb-2022/storm"


@pytest.fixture
def coordinator_page(open_page, session_of):
    """The overview of the demo municipality, with one run of a storm, as its coordinator sees it."""
    from beredt.apps.municipality import demo
    from factories import impact_runs

    web.municipality(CODE, "Fjordby")
    demo.build_demo(actor=impact_runs.planner())
    impact_runs.make_run(hazards=(STORM,), draws=40)
    return open_page(f"/{CODE}/", cookies=session_of(web.member(["coordinator"], code=CODE)))


def test_a_table_with_errors_is_told_line_by_line_and_stores_nothing(coordinator_page, tmp_path, picture):
    from beredt.apps.municipality import packs

    page = coordinator_page
    before = packs.load(CODE)
    page.get_by_role("link", name=re.compile("^Kommunen")).first.click()
    page.get_by_role("link", name="Indlæs filer").first.click()
    page.get_by_label("Et regneark med rækker til én tabel").check()
    page.get_by_label("Hvilken tabel hører rækkerne til?").select_option("areas")
    page.get_by_label(re.compile("^Filer")).set_input_files(broken_table(page, tmp_path))
    page.get_by_role("button", name="Læs filen").click()

    problems = page.locator("ol.problems")
    expect(problems).to_be_visible()
    told = problems.inner_text()
    assert "mange" in told, "what stands in the cell"
    first_heading = page.locator("main h2").first
    expect(first_heading).to_have_text("Se på dette først")
    expect(page.get_by_role("button", name="Gem", exact=True)).to_have_count(0)
    picture(page, "import-problems")
    page.get_by_role("button", name="Kassér filen").click()
    after = packs.load(CODE)
    assert (after.pack_hash, after.revision) == (before.pack_hash, before.revision)


def broken_table(page, folder):
    """The table of areas as the application gives it out, with a word where a number belongs."""
    given = page.request.get(f"{page.watch.home}/{CODE}/kommunen/tabel/areas/fil.csv").text()
    grid = list(csv.reader(io.StringIO(given.lstrip("\ufeff")), delimiter=";"))
    grid[1][grid[0].index("population")] = "mange"
    path = folder / "omraader.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(grid)
    return str(path)


def test_what_changed_is_run_again_and_compared(coordinator_page, work_off, picture):
    page = coordinator_page
    halve_the_batteries_of_masts()
    page.get_by_role("link", name=re.compile("^Konsekvenser")).first.click()
    page.locator("main table a").first.click()
    page.get_by_role("button", name="Beregn igen på dagens data").first.click()
    expect(page.locator(".job")).to_be_visible()
    work_off()
    page.get_by_role("link", name="Se resultatet").click()

    expect(page.get_by_role("heading", name="Hvad der er ændret")).to_be_visible()
    picture(page, "compare")
    page.get_by_label("Seneste beregning").select_option(index=1)
    page.get_by_label("Tidligere beregning").select_option(index=1)
    page.get_by_role("button", name="Sammenlign").click()
    expect(page.locator("h1")).to_contain_text("samme")


def halve_the_batteries_of_masts():
    """What a supplier has told meanwhile: half the hours, wherever a mast has a battery."""
    import attrs

    from beredt.apps.municipality import operations, packs
    from factories import impact_runs

    pack = packs.load(CODE)
    masts = {row.asset_id for row in pack.tables.assets if row.kind == "mast"}
    changed = tuple(
        attrs.evolve(row, buffer_hours=row.buffer_hours / 2) if row.asset_id in masts else row
        for row in pack.tables.dependencies
    )
    operations.replace_tables(
        actor=impact_runs.planner(),
        tables=attrs.evolve(pack.tables, dependencies=changed),
        expected_revision=pack.revision,
    )
