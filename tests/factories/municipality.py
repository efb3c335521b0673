"""Municipality packs made by hand and at random; readable defaults, everything can be overridden."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from beredt.adapters.packs import writer
from beredt.domain.municipality.tables import (
    BASES,
    BUFFER_KINDS,
    SEVERITIES,
    AreaRow,
    AssetRow,
    DependencyRow,
    MeasureRow,
    MunicipalityRow,
    NeedRow,
    Origin,
    PackTables,
    ProvenanceRow,
    SiteRow,
)

VERIFIED = Origin(basis="verified", source="Elnettet, møde", as_of="2026-03-31")


def square(west: float, south: float, side: float = 0.1) -> dict[str, Any]:
    """A square outline; `west` and `south` are its lower left corner [degrees]."""
    east, north = round(west + side, 6), round(south + side, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def small_pack_tables(**changes: Any) -> PackTables:
    """`Vestby Kommune`: two areas, a substation, two feeders, a mast with a battery, a waterworks with two pumps.

    `changes` replace whole tables, for instance `needs=()`.
    """
    tables: dict[str, Any] = {
        "municipality": MunicipalityRow(code="999", name="Vestby Kommune", population=12_000),
        "areas": (
            AreaRow(area_id="havneby", name="Havneby", population=8_000, geometry=square(9.0, 56.0)),
            AreaRow(area_id="søndermark", name="Søndermark", population=4_000, geometry=square(9.1, 56.0)),
        ),
        "assets": (
            AssetRow(asset_id="substation", kind="substation", name="Vestby", lon=9.05, lat=56.05, area_id="havneby"),
            AssetRow(
                asset_id="feeder-1",
                kind="feeder",
                name="Udføring 1",
                area_id="havneby",
                service="power",
                people=8_000,
                restart_hours=1.075,
            ),
            AssetRow(
                asset_id="feeder-2",
                kind="feeder",
                name="Udføring 2",
                area_id="søndermark",
                service="power",
                people=4_000,
            ),
            AssetRow(asset_id="mast", kind="mast", name="Mast", lon=9.15, lat=56.05, service="mobile", origin=VERIFIED),
            AssetRow(asset_id="pump-1", kind="pump", name="Pumpe 1"),
            AssetRow(asset_id="pump-2", kind="pump", name="Pumpe 2"),
            AssetRow(asset_id="waterworks", kind="waterworks", name="Vandværk", service="water", people=12_000),
        ),
        "dependencies": (
            DependencyRow(asset_id="feeder-1", group_id="power", supplier_id="substation"),
            DependencyRow(asset_id="feeder-2", group_id="power", supplier_id="substation"),
            DependencyRow(
                asset_id="mast",
                group_id="power",
                supplier_id="feeder-1",
                buffer_hours=4.0,
                recharge_hours=8.0,
                buffer_kind="battery",
                origin=VERIFIED,
            ),
            DependencyRow(asset_id="waterworks", group_id="pumps", supplier_id="pump-1", buffer_hours=6.0),
            DependencyRow(asset_id="waterworks", group_id="pumps", supplier_id="pump-2", buffer_hours=6.0),
        ),
        "needs": (
            _need("iltkoncentrator", group_id="power", supplier_id="feeder-1"),
            _need("nødkald", need_type="call_alarm", severity="serious", group_id="call", supplier_id="feeder-1"),
            _need("nødkald", need_type="call_alarm", severity="serious", group_id="call", supplier_id="mast"),
            _need("nødkald", need_type="water", severity="welfare", group_id="water", supplier_id="waterworks"),
        ),
        "sites": (SiteRow(site_id="hal", name="Vestbyhallen", beds=120, generator_kw=60.5, heat=True, water=False),),
        "measures": (MeasureRow(measure_id="generator", capital_kr=450_000.0, yearly_kr=12_500.5),),
        "provenance": (
            ProvenanceRow(table="dependencies", row_key="mast/power", column="buffer_hours", low=2.0, high=6.0),
        ),
    }
    return PackTables(**{**tables, **changes})


def _need(profile_id: str, **values: Any) -> NeedRow:
    usual: dict[str, Any] = {
        "area_id": "havneby",
        "people": 40,
        "need_type": "oxygen",
        "severity": "critical",
        "tolerance_hours": 2.5,
        "tolerance_p10_hours": 1.0,
        "tolerance_p90_hours": 6.0,
    }
    return NeedRow(profile_id=profile_id, **{**usual, **values})


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The folder, now holding the files."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def small_pack_files() -> dict[str, bytes]:
    """The files of `small_pack_tables`, to be spoilt one by one."""
    return writer.pack_files(small_pack_tables())


HOURS = st.one_of(
    st.sampled_from([0.0, 0.025, 0.1, 1.075, 2.5, 4.0, 72.0, 1e-7, 87_600.5, 1_000_000.0]),
    st.floats(min_value=0.0, max_value=1_000_000.0, allow_nan=False),
)
IDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6).filter(
    lambda text: text == text.strip() and text
)
TEXTS = st.one_of(
    st.sampled_from(["", "Ærø, nord", 'kaldt "Molen"', "linje\nskift", "=1+1", "\ufeffmærke", "🙂", " rum "]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=8),
).map(lambda text: text if text.strip() else "")
DATES = st.sampled_from(["", "2026", "2026-02", "2024-02-29"])
ORIGINS = st.builds(Origin, basis=st.sampled_from(BASES), source=TEXTS, as_of=DATES)
POINTS = st.one_of(
    st.just((None, None)),
    st.tuples(st.floats(-180, 180, allow_nan=False), st.floats(-90, 90, allow_nan=False)),
)
_MAYBE_HOURS = st.none() | HOURS
_AREA_POPULATION = 10_000


@st.composite
def pack_tables(draw: st.DrawFn) -> PackTables:
    """Valid packs: loops, n-of-m groups, slow and never-ending recharge, and texts that are hard to write down."""
    area_ids = draw(st.lists(IDS, max_size=3, unique=True))
    asset_ids = draw(st.lists(IDS, max_size=6, unique=True))
    places = st.sampled_from(["", *area_ids])
    return PackTables(
        municipality=MunicipalityRow(
            code=draw(st.sampled_from(["400", "999", "ø"])),
            name=draw(TEXTS.filter(bool)),
            population=_AREA_POPULATION * 4,
            origin=draw(ORIGINS),
        ),
        areas=tuple(_area(draw, area_id) for area_id in area_ids),
        assets=tuple(_asset(draw, asset_id, places) for asset_id in asset_ids),
        dependencies=tuple(_dependencies(draw, asset_ids)),
        needs=tuple(_needs(draw, asset_ids, area_ids)),
        sites=tuple(_site(draw, site_id, places) for site_id in draw(st.lists(IDS, max_size=2, unique=True))),
        measures=tuple(
            MeasureRow(measure_id=measure_id, capital_kr=draw(_MAYBE_HOURS), origin=draw(ORIGINS))
            for measure_id in draw(st.lists(IDS, max_size=2, unique=True))
        ),
        provenance=tuple(_provenance(draw, asset_ids)),
    )


def _area(draw: st.DrawFn, area_id: str) -> AreaRow:
    corner = st.integers(0, 40).map(lambda step: step / 10)
    geometry = draw(st.none() | st.builds(lambda x, y: square(8 + x, 54.5 + y / 2), corner, corner))
    return AreaRow(
        area_id=area_id, name=draw(TEXTS), population=_AREA_POPULATION, geometry=geometry, origin=draw(ORIGINS)
    )


def _asset(draw: st.DrawFn, asset_id: str, places: st.SearchStrategy[str]) -> AssetRow:
    lon, lat = draw(POINTS)
    return AssetRow(
        asset_id=asset_id,
        kind=draw(TEXTS),
        name=draw(TEXTS),
        lon=lon,
        lat=lat,
        area_id=draw(places),
        service=draw(st.sampled_from(["", "power", "water"])),
        people=draw(st.none() | st.integers(0, 5_000)),
        restart_hours=draw(HOURS),
        origin=draw(ORIGINS),
    )


def _dependencies(draw: st.DrawFn, asset_ids: list[str]) -> list[DependencyRow]:
    rows = []
    for asset_id in asset_ids:
        others = [other for other in asset_ids if other != asset_id]
        for group_id in draw(st.lists(IDS, max_size=2, unique=True)) if others else []:
            suppliers = draw(st.lists(st.sampled_from(others), min_size=1, max_size=4, unique=True))
            group: dict[str, Any] = {
                "min_up": draw(st.integers(1, len(suppliers))),
                "buffer_hours": draw(HOURS),
                "recharge_hours": draw(_MAYBE_HOURS),
                "buffer_kind": draw(st.sampled_from(["", *BUFFER_KINDS])),
            }
            rows += [
                DependencyRow(asset_id=asset_id, group_id=group_id, supplier_id=supplier, origin=draw(ORIGINS), **group)
                for supplier in suppliers
            ]
    return rows


def _needs(draw: st.DrawFn, asset_ids: list[str], area_ids: list[str]) -> list[NeedRow]:
    rows = []
    for profile_id in draw(st.lists(IDS, max_size=3, unique=True)) if asset_ids and area_ids else []:
        profile = {"area_id": draw(st.sampled_from(area_ids)), "people": draw(st.integers(0, 1_000))}
        for group_id in draw(st.lists(IDS, min_size=1, max_size=2, unique=True)):
            suppliers = draw(st.lists(st.sampled_from(asset_ids), min_size=1, max_size=3, unique=True))
            low, middle, high = sorted(draw(st.tuples(HOURS, HOURS, HOURS)))
            has_range = draw(st.booleans())
            need: dict[str, Any] = {
                "need_type": draw(TEXTS),
                "severity": draw(st.sampled_from(SEVERITIES)),
                "min_up": draw(st.integers(1, len(suppliers))),
                "tolerance_hours": middle,
                "recharge_hours": draw(_MAYBE_HOURS),
                "tolerance_p10_hours": low if has_range else None,
                "tolerance_p90_hours": high if has_range else None,
                "buffer_kind": draw(st.sampled_from(["", *BUFFER_KINDS])),
            }
            rows += [
                NeedRow(profile_id=profile_id, group_id=group_id, supplier_id=supplier, **profile, **need)
                for supplier in suppliers
            ]
    return rows


def _site(draw: st.DrawFn, site_id: str, places: st.SearchStrategy[str]) -> SiteRow:
    lon, lat = draw(POINTS)
    return SiteRow(
        site_id=site_id,
        name=draw(TEXTS),
        lon=lon,
        lat=lat,
        area_id=draw(places),
        beds=draw(st.none() | st.integers(0, 500)),
        fuel_hours=draw(_MAYBE_HOURS),
        heat=draw(st.none() | st.booleans()),
        water=draw(st.none() | st.booleans()),
        owner=draw(TEXTS),
        origin=draw(ORIGINS),
    )


def _provenance(draw: st.DrawFn, asset_ids: list[str]) -> list[ProvenanceRow]:
    keys = st.sampled_from(["nobody", *asset_ids])
    low, high = sorted(draw(st.tuples(HOURS, HOURS)))
    return [
        ProvenanceRow(
            table=draw(st.sampled_from(["assets", "assets.csv", "elsewhere"])),
            row_key=row_key,
            column="restart_hours",
            basis=draw(st.sampled_from(BASES)),
            source=draw(TEXTS),
            as_of=draw(DATES),
            low=low,
            high=high,
            assumption_id=draw(st.just("") | IDS),
        )
        for row_key in draw(st.lists(keys, max_size=2, unique=True))
    ]
