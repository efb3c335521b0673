"""What the engine found, as values that pages, papers and files only lay out.

Hours beyond tolerance are kept in minutes [min]; people in persons. `None` for an onset means "not within the horizon".
"""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

ENGINE = "beredt-impact/1"


@attrs.frozen(kw_only=True)
class Spread:
    """Mean and order statistics over draws (the p-quantile is the ⌈p·n⌉-th smallest value)."""

    mean: float
    p10: float
    p50: float
    p90: float


@attrs.frozen(kw_only=True, eq=False)
class ServiceCurve:
    """People without one service, axis: hour (value at the hour's first minute, hours 0 … horizon-1)."""

    service: str
    mean: NDArray[np.float64]
    p10: NDArray[np.int64]
    p50: NDArray[np.int64]
    p90: NDArray[np.int64]


@attrs.frozen(kw_only=True)
class NeedImpact:
    """One need of one profile over all draws.

    `p_harm` is the share of people and draws in which the tolerance is used up; onsets are quantiles over all draws,
    `None` beyond the horizon. `nominal_onset_minute` and `nominal_beyond_minutes` only for exactly given outages.
    """

    profile_id: str
    group_id: str
    area_id: str
    need_type: str
    severity: str
    people: int
    basis: str
    p_harm: float
    onset_p10_minute: int | None
    onset_p50_minute: int | None
    onset_p90_minute: int | None
    mean_beyond_minutes: float
    p_still_down_at_horizon: float
    nominal_onset_minute: int | None = None
    nominal_beyond_minutes: int | None = None


@attrs.frozen(kw_only=True)
class AssetDowntime:
    """Minutes [min] an asset was down, for exactly given outages."""

    asset_id: str
    down_minutes: int


@attrs.frozen(kw_only=True)
class OnsetQuantiles:
    """When something begins [min], as quantiles over all draws; `None` beyond the horizon."""

    p10: int | None = None
    p50: int | None = None
    p90: int | None = None


@attrs.frozen(kw_only=True)
class Harm:
    """The open number that measures are ranked by; never "harmed": without response beyond today's routine.

    `first_critical` is when the first critical need of a draw is used up.
    """

    critical_people: Spread
    critical_under_4h_mean: float
    person_hours_critical: float
    person_hours_serious: float
    person_hours_welfare: float
    first_critical: OnsetQuantiles = OnsetQuantiles()


@attrs.frozen(kw_only=True)
class CoverageEntry:
    """Whether a service or need type is modelled; exactly one of the two names is given.

    `state` is `modelled`, `partly` or `not_modelled`; `verified_share` (0…1) is None where nothing is modelled.
    """

    service: str | None = None
    need_type: str | None = None
    state: str
    verified_share: float | None


@attrs.frozen(kw_only=True)
class RestartLock:
    """A loop that holds itself down to the horizon once hit: it needs a restart decision.

    `share_of_draws` in which it happened; harm is what the lock alone carries (with it minus without it).
    """

    asset_ids: tuple[str, ...]
    share_of_draws: float
    critical_people_mean: float
    person_hours_critical: float
    person_hours_serious: float
    person_hours_welfare: float


@attrs.frozen(kw_only=True)
class SinglePoint:
    """An asset whose loss alone, for the whole horizon, exhausts a critical need of `critical_people` persons."""

    asset_id: str
    critical_people: int
    first_onset_minute: int


@attrs.frozen(kw_only=True)
class DayFour:
    """What runs out in the 24 hours after the horizon if nothing new happens: mean people per need type."""

    need_type: str
    severity: str
    people_mean: float


@attrs.frozen(kw_only=True)
class FirstOnset:
    """When the first of all people with one kind of need is past the tolerance, as quantiles over draws."""

    need_type: str
    severity: str
    onset: OnsetQuantiles


@attrs.frozen(kw_only=True)
class ImpactResult:
    """Everything found for one hazard (or one file of outages, then `hazard` is empty and `draws` is 1)."""

    hazard: str
    horizon_hours: int
    draws: int
    seed: int
    services: tuple[ServiceCurve, ...]
    needs: tuple[NeedImpact, ...]
    assets: tuple[AssetDowntime, ...] | None
    harm: Harm
    coverage: tuple[CoverageEntry, ...]
    restart_locks: tuple[RestartLock, ...]
    day_four: tuple[DayFour, ...]
    first_onsets: tuple[FirstOnset, ...] = ()


@attrs.frozen(kw_only=True)
class SourcedAdvice:
    """What a source advises where the model has no answer; a recommendation, never a duty."""

    text: str
    source: str


@attrs.frozen(kw_only=True)
class NotModelled:
    """A hazard that was not computed, with the reason and what its source advises, in one language."""

    hazard: str
    reason: str
    advice: tuple[SourcedAdvice, ...] = ()


@attrs.frozen(kw_only=True)
class Assessment:
    """A run over one or more hazards, with what is needed to repeat it."""

    pack_hash: str
    hazards: tuple[ImpactResult, ...]
    single_points: tuple[SinglePoint, ...]
    not_modelled: tuple[NotModelled, ...]
    engine: str = ENGINE


@attrs.frozen(kw_only=True)
class ChainLink:
    """One step of a cause chain: `asset_id` is down from `down_minute` (median over the draws told of).

    `buffer_minutes` is what the step's own buffer held after its supplier failed; `why` is `disruption` at the root,
    `supply` where a supplier's loss used up the buffer; `alike` more assets beside it failed for the same reasons.
    """

    asset_id: str
    down_minute: int
    buffer_minutes: int
    why: str
    alike: int = 0


@attrs.frozen(kw_only=True)
class CauseChain:
    """Root disruption … last supplier, then the need; `share_of_harm` among draws in which the profile was hit.

    Shares of chains that struck together may add up to more than 1.
    """

    profile_id: str
    group_id: str
    need_type: str
    severity: str
    causes: tuple[str, ...]
    links: tuple[ChainLink, ...]
    tolerance_minutes: int
    onset_minute: int
    share_of_harm: float
