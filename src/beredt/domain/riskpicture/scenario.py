"""A hazard made local: which assets may fail, how probably, from when and for how long."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Selector:
    """Which assets a disruption can hit: all criteria that are given must hold; none given selects nothing.

    `roots_only` keeps assets without a supplier of their own service (a transformer station, not its feeders).
    `top_share` keeps, of every set of assets with the same `kind`, area and suppliers, the last ⌈share × n⌉ by id: the
    way staff absence takes the highest slices of a care team.
    """

    services: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    asset_ids: tuple[str, ...] = ()
    area_ids: tuple[str, ...] = ()
    roots_only: bool = False
    top_share: float | None = None


@attrs.frozen(kw_only=True)
class Disruption:
    """One cause and what it does. All assets hit by it share its luck through correlation.

    `probability` and `correlation` lie in 0…1. `onset_hours` [h] is a window (first, last), uniform.
    `duration_p50_hours`/`duration_p90_hours` [h] describe a lognormal; equal values are an exact duration.
    `scope` is `municipality` or `national`; a national cause is drawn alike in every municipality.
    """

    cause: str
    selector: Selector
    probability: float = 1.0
    onset_hours: tuple[float, float] = (0.0, 0.0)
    duration_p50_hours: float
    duration_p90_hours: float
    correlation: float = 0.5
    scope: str = "municipality"
    lever: str = ""


@attrs.frozen(kw_only=True)
class Scenario:
    """Disruptions with season, outdoor temperature [°C] (None: the tolerances are used as entered, for 0 °C).

    `family` is the hazard's template family; `left_out` names the causes that meet nothing in this municipality.
    """

    hazard: str
    disruptions: tuple[Disruption, ...]
    horizon_hours: int
    season: str = ""
    temperature_c: float | None = None
    wider_than_municipality: bool = False
    family: str = ""
    left_out: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Outage:
    """An exactly given outage of one asset: down from `start_minute` to before `end_minute` [min]."""

    asset_id: str
    start_minute: int
    end_minute: int
