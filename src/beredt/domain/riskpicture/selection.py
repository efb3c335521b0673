"""Which assets of a municipality a selector means."""

from __future__ import annotations

import math
from collections import defaultdict
from decimal import Decimal

import numpy as np

from beredt.domain.municipality.snapshot import IntColumn, MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Selector
from beredt.kit import arrays


def select_assets(*, selector: Selector, snapshot: MunicipalitySnapshot) -> IntColumn:
    """Indices of the assets that meet every criterion of the selector, ascending; none given selects nothing."""
    if not (selector.services or selector.kinds or selector.asset_ids or selector.area_ids):
        return arrays.frozen_column([], np.int64)
    chosen = [index for index in range(len(snapshot.assets.asset_id)) if _meets(selector, snapshot, index)]
    if selector.roots_only:
        fed = _fed_by_own_service(snapshot)
        chosen = [index for index in chosen if index not in fed]
    if selector.top_share is not None:
        chosen = _top_of_each_set(chosen, selector.top_share, snapshot)
    return arrays.frozen_column(chosen, np.int64)


def _meets(selector: Selector, snapshot: MunicipalitySnapshot, index: int) -> bool:
    assets = snapshot.assets
    area_index = int(assets.area_index[index])
    area_id = snapshot.areas.area_id[area_index] if area_index >= 0 else ""
    criteria = (
        (selector.services, assets.service[index]),
        (selector.kinds, assets.kind[index]),
        (selector.asset_ids, assets.asset_id[index]),
        (selector.area_ids, area_id),
    )
    return all(not wanted or found in wanted for wanted, found in criteria)


def _fed_by_own_service(snapshot: MunicipalitySnapshot) -> frozenset[int]:
    """Assets with at least one supplier that gives the same (named) service as they do."""
    groups, service = snapshot.dependencies, snapshot.assets.service
    return frozenset(
        owner
        for group, owner in enumerate(groups.owner.tolist())
        if service[owner] and any(service[supplier] == service[owner] for supplier in groups.suppliers_of(group))
    )


def _top_of_each_set(chosen: list[int], share: float, snapshot: MunicipalitySnapshot) -> list[int]:
    """The last ⌈share x n⌉ by id of every set with the same kind and area.

    The share is taken as the decimal that was written: 0.35 of 20 is 7, whatever its binary neighbour says.
    """
    sets: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index in chosen:
        sets[snapshot.assets.kind[index], int(snapshot.assets.area_index[index])].append(index)
    kept: list[int] = []
    for members in sets.values():
        count = math.ceil(Decimal(repr(float(share))) * len(members))
        kept += members[len(members) - min(count, len(members)) :]
    return sorted(kept)
