"""Small municipalities whose best measures can be seen, or found by trying every set."""

import itertools
import random

import attrs
import pytest

from beredt.adapters.workers import forked
from beredt.domain.measures import best_set, ranking
from beredt.domain.measures.alternatives import first_clash
from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.measure import Backup, LongerBuffer, LowerThreshold, MilderDisruption, Range, ShorterRestart
from beredt.domain.measures.ranges import AssumedValue, Assumption
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import (
    AreaRow,
    AssetRow,
    DependencyRow,
    MunicipalityRow,
    NeedRow,
    PackTables,
)
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from beredt.kit.spreading import one_after_another
from tests.factories.measures import candidate, measure


def town(homes=3, people=10, needs=("power", "water")):
    """A grid and a waterworks; homes that need power, water or both; each home one profile."""
    assets = [
        AssetRow(asset_id="grid", kind="substation", name="Station", service="power"),
        AssetRow(asset_id="works", kind="waterworks", name="Vandværk", service="water"),
    ]
    dependencies, profiles = [], []
    for number in range(homes):
        home = f"home{number}"
        assets.append(AssetRow(asset_id=home, kind="care_home", name=home, area_id="a", service="shelter"))
        for service, supplier in (("power", "grid"), ("water", "works")):
            if service in needs:
                dependencies.append(
                    DependencyRow(asset_id=home, group_id=service, supplier_id=supplier, recharge_hours=0.0)
                )
        profiles.append(
            NeedRow(
                profile_id=f"p{number}",
                area_id="a",
                people=people * (number + 1),
                need_type="care",
                severity="critical",
                group_id="home",
                supplier_id=home,
                tolerance_hours=2.0,
                recharge_hours=0.0,
            )
        )
    return PackTables(
        municipality=MunicipalityRow(code="999", name="Vestby Kommune", population=1000),
        areas=(AreaRow(area_id="a", name="Vestby", population=1000),),
        assets=tuple(assets),
        dependencies=tuple(dependencies),
        needs=tuple(profiles),
    )


def outage(*asset_ids, hazard="test/outage", probability=1.0, hours=20.0):
    return Scenario(
        hazard=hazard,
        family="power",
        horizon_hours=48,
        disruptions=(
            Disruption(
                cause="cause",
                selector=Selector(asset_ids=asset_ids),
                probability=probability,
                duration_p50_hours=hours,
                duration_p90_hours=hours,
            ),
        ),
    )


def asked(tables, scenarios, candidates, **changes):
    question = ranking.Question(
        tables=tables,
        pack_hash="0",
        scenarios=tuple(scenarios),
        candidates=tuple(candidates),
        budget_kr=10_000_000.0,
        draws=60,
        sets=3,
    )
    return ranking.rank(attrs.evolve(question, **changes))


GENERATOR = measure("generator", (Backup(supply_services=("power",), hours=72.0, kind="fuel"),))
TANK = measure("tank", (Backup(supply_services=("water",), hours=72.0, kind="stock"),))


def test_a_generator_saves_its_home_and_no_other():
    result = asked(town(needs=("power",)), [outage("grid")], [candidate(GENERATOR, f"home{n}") for n in range(3)])
    assert [entry.candidate.candidate_id for entry in result.measures] == [
        "generator@home2",
        "generator@home1",
        "generator@home0",
    ]
    assert [entry.effect.critical_people.mean for entry in result.measures] == [30.0, 20.0, 10.0]
    assert result.measures[0].kr_per_person == pytest.approx(100_000 / 30)
    assert result.base[0].harm.critical_people.mean == 60.0
    assert result.best_set.effect.critical_people.mean == 60.0
    assert result.best_set.left_without == ()


def test_hours_gained_is_the_shift_to_the_horizon():
    (entry,) = asked(town(homes=1, needs=("power",)), [outage("grid")], [candidate(GENERATOR, "home0")]).measures
    assert entry.hours_gained == 48.0 - 2.0


def test_two_measures_worthless_alone_and_decisive_together_are_found():
    generator, tank = candidate(GENERATOR, "home0"), candidate(TANK, "home0", capital_kr=200_000.0)
    dear = candidate(measure("bigger", GENERATOR.effects), "home0", capital_kr=900_000.0)
    result = asked(town(homes=1), [outage("grid", "works")], [generator, dear, tank])
    (bundle,) = [entry for entry in result.measures if len(entry.members) > 1]
    assert {member.candidate_id for member in bundle.members} == {"generator@home0", "tank@home0"}
    assert bundle.effect.critical_people.mean == 10.0
    assert bundle.candidate.cost_kr.likely == 300_000.0
    assert {member.candidate_id for member in result.best_set.candidates} == {"generator@home0", "tank@home0"}
    assert {entry.candidate_id: entry.reason for entry in result.unranked}["tank@home0"] == "another_need_fails"


@pytest.mark.parametrize("budget", [250_000.0, 700_000.0, 10_000_000.0])
def test_of_alternatives_at_one_home_no_bundle_and_no_best_set_has_two(budget):
    generator, hookup = (
        measure(name, GENERATOR.effects, p_works=works, alternatives="power-of-a-home")
        for name, works in (("generator", 0.9), ("hookup", 0.6))
    )
    own = [candidate(generator, f"home{n}", capital_kr=400_000.0) for n in range(2)]
    rented = [candidate(hookup, f"home{n}", capital_kr=100_000.0) for n in range(2)]
    trailers = measure("mobile", GENERATOR.effects, p_works=0.8, alternatives="power-of-a-home")
    mobile = candidate(trailers, "home0", "home1", capital_kr=900_000.0)
    tanks = [candidate(TANK, f"home{n}", capital_kr=100_000.0) for n in range(2)]
    result = asked(
        town(homes=2), [outage("grid", "works")], [*own, *rented, mobile, *tanks], budget_kr=budget, draws=200
    )
    bundles = [{member.candidate_id for member in entry.members} for entry in result.measures if len(entry.members) > 1]
    best = {member.candidate_id for member in result.best_set.candidates}
    for home in ("home0", "home1"):
        power = {f"generator@{home}", f"hookup@{home}", "mobile@home0+home1"}
        assert [found for found in [*bundles, best] if len(found & power) > 1] == []
        # Each way to have power gets its own bundle, so that a small budget finds a cheap one; the trailers cost more
        # than a generator of one's own and do less.
        in_bundles = {name for found in bundles if f"tank@{home}" in found for name in found & power}
        assert in_bundles == {f"generator@{home}", f"hookup@{home}"}
    assert "tank@home1" in best
    assert ("generator@home1" in best) == (budget > 500_000.0)


def test_alike_measures_tie():
    twins = [candidate(measure(name, GENERATOR.effects), "home0") for name in ("east", "west")]
    result = asked(town(homes=1, needs=("power",)), [outage("grid", probability=0.5)], twins)
    assert [entry.group for entry in result.measures] == [1, 1]
    assert result.measures[0].effect == result.measures[1].effect
    assert len(result.best_set.candidates) == 1


def test_neither_the_order_of_candidates_nor_strangers_matter():
    candidates = [candidate(GENERATOR, f"home{n}") for n in range(3)]
    before = asked(town(), [outage("grid", probability=0.6)], candidates)
    crowded = attrs.evolve(
        town(), assets=(AssetRow(asset_id="aaa", kind="pump", name="x", service="power"), *town().assets[::-1])
    )
    after = asked(crowded, [outage("grid", probability=0.6)], candidates[::-1])
    assert after.measures == before.measures
    assert after.best_set == before.best_set


def test_several_processes_find_what_one_finds(monkeypatch):
    monkeypatch.setattr(forked, "processors", lambda: 2)
    candidates = [candidate(GENERATOR, f"home{n}") for n in range(3)]
    scenarios = [outage("grid", probability=0.6), outage("grid", "works", hazard="test/both")]
    question = ranking.Question(
        tables=town(),
        pack_hash="x",
        scenarios=tuple(scenarios),
        candidates=tuple(candidates),
        budget_kr=2e6,
        draws=60,
        sets=6,
    )
    alone = ranking.rank(question)
    together = ranking.rank(question, spread=forked.spread_over_processes)
    assert together.measures == alone.measures
    assert together.best_set == alone.best_set
    assert together.unranked == alone.unranked


@pytest.mark.parametrize(
    ("tables", "scenario", "made_of", "reason"),
    [
        (town(homes=1), outage("works"), GENERATOR, "not_hit"),
        (town(homes=1), outage("grid", hours=1.0), GENERATOR, "already_covered"),
        (town(homes=1), outage("grid", "works"), GENERATOR, "another_need_fails"),
        (attrs.evolve(town(homes=1), needs=()), outage("grid"), GENERATOR, "nobody_depends"),
    ],
)
def test_what_averts_nothing_says_why(tables, scenario, made_of, reason):
    result = asked(tables, [scenario], [candidate(made_of, "home0")])
    assert result.measures == ()
    assert [entry.reason for entry in result.unranked] == [reason]
    assert result.best_set.found_by == "nothing"


def care(present=4, needed=3):
    """A care team with phones of its own network, in slices; visits need so many slices, and people need the visits."""
    assets = [
        AssetRow(asset_id="mast", kind="mast", name="Mast", service="mobile"),
        AssetRow(asset_id="sun", kind="condition", name="Tålelig varme", service="bearable_heat"),
        AssetRow(asset_id="team", kind="care_team", name="Team", service=""),
        AssetRow(asset_id="visit", kind="care_visit", name="Besøg", service="care_critical"),
    ]
    slices = [f"slice{number}" for number in range(present)]
    assets += [AssetRow(asset_id=name, kind="care_slice", name=name, service="staff") for name in slices]
    links = [("team", "phone", "mast", 1), *((name, "team", "team", 1) for name in slices)]
    links += [("visit", "staff", name, needed) for name in slices]
    people = NeedRow(
        profile_id="p",
        area_id="a",
        people=50,
        need_type="personal_care",
        severity="critical",
        group_id="visit",
        supplier_id="visit",
        tolerance_hours=2.0,
        recharge_hours=0.0,
    )
    hot = attrs.evolve(people, need_type="cooling", severity="serious", group_id="cool", supplier_id="sun")
    return attrs.evolve(
        town(homes=0),
        assets=tuple(assets),
        dependencies=tuple(
            DependencyRow(asset_id=owner, group_id=group, supplier_id=supplier, min_up=least, recharge_hours=0.0)
            for owner, group, supplier, least in links
        ),
        needs=(people, hot),
    )


def absence(share, hazard="test/absence"):
    made = outage(hazard=hazard)
    (rule,) = made.disruptions
    away = attrs.evolve(rule, lever="staff_absence", selector=Selector(kinds=("care_slice",), top_share=share))
    return attrs.evolve(made, disruptions=(away,))


CHILDCARE = measure("childcare", (MilderDisruption(levers=("staff_absence",), share_factor=0.5),))
MINIMUM = measure("minimum", (LowerThreshold(supply_services=("staff",), share=0.5),))
RESTORE = measure("restore", (MilderDisruption(levers=("it_failure",), duration_factor=0.5),))
COOLING = measure("cooling", (Backup(supply_services=("bearable_heat",), needs_services=("mobile",)),), what="needs")
SLICES = tuple(f"slice{number}" for number in range(4))


@pytest.mark.parametrize(
    ("scenarios", "made_of", "targets", "reason"),
    [
        ([outage("mast")], CHILDCARE, SLICES, "staff_present"),
        ([outage("mast")], MINIMUM, ("visit",), "staff_present"),
        ([outage("mast")], RESTORE, ("team",), "other_cause"),
        ([outage("sun")], RESTORE, ("team",), "not_hit"),
        ([outage("mast")], COOLING, ("p",), "not_hit"),
        # All are away: that half of them would do helps nobody.
        ([absence(1.0)], MINIMUM, ("visit",), "another_need_fails"),
        ([outage("mast"), absence(1.0)], MINIMUM, ("visit",), "another_need_fails"),
        ([outage("mast", hours=1.0), absence(0.25)], CHILDCARE, SLICES, "already_covered"),
        # Where staff are away, both help.
        ([outage("mast"), absence(0.5)], CHILDCARE, SLICES, None),
        ([outage("mast"), absence(0.5)], MINIMUM, ("visit",), None),
    ],
)
def test_staff_measures_are_not_told_that_something_else_fails_too_where_no_staff_are_away(
    scenarios, made_of, targets, reason
):
    result = asked(care(), scenarios, [candidate(made_of, *targets)])
    assert [entry.reason for entry in result.unranked] == ([reason] if reason else [])
    assert len(result.measures) == (0 if reason else 1)


def test_what_a_measure_that_works_half_the_time_averts_lies_between():
    half = measure("half", GENERATOR.effects, p_works=0.5)
    (entry,) = asked(town(homes=1, needs=("power",)), [outage("grid")], [candidate(half, "home0")], draws=400).measures
    assert 4.0 < entry.effect.critical_people.mean < 6.0
    assert entry.effect.critical_people.mc_se > 0


@pytest.mark.parametrize("high", [8.0, 72.0, 1000.0])
def test_a_mean_lies_within_its_own_range_however_far_the_range_reaches_to_one_side(high):
    """A tank that helps only as long as the power holds out, and a battery of 4 h that may last much longer."""
    tables = town(homes=6)
    tables = attrs.evolve(
        tables,
        dependencies=tuple(
            attrs.evolve(row, buffer_hours=4.0) if row.group_id == "power" else row for row in tables.dependencies
        ),
    )
    values = tuple(
        AssumedValue(
            table="dependencies", key=(row.asset_id, "power"), column="buffer_hours", value=4.0, low=3.0, high=high
        )
        for row in tables.dependencies
        if row.group_id == "power"
    )
    tank = candidate(measure("tank", TANK.effects, p_works=0.5), *(f"home{n}" for n in range(6)))
    unsure = attrs.evolve(tank.measure, p_works=Range(low=0.4, likely=0.5, high=1.0))
    scenarios = [outage("grid", "works", hours=hours, hazard=f"test/{hours:g}") for hours in (5.0, 30.0)]
    result = asked(
        tables,
        scenarios,
        [attrs.evolve(tank, measure=unsure)],
        assumptions=(Assumption(assumption_id="battery", values=values),),
        sets=40,
    )
    (entry,) = result.measures
    people = entry.effect.critical_people
    assert people.low < people.high
    assert people.low <= people.mean <= people.high


def test_families_weigh_alike_however_many_hazards_they_have():
    scenarios = [outage("grid", hazard="a"), outage("grid", hazard="b")]
    scenarios.append(attrs.evolve(outage("works", hazard="c"), family="water"))
    result = asked(town(), scenarios, [candidate(GENERATOR, "home0")])
    assert [entry.weight for entry in result.weights] == [0.25, 0.25, 0.5]


@pytest.mark.parametrize(
    ("effect", "buffer", "restart"),
    [
        (LongerBuffer(supply_services=("power",), hours=3.0), 180, 0),
        (ShorterRestart(hours=0.5), 0, 30),
        (LowerThreshold(supply_services=("power",), share=0.5), 0, 0),
    ],
)
def test_plain_effects(effect, buffer, restart):
    from beredt.domain.impact.strata import split_profiles
    from beredt.domain.measures.blueprint import draw_blueprint

    tables = town(homes=1)
    slow = attrs.evolve(tables, assets=tuple(attrs.evolve(row, restart_hours=1.0) for row in tables.assets))
    blueprint = draw_blueprint(split_profiles(build_snapshot(slow), temperature_c=None))
    change = apply_candidates(blueprint, [candidate(measure("m", (effect,)), "home0")])
    home = blueprint.position_of["home0"]
    if restart:
        assert change.restart == {home: restart}
    elif buffer:
        (helper,) = change.helpers
        assert helper.groups[0].buffer_minutes == buffer
    else:
        assert change.is_empty


class Counted:
    """Worths made up by a rule, for searching without an engine."""

    def __init__(self, worth):
        self.worth = worth

    def __call__(self, chosen):
        from beredt.domain.measures.trials import Averted

        value = self.worth(frozenset(c.candidate_id for c in chosen))
        return Averted(
            critical_people=value,
            mc_se=0.0,
            critical_under_four=0.0,
            person_hours=(value, 0.0, 0.0),
            per_hazard=(value,),
        )


def made_up_search(seed, items=7):
    """Candidates of random worth and price, some worth something only together; some cannot stand together."""
    rng = random.Random(seed)
    made = [
        candidate(
            measure(f"m{n}", alternatives=rng.choice(["", "", "a", "b"])),
            "t",
            capital_kr=float(rng.randint(1, 9) * 10_000),
        )
        for n in range(items)
    ]
    alone = {c.candidate_id: rng.choice([0, 0, rng.randint(1, 20)]) for c in made}
    pairs = {tuple(rng.sample([c.candidate_id for c in made], 2)): rng.randint(5, 30) for _ in range(2)}

    def worth(chosen):
        return float(
            sum(alone[name] for name in chosen) + sum(more for pair, more in pairs.items() if chosen.issuperset(pair))
        )

    by_id = {c.candidate_id: c for c in made}
    bundles = [tuple(by_id[name] for name in pair) for pair in pairs]
    bundles = [bundle for bundle in bundles if first_clash(bundle) is None]
    budget = float(rng.randint(3, 25) * 10_000)
    search = best_set.Search(
        items=tuple([(c,) for c in made] + bundles), value_of=Counted(worth), objective="people", budget_kr=budget
    )
    return search, made, worth


def brute_force(search, made, worth):
    return max(
        worth(frozenset(c.candidate_id for c in chosen))
        for size in range(len(made) + 1)
        for chosen in itertools.combinations(made, size)
        if best_set.cost_of(chosen) <= search.budget_kr and first_clash(chosen) is None
    )


def test_the_best_set_against_trying_every_set():
    reached, best = [], []
    for seed in range(150):
        search, made, worth = made_up_search(seed)
        chosen, _ = best_set.find_best_set(search)
        assert best_set.cost_of(chosen) <= search.budget_kr
        assert first_clash(chosen) is None
        reached.append(worth(frozenset(c.candidate_id for c in chosen)))
        best.append(brute_force(search, made, worth))
    assert all(got <= most for got, most in zip(reached, best, strict=True))
    assert sum(got == most for got, most in zip(reached, best, strict=True)) >= 0.8 * len(best)
    assert sum(reached) >= 0.97 * sum(best)


@pytest.mark.parametrize("at_once", [1, 2, 3, 12])
def test_idle_members_go_as_if_they_were_looked_at_one_by_one(monkeypatch, at_once):
    monkeypatch.setattr(best_set, "_IDLE_AT_ONCE", at_once)
    dropped = 0
    for seed in range(40):
        rng = random.Random(seed)
        made = [
            candidate(measure(f"m{n}"), "t", capital_kr=float(rng.randint(1, 4) * 10_000))
            for n in range(rng.randint(1, 9))
        ]
        reaches = {c.candidate_id: frozenset(rng.sample(range(6), rng.randint(0, 3))) for c in made}

        def worth(chosen, reaches=reaches):
            return float(len(frozenset().union(*(reaches[name] for name in chosen))))

        search = best_set.Search(
            items=tuple((c,) for c in made), value_of=Counted(worth), objective="people", budget_kr=1e9
        )
        left = made
        for one in sorted(made, key=lambda c: (-c.cost_kr.likely, c.candidate_id)):
            fewer = [c for c in left if c is not one]
            if search.worth(fewer) >= search.worth(left):
                left = fewer
        assert best_set._without_idle(search, frozenset(made), one_after_another) == frozenset(left)
        dropped += len(made) - len(left)
    assert dropped > 40
