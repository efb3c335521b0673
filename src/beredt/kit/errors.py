"""Errors that a user can act on; anything else that is raised is a bug of ours.

Every `UserError` has a `code` (stable, for machines), a sentence (what and why) and a hint (what to do).
No message may hold a citizen's data.
"""

from __future__ import annotations

from beredt.kit.language import Language


class UserError(Exception):
    """Something the user can put right. `exit_code` is what the command line returns for it.

    `sentence` and `hint` are English message ids with `{name}` places, filled from `values` and translated at the door.
    """

    exit_code = 2

    def __init__(self, sentence: str, *, code: str, hint: str = "", **values: object) -> None:
        super().__init__(sentence.format(**values))
        self.sentence = sentence
        self.code = code
        self.hint = hint
        self.values = values

    def told_in(self, language: Language) -> str:
        """The sentence and the hint in the reader's language."""
        told = language.say(self.sentence, **self.values)
        return f"{told} {language.say(self.hint, **self.values)}" if self.hint else told


class InvalidInput(UserError):
    """An argument or a value that cannot be used as given."""


class NotFound(UserError):
    """A thing the user named does not exist."""


class NotAllowed(UserError):
    """The user may not do this."""

    exit_code = 3


class CapacityExceeded(UserError):
    """The input is larger than the model can hold exactly; nothing was cut silently."""
