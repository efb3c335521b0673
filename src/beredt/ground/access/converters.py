"""How a municipality stands in an address."""

from __future__ import annotations


class MunicipalityConverter:
    """Three digits, as in `/851/`."""

    regex = "[0-9]{3}"

    def to_python(self, value: str) -> str:
        """The code as text: it may begin with a nought."""
        return value

    def to_url(self, value: str) -> str:
        """The code."""
        return value
