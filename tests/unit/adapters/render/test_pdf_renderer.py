"""PDF: tagged and accessible by an independent checker, fonts inside, large enough, black, the same every time."""

import io
import re
import unicodedata

import page
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from beredt.adapters.render.pictures import picture_as_png
from beredt.adapters.render.typst_pdf import letters, renderer
from beredt.kit import document as paper
from beredt.kit.document import Blank, Blanks, Box, Column, Heading, Items, Paragraph, Picture, Section, Table
from oracles.paper_texts import alternatives, joined, structure

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10">'
    '<rect width="5" height="5"/></svg>'
)


def build(*blocks, **changes):
    values = {
        "title": "Prøve æøå",
        "subject": "En prøve",
        "language_code": "da",
        "owner": "Vestby Kommune",
        "marking": "INTERN",
        "footer": "Udskrevet 23. november 2026",
        "page_of": "Side {page} af {pages}",
        "date": "2026-11-23",
        "sections": (Section(section_id="a", title="Afsnit", blocks=blocks, tab="1 Fane"),),
    }
    return paper.Document(**{**values, **changes})


def everything(code="da"):
    return build(
        Heading(text="Overskrift"),
        Paragraph(text="Stort", style=paper.LEAD),
        Paragraph(text="Småt", style=paper.NOTE),
        Items(items=["en", "to"]),
        Items(items=["en", "to"], kind=paper.NUMBER),
        Items(items=["en", "to"], kind=paper.TICK),
        Table(columns=(Column(title="navn"), Column(title="tal", share=0, is_number=True)), rows=[("æ", "1")]),
        Table(columns=(Column(title="felt"),), rows=[("",), ("",)], row_mm=12, is_grid=True),
        Picture(svg=SVG, alt="En firkant i hjørnet."),
        Blank(label="Navn"),
        Blank(label="Noter", lines=3),
        Blanks(blanks=(Blank(label="Fra"), Blank(label="Til"))),
        Box(blocks=(Paragraph(text="I en ramme"), paper.CutLine())),
        paper.Contents(),
        language_code=code,
    )


def read(document):
    return PdfReader(io.BytesIO(renderer.render(document)))


@pytest.mark.parametrize("code", ["da", "en"])
def test_an_independent_checker_finds_nothing_against_pdf_ua_1(code):
    report = page.validate_pdf_bytes(renderer.render(everything(code)), profile="ua1")
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]
    assert report.rules.total > 50


def test_the_checker_would_see_a_file_without_tags():
    bare = typst.compile(b"Hello", format="pdf", pdf_tags=False)
    assert not page.is_pdf_compliant_bytes(bare, profile="ua1")


def test_title_language_tags_and_alternative_text_are_there():
    found = read(everything())
    root = found.trailer["/Root"]
    assert root["/Lang"].startswith("da")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == "Prøve æøå"
    assert "En firkant i hjørnet." in alternatives(found)
    kinds = [kind for kind, _ in structure(found)]
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Figure"} <= set(kinds)


def test_text_can_be_taken_out_with_its_danish_letters():
    text = joined("\n".join(page.extract_text() for page in read(everything()).pages))
    for words in ("Prøve æøå", "Småt", "Overskrift", "I en ramme", "INTERN", "Vestby Kommune", "Side 1 af 2"):
        assert words in text


def test_fonts_are_inside_and_come_from_the_package():
    names = set()
    for sheet in read(everything()).pages:
        for font in sheet["/Resources"]["/Font"].values():
            below = font["/DescendantFonts"][0]
            assert {"/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"])
            names.add(str(font["/BaseFont"]).split("+")[1].split("-")[0])
    assert names <= {"SourceSansPro", "DejaVuSansMono"}


def test_nothing_is_smaller_than_eleven_points():
    sizes = []

    def note(text, cm, tm, font, size):
        if text.strip():
            sizes.append(abs(tm[3]) * abs(cm[3]) * size if size <= 1.5 else size * abs(tm[3] or 1))

    for sheet in read(everything()).pages:
        sheet.extract_text(visitor_text=note)
    assert sizes
    assert min(sizes) >= 10.9


def test_it_is_black_white_and_grey():
    for sheet in read(everything()).pages:
        content = sheet.get_contents().get_data().decode("latin-1")
        for red, green, blue in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", content):
            assert red == green == blue


def test_the_same_document_gives_the_same_bytes():
    assert renderer.render(everything()) == renderer.render(everything())


def test_the_day_in_the_file_is_the_day_on_the_paper():
    found = read(everything())
    assert found.metadata.creation_date.date().isoformat() == "2026-11-23"


def test_pages_of_sections_are_measured():
    sections = tuple(
        Section(section_id=name, title=name, blocks=(Paragraph(text="x"),) * lines, starts_page=name != "a")
        for name, lines in (("a", 1), ("b", 120), ("c", 1))
    )
    layout = renderer.measure(build(sections=sections))
    assert (layout.pages_of("a"), layout.pages_of("c")) == (1, 1)
    assert layout.pages_of("b") >= 2
    assert layout.pages == sum(layout.pages_of(name) for name in "abc")
    assert layout.pages == len(read(build(sections=sections)).pages)


HOSTILE = ["#panic()", "*fed* _kursiv_", "$x^2$", "<mærke> @henvis", "\\ / `kode`", "#let x = 1", "[[", "/* */ //"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_pack_says_is_printed_and_never_obeyed(text):
    document = build(
        Paragraph(text=text),
        Table(columns=(Column(title=text),), rows=[(text,)]),
        title=f"Titel {text}",
        owner=text,
        marking=text,
    )
    shown = joined("\n".join(page.extract_text() for page in read(document).pages))
    assert shown.replace(" ", "").count(text.replace(" ", "")) >= 4


@settings(max_examples=15)
@given(st.text(st.characters(codec="utf-8", blacklist_categories=["Cs", "Cc", "Co"]), max_size=60))
def test_any_text_makes_a_paper(text):
    content = renderer.render(build(Paragraph(text=f"a {text}"), Items(items=[f"b {text}"])))
    assert content.startswith(b"%PDF")


def test_every_letter_that_counts_as_known_can_be_printed():
    signs = [chr(code) for first, last in letters.KNOWN for code in range(first, last + 1)]
    known = " ".join(sign for sign in signs if letters.is_known(sign))
    assert len(known) > 3_000
    assert page.is_pdf_compliant_bytes(renderer.render(build(Paragraph(text=known))), profile="ua1")


@given(st.text(st.characters(max_codepoint=0x17F, blacklist_categories=["C"]), max_size=30))
def test_letters_of_european_names_stay(text):
    composed = unicodedata.normalize("NFC", text)
    assert letters.printable(composed) == composed


def test_a_letter_that_no_font_has_becomes_a_question_mark_and_the_rest_stays():
    shown = joined(read(build(Paragraph(text="Æblehøj \u0980\u4e2d, Čapek, Ωmega ↔ ◐"))).pages[0].extract_text())
    assert "Æblehøj ??, Čapek, Ωmega ↔ ◐" in shown


def test_a_page_number_needs_both_its_places():
    with pytest.raises(ValueError, match="page_of"):
        renderer.render(build(page_of="Side {page}"))


def test_a_drawing_becomes_pixels():
    assert picture_as_png(SVG).startswith(b"\x89PNG")
