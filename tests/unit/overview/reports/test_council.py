"""The council edition: no asset, place, vendor or single point, no kroner per person, nobody counted one by one."""

import io
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from beredt.adapters.packs import reader
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.adapters.render.word_docx import renderer as word
from beredt.domain.impact.result import OnsetQuantiles, Spread
from beredt.domain.municipality.tables import PackTables
from beredt.kit.document import Table, plain, runs_in
from beredt.kit.language import language
from beredt.overview.reports import council_people, council_report
from factories import papers
from oracles.paper_texts import docx_text, pdf_text
from oracles.random_packs import write_random_pack

pytestmark = pytest.mark.thorough

CASE_PARTS = {
    "da": ["Resumé", "Sagsfremstilling", "Økonomi", "Indstilling"],
    "en": ["Summary", "Presentation", "Finances"],
}


def report(found):
    return council_report.council_report(found, printed=papers.PRINTED, measure=pdf.measure)


def all_text(document):
    """What a reader can find anywhere: on paper, in the file's properties, in the Word file, in alternative texts."""
    return "\n".join(
        [
            "".join(run.text for run in runs_in(document)),
            pdf_text(pdf.render(document)),
            docx_text(word.render(document)),
        ]
    )


def forbidden(tables: PackTables):
    """Everything that points at a thing or a place: names and ids of assets and sites, area names, positions."""
    for row in (*tables.assets, *tables.sites):
        yield from (row.asset_id if hasattr(row, "asset_id") else row.site_id, row.name)
        for degrees in (row.lon, row.lat):
            if degrees is not None:
                yield from (f"{degrees:.4f}", f"{degrees:.4f}".replace(".", ","))
    yield from (row.name for row in tables.areas)
    yield from (row.profile_id for row in tables.needs)


def leaks(text, tables):
    own = tables.municipality.name
    words = {word for word in forbidden(tables) if word and len(word) > 3 and word not in own}
    return sorted(word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text.replace(own, "")))


@pytest.mark.slow
@pytest.mark.parametrize("code", ["da", "en"])
def test_nothing_in_the_demo_points_at_a_thing_or_a_place(code):
    document = report(papers.demo_findings(code))
    assert leaks(all_text(document), papers.demo_tables()) == []


def test_the_search_would_see_a_leak():
    tables = papers.demo_tables()
    assert tables.assets[0].name in leaks(f"Ring til {tables.assets[0].name} nu", tables)


def named_apart(tables: PackTables) -> PackTables:
    """The pack with names that stand nowhere else, so that finding one is a leak; every third asset is a vendor."""
    assets = tuple(
        attrs.evolve(row, name=f"Værk Q{number}x", kind=row.kind if number % 3 else "vendor", lon=9.1234, lat=56.4321)
        for number, row in enumerate(tables.assets)
    )
    areas = tuple(attrs.evolve(row, name=f"Egn Q{number}y") for number, row in enumerate(tables.areas))
    return attrs.evolve(tables, assets=assets, areas=areas)


@pytest.mark.slow
@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), code=st.sampled_from(["da", "en"]))
def test_nothing_in_any_pack_points_at_a_thing_or_a_place(tmp_path_factory, seed, code):
    pack = write_random_pack(seed, tmp_path_factory.mktemp("pack"))
    tables = named_apart(reader.require_pack(pack.folder)[0])
    document = report(papers.findings_of(tables, code=code, wanted=papers.HAZARDS, draws=10))
    text = all_text(document)
    assert re.findall(r"\b(?:Værk|Egn) Q\d+[xy]", text) == []
    assert not re.search(r"9[.,]12|56[.,]43", text)
    assert pdf.measure(document).pages <= council_report.MOST_PAGES


@pytest.mark.slow
def test_no_field_of_an_asset_stands_behind_a_word():
    fields = {run.field for run in runs_in(report(papers.demo_findings()))}
    assert not [field for field in fields if "pack:assets" in field or "single_points" in field or "kr_per" in field]
    assert any(field.startswith("rank:best_set.prices") for field in fields)


@pytest.mark.parametrize("code", CASE_PARTS)
def test_it_has_the_parts_of_a_case_and_says_what_it_is(code):
    document = report(papers.demo_findings(code))
    titles = [section.title for section in document.sections]
    assert all(any(title.startswith(part) for title in titles) for part in CASE_PARTS[code])
    assert document.marking.startswith({"da": "INTERN", "en": "INTERNAL"}[code])
    assert {"da": "kommunalbestyrelsen", "en": "council"}[code] in document.marking


def test_every_page_is_marked():
    content = pdf.render(report(papers.demo_findings()))
    pages = PdfReader(io.BytesIO(content)).pages
    assert 1 <= len(pages) <= council_report.MOST_PAGES
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert "udgave til kommunalbestyrelsen" in text
        assert f"Side {number} af {len(pages)}" in text
        assert "Fjordby Kommune" in text
        assert "gælder til 22. maj 2027" in text


@given(value=st.floats(0.001, 4.999), code=st.sampled_from(["da", "en"]))
def test_fewer_than_five_are_never_counted(value, code):
    told = plain(council_people.people(value, "x:y", language(code)))
    assert told in {"færre end 5", "fewer than 5"}


def test_nobody_is_harmed_and_nothing_is_per_person():
    for code in ("da", "en"):
        text = all_text(report(papers.demo_findings(code)))
        assert not re.search(r"\bharmed\b|\bskade[dt]\b|skadede|kr\. pr\. (borger|person)|kr per", text, re.IGNORECASE)


def test_without_a_ranking_the_money_is_left_open():
    found = attrs.evolve(papers.demo_findings(), ranking=None)
    text = " ".join(run.text for run in runs_in(report(found)))
    assert "Udfyldes af forvaltningen" in text
    assert "kr." not in text


def test_without_any_hazard_it_is_still_a_case():
    found = papers.findings_of(papers.demo_tables(), wanted=("nrb-2022/terrorism",))
    text = " ".join(run.text for run in runs_in(report(found)))
    assert "Hvem der kommer i fare, er endnu ikke vurderet" in text
    assert "går ingen borgere ud over" not in text


def with_spread(code, *, mean, p10, p90):
    """The findings of one hazard whose critical people are spread like this."""
    found = papers.demo_findings(code)
    first = found.results[0]
    harm = attrs.evolve(first.harm, critical_people=Spread(mean=mean, p10=p10, p50=p10, p90=p90))
    assessment = attrs.evolve(found.assessment, hazards=(attrs.evolve(first, harm=harm),))
    return attrs.evolve(found, assessment=assessment)


@pytest.mark.parametrize(
    ("spread", "told", "never"),
    [
        ({"mean": 64.0, "p10": 66.0, "p90": 66.0}, "(66 i 8 af 10 gennemregnede forløb)", "66 til 66"),
        ({"mean": 64.0, "p10": 2.0, "p90": 4.0}, "(færre end 5 i 8 af 10 gennemregnede forløb)", "færre end 5 til"),
        ({"mean": 12.0, "p10": 0.0, "p90": 0.0}, "(i færre end 1 af 10 gennemregnede forløb)", "0 til 0"),
        ({"mean": 64.0, "p10": 20.0, "p90": 90.0}, "(20 til 90 i 8 af 10 gennemregnede forløb)", "90 til"),
    ],
)
def test_the_summary_says_how_differently_it_can_go_in_words_that_fit(spread, told, never):
    text = "".join(run.text for run in runs_in(report(with_spread("da", **spread)))).replace("\N{NO-BREAK SPACE}", " ")
    assert told in text
    assert never not in text


def test_where_nobody_is_hit_there_is_no_first_one_however_rare():
    found = with_spread("da", mean=0.0, p10=0.0, p90=0.0)
    harm = attrs.evolve(found.results[0].harm, first_critical=OnsetQuantiles())
    assessment = attrs.evolve(found.assessment, hazards=(attrs.evolve(found.results[0], harm=harm),))
    presentation = next(
        s for s in report(attrs.evolve(found, assessment=assessment)).sections if s.section_id == "presentation"
    )
    (table,) = (block for block in presentation.blocks if isinstance(block, Table))
    (row,) = (["".join(run.text for run in cell) for cell in row] for row in table.rows)
    assert row[1:4] == ["0", "0", "–"]


@pytest.mark.parametrize("payers", [{"municipality"}, {"municipality", "utility"}])
def test_an_effect_that_needs_others_is_not_sold_as_what_the_councils_money_buys(payers):
    found = papers.demo_findings()
    best = found.ranking.best_set
    members = tuple(candidate for candidate in best.candidates if candidate.measure.payer in payers)
    assert {candidate.measure.payer for candidate in members} == payers
    ranking = attrs.evolve(found.ranking, best_set=attrs.evolve(best, candidates=members))
    text = "".join(run.text for run in runs_in(report(attrs.evolve(found, ranking=ranking))))
    assert ("forudsætter, at også de andre gennemfører deres tiltag" in text) is ("utility" in payers)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("da", "overskrides kritiske tålegrænser, i gennemsnit over hændelserne:"),
        ("en", "critical tolerances are passed, as a mean over the hazards:"),
    ],
)
def test_whom_the_set_leaves_is_a_mean_like_what_it_averts(code, told):
    assert told in "".join(run.text for run in runs_in(report(papers.demo_findings(code))))
