"""What every measure of the catalogue must live up to, whoever adds it."""

import re
from importlib import resources

import attrs
import pytest

from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.catalogues.measures import load_measures, read_measures
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.impact.strata import split_profiles
from beredt.domain.measures import ranges
from beredt.domain.measures.blueprint import draw_blueprint
from beredt.domain.measures.candidates import expand
from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.measure import Backup, OpenSite
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import (
    AreaRow,
    AssetRow,
    DependencyRow,
    MunicipalityRow,
    NeedRow,
    PackTables,
)

FOLDER = resources.files("beredt") / "content" / "measures"
MEASURES = load_measures()
COMPUTED = [measure for measure in MEASURES if measure.effect_kind == "computed"]
ASSERTED = [measure for measure in MEASURES if measure.effect_kind == "asserted"]

HARMED = re.compile(
    r"\bharm(ed|s)?\b|\bdie[sd]?\b|\bdeath|\bkilled\b|\bvictim|\bskad(et|ede|es|er)\b|\bdøde?\b|\bdødsfald|\bofre?\b",
    re.IGNORECASE,
)
BINDING = re.compile(r"\blovkrav\b|\bskal efterleves\b|\bmandatory\b|\bobligatorisk", re.IGNORECASE)

WANTED = {
    "care-home-generator",
    "care-home-hookup",
    "equipment-battery",
    "printed-lists",
    "offline-care-record",
    "fuel-reservation",
    "care-home-hookup-reserved",
    "mobile-generators",
    "mast-battery",
    "home-water-stock",
    "second-food-supplier",
    "manual-keys",
    "heat-point",
    "evacuation-site-power",
    "staff-meeting-points",
    "emergency-childcare",
    "runner-organisation",
    "satellite-phones",
}

OF_WHOLE_SUPPLIES = {"mobile-supply-battery", "internet-supply-battery", "water-supply-power", "heat-supply-power"}
"""For supplies that a first draft enters as one asset; the demo knows its masts and works one by one."""


def of_id(measure):
    return measure.measure_id


def texts_of(measure, language):
    fields = [f"name_{language}", f"what_{language}", f"why_{language}"]
    return [getattr(measure, name) for name in fields] + [getattr(measure.cost, f"why_{language}")]


@pytest.fixture(scope="module")
def demo():
    return build_snapshot(build_fjordby())


@pytest.fixture(scope="module")
def demo_expansion(demo):
    return expand(MEASURES, demo)


def test_the_folder_is_in_order_and_every_source_is_explained_and_used():
    measures, problems = read_measures(FOLDER)
    assert not problems
    told = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    listed = re.findall(r"^([a-z0-9-]+) = ", (FOLDER / "sources.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert [key for key in listed if not re.search(rf"\b{key}\b", told)] == []
    used = {measure.source for measure in measures}
    assert len(used - {""}) == len(listed)


def test_there_are_enough_computed_ones_and_those_that_were_asked_for():
    assert {measure.measure_id for measure in COMPUTED} >= WANTED
    assert len(COMPUTED) >= 15
    assert len(ASSERTED) >= 5


@pytest.mark.parametrize("measure", MEASURES, ids=of_id)
class TestEveryMeasure:
    def test_says_what_it_is_and_why_in_both_languages(self, measure):
        for language in ("da", "en"):
            assert all(text.strip() for text in texts_of(measure, language))
            assert getattr(measure, f"what_{language}").endswith(".")
            assert len(getattr(measure, f"what_{language}")) <= 170

    def test_is_named_in_a_few_words(self, measure):
        assert max(len(measure.name_da), len(measure.name_en)) <= 60

    def test_speaks_of_nobody_as_harmed_and_of_nothing_as_binding(self, measure):
        for text in [*texts_of(measure, "da"), *texts_of(measure, "en")]:
            assert not HARMED.search(text), text
            assert not BINDING.search(text), text

    def test_has_a_cost_above_nothing_and_says_that_it_is_assumed(self, measure):
        assert measure.cost.capital_kr.high + measure.cost.yearly_kr.high > 0
        assert measure.cost.basis == "assumed"
        assert re.search(r"Beredts skøn", measure.cost.why_da)
        assert "Beredt's estimate" in measure.cost.why_en

    def test_leaves_room_for_doubt_about_its_price(self, measure):
        for price in (measure.cost.capital_kr, measure.cost.yearly_kr):
            assert price.low <= price.likely <= price.high
            assert price.high == 0 or price.low < price.high


@pytest.mark.parametrize("measure", COMPUTED, ids=of_id)
class TestEveryComputedMeasure:
    def test_may_fail(self, measure):
        assert 0 < measure.p_works.low < measure.p_works.likely < measure.p_works.high < 1
        assert measure.why_da.startswith("Antaget.")
        assert measure.why_en.startswith("Assumed.")

    def test_uses_words_that_packs_are_made_of(self, measure):
        vocabulary, targets = load_vocabulary(), measure.targets
        selectors = (targets.assets, *targets.otherwise)
        services = {word for selector in selectors for word in selector.services} | set(targets.feeds)
        need_types = set(targets.need_types)
        kinds = {word for selector in selectors for word in selector.kinds} | set(targets.part_kinds)
        for effect in measure.effects:
            services |= set(getattr(effect, "supply_services", ()))
            if isinstance(effect, Backup):
                services |= set(effect.needs_services)
            if isinstance(effect, OpenSite):
                need_types |= set(effect.need_types)
                services |= set(effect.brings_services)
        assert services <= set(vocabulary.services)
        assert kinds <= set(vocabulary.kinds)
        assert need_types <= set(vocabulary.need_types)

    def test_finds_targets_in_the_demo_or_in_a_first_draft(self, measure, demo_expansion):
        shown = demo_expansion[0] if measure.measure_id not in OF_WHOLE_SUPPLIES else expand([measure], THIN)[0]
        assert [c for c in shown if c.measure.measure_id == measure.measure_id]

    def test_each_of_its_candidates_changes_the_demo_s_network(self, measure, demo, demo_expansion):
        blueprint = draw_blueprint(split_profiles(demo, temperature_c=0.0))
        for candidate in demo_expansion[0]:
            if candidate.measure.measure_id == measure.measure_id:
                assert not apply_candidates(blueprint, [candidate]).is_empty, candidate.candidate_id


def test_asserted_measures_are_told_as_such_in_the_demo(demo_expansion):
    assert {(entry.measure.measure_id, entry.reason) for entry in demo_expansion[1]} == {
        *((measure.measure_id, "asserted") for measure in ASSERTED),
        *((measure_id, "no_target") for measure_id in OF_WHOLE_SUPPLIES),
    }


def thin_pack():
    """As a cold start gives it: one asset per service, homes, statistics; nothing of masts, works or IT."""
    services = ("power", "heat", "water", "mobile", "internet")
    whole = [(service, f"{service}_supply") for service in services]
    assets = [
        AssetRow(asset_id=f"all-{service}", kind=kind, name=service, service=service, people=5_000)
        for service, kind in whole
    ]
    needs = [("pressure_relief", "all-power"), ("heat", "all-heat"), ("water", "all-water"), ("shelter", "home")]
    return PackTables(
        municipality=MunicipalityRow(code="999", name="Tyndby Kommune", population=5_000),
        areas=(AreaRow(area_id="alt", name="Alt", population=5_000),),
        assets=(*assets, AssetRow(asset_id="home", kind="care_home", name="Hjemmet")),
        dependencies=tuple(
            DependencyRow(asset_id=f"all-{service}", group_id="power", supplier_id="all-power", buffer_hours=4.0)
            for service in services[1:]
        ),
        needs=tuple(
            NeedRow(
                profile_id="residents",
                area_id="alt",
                people=40,
                need_type=need_type,
                severity="critical",
                group_id=need_type,
                supplier_id=supplier,
                tolerance_hours=8.0,
            )
            for need_type, supplier in needs
        ),
    )


THIN = build_snapshot(thin_pack())


def test_a_whole_supply_has_a_price_by_people_and_none_of_one_part():
    found = {candidate.measure.measure_id: candidate for candidate in expand(MEASURES, THIN)[0]}
    assert found.keys() >= OF_WHOLE_SUPPLIES
    assert found.keys().isdisjoint({"mast-battery", "node-battery", "waterworks-power", "district-heat-power"})
    mobile = found["mobile-supply-battery"]
    assert mobile.capital_kr.likely == 5_000 * mobile.measure.cost.capital_kr.likely


def test_a_thin_draft_has_targets_too_and_is_told_why_others_have_none():
    found, without = expand(MEASURES, THIN)
    placed = {candidate.measure.measure_id for candidate in found}
    assert placed >= {
        "care-home-generator",
        "care-home-hookup",
        "home-water-stock",
        *OF_WHOLE_SUPPLIES,
    }
    assert {entry.reason for entry in without} == {"asserted", "no_target"}
    assert placed.isdisjoint(entry.measure.measure_id for entry in without)


class TestDefaultRanges:
    @pytest.mark.parametrize("entry", load_default_ranges(), ids=lambda e: f"{e.table}-{e.column}-{e.words[:1]}")
    def test_each_leaves_room_on_both_sides_and_says_why(self, entry):
        if entry.low is None:
            assert entry.low_factor < 1
        if entry.high is None:
            assert entry.high_factor > 1
        assert entry.why

    def test_words_are_those_that_packs_are_made_of(self):
        vocabulary = load_vocabulary()
        known = {*vocabulary.services, *vocabulary.kinds, *vocabulary.need_types}
        known |= {"battery", "fuel", "stock", "visit", "routine", "critical", "serious", "welfare"}
        known |= {f"{kind}-{service}" for kind in vocabulary.kinds for service in vocabulary.services}
        assert {word for entry in load_default_ranges() for word in entry.words} <= known

    def test_every_column_that_the_engine_reads_has_a_general_range(self):
        general = {(e.table, e.column) for e in load_default_ranges() if not e.words and not e.is_missing}
        assert general == {(table, column) for table, columns in ranges._COLUMNS.items() for column in columns}

    def test_both_languages_are_there(self):
        danish, english = load_default_ranges("da"), load_default_ranges("en")
        assert all(one.why != other.why for one, other in zip(danish, english, strict=True))
        assert [attrs.evolve(entry, why="") for entry in danish] == [attrs.evolve(entry, why="") for entry in english]

    def test_a_verified_value_has_none_and_an_own_range_wins(self):
        tables = build_fjordby()
        assumptions = ranges.find_assumptions(tables, load_default_ranges())
        verified = {row.asset_id for row in tables.assets if row.origin.basis == "verified"}
        doubted = {v.key[0] for a in assumptions for v in a.values if v.table == "assets"}
        assert verified & doubted == set()
        mast = next(entry for entry in assumptions if entry.assumption_id == "mast-battery")
        assert {(value.low, value.high) for value in mast.values} == {(2.0, 6.0)}
        assert all(value.low <= value.value <= value.high for a in assumptions for value in a.values)


def test_a_home_gets_power_in_one_way_and_a_site_opens_in_one():
    kinds = {}
    for measure in COMPUTED:
        if measure.alternatives:
            kinds.setdefault(measure.alternatives, set()).add(measure.measure_id)
    # A word that only one measure has would be a slip of the pen.
    assert all(len(ids) > 1 for ids in kinds.values())
    homes = {"care_home", "residential_home", "childrens_home"}
    gives_power = {
        measure.measure_id
        for measure in COMPUTED
        if homes & set(measure.targets.assets.kinds)
        and any(isinstance(effect, Backup) and "power" in effect.supply_services for effect in measure.effects)
    }
    opens = {m.measure_id for m in COMPUTED if any(isinstance(effect, OpenSite) for effect in m.effects)}
    assert sorted(map(sorted, kinds.values())) == sorted([sorted(gives_power), sorted(opens)])
