"""A pack in the making: rows with their origin, their range and the assumption they share."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.domain.municipality.care_slices import Expansion
from beredt.domain.municipality.drafting.defaults import DraftDefaults, Hours, SupplyNeed
from beredt.domain.municipality.tables import AreaRow, AssetRow, DependencyRow, NeedRow, Origin, ProvenanceRow


@attrs.define
class DraftRows:
    """Rows so far. The only thing here that changes: it lives and dies inside one call of `draft_pack`."""

    defaults: DraftDefaults
    assets: dict[str, AssetRow] = attrs.field(factory=dict)
    dependencies: list[DependencyRow] = attrs.field(factory=list)
    needs: list[NeedRow] = attrs.field(factory=list)
    areas: list[AreaRow] = attrs.field(factory=list)
    provenance: list[ProvenanceRow] = attrs.field(factory=list)

    def text(self, key: str, **values: object) -> str:
        """A Danish text of the content with its places filled."""
        return self.defaults.texts[key].format(**values)

    def default_origin(self, source: str = "") -> Origin:
        """An origin of Beredt's own."""
        return Origin(basis="default", source=source or self.text("default"), as_of=self.defaults.as_of)

    def add_asset(self, row: AssetRow) -> str:
        """Adds an asset and returns its id; raises `ValueError` on an id that is taken."""
        if row.asset_id in self.assets:
            raise ValueError(f"two assets are called {row.asset_id}")
        self.assets[row.asset_id] = row
        return row.asset_id

    def extend(self, expansion: Expansion) -> None:
        """Adds the rows of a care team's slices or visits."""
        for row in expansion.assets:
            self.add_asset(row)
        self.dependencies += expansion.dependencies

    def depend(self, asset_id: str, need: SupplyNeed, *, suppliers: Sequence[str] = (), assumption: str = "") -> None:
        """Adds a supplier group of an asset, and what there is to verify about its buffer."""
        origin = self.default_origin(need.source)
        self.dependencies += [
            DependencyRow(
                asset_id=asset_id,
                group_id=need.group_id,
                supplier_id=supplier_id,
                buffer_hours=need.hours.likely,
                recharge_hours=need.recharge,
                buffer_kind=need.kind,
                origin=origin,
            )
            for supplier_id in suppliers or need.suppliers
        ]
        named = assumption or need.assumption
        if named and need.hours.is_range:
            self.doubt("dependencies", f"{asset_id}/{need.group_id}", "buffer_hours", need.hours, named, origin)

    def doubt(self, table: str, row_key: str, column: str, span: Hours | None, assumption: str, origin: Origin) -> None:
        """Notes the origin of one value, its range (in its column's unit) and the assumption it shares with others."""
        self.provenance.append(
            ProvenanceRow(
                table=table,
                row_key=row_key,
                column=column,
                basis=origin.basis,
                source=origin.source,
                as_of=origin.as_of,
                low=span.low if span else None,
                high=span.high if span else None,
                assumption_id=assumption,
            )
        )
