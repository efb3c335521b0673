"""The staff report: two to four pages that say what the screen says, sober about what is not known."""

import io
import re

import attrs
import page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from beredt.adapters.packs import reader
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.adapters.render.word_docx import renderer as word
from beredt.kit.document import Picture, runs_in, walk
from beredt.overview.reports import headline, measure_rows, staff_report
from beredt.overview.reports.paper_curves import services_lost
from beredt.telling import answer
from factories import papers
from oracles.paper_texts import alternatives, docx_text, joined
from oracles.random_packs import write_random_pack

pytestmark = pytest.mark.thorough


def build(found):
    return staff_report.staff_report(found, printed=papers.PRINTED, measure=pdf.measure)


def said(document):
    return " ".join("".join(run.text for run in runs_in(document)).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="module")
def document():
    return build(papers.demo_findings())


def test_two_to_four_pages_each_marked(document):
    sheets = PdfReader(io.BytesIO(pdf.render(document))).pages
    assert 2 <= len(sheets) <= staff_report.MOST_PAGES
    for number, sheet in enumerate(sheets, start=1):
        text = joined(sheet.extract_text())
        for words in ("INTERN", "Fjordby Kommune", f"Side {number} af {len(sheets)}", "gælder til 22. maj 2027"):
            assert words in text


@pytest.mark.parametrize("code", ["da", "en"])
def test_the_first_sentence_is_the_one_on_screen(code):
    found = papers.demo_findings(code)
    for result in found.results:
        told = "".join(run.text for run in runs_of(headline.headline_sentence(result, names=found.names)))
        assert told.replace("\N{NO-BREAK SPACE}", " ") == answer.finding_sentence(result, names=found.names).replace(
            "\N{NO-BREAK SPACE}", " "
        )


def runs_of(text):
    from beredt.kit.document import runs_of as split

    return split(text)


def test_it_has_all_parts(document):
    ids = list(dict.fromkeys(section.section_id.partition(":")[0] for section in document.sections))
    assert ids == ["answer", "needs", "measures", "assumptions", "single_points", "sources"]


def test_the_worst_hazard_comes_first_and_all_stand_in_the_table(document):
    found = papers.demo_findings()
    text = said(document)
    assert text.startswith(found.names.hazard(found.results[0].hazard))
    for result in found.results:
        assert found.names.hazard(result.hazard) in text


def test_it_says_at_least_while_something_is_not_assessed(document):
    assert "går mindst ca." in said(document)
    assert "Delvist vurderet: spildevand" in said(document)


def test_what_is_not_assessed_is_never_nought(document):
    text = said(document)
    assert "Terrorhandlinger" in text
    assert "ikke det samme som sikkert" in text


@pytest.mark.parametrize("code", ["da", "en"])
def test_nobody_is_harmed(code):
    text = said(build(papers.demo_findings(code)))
    assert not re.search(r"\bharmed\b|\binjured\b|\bskade[dt]\b|skadede", text, re.IGNORECASE)


def test_pack_seed_draws_engine_and_edition_stand_in_it(document):
    text = said(document)
    for words in (papers.PACK_HASH[:16], "startkode 1", f"{papers.DRAWS} forløb", "beredt-impact/1", "nrb-2022"):
        assert words in text


@pytest.mark.slow
@pytest.mark.parametrize("code", ["da", "en"])
def test_an_independent_checker_finds_it_accessible(code):
    report = page.validate_pdf_bytes(pdf.render(build(papers.demo_findings(code))), profile="ua1")
    assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_curves_have_words_for_who_cannot_see_them(document):
    picture = next(block for s in document.sections for block in walk(s.blocks) if isinstance(block, Picture))
    assert "Vand: højst" in picture.alt or "Strøm: højst" in picture.alt or "højst" in picture.alt
    found = PdfReader(io.BytesIO(pdf.render(document)))
    assert any("Borgere uden hver forsyning over tid" in alt for alt in alternatives(found))


def test_word_says_the_same(document):
    text = " ".join(docx_text(word.render(document)).split())
    for run in runs_in(document):
        assert " ".join(run.text.split()) in text


def test_the_same_findings_give_the_same_paper(document):
    assert build(papers.demo_findings()) == document


def test_without_ranking_and_calls_it_is_shorter_and_still_whole():
    found = attrs.evolve(papers.demo_findings(), ranking=None, calls=None)
    ids = list(dict.fromkeys(section.section_id.partition(":")[0] for section in build(found).sections))
    assert ids == ["answer", "needs", "single_points", "sources"]
    assert measure_rows.do_now_sentence(found) == []


def test_a_pack_without_needs_is_not_assessed_and_not_safe():
    bare = attrs.evolve(papers.demo_tables(), needs=())
    text = said(build(papers.findings_of(bare, draws=5)))
    assert "er ikke vurderet" in text or "ikke vurderet" in text
    assert "0 borgere" not in text


def test_nothing_that_can_be_computed_is_said_plainly():
    text = said(build(papers.findings_of(papers.demo_tables(), wanted=("nrb-2022/terrorism",))))
    assert "Ingen af disse hændelser kan regnes igennem" in text


@pytest.mark.slow
@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), code=st.sampled_from(["da", "en"]))
def test_any_pack_gives_at_most_four_pages(tmp_path_factory, seed, code):
    pack = write_random_pack(seed, tmp_path_factory.mktemp("pack"))
    found = papers.findings_of(reader.require_pack(pack.folder)[0], code=code, draws=10)
    assert pdf.measure(build(found)).pages <= staff_report.MOST_PAGES


@pytest.mark.slow
def test_long_names_and_every_hazard_still_fit():
    tables = papers.demo_tables()
    long = "Et meget langt navn, som nogen har skrevet hele historien om i navnefeltet "
    assets = tuple(attrs.evolve(row, name=f"{long}{number}") for number, row in enumerate(tables.assets))
    every = tuple(hazard.hazard_id for hazard in papers.demo_findings().editions[0].hazards)
    found = papers.findings_of(attrs.evolve(tables, assets=assets), wanted=every, draws=5)
    assert pdf.measure(build(found)).pages <= staff_report.MOST_PAGES


def test_a_second_hazard_is_told_where_there_is_room_the_first_that_takes_other_services(document):
    found = papers.demo_findings()
    told = [s.section_id.partition(":")[2] for s in document.sections if s.section_id.startswith("needs:")]
    assert told[0] == found.results[0].hazard
    few = attrs.evolve(found, ranking=None, calls=None)
    first, second = [s.section_id.partition(":")[2] for s in build(few).sections if s.section_id.startswith("needs:")]
    lost = {result.hazard: services_lost(result) for result in found.results}
    assert first == told[0]
    assert lost[second] - lost[first] or not any(services - lost[first] for services in lost.values())


def test_what_scenarios_leave_out_stands_in_the_report():
    found = papers.demo_findings()
    remarks = {found.results[0].hazard: ("Uden færgen.",)}
    text = said(build(attrs.evolve(found, remarks=remarks)))
    assert f"{found.names.hazard(found.results[0].hazard)}: Uden færgen." in text
    assert "I de hændelser, der er vurderet, er dette ikke med:" in text
    assert "er dette ikke med:" not in said(build(attrs.evolve(found, remarks={})))
