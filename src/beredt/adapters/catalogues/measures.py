"""The measure catalogue that ships with the program: `sources.toml`, measure files (`*.yaml`), `SOURCES.md`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from beredt.adapters.catalogues.documents import read_toml, read_yaml
from beredt.adapters.catalogues.fields import Fields
from beredt.adapters.catalogues.measure_fields import read_effects, read_range, read_targets
from beredt.adapters.catalogues.problem import CatalogueProblem, InvalidCatalogue
from beredt.domain.measures.measure import Cost, Measure, Range
from beredt.domain.measures.parties import PARTIES, ROLES
from beredt.domain.municipality.tables import BASES
from beredt.domain.riskpicture.catalogue import Source, Wording
from beredt.kit.language import mark

SOURCES_FILE = "sources.toml"
FOR_PEOPLE = "SOURCES.md"
EFFECT_KINDS = ("computed", "asserted")
EXPANSIONS = ("each", "all", "one_of")
PRICED_PER = ("target", "person", "municipality")
HIGHEST_KR = 1e9
LONGEST_DAYS = 3650
_ALWAYS = Range(low=1.0, likely=1.0, high=1.0)


@cache
def load_measures() -> tuple[Measure, ...]:
    """The measures that ship with the program, by id; raises `InvalidCatalogue` with all that is wrong."""
    measures, problems = read_measures(resources.files("beredt") / "content" / "measures")
    if problems:
        raise InvalidCatalogue("measures", problems)
    return measures


def read_measures(folder: Traversable) -> tuple[tuple[Measure, ...], tuple[CatalogueProblem, ...]]:
    """The measures in a folder, by id, and all that is wrong; with problems the measures must not be used."""
    problems: list[CatalogueProblem] = []
    sources = _sources(folder, problems)
    if not (folder / FOR_PEOPLE).is_file():
        problems.append(CatalogueProblem(file=FOR_PEOPLE, sentence=mark("The file is missing.")))
    measures: dict[str, Measure] = {}
    for file in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml")):
        node = read_yaml(folder, file, problems)
        if node is None:
            continue
        fields = Fields.of(node, file=file, where="", problems=problems)
        for entry in fields.each("measures"):
            measure = _measure(entry, sources)
            if measure.measure_id in measures:
                entry.report("id", mark("The id {id} is used twice."), id=measure.measure_id)
            measures[measure.measure_id] = measure
        fields.done()
    ordered = tuple(measures[measure_id] for measure_id in sorted(measures))
    return ordered, tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.where)))


def _sources(folder: Traversable, problems: list[CatalogueProblem]) -> dict[str, Source]:
    node = read_toml(folder, SOURCES_FILE, problems)
    if node is None:
        return {}
    fields = Fields.of(node, file=SOURCES_FILE, where="", problems=problems)
    table = fields.inner("sources")
    fields.done()
    found = {}
    for key in table.keys() if table is not None else ():
        entry = table.inner(key) if table is not None else None
        if entry is not None:
            found[key] = Source(key=key, title=entry.text("title"), url=entry.text("url", optional=True))
            entry.done()
    return found


def _measure(fields: Fields, sources: Mapping[str, Source]) -> Measure:
    kind = fields.choice("kind", EFFECT_KINDS)
    names, what = fields.wording("name"), fields.wording("what")
    source = _source(fields, sources)
    computed = kind == "computed"
    targets = read_targets(fields.inner("targets", optional=not computed))
    p_works, why = _works(fields) if computed else (_ALWAYS, fields.wording("why"))
    measure = Measure(
        measure_id=fields.identifier("id"),
        name_da=names.da,
        name_en=names.en,
        what_da=what.da,
        what_en=what.en,
        effect_kind=kind,
        effects=read_effects(fields, targets) if computed else (),
        targets=targets,
        expansion=fields.choice("expansion", EXPANSIONS, default=None if computed else "all"),
        quantity=int(fields.number("quantity", low=1, high=1000, default=1.0)),
        cost=_cost(fields),
        p_works=p_works,
        lead_time_days=fields.whole_number("lead_time_days", low=0, high=LONGEST_DAYS),
        responsible=fields.choice("responsible", ROLES),
        decided_by=fields.choice("decided_by", PARTIES, default="municipality"),
        payer=fields.choice("payer", PARTIES, default="municipality"),
        source=source.title,
        source_url=source.url,
        why_da=why.da,
        why_en=why.en,
        alternatives=fields.text("alternatives", optional=True),
    )
    _check(fields, measure)
    fields.done()
    return measure


def _check(fields: Fields, measure: Measure) -> None:
    if fields.has("quantity") != (measure.expansion == "one_of"):
        fields.report("quantity", mark("quantity belongs to the expansion one_of, and only to it."))
    if measure.expansion == "each" and measure.cost.per == "municipality":
        fields.report("cost", mark("What is paid once for the municipality cannot be placed one by one."))
    if measure.alternatives and measure.cost.per == "municipality":
        fields.report("alternatives", mark("What is paid once for the municipality is at no place of its own."))
    if measure.effect_kind == "asserted":
        for key in ("targets", "effects", "works", "expansion", "alternatives"):
            if fields.has(key):
                fields.report(key, mark("The model cannot see an asserted measure, so this must not stand here."))


def _works(fields: Fields) -> tuple[Range, Wording]:
    inner = fields.inner("works")
    if inner is None:
        return _ALWAYS, Wording(da="", en="")
    p_works, why = read_range(inner, "range", high=1.0), inner.wording("why")
    inner.done()
    return p_works, why


def _cost(fields: Fields) -> Cost:
    inner = fields.inner("cost")
    if inner is None:
        nothing = Range(low=0.0, likely=0.0, high=0.0)
        return Cost(capital_kr=nothing, yearly_kr=nothing)
    why = inner.wording("why")
    cost = Cost(
        per=inner.choice("per", PRICED_PER),
        capital_kr=read_range(inner, "capital_kr", high=HIGHEST_KR),
        yearly_kr=read_range(inner, "yearly_kr", high=HIGHEST_KR),
        basis=inner.choice("basis", BASES, default="assumed"),
        source=inner.text("source", optional=True),
        why_da=why.da,
        why_en=why.en,
    )
    if cost.basis == "verified" and not cost.source:
        inner.report("source", mark("A verified price needs its source."))
    inner.done()
    return cost


def _source(fields: Fields, sources: Mapping[str, Source]) -> Source:
    key = fields.text("source", optional=True)
    if key and key not in sources:
        fields.report("source", mark("The source {name} is not listed in {file}."), name=key, file=SOURCES_FILE)
    return sources.get(key, Source(key="", title=""))
