"""Fjordby's ground and supply: areas' conditions, roads, power, heat, water and wastewater."""

from __future__ import annotations

from typing import Any

from beredt.adapters.demo.fjordby_draft import Draft, Guess, share_out

HEAT_IN_PIPES = Guess(hours=3.0, low=1.5, high=6.0, assumption_id="heat-in-pipes")
MANUAL_OPERATION = Guess(hours=48.0, low=12.0, high=120.0, assumption_id="manual-operation-of-works")
SEWER_BASIN = Guess(hours=6.0, low=2.0, high=12.0, assumption_id="sewer-basin")
WITHOUT_CONTROL = Guess(hours=8.0, low=4.0, high=24.0, assumption_id="station-without-control")
DISTRICT_HEAT_PUMPS = ("nord", "vest", "syd")


def add_supply(draft: Draft) -> None:
    """Adds everything that the ground and the utilities are made of."""
    _add_conditions(draft)
    _add_roads(draft)
    _add_power_grid(draft)
    _add_feeders(draft)
    _add_fuel(draft)
    _add_heat(draft)
    _add_water(draft)
    _add_wastewater(draft)


def is_flooded(draft: Draft, area_id: str) -> bool:
    """Whether the area lies low."""
    return any(area["id"] == area_id and area.get("flood", False) for area in draft.areas)


def need_dry_ground(draft: Draft, asset_id: str) -> None:
    """Makes an asset on low ground need dry ground; elsewhere nothing."""
    area_id = draft.assets[asset_id].area_id
    if is_flooded(draft, area_id):
        draft.depend(asset_id, "ground", [f"dry-{area_id}"])


def _add_conditions(draft: Draft) -> None:
    for area in draft.areas:
        _add_condition(draft, area, "cool", "bearable_heat", "tålelig varme")
        if area.get("flood", False):
            _add_condition(draft, area, "dry", "dry_ground", "tørt terræn")
        if area["id"] in {"midtby", "havn", "strandlund", "engholm"}:
            _add_condition(draft, area, "air", "clean_air", "ren luft")
    for zone, area_id in (("syd", "vest"), ("nord", "nord"), ("nordo", "nordo")):
        draft.add(
            f"safe-water-{zone}",
            kind="condition",
            name=f"Rent drikkevand, zone {zone}",
            area=area_id,
            service="safe_water",
        )


def _add_condition(draft: Draft, area: dict[str, Any], prefix: str, service: str, label: str) -> None:
    draft.add(
        f"{prefix}-{area['id']}", kind="condition", name=f"{area['name']}: {label}", area=area["id"], service=service
    )


def _add_roads(draft: Draft) -> None:
    draft.add("bridge-klit", kind="bridge", name="Klitbroen", area="vesterklit", service="transport")
    for area in draft.areas:
        road = draft.add(
            f"road-{area['id']}",
            kind="road_access",
            name=f"Vejadgang, {area['name']}",
            area=area["id"],
            service="road",
            people=area["population"],
        )
        need_dry_ground(draft, road)
        if "bridge" in area:
            draft.depend(road, "bridge", [area["bridge"]])


def _add_power_grid(draft: Draft) -> None:
    draft.add(
        "power-transmission",
        kind="transmission_station",
        name="Fjordby transmissionsstation",
        area="bakkedal",
        service="power",
        restart=0.5,
        basis="verified",
    )
    for number in (1, 2):
        line = draft.add(
            f"line-by-{number}", kind="cable", name=f"60 kV-forbindelse {number}", area="midtby", service="power"
        )
        draft.depend(line, "power", ["power-transmission"], basis="verified")
    for station, area, name in (
        ("sub-by", "midtby", "Byens transformerstation"),
        ("sub-vest", "vest", "Vest transformerstation"),
        ("sub-nord", "nord", "Nord transformerstation"),
        ("sub-klit", "mosevang", "Klit transformerstation"),
    ):
        draft.add(station, kind="substation", name=name, area=area, service="power", restart=0.5, basis="verified")
        suppliers = ["line-by-1", "line-by-2"] if station == "sub-by" else ["power-transmission"]
        draft.depend(station, "power", suppliers, basis="verified")
    draft.add("cable-nordo", kind="cable", name="Søkablet til Nordø", area="nordo", service="power", restart=1.0)
    draft.depend("cable-nordo", "power", ["sub-nord"])
    _add_restart_lock(draft)


def _add_restart_lock(draft: Draft) -> None:
    """The station needs its control line to switch on, the control line needs the station's power to run.

    Each restarts slower than the other's reserve allows: once both are down they hold each other down.
    """
    draft.add("control-klit", kind="control_centre", name="Fjernstyring af Klit station", area="mosevang", restart=1.0)
    draft.depend("control-klit", "power", ["sub-klit"], buffer=6.0, recharge=24.0)
    draft.depend("sub-klit", "control", ["control-klit"], buffer=WITHOUT_CONTROL)


def _add_feeders(draft: Draft) -> None:
    for area in draft.areas:
        feeders = draft.feeders_of(area["id"])
        dice = draft.chance(f"feeders of {area['id']}")
        people = share_out(area["population"], [0.6 + dice.random() for _ in feeders])
        for number, (feeder, served) in enumerate(zip(feeders, people, strict=True), start=1):
            draft.add(
                feeder,
                kind="feeder",
                name=f"Udføring {area['name']} {number}",
                area=area["id"],
                service="power",
                people=served,
                restart=0.25,
            )
            ring = ["sub-vest"] if number == 1 and area["id"] in {"midtby", "syd"} else []
            draft.depend(feeder, "power", sorted({area["station"], *ring}))
            if number == 1:
                need_dry_ground(draft, feeder)


def _add_fuel(draft: Draft) -> None:
    draft.add("fuel-supplier", kind="fuel_supplier", name="Brændstofleverandøren", service="fuel")
    for station, area, name in (
        ("fuel-by", "midtby", "Tankstationen Ringvejen"),
        ("fuel-land", "bakkedal", "Tankstationen Bakkedal"),
    ):
        draft.add(station, kind="fuel_station", name=name, area=area, service="fuel", restart=0.25)
        draft.depend(station, "power", [draft.feeder_for(area, station)])
        draft.depend(station, "delivery", ["fuel-supplier"], buffer=72.0, kind="stock")


def _add_heat(draft: Draft) -> None:
    draft.add("biomass-supplier", kind="vendor", name="Biomasseleverandøren", service="fuel")
    for plant, plant_area, name, stock, fuel in (
        ("heat-plant-by", "vest", "Fjordby Varmeværk", 120.0, "biomass-supplier"),
        ("heat-plant-reserve", "nord", "Reservecentralen", 48.0, "fuel-supplier"),
    ):
        draft.add(plant, kind="heat_plant", name=name, area=plant_area, service="heat", restart=3.0, basis="verified")
        draft.depend(plant, "power", [draft.feeder_for(plant_area, plant)], buffer=0.5, basis="verified")
        draft.depend(plant, "fuel", [fuel], buffer=stock, kind="stock")
        draft.depend(plant, "control", ["it-scada-heat"], buffer=MANUAL_OPERATION, kind="routine")
    for area_id in DISTRICT_HEAT_PUMPS:
        pump = draft.add(f"heat-pump-{area_id}", kind="pump", name=f"Fjernvarmepumpe {area_id}", area=area_id)
        draft.depend(pump, "power", [draft.feeder_for(area_id, pump)])
    for area in draft.areas:
        if area["heat"] == "district":
            _add_district_heat(draft, area)
        else:
            _add_individual_heat(draft, area)


def _add_district_heat(draft: Draft, area: dict[str, Any]) -> None:
    heat = draft.add(
        f"heat-{area['id']}",
        kind="heat_area",
        name=f"Fjernvarme, {area['name']}",
        area=area["id"],
        service="heat",
        people=area["population"],
        restart=1.0,
    )
    draft.depend(heat, "plant", ["heat-plant-by", "heat-plant-reserve"], buffer=HEAT_IN_PIPES, recharge=6.0)
    pumps = [f"heat-pump-{area_id}" for area_id in DISTRICT_HEAT_PUMPS]
    draft.depend(heat, "pumps", pumps, min_up=2, buffer=1.0, recharge=2.0)


def _add_individual_heat(draft: Draft, area: dict[str, Any]) -> None:
    for feeder in draft.feeders_of(area["id"]):
        heat = draft.add(
            feeder.replace("feeder", "heat"),
            kind="individual_heat",
            name=f"Varmepumper og fyr, {draft.assets[feeder].name}",
            area=area["id"],
            service="heat",
            people=draft.assets[feeder].people,
            restart=0.5,
        )
        draft.depend(heat, "power", [feeder])


def heat_for(draft: Draft, area_id: str, feeder: str) -> str:
    """The heat asset of a home on a feeder."""
    area_heat = f"heat-{area_id}"
    return area_heat if area_heat in draft.assets else feeder.replace("feeder", "heat")


def _add_water(draft: Draft) -> None:
    works = (
        ("syd", "vest", "Vestre Vandværk", 3, 14.0, 12.0),
        ("nord", "nord", "Nordre Vandværk", 3, 9.0, 10.0),
        ("nordo", "nordo", "Nordø Vandværk", 2, 6.0, 8.0),
    )
    for zone, works_area, name, pumps, tower_hours, refill_hours in works:
        _add_waterworks(draft, zone, works_area, name, pumps)
        tower = draft.add(
            f"tower-{zone}",
            kind="water_tower",
            name=f"Vandtårn, {name}",
            area=works_area,
            service="water",
            basis="verified",
        )
        draft.depend(tower, "works", [f"works-{zone}"], buffer=tower_hours, recharge=refill_hours, basis="verified")
    booster = draft.add("booster-bakkedal", kind="pumping_station", name="Trykforøger Bakkedal", area="bakkedal")
    draft.depend(booster, "power", [draft.feeder_for("bakkedal", booster)])
    for area in draft.areas:
        water = draft.add(
            f"water-{area['id']}",
            kind="water_area",
            name=f"Vand, {area['name']}",
            area=area["id"],
            service="water",
            people=area["population"],
            restart=0.5,
        )
        draft.depend(water, "tower", [f"tower-{area['water_zone']}"])
        if area.get("booster", False):
            draft.depend(water, "pressure", [booster])


def _add_waterworks(draft: Draft, zone: str, area: str, name: str, pumps: int) -> None:
    works = draft.add(
        f"works-{zone}", kind="waterworks", name=name, area=area, service="water", restart=1.0, basis="verified"
    )
    feeder = draft.feeder_for(area, works)
    power = [feeder]
    if zone == "syd":
        power.append(add_generator(draft, "generator-works-syd", "Nødstrøm, Vestre Vandværk", area, hours=24.0))
    draft.depend(works, "power", power)
    draft.depend(works, "control", ["it-scada-water"], buffer=MANUAL_OPERATION, kind="routine")
    members = [
        draft.add(f"pump-{zone}-{number}", kind="pump", name=f"{name}, pumpe {number}", area=area)
        for number in range(1, pumps + 1)
    ]
    for pump in members:
        draft.depend(pump, "power", power)
    draft.depend(works, "pumps", members, min_up=max(1, pumps - 1), basis="verified")


def add_generator(draft: Draft, asset_id: str, name: str, area: str, *, hours: float) -> str:
    """Adds a generator with a tank that lasts `hours` [h] and is filled from the fuel stations; returns its id."""
    draft.add(asset_id, kind="generator", name=name, area=area, service="backup_power")
    tank = Guess(hours=hours, low=0.6 * hours, high=1.2 * hours, assumption_id=f"tank-{asset_id}", basis="assumed")
    draft.depend(asset_id, "fuel", ["fuel-by", "fuel-land"], buffer=tank, kind="fuel")
    return asset_id


def _add_wastewater(draft: Draft) -> None:
    plant = draft.add(
        "sewage-plant", kind="wastewater_plant", name="Engholm Renseanlæg", area="engholm", service="wastewater"
    )
    draft.depend(plant, "power", [draft.feeder_for("engholm", plant)], buffer=2.0)
    for area in draft.areas:
        if area["heat"] != "district":
            continue
        station = draft.add(
            f"sewer-{area['id']}",
            kind="pumping_station",
            name=f"Kloakpumpestation, {area['name']}",
            area=area["id"],
            service="wastewater",
            people=area["population"],
        )
        draft.depend(station, "power", [draft.feeder_for(area["id"], station)], buffer=SEWER_BASIN, recharge=3.0)
        draft.depend(station, "plant", [plant], buffer=12.0, recharge=12.0)
        need_dry_ground(draft, station)
