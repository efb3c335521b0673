"""Questions of the guided start: where in a pack an answer stands; and the statements of the three-day test."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from beredt.domain.municipality.tables import AssetRow, NeedRow, PackTables

HOURS, PEOPLE = "hours", "people"
FIRST, MORE = "first", "more"


@attrs.frozen(kw_only=True)
class Wording:
    """A text in both languages."""

    da: str
    en: str

    def in_language(self, language_code: str) -> str:
        """The Danish text for `da`, else the English one."""
        return self.da if language_code == "da" else self.en


@attrs.frozen(kw_only=True)
class Where:
    """The values that an answer sets: those of `table`.`column` whose row fits; empty lists fit everything.

    What is asked of assets of `kinds` may stand at another asset that they, or the people who live in them, lean on (a
    home's generator): one of `through_kinds`, in its rows with a supplier of `through_services` (its fuel).
    """

    table: str
    column: str
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    need_types: tuple[str, ...] = ()
    through_kinds: tuple[str, ...] = ()
    through_services: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Question:
    """One question; `kind` is hours [h] (with a plain no for 0) or people [persons in all]; `round` first or more."""

    question_id: str
    round: str
    kind: str
    ask: Wording
    why: Wording
    where: Where


@attrs.frozen(kw_only=True)
class Statement:
    """One point of the three-day test, its source, and the measures that help where the answer is no."""

    statement_id: str
    ask: Wording
    source: str
    url: str
    measure_ids: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Place:
    """One value of a pack: its table, the row's key, its column, what stands there, and the row's basis."""

    table: str
    key: tuple[str, ...]
    column: str
    value: float


def find_places(question: Question, tables: PackTables) -> tuple[Place, ...]:
    """The values that an answer to `question` sets in this pack, each once; empty where it has none."""
    where = question.where
    assets = {row.asset_id: row for row in tables.assets}
    if where.table == "assets":
        found = [
            Place(table="assets", key=(row.asset_id,), column=where.column, value=row.restart_hours)
            for row in tables.assets
            if _fits(row.kind, where.kinds)
        ]
    elif where.table == "dependencies":
        through = _leant_on(where, tables, assets)
        found = [
            Place(
                table="dependencies",
                key=(row.asset_id, row.group_id),
                column=where.column,
                value=row.buffer_hours,
            )
            for row in tables.dependencies
            if (
                _fits(assets[row.asset_id].kind, where.kinds) and _fits(assets[row.supplier_id].service, where.services)
            )
            or (row.asset_id in through and _fits(assets[row.supplier_id].service, where.through_services))
        ]
    else:
        found = [
            Place(table="need_profiles", key=(row.profile_id,), column="people", value=float(row.people))
            for row in tables.needs
            if _is_asked(row, where, assets)
        ]
    return tuple({(place.table, place.key, place.column): place for place in found}.values())


def _leant_on(where: Where, tables: PackTables, assets: Mapping[str, AssetRow]) -> set[str]:
    """Assets of `through_kinds` that assets of `kinds`, or the people who live in one, lean on directly."""
    asked = {asset_id for asset_id, asset in assets.items() if asset.kind in where.kinds}
    living = {row.profile_id for row in tables.needs if row.supplier_id in asked}
    suppliers = {row.supplier_id for row in tables.dependencies if row.asset_id in asked}
    suppliers |= {row.supplier_id for row in tables.needs if row.profile_id in living}
    return {supplier for supplier in suppliers if assets[supplier].kind in where.through_kinds}


def _fits(word: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or word in wanted


def _is_asked(row: NeedRow, where: Where, assets: Mapping[str, AssetRow]) -> bool:
    return _fits(row.need_type, where.need_types) and _fits(assets[row.supplier_id].service, where.services)
