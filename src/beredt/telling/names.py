"""What things are called in front of a reader: assets and areas by the pack, words by the vocabulary."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import attrs

from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.kit.language import Language, mark


@attrs.frozen(kw_only=True)
class Names:
    """Readable names for one reader in one language; every lookup falls back to the id itself."""

    language: Language
    vocabulary: Vocabulary = attrs.field(repr=False)
    municipality: str
    asset_names: Mapping[str, str] = attrs.field(repr=False)
    area_names: Mapping[str, str] = attrs.field(repr=False)
    hazard_names: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    def service(self, code: str) -> str:
        """A service's word."""
        return printable(self.vocabulary.service_name(code, self.language.code))

    def need_type(self, code: str) -> str:
        """A need type's word."""
        return printable(self.vocabulary.need_name(code, self.language.code))

    def asset(self, asset_id: str) -> str:
        """An asset's name."""
        return printable(self.asset_names.get(asset_id) or asset_id)

    def area(self, area_id: str) -> str:
        """An area's name."""
        return printable(self.area_names.get(area_id) or area_id)

    def hazard(self, hazard: str) -> str:
        """A hazard's name; a result without a hazard comes from a file of outages."""
        if not hazard:
            return self.language.say(mark("The outages in the file"))
        name = self.hazard_names.get(hazard)
        return capitalised(printable(name)) if name else printable(hazard)


def names_of(
    *,
    snapshot: MunicipalitySnapshot,
    vocabulary: Vocabulary,
    language: Language,
    hazard_names: Mapping[str, str],
) -> Names:
    """The names of one municipality's assets and areas beside the vocabulary's words."""
    return Names(
        language=language,
        vocabulary=vocabulary,
        municipality=printable(snapshot.name),
        asset_names=dict(zip(snapshot.assets.asset_id, snapshot.assets.name, strict=True)),
        area_names=dict(zip(snapshot.areas.area_id, snapshot.areas.name, strict=True)),
        hazard_names=hazard_names,
    )


def printable(text: str) -> str:
    """`text` on one line, without control and direction-changing characters: a pack is somebody else's file."""
    cleaned = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in text)
    return " ".join(cleaned.split())


def capitalised(text: str) -> str:
    """`text` with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]
