"""A pack in the making: rows are added one by one, with their origin and the assumption they were copied from."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

import attrs

from beredt.domain.municipality.care_slices import Expansion
from beredt.domain.municipality.tables import AssetRow, DependencyRow, NeedRow, Origin, ProvenanceRow

INVENTED = "Opdigtet til demoen"
ANSWERED = "Opdigtet svar fra ejeren, indhentet til demoen"
DEFAULT = "Beredts standardværdi"


@attrs.frozen(kw_only=True)
class Guess:
    """A value in hours with its range (10th and 90th percentile); rows that share `assumption_id` move together."""

    hours: float
    low: float
    high: float
    assumption_id: str
    basis: str = "default"
    source: str = DEFAULT


class Draft:
    """Rows of the demo pack so far, and the content they are built from."""

    def __init__(self, *, seed: int) -> None:
        self.content = _read_content()
        self.seed = seed
        self.as_of = str(self.content["municipality"]["as_of"])
        self.assets: dict[str, AssetRow] = {}
        self.dependencies: list[DependencyRow] = []
        self.needs: list[NeedRow] = []
        self.provenance: list[ProvenanceRow] = []

    @property
    def areas(self) -> list[dict[str, Any]]:
        """The areas as the content has them."""
        return list(self.content["areas"])

    def chance(self, name: str) -> random.Random:
        """A source of chance of its own for every name: adding one asset moves no other."""
        return random.Random(f"{self.seed}/{name}")

    def origin(self, basis: str = "assumed", source: str = INVENTED) -> Origin:
        """An origin dated with the demo's day."""
        return Origin(basis=basis, source=source, as_of=self.as_of)

    def add(
        self,
        asset_id: str,
        *,
        kind: str,
        name: str,
        area: str = "",
        service: str = "",
        people: int | None = None,
        restart: float = 0.0,
        basis: str = "assumed",
    ) -> str:
        """Adds an asset and returns its id; `restart` [h]. Raises `ValueError` on an id that is taken."""
        if asset_id in self.assets:
            raise ValueError(f"two assets are called {asset_id}")
        lon, lat = self.place(asset_id, area) if area else (None, None)
        source = ANSWERED if basis == "verified" else INVENTED
        self.assets[asset_id] = AssetRow(
            asset_id=asset_id,
            kind=kind,
            name=name,
            lon=lon,
            lat=lat,
            area_id=area,
            service=service,
            people=people,
            restart_hours=restart,
            origin=self.origin(basis, source),
        )
        return asset_id

    def depend(
        self,
        asset_id: str,
        group_id: str,
        suppliers: Sequence[str],
        *,
        min_up: int = 1,
        buffer: float | Guess = 0.0,
        recharge: float | None = None,
        kind: str = "",
        basis: str = "assumed",
    ) -> None:
        """Adds one supplier group of an asset; `buffer` and `recharge` [h]."""
        source = ANSWERED if basis == "verified" else INVENTED
        origin = self.origin(basis, source)
        if isinstance(buffer, Guess):
            self.doubt("dependencies", f"{asset_id}/{group_id}", "buffer_hours", buffer)
            origin = self.origin(buffer.basis, buffer.source)
        hours = buffer.hours if isinstance(buffer, Guess) else buffer
        self.dependencies += [
            DependencyRow(
                asset_id=asset_id,
                group_id=group_id,
                supplier_id=supplier,
                min_up=min_up,
                buffer_hours=hours,
                recharge_hours=recharge,
                buffer_kind=kind,
                origin=origin,
            )
            for supplier in suppliers
        ]

    def doubt(self, table: str, row_key: str, column: str, guess: Guess) -> None:
        """Notes the range of one value and the assumption it shares with others."""
        self.provenance.append(
            ProvenanceRow(
                table=table,
                row_key=row_key,
                column=column,
                basis=guess.basis,
                source=guess.source,
                as_of=self.as_of,
                low=guess.low,
                high=guess.high,
                assumption_id=guess.assumption_id,
            )
        )

    def extend(self, expansion: Expansion) -> None:
        """Adds the rows of a care team's slices or visits; raises `ValueError` on an id that is taken."""
        taken = self.assets.keys() & {row.asset_id for row in expansion.assets}
        if taken:
            raise ValueError(f"two assets are called {', '.join(sorted(taken))}")
        self.assets.update({row.asset_id: row for row in expansion.assets})
        self.dependencies += expansion.dependencies

    def feeders_of(self, area_id: str) -> list[str]:
        """Ids of an area's feeders."""
        count = next(area["feeders"] for area in self.areas if area["id"] == area_id)
        return [f"feeder-{area_id}-{number}" for number in range(1, count + 1)]

    def feeder_for(self, area_id: str, name: str) -> str:
        """The feeder that a thing in an area hangs on: always the same for the same name and seed."""
        return self.chance(f"feeder of {name}").choice(self.feeders_of(area_id))

    def each_feeder(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Every area with each of its feeders."""
        for area in self.areas:
            for feeder in self.feeders_of(area["id"]):
                yield area, feeder

    def place(self, asset_id: str, area_id: str) -> tuple[float, float]:
        """A point well inside a convex area: a random mean of its corners, drawn towards the middle."""
        corners = next(area["polygon"] for area in self.areas if area["id"] == area_id)
        dice = self.chance(f"place of {asset_id}")
        weights = [0.4 + dice.random() for _ in corners]
        total = sum(weights)
        lon = sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)) / total
        lat = sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)) / total
        return round(lon, 5), round(lat, 5)


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of `total` in proportion to `weights` (largest remainder; the first of equals gets it)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _read_content() -> dict[str, Any]:
    file = resources.files("beredt") / "content" / "municipalities" / "demo" / "fjordby.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
