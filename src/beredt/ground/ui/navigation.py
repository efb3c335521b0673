"""What stands in the navigation to the left, declared by the shell: rooms are named there and nowhere in `ui`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from beredt.kit.language import Language


def _everybody(actor: object) -> bool:
    return True


@attrs.frozen(kw_only=True)
class Slot:
    """One place to go in a municipality: `title` is a marked sentence, `path` stands below the municipality's address.

    `letter` is the key after `g`; `may_see` says of an actor whether the slot is shown. A `button` stands at the top
    right instead of in the list.
    """

    key: str
    title: str
    path: str
    letter: str
    may_see: Callable[[object], bool] = _everybody
    button: bool = False


@attrs.frozen(kw_only=True)
class Link:
    """A slot for one reader, ready to lay out."""

    title: str
    url: str
    letter: str
    current: bool


_slots: dict[str, Slot] = {}


def declare(slots: Iterable[Slot]) -> None:
    """Adds slots in the order they are shown; raises `ValueError` for a letter that another slot has."""
    for slot in slots:
        taken = {other.letter for other in _slots.values() if other.key != slot.key}
        if slot.letter in taken:
            raise ValueError(f"{slot.key}: the letter {slot.letter} is taken")
        _slots[slot.key] = slot


def declared() -> tuple[Slot, ...]:
    """All slots, in order."""
    return tuple(_slots.values())


def links(*, code: str, path: str, actor: object, language: Language, buttons: bool = False) -> tuple[Link, ...]:
    """The slots that the actor sees in municipality `code`; the one that `path` lies in is current."""
    home = f"/{code}/"
    return tuple(
        Link(
            title=language.say(slot.title),
            url=home + slot.path,
            letter=slot.letter,
            current=path.startswith(home + slot.path) if slot.path else path == home,
        )
        for slot in _slots.values()
        if slot.button == buttons and slot.may_see(actor)
    )
