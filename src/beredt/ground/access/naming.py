"""Who did something, in words for a page: names are looked up when a page is made, and stored nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from beredt.ground.access import permissions, policies, queries
from beredt.ground.access.actor import Actor
from beredt.kit.language import Language, mark

Who = Callable[[int | None], str]
"""What somebody is called, by user id; None is the program."""


def who_among(user_ids: Iterable[int | None], *, actor: Actor, language: Language) -> Who:
    """What the reader calls each of the users: you, a member by name, one who has left, or the program itself.

    Whoever may not see the names of colleagues reads "a colleague". For pages, never for files or logs.
    """
    others = {user_id for user_id in user_ids if user_id is not None and user_id != actor.user_id}
    may_see = permissions.may(actor, policies.SEE_COLLEAGUES)
    names = queries.member_names(actor=actor, user_ids=others) if others and may_see else {}

    def who(user_id: int | None) -> str:
        if user_id is None:
            return language.say(mark("the program itself"))
        if user_id == actor.user_id:
            return language.say(mark("you"))
        if not may_see:
            return language.say(mark("a colleague"))
        return names.get(user_id) or language.say(mark("somebody who is no longer a member"))

    return who
