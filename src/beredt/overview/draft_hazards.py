"""Which hazards a first draft can only take as a whole, and which it cannot place at all."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.municipality.snapshot import MunicipalitySnapshot, build_snapshot
from beredt.domain.municipality.tables import PackTables
from beredt.domain.riskpicture.catalogue import Edition
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.domain.riskpicture.templates import NotExpressible, localise
from beredt.kit.language import Language

HORIZON_HOURS = 72
NOT_EXPRESSIBLE = "not_expressible"


@attrs.frozen(kw_only=True)
class HazardNote:
    """One hazard and why it cannot be made local; `reason` is blank where it can be taken as a whole only."""

    hazard_id: str
    name: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class DraftHazards:
    """The hazards of an edition that a draft cannot make local.

    `as_a_whole`: everything they hit is one asset for the whole municipality. `not_placed`: the pack has nothing that
    they could hit. `not_expressible`: no pack would help, the model cannot express them.
    """

    as_a_whole: tuple[HazardNote, ...]
    not_placed: tuple[HazardNote, ...]
    not_expressible: tuple[HazardNote, ...]


def draft_hazards(
    *, tables: PackTables, edition: Edition, sole_assets: Collection[str], language: Language
) -> DraftHazards:
    """What the edition's hazards become in a drafted pack."""
    snapshot = build_snapshot(tables)
    words = load_vocabulary().thing_names(language.code)
    as_a_whole: list[HazardNote] = []
    not_placed: list[HazardNote] = []
    not_expressible: list[HazardNote] = []
    for hazard in edition.hazards:
        name = hazard.names.in_language(language.code)
        found = localise(hazard=hazard, snapshot=snapshot, horizon_hours=HORIZON_HOURS)
        if isinstance(found, NotExpressible):
            reason = found.told_in(language, lambda word: words.get(word, word))
            note = HazardNote(hazard_id=hazard.hazard_id, name=name, reason=reason)
            (not_expressible if found.code == NOT_EXPRESSIBLE else not_placed).append(note)
        elif _hit(found, snapshot) <= set(sole_assets):
            as_a_whole.append(HazardNote(hazard_id=hazard.hazard_id, name=name))
    return DraftHazards(
        as_a_whole=tuple(as_a_whole), not_placed=tuple(not_placed), not_expressible=tuple(not_expressible)
    )


def _hit(scenario: Scenario, snapshot: MunicipalitySnapshot) -> set[str]:
    """Ids of the assets that a scenario can hit."""
    return {
        snapshot.assets.asset_id[asset]
        for disruption in scenario.disruptions
        for asset in select_assets(snapshot, disruption.selector)
    }
