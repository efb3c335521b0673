"""Measures put into a municipality: where, for whom, at what price; independent of order and of what is unrelated."""

import random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.measures.candidates import expand, unused_prices
from beredt.domain.measures.measure import (
    Backup,
    Cost,
    LongerBuffer,
    LowerThreshold,
    MilderDisruption,
    OpenSite,
    Range,
    ShorterRestart,
    TargetSelector,
)
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import (
    AreaRow,
    AssetRow,
    DependencyRow,
    MeasureRow,
    MunicipalityRow,
    NeedRow,
    Origin,
    PackTables,
    SiteRow,
)
from beredt.domain.riskpicture.scenario import Selector
from factories.measures import measure

POWER = (Backup(supply_services=("power",), hours=72.0, kind="fuel"),)
HOMES = TargetSelector(what="assets", assets=Selector(kinds=("care_home",)), residents=True)
UNIT = Cost(capital_kr=Range(low=100.0, likely=200.0, high=400.0), yearly_kr=Range(low=10.0, likely=20.0, high=30.0))


def asset(asset_id, kind="feeder", service="", **values):
    return AssetRow(asset_id=asset_id, kind=kind, name=asset_id, area_id="by", service=service, **values)


def needs(profile_id, people, need_type, *suppliers, hours=8.0, group="g", **values):
    return [
        NeedRow(
            profile_id=profile_id,
            area_id="by",
            people=people,
            need_type=need_type,
            severity="critical",
            group_id=group,
            supplier_id=supplier,
            tolerance_hours=hours,
            **values,
        )
        for supplier in suppliers
    ]


def pack(**changes):
    """Three homes on one grid (one of them with a generator), a mast, a waterworks with a pump, people at home."""
    tables = {
        "municipality": MunicipalityRow(code="999", name="Vestby Kommune", population=10_000),
        "areas": (AreaRow(area_id="by", name="By", population=10_000),),
        "assets": (
            asset("grid", "substation", "power"),
            asset("feeder", "feeder", "power", people=9_000),
            asset("home-a", "care_home", "shelter"),
            asset("home-b", "care_home", "shelter"),
            asset("home-c", "care_home", "shelter"),
            asset("generator-c", "generator", "backup_power"),
            asset("mast", "mast", "mobile", restart_hours=2.0),
            asset("works", "waterworks", "water", people=9_000),
            asset("pump", "pump"),
            asset("heat-pump", "pump"),
            asset("heat", "heat_plant", "heat"),
        ),
        "dependencies": (
            DependencyRow(asset_id="feeder", group_id="power", supplier_id="grid"),
            DependencyRow(asset_id="mast", group_id="power", supplier_id="feeder", buffer_hours=4.0),
            DependencyRow(asset_id="works", group_id="pumps", supplier_id="pump"),
            DependencyRow(asset_id="works", group_id="power", supplier_id="feeder"),
            DependencyRow(asset_id="pump", group_id="power", supplier_id="feeder"),
            DependencyRow(asset_id="heat-pump", group_id="power", supplier_id="feeder"),
            DependencyRow(asset_id="heat", group_id="pump", supplier_id="heat-pump"),
        ),
        "needs": (
            *needs("a-residents", 20, "pressure_relief", "feeder", group="power"),
            *needs("a-residents", 20, "shelter", "home-a", group="home"),
            *needs("b-residents", 30, "pressure_relief", "feeder", group="power"),
            *needs("b-residents", 30, "shelter", "home-b", group="home"),
            *needs("c-residents", 40, "pressure_relief", "feeder", "generator-c", group="power"),
            *needs("c-residents", 40, "shelter", "home-c", group="home"),
            *needs("ventilator", 6, "ventilator", "feeder"),
            *needs("households", 500, "water", "works", group="water"),
            *needs("households", 500, "communication", "mast", group="mobile"),
        ),
        "sites": (SiteRow(site_id="hall", name="Hallen", beds=100), SiteRow(site_id="hut", name="Hytten", beds=0)),
    }
    return PackTables(**(tables | changes))


def expanded(made_of, tables=None, prices=()):
    return expand([made_of], build_snapshot(tables or pack()), prices)


def candidates(*given_, **named):
    return expanded(*given_, **named)[0]


def reason(*given_, **named):
    (found,) = expanded(*given_, **named)[1]
    return found.reason


def at_homes(expansion="each", **changes):
    return attrs.evolve(measure("generator", POWER), targets=HOMES, expansion=expansion, cost=UNIT, **changes)


def ids(found):
    return [candidate.candidate_id for candidate in found]


class TestWhere:
    def test_each_gives_one_candidate_per_home_with_its_residents(self):
        found = candidates(at_homes())
        assert ids(found) == ["generator@home-a", "generator@home-b", "generator@home-c"]
        assert [(target.what, target.target_id) for target in found[0].targets] == [("needs", "a-residents")]
        assert [candidate.people for candidate in found] == [20, 30, 40]

    def test_a_home_that_hangs_on_power_itself_belongs_to_its_place(self):
        tables = pack(
            dependencies=(*pack().dependencies, DependencyRow(asset_id="home-a", group_id="p", supplier_id="feeder"))
        )
        first = candidates(at_homes(), tables)[0]
        assert [target.target_id for target in first.targets] == ["home-a", "a-residents"]
        assert {target.place for target in first.targets} == {"home-a"}

    def test_without_residents_there_is_nothing_to_hold_up(self):
        made_of = attrs.evolve(at_homes(), targets=attrs.evolve(HOMES, residents=False))
        assert reason(made_of) == "no_target"

    def test_parts_that_the_target_hangs_on_belong_to_it_and_others_do_not(self):
        targets = TargetSelector(what="assets", assets=Selector(kinds=("waterworks",)), part_kinds=("pump",))
        (found,) = candidates(attrs.evolve(measure("m", POWER), targets=targets))
        assert [target.target_id for target in found.targets] == ["works", "pump"]
        assert found.people == 500

    def test_feeds_keeps_what_the_service_hangs_on(self):
        targets = TargetSelector(what="assets", assets=Selector(kinds=("pump",)), feeds=("heat",))
        assert ids(candidates(attrs.evolve(measure("m", POWER), targets=targets))) == ["m@heat-pump"]

    def test_the_first_selector_that_meets_anything_counts(self):
        selectors = (Selector(kinds=("mobile_supply",)), Selector(kinds=("mast",)), Selector(kinds=("pump",)))
        targets = TargetSelector(what="assets", assets=selectors[0], otherwise=selectors[1:])
        assert ids(candidates(attrs.evolve(measure("m", POWER), targets=targets))) == ["m@mast"]

    def test_kinds_that_are_left_out_are(self):
        targets = TargetSelector(what="assets", assets=Selector(kinds=("pump", "mast")), except_kinds=("pump",))
        assert ids(candidates(attrs.evolve(measure("m", POWER), targets=targets))) == ["m@mast"]

    def test_needs_are_chosen_by_type_and_by_what_they_hang_on(self):
        made_of = measure("battery", POWER, what="needs", need_types=("ventilator", "water"))
        assert ids(candidates(made_of)) == ["battery@ventilator"]

    def test_no_need_types_means_every_type(self):
        made_of = measure("battery", POWER, what="needs")
        assert len(candidates(made_of)) == 4

    def test_a_site_needs_beds_and_somebody_to_open_for(self):
        opening = OpenSite(open_hours=6.0, need_types=("water",))
        assert ids(candidates(measure("m", (opening,), what="sites"))) == ["m@hall"]
        for_nobody = attrs.evolve(opening, need_types=("oxygen",))
        assert reason(measure("m", (for_nobody,), what="sites")) == "no_target"


class TestWhetherItChangesAnything:
    @pytest.mark.parametrize(
        ("effect", "expected"),
        [
            (LongerBuffer(supply_services=("power",), hours=24.0), None),
            (LongerBuffer(supply_services=("power",), hours=4.0), "already_covered"),
            (LongerBuffer(supply_services=("heat",), hours=24.0), "no_target"),
            (ShorterRestart(hours=1.0), None),
            (ShorterRestart(hours=2.0), "already_covered"),
            (LowerThreshold(supply_services=("power",), share=0.5), "already_covered"),
            (MilderDisruption(levers=("part_failure",), probability_factor=0.5), None),
            (Backup(supply_services=("water",)), "no_target"),
        ],
    )
    def test_at_a_mast_with_four_hours_of_battery_and_two_of_lag(self, effect, expected):
        targets = TargetSelector(what="assets", assets=Selector(kinds=("mast",)))
        found, without = expanded(attrs.evolve(measure("m", (effect,)), targets=targets))
        assert (without[0].reason if without else None) == expected
        assert bool(found) == (expected is None)

    def test_a_threshold_is_lowered_where_more_than_one_is_needed(self):
        slices = [asset(f"slice-{number}", "care_slice", "staff") for number in range(4)]
        rows = [
            DependencyRow(asset_id="visits", group_id="slices", supplier_id=row.asset_id, min_up=4) for row in slices
        ]
        tables = pack(assets=(*pack().assets, asset("visits", "care_visit"), *slices), dependencies=tuple(rows))
        targets = TargetSelector(what="assets", assets=Selector(kinds=("care_visit",)))
        for share, expected in ((0.75, 1), (0.99, 0)):
            effect = LowerThreshold(supply_services=("staff",), share=share)
            assert len(candidates(attrs.evolve(measure("m", (effect,)), targets=targets), tables)) == expected

    def test_people_with_the_shortest_tolerance_decide(self):
        longer = (LongerBuffer(supply_services=("medicine",), hours=72.0),)
        made_of = measure("stock", longer, what="needs", need_types=("medication",))
        shop = asset("pharmacy", "pharmacy", "medicine")
        for shortest, expected in ((24.0, 1), (72.0, 0), (None, 0)):
            rows = needs(
                "p", 10, "medication", "pharmacy", hours=72.0, tolerance_p10_hours=shortest, tolerance_p90_hours=90.0
            )
            tables = pack(assets=(*pack().assets, shop), needs=tuple(rows))
            assert len(candidates(made_of, tables)) == expected

    def test_asserted_measures_stand_on_their_own_list(self):
        assert reason(attrs.evolve(measure("training", ()), effect_kind="asserted")) == "asserted"

    def test_an_empty_pack_gives_reasons_and_no_candidates(self):
        empty = PackTables(municipality=MunicipalityRow(code="999", name="Tom", population=0))
        assert reason(at_homes(), empty) == "no_target"


class TestHowMany:
    def test_all_is_one_candidate_for_every_place(self):
        (found,) = candidates(at_homes("all"))
        each = candidates(at_homes())
        assert found.candidate_id == "generator@all"
        assert set(found.targets) == {target for candidate in each for target in candidate.targets}
        assert found.people == sum(candidate.people for candidate in each)
        assert found.cost_kr.likely == pytest.approx(sum(candidate.cost_kr.likely for candidate in each))

    def test_one_of_takes_the_places_with_most_people_and_leaves_those_with_another_way(self):
        (one,) = candidates(at_homes("one_of", quantity=1))
        (two,) = candidates(at_homes("one_of", quantity=2))
        (many,) = candidates(at_homes("one_of", quantity=9))
        assert [t.target_id for t in one.targets] == ["b-residents"]
        assert [t.target_id for t in two.targets] == ["b-residents", "a-residents"]
        assert [t.target_id for t in many.targets] == ["b-residents", "a-residents", "c-residents"]
        assert (one.candidate_id, one.capital_kr.likely, many.capital_kr.likely) == ("generator@one_of", 200.0, 600.0)

    def test_ties_go_to_the_first_id(self):
        rows = [attrs.evolve(row, people=25) if row.profile_id[1:] == "-residents" else row for row in pack().needs]
        (found,) = candidates(at_homes("one_of", quantity=1), pack(needs=tuple(rows)))
        assert [t.target_id for t in found.targets] == ["a-residents"]

    def test_people_behind_several_targets_count_once(self):
        targets = TargetSelector(what="assets", assets=Selector(kinds=("waterworks", "mast")))
        (found,) = candidates(attrs.evolve(measure("m", POWER), targets=targets, expansion="all"))
        assert found.people == 500


class TestPrices:
    def test_per_person_goes_by_whom_an_asset_serves_where_that_is_more(self):
        targets = TargetSelector(what="assets", assets=Selector(kinds=("waterworks", "mast")))
        made_of = attrs.evolve(measure("m", POWER), targets=targets, cost=attrs.evolve(UNIT, per="person"))
        found = {c.candidate_id: c for c in candidates(made_of)}
        assert found["m@works"].capital_kr.likely == 9_000 * 200.0
        assert found["m@mast"].capital_kr.likely == 500 * 200.0

    def test_per_person_and_per_municipality(self):
        per_person = attrs.evolve(at_homes("all"), cost=attrs.evolve(UNIT, per="person"))
        once = attrs.evolve(at_homes("all"), cost=attrs.evolve(UNIT, per="municipality"))
        assert candidates(per_person)[0].capital_kr == Range(low=9_000.0, likely=18_000.0, high=36_000.0)
        assert candidates(once)[0].capital_kr == UNIT.capital_kr
        assert candidates(once)[0].yearly_kr == UNIT.yearly_kr

    def test_what_is_paid_once_works_or_fails_everywhere_together(self):
        once = attrs.evolve(at_homes("all"), cost=attrs.evolve(UNIT, per="municipality"))
        assert {target.place for target in candidates(once)[0].targets} == {"municipality"}
        assert len({target.place for target in candidates(at_homes("all"))[0].targets}) == 3

    def test_four_years_of_running_cost_are_part_of_the_cost_and_only_the_municipality_s_own_binds(self):
        found = candidates(at_homes())[0]
        assert found.cost_kr == Range(low=140.0, likely=280.0, high=520.0)
        assert found.budget_kr == 280.0
        assert candidates(at_homes(payer="region"))[0].budget_kr == 0.0

    def test_a_local_unit_price_replaces_the_catalogue_s_and_is_multiplied(self):
        row = MeasureRow(measure_id="generator", capital_kr=500.0, origin=Origin(basis="verified", source="Tilbud"))
        (found,) = candidates(at_homes("all"), prices=[row])
        assert found.capital_kr == Range(low=1_500.0, likely=1_500.0, high=1_500.0)
        assert found.yearly_kr == Range(low=30.0, likely=60.0, high=90.0)
        assert found.cost_basis == "assumed"

    def test_a_price_of_one_candidate_wins_over_the_unit_price(self):
        verified = Origin(basis="verified", source="Tilbud")
        rows = [
            MeasureRow(measure_id="generator", capital_kr=500.0, yearly_kr=0.0, origin=verified),
            MeasureRow(measure_id="generator@home-b", capital_kr=7.0, origin=verified),
        ]
        found = {c.candidate_id: c for c in candidates(at_homes(), prices=rows)}
        assert found["generator@home-b"].capital_kr.likely == 7.0
        assert found["generator@home-b"].yearly_kr.likely == 0.0
        assert found["generator@home-a"].capital_kr.likely == 500.0
        assert {c.cost_basis for c in found.values()} == {"verified"}

    def test_a_named_target_that_the_selector_passes_by_becomes_a_candidate(self):
        row = MeasureRow(measure_id="generator@works", capital_kr=9.0)
        assert "generator@works" in ids(candidates(at_homes(), prices=[row]))

    def test_rows_that_name_nothing_here_are_told(self):
        rows = [MeasureRow(measure_id=name) for name in ("generator", "generator@home-a", "generator@moon", "typo")]
        found = candidates(at_homes(), prices=rows)
        assert unused_prices(rows, [at_homes()], found) == ("generator@moon", "typo")


MEASURES = [
    at_homes(),
    at_homes("one_of", quantity=2, measure_id="two"),
    attrs.evolve(measure("battery", POWER, what="needs"), expansion="all", cost=attrs.evolve(UNIT, per="person")),
    attrs.evolve(
        measure("mast", (LongerBuffer(supply_services=("power",), hours=24.0),)),
        targets=TargetSelector(what="assets", assets=Selector(services=("mobile",))),
    ),
    measure("hall", (OpenSite(open_hours=6.0, need_types=("water", "pressure_relief")),), what="sites"),
]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_and_of_measures_changes_nothing(seed):
    dice, tables = random.Random(seed), pack()
    shuffled = {
        name: tuple(dice.sample(rows, len(rows)))
        for name, rows in attrs.asdict(tables, recurse=False).items()
        if isinstance(rows, tuple)
    }
    again = expand(dice.sample(MEASURES, len(MEASURES)), build_snapshot(attrs.evolve(tables, **shuffled)))
    assert again == expand(MEASURES, build_snapshot(tables))


@settings(max_examples=25, deadline=None)
@given(people=st.integers(1, 100), hours=st.floats(0.5, 100))
def test_unrelated_rows_change_no_other_candidate(people, hours):
    shop = (asset("shop", "shop", "food"), asset("aaa", "mast"))
    tables = pack(
        assets=(*pack().assets, *shop), needs=(*pack().needs, *needs("eater", people, "food", "shop", hours=hours))
    )
    assert expand(MEASURES, build_snapshot(tables)) == expand(MEASURES, build_snapshot(pack()))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_behind_a_place_stand_exactly_those_that_can_be_reached_from_it(data):
    """People behind a target, against plain reachability over the table of rows."""
    names = [f"n{number}" for number in range(8)]
    edges = data.draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=16))
    rows = tuple(
        DependencyRow(asset_id=owner, group_id=f"g-{supplier}", supplier_id=supplier)
        for owner, supplier in sorted(edges)
        if owner != supplier
    )
    hangs = data.draw(st.dictionaries(st.sampled_from(["p", "q", "r"]), st.sampled_from(names), min_size=1))
    tables = pack(
        assets=tuple(asset(name, "mast", "mobile", restart_hours=1.0) for name in names),
        dependencies=rows,
        needs=tuple(row for profile, on in hangs.items() for row in needs(profile, 10 + len(profile), "x", on)),
    )
    targets = TargetSelector(what="assets", assets=Selector(kinds=("mast",)))
    found = candidates(attrs.evolve(measure("m", (ShorterRestart(hours=0.5),)), targets=targets), tables)
    for candidate in found:
        reached = {candidate.candidate_id.removeprefix("m@")}
        for _ in names:
            reached |= {row.asset_id for row in rows if row.supplier_id in reached}
        assert candidate.people == sum(11 for on in hangs.values() if on in reached)
