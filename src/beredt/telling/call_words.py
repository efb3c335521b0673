"""A call list in words: questions that can be answered on the telephone by someone who does not know the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from beredt.domain.measures.call_recipients import CARE_HOME, ROLES, Recipient
from beredt.domain.measures.calls import HOURS, PERSONS, CallList, CallQuestion, CallSheet
from beredt.domain.municipality.drafting.defaults import DraftDefaults, ProfileKind
from beredt.kit.language import Language, mark
from beredt.telling import wording
from beredt.telling.call_book import CallBook, HiddenValue, WrittenQuestion, WrittenSheet
from beredt.telling.names import Names, capitalised

QUESTIONS: Mapping[str, str] = {
    "generator": mark("How many hours does the backup power at {names} run on a full tank?"),
    "battery": mark("The power fails. How many hours do the batteries last: {names}?"),
    "alarm_battery": mark("The power fails. How many hours does the battery in a citizen's call alarm last?"),
    "backup": mark("Is there backup power or a battery, and how many hours does it last (0 if none): {names}?"),
    "another_way": mark(
        "Without {without}: is there another way or a store, and how many hours does it last (0 if none): {names}?"
    ),
    "lists": mark("{without} is down. For how many hours can work go on with the latest printed lists ({names})?"),
    "keys": mark("{without} is down. For how many hours can staff get in with keys: {names}?"),
    "vehicles": mark("How many hours can the cars drive without new supply of {without}: {names}?"),
    "heat_left": mark("How many hours is there heat in pipes and houses without {without}: {names}?"),
    "without": mark("How many hours can work go on without {without}: {names}?"),
    "restart": mark("The fault is put right. How many hours until everything works again: {names}?"),
    "recharge": mark("{without} is back. How many hours until the reserve is full again: {names}?"),
    "tolerance": mark("How many hours can {who} do without {needs} before it becomes {harm}?"),
    "need_recharge": mark("Help has arrived. How many hours until the lack of {needs} is made good for {who}?"),
    "people": mark("How many in the municipality belong to this group: {who}?"),
    "residents": mark("How many residents live at {names}?"),
    "residents_who": mark("How many at {names} belong to this group: {who}?"),
}
"""What is asked, by the question's `asks`."""

HARM_WORDS: Mapping[str, str] = {
    "critical": mark("dangerous for them"),
    "serious": mark("serious for them"),
    "welfare": mark("more than one can ask of them"),
}
"""What a tolerance is the limit to, by severity."""

UNIT_WORDS: Mapping[str, str] = {HOURS: mark("hours"), PERSONS: mark("persons")}
UNIT_COUNTS: Mapping[str, tuple[str, str]] = {
    HOURS: (mark("{number} hour"), mark("{number} hours")),
    PERSONS: (mark("{number} person"), mark("{number} persons")),
}
"""A value with its unit: of one, and of any other number."""
_TEN = 10.0
_DRAFT_PLACE = re.compile(r"distrikt-[0-9]+|kommunen")
"""What a draft puts behind a group's name where it is not an area."""
_MOST_NAMES = 3
_MOST_NEEDS = 4
_HALF = 0.5


@attrs.frozen(kw_only=True)
class CallWords:
    """Says questions to one reader.

    `group_names` are of people at home (read after the word citizens), `resident_names` of people in homes, by the
    word that a draft puts into the profile's id.
    """

    names: Names
    group_names: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    resident_names: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.names.language

    def question(self, question: CallQuestion) -> str:
        """The question as it is put on the telephone."""
        about = question.about
        return capitalised(
            self.language.say(
                QUESTIONS[about.asks],
                names=self._asset_names(about.subjects),
                without=self.language.listed([self._missing(word) for word in about.without]),
                who=self._who(question),
                needs=self.language.listed([self.names.need_type(need) for need in about.needs[:_MOST_NEEDS]]),
                harm=self.language.say(HARM_WORDS[about.severity]) if about.severity else "",
            )
        )

    def why(self, question: CallQuestion) -> str:
        """Why the answer is worth a call."""
        say = self.language.say
        if question.changes_first_choice:
            return say(mark("The answer could change which measure comes first."))
        if question.swing_people >= _HALF:
            return say(
                mark("The answer moves how many pass a critical tolerance by up to {count}."),
                count=wording.people(question.swing_people, self.language),
            )
        return say(mark("The answer moves for how long people lack what they need."))

    def assumed(self, question: CallQuestion) -> str:
        """What is assumed today, how far it may be off, and where it is from."""
        told = self.language.say(
            mark("{value} (between {low} and {high}); not verified"),
            value=self.amount(question.value, question.unit),
            low=self.number(question.low, question.unit),
            high=self.number(question.high, question.unit),
        )
        return f"{told}. {question.source}" if question.source else told

    def amount(self, value: float, unit: str) -> str:
        """A value with its unit."""
        number = self.number(value, unit)
        singular, plural = UNIT_COUNTS[unit]
        return self.language.say(singular if value == 1 else plural, number=number)

    def number(self, value: float, unit: str) -> str:
        """A value as it is said on the telephone: whole persons, hours with two figures or so."""
        if unit != HOURS:
            return self.language.number(round(value))
        return self.language.number(value, decimals=2 if value < 1 else 1 if value < _TEN else 0)

    def recipient(self, recipient: Recipient) -> str:
        """Whom to ring; a care home by its own name."""
        if recipient.role == CARE_HOME:
            return self.names.asset(recipient.asset_id)
        return self.language.say(ROLES[recipient.role])

    def _asset_names(self, asset_ids: Sequence[str]) -> str:
        """Up to three names, else two and how many more; names with a comma in them are parted by semicolons."""
        named = [self.names.asset(asset_id) for asset_id in asset_ids]
        told = named if len(named) <= _MOST_NAMES else named[: _MOST_NAMES - 1]
        has_commas = any("," in name for name in told)
        if len(told) == len(named):
            return "; ".join(named) if has_commas else self.language.listed(named)
        return self.language.say(
            mark("{names} and {count} more"),
            names=("; " if has_commas else ", ").join(told),
            count=len(named) - len(told),
        )

    def _missing(self, word: str) -> str:
        kind, _, name = word.partition(":")
        if kind == "asset" and name:
            return self.names.asset(name)
        if kind == "kind" and name:
            return self.names.vocabulary.kind_name(name, self.language.code)
        return self.names.service(word)

    def _who(self, question: CallQuestion) -> str:
        """The people a question is about: a group that has a name, else what tells them from others."""
        about = question.about
        groups = {self._group_of(profile_id) for profile_id in about.profiles}
        if len(groups) == 1 and groups != {""}:
            return groups.pop()
        marks = [self.names.need_type(need) for need in about.marks]
        if len(marks) <= _MOST_NEEDS:
            return self.language.say(mark("citizens who need {needs}"), needs=self.language.listed(marks))
        return self.language.say(
            mark("citizens of several groups ({needs} and others)"), needs=", ".join(marks[:_MOST_NEEDS])
        )

    def _group_of(self, profile_id: str) -> str:
        """A draft names its profiles after the group, with the area behind it or the home before it."""
        for name, group in self.group_names.items():
            where = profile_id.removeprefix(f"{name}-")
            if where != profile_id and (where in self.names.area_names or _DRAFT_PLACE.fullmatch(where)):
                return self.language.say(mark("citizens {group}"), group=group)
        in_homes = [name for name in self.resident_names if profile_id.endswith(f"-{name}")]
        return self.resident_names[max(in_homes, key=len)] if in_homes else ""


def call_words(names: Names, groups: DraftDefaults) -> CallWords:
    """The words for one municipality and reader; groups of people are called as in a draft made with `groups`."""
    is_danish = names.language.code == "da"

    def named(kinds: Iterable[ProfileKind]) -> dict[str, str]:
        return {kind.profile_id: kind.name_da if is_danish else kind.name_en for kind in kinds if not kind.rest}

    return CallWords(names=names, group_names=named(groups.profiles), resident_names=named(groups.residents))


def call_book(calls: CallList, words: CallWords, *, municipality_code: str, pack_hash: str) -> CallBook:
    """The call list as a workbook's texts, in the reader's language."""
    return CallBook(
        language=words.language,
        municipality=words.names.municipality,
        municipality_code=municipality_code,
        pack_hash=pack_hash,
        sheets=tuple(_sheet(sheet, words) for sheet in calls.sheets),
    )


def ring_sentences(calls: CallList, words: CallWords, *, most: int = 3) -> list[str]:
    """Whom to ring first and about what, for the end of an answer."""
    first = [(sheet, sheet.questions[0]) for sheet in calls.sheets[:most]]
    return [
        words.language.say(
            mark("{recipient}: {question}"), recipient=words.recipient(sheet.recipient), question=words.question(asked)
        )
        for sheet, asked in first
    ]


def _sheet(sheet: CallSheet, words: CallWords) -> WrittenSheet:
    return WrittenSheet(
        recipient=words.recipient(sheet.recipient),
        questions=tuple(_question(question, words) for question in sheet.questions),
        left_out=sheet.left_out,
    )


def _question(question: CallQuestion, words: CallWords) -> WrittenQuestion:
    return WrittenQuestion(
        question_id=question.question_id,
        text=words.question(question),
        why=words.why(question),
        assumed=words.assumed(question),
        unit=words.language.say(UNIT_WORDS[question.unit]),
        values=hidden_values(question),
    )


def hidden_values(question: CallQuestion) -> tuple[HiddenValue, ...]:
    """The values of the pack that an answer to the question replaces."""
    return tuple(
        HiddenValue(
            assumption_id=question.assumption_id,
            table=value.table,
            key=value.key,
            column=value.column,
            value=value.value,
            low=value.low,
            high=value.high,
        )
        for value in question.settles
    )
