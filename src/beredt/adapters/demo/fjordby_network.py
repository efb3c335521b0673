"""Fjordby's mobile network, internet, IT systems, ferry, medicine and food."""

from __future__ import annotations

from beredt.adapters.demo.fjordby_draft import Draft, Guess
from beredt.adapters.demo.fjordby_supply import add_generator, need_dry_ground

MAST_BATTERY = Guess(
    hours=3.5,
    low=2.0,
    high=6.0,
    assumption_id="mast-battery",
    source="Silkeborg Kommunes plan regner med mobilnet i 3-4 timer; masternes ejer har ikke svaret",
)
NODE_BATTERY = Guess(hours=8.0, low=4.0, high=12.0, assumption_id="fibre-node-battery")
ALARM_BATTERY = Guess(hours=24.0, low=8.0, high=48.0, assumption_id="call-alarm-battery")
PHARMACY_STOCK = Guess(hours=96.0, low=48.0, high=168.0, assumption_id="pharmacy-stock")
MASTS = {"midtby": 2}


def add_networks(draft: Draft) -> None:
    """Adds everything that carries signals, medicine and food."""
    _add_internet(draft)
    _add_mobile(draft)
    _add_municipal_it(draft)
    _add_call_alarms(draft)
    _add_ferry(draft)
    _add_medicine(draft)
    _add_food(draft)


def _add_internet(draft: Draft) -> None:
    draft.add("backbone", kind="exchange", name="Landsdækkende net", service="internet", restart=1.0)
    # A ring, entered as the ways from its source: nodes that feed each other in a circle would keep each other up
    # without any source.
    fed_from = {
        "node-by": ("midtby", ["backbone"]),
        "node-vest": ("vest", ["node-by", "node-nord"]),
        "node-nord": ("nord", ["backbone"]),
        "node-nordo": ("nordo", ["node-nord"]),
    }
    for node, (area, _) in fed_from.items():
        draft.add(node, kind="fibre_node", name=f"Fiberknude {area}", area=area, service="internet", restart=0.25)
    for node, (area, suppliers) in fed_from.items():
        draft.depend(node, "line", suppliers)
        draft.depend(node, "power", [draft.feeder_for(area, node)], buffer=NODE_BATTERY, recharge=16.0)
    for area_row in draft.areas:
        area = area_row["id"]
        draft.add(
            f"internet-{area}",
            kind="internet_area",
            name=f"Internet, {area_row['name']}",
            area=area,
            service="internet",
            people=area_row["population"],
        )
        draft.depend(f"internet-{area}", "node", [area_row["node"]])


def _add_mobile(draft: Draft) -> None:
    draft.add("mobile-core", kind="mobile_core", name="Mobilnettets kerne", service="mobile", restart=2.0)
    for area in draft.areas:
        for number in range(1, MASTS.get(area["id"], 1) + 1):
            _add_mast(draft, f"mast-{area['id']}-{number}", area["id"], f"Mast {area['name']} {number}", area["node"])
    for area in draft.areas:
        mobile = draft.add(
            f"mobile-{area['id']}",
            kind="mobile_area",
            name=f"Mobildækning, {area['name']}",
            area=area["id"],
            service="mobile",
            people=area["population"],
        )
        if area["id"] == "midtby":
            draft.depend(mobile, "masts", ["mast-midtby-1", "mast-midtby-2", "mast-havn-1"], min_up=2)
        elif area["id"] == "nord":
            draft.depend(mobile, "masts", ["mast-nord-1", "mast-strandlund-1"])
        else:
            draft.depend(mobile, "masts", [f"mast-{area['id']}-1"])


def _add_mast(draft: Draft, mast: str, area: str, name: str, node: str) -> None:
    draft.add(mast, kind="mast", name=name, area=area, service="mobile", restart=0.1)
    draft.depend(mast, "core", ["mobile-core"])
    draft.depend(mast, "line", [node])
    feeder = draft.feeder_for(area, mast)
    if area == "nordo":
        draft.depend(mast, "power", [feeder], buffer=12.0, recharge=36.0, basis="verified")
    else:
        # A full recharge takes a day: rolling outages find the battery half empty.
        draft.depend(mast, "power", [feeder], buffer=MAST_BATTERY, recharge=24.0)


def _add_municipal_it(draft: Draft) -> None:
    draft.add("data-centre", kind="data_centre", name="Rådhusets serverrum", area="midtby", service="it", restart=6.0)
    generator = add_generator(draft, "generator-town-hall", "Nødstrøm, rådhuset", "midtby", hours=18.0)
    draft.depend("data-centre", "power", [draft.feeder_for("midtby", "data-centre"), generator], buffer=0.5)
    for vendor in draft.content["vendors"]:
        draft.add(vendor["id"], kind="vendor", name=vendor["name"], service="it", restart=vendor["restart"])
    for system in draft.content["it_systems"]:
        draft.add(
            system["id"],
            kind=system.get("kind", "it_system"),
            name=system["name"],
            service="it",
            restart=system["restart"],
        )
        for group_id, suppliers, buffer in system["needs"]:
            draft.depend(system["id"], group_id, suppliers, buffer=buffer)
        if system["id"] == "it-care-record":
            recovery = Guess(
                hours=system["restart"], low=2.0, high=24.0, assumption_id="care-record-restart", basis="assumed"
            )
            draft.doubt("assets", system["id"], "restart_hours", recovery)


def _add_call_alarms(draft: Draft) -> None:
    """One group of call alarms per feeder: central, mobile network and power at home must all hold."""
    for area, feeder in draft.each_feeder():
        alarms = draft.add(
            feeder.replace("feeder", "alarm"),
            kind="home_group",
            name=f"Nødkald, {draft.assets[feeder].name}",
            area=area["id"],
            service="call_alarm",
        )
        draft.depend(alarms, "central", ["it-alarm"])
        draft.depend(alarms, "mobile", [f"mobile-{area['id']}"])
        draft.depend(alarms, "power", [feeder], buffer=ALARM_BATTERY)


def _add_ferry(draft: Draft) -> None:
    draft.add("ferry-nordo", kind="ferry", name="Nordøfærgen", area="havn", service="transport", restart=1.0)
    draft.depend("ferry-nordo", "fuel", ["fuel-supplier"], buffer=60.0, kind="stock", recharge=2.0)
    draft.depend("ferry-nordo", "ramp", [draft.feeder_for("havn", "ferry-nordo")], buffer=12.0, kind="routine")
    need_dry_ground(draft, "ferry-nordo")


def _add_medicine(draft: Draft) -> None:
    draft.add("medicine-wholesale", kind="vendor", name="Medicingrossisten", service="medicine")
    for pharmacy, area, name in (
        ("pharmacy-by", "midtby", "Fjordby Apotek"),
        ("pharmacy-strand", "strandlund", "Strandlund Apotek"),
    ):
        draft.add(pharmacy, kind="pharmacy", name=name, area=area, service="medicine", restart=0.5)
        draft.depend(pharmacy, "power", [draft.feeder_for(area, pharmacy)], buffer=2.0, kind="routine")
        draft.depend(pharmacy, "prescriptions", ["vendor-medicine"], buffer=8.0, kind="routine")
        draft.depend(pharmacy, "wholesale", ["medicine-wholesale"], buffer=PHARMACY_STOCK, kind="stock")
        draft.depend(pharmacy, "road", [f"road-{area}"], buffer=24.0, kind="stock")
    draft.add("depot-nordo", kind="medicine_depot", name="Medicindepotet på Nordø", area="nordo", service="medicine")
    draft.depend("depot-nordo", "pharmacy", ["pharmacy-by"], buffer=72.0, kind="stock")
    draft.depend("depot-nordo", "ferry", ["ferry-nordo"], buffer=72.0, kind="stock")


def _add_food(draft: Draft) -> None:
    draft.add("food-supplier", kind="food_supplier", name="Fødevareleverandøren", service="food")
    draft.add("kitchen-by", kind="kitchen", name="Madhuset Fjordby", area="syd", service="food", restart=1.0)
    draft.depend("kitchen-by", "power", [draft.feeder_for("syd", "kitchen-by")], buffer=4.0, kind="routine")
    draft.depend("kitchen-by", "water", ["water-syd"], buffer=12.0, kind="stock")
    draft.depend("kitchen-by", "goods", ["food-supplier"], buffer=48.0, kind="stock")
    draft.add("shop-nordo", kind="shop", name="Nordø Købmand", area="nordo", service="food")
    draft.depend("shop-nordo", "power", ["feeder-nordo-1"], buffer=6.0, kind="routine")
    draft.depend("shop-nordo", "ferry", ["ferry-nordo"], buffer=96.0, kind="stock")
