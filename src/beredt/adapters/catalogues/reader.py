"""All risk catalogues that ship with the program, and one more from a folder; finding a hazard by its id."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import attrs

from beredt.adapters.catalogues.edition_files import PACK_FILE, read_edition
from beredt.adapters.catalogues.problem import InvalidCatalogue
from beredt.domain.riskpicture.catalogue import Edition, Hazard, choose_default
from beredt.kit.errors import NotFound
from beredt.kit.language import mark


@attrs.frozen(kw_only=True)
class CatalogueRegistry:
    """The editions at hand, by id in alphabetical order; `selected` answers to short hazard ids."""

    editions: tuple[Edition, ...]
    selected: Edition

    def edition(self, edition_id: str) -> Edition:
        """The edition with that id; raises `NotFound` naming the known ones."""
        for edition in self.editions:
            if edition.edition_id == edition_id:
                return edition
        raise NotFound(
            mark("There is no catalogue {id}."),
            code="unknown_catalogue",
            hint=mark("Known are: {known}. The path of a catalogue folder can be given as well."),
            id=_shown(edition_id),
            known=", ".join(edition.edition_id for edition in self.editions),
        )

    def hazard(self, named: str) -> Hazard:
        """The hazard with that full id, or that short id in the selected edition; raises `NotFound`."""
        edition_id, slash, short_id = named.rpartition("/")
        edition = self.edition(edition_id) if slash else self.selected
        hazard = edition.hazard(short_id)
        if hazard is not None:
            return hazard
        raise NotFound(
            mark("There is no hazard {id} in the catalogue {catalogue}."),
            code="unknown_hazard",
            hint=mark("Known are: {known}."),
            id=_shown(named),
            catalogue=edition.edition_id,
            known=", ".join(hazard.short_id for hazard in edition.hazards),
        )


def load_catalogues(*, extra_folder: Path | None = None) -> CatalogueRegistry:
    """The editions that ship with the program, and the one in `extra_folder`, which is then the selected one.

    Without it the default is selected. An extra edition replaces a shipped one with the same id. Raises
    `InvalidCatalogue` with all that is wrong, `NotFound` where there is no such folder.
    """
    shipped = _shipped_editions()
    if extra_folder is None:
        return CatalogueRegistry(editions=shipped, selected=choose_default(shipped))
    extra = load_folder(extra_folder)
    others = tuple(edition for edition in shipped if edition.edition_id != extra.edition_id)
    editions = sorted((*others, extra), key=lambda edition: edition.edition_id)
    return CatalogueRegistry(editions=tuple(editions), selected=extra)


def open_catalogues(named: str | None) -> CatalogueRegistry:
    """The catalogues with the one selected that `--catalogue` names: an id, a folder, or (None) the default."""
    registry = load_catalogues()
    if named is None:
        return registry
    if any(edition.edition_id == named for edition in registry.editions):
        return attrs.evolve(registry, selected=registry.edition(named))
    if named and Path(named).is_dir():
        return load_catalogues(extra_folder=Path(named))
    return attrs.evolve(registry, selected=registry.edition(named))


def load_folder(folder: Path) -> Edition:
    """The edition in a folder; raises `InvalidCatalogue` with all that is wrong, `NotFound` without a folder."""
    if not folder.is_dir():
        raise NotFound(
            mark("There is no folder {folder}."),
            code="no_such_folder",
            hint=mark("A catalogue is a folder with pack.toml, hazards.yaml and SOURCES.md."),
            folder=_shown(str(folder)),
        )
    edition, problems = read_edition(folder)
    if problems:
        raise InvalidCatalogue(_shown(folder.name), problems)
    return edition


def default_catalogue_id() -> str:
    """Id of the shipped edition with the most confirmed hazards that the model can express."""
    return load_catalogues().selected.edition_id


@cache
def _shipped_editions() -> tuple[Edition, ...]:
    root = resources.files("beredt") / "content" / "risk_catalogues"
    folders = sorted((entry for entry in root.iterdir() if (entry / PACK_FILE).is_file()), key=lambda entry: entry.name)
    editions = []
    for folder in folders:
        edition, problems = read_edition(folder)
        if problems:
            raise InvalidCatalogue(folder.name, problems)
        editions.append(edition)
    return tuple(sorted(editions, key=lambda edition: edition.edition_id))


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:100]
