"""Which assets a disruption can hit in a given municipality."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Selector


def select_assets(snapshot: MunicipalitySnapshot, selector: Selector) -> NDArray[np.int64]:
    """Asset positions that meet every criterion of `selector`, ascending; empty where no criterion is given."""
    if not (selector.services or selector.kinds or selector.asset_ids or selector.area_ids):
        return np.zeros(0, dtype=np.int64)
    assets = snapshot.assets
    wanted_areas = {index for index, area_id in enumerate(snapshot.areas.area_id) if area_id in selector.area_ids}
    chosen = [
        asset
        for asset in range(len(assets.asset_id))
        if (not selector.services or assets.service[asset] in selector.services)
        and (not selector.kinds or assets.kind[asset] in selector.kinds)
        and (not selector.asset_ids or assets.asset_id[asset] in selector.asset_ids)
        and (not selector.area_ids or int(assets.area_index[asset]) in wanted_areas)
    ]
    if selector.roots_only:
        fed = _fed_by_own_service(snapshot)
        chosen = [asset for asset in chosen if asset not in fed]
    if selector.top_share is not None:
        chosen = _highest_share(snapshot, chosen, selector.top_share)
    return np.array(chosen, dtype=np.int64)


def _fed_by_own_service(snapshot: MunicipalitySnapshot) -> set[int]:
    """Assets with a supplier that gives the same (named) service as they do."""
    groups, service = snapshot.dependencies, snapshot.assets.service
    return {
        int(groups.owner[group])
        for group in range(len(groups))
        if service[int(groups.owner[group])]
        and any(service[supplier] == service[int(groups.owner[group])] for supplier in groups.suppliers_of(group))
    }


def _highest_share(snapshot: MunicipalitySnapshot, chosen: list[int], share: float) -> list[int]:
    """The last ⌈share × n⌉ of every n that share their suppliers, kind and area (the slices of one team)."""
    teams: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    suppliers = _suppliers_of_assets(snapshot)
    for asset in chosen:
        assets = snapshot.assets
        teams[assets.kind[asset], int(assets.area_index[asset]), suppliers.get(asset, ())].append(asset)
    kept = [asset for team in teams.values() for asset in team[len(team) - _ceil_share(share, len(team)) :]]
    return sorted(kept)


def _ceil_share(share: float, count: int) -> int:
    # 0.15 x 20 is 3, although its binary neighbour lies above.
    return min(count, math.ceil(round(share * count, 9)))


def _suppliers_of_assets(snapshot: MunicipalitySnapshot) -> dict[int, tuple[int, ...]]:
    groups = snapshot.dependencies
    found: defaultdict[int, list[int]] = defaultdict(list)
    for group in range(len(groups)):
        found[int(groups.owner[group])].extend(groups.suppliers_of(group).tolist())
    return {asset: tuple(sorted(indices)) for asset, indices in found.items()}
