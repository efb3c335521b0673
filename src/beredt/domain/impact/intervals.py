"""Lists of half-open intervals [start, end) in columns, in place, compiled by Numba. All times in minutes [min]."""

from __future__ import annotations

from beredt.domain.impact.compiled import compiled, woven_in

_NO_ROOM = -1


@woven_in
def sort_by_start(starts, ends, count):
    """Order the first `count` intervals by start (insertion sort: the lists are short and nearly sorted)."""
    for position in range(1, count):
        start, end = starts[position], ends[position]
        place = position
        while place > 0 and starts[place - 1] > start:
            starts[place] = starts[place - 1]
            ends[place] = ends[place - 1]
            place -= 1
        starts[place] = start
        ends[place] = end


@compiled
def sort_column(values, first, length):
    """Order `length` values from `first` on, in place (Shell's method: short columns, nothing allocated)."""
    gap = 1
    while gap < length // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for position in range(first + gap, first + length):
            value = values[position]
            place = position
            while place >= first + gap and values[place - gap] > value:
                values[place] = values[place - gap]
                place -= gap
            values[place] = value
        gap //= 3


@woven_in
def merge_with_lag(starts, ends, count, lag, horizon):
    """Extend each of `count` sorted intervals by `lag`, clip at `horizon`, merge what touches; the new number."""
    kept = 0
    for position in range(count):
        end = min(ends[position] + lag, horizon)
        if kept > 0 and starts[position] <= ends[kept - 1]:
            ends[kept - 1] = max(ends[kept - 1], end)
        else:
            starts[kept] = starts[position]
            ends[kept] = end
            kept += 1
    return kept


@woven_in
def same_list(pool_start, pool_end, first, starts, ends, count):
    """Whether `count` pool intervals from `first` equal the first `count` of the other columns."""
    for position in range(count):
        if pool_start[first + position] != starts[position] or pool_end[first + position] != ends[position]:
            return False
    return True


@woven_in
def append_exhausted(pool_start, pool_end, first, length, charge, buffer, drain, gain, starts, ends, count):
    """Append the intervals in which a buffer under the given outages is used up; the new count, or -1 for no room.

    `charge` is what it holds at time 0, `buffer × drain` is full; an outage drains `drain` a tick, an up tick gains
    `gain`; a charge that cannot cover a whole tick is lost (model.md section 2, rule 5).
    """
    capacity = buffer * drain
    previous_end = 0
    for position in range(first, first + length):
        start, end = pool_start[position], pool_end[position]
        charge = min(capacity, charge + (start - previous_end) * gain)
        covered = charge // drain
        if end - start > covered:
            if count >= len(starts):
                return _NO_ROOM
            starts[count] = start + covered
            ends[count] = end
            count += 1
            charge = 0
        else:
            charge -= (end - start) * drain
        previous_end = end
    return count


@woven_in
def exhausted_summary(pool_start, pool_end, first, length, charge, buffer, drain, gain, horizon, none):
    """First exhausted tick (or `none`), exhausted ticks before `horizon`, and whether tick `horizon - 1` is one.

    The same rule as `append_exhausted`, for needs, of which only these numbers are kept.
    """
    capacity = buffer * drain
    previous_end, onset, beyond, is_still_down = 0, none, 0, False
    for position in range(first, first + length):
        start, end = pool_start[position], pool_end[position]
        charge = min(capacity, charge + (start - previous_end) * gain)
        # A full charge needs no division, by far the dearest step here.
        covered = buffer if charge == capacity else charge // drain
        if end - start > covered:
            onset = min(onset, start + covered)
            if start + covered < horizon:
                beyond += min(end, horizon) - start - covered
                is_still_down = end >= horizon
            charge = 0
        else:
            charge -= (end - start) * drain
        previous_end = end
    return onset, beyond, is_still_down


@compiled
def count_overlap(starts, ends, first, length, threshold, target):
    """Write from `target` the intervals covered by at least `threshold` of those from `first`; their number.

    The columns of the `length` intervals from `first` are used up. `target` must lie at least `length` before `first`.
    """
    sort_column(starts, first, length)
    sort_column(ends, first, length)
    depth, made, opened = 0, 0, -1
    next_start, next_end = first, first
    last = first + length
    while next_end < last:
        if next_start < last and starts[next_start] <= ends[next_end]:
            depth += 1
            if depth == threshold:
                opened = starts[next_start]
            next_start += 1
        else:
            if depth == threshold and ends[next_end] > opened:
                starts[target + made] = opened
                ends[target + made] = ends[next_end]
                made += 1
            depth -= 1
            next_end += 1
    return made
