"""The checks between rows against a plain re-telling of the rules, on packs with random slips of the pen."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.municipality import checks, provenance
from beredt.domain.municipality.located import UNREADABLE, LocatedTable, locate
from beredt.domain.municipality.problem import Problem, has_errors, shown
from beredt.domain.municipality.tables import AreaRow, AssetRow, DependencyRow, MunicipalityRow, NeedRow, PackTables
from beredt.domain.municipality.vocabulary_checks import Words
from factories import municipality as factory

FEW = st.sampled_from(["a", "b", "c", "d"])
PEOPLE = st.integers(0, 6)

DEPENDENCY = st.builds(
    DependencyRow,
    asset_id=FEW,
    group_id=st.sampled_from(["g", "h"]),
    supplier_id=FEW,
    min_up=st.integers(1, 3),
    buffer_hours=st.sampled_from([0.0, 4.0]),
    recharge_hours=st.sampled_from([None, 8.0]),
)
NEED = st.builds(
    NeedRow,
    profile_id=st.sampled_from(["p", "q"]),
    area_id=FEW,
    people=PEOPLE,
    need_type=st.just("oxygen"),
    severity=st.sampled_from(["critical", "welfare"]),
    group_id=st.sampled_from(["g", "h"]),
    supplier_id=FEW,
    min_up=st.integers(1, 2),
    tolerance_hours=st.sampled_from([2.0, 4.0]),
    tolerance_p10_hours=st.sampled_from([None, 1.0, 2.0, 3.0]),
    tolerance_p90_hours=st.sampled_from([None, 3.0, 4.0, 9.0]),
)
PACKS = st.builds(
    PackTables,
    municipality=st.builds(MunicipalityRow, code=st.just("400"), name=st.just("X"), population=PEOPLE),
    areas=st.lists(st.builds(AreaRow, area_id=FEW, name=st.just(""), population=PEOPLE), max_size=4).map(tuple),
    assets=st.lists(
        st.builds(
            AssetRow,
            asset_id=FEW,
            kind=st.just("mast"),
            name=st.just(""),
            area_id=st.just("") | FEW,
            service=st.sampled_from(["", "power"]),
            people=st.none() | PEOPLE,
        ),
        max_size=5,
    ).map(tuple),
    dependencies=st.lists(DEPENDENCY, max_size=8).map(tuple),
    needs=st.lists(NEED, max_size=6).map(tuple),
)


def plain_findings(tables: PackTables) -> set[tuple[str, str, int]]:
    """The rules of the published description, told again with loops over all pairs: (code, file, row)."""
    found: set[tuple[str, str, int]] = set()
    areas = {row.area_id for row in tables.areas}
    assets = {row.asset_id for row in tables.assets}
    keyed = {
        "areas.geojson": [(row.area_id,) for row in tables.areas],
        "assets.csv": [(row.asset_id,) for row in tables.assets],
        "dependencies.csv": [(row.asset_id, row.group_id, row.supplier_id) for row in tables.dependencies],
        "need_profiles.csv": [(row.profile_id, row.group_id, row.supplier_id) for row in tables.needs],
    }
    for file, keys in keyed.items():
        first_row = 1 if file.endswith("geojson") else 2
        found |= {("duplicate_id", file, first_row + i) for i in range(len(keys)) if keys[i] in keys[:i]}
    for row, asset in enumerate(tables.assets, start=2):
        if asset.area_id and asset.area_id not in areas:
            found.add(("unknown_id", "assets.csv", row))
    for row, dependency in enumerate(tables.dependencies, start=2):
        if {dependency.asset_id, dependency.supplier_id} - assets:
            found.add(("unknown_id", "dependencies.csv", row))
        if dependency.asset_id == dependency.supplier_id:
            found.add(("self_dependency", "dependencies.csv", row))
    for row, need in enumerate(tables.needs, start=2):
        if need.area_id not in areas or need.supplier_id not in assets:
            found.add(("unknown_id", "need_profiles.csv", row))
        low, high = need.tolerance_p10_hours, need.tolerance_p90_hours
        if (low is None) != (high is None):
            found.add(("tolerance_pair", "need_profiles.csv", row))
        elif low is not None and not low <= need.tolerance_hours <= high:
            found.add(("tolerance_order", "need_profiles.csv", row))
    found |= plain_group_findings(tables.dependencies, "dependencies.csv", ("asset_id", "group_id"))
    found |= plain_group_findings(tables.needs, "need_profiles.csv", ("profile_id", "group_id"))
    for row, need in enumerate(tables.needs, start=2):
        head = next(other for other in tables.needs if other.profile_id == need.profile_id)
        if (head.area_id, head.people) != (need.area_id, need.people):
            found.add(("profile_disagrees", "need_profiles.csv", row))
    return found


def plain_group_findings(rows, file, key):
    found = set()
    names = {field.name for field in attrs.fields(type(rows[0]))} if rows else set()
    rest = names - set(key) - {"supplier_id", "origin", "profile_id", "area_id", "people"}
    for index, row in enumerate(rows):
        members = [i for i, other in enumerate(rows) if all(getattr(other, k) == getattr(row, k) for k in key)]
        if any(getattr(rows[members[0]], name) != getattr(row, name) for name in rest):
            found.add(("group_disagrees", file, index + 2))
        suppliers = {rows[i].supplier_id for i in members}
        if index == next((i for i in members if rows[i].min_up > len(suppliers)), None):
            found.add(("min_up_too_large", file, index + 2))
    return found


def plain_people_codes(tables: PackTables) -> set[str]:
    """Which of the sums over people go over a limit."""
    heads = {}
    for need in tables.needs:
        heads.setdefault(need.profile_id, need)
    per_area = {}
    for head in heads.values():
        per_area[head.area_id] = per_area.get(head.area_id, 0) + head.people
    populations = {row.area_id: row.population for row in tables.areas}
    limit = tables.municipality.population
    sums = {
        "people_over_area_population": any(per_area[area] > populations.get(area, 99) for area in per_area),
        "people_over_population": sum(head.people for head in heads.values()) > limit,
        "service_over_population": sum(a.people or 0 for a in tables.assets if a.service) > limit,
        "areas_over_population": sum(row.population for row in tables.areas) > limit,
    }
    return {code for code, is_over in sums.items() if is_over}


PEOPLE_CODES = {
    "people_over_area_population",
    "people_over_population",
    "service_over_population",
    "areas_over_population",
}


@settings(max_examples=200)
@given(tables=PACKS)
def test_checks_agree_with_the_plain_rules(tables):
    problems = checks.check_tables(tables)
    located = {(p.code, p.file, p.row) for p in problems if p.code not in PEOPLE_CODES}
    assert located == plain_findings(tables)
    assert {p.code for p in problems} & PEOPLE_CODES == plain_people_codes(tables)


class TestUnreadableCells:
    """A cell that could not be read has been told; no check may tell it again or stumble over it."""

    @settings(max_examples=100)
    @given(tables=PACKS, data=st.data())
    def test_no_check_invents_a_problem_at_it(self, tables, data):
        located = locate(tables)
        name = data.draw(st.sampled_from([name for name, table in located.items() if len(table)]))
        table = located[name]
        column = data.draw(st.sampled_from([name for name in table.columns if name != "geometry"]))
        index = data.draw(st.integers(0, len(table) - 1))
        values = list(table.values(column))
        values[index] = UNREADABLE
        located[name] = attrs.evolve(table, columns={**table.columns, column: values})
        told = [(p.file, p.row, p.column) for p in checks.check_pack(located)]
        assert (table.file, table.rows[index], column) not in told

    def test_tables_that_are_not_there(self):
        assert checks.check_pack({}) == []

    @pytest.mark.parametrize("missing", ["areas", "assets", "dependencies", "need_profiles", "municipality"])
    def test_each_table_can_be_missing(self, missing):
        located = locate(factory.small_pack_tables())
        del located[missing]
        assert not has_errors(checks.check_pack(located))

    def test_rows_whose_group_is_not_known_are_no_group(self):
        columns = {
            "asset_id": [UNREADABLE, UNREADABLE],
            "group_id": ["g", "g"],
            "supplier_id": ["a", "b"],
            "min_up": [3, None],
            "buffer_hours": [1.0, 2.0],
        }
        table = LocatedTable(name="dependencies", file="dependencies.csv", rows=[2, 3], columns=columns)
        assert checks.check_pack({"dependencies": table}) == []

    def test_an_origin_whose_table_is_not_known_is_passed_by(self):
        located = locate(factory.small_pack_tables())
        located["provenance"] = attrs.evolve(
            located["provenance"], columns={**located["provenance"].columns, "table": [UNREADABLE]}
        )
        assert checks.check_pack(located) == []

    def test_an_origin_of_a_table_that_is_not_there_is_passed_by(self):
        located = locate(factory.small_pack_tables())
        del located["dependencies"]
        assert checks.check_pack(located) == []

    def test_ids_are_not_unknown_in_a_table_that_was_cut_short(self):
        located = locate(factory.small_pack_tables())
        located["assets"] = LocatedTable(
            name="assets", file="assets.csv", rows=[2], columns={"asset_id": ["mast"]}, whole=False
        )
        assert not has_errors(checks.check_pack(located))


class TestProvenanceKeys:
    @pytest.mark.parametrize(
        ("ids", "keys"),
        [(("a",), ("a",)), (("a", "b"), ("a/b", "a|b", "a:b")), (("a", "b", "c"), ("a/b/c", "a|b|c", "a:b:c"))],
    )
    def test_spellings(self, ids, keys):
        assert provenance.spellings(*ids) == keys

    @pytest.mark.parametrize("text", ["areas", "areas.geojson", "assets.csv", "need_profiles"])
    def test_tables_may_be_named_by_their_file(self, text):
        assert provenance.table_named(text) in provenance.ROW_KEYS


class TestWords:
    WORDS = Words(services=frozenset({"power"}), kinds=frozenset({"mast"}))

    def test_only_given_vocabularies_are_looked_at(self):
        tables = attrs.evolve(factory.small_pack_tables(), needs=())
        codes = {problem.code for problem in checks.check_tables(tables, words=self.WORDS)}
        assert codes == {"unknown_kind", "unknown_service"}

    def test_a_blank_kind_is_unknown_and_a_blank_service_is_none(self):
        blank = AssetRow(asset_id="a", kind="", name="")
        tables = PackTables(municipality=MunicipalityRow(code="400", name="X", population=1), assets=(blank,))
        problems = checks.check_tables(tables, words=self.WORDS)
        assert [(problem.code, problem.row) for problem in problems] == [("unknown_kind", 2)]


class TestShown:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("mast-7", "mast-7"),
            ("x" * 50, "x" * 40 + "…"),
            ("a\nb\x00", "a?b?"),
            ("010101-0000", "…"),
            ("tlf 12 34 56 78.", "tlf …."),
            ("101010000", "…"),
            ("119910000", "119910000"),
            ("spørg leder@kommune.invalid nu", "spørg … nu"),
            ("5712345678901234", "5712345678901234"),
            (17, "17"),
        ],
    )
    def test_shown(self, text, said):
        assert shown(text) == said


def test_a_problem_keeps_its_values_to_itself():
    values = {"id": "a"}
    problem = Problem(file="f", code="duplicate_id", values=values)
    values["id"] = "b"
    assert problem.values["id"] == "a"
    with pytest.raises(TypeError):
        problem.values["id"] = "c"
