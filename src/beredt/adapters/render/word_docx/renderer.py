"""A document as Word: real heading styles, table headers that repeat, language and alternative texts set."""

from __future__ import annotations

import datetime
import io
import zipfile

import docx
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from beredt.adapters.render.word_docx.blocks import add_block
from beredt.kit import document as paper

SUFFIX = ".docx"
FONT = "Calibri"
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_HEADING_POINTS = {1: 15.5, 2: 12.5, 3: 11, 4: 11}
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def render(document: paper.Document) -> bytes:
    """The document as .docx; the same document gives the same bytes."""
    word = docx.Document()
    _set_page(word)
    _set_styles(word, document)
    _set_properties(word, document)
    _set_header(word, document)
    _set_footer(word, document)
    word.add_paragraph(document.title, style="Title")
    for section in document.sections:
        if section.starts_page:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if section.is_titled:
            word.add_heading(paper.plain(section.title), level=1)
        for block in section.blocks:
            add_block(word, block, document)
    stream = io.BytesIO()
    word.save(stream)
    return _timeless(stream.getvalue())


def _set_page(word: WordFile) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin, page.bottom_margin = Mm(25), Mm(21)
    page.header_distance = page.footer_distance = Mm(10)


def _set_styles(word: WordFile, document: paper.Document) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(document.points)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.0
    _set_fonts(normal)
    for name in ("Title", *(f"Heading {level}" for level in _HEADING_POINTS)):
        style = word.styles[name]
        style.font.name, style.font.color.rgb, style.font.bold = FONT, RGBColor(0, 0, 0), True
        _set_fonts(style)
    _set_title(word.styles["Title"])
    for level, points in _HEADING_POINTS.items():
        heading = word.styles[f"Heading {level}"]
        heading.font.size = Pt(points)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(3)
    lang = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        lang.set(qn(attribute), _LANGUAGES[document.language_code])
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(lang)


def _set_title(title: ParagraphStyle) -> None:
    """Large and plain: the template's line below the title is taken away."""
    title.font.size = Pt(20)
    title.paragraph_format.space_after = Pt(6)
    properties = title.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set_fonts(style: BaseStyle) -> None:
    """The template's theme fonts would win over the named one; they are taken out."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    for attribute in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{attribute}"), FONT)


def _set_properties(word: WordFile, document: paper.Document) -> None:
    day = datetime.date.fromisoformat(document.date)
    moment = datetime.datetime(day.year, day.month, day.day)
    properties = word.core_properties
    properties.title, properties.subject = document.title, document.subject
    properties.author = properties.last_modified_by = document.owner
    properties.language = _LANGUAGES[document.language_code]
    properties.created = properties.modified = moment
    properties.comments = properties.keywords = ""


def _set_header(word: WordFile, document: paper.Document) -> None:
    line = word.sections[0].header.paragraphs[0]
    _set_right_tab(line)
    line.add_run(f"{document.owner} · {document.title}\t")
    line.add_run(document.marking).bold = True


def _set_footer(word: WordFile, document: paper.Document) -> None:
    line = word.sections[0].footer.paragraphs[0]
    _set_right_tab(line)
    before, _, rest = document.page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    line.add_run(f"{document.footer}\t{before}")
    _add_field(line, "PAGE")
    line.add_run(between)
    _add_field(line, "NUMPAGES")
    line.add_run(after)


def _set_right_tab(line: WordParagraph) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    stops = line.paragraph_format.tab_stops
    stops.clear_all()
    # The header style brings a stop in the middle of the line; an own one at the right edge only works without it.
    line.style = "Normal"
    stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT)


def _add_field(line: WordParagraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)


def _timeless(content: bytes) -> bytes:
    """The same zip file without the time of day in it."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", compression=zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, date_time=_ZIP_DAY), old.read(entry), zipfile.ZIP_DEFLATED)
    return written.getvalue()
