"""Made-up municipalities of any size, for timing: a layered network down to people, with some loops.

All figures are plausible round numbers, nobody's data. Everything follows from the seed. The layers, from the top, with
their share of the assets:

    transmission stations  0.6 %   no suppliers
    substations            2 %     1 of 2 stations
    feeders               16 %     their substation; restart lag up to half an hour; serve people
    fuel and vendors       2 %     no suppliers; what generators and IT systems hang on
    masts                 12 %     a feeder behind a battery of 2 to 8 h, a fibre node behind none
    fibre nodes            4 %     a feeder behind a battery of 8 h, a substation's control room
    pumps                  8 %     a feeder; three belong together
    waterworks             3 %     2 of 3 pumps behind a tower of 6 to 24 h
    heat plants            3 %     1 of 2 feeders, water behind 4 h, a fuel tank that nobody refills
    water and heat areas  12 %     a waterworks or a heat plant, a feeder; serve people
    IT systems             8 %     2 feeders (1 enough) behind a generator, a vendor, a fibre node
    care slices           22 %     lists on IT behind 72 h of print, a mast behind a manual routine
    care homes and others rest     a feeder behind a generator or nothing, water and heat areas

Loops: every fourth substation is switched over the mobile network and every tenth waterworks is run over a fibre
node, each behind a battery: components of a handful or more assets, as where power, water and telecom meet.

Each profile has 2 to 4 needs (power, heat or water, call alarm over 1 of 2 masts, visits by n of some slices).
"""

from __future__ import annotations

import random
from collections import defaultdict

import attrs

from beredt.domain.municipality import snapshot, tables

SHARES = {
    "station": 0.006,
    "substation": 0.02,
    "feeder": 0.16,
    "fuel": 0.005,
    "vendor": 0.015,
    "fibre": 0.04,
    "mast": 0.12,
    "pump": 0.08,
    "waterworks": 0.03,
    "heat_plant": 0.03,
    "water_area": 0.06,
    "heat_area": 0.06,
    "it_system": 0.08,
    "care_slice": 0.22,
}
SERVICE_OF = {
    "station": "power",
    "substation": "power",
    "feeder": "power",
    "fuel": "fuel",
    "vendor": "it",
    "fibre": "internet",
    "mast": "mobile",
    "pump": "",
    "waterworks": "water",
    "heat_plant": "heat",
    "water_area": "water",
    "heat_area": "heat",
    "it_system": "it",
    "care_slice": "care_critical",
    "care_home": "",
}
SERVES_PEOPLE = {"feeder", "water_area", "heat_area", "mast"}


@attrs.frozen(kw_only=True)
class Size:
    """How large a made-up municipality is."""

    assets: int
    profiles: int
    loops: bool = True
    seed: int = 1


SMALL = Size(assets=500, profiles=720)
CITY = Size(assets=5_000, profiles=18_000)


def build_municipality(size: Size) -> snapshot.MunicipalitySnapshot:
    """The municipality of that size, always the same."""
    return snapshot.build_snapshot(build_tables(size))


def build_tables(size: Size) -> tables.PackTables:
    """The municipality as the rows of a pack."""
    town = _Town(size)
    for kind in town.ids:
        for number in range(len(town.ids[kind])):
            town.connect(kind, number)
    for number in range(size.profiles):
        town.settle_people(number)
    return tables.PackTables(
        municipality=tables.MunicipalityRow(code="999", name="Prøveby Kommune", population=1_000_000),
        areas=(tables.AreaRow(area_id="o1", name="Prøveby", population=1_000_000),),
        assets=tuple(town.assets),
        dependencies=tuple(town.dependencies),
        needs=tuple(town.needs),
    )


class _Town:
    """The rows while they are being made."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.rng = random.Random(size.seed)
        counts = {kind: max(1, round(share * size.assets)) for kind, share in SHARES.items()}
        counts["care_home"] = max(1, size.assets - sum(counts.values()))
        self.ids = {kind: [f"{kind}-{number:05d}" for number in range(count)] for kind, count in counts.items()}
        self.assets: list[tables.AssetRow] = []
        self.dependencies: list[tables.DependencyRow] = []
        self.needs: list[tables.NeedRow] = []
        self._groups: defaultdict[str, int] = defaultdict(int)
        for kind, ids in self.ids.items():
            self.assets += [self._asset(kind, asset_id) for asset_id in ids]

    def _asset(self, kind: str, asset_id: str) -> tables.AssetRow:
        served = 400_000 // len(self.ids[kind]) if kind in SERVES_PEOPLE else None
        lag = self.rng.choice([0, 0, 0.25, 0.5]) if kind in {"feeder", "waterworks", "heat_plant", "it_system"} else 0
        return tables.AssetRow(
            asset_id=asset_id,
            kind=kind,
            name=asset_id,
            area_id="o1",
            service=SERVICE_OF[kind],
            people=served,
            restart_hours=lag,
        )

    def near(self, kind: str, share: float, count: int = 1) -> list[str]:
        """`count` neighbouring assets of a kind, at about `share` of the way through town."""
        ids = self.ids[kind]
        start = min(len(ids) - 1, int(share * len(ids)) + self.rng.randrange(2))
        return sorted({ids[(start + step) % len(ids)] for step in range(count)})

    def need_supply(
        self, owner: str, suppliers: list[str], *, up: int = 1, buffer: float = 0.0, recharge: float | None = 0.0
    ) -> None:
        """One more group of `owner`; a blank recharge (None) is slow, and of a fuel tank never."""
        self._groups[owner] += 1
        self.dependencies += [
            tables.DependencyRow(
                asset_id=owner,
                group_id=f"g{self._groups[owner]}",
                supplier_id=supplier,
                min_up=min(up, len(suppliers)),
                buffer_hours=buffer,
                recharge_hours=recharge,
            )
            for supplier in suppliers
        ]

    def connect(self, kind: str, number: int) -> None:
        """The groups of one asset."""
        owner = self.ids[kind][number]
        share = number / len(self.ids[kind])
        rng = self.rng
        if kind == "substation":
            self.need_supply(owner, self.near("station", share, 2))
            if self.size.loops and number % 4 == 1:
                self.need_supply(owner, self.near("mast", share, 2), buffer=8, recharge=None)
        elif kind == "feeder":
            self.need_supply(owner, self.near("substation", share))
        elif kind == "fibre":
            self.need_supply(owner, self.near("feeder", share), buffer=8, recharge=None)
        elif kind == "mast":
            self.need_supply(owner, self.near("feeder", share), buffer=rng.choice([2, 3, 4, 8]), recharge=None)
            self.need_supply(owner, self.near("fibre", share))
        elif kind == "pump":
            self.need_supply(owner, self.near("feeder", share))
        elif kind == "waterworks":
            self.need_supply(owner, self.near("pump", share, 3), up=2, buffer=rng.choice([6, 12, 24]), recharge=None)
            if self.size.loops and number % 10 == 3:
                self.need_supply(owner, self.near("fibre", share), buffer=4, recharge=4)
        elif kind == "heat_plant":
            self.need_supply(owner, self.near("feeder", share, 2))
            self.need_supply(owner, self.near("waterworks", share), buffer=4, recharge=2)
            self.need_supply(owner, self.near("fuel", share), buffer=72, recharge=None)
        elif kind in {"water_area", "heat_area"}:
            above = "waterworks" if kind == "water_area" else "heat_plant"
            self.need_supply(owner, self.near(above, share, 2))
            self.need_supply(owner, self.near("feeder", share), buffer=rng.choice([0, 0, 2]), recharge=None)
        elif kind == "it_system":
            self.need_supply(owner, self.near("feeder", share, 2), buffer=rng.choice([0.5, 24]), recharge=None)
            self.need_supply(owner, self.near("vendor", rng.random()), buffer=rng.choice([0, 24]), recharge=0)
            self.need_supply(owner, self.near("fibre", share))
        elif kind == "care_slice":
            self.need_supply(owner, self.near("it_system", rng.random()), buffer=72, recharge=0)
            self.need_supply(owner, self.near("mast", share, 2), buffer=12, recharge=24)
        elif kind == "care_home":
            self.need_supply(owner, self.near("feeder", share), buffer=rng.choice([0, 0, 24]), recharge=None)
            self.need_supply(owner, self.near("water_area", share), buffer=12, recharge=1)
            self.need_supply(owner, self.near("heat_area", share), buffer=8, recharge=16)

    def settle_people(self, number: int) -> None:
        """One profile with two to four needs."""
        rng = self.rng
        share = number / self.size.profiles
        slices = self.near("care_slice", share, 20)
        needs = [
            ("power", "critical", self.near("feeder", share), 1, rng.choice([0.5, 2, 4, 8])),
            ("call_alarm", "serious", self.near("mast", share, 2), 1, rng.choice([1, 4, 12])),
            (*rng.choice([("water", "serious"), ("heat", "serious")]), [], 1, rng.choice([6, 12, 24, 48])),
            ("home_care", rng.choice(["critical", "welfare"]), slices, len(slices) // 2, rng.choice([4, 12, 24, 72])),
        ]
        for place, (need_type, severity, suppliers, up, tolerance) in enumerate(needs[: rng.randint(2, 4)]):
            self.needs += [
                tables.NeedRow(
                    profile_id=f"profile-{number:05d}",
                    area_id="o1",
                    people=1 + number % 40,
                    need_type=need_type,
                    severity=severity,
                    group_id=f"n{place}",
                    supplier_id=supplier,
                    min_up=max(1, min(up, len(suppliers) or 1)),
                    tolerance_hours=tolerance,
                    recharge_hours=rng.choice([0, 2, None]) if len(suppliers) == 1 else 4,
                )
                for supplier in suppliers or self.near(f"{need_type}_area", share)
            ]
