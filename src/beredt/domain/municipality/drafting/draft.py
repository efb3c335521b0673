"""Open-data facts in, a pack out: people placed once, services as one asset each, everything with its origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs
import shapely

from beredt.domain.municipality.drafting import report as reports
from beredt.domain.municipality.drafting.areas import WHOLE, AreaPlan, Part
from beredt.domain.municipality.drafting.care import add_care
from beredt.domain.municipality.drafting.defaults import DraftDefaults, ProfileKind
from beredt.domain.municipality.drafting.estimates import (
    Estimate,
    Spread,
    count_districts,
    estimate_profiles,
    scaled,
    share_out,
)
from beredt.domain.municipality.drafting.homes import DraftedHome, draft_homes
from beredt.domain.municipality.drafting.local import LocalFacts
from beredt.domain.municipality.drafting.people import (
    Cell,
    PlacedEstimate,
    add_estimates,
    add_residents,
    add_rest,
    add_unknown_residents,
    place_estimates,
)
from beredt.domain.municipality.drafting.report import DraftReport
from beredt.domain.municipality.drafting.rows import DraftRows
from beredt.domain.municipality.drafting.supply import add_supply
from beredt.domain.municipality.tables import AreaRow, MunicipalityRow, Origin, PackTables
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

WHOLE_AREA = "kommunen"
UNSPREAD_AREA = "ikke-fordelt"
COORDINATE_DECIMALS = 6
_ID_STARTS = {"postcode": "post", "parish": "sogn", "polling_area": "afst", WHOLE: ""}


@attrs.frozen(kw_only=True)
class Draft:
    """The pack's tables and what they rest on."""

    tables: PackTables
    report: DraftReport


def draft_pack(*, facts: LocalFacts, defaults: DraftDefaults) -> Draft:
    """The first pack of a municipality.

    Raises `InvalidInput` where the care-home register holds more people than live in the municipality.
    """
    rows = DraftRows(defaults)
    area_ids = area_ids_of(facts.plan)
    population = facts.population.people
    cells = _cells(facts.plan, area_ids, population, defaults)
    districts = len({cell.team for cell in cells})
    placed = place_estimates(estimate_profiles(defaults=defaults, population=population), cells)
    whole_area = WHOLE_AREA if len(area_ids) == 1 else UNSPREAD_AREA

    sole = add_supply(rows, population=population, spots=facts.spots, area_ids=area_ids)
    homes = draft_homes(rows, facts.homes, area_ids=area_ids)
    unknown = None if homes else _residents_estimate(defaults, population)
    add_care(rows, districts=districts)
    add_residents(rows, homes, area_ids=area_ids, whole_area=whole_area)
    if unknown is not None:
        add_unknown_residents(rows, unknown.estimate, whole_area=whole_area)
    add_estimates(rows, placed, cells=cells, whole_area=whole_area, districts=districts)
    _add_areas_and_rest(rows, facts, area_ids, whole_area)
    return Draft(
        tables=_tables(rows, facts),
        report=_report(facts, homes, placed, unknown, districts, sole, defaults),
    )


def area_ids_of(plan: AreaPlan) -> dict[str, str]:
    """The pack's area id of each part's code."""
    if len(plan.parts) == 1:
        return {plan.parts[0].code: WHOLE_AREA}
    return {part.code: f"{_ID_STARTS[plan.level]}-{part.code}" for part in plan.parts}


def _cells(plan: AreaPlan, area_ids: dict[str, str], population: int, defaults: DraftDefaults) -> tuple[Cell, ...]:
    """Areas with their district, or the districts themselves where there is one area."""
    if len(plan.parts) == 1:
        number = count_districts(population=population, defaults=defaults)
        return tuple(
            Cell(cell_id=f"distrikt-{team}", area_id=WHOLE_AREA, team=str(team), share=1 / number)
            for team in range(1, number + 1)
        )
    number = count_districts(population=population, defaults=defaults, cells=len(plan.parts))
    return tuple(
        Cell(cell_id=area_ids[part.code], area_id=area_ids[part.code], team=str(team), share=part.share)
        for part, team in zip(plan.parts, _districts_of(plan.parts, number), strict=True)
    )


def _districts_of(parts: Sequence[Part], number: int) -> list[int]:
    """A district (1 … number) per part: parts in order along the municipality's longer side, cut into equal shares."""
    middles = [shapely.get_coordinates(shapely.point_on_surface(part.shape))[0] for part in parts]
    # A degree of longitude is about 0.56 of one of latitude in Denmark.
    width = 0.56 * (max(x for x, _ in middles) - min(x for x, _ in middles))
    axis = 0 if width >= max(y for _, y in middles) - min(y for _, y in middles) else 1
    order = sorted(range(len(parts)), key=lambda index: (middles[index][axis], parts[index].code))
    districts = [0] * len(parts)
    passed, district, filled = 0.0, 1, 0
    for position, index in enumerate(order):
        left = len(order) - position
        is_full = filled and passed + parts[index].share / 2 > district / number
        if district < number and filled and (is_full or left <= number - district):
            district, filled = district + 1, 0
        districts[index] = district
        passed += parts[index].share
        filled += 1
    return districts


def _residents_estimate(defaults: DraftDefaults, population: int) -> PlacedEstimate:
    figure = defaults.figures["care_home_residents"]
    profile = ProfileKind(profile_id="care-homes", needs=(), name_da="på plejehjem", name_en="in care homes")
    estimate = Estimate(profile=profile, figure=figure, expected=scaled(figure, population))
    return PlacedEstimate(estimate=estimate, spread=Spread(cells=(), whole=estimate.people))


def _add_areas_and_rest(rows: DraftRows, facts: LocalFacts, area_ids: dict[str, str], whole_area: str) -> None:
    """The areas with their people, and in each those who are in no other profile; all sums are exact."""
    used = _people_by_area(rows)
    placed_people = sum(used.values())
    population = facts.population.people
    if placed_people > population:
        raise InvalidInput(
            mark("The groups and care homes found hold {people} people, but {population} live in {name}."),
            code="people_over_population",
            hint=mark("Check the numbers of dwellings in the care-home register."),
            people=placed_people,
            population=population,
            name=facts.known.name,
        )
    rest = _rest_by_area(facts.plan.parts, area_ids, used, population)
    add_rest(rows, rest)
    for part in facts.plan.parts:
        area_id = area_ids[part.code]
        rows.areas.append(
            AreaRow(
                area_id=area_id,
                name=part.name,
                population=used[area_id] + rest[area_id],
                geometry=_geometry(part),
                origin=_area_origin(rows, facts),
            )
        )
    if whole_area not in rest and used[whole_area]:
        rows.areas.append(
            AreaRow(
                area_id=whole_area,
                name=rows.text("unspread_area"),
                population=used[whole_area],
                origin=rows.default_origin(rows.text("unspread_source")),
            )
        )


def _people_by_area(rows: DraftRows) -> Counter[str]:
    counted = {need.profile_id: (need.area_id, need.people) for need in rows.needs}
    used: Counter[str] = Counter()
    for area_id, people in counted.values():
        used[area_id] += people
    return used


def _rest_by_area(
    parts: Sequence[Part], area_ids: dict[str, str], used: Counter[str], population: int
) -> dict[str, int]:
    """Everyone left, by how far each area is from its share of the people who have an area."""
    ids = [area_ids[part.code] for part in parts]
    left = population - sum(used.values())
    with_area = population - sum(people for area_id, people in used.items() if area_id not in ids)
    missing = [max(0.0, part.share * with_area - used[area_id]) for part, area_id in zip(parts, ids, strict=True)]
    weights = missing if sum(missing) > 0 else [part.share for part in parts]
    return dict(zip(ids, share_out(left, weights), strict=True))


def _area_origin(rows: DraftRows, facts: LocalFacts) -> Origin:
    plan = facts.plan
    if plan.level == WHOLE:
        return Origin(basis="assumed", source=facts.population.source, as_of=facts.population.as_of)
    basis = "assumed" if plan.method == "statistics" else "default"
    source = rows.text(f"people_by_{plan.method}", files=plan.source)
    return Origin(basis=basis, source=source, as_of=facts.population.as_of)


def _geometry(part: Part) -> dict[str, object] | None:
    if part.shape is None:
        return None
    rounded = shapely.set_precision(part.shape, 10**-COORDINATE_DECIMALS)
    found: dict[str, object] = shapely.geometry.mapping(rounded)
    return found


def _tables(rows: DraftRows, facts: LocalFacts) -> PackTables:
    population = facts.population
    return PackTables(
        municipality=MunicipalityRow(
            code=facts.known.code,
            name=facts.known.official_name,
            population=population.people,
            origin=Origin(basis="assumed", source=population.source, as_of=population.as_of),
        ),
        areas=tuple(rows.areas),
        assets=tuple(sorted(rows.assets.values(), key=lambda row: row.asset_id)),
        dependencies=tuple(sorted(rows.dependencies, key=lambda row: (row.asset_id, row.group_id, row.supplier_id))),
        needs=tuple(sorted(rows.needs, key=lambda row: (row.profile_id, row.group_id, row.supplier_id))),
        provenance=tuple(sorted(rows.provenance, key=lambda row: (row.table, row.row_key, row.column))),
    )


def _report(
    facts: LocalFacts,
    homes: list[DraftedHome],
    placed: Sequence[PlacedEstimate],
    unknown: PlacedEstimate | None,
    districts: int,
    sole: tuple[str, ...],
    defaults: DraftDefaults,
) -> DraftReport:
    kinds = Counter(placed_spot.spot.kind for placed_spot in facts.spots)
    return DraftReport(
        code=facts.known.code,
        name=facts.known.official_name,
        population=facts.population,
        border_source=facts.border.source if facts.border else "",
        area_level=facts.plan.level,
        area_method=facts.plan.method,
        uncounted_level=facts.plan.uncounted,
        area_names=tuple(part.name for part in facts.plan.parts),
        districts=districts,
        homes=reports.report_homes(facts, homes),
        has_register=facts.has_register,
        homes_are_mapped=facts.homes_are_mapped,
        residents=reports.report_estimate(unknown) if unknown is not None else None,
        estimates=tuple(reports.report_estimate(entry) for entry in placed),
        spots=tuple(sorted(kinds.items())),
        roads=facts.roads,
        sole_assets=tuple(asset.asset_id for asset in defaults.assets),
        sole_services=sole,
        not_counted=defaults.not_counted,
    )
