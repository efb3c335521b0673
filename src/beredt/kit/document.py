"""Documents as values: what a paper says and in which order, before anybody decides how it looks.

Text is a plain string in which two kinds of marks may stand: `strong(...)` and `cite(...)`. A citation remembers
which field of which result file a figure was taken from; it survives translation, since a marked value is filled into
a sentence like any other. Renderers lay out `Run`s and ignore the citations; tests follow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

_CITE, _SAYS, _CITED, _STRONG, _PLAIN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_MARKS = re.compile(f"({_CITE}[^{_SAYS}]*{_SAYS}|[{_CITED}{_STRONG}{_PLAIN}])")

BODY, LEAD, NOTE = "body", "lead", "note"
BULLET, NUMBER, TICK = "bullet", "number", "tick"
DEEPEST_HEADING = 4


@attrs.frozen(kw_only=True)
class Run:
    """A stretch of text; `field` says where its figure is from, empty where it holds none."""

    text: str
    field: str = ""
    is_strong: bool = False


def cite(text: str, field: str) -> str:
    """`text` marked as the value of `field`, to be filled into a sentence."""
    return f"{_CITE}{field}{_SAYS}{text}{_CITED}"


def strong(text: str) -> str:
    """`text` marked to stand out."""
    return f"{_STRONG}{text}{_PLAIN}"


def plain(text: str) -> str:
    """`text` without any mark."""
    return _MARKS.sub("", text)


def runs_of(text: str | tuple[Run, ...]) -> tuple[Run, ...]:
    """The stretches of a marked text, in order; what is read already is handed back."""
    if isinstance(text, tuple):
        return text
    found: list[Run] = []
    field, is_strong = "", False
    for piece in _MARKS.split(text):
        if piece.startswith(_CITE):
            field = piece[1:-1]
        elif piece == _CITED:
            field = ""
        elif piece in (_STRONG, _PLAIN):
            is_strong = piece == _STRONG
        elif piece:
            found.append(Run(text=piece, field=field, is_strong=is_strong))
    return tuple(found)


def _lines(texts: Iterable[str | tuple[Run, ...]]) -> tuple[tuple[Run, ...], ...]:
    return tuple(runs_of(text) for text in texts)


def _rows(rows: Iterable[Iterable[str | tuple[Run, ...]]]) -> tuple[tuple[tuple[Run, ...], ...], ...]:
    return tuple(_lines(row) for row in rows)


Line = tuple[Run, ...]


@attrs.frozen(kw_only=True)
class Heading:
    """A heading inside a section; the title of a section that has one is level 1."""

    text: Line = attrs.field(converter=runs_of)
    level: int = 2


@attrs.frozen(kw_only=True)
class Paragraph:
    """Running text; `style` is `BODY`, `LEAD` (large, read first) or `NOTE`."""

    text: Line = attrs.field(converter=runs_of)
    style: str = BODY


@attrs.frozen(kw_only=True)
class Items:
    """A list; `kind` is `BULLET`, `NUMBER` or `TICK` (an empty box to tick by hand)."""

    items: tuple[Line, ...] = attrs.field(converter=_lines)
    kind: str = BULLET


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table: `share` of the room that is left, 0 for as wide as its content; `is_number`: flush right."""

    title: str
    share: float = 1.0
    is_number: bool = False


@attrs.frozen(kw_only=True)
class Table:
    """A table with a header row; `row_mm` is the least height of a row, for rows that are filled in by hand.

    `is_grid` draws all lines. Raises `ValueError` where a row has not one cell per column.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...] = attrs.field(converter=_rows)
    row_mm: float = 0.0
    is_grid: bool = False

    def __attrs_post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of a table has one cell per column")


@attrs.frozen(kw_only=True)
class Picture:
    """A drawing (SVG) as wide as the text below its caption, with words for whoever cannot see it.

    The words may hold citations.
    """

    svg: str = attrs.field(repr=False)
    alt: str
    caption: Line = attrs.field(default="", converter=runs_of)


@attrs.frozen(kw_only=True)
class Blank:
    """A line to fill in by hand: `label`, then room; `lines` more than one give a place to write."""

    label: Line = attrs.field(converter=runs_of)
    lines: int = 1


@attrs.frozen(kw_only=True)
class Blanks:
    """Several lines to fill in by hand, set beside each other in `columns`."""

    blanks: tuple[Blank, ...]
    columns: int = 2


@attrs.frozen(kw_only=True)
class Contents:
    """The sections of the document that have a tab, with their pages."""


@attrs.frozen(kw_only=True)
class CutLine:
    """A dashed line to cut along."""


@attrs.frozen(kw_only=True)
class Box:
    """Blocks in a frame that are kept on one page."""

    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Items | Table | Picture | Blank | Blanks | Contents | CutLine | Box


@attrs.frozen(kw_only=True)
class Section:
    """A part of a document under one heading.

    `title` may hold citations. `tab` is what stands in the margin of its pages (sections with the same tab stand
    together); `is_titled` is false where the document's own title is enough.
    """

    section_id: str
    title: str
    blocks: tuple[Block, ...]
    tab: str = ""
    starts_page: bool = False
    is_titled: bool = True


@attrs.frozen(kw_only=True)
class Document:
    """A whole paper.

    `marking` and `footer` stand on every page with `owner` and the page number; `page_of` is a sentence with the places
    `{page}` and `{pages}`. `date` is ISO (YYYY-MM-DD): the only day a renderer knows.
    `points` is the size of running text [pt]. Raises `ValueError` where section
    ids repeat or a heading skips a level, which a reader with a screen reader would stumble over.
    """

    title: str
    subject: str
    language_code: str
    owner: str
    marking: str
    footer: str
    page_of: str
    date: str
    sections: tuple[Section, ...]
    points: float = 11.0

    def __attrs_post_init__(self) -> None:
        ids = [section.section_id for section in self.sections]
        if len(set(ids)) != len(ids):
            raise ValueError("two sections have the same id")
        level = 0
        for section in self.sections:
            level = 1 if section.is_titled else level
            for block in walk(section.blocks):
                if isinstance(block, Heading):
                    least = 2 if section.is_titled else 1
                    if not least <= block.level <= min(level + 1, DEEPEST_HEADING):
                        raise ValueError(f"a heading of level {block.level} after one of level {level}")
                    level = block.level

    @property
    def tabs(self) -> tuple[str, ...]:
        """The tabs in the order of the document."""
        return tuple(dict.fromkeys(section.tab for section in self.sections if section.tab))


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, those inside boxes too, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Box):
            yield from walk(block.blocks)


def lines_of(block: Block) -> Sequence[Line]:
    """The lines of text that a block itself holds, in reading order; not those of the blocks inside a box."""
    match block:
        case Heading(text=text) | Paragraph(text=text) | Blank(label=text):
            return (text,)
        case Items(items=items):
            return items
        case Table(columns=columns, rows=rows):
            header = tuple(runs_of(column.title) for column in columns)
            return (*header, *(cell for row in rows for cell in row))
        case Picture(alt=alt, caption=caption):
            return (caption, runs_of(alt))
        case Blanks(blanks=blanks):
            return tuple(blank.label for blank in blanks)
        case _:
            return ()


def runs_in(document: Document) -> Iterator[Run]:
    """Every run of text in the document's sections, titles included, in reading order."""
    for section in document.sections:
        if section.is_titled:
            yield from runs_of(section.title)
        for block in walk(section.blocks):
            for line in lines_of(block):
                yield from line
