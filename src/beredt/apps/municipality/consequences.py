"""What one asset takes down with it, by the engine: live, nominal values, lost from now to the horizon."""

from __future__ import annotations

import threading
from collections import OrderedDict

import attrs

from beredt.apps.municipality.packs import StoredPack
from beredt.domain.impact.ensemble import assess_outages
from beredt.domain.impact.result import ImpactResult
from beredt.domain.riskpicture.scenario import Outage

HORIZON_HOURS = 72
_MOST_KEPT = 200


@attrs.frozen(kw_only=True)
class FallenAsset:
    """An asset that goes down too, after `after_minutes` [min]."""

    asset_id: str
    after_minutes: int


@attrs.frozen(kw_only=True)
class PassedNeed:
    """People of one area whose tolerance is used up after `after_minutes` [min]."""

    profile_id: str
    area_id: str
    need_type: str
    severity: str
    people: int
    after_minutes: int


@attrs.frozen(kw_only=True)
class ServiceLoss:
    """The most people without a service at any hour [persons]."""

    service: str
    people: int


@attrs.frozen(kw_only=True)
class Consequences:
    """What follows within `horizon_hours` if one asset is lost and stays lost, first things first."""

    horizon_hours: int
    assets: tuple[FallenAsset, ...]
    needs: tuple[PassedNeed, ...]
    services: tuple[ServiceLoss, ...]

    @property
    def people_critical(self) -> int:
        """People who pass a critical tolerance; one person is in one profile [persons]."""
        return sum({need.profile_id: need.people for need in self.needs if need.severity == "critical"}.values())


_kept: OrderedDict[tuple[str, str, str], Consequences] = OrderedDict()
_lock = threading.Lock()


def lose_asset(pack: StoredPack, asset_id: str) -> Consequences:
    """What follows if the asset is lost, computed once per state of the data; raises `KeyError` for an unknown one."""
    name = (pack.code, pack.pack_hash, asset_id)
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    found = _compute(pack, asset_id)
    with _lock:
        _kept[name] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _compute(pack: StoredPack, asset_id: str) -> Consequences:
    horizon = HORIZON_HOURS * 60
    outage = Outage(asset_id=asset_id, start_minute=0, end_minute=horizon)
    result = assess_outages(snapshot=pack.snapshot, outages=(outage,), horizon_hours=HORIZON_HOURS)
    return Consequences(
        horizon_hours=HORIZON_HOURS,
        assets=_fallen(result, asset_id, horizon),
        needs=_passed(result),
        services=tuple(
            ServiceLoss(service=curve.service, people=int(curve.p50.max()))
            for curve in result.services
            if curve.p50.size and curve.p50.max() > 0
        ),
    )


def _fallen(result: ImpactResult, lost: str, horizon: int) -> tuple[FallenAsset, ...]:
    # What is lost for good never comes back within the horizon: down from then on.
    fallen = [
        FallenAsset(asset_id=asset.asset_id, after_minutes=horizon - asset.down_minutes)
        for asset in result.assets or ()
        if asset.down_minutes and asset.asset_id != lost
    ]
    return tuple(sorted(fallen, key=lambda asset: (asset.after_minutes, asset.asset_id)))


def _passed(result: ImpactResult) -> tuple[PassedNeed, ...]:
    passed = [
        PassedNeed(
            profile_id=need.profile_id,
            area_id=need.area_id,
            need_type=need.need_type,
            severity=need.severity,
            people=need.people,
            after_minutes=need.nominal_onset_minute,
        )
        for need in result.needs
        if need.nominal_onset_minute is not None
    ]
    ranks = {"critical": 0, "serious": 1, "welfare": 2}
    return tuple(sorted(passed, key=lambda need: (ranks[need.severity], need.after_minutes, -need.people)))
