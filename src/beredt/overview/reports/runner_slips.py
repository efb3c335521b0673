"""Numbered paper messages that people carry: each slip has a check code, and a receipt that comes back."""

from __future__ import annotations

import hashlib

from beredt.kit import document as paper
from beredt.kit.check_digits import check_digits
from beredt.kit.document import Blank, Blanks, Block, Box, CutLine, Heading, Items, Paragraph, Section, cite, strong
from beredt.kit.language import Language, mark
from beredt.overview.reports import fields

SLIPS_A_PAGE = 3
_SERIES = 10_000


def slip_numbers(*, pack_hash: str, date: str, count: int) -> tuple[str, ...]:
    """`count` numbers `SSSS-NN-CC`: a series of this print, the slip in it, and two check digits over both.

    The series is a fingerprint of pack and day, so that slips of two prints are not mixed up; it is no secret.
    """
    digest = hashlib.sha256(f"{pack_hash}|{date}".encode()).digest()
    series = int.from_bytes(digest[:8], "big") % _SERIES
    digits = [f"{series:04d}{number:02d}" for number in range(1, count + 1)]
    return tuple(f"{number[:4]}-{number[4:]}-{check_digits(number)}" for number in digits)


def runner_sections(numbers: tuple[str, ...], *, language: Language, tab: str) -> tuple[Section, ...]:
    """Pages of slips, the first with how to use and how to check them."""
    pages = [numbers[first : first + SLIPS_A_PAGE] for first in range(0, len(numbers), SLIPS_A_PAGE)]
    sections = [_how_to(numbers, language, tab)]
    for place, page in enumerate(pages, start=1):
        blocks = tuple(Box(blocks=_slip(number, language)) for number in page)
        title = language.say(mark("Runner slips, sheet {number}"), number=place)
        sections.append(
            Section(section_id=f"slips:{place}", title=title, blocks=blocks, tab=tab, starts_page=True, is_titled=False)
        )
    return tuple(sections)


def _how_to(numbers: tuple[str, ...], language: Language, tab: str) -> Section:
    say = language.say
    series, slip, check = numbers[0].split("-")
    pairs = (int(series[:2]), int(series[2:]), int(slip))
    first = pairs[0] * 3 + pairs[1]
    second = first * 3 + pairs[2]
    third = second * 3
    rest = third % 97
    steps = [
        say(
            mark(
                "Write the message short and in capitals. One matter per slip. No names of citizens: use the numbers "
                "of the visit list."
            )
        ),
        say(mark("Log the slip's number and the time when it leaves.")),
        say(mark("The runner reads the number aloud to the receiver, who writes the time, the role and the answer.")),
        say(
            mark(
                "The lower part comes back and is logged. A slip that has not come back is an open point at the next "
                "meeting."
            )
        ),
    ]
    scheme = [
        say(
            mark("Take the number in pairs: {pairs}."), pairs=_slip_cited(" ".join(f"{pair:02d}" for pair in pairs), 1)
        ),
        say(
            mark("Times three and add the next pair, twice: {a} x 3 + {b} = {c}; {c} x 3 + {d} = {e}."),
            a=_slip_cited(str(pairs[0]), 1),
            b=_slip_cited(str(pairs[1]), 1),
            c=_slip_cited(str(first), 1),
            d=_slip_cited(str(pairs[2]), 1),
            e=_slip_cited(str(second), 1),
        ),
        say(
            mark("Times three once more: {e}. Take away 97 until less than 97 is left: {rest}."),
            e=_slip_cited(str(third), 1),
            rest=_slip_cited(str(rest), 1),
        ),
        say(
            mark("98 minus what is left is the check code: {check}. If it differs, the number was misread."),
            check=_slip_cited(check, 1),
        ),
    ]
    blocks = (
        Items(items=steps, kind=paper.NUMBER),
        Heading(text=say(mark("Is the number read right?"))),
        Paragraph(
            text=say(
                mark("Each number ends in two check digits. By hand, or on any pocket calculator, for slip {number}:"),
                number=_slip_cited(numbers[0], 1),
            )
        ),
        Items(items=scheme, kind=paper.NUMBER),
        Paragraph(
            text=say(
                mark("The rule is ISO/IEC 7064, MOD 97-10, as in bank account numbers. It finds mistakes, not forgery.")
            ),
            style=paper.NOTE,
        ),
        Heading(text=say(mark("Meeting places and routes"))),
        Blank(label=say(mark("Agreed while the telephone still works: who goes where, at what times")), lines=7),
    )
    return Section(
        section_id="runners", title=say(mark("When no telephone works")), blocks=blocks, tab=tab, starts_page=True
    )


def _slip_cited(text: str, number: int) -> str:
    return cite(text, fields.of_print(f"slip:{number}"))


def _slip(number: str, language: Language) -> tuple[Block, ...]:
    say = language.say
    cited = cite(number, fields.of_print(f"slip:{int(number.split('-')[1])}"))
    return (
        Heading(text=say(mark("Runner slip no. {number}"), number=cited)),
        Blanks(
            blanks=(
                Blank(label=say(mark("From (role)"))),
                Blank(label=say(mark("To (role, place)"))),
                Blank(label=say(mark("Sent at"))),
                Blank(label=say(mark("Runner (role)"))),
            )
        ),
        Blank(label=say(mark("Message")), lines=3),
        CutLine(),
        Paragraph(text=strong(say(mark("Receipt for no. {number}: comes back"), number=cited))),
        Blanks(
            blanks=(
                Blank(label=say(mark("Received at"))),
                Blank(label=say(mark("By (role)"))),
            )
        ),
        Blank(label=say(mark("Answer"))),
    )
