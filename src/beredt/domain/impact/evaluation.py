"""One asset's down-time from its suppliers': rules 1 to 5 of model.md section 2 in interval form. Compiled by Numba."""

from __future__ import annotations

from beredt.domain.impact.compiled import woven_in
from beredt.domain.impact.intervals import append_exhausted, count_overlap, merge_with_lag, same_list, sort_by_start
from beredt.domain.impact.workspace import DOWN, OUT_OF_ROOM, POOL, TOUCHED


@woven_in
def evaluate(net, work, disruptions, start_charge, draw, asset, horizon):
    """Recompute one asset from its suppliers and disruptions; 1 if its list changed, 0 if not, or `OUT_OF_ROOM`."""
    count = 0
    work.is_dirty[asset] = False
    for group in range(net.group_offsets[asset], net.group_offsets[asset + 1]):
        supply = net.group_set[group]
        if refresh_set(net, work, supply) < 0:
            return OUT_OF_ROOM
        if work.set_count[supply] == 0:
            continue
        charge = net.group_buffer[group] * net.group_drain[group]
        if net.group_stock[group] >= 0:
            charge = start_charge[net.group_stock[group], draw] * net.group_drain[group]
        elif work.set_total[supply] <= net.group_buffer[group]:
            continue
        count = append_exhausted(
            work.pool_start, work.pool_end, work.set_first[supply], work.set_count[supply],
            charge, net.group_buffer[group], net.group_drain[group], net.group_gain[group],
            work.scratch_start, work.scratch_end, count,
        )  # fmt: skip
        if count < 0:
            return OUT_OF_ROOM
    for row in range(work.hit_first[asset], work.hit_first[asset] + work.hit_count[asset]):
        if disruptions.start[row] < horizon and disruptions.end[row] > disruptions.start[row]:
            if count >= len(work.scratch_start):
                return OUT_OF_ROOM
            work.scratch_start[count] = disruptions.start[row]
            work.scratch_end[count] = min(disruptions.end[row], horizon)
            count += 1
    return _store(net, work, asset, count, horizon)


@woven_in
def _store(net, work, asset, count, horizon):
    """Merge the `count` scratch intervals with the restart lag and store them if they differ; 1, 0 or no room."""
    if count == 0:
        return 0
    sort_by_start(work.scratch_start, work.scratch_end, count)
    count = merge_with_lag(work.scratch_start, work.scratch_end, count, net.restart[asset], horizon)
    old_count = work.list_count[asset]
    if old_count == count and same_list(
        work.pool_start, work.pool_end, work.list_first[asset], work.scratch_start, work.scratch_end, count
    ):
        return 0
    first = work.counters[POOL]
    if first + count > len(work.pool_start):
        return OUT_OF_ROOM
    for position in range(count):
        work.pool_start[first + position] = work.scratch_start[position]
        work.pool_end[first + position] = work.scratch_end[position]
    work.counters[POOL] = first + count
    work.list_first[asset] = first
    work.list_count[asset] = count
    if old_count == 0:
        work.down_assets[work.counters[DOWN]] = asset
        work.counters[DOWN] += 1
    mark_consumers(net, work, asset)
    return 1


@woven_in
def mark_consumers(net, work, asset):
    """Tell every supply set and asset that leans on `asset` to look again."""
    for row in range(net.asset_set_offsets[asset], net.asset_set_offsets[asset + 1]):
        supply = net.asset_sets[row]
        work.set_is_fresh[supply] = False
        if not work.set_is_touched[supply]:
            work.set_is_touched[supply] = True
            work.touched_sets[work.counters[TOUCHED]] = supply
            work.counters[TOUCHED] += 1
        for owner_row in range(net.set_owner_offsets[supply], net.set_owner_offsets[supply + 1]):
            work.is_dirty[net.set_owners[owner_row]] = True


@woven_in
def refresh_set(net, work, supply):
    """Bring the times when a supply set is unavailable up to date; 0, or `OUT_OF_ROOM`."""
    if work.set_is_fresh[supply]:
        return 0
    if not work.set_is_touched[supply]:
        work.set_count[supply] = 0
        return 0
    first, last = net.set_offsets[supply], net.set_offsets[supply + 1]
    failing = net.set_fail_count[supply]
    down, only = 0, -1
    for row in range(first, last):
        if work.list_count[net.set_suppliers[row]] > 0:
            down += 1
            only = net.set_suppliers[row]
    work.set_is_fresh[supply] = True
    if down < failing:
        work.set_count[supply] = 0
        return 0
    if down == 1:
        work.set_first[supply] = work.list_first[only]
        work.set_count[supply] = work.list_count[only]
    else:
        made = _overlap_of_suppliers(net, work, first, last, failing)
        if made < 0:
            return OUT_OF_ROOM
        work.set_first[supply] = work.counters[POOL]
        work.set_count[supply] = made
        work.counters[POOL] += made
    total = 0
    for row in range(work.set_first[supply], work.set_first[supply] + work.set_count[supply]):
        total += work.pool_end[row] - work.pool_start[row]
    work.set_total[supply] = total
    return 0


@woven_in
def _overlap_of_suppliers(net, work, first, last, failing):
    """Intervals in which at least `failing` suppliers are down, written at the pool's end; their number."""
    # The scratch columns may hold a half-gathered asset, so the edges are gathered beyond the pool's end.
    gathered = 0
    for row in range(first, last):
        gathered += work.list_count[net.set_suppliers[row]]
    pool = work.counters[POOL]
    if pool + 2 * gathered > len(work.pool_start):
        return OUT_OF_ROOM
    edge = pool + gathered
    for row in range(first, last):
        supplier = net.set_suppliers[row]
        for position in range(work.list_first[supplier], work.list_first[supplier] + work.list_count[supplier]):
            work.pool_start[edge] = work.pool_start[position]
            work.pool_end[edge] = work.pool_end[position]
            edge += 1
    return count_overlap(work.pool_start, work.pool_end, pool + gathered, gathered, failing, pool)
