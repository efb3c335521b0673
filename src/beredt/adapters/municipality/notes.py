"""What was put right while reading: told, never hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from beredt.kit.language import Language


@attrs.frozen(kw_only=True)
class ReadingNote:
    """A sentence with its places."""

    sentence: str
    values: Mapping[str, Any] = attrs.field(factory=dict)

    def told_in(self, language: Language) -> str:
        """The sentence in a language, numbers as they are written there."""
        told = {
            name: language.number(value) if isinstance(value, int | float) else value
            for name, value in self.values.items()
        }
        return language.say(self.sentence, **told)
