"""How many people have passed a critical tolerance by each hour, with a change in place or without."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from beredt.domain.measures.changes import Change
from beredt.domain.measures.whatif import Baseline
from beredt.kit.units import MINUTES_PER_HOUR

_CRITICAL = 0


def people_in_need(baseline: Baseline, change: Change) -> NDArray[np.float64]:
    """Mean people past a critical tolerance, axis: hour 0 … horizon; the last value is the harm of the whole run."""
    ground, horizon_hours = baseline.ground, baseline.scenario.horizon_hours
    hit = {s for s, stratum in enumerate(baseline.blueprint.strata) if stratum.profile_id in baseline.hit_profiles}
    changed = ground.touched_part(change, tuple(sorted(hit.union(ground.touched_strata(change)))))
    onset = baseline.onset_by_need(changed, change)
    needs, people = changed.part.snapshot.needs, changed.part.snapshot.profiles.people
    found = np.zeros(horizon_hours + 1)
    critical = np.flatnonzero(needs.severity == _CRITICAL)
    for owner in np.unique(needs.groups.owner[critical]).tolist():
        first = onset[:, critical[needs.groups.owner[critical] == owner]].min(axis=1)
        # As `impact.by_area` counts: a tolerance that ends within an hour is passed by the end of it.
        hours = -(-np.sort(first[first < baseline.horizon_minutes]) // MINUTES_PER_HOUR)
        found += int(people[owner]) * np.searchsorted(hours, np.arange(horizon_hours + 1), side="right")
    return found / baseline.draws
