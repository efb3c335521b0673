"""People differ, and cold matters: profiles split into strata, heat tolerances fitted to the outdoor temperature.

Done before the run; nothing is drawn. The result is a municipality like any other, so that the kernel and the plain
reference run on the same thing.
"""

from __future__ import annotations

import math

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from beredt.domain.municipality.snapshot import GroupTable, MunicipalitySnapshot, NeedTable, ProfileTable
from beredt.kit import arrays

STRATA = 5
COMFORT_LIMIT_C = 16.0
"""At or above this outdoor temperature [°C] nobody needs heat (model.md section 1)."""

_IntColumn = NDArray[np.int64]
_SCORES = tuple(float(ndtri((2 * number + 1) / (2 * STRATA))) / float(ndtri(0.9)) for number in range(STRATA))
"""How far the middle of each stratum lies from the median, counted in distances from the median to p90."""


@attrs.frozen(kw_only=True, eq=False)
class SplitProfiles:
    """`snapshot` with one profile per stratum; `need_origin` and `profile_origin` point back to the original's."""

    snapshot: MunicipalitySnapshot
    need_origin: _IntColumn
    profile_origin: _IntColumn


def split_profiles(snapshot: MunicipalitySnapshot, *, temperature_c: float | None) -> SplitProfiles:
    """The municipality with profiles split into five strata where their tolerances have a spread.

    Needs for heat are stretched or shortened to `temperature_c` [°C] (None: as entered, for 0 °C) and left out where
    nobody needs heat.
    """
    factor = 1.0 if temperature_c is None else heat_factor(temperature_c)
    profile_origin, people, first_stratum, strata_count = _strata(snapshot)
    needs = snapshot.needs
    rows: list[tuple[int, int, int, int]] = []
    for need in range(len(needs.groups)):
        scale = factor if _is_heat(snapshot, need) else 1.0
        if math.isinf(scale):
            continue
        profile = int(needs.groups.owner[need])
        refill = int(needs.groups.recharge_minutes[need])
        for number, minutes in enumerate(_tolerances(needs, need, strata_count[profile])):
            scaled = minutes if scale == 1.0 else _half_up(minutes * scale)
            rows.append((need, first_stratum[profile] + number, scaled, _scaled_recharge(refill, minutes, scaled)))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    profiles = ProfileTable(
        profile_id=tuple(snapshot.profiles.profile_id[origin] for origin in profile_origin),
        area_index=arrays.frozen_column(snapshot.profiles.area_index[profile_origin], np.int64),
        people=arrays.frozen_column(people, np.int64),
    )
    return SplitProfiles(
        snapshot=attrs.evolve(snapshot, profiles=profiles, needs=_need_rows(needs, *columns)),
        need_origin=columns[0],
        profile_origin=np.array(profile_origin, dtype=np.int64),
    )


def at_temperature(snapshot: MunicipalitySnapshot, temperature_c: float) -> MunicipalitySnapshot:
    """The municipality with every profile whole and its needs for heat as at `temperature_c` [°C] outdoors.

    Tolerances and their spread are stretched or shortened as in `split_profiles`; needs that nobody has are left out.
    """
    factor, needs = heat_factor(temperature_c), snapshot.needs
    kept = [need for need in range(len(needs.groups)) if not (math.isinf(factor) and _is_heat(snapshot, need))]
    scales = [factor if _is_heat(snapshot, need) else 1.0 for need in kept]

    def scaled(column: _IntColumn) -> _IntColumn:
        values = zip(column[kept].tolist(), scales, strict=True)
        return np.array([m if m < 0 or scale == 1.0 else _half_up(m * scale) for m, scale in values], dtype=np.int64)

    origin = np.array(kept, dtype=np.int64)
    nominal, tolerance = needs.groups.buffer_minutes[origin], scaled(needs.groups.buffer_minutes)
    refill = [
        _scaled_recharge(*values)
        for values in zip(
            needs.groups.recharge_minutes[origin].tolist(), nominal.tolist(), tolerance.tolist(), strict=True
        )
    ]
    rows = _need_rows(needs, origin, needs.groups.owner[origin], tolerance, np.array(refill, dtype=np.int64))
    return attrs.evolve(
        snapshot,
        needs=attrs.evolve(
            rows,
            tolerance_p10_minutes=arrays.frozen_column(scaled(needs.tolerance_p10_minutes), np.int64),
            tolerance_p90_minutes=arrays.frozen_column(scaled(needs.tolerance_p90_minutes), np.int64),
        ),
    )


@attrs.frozen(kw_only=True)
class Tolerance:
    """How long some people manage without [min], and how long it takes to restore it [min]."""

    minutes: int
    recharge_minutes: int


def outer_tolerances(needs: NeedTable, need: int) -> tuple[Tolerance | None, Tolerance | None]:
    """The tolerance of the one in ten who manages least and of the one who manages most; None without a spread."""
    if needs.tolerance_p10_minutes[need] < 0 or needs.tolerance_p90_minutes[need] < 0:
        return None, None
    nominal, refill = int(needs.groups.buffer_minutes[need]), int(needs.groups.recharge_minutes[need])
    tolerances = _tolerances(needs, need, STRATA)
    least, most = (
        Tolerance(minutes=minutes, recharge_minutes=_scaled_recharge(refill, nominal, minutes))
        for minutes in (tolerances[0], tolerances[-1])
    )
    return least, most


def heat_factor(temperature_c: float) -> float:
    """How a tolerance to lost heat, entered for 0 °C outdoors, stretches: ln((20−T)/(16−T)) / ln(20/16).

    Infinite at or above 16 °C. Source: exponential cooling from 20 °C towards the outdoors, tolerance ends at 16 °C
    (model.md section 1); 0.64 at −10 °C, 2.29 at 10 °C.
    """
    if temperature_c >= COMFORT_LIMIT_C:
        return math.inf
    return math.log((20 - temperature_c) / (COMFORT_LIMIT_C - temperature_c)) / math.log(20 / COMFORT_LIMIT_C)


def _strata(snapshot: MunicipalitySnapshot) -> tuple[list[int], list[int], list[int], list[int]]:
    """Per stratum its profile and people; per profile its first stratum and their number."""
    needs = snapshot.needs
    has_spread = (needs.tolerance_p10_minutes >= 0) & (needs.tolerance_p90_minutes >= 0)
    spread_profiles = set(needs.groups.owner[has_spread].tolist())
    origin: list[int] = []
    people: list[int] = []
    first: list[int] = []
    counts: list[int] = []
    for profile, head_count in enumerate(snapshot.profiles.people.tolist()):
        count = STRATA if profile in spread_profiles else 1
        share, rest = divmod(head_count, count)
        first.append(len(people))
        counts.append(count)
        origin.extend([profile] * count)
        # People left over are put in the middle first: one person is neither the frailest nor the hardiest.
        middle_first = sorted(range(count), key=lambda number: (abs(number - count // 2), number))
        people.extend(share + (middle_first.index(number) < rest) for number in range(count))
    return origin, people, first, counts


def _tolerances(needs: NeedTable, need: int, count: int) -> list[int]:
    """Tolerance [min] of each stratum: quantiles 10, 30, 50, 70, 90 % of the lognormal through p10 and p90."""
    nominal = int(needs.groups.buffer_minutes[need])
    low, high = int(needs.tolerance_p10_minutes[need]), int(needs.tolerance_p90_minutes[need])
    if count == 1 or low < 0 or high < 0:
        return [nominal] * count
    if low == 0:
        return [_half_up(high * number / (count - 1)) for number in range(count)]
    middle, spread = (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / 2
    return [_half_up(math.exp(middle + spread * score)) for score in _SCORES]


def _is_heat(snapshot: MunicipalitySnapshot, need: int) -> bool:
    if snapshot.needs.need_type[need] == "heat":
        return True
    suppliers = snapshot.needs.groups.suppliers_of(need).tolist()
    return all(snapshot.assets.service[supplier] == "heat" for supplier in suppliers)


def _scaled_recharge(refill: int, nominal: int, scaled: int) -> int:
    # The speed of refilling is kept: a longer tolerance takes proportionally longer to restore.
    if refill <= 0 or nominal in (0, scaled):
        return refill
    return max(1, _half_up(refill * scaled / nominal))


def _need_rows(
    needs: NeedTable, origin: _IntColumn, stratum: _IntColumn, tolerance: _IntColumn, refill: _IntColumn
) -> NeedTable:
    groups = needs.groups
    sizes = np.diff(groups.supplier_offsets)[origin]
    suppliers = groups.suppliers[arrays.rows_of(groups.supplier_offsets, origin)]
    no_spread = arrays.frozen_column(np.full(len(origin), -1), np.int64)
    return NeedTable(
        groups=GroupTable(
            owner=arrays.frozen_column(stratum, np.int64),
            group_id=tuple(groups.group_id[need] for need in origin),
            supplier_offsets=arrays.frozen_column(arrays.offsets_from_counts(sizes), np.int64),
            suppliers=arrays.frozen_column(suppliers, np.int64),
            min_up=arrays.frozen_column(groups.min_up[origin], np.int64),
            buffer_minutes=arrays.frozen_column(tolerance, np.int64),
            recharge_minutes=arrays.frozen_column(refill, np.int64),
            buffer_kind=tuple(groups.buffer_kind[need] for need in origin),
            basis=tuple(groups.basis[need] for need in origin),
            verified_share=arrays.frozen_column(groups.verified_share[origin], np.float64),
        ),
        need_type=tuple(needs.need_type[need] for need in origin),
        severity=arrays.frozen_column(needs.severity[origin], np.int64),
        tolerance_p10_minutes=no_spread,
        tolerance_p90_minutes=no_spread,
    )


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)
