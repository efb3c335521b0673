"""What a pack and a file of outages must give, worked out from the published rules alone.

Knows nothing of Beredt's code: reads the CSV files as text, keeps buffers as exact fractions of a minute, and sweeps
the whole network over and over at every minute until nothing more goes down. Slow and plain on purpose.

As a command: `python plain_pack_oracle.py PACK OUTAGES.csv 72` prints its verdict as JSON.
"""

import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

NEVER = None
"""Refill time of a buffer that nothing refills."""

CARE_SERVICES = {"care_critical", "care_other"}


@dataclass(frozen=True)
class Supply:
    """One group: `owner` holds out `minutes` once fewer than `at_least` of `suppliers` are up."""

    owner: str
    name: str
    suppliers: tuple[str, ...]
    at_least: int
    minutes: int
    refill: int | None

    @property
    def gain(self):
        """Minutes of buffer won back per minute of supply."""
        if self.refill is NEVER:
            return Fraction(0)
        return Fraction(self.minutes, self.refill) if self.refill > 0 else Fraction(self.minutes)


@dataclass
class World:
    """A municipality in minutes, with names instead of positions."""

    restart: dict[str, int]
    supplies: list[Supply]
    needs: list[Supply]
    people: dict[str, tuple[str, int]] = field(default_factory=dict)
    severity: dict[tuple[str, str], str] = field(default_factory=dict)
    profile_people: dict[str, int] = field(default_factory=dict)


@dataclass
class Stretch:
    """Minutes [start, end) in which the same assets are down and the same groups exhausted."""

    start: int
    end: int
    down: set[str]
    exhausted: set[tuple[str, str]]


@dataclass
class Verdict:
    """The history of one run, and the figures the command line must print."""

    world: World
    horizon: int
    history: list[Stretch]

    def down_minutes(self, asset):
        return sum(s.end - s.start for s in self.history if asset in s.down)

    def down_intervals(self, asset):
        return _joined((s.start, s.end) for s in self.history if asset in s.down)

    def exhausted_intervals(self, owner, name):
        return _joined((s.start, s.end) for s in self.history if (owner, name) in s.exhausted)

    def onset_minute(self, owner, name):
        return next((s.start for s in self.history if (owner, name) in s.exhausted), None)

    def beyond_minutes(self, owner, name):
        return sum(s.end - s.start for s in self.history if (owner, name) in s.exhausted)

    def people_without(self):
        """People without each service at the first minute of every hour."""
        table = {service: [0] * (self.horizon // 60) for service, _ in self.world.people.values() if service}
        for stretch in self.history:
            for hour in range(-(-stretch.start // 60), -(-stretch.end // 60)):
                for asset in stretch.down:
                    service, people = self.world.people.get(asset, ("", 0))
                    if service and hour < self.horizon // 60:
                        table[service][hour] += people
        return table

    def person_hours(self, severity):
        return sum(
            Fraction(self.world.profile_people[need.owner] * self.beyond_minutes(need.owner, need.name), 60)
            for need in self.world.needs
            if self.world.severity[need.owner, need.name] == severity
        )

    def critical_people(self, *, tolerance_under=None):
        struck = {
            need.owner
            for need in self.world.needs
            if self.world.severity[need.owner, need.name] == "critical"
            and (tolerance_under is None or need.minutes < tolerance_under)
            and self.onset_minute(need.owner, need.name) is not None
        }
        return sum(self.world.profile_people[profile] for profile in struck)


def simulate(world, outages, horizon):
    """The verdict on `outages` (asset -> intervals in minutes) from full buffers."""
    everything = [*world.supplies, *world.needs]
    left = {(s.owner, s.name): Fraction(s.minutes) for s in everything}
    lag = dict.fromkeys(world.restart, 0)
    turning_points = sorted({t for spans in outages.values() for span in spans for t in span})
    history = []
    minute = 0
    while minute < horizon:
        out = {a for a, spans in outages.items() if any(start <= minute < end for start, end in spans)}
        down, unavailable, exhausted = _settle(world, everything, out, lag, left)
        before = (dict(left), dict(lag))
        _pass_one_minute(world, everything, out, lag, left, unavailable, exhausted)
        until = minute + 1
        if (left, lag) == before:
            # Nothing moved, so nothing will until an outage begins or ends.
            until = min([t for t in turning_points if t > minute] + [horizon])
            until = min(until, horizon)
        history.append(Stretch(minute, until, down, exhausted))
        minute = until
    return Verdict(world, horizon, history)


def _settle(world, everything, out, lag, left):
    down = out | {a for a, minutes in lag.items() if minutes > 0}
    asset_names = world.restart.keys()
    while True:
        unavailable = {
            (s.owner, s.name) for s in everything if sum(supplier not in down for supplier in s.suppliers) < s.at_least
        }
        exhausted = {key for key in unavailable if left[key] < 1}
        dragged = {s.owner for s in world.supplies if (s.owner, s.name) in exhausted} & asset_names
        if dragged <= down:
            return down, unavailable, exhausted
        down = down | dragged


def _pass_one_minute(world, everything, out, lag, left, unavailable, exhausted):
    for s in everything:
        key = (s.owner, s.name)
        if key in exhausted:
            left[key] = Fraction(0)
        elif key in unavailable:
            left[key] -= 1
        elif left[key] < s.minutes:
            left[key] = min(Fraction(s.minutes), left[key] + s.gain)
    failing = out | {s.owner for s in world.supplies if (s.owner, s.name) in exhausted}
    for asset in lag:
        lag[asset] = world.restart[asset] if asset in failing else max(0, lag[asset] - 1)


def _joined(spans):
    joined = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def minutes(hours_text):
    """Whole minutes of a decimal number of hours, halves upwards."""
    return int((Decimal(hours_text.strip()) * 60).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: (value or "").strip() for name, value in row.items() if name}
            for row in csv.DictReader(file)
            if any(value for value in row.values())
        ]


def read_world(pack):
    pack = Path(pack)
    assets = {row["asset_id"]: row for row in rows(pack / "assets.csv")}
    needs = rows(pack / "need_profiles.csv")
    return World(
        restart={name: minutes(row["restart_hours"] or "0") for name, row in assets.items()},
        supplies=_supplies(rows(pack / "dependencies.csv"), "asset_id", "buffer_hours", assets),
        needs=_supplies(needs, "profile_id", "tolerance_hours", assets),
        people={name: (row["service"], int(row["people"] or "0")) for name, row in assets.items()},
        severity={(row["profile_id"], row["group_id"]): row["severity"] for row in needs},
        profile_people={row["profile_id"]: int(row["people"]) for row in needs},
    )


def _supplies(table, owner_column, buffer_column, assets):
    members = defaultdict(list)
    for row in table:
        members[row[owner_column], row["group_id"]].append(row)
    found = []
    for (owner, name), group in members.items():
        suppliers = tuple(row["supplier_id"] for row in group)
        buffer = minutes(group[0][buffer_column])
        blank = _blank_refill(buffer, {assets[s]["service"] for s in suppliers}, assets.get(owner, {}).get("kind", ""))
        written = group[0]["recharge_hours"]
        refill = minutes(written) if written else blank
        found.append(Supply(owner, name, suppliers, int(group[0]["min_up"]), buffer, refill))
    return found


def _blank_refill(buffer, services, owner_kind):
    """Blank is never 0: a fuel tank stays empty, a visit makes up for everything, the rest takes twice the buffer."""
    if services == {"fuel"} or owner_kind == "generator":
        return NEVER
    return 0 if services and services <= CARE_SERVICES else 2 * buffer


def read_outages(path):
    outages = defaultdict(list)
    for row in rows(Path(path)):
        outages[row["asset_id"]].append((minutes(row["start_hours"]), minutes(row["end_hours"])))
    return dict(outages)


def judge(pack, outages, horizon_hours):
    """The verdict on a pack folder and a file of outages."""
    return simulate(read_world(pack), read_outages(outages), horizon_hours * 60)


def main(pack, outages, horizon_hours):
    verdict = judge(pack, outages, int(horizon_hours))
    needs = [
        {
            "profile_id": need.owner,
            "group_id": need.name,
            "onset_minutes": verdict.onset_minute(need.owner, need.name),
            "beyond_minutes": verdict.beyond_minutes(need.owner, need.name),
        }
        for need in verdict.world.needs
    ]
    assets = [{"asset_id": a, "down_minutes": verdict.down_minutes(a)} for a in sorted(verdict.world.restart)]
    json.dump({"needs": needs, "assets": assets, "people_without": verdict.people_without()}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
