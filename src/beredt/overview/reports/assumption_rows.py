"""What to verify first, on paper: each assumption in words, its value and range, and what its truth would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from beredt.domain.measures.result import RankedAssumption, VerifyFirst
from beredt.domain.municipality.provenance import SEPARATORS
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.kit.document import Block, Column, Paragraph, Section, Table, cite
from beredt.kit.language import mark
from beredt.kit.units import minutes_from_hours
from beredt.overview.names import capitalised
from beredt.overview.reports import citing, fields
from beredt.overview.reports.findings import Findings

MOST_NAMES = 2
_OF_ASSETS: Mapping[str, str] = {
    "buffer_hours": mark("how long {what} holds without supply"),
    "recharge_hours": mark("how fast the reserve of {what} is filled again"),
    "restart_hours": mark("how long {what} takes to start again"),
    "people": mark("how many {what} serves"),
    "min_up": mark("how many of its suppliers {what} needs"),
}
_OF_NEEDS: Mapping[str, str] = {
    "people": mark("how many citizens have the need {what}"),
    "tolerance_hours": mark("how long citizens can go without: {what}"),
    "recharge_hours": mark("how fast the reserve is filled again for: {what}"),
}
_OTHER = mark("{column} of {what}")


def assumptions_section(findings: Findings, *, most: int) -> Section | None:
    """The assumptions that would move the answer most, None where that was not asked."""
    verify, say = findings.verify, findings.language.say
    if verify is None:
        return None
    shown = worth_asking(verify)[:most]
    if not shown:
        told: list[Block] = [Paragraph(text=say(mark("No single assumption moves the answer.")))]
    else:
        columns = (
            Column(title=say(mark("ask about")), share=4),
            Column(title=say(mark("now")), share=1, is_number=True),
            Column(title=say(mark("may be")), share=1.5, is_number=True),
            Column(title=say(mark("moves the answer by")), share=1.4, is_number=True),
            Column(title=say(mark("another first choice?")), share=1.2),
        )
        note = say(
            mark(
                "Each is an assumption that nobody has confirmed. The last but one column: how many more or fewer "
                "citizens pass a critical tolerance between its two ends."
            )
        )
        rows = [_row(assumption, findings) for assumption in shown]
        told = [Paragraph(text=note), Table(columns=columns, rows=rows)]
    return Section(section_id="assumptions", title=say(mark("Verify first")), blocks=tuple(told))


def ring_first_sentence(findings: Findings) -> list[str]:
    """The first assumption to ask about, if one moves the answer."""
    if findings.verify is None:
        return []
    language = findings.language
    return [
        language.say(
            mark("{what}. It moves the answer by about {people} citizens."),
            what=capitalised(words_of(assumption, findings)),
            people=_swing(assumption, findings),
        )
        for assumption in worth_asking(findings.verify)[:1]
    ]


def worth_asking(verify: VerifyFirst) -> Sequence[RankedAssumption]:
    """The assumptions that move anything, in their order."""
    return [entry for entry in verify.assumptions if entry.swing_people > 0 or (entry.regret_people or 0) > 0]


def words_of(assumption: RankedAssumption, findings: Findings) -> str:
    """What an assumption is about, naming assets or needs."""
    language = findings.language
    table = assumption.rows[0][0] if assumption.rows else ""
    keys = [_first_id(key) for _, key in assumption.rows]
    if table == "need_profiles":
        words, what = _OF_NEEDS, _needs_of(assumption, findings)
    else:
        words, what = _OF_ASSETS, _assets_named(keys, findings)
    sentence = words.get(assumption.column)
    if sentence is None:
        return language.say(_OTHER, column=assumption.column, what=what)
    return language.say(sentence, what=what)


def _row(assumption: RankedAssumption, findings: Findings) -> tuple[str, ...]:
    language = findings.language
    changes = {True: language.say(mark("yes")), False: language.say(mark("no")), None: "–"}
    low, high = _value(assumption, "low", findings), _value(assumption, "high", findings)
    return (
        capitalised(words_of(assumption, findings)),
        _value(assumption, "value", findings),
        language.say(mark("{low} to {high}"), low=low, high=high),
        _swing(assumption, findings),
        changes[assumption.changes_first_choice],
    )


def _swing(assumption: RankedAssumption, findings: Findings) -> str:
    field = f"verify:assumptions[{assumption.assumption_id}].swing.critical_people"
    return citing.people(assumption.swing_people, field, findings.language)


def _value(assumption: RankedAssumption, which: str, findings: Findings) -> str:
    """A value in the unit of its column, cited."""
    value: float = getattr(assumption, which)
    language = findings.language
    field = f"verify:assumptions[{assumption.assumption_id}].{which}"
    if assumption.column.endswith("_hours"):
        return cite(citing.held(language.span(minutes_from_hours(value))), field)
    return cite(language.about(value), field)


def _assets_named(asset_ids: Sequence[str], findings: Findings) -> str:
    """One or two assets by name, more by number."""
    language = findings.language
    distinct = list(dict.fromkeys(asset_ids))
    if len(distinct) > MOST_NAMES:
        first = cite(findings.names.asset(distinct[0]), fields.of_asset(distinct[0]))
        return language.say_count(
            "{first} and {count} more", "{first} and {count} more", len(distinct) - 1, first=first
        )
    return language.listed([cite(findings.names.asset(asset), fields.of_asset(asset)) for asset in distinct])


def _needs_of(assumption: RankedAssumption, findings: Findings) -> str:
    """The need type that most of the rows are about."""
    counted: Counter[str] = Counter()
    for _, key in assumption.rows:
        counted.update(_need_types(key, findings.snapshot))
    if not counted:
        return findings.language.say(mark("several"))
    code = min(counted, key=lambda need: (-counted[need], need))
    return findings.names.need_type(code)


def _need_types(row_key: str, snapshot: MunicipalitySnapshot) -> set[str]:
    """Need types of the need that a key names, or of all of a profile's needs."""
    groups = snapshot.needs.groups
    profile_id = _first_id(row_key)
    if profile_id not in snapshot.profiles.profile_id:
        return set()
    profile = snapshot.profiles.profile_id.index(profile_id)
    needs = [need for need in range(len(groups)) if int(groups.owner[need]) == profile]
    rest = row_key[len(profile_id) + 1 :]
    named = [need for need in needs if rest == groups.group_id[need]]
    return {snapshot.needs.need_type[need] for need in (named or needs)}


def _first_id(row_key: str) -> str:
    for separator in SEPARATORS:
        if separator in row_key:
            return row_key.split(separator, maxsplit=1)[0]
    return row_key
