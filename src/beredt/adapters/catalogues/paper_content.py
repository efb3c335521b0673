"""What the crisis folder says beside the figures: role cards, first actions, agenda, whom to ring, what to decide.

Content of the program, read once; the values carry both languages and the key of their source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

import attrs

from beredt.adapters.catalogues.documents import read_toml, read_yaml
from beredt.adapters.catalogues.fields import Fields
from beredt.adapters.catalogues.problem import CatalogueProblem, InvalidCatalogue
from beredt.domain.riskpicture.catalogue import FAMILIES, Source, Wording

ACTION_CARDS = "action_cards"
FOLDER = "folder"
MOST_POINTS = 30
LONGEST_LEAD_HOURS = 72.0

Entry = TypeVar("Entry")


@attrs.frozen(kw_only=True)
class RoleCard:
    """The card of one role of the crisis staff: task, when, actions; who is filled in by hand."""

    role_id: str
    title: Wording
    task: Wording
    when: Wording
    actions: tuple[Wording, ...]
    source: Source


@attrs.frozen(kw_only=True)
class FirstActions:
    """The first actions in a family of hazards; with `from_temperature_c` [°C] only in hazards at least that warm."""

    family: str
    from_temperature_c: float | None = None
    actions: tuple[Wording, ...]
    source: Source


@attrs.frozen(kw_only=True)
class AgendaPoint:
    """A point of the first meeting that is known by name."""

    title: Wording
    prompt: Wording


@attrs.frozen(kw_only=True)
class Agenda:
    """The first meeting: `points` in the source, of which `named` are known; the rest stays open."""

    points: int
    named: tuple[AgendaPoint, ...]
    source: Source

    @property
    def open_points(self) -> int:
        """Points that the source has and we do not know."""
        return max(self.points - len(self.named), 0)


@attrs.frozen(kw_only=True)
class Contact:
    """A function to ring: on the page of a hazard that takes one of `services` or is of one of `families`.

    With `need_types` it stands where one of those needs is used up; `always` on every page.
    """

    contact_id: str
    name: Wording
    ask: Wording
    services: tuple[str, ...]
    families: tuple[str, ...]
    need_types: tuple[str, ...]
    always: bool


@attrs.frozen(kw_only=True)
class Decision:
    """What to decide before needs of `need_types` are used up; help is there `lead_hours` [h] after the decision."""

    need_types: tuple[str, ...]
    lead_hours: float
    text: Wording


@attrs.frozen(kw_only=True)
class PaperContent:
    """Everything that the folder says of itself."""

    roles: tuple[RoleCard, ...]
    first_actions: tuple[FirstActions, ...]
    agenda: Agenda
    contacts: tuple[Contact, ...]
    decisions: tuple[Decision, ...]

    def first_actions_for(self, family: str, temperature_c: float | None) -> FirstActions | None:
        """The family's card for that temperature [°C], else its general one; None where there is none."""
        cards = [card for card in self.first_actions if card.family == family]
        warm = [card for card in cards if _is_warm_enough(card, temperature_c)]
        return next(iter(warm), None) or next((card for card in cards if card.from_temperature_c is None), None)


def _is_warm_enough(card: FirstActions, temperature_c: float | None) -> bool:
    least = card.from_temperature_c
    return least is not None and temperature_c is not None and temperature_c >= least


@cache
def load_paper_content() -> PaperContent:
    """The content that ships with the program; raises `InvalidCatalogue` with all that is wrong."""
    content, problems = read_paper_content(resources.files("beredt") / "content")
    if problems:
        raise InvalidCatalogue(FOLDER, problems)
    return content


def read_paper_content(content: Traversable) -> tuple[PaperContent, tuple[CatalogueProblem, ...]]:
    """The content below a folder, and all that is wrong; with problems it must not be used."""
    problems: list[CatalogueProblem] = []
    cards, folder = content / ACTION_CARDS, content / FOLDER
    card_sources, folder_sources = _sources(cards, problems), _sources(folder, problems)
    actions = _each(cards, "first_actions.yaml", "families", problems, lambda entry: _first(entry, card_sources))
    return PaperContent(
        roles=_each(cards, "roles.yaml", "roles", problems, lambda entry: _role(entry, card_sources)),
        first_actions=actions,
        agenda=_agenda(folder, folder_sources, problems),
        contacts=_each(folder, "contacts.yaml", "contacts", problems, _contact),
        decisions=_each(folder, "decisions.yaml", "decisions", problems, _decision),
    ), tuple(problems)


def _each(
    folder: Traversable,
    file: str,
    key: str,
    problems: list[CatalogueProblem],
    read: Callable[[Fields], Entry],
) -> tuple[Entry, ...]:
    """One value per mapping in the list `key` of a file."""
    root = _root(folder, file, problems)
    root.text("basis", optional=True)
    entries = root.each(key)
    root.done()
    found = []
    for entry in entries:
        found.append(read(entry))
        entry.done()
    return tuple(found)


def _root(folder: Traversable, file: str, problems: list[CatalogueProblem]) -> Fields:
    return Fields.of(read_yaml(folder, file, problems), file=file, where="", problems=problems)


def _sources(folder: Traversable, problems: list[CatalogueProblem]) -> Mapping[str, Source]:
    file = "sources.toml"
    root = Fields.of(read_toml(folder, file, problems), file=file, where="", problems=problems)
    table = root.inner("sources")
    found = {}
    for key in table.keys() if table is not None else ():
        entry = table.inner(key) if table is not None else None
        if entry is not None:
            found[key] = Source(key=key, title=entry.text("title"), url=entry.text("url", optional=True))
            entry.done()
    return found


def _source(entry: Fields, sources: Mapping[str, Source]) -> Source:
    key = entry.choice("source", sources)
    return sources.get(key, Source(key="", title=""))


def _wordings(entry: Fields, key: str) -> tuple[Wording, ...]:
    found = []
    for inner in entry.each(key):
        found.append(Wording(da=inner.text("da"), en=inner.text("en")))
        inner.done()
    return tuple(found)


def _role(entry: Fields, sources: Mapping[str, Source]) -> RoleCard:
    return RoleCard(
        role_id=entry.identifier("id"),
        title=entry.wording("title"),
        task=entry.wording("task"),
        when=entry.wording("when"),
        actions=_wordings(entry, "actions"),
        source=_source(entry, sources),
    )


def _first(entry: Fields, sources: Mapping[str, Source]) -> FirstActions:
    return FirstActions(
        family=entry.choice("family", FAMILIES),
        from_temperature_c=entry.optional_number("from_temperature_c", low=-50.0, high=60.0),
        actions=_wordings(entry, "actions"),
        source=_source(entry, sources),
    )


def _agenda(folder: Traversable, sources: Mapping[str, Source], problems: list[CatalogueProblem]) -> Agenda:
    root = _root(folder, "agenda.yaml", problems)
    named = []
    for entry in root.each("named"):
        named.append(AgendaPoint(title=entry.wording("title"), prompt=entry.wording("prompt")))
        entry.done()
    agenda = Agenda(
        points=root.whole_number("points", low=1, high=MOST_POINTS),
        named=tuple(named),
        source=_source(root, sources),
    )
    root.done()
    return agenda


def _contact(entry: Fields) -> Contact:
    return Contact(
        contact_id=entry.identifier("id"),
        name=entry.wording("name"),
        ask=entry.wording("ask"),
        services=entry.words("services"),
        families=entry.words("families"),
        need_types=entry.words("need_types"),
        always=entry.yes_or_no("always", default=False),
    )


def _decision(entry: Fields) -> Decision:
    return Decision(
        need_types=entry.words("need_types"),
        lead_hours=entry.number("lead_hours", low=0.0, high=LONGEST_LEAD_HOURS),
        text=entry.wording("text"),
    )
