"""Random municipality packs as somebody else would write them, from the published description of the files alone.

Knows nothing of Beredt's code. Everything follows from a seed: the network, the outages, and the manners of the
writer (column order, extra columns, byte-order mark, line ends, quoting, row order, a .zip instead of a folder).
"""

import csv
import json
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

SHORT_HOURS = ["0", "0", "0.0", "0.025", "0.05", "0.075", "0.125", "0.5", "0.0083", "0.0084", "0.35", "1.075"]
"""Decimal hours, many of which land on half a minute: 0.025 h = 1.5 min, 0.075 h = 4.5 min, 1.075 h = 64.5 min."""

LONG_HOURS = ["1", "2", "2.0", "3.50", "4", "4.008333", "6.0416", "8", "12", "18.675", "24", "72", "500"]
HORIZONS = [3, 5, 5, 12, 26, 26, 72, 72, 72]
SERVICES = ["power", "heat", "water", "mobile", "it", "power", ""]
NEED_TYPES = ["oxygen", "heat", "water", "call_alarm", "home_care"]
AREAS = ["nord", "syd", "ø 3"]
PEOPLE_PER_AREA = 50_000


@dataclass
class Pack:
    """A pack and its outages on disk; `folder` is there beside `handed_over` when that is a .zip."""

    folder: Path
    handed_over: Path
    outages: Path
    horizon_hours: int


def write_random_pack(seed, under):
    """A pack of at most about fifteen assets, with outages and a horizon to go with it."""
    rng = random.Random(f"pack {seed}")
    writer = Writer(rng, under / "pack")
    assets = _assets(rng)
    dependencies = _dependencies(rng, assets)
    if rng.random() < 0.25:
        dependencies += _restart_lock(rng, assets)
    writer.table("municipality", [{"code": "999", "name": "Prøveby Kommune", "population": "150000"}])
    writer.areas()
    writer.table("assets", assets)
    writer.table("dependencies", dependencies, columns=DEPENDENCY_COLUMNS)
    writer.table("need_profiles", _needs(rng, assets), columns=NEED_COLUMNS)
    writer.other_tables()
    horizon = rng.choice(HORIZONS)
    outages = under / "outages.csv"
    writer.write(outages, _outages(rng, assets, horizon), ["asset_id", "start_hours", "end_hours"])
    return Pack(writer.folder, writer.hand_over(), outages, horizon)


DEPENDENCY_COLUMNS = ["asset_id", "group_id", "supplier_id", "min_up", "buffer_hours", "recharge_hours"]
NEED_COLUMNS = [
    "profile_id",
    "area_id",
    "people",
    "need_type",
    "severity",
    "group_id",
    "supplier_id",
    "min_up",
    "tolerance_hours",
    "recharge_hours",
]

SITE_COLUMNS = [
    "site_id",
    "name",
    "lon",
    "lat",
    "area_id",
    "beds",
    "generator_kw",
    "fuel_hours",
    "heat",
    "water",
    "owner",
]


class Writer:
    """Writes tables in the manners that `rng` gives it."""

    def __init__(self, rng, folder):
        self.rng = rng
        self.folder = folder
        folder.mkdir(parents=True)
        self.encoding = rng.choice(["utf-8", "utf-8", "utf-8-sig"])
        self.line_end = rng.choice(["\n", "\r\n"])
        self.quoting = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        self.extra = rng.random() < 0.3
        self.origins = rng.random() < 0.5
        self.tables = []

    def table(self, name, rows, columns=None):
        columns = list(columns or rows[0])
        if self.origins:
            columns += ["basis", "source", "as_of"]
            for row in rows:
                basis = self.rng.choice(["verified", "assumed", "default", ""])
                row.update(basis=basis, source="tilsyn, 2026", as_of=self.rng.choice(["2026-03-01", ""]))
        self.write(self.folder / f"{name}.csv", rows, columns)
        self.tables.append(f"{name}.csv")

    def write(self, path, rows, columns):
        columns = list(columns)
        if self.extra:
            columns.append("bemærkning")
        self.rng.shuffle(columns)
        rows = self.rng.sample(rows, len(rows))
        with path.open("w", encoding=self.encoding, newline="") as file:
            out = csv.DictWriter(
                file, columns, restval='Sagt "sådan", af driften', lineterminator=self.line_end, quoting=self.quoting
            )
            out.writeheader()
            out.writerows(rows)

    def areas(self):
        features = [
            {
                "type": "Feature",
                "properties": {"area_id": area, "name": f"Område {area}", "population": PEOPLE_PER_AREA},
                "geometry": _square(9.0 + number, 56.0),
            }
            for number, area in enumerate(AREAS)
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        (self.folder / "areas.geojson").write_text(text, encoding="utf-8")

    def other_tables(self):
        """Header-only or absent where nothing depends on them; the descriptor of the whole."""
        self.write(
            self.folder / "sites.csv",
            [],
            [
                "site_id",
                "name",
                "lon",
                "lat",
                "area_id",
                "beds",
                "generator_kw",
                "fuel_hours",
                "heat",
                "water",
                "owner",
            ],
        )
        self.write(self.folder / "measures.csv", [], ["measure_id", "capital_kr", "yearly_kr"])
        self.tables += ["sites.csv", "measures.csv"]
        resources = [{"name": Path(t).stem, "path": t, "profile": "tabular-data-resource"} for t in self.tables]
        resources.append({"name": "areas", "path": "areas.geojson"})
        descriptor = {"name": "proeveby", "resources": resources}
        (self.folder / "datapackage.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")

    def hand_over(self):
        if self.rng.random() < 0.85:
            return self.folder
        path = self.folder.with_suffix(".zip")
        prefix = self.rng.choice(["", f"{self.folder.name}/"])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(self.folder.iterdir()):
                archive.write(file, prefix + file.name)
        return path


def _square(lon, lat):
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[lon + x, lat + y] for x, y in corners]]}


def _assets(rng):
    lagging = rng.random() < 0.6
    assets = []
    for number in range(rng.randint(2, rng.choice([5, 9, 15]))):
        area = rng.choice([*AREAS, ""])
        placed = area and rng.random() < 0.7
        assets.append(
            {
                "asset_id": rng.choice([f"a{number}", f"st-{number:02d}", f"værk {number}"]),
                "kind": rng.choice(["substation", "mast", "pump", "it_system", "care_home", ""]),
                "name": f"Anlæg {number}, {area or 'uden område'}",
                "lon": str(9.5 + AREAS.index(area)) if placed else "",
                "lat": "56.5" if placed else "",
                "area_id": area,
                "service": rng.choice(SERVICES),
                "people": rng.choice(["", "0", str(rng.randint(1, 900))]),
                "restart_hours": rng.choice([*SHORT_HOURS, "2", "5.5"]) if lagging else "0",
            }
        )
    if rng.random() < 0.2:
        assets[0]["service"] = "fuel"
    if rng.random() < 0.2:
        assets[-1]["service"] = "care_critical"
    return assets


def _dependencies(rng, assets):
    """Groups among all assets: downhill only, or with loops; sometimes many groups on one asset; sometimes none."""
    count = len(assets)
    loops = rng.random() < 0.6
    groups = rng.choice([0, count, count, 2 * count, 2 * count, 3 * count])
    rows = []
    for number in range(groups):
        owner = rng.randrange(count) if rng.random() < 0.8 else count - 1
        candidates = [i for i in range(count if loops else owner) if i != owner]
        if candidates:
            start = {"asset_id": assets[owner]["asset_id"], "group_id": rng.choice([f"g{number}", f"{number}"])}
            rows += _group(rng, start, assets, candidates, "buffer_hours")
    return rows


def _restart_lock(rng, assets):
    """Two assets that need each other and take longer to come back than either can hold out."""
    first, second = assets[:2]
    first["restart_hours"] = second["restart_hours"] = rng.choice(["0.25", "1", "3"])
    start = {"group_id": "lås", "min_up": "1", "buffer_hours": rng.choice(["0", "0.1"]), "recharge_hours": "0"}
    return [
        {**start, "asset_id": one["asset_id"], "supplier_id": other["asset_id"]}
        for one, other in [(first, second), (second, first)]
    ]


def _needs(rng, assets):
    rows = []
    for number in range(rng.choice([0, 1, 3, 6])):
        area, people = rng.choice(AREAS), str(rng.choice([0, 1, 7, rng.randint(1, 3000)]))
        for need in range(rng.randint(1, 4)):
            start = {
                "profile_id": f"p{number}",
                "area_id": area,
                "people": people,
                "need_type": rng.choice(NEED_TYPES),
                "severity": rng.choice(["critical", "serious", "welfare"]),
                "group_id": f"behov {need}",
            }
            rows += _group(rng, start, assets, range(len(assets)), "tolerance_hours")
    return rows


def _group(rng, start, assets, candidates, buffer_column):
    chosen = rng.sample(list(candidates), min(len(candidates), rng.choice([1, 1, 2, 3, 5])))
    fuels = [assets[i]["service"] == "fuel" for i in chosen]
    cares = [assets[i]["service"] == "care_critical" for i in chosen]
    # A blank recharge of a group that mixes kinds of supplier is nowhere defined: always written there.
    unmixed = all(fuels) or all(cares) or not (any(fuels) or any(cares))
    recharge = rng.choice(["0", rng.choice(SHORT_HOURS), rng.choice(LONG_HOURS), "" if unmixed else "1.5"])
    fragile = rng.random() < 0.5
    buffer = rng.choice(["0", rng.choice(SHORT_HOURS), rng.choice(SHORT_HOURS if fragile else LONG_HOURS)])
    min_up = len(chosen) if fragile else rng.randint(1, len(chosen))
    return [
        {
            **start,
            "supplier_id": assets[i]["asset_id"],
            "min_up": str(min_up),
            buffer_column: buffer,
            "recharge_hours": recharge,
        }
        for i in chosen
    ]


def _outages(rng, assets, horizon):
    """Single, repeated and overlapping outages, some of them running past the horizon."""
    rows = []
    for asset in rng.sample(assets, min(len(assets), rng.choice([0, 1, 2, 3, 4]))):
        start = rng.uniform(0, horizon / 2)
        for _ in range(rng.choice([1, 1, 3, 12])):
            length = rng.choice([rng.uniform(0.05, 1), rng.uniform(0.5, horizon)])
            end = max(float(f"{start + length:.3f}"), float(f"{start:.3f}") + 0.1)
            rows.append({"asset_id": asset["asset_id"], "start_hours": f"{start:.3f}", "end_hours": f"{end:.3f}"})
            start += length + rng.choice([0, rng.uniform(0, 0.5), rng.uniform(-0.3, 3)])
            start = max(start, 0)
    return rows
