"""The crisis folder: its pages, its order, what it names and what it never names, readable without power."""

import io
import re

import attrs
import page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from beredt.adapters.catalogues.paper_content import load_paper_content
from beredt.adapters.packs import reader
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.domain.municipality.tables import AreaRow, AssetRow
from beredt.kit import document as paper
from beredt.kit.document import Table, plain, runs_in, walk
from beredt.overview.reports import folder, hazard_page, tabs
from factories import papers
from oracles.paper_texts import joined
from oracles.random_packs import write_random_pack

pytestmark = pytest.mark.thorough

CONTENT = load_paper_content()


def build(found):
    return folder.folder(found, content=CONTENT, printed=papers.PRINTED, measure=pdf.measure)


@pytest.fixture(scope="module")
def document():
    return build(papers.demo_findings())


@pytest.fixture(scope="module")
def sheets(document):
    return PdfReader(io.BytesIO(pdf.render(document))).pages


def texts(sheets):
    return [joined(sheet.extract_text()) for sheet in sheets]


def test_it_has_at_most_25_pages_and_each_says_what_it_is(sheets):
    assert 15 <= len(sheets) <= folder.MOST_PAGES
    for number, text in enumerate(texts(sheets), start=1):
        for words in ("INTERN", "Fjordby Kommune", "Udskrevet 23. november 2026", "gælder til 22. maj 2027"):
            assert words in text
        assert f"Side {number} af {len(sheets)}" in text


def test_a_hazard_and_a_role_have_one_page_each(document):
    layout = pdf.measure(document)
    single = [
        s.section_id for s in document.sections if s.section_id.startswith(("hazard:", "role:", "cover", "agenda"))
    ]
    assert len([name for name in single if name.startswith("role:")]) == 5
    assert {name: layout.pages_of(name) for name in single} == dict.fromkeys(single, 1)


def test_tabs_follow_the_order_of_a_crisis(document):
    assert document.tabs == attrs.astuple(tabs.tabs_in(papers.demo_findings().language))
    assert [tab[0] for tab in document.tabs] == list("123456")


@pytest.mark.slow
@pytest.mark.parametrize("code", ["da", "en"])
def test_an_independent_checker_finds_it_accessible(code):
    report = page.validate_pdf_bytes(pdf.render(build(papers.demo_findings(code))), profile="ua1")
    assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_cover_can_be_read_aloud_in_a_minute(document):
    cover = document.sections[0]
    spoken = [
        "".join(run.text for run in block.text)
        for block in cover.blocks
        if isinstance(block, paper.Paragraph | paper.Heading)
    ]
    words = len(" ".join(spoken).split())
    assert 60 <= words <= 150  # people read 130 to 160 words a minute aloud
    assert "23. november 2026" in " ".join(spoken)
    assert "22. maj 2027" in " ".join(spoken)


def test_a_hazard_page_answers_what_when_whom_and_what_first(document):
    storm = next(s for s in document.sections if s.section_id == "hazard:nrb-2022/storm")
    headings = [plain("".join(run.text for run in b.text)) for b in storm.blocks if isinstance(b, paper.Heading)]
    assert headings[:4] == ["Gør først", "Hvad svigter hvornår, hvis ingen gør noget ekstra", "Beslut", "Ring"]
    first = next(block for block in storm.blocks if isinstance(block, paper.Items))
    assert (len(first.items), first.kind) == (3, paper.TICK)


def test_it_names_assets_and_functions(document):
    fields = {run.field for run in runs_in(document)}
    assert any(field.startswith("pack:assets[") for field in fields)
    said = " ".join(run.text for run in runs_in(document))
    assert "Netselskabet, driftsvagt" in said
    assert "Kriseleder" in said


PERSONAL = re.compile(r"\b\d{6}-?\d{4}\b|\b(?:\+45 ?)?\d{2} \d{2} \d{2} \d{2}\b|\b\d{8}\b|\S+@\S+\.\w+")


def test_it_holds_no_number_or_address_of_a_person(sheets):
    for text in texts(sheets):
        assert not PERSONAL.search(re.sub(r"\d{4}-\d{2}-\d{2}", "", text))
    assert PERSONAL.search("ring 12 34 56 78")


def test_every_place_for_a_name_or_a_number_is_empty(document):
    ring = [
        block
        for section in document.sections
        if section.section_id.startswith("hazard:")
        for block in walk(section.blocks)
        if isinstance(block, Table) and block.columns[-1].title == "telefon (udfyld)"
    ]
    assert ring
    assert all(row[-1] == () for table in ring for row in table.rows)


def test_whom_to_ring_is_a_function_and_stands_in_the_content(document):
    known = {contact.name.da for contact in CONTENT.contacts}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.columns[0].title == "ring til":
                assert {"".join(run.text for run in row[0]) for row in block.rows} <= known


def test_the_agenda_leaves_open_what_nobody_told_us(document):
    agenda = next(s for s in document.sections if s.section_id == "agenda")
    table = next(block for block in agenda.blocks if isinstance(block, Table))
    assert len(table.rows) == 15
    assert sum(not row[1] for row in table.rows) == CONTENT.agenda.open_points == 2


def test_the_log_has_a_place_for_what_is_left_undone(document):
    log = next(s for s in document.sections if s.section_id == "log:1")
    said = "".join(run.text for block in walk(log.blocks) for line in paper.lines_of(block) for run in line)
    for word in ("information", "beslutning", "handling", "undladelse"):
        assert word in said


def test_it_is_readable_in_black_and_white_and_large_enough(sheets):
    sizes = []

    def note(text, cm, tm, font, size):
        if text.strip():
            sizes.append(size * abs(tm[3] or 1))

    for sheet in sheets:
        sheet.extract_text(visitor_text=note)
        colours = re.findall(
            r"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", sheet.get_contents().get_data().decode("latin-1")
        )
        assert all(red == green == blue for red, green, blue in colours)
    assert min(sizes) >= 10.9


def test_a_visit_list_is_empty_and_says_that_it_becomes_confidential(document):
    lists = [s for s in document.sections if s.section_id.startswith("visits:")]
    for section in lists:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        assert tables
        assert all(cell == () for table in tables for row in table.rows for cell in row)
        said = "".join(run.text for block in section.blocks for line in paper.lines_of(block) for run in line)
        assert "FORTROLIG, når den er udfyldt" in said


def test_every_care_district_has_a_list(document):
    said = " ".join(plain(section.title) for section in document.sections if section.section_id.startswith("visits:"))
    areas = {area.area_id: area.name for area in papers.demo_tables().areas}
    for asset in papers.demo_tables().assets:
        if asset.kind == "care_team":
            assert areas[asset.area_id] in said


def test_hazards_without_a_page_are_named(document):
    contents = next(s for s in document.sections if s.section_id == "contents")
    said = "".join(run.text for block in contents.blocks for line in paper.lines_of(block) for run in line)
    assert "Ikke vurderet, og det er ikke det samme som sikkert: Terrorhandlinger" in said


@pytest.mark.slow
@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), code=st.sampled_from(["da", "en"]))
def test_any_pack_gives_a_folder_of_at_most_25_pages(tmp_path_factory, seed, code):
    pack = write_random_pack(seed, tmp_path_factory.mktemp("pack"))
    found = papers.findings_of(reader.require_pack(pack.folder)[0], code=code, draws=10)
    made = build(found)
    layout = pdf.measure(made)
    assert layout.pages <= folder.MOST_PAGES
    for section in made.sections:
        if section.section_id.startswith("hazard:"):
            assert layout.pages_of(section.section_id) == 1


def with_long_names_and_districts(tables, districts):
    long = "Et meget langt navn på et anlæg, som nogen har skrevet hele historien om i navnefeltet "
    assets = tuple(attrs.evolve(row, name=f"{long}{number}") for number, row in enumerate(tables.assets))
    areas = tuple(AreaRow(area_id=f"d{number}", name=f"{long}{number}", population=10) for number in range(districts))
    teams = tuple(
        AssetRow(asset_id=f"team-{number}", kind="care_team", name=f"{long}team", area_id=f"d{number}")
        for number in range(districts)
    )
    return attrs.evolve(tables, assets=(*assets, *teams), areas=(*tables.areas, *areas))


@pytest.mark.slow
@pytest.mark.parametrize("districts", [0, 1, 9, 40])
def test_long_names_and_many_districts_still_fit(districts):
    tables = with_long_names_and_districts(papers.demo_tables(), districts)
    every = tuple(
        f"nrb-2022/{name}"
        for name in (
            "storm",
            "cyber",
            "space-weather",
            "coastal-flood",
            "virulent-disease",
            "chemical-accident",
            "transport-accident",
            "extreme-rain",
            "maritime-accident",
        )
    )
    made = build(papers.findings_of(tables, wanted=every, draws=5))
    layout = pdf.measure(made)
    assert layout.pages <= folder.MOST_PAGES
    assert sum(section.section_id.startswith("hazard:") for section in made.sections) == folder.MOST_HAZARDS


@pytest.mark.slow
def test_without_needs_or_hazards_there_is_still_a_folder():
    bare = attrs.evolve(papers.demo_tables(), needs=())
    assert pdf.measure(build(papers.findings_of(bare, draws=5))).pages <= folder.MOST_PAGES
    nothing = papers.findings_of(papers.demo_tables(), wanted=("nrb-2022/terrorism",))
    assert pdf.measure(build(nothing)).pages <= folder.MOST_PAGES


def test_what_a_scenario_leaves_out_stands_on_its_page():
    found = papers.demo_findings()
    hazard = found.results[0].hazard
    pages = {
        section.section_id: section
        for section in build(attrs.evolve(found, remarks={hazard: ("Uden færgen.",)})).sections
    }
    said = {
        name: " ".join(
            plain("".join(run.text for run in line)) for block in section.blocks for line in paper.lines_of(block)
        )
        for name, section in pages.items()
        if name.startswith("hazard:")
    }
    assert [name for name, text in said.items() if "Uden færgen." in text] == [f"hazard:{hazard}"]


def test_a_reason_that_is_told_alike_is_told_once():
    found = papers.demo_findings()
    entry = next(chains for chains in found.chains if chains.chains)
    twice = attrs.evolve(found, chains=(entry, entry))
    result = next(result for result in found.results if result.hazard == entry.hazard)
    told = hazard_page._reasons(result, hazard_page.ROOMS[0], twice)
    assert [len(block.items) for block in told if isinstance(block, paper.Items)] == [1]
