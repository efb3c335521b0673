"""The call list: which questions settle the assumptions that matter, and whom to put them to.

One question settles all rows of an assumption that the same recipient answers for. Head-counts are asked as totals of
people in the same situation. Questions whose answer would change nothing are not asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import attrs

from beredt.domain.measures.call_recipients import CARE_HOME, NOBODY, Directory, Recipient
from beredt.domain.measures.ranges import AssumedValue, Assumption
from beredt.domain.measures.result import RankedAssumption, VerifyFirst, worth_order
from beredt.domain.municipality.tables import SEVERITIES, AssetRow, DependencyRow, PackTables

MOST_QUESTIONS = 10
"""Questions for one recipient: what one can ask in one conversation."""

HOURS, PERSONS = "hours", "persons"


@attrs.frozen(kw_only=True)
class About:
    """What a question is about; `asks` says which question it is.

    `subjects` are asset ids; `without` is all that they are without (ids of services, `asset:` before an asset's,
    `kind:` before a kind's); `profiles` and `needs` whom and which needs it concerns; `marks` are the needs that tell
    these people from others.
    """

    asks: str
    subjects: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    severity: str = ""


@attrs.frozen(kw_only=True)
class CallQuestion:
    """One question to one recipient, and the values of the pack that its answer replaces (`settles`).

    `value`, `low`, `high` are in `unit`: hours, or persons in total.
    """

    question_id: str
    assumption_id: str
    recipient: Recipient
    about: About
    unit: str
    value: float
    low: float
    high: float
    source: str
    settles: tuple[AssumedValue, ...]
    swing_people: float
    swing_person_hours: float
    regret_people: float | None
    changes_first_choice: bool | None

    @property
    def changes_anything(self) -> bool:
        """Whether the answer can move the harm or the choice at all."""
        return bool(self.swing_people or self.swing_person_hours or self.regret_people or self.changes_first_choice)

    @property
    def order(self) -> tuple[float | str, ...]:
        """Sorts the most valuable answer first, as `worth_order`."""
        return *worth_order(self.regret_people, self.swing_people, self.swing_person_hours), self.question_id


@attrs.frozen(kw_only=True)
class CallSheet:
    """What one recipient is asked, most valuable first; `left_out` further questions are for another call."""

    recipient: Recipient
    questions: tuple[CallQuestion, ...]
    left_out: int = 0


@attrs.frozen(kw_only=True)
class CallList:
    """Everybody to ring, the most valuable answer first; `unasked` are worth verifying, but not by telephone."""

    sheets: tuple[CallSheet, ...]
    unasked: tuple[CallQuestion, ...] = ()

    @property
    def questions(self) -> tuple[CallQuestion, ...]:
        """All questions of all sheets."""
        return tuple(question for sheet in self.sheets for question in sheet.questions)


def make_call_list(found: VerifyFirst, assumptions: Iterable[Assumption], tables: PackTables) -> CallList:
    """The calls that verify what `found` puts first; `assumptions` are those that it looked at."""
    by_id = {assumption.assumption_id: assumption for assumption in assumptions}
    asking = _Asking(tables)
    asked = [
        question
        for ranked in found.assumptions
        if ranked.assumption_id in by_id
        for question in asking.questions(ranked, by_id[ranked.assumption_id])
        if question.changes_anything
    ]
    asked.sort(key=lambda question: question.order)
    per_recipient: dict[Recipient, list[CallQuestion]] = {}
    for question in asked:
        per_recipient.setdefault(question.recipient, []).append(question)
    return CallList(
        sheets=tuple(
            CallSheet(
                recipient=recipient,
                questions=tuple(questions[:MOST_QUESTIONS]),
                left_out=max(0, len(questions) - MOST_QUESTIONS),
            )
            for recipient, questions in per_recipient.items()
            if recipient.role != NOBODY
        ),
        unasked=tuple(question for question in asked if question.recipient.role == NOBODY),
    )


_GOODS = frozenset(
    ("power", "heat", "water", "wastewater", "mobile", "internet", "road", "fuel", "medicine", "food", "staff")
)
"""Services that everybody knows by their name."""
_MOST_NAMED = 3
_HEAT_KINDS = frozenset({"heat_area", "heat_supply"})
_BATTERY_KINDS = frozenset({"mast", "mobile_supply", "fibre_node", "internet_supply", "data_centre", "exchange"})
_ASKS_OF_KIND = {
    "generator": "generator",
    "printed_list": "lists",
    "offline_copy": "lists",
    "keys": "keys",
    "vehicles": "vehicles",
    "home_group": "alarm_battery",
}


class _Asking:
    """Turns the values of a pack into questions."""

    def __init__(self, tables: PackTables) -> None:
        self._directory = Directory(tables)
        self._assets: Mapping[str, AssetRow] = {row.asset_id: row for row in tables.assets}
        self._dependencies: defaultdict[tuple[str, ...], list[DependencyRow]] = defaultdict(list)
        for dependency in tables.dependencies:
            self._dependencies[dependency.asset_id, dependency.group_id].append(dependency)
        self._needs = {(need.profile_id, need.group_id): need for need in tables.needs}

    def questions(self, ranked: RankedAssumption, assumption: Assumption) -> Iterator[CallQuestion]:
        """The questions that settle one assumption: one per recipient, head-counts one per kind of people."""
        parts: defaultdict[tuple[Recipient, tuple[str, ...]], list[AssumedValue]] = defaultdict(list)
        for value in assumption.values:
            recipient = self._directory.of(value)
            is_count = value.column == "people" and recipient.role != CARE_HOME
            parts[recipient, self._directory.marks_of(value.key[0]) if is_count else ()].append(value)
        numbers: defaultdict[str, int] = defaultdict(int)
        for (recipient, _), values in parts.items():
            numbers[recipient.recipient_id] += 1
            number = numbers[recipient.recipient_id]
            name = f"{assumption.assumption_id}@{recipient.recipient_id}" + (f"#{number}" if number > 1 else "")
            yield self._question(name, ranked, assumption, recipient, values)

    def _question(
        self,
        question_id: str,
        ranked: RankedAssumption,
        assumption: Assumption,
        recipient: Recipient,
        values: Sequence[AssumedValue],
    ) -> CallQuestion:
        is_count = values[0].column == "people"
        combine: tuple[Callable[[Iterable[float]], float], ...] = (sum, sum) if is_count else (min, max)
        whole = sum(value.value for value in assumption.values)
        share = sum(value.value for value in values) / whole if is_count and whole else 1.0
        is_of_people = values[0].table == "need_profiles"
        return CallQuestion(
            question_id=question_id,
            assumption_id=assumption.assumption_id,
            recipient=recipient,
            about=self._about_people(values, recipient) if is_of_people else self._about_assets(values),
            unit=PERSONS if is_count else HOURS,
            value=sum(value.value for value in values) if is_count else values[0].value,
            low=combine[0](value.low for value in values),
            high=combine[1](value.high for value in values),
            source=assumption.source,
            settles=tuple(values),
            swing_people=ranked.swing_people * share,
            swing_person_hours=ranked.swing_person_hours * share,
            regret_people=None if ranked.regret_people is None else ranked.regret_people * share,
            changes_first_choice=ranked.changes_first_choice,
        )

    def _about_people(self, values: Sequence[AssumedValue], recipient: Recipient) -> About:
        profiles = tuple(dict.fromkeys(value.key[0] for value in values))
        marks = tuple(dict.fromkeys(need for profile in profiles for need in self._directory.marks_of(profile)))
        if values[0].column != "people":
            needs = [self._needs[value.key[0], value.key[1]] for value in values]
            return About(
                asks="tolerance" if values[0].column == "tolerance_hours" else "need_recharge",
                profiles=profiles,
                needs=tuple(dict.fromkeys(need.need_type for need in needs)),
                marks=marks,
                severity=min((need.severity for need in needs), key=SEVERITIES.index),
            )
        if not recipient.asset_id:
            return About(asks="people", profiles=profiles, marks=marks)
        everybody = self._directory.residents_of(recipient.asset_id)
        return About(
            asks="residents" if set(profiles) == everybody else "residents_who",
            subjects=(recipient.asset_id,),
            profiles=profiles,
            marks=marks,
        )

    def _about_assets(self, values: Sequence[AssumedValue]) -> About:
        subjects = tuple(dict.fromkeys(value.key[0] for value in values))
        if values[0].table == "assets":
            return About(asks="restart", subjects=subjects)
        rows = [row for value in values for row in self._dependencies[value.key]]
        own = {self._assets[subject].service for subject in subjects}
        without = self._missing(sorted({row.supplier_id for row in rows}), own)
        if values[0].column == "recharge_hours":
            return About(asks="recharge", subjects=subjects, without=without)
        if not any(value.value for value in values):
            return About(asks="backup" if without == ("power",) else "another_way", subjects=subjects, without=without)
        asks = self._asks_of(frozenset(self._assets[subject].kind for subject in subjects), without, rows)
        if asks == "generator":
            users = [self._directory.users_of(subject) or (subject,) for subject in subjects]
            subjects = tuple(dict.fromkeys(user for found in users for user in found))
        return About(asks=asks, subjects=subjects, without=without)

    def _missing(self, suppliers: Sequence[str], own: Collection[str]) -> tuple[str, ...]:
        """What the subjects are without: goods that all know by their name, other things by theirs; many by kind.

        Those who give a service themselves (`own`) get it from somebody with a name.
        """
        found = [self._assets[supplier] for supplier in suppliers]
        words = [_goods_of(asset, own) or f"asset:{asset.asset_id}" for asset in found]
        if len(set(words)) > _MOST_NAMED:
            words = [_goods_of(asset, own) or asset.service or f"kind:{asset.kind}" for asset in found]
        return tuple(dict.fromkeys(words))

    def _asks_of(self, kinds: frozenset[str], without: tuple[str, ...], rows: Iterable[DependencyRow]) -> str:
        special = {_ASKS_OF_KIND.get(kind, "") for kind in kinds}
        if len(special) == 1 and special != {""}:
            return special.pop()
        if kinds <= _HEAT_KINDS:
            return "heat_left"
        is_battery = without == ("power",) and kinds <= _BATTERY_KINDS
        return "battery" if is_battery and all(row.buffer_kind in ("", "battery") for row in rows) else "without"


def _goods_of(asset: AssetRow, own: Collection[str]) -> str:
    """The service that an asset gives where all know it by name; backup power is power too."""
    service = "power" if asset.service == "backup_power" else asset.service
    return service if service in _GOODS and service not in own else ""
