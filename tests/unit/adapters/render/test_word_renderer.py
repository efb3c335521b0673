"""Word: real heading styles, table headers that repeat, language, alternative texts, the same bytes every time."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from beredt.adapters.render.word_docx import renderer
from beredt.adapters.render.word_docx.blocks import TEXT_MM, column_widths_mm
from beredt.kit import document as paper
from beredt.kit.document import (
    Blank,
    Blanks,
    Box,
    Column,
    Heading,
    Items,
    Paragraph,
    Picture,
    Section,
    Table,
    cite,
    strong,
)
from oracles.paper_texts import docx_text

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10">'
    '<rect width="5" height="5"/></svg>'
)
TABLE = Table(
    columns=(Column(title="navn"), Column(title="tal", share=0, is_number=True)), rows=[("æ", "1"), ("ø", "2")]
)


def everything(code="da"):
    blocks = (
        Heading(text="Overskrift"),
        Paragraph(text=f"Ca. {cite('12', 'a:b')} {strong('borgere')}", style=paper.LEAD),
        Items(items=["en", "to"]),
        Items(items=["første", "anden"], kind=paper.NUMBER),
        Items(items=["gjort"], kind=paper.TICK),
        TABLE,
        Table(columns=(Column(title="felt"),), rows=[("",)], row_mm=12, is_grid=True),
        Picture(svg=SVG, alt="En firkant."),
        Blank(label="Navn"),
        Blank(label="Noter", lines=3),
        Blanks(blanks=(Blank(label="Fra"), Blank(label="Til"))),
        Box(blocks=(Paragraph(text="I en ramme"), TABLE, paper.CutLine())),
        paper.Contents(),
    )
    return paper.Document(
        title="Sag om æøå",
        subject="Udkast",
        language_code=code,
        owner="Vestby Kommune",
        marking="INTERN",
        footer="Udskrevet 23. november 2026",
        page_of="Side {page} af {pages}",
        date="2026-11-23",
        sections=(
            Section(section_id="a", title=f"Afsnit {cite('7', 'x:y')}", blocks=blocks, tab="1 Fane"),
            Section(section_id="b", title="Nyt", blocks=(), starts_page=True),
        ),
    )


def opened(document=None):
    return docx.Document(io.BytesIO(renderer.render(document or everything())))


def test_headings_are_headings():
    styles = {p.text: p.style.name for p in opened().paragraphs if p.text}
    assert styles["Sag om æøå"] == "Title"
    assert styles["Afsnit 7"] == styles["Nyt"] == "Heading 1"
    assert styles["Overskrift"] == "Heading 2"
    assert styles["en"] == "List Bullet"
    assert styles["første"] == "List Number"


def test_tables_have_header_rows_that_repeat_and_rows_that_stay_whole():
    table = opened().tables[0]
    first, *others = table.rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["navn", "tal"], ["æ", "1"], ["ø", "2"]]


@pytest.mark.parametrize(("code", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_the_language_is_set(code, tag):
    word = opened(everything(code))
    defaults = word.styles.element.find(qn("w:docDefaults"))
    assert [lang.get(qn("w:val")) for lang in defaults.iter(qn("w:lang"))] == [tag]
    assert word.core_properties.language == tag


def test_pictures_have_words():
    inline = opened().inline_shapes[0]._inline
    assert inline.docPr.get("descr") == "En firkant."


def test_marking_owner_and_page_numbers_stand_on_every_page():
    part = opened().sections[0]
    assert "Vestby Kommune" in part.header.paragraphs[0].text
    assert "INTERN" in part.header.paragraphs[0].text
    footer = part.footer.paragraphs[0]
    assert footer.text.startswith("Udskrevet 23. november 2026")
    assert [f.get(qn("w:instr")) for f in footer._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_everything_that_is_said_is_in_the_file():
    text = docx_text(renderer.render(everything()))
    for run in paper.runs_in(everything()):
        assert run.text in text


def test_it_can_be_written_in_further():
    word = opened()
    word.add_paragraph("Tilføjet")
    stream = io.BytesIO()
    word.save(stream)
    assert "Tilføjet" in docx_text(stream.getvalue())


def test_the_same_document_gives_the_same_bytes_and_no_clock():
    assert renderer.render(everything()) == renderer.render(everything())
    assert opened().core_properties.created.date().isoformat() == "2026-11-23"


@pytest.mark.parametrize("table", [TABLE, Table(columns=(Column(title="x", share=0),) * 3, rows=[("a" * 90,) * 3])])
def test_widths_fill_the_text_and_never_more(table):
    widths = column_widths_mm(table)
    assert all(width > 0 for width in widths)
    assert sum(widths) <= TEXT_MM + 1e-9
