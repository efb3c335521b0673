"""Documents: marks survive being filled into sentences, and what cannot be laid out well is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.kit import document as paper
from beredt.kit.document import Column, Heading, Paragraph, Section, Table, cite, plain, runs_of, strong
from beredt.kit.language import language

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Co"]), max_size=20)
FIELD = st.text("abc:.[]=/#", min_size=1, max_size=12)


def build(*sections, **changes):
    values = {
        "title": "Prøve",
        "subject": "",
        "language_code": "da",
        "owner": "Vestby Kommune",
        "marking": "INTERN",
        "footer": "",
        "page_of": "Side {page} af {pages}",
        "date": "2026-11-23",
        "sections": sections,
    }
    return paper.Document(**{**values, **changes})


def section(*blocks, section_id="a", **changes):
    return Section(section_id=section_id, title="Afsnit", blocks=blocks, **changes)


@given(before=TEXT, shown=TEXT, field=FIELD, after=TEXT)
def test_a_citation_comes_back_with_its_text_and_field(before, shown, field, after):
    runs = runs_of(before + cite(shown, field) + after)
    assert "".join(run.text for run in runs) == before + shown + after
    assert [(run.text, run.field) for run in runs if run.field] == ([(shown, field)] if shown else [])


@given(parts=st.lists(st.tuples(TEXT, st.sampled_from(["plain", "strong", "cited"])), max_size=6))
def test_marks_never_change_what_is_read(parts):
    made = {"plain": str, "strong": strong, "cited": lambda text: cite(text, "a:b")}
    marked = "".join(made[kind](text) for text, kind in parts)
    assert plain(marked) == "".join(text for text, _ in parts)
    assert "".join(run.text for run in runs_of(marked)) == plain(marked)


def test_a_citation_may_stand_inside_strong_text():
    runs = runs_of(strong(f"ca. {cite('12', 'a:b')} borgere"))
    assert [(run.text, run.field, run.is_strong) for run in runs] == [
        ("ca. ", "", True),
        ("12", "a:b", True),
        (" borgere", "", True),
    ]


def test_a_citation_goes_through_a_translated_sentence():
    told = language("da").say("{items} and {last}", items="a", last=cite("7", "x:y"))
    assert [run.field for run in runs_of(told) if run.field] == ["x:y"]


def test_runs_are_handed_back_as_they_are():
    runs = runs_of(cite("1", "a:b"))
    assert runs_of(runs) is runs


def test_a_table_has_a_cell_for_every_column():
    with pytest.raises(ValueError, match="one cell per column"):
        Table(columns=(Column(title="a"), Column(title="b")), rows=[("1", "2"), ("3",)])


@pytest.mark.parametrize(
    ("levels", "is_titled"),
    [([2, 3, 3, 2], True), ([1, 2], False), ([2, 3, 4], True), ([], True)],
)
def test_headings_that_do_not_skip_are_fine(levels, is_titled):
    build(section(*(Heading(text="x", level=level) for level in levels), is_titled=is_titled))


@pytest.mark.parametrize(("levels", "is_titled"), [([3], True), ([2, 4], True), ([1], True), ([2], False), ([5], True)])
def test_headings_that_skip_a_level_are_refused(levels, is_titled):
    with pytest.raises(ValueError, match="heading of level"):
        build(section(*(Heading(text="x", level=level) for level in levels), is_titled=is_titled))


def test_a_heading_inside_a_box_counts_too():
    with pytest.raises(ValueError, match="heading of level 4"):
        build(section(paper.Box(blocks=(Heading(text="x", level=4),))))


def test_two_sections_cannot_have_one_id():
    with pytest.raises(ValueError, match="same id"):
        build(section(), section())


def test_tabs_stand_in_the_order_of_the_document():
    tabs = [("b", "2"), ("a", "1"), ("c", "2"), ("d", "")]
    sections = [section(section_id=section_id, tab=tab) for section_id, tab in tabs]
    assert build(*sections).tabs == ("2", "1")


def test_every_word_of_a_document_is_walked_over():
    blocks = (
        Heading(text="overskrift"),
        Paragraph(text="afsnit"),
        paper.Items(items=["punkt"]),
        Table(columns=(Column(title="kolonne"),), rows=[("celle",)]),
        paper.Picture(svg="<svg/>", alt="billedtekst"),
        paper.Blank(label="felt"),
        paper.Blanks(blanks=(paper.Blank(label="felter"),)),
        paper.Box(blocks=(Paragraph(text="ramme"),)),
        paper.CutLine(),
        paper.Contents(),
    )
    words = [run.text for run in paper.runs_in(build(section(*blocks)))]
    assert words == [
        *("Afsnit", "overskrift", "afsnit", "punkt", "kolonne", "celle", "billedtekst", "felt", "felter", "ramme")
    ]
