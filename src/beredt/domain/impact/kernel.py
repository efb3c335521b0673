"""The interval kernel: per draw, the down-time of every asset as a short list of intervals (model.md section 2).

Only assets with a disruption or a supplier that was down are looked at, suppliers first. Integers only, one thread:
the same bytes on any split of draws. Compiled by Numba.
"""

from __future__ import annotations

from beredt.domain.impact.compiled import compiled, woven_in
from beredt.domain.impact.evaluation import evaluate, refresh_set
from beredt.domain.impact.intervals import exhausted_summary
from beredt.domain.impact.loops import settle
from beredt.domain.impact.network import UNDER_FOUR_HOURS
from beredt.domain.impact.workspace import DOWN, OUT_OF_ROOM, TOUCHED

_CRITICAL = 0


@compiled
def run_block(net, work, disruptions, start_charge, horizon, solved, first_column, out):
    """Solve every draw of `disruptions` and add it to `out` from column `first_column`; 0, or `OUT_OF_ROOM`.

    Draws are solved to tick `solved` and counted to `horizon`; onsets alone are kept beyond it ("day four").
    """
    for draw in range(len(disruptions.offsets) - 1):
        if solve_draw(net, work, disruptions, start_charge, draw, solved) < 0:
            return OUT_OF_ROOM
        _add_services(net, work, first_column + draw, out.people_without)
        column = first_column + draw
        _add_watched(work, horizon, column, out)
        if _add_needs(net, work, start_charge, draw, horizon, solved, column, out) < 0:
            return OUT_OF_ROOM
    return 0


@compiled
def record_block(net, work, disruptions, start_charge, solved, rows):
    """Solve every draw and write down who was down when, draw after draw; the number of rows, or `OUT_OF_ROOM`."""
    written = 0
    for draw in range(len(disruptions.offsets) - 1):
        rows.offsets[draw] = written
        if solve_draw(net, work, disruptions, start_charge, draw, solved) < 0:
            return OUT_OF_ROOM
        for position in range(work.counters[DOWN]):
            asset = work.down_assets[position]
            if written + work.list_count[asset] > len(rows.asset):
                return OUT_OF_ROOM
            for row in range(work.list_first[asset], work.list_first[asset] + work.list_count[asset]):
                rows.asset[written] = asset
                rows.start[written] = work.pool_start[row]
                rows.end[written] = work.pool_end[row]
                written += 1
    rows.offsets[len(disruptions.offsets) - 1] = written
    return written


@compiled
def solve_draw(net, work, disruptions, start_charge, draw, horizon):
    """Down intervals of every asset in one draw, left in `work`; 0, or `OUT_OF_ROOM`."""
    _clear(net, work)
    for row in range(disruptions.offsets[draw], disruptions.offsets[draw + 1]):
        asset = disruptions.asset[row]
        if work.hit_count[asset] == 0:
            work.hit_first[asset] = row
            work.is_dirty[asset] = True
        work.hit_count[asset] += 1
    outcome = 0
    for component in range(len(net.component_is_cyclic)):
        first, last = net.component_offsets[component], net.component_offsets[component + 1]
        if net.component_is_cyclic[component]:
            outcome = settle(net, work, disruptions, start_charge, draw, first, last, horizon)
        elif work.is_dirty[net.order[first]]:
            outcome = evaluate(net, work, disruptions, start_charge, draw, net.order[first], horizon)
        if outcome < 0:
            break
    for row in range(disruptions.offsets[draw], disruptions.offsets[draw + 1]):
        work.hit_count[disruptions.asset[row]] = 0
        work.is_dirty[disruptions.asset[row]] = False
    return min(outcome, 0)


@woven_in
def _clear(net, work):
    for position in range(work.counters[DOWN]):
        work.list_count[work.down_assets[position]] = 0
    for position in range(work.counters[TOUCHED]):
        touched = work.touched_sets[position]
        work.set_is_touched[touched] = False
        work.set_is_fresh[touched] = False
        for row in range(net.set_owner_offsets[touched], net.set_owner_offsets[touched + 1]):
            work.is_dirty[net.set_owners[row]] = False
    work.counters[:] = 0


@woven_in
def _add_watched(work, horizon, column, out):
    for position in range(len(out.watched)):
        asset = out.watched[position]
        is_down = False
        for row in range(work.list_first[asset], work.list_first[asset] + work.list_count[asset]):
            if work.pool_start[row] < horizon <= work.pool_end[row]:
                is_down = True
        out.is_down_at_end[position, column] = is_down


@woven_in
def _add_services(net, work, column, people_without):
    """Add the people of every down asset to its service's hours (hour h counts if its first minute is down)."""
    hours = people_without.shape[2]
    for position in range(work.counters[DOWN]):
        asset = work.down_assets[position]
        service, people = net.asset_service[asset], net.asset_people[asset]
        if service < 0 or people == 0:
            continue
        for row in range(work.list_first[asset], work.list_first[asset] + work.list_count[asset]):
            begin, end = (work.pool_start[row] + 59) // 60, (work.pool_end[row] + 59) // 60
            if begin < hours:
                people_without[service, column, begin] += people
            if end < hours:
                people_without[service, column, end] -= people
    for service in range(people_without.shape[0]):
        running = 0
        for hour in range(hours):
            running += people_without[service, column, hour]
            people_without[service, column, hour] = running


@compiled
def _add_needs(net, work, start_charge, draw, horizon, solved, column, out):
    """Add one draw's exhausted needs to `out`; 0, or `OUT_OF_ROOM`."""
    for position in range(work.counters[TOUCHED]):
        supply = work.touched_sets[position]
        first, last = net.set_need_offsets[supply], net.set_need_offsets[supply + 1]
        if first == last:
            continue
        if refresh_set(net, work, supply) < 0:
            return OUT_OF_ROOM
        if work.set_count[supply] == 0:
            continue
        for need in range(first, last):
            charge = net.need_buffer[need] * net.need_drain[need]
            if net.need_stock[need] >= 0:
                charge = start_charge[net.need_stock[need], draw] * net.need_drain[need]
            elif work.set_total[supply] <= net.need_buffer[need]:
                # Needs that start full come last and by rising tolerance: none of the rest is used up either.
                break
            onset, beyond, is_still_down = exhausted_summary(
                work.pool_start, work.pool_end, work.set_first[supply], work.set_count[supply],
                charge, net.need_buffer[need], net.need_drain[need], net.need_gain[need], horizon, solved,
            )  # fmt: skip
            out.onset[column, need] = onset
            if beyond > 0:
                _add_need(net, need, beyond, is_still_down, column, out)
    return 0


@woven_in
def _add_need(net, need, beyond, is_still_down, column, out):
    severity, stratum, people = net.need_severity[need], net.need_stratum[need], net.need_people[need]
    out.beyond_sum[need] += beyond
    out.still_down[need] += is_still_down
    out.person_minutes[column, severity] += people * beyond
    if severity != _CRITICAL:
        return
    if out.marks[0, stratum] != column:
        out.marks[0, stratum] = column
        out.critical_people[column] += people
    if net.need_buffer[need] < UNDER_FOUR_HOURS and out.marks[1, stratum] != column:
        out.marks[1, stratum] = column
        out.critical_under_four[column] += people
