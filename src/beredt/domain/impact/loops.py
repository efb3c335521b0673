"""Components with loops: swept from "everything up" until stable, else followed from event to event.

Sweeping reaches the least solution because more outage never gives less (model.md section 2: an outage needs a cause).
A loop that keeps growing, such as a restart lock, is finished exactly by `_settle_by_events`. Compiled by Numba.
"""

from __future__ import annotations

from beredt.domain.impact.compiled import compiled
from beredt.domain.impact.evaluation import evaluate, mark_consumers
from beredt.domain.impact.workspace import DOWN, OUT_OF_ROOM, POOL

MAX_SWEEPS = 8


@compiled
def settle(net, work, disruptions, start_charge, draw, first, last, horizon):
    """Settle the component at `net.order[first:last]`; 0, or `OUT_OF_ROOM`."""
    for _sweep in range(MAX_SWEEPS):
        is_stable = True
        for position in range(first, last):
            asset = net.order[position]
            if work.is_dirty[asset]:
                is_stable = False
                if evaluate(net, work, disruptions, start_charge, draw, asset, horizon) < 0:
                    return OUT_OF_ROOM
        if is_stable:
            return 0
    return _settle_by_events(net, work, disruptions, start_charge, draw, first, last, horizon)


@compiled
def _settle_by_events(net, work, disruptions, start_charge, draw, first, last, horizon):
    """Follow rules 1 to 5 from event to event; 0, or `OUT_OF_ROOM`.

    Between two events nothing switches and every charge moves in a straight line, so jumping is exact.
    """
    _start(net, work, start_charge, draw, first, last)
    recorded, now = 0, 0
    while now < horizon:
        _least_solution(net, work, disruptions, first, last, now)
        recorded = _record_changes(net, work, first, last, now, recorded)
        if recorded < 0:
            return OUT_OF_ROOM
        step = _next_event(net, work, disruptions, first, last, now, horizon) - now
        _advance(net, work, first, last, step)
        now += step
    return _store_recorded(net, work, first, last, horizon, recorded)


@compiled
def _start(net, work, start_charge, draw, first, last):
    for position in range(first, last):
        asset = net.order[position]
        work.is_down[asset] = False
        work.lag_left[asset] = 0
        work.cursor[asset] = -1
        for group in range(net.group_offsets[asset], net.group_offsets[asset + 1]):
            buffer = net.group_buffer[group]
            if net.group_stock[group] >= 0:
                buffer = start_charge[net.group_stock[group], draw]
            work.group_charge[group] = buffer * net.group_drain[group]
            supply = net.group_set[group]
            for row in range(net.set_offsets[supply], net.set_offsets[supply + 1]):
                supplier = net.set_suppliers[row]
                if net.component_of[supplier] != net.component_of[asset]:
                    work.cursor[supplier] = 0


@compiled
def _least_solution(net, work, disruptions, first, last, now):
    """Who is down at tick `now`: disruptions and running lags first, then downs added until stable."""
    for position in range(first, last):
        asset = net.order[position]
        work.is_failing[asset] = _is_disrupted(work, disruptions, asset, now)
    was_open = work.scratch_owner
    for position in range(first, last):
        asset = net.order[position]
        was_open[position - first] = 1 if work.is_down[asset] else 0
        work.is_down[asset] = work.is_failing[asset] or work.lag_left[asset] > 0
    is_stable = False
    while not is_stable:
        is_stable = True
        for position in range(first, last):
            asset = net.order[position]
            if work.is_failing[asset] and work.is_down[asset]:
                continue
            if _has_exhausted_group(net, work, asset, now):
                work.is_failing[asset] = True
                if not work.is_down[asset]:
                    work.is_down[asset] = True
                    is_stable = False
    for position in range(first, last):
        asset = net.order[position]
        for group in range(net.group_offsets[asset], net.group_offsets[asset + 1]):
            work.group_is_down[group] = _is_unavailable(net, work, net.group_set[group], now)
            if work.group_is_down[group] and work.group_charge[group] < net.group_drain[group]:
                work.is_failing[asset] = True


@compiled
def _is_disrupted(work, disruptions, asset, now):
    for row in range(work.hit_first[asset], work.hit_first[asset] + work.hit_count[asset]):
        if disruptions.start[row] <= now < disruptions.end[row]:
            return True
    return False


@compiled
def _has_exhausted_group(net, work, asset, now):
    for group in range(net.group_offsets[asset], net.group_offsets[asset + 1]):
        if work.group_charge[group] < net.group_drain[group] and _is_unavailable(net, work, net.group_set[group], now):
            return True
    return False


@compiled
def _is_unavailable(net, work, supply, now):
    down = 0
    for row in range(net.set_offsets[supply], net.set_offsets[supply + 1]):
        supplier = net.set_suppliers[row]
        if work.cursor[supplier] < 0:
            down += work.is_down[supplier]
        else:
            down += _outside_is_down(work, supplier, now)
    return down >= net.set_fail_count[supply]


@compiled
def _outside_is_down(work, supplier, now):
    """Whether a supplier outside the component is down at `now`; its cursor follows the time."""
    first, count = work.list_first[supplier], work.list_count[supplier]
    while work.cursor[supplier] < count and work.pool_end[first + work.cursor[supplier]] <= now:
        work.cursor[supplier] += 1
    return work.cursor[supplier] < count and work.pool_start[first + work.cursor[supplier]] <= now


@compiled
def _record_changes(net, work, first, last, now, recorded):
    """Note every switch at `now`: scratch holds (asset, time) with the switch's direction; the new number of notes."""
    offset = last - first
    for position in range(first, last):
        asset = net.order[position]
        if work.is_down[asset] != (work.scratch_owner[position - first] == 1):
            if offset + recorded >= len(work.scratch_owner):
                return OUT_OF_ROOM
            work.scratch_owner[offset + recorded] = asset
            work.scratch_start[recorded] = now
            recorded += 1
    return recorded


@compiled
def _next_event(net, work, disruptions, first, last, now, horizon):
    """The first tick after `now` at which anything can switch."""
    event = horizon
    for position in range(first, last):
        asset = net.order[position]
        if not work.is_failing[asset] and work.lag_left[asset] > 0:
            event = min(event, now + work.lag_left[asset])
        for row in range(work.hit_first[asset], work.hit_first[asset] + work.hit_count[asset]):
            if disruptions.start[row] > now:
                event = min(event, disruptions.start[row])
            if disruptions.end[row] > now:
                event = min(event, disruptions.end[row])
        for group in range(net.group_offsets[asset], net.group_offsets[asset + 1]):
            if work.group_is_down[group] and work.group_charge[group] >= net.group_drain[group]:
                event = min(event, now + work.group_charge[group] // net.group_drain[group])
            event = min(event, _next_outside_change(net, work, net.group_set[group], now, event))
    return event


@compiled
def _next_outside_change(net, work, supply, now, event):
    for row in range(net.set_offsets[supply], net.set_offsets[supply + 1]):
        supplier = net.set_suppliers[row]
        cursor = work.cursor[supplier]
        if 0 <= cursor < work.list_count[supplier]:
            place = work.list_first[supplier] + cursor
            event = min(event, work.pool_start[place] if work.pool_start[place] > now else work.pool_end[place])
    return event


@compiled
def _advance(net, work, first, last, step):
    """Rule 5 for `step` ticks in which nothing switches."""
    for position in range(first, last):
        asset = net.order[position]
        if work.is_failing[asset]:
            work.lag_left[asset] = net.restart[asset]
        else:
            work.lag_left[asset] = max(0, work.lag_left[asset] - step)
        for group in range(net.group_offsets[asset], net.group_offsets[asset + 1]):
            charge, drain = work.group_charge[group], net.group_drain[group]
            if not work.group_is_down[group]:
                charge = min(net.group_buffer[group] * drain, charge + net.group_gain[group] * step)
            elif charge >= drain:
                charge -= drain * step
            else:
                charge = 0
            work.group_charge[group] = charge


@compiled
def _store_recorded(net, work, first, last, horizon, recorded):
    """Turn the noted switches into the members' lists; 0, or `OUT_OF_ROOM`."""
    offset = last - first
    for position in range(first, last):
        asset = net.order[position]
        made, pool = 0, work.counters[POOL]
        for note in range(recorded):
            if work.scratch_owner[offset + note] != asset:
                continue
            if pool + made // 2 >= len(work.pool_start):
                return OUT_OF_ROOM
            if made % 2 == 0:
                work.pool_start[pool + made // 2] = work.scratch_start[note]
                work.pool_end[pool + made // 2] = horizon
            else:
                work.pool_end[pool + made // 2] = work.scratch_start[note]
            made += 1
        if made == 0:
            continue
        if work.list_count[asset] == 0:
            work.down_assets[work.counters[DOWN]] = asset
            work.counters[DOWN] += 1
        work.list_first[asset] = pool
        work.list_count[asset] = (made + 1) // 2
        work.counters[POOL] = pool + (made + 1) // 2
        mark_consumers(net, work, asset)
    return 0
