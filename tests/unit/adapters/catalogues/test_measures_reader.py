"""Measure files: every problem at once, each at its place, never a traceback."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.catalogues.assumption_ranges import read_default_ranges
from beredt.adapters.catalogues.measures import read_measures
from beredt.domain.measures.measure import Backup, MilderDisruption, OpenSite, Range
from beredt.kit.language import language

BOTH = {"da": "Sætning.", "en": "Sentence."}
KR = {"low": 1, "likely": 2, "high": 3}
MEASURE = {
    "id": "home-generator",
    "name": BOTH,
    "what": BOTH,
    "kind": "computed",
    "targets": {"assets": {"kinds": ["care_home"]}, "residents": True},
    "expansion": "each",
    "effects": [{"backup": {"services": ["power"], "hours": 72, "buffer": "fuel"}}],
    "cost": {"per": "target", "capital_kr": KR, "yearly_kr": KR, "why": BOTH},
    "works": {"range": {"low": 0.5, "likely": 0.8, "high": 0.9}, "why": BOTH},
    "lead_time_days": 30,
    "responsible": "head_of_property",
    "source": "seen",
}
ASSERTED = {key: value for key, value in MEASURE.items() if key not in {"targets", "expansion", "effects", "works"}} | {
    "id": "training",
    "kind": "asserted",
    "why": BOTH,
}

WAR = {"milder": {"levers": ["war"], "share_factor": 0.5}}
NOBODY = {"lower_threshold": {"services": ["staff"], "share": 0}}
PATHS = [
    *("targets", "targets.assets", "effects", "effects.0", "effects.0.backup", "name", "id"),
    *("cost", "cost.capital_kr", "works", "works.range"),
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def write(folder, *entries, text=None, sources='[sources]\nseen = { title = "Set", url = "https://example.org" }\n'):
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    (folder / "SOURCES.md").write_text("seen\n", encoding="utf-8")
    content = json.dumps({"measures": list(entries)}, indent=1) if text is None else text
    (folder / "some.yaml").write_text(content, encoding="utf-8")
    return folder


def changed(path, value, entry=MEASURE):
    """The entry with the value at a dotted path replaced; None takes it away."""
    entry = copy.deepcopy(entry)
    inner, keys = entry, path.split(".")
    for key in keys[:-1]:
        inner = inner[int(key)] if isinstance(inner, list) else inner[key]
    if value is None:
        del inner[keys[-1]]
    else:
        inner[keys[-1]] = value
    return entry


def places(folder):
    _, problems = read_measures(folder)
    assert all(problem.line_in(language(code)) for problem in problems for code in ("da", "en"))
    return [problem.where for problem in problems]


def test_a_measure_is_read_as_it_stands(tmp_path):
    measures, problems = read_measures(write(tmp_path, changed("alternatives", "power"), ASSERTED))
    assert not problems
    home, training = measures
    assert (home.alternatives, training.alternatives) == ("power", "")
    assert home.effects == (Backup(supply_services=("power",), hours=72.0, kind="fuel"),)
    assert home.targets.residents
    assert home.cost.capital_kr == Range(low=1.0, likely=2.0, high=3.0)
    assert (home.source, home.source_url) == ("Set", "https://example.org")
    assert (home.payer, home.decided_by) == ("municipality", "municipality")
    assert (training.effect_kind, training.effects, training.why_da) == ("asserted", (), "Sætning.")


def test_other_effects_are_read_as_they_stand(tmp_path):
    milder = changed("effects", [{"milder": {"levers": ["staff_absence"], "share_factor": 0.5}}])
    site = changed(
        "effects", [{"open_site": {"open_hours": 6, "need_types": ["heat"], "power_hours": 72, "brings": ["heat"]}}]
    )
    site = changed("targets", {"sites": True}, changed("id", "site", site))
    measures, problems = read_measures(write(tmp_path, milder, site))
    assert not problems
    assert measures[0].effects == (MilderDisruption(levers=("staff_absence",), share_factor=0.5),)
    assert measures[1].effects == (
        OpenSite(open_hours=6.0, need_types=("heat",), power_hours=72.0, brings_services=("heat",)),
    )


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        (changed("id", "Hjem 1"), "measures[1].id"),
        (changed("name.en", None), "measures[1].name.en"),
        (changed("kind", "magic"), "measures[1].kind"),
        (changed("targets.sites", True), "measures[1].targets"),
        (changed("targets", {}), "measures[1].targets"),
        (changed("targets.assets", {"colour": ["red"]}), "measures[1].targets.assets.colour"),
        (changed("targets.assets", {}), "measures[1].targets.assets"),
        (changed("targets", {"need_types": ["heat"], "residents": True}), "measures[1].targets.residents"),
        (changed("targets", {"sites": True}), "measures[1].effects[1].backup"),
        (changed("expansion", "some"), "measures[1].expansion"),
        (changed("expansion", "one_of"), "measures[1].quantity"),
        (changed("quantity", 2), "measures[1].quantity"),
        (changed("effects", []), "measures[1].effects"),
        (changed("effects", [{"magic": {}}]), "measures[1].effects[1]"),
        (changed("effects.0.backup.hours", -1), "measures[1].effects[1].backup.hours"),
        (changed("effects.0.backup.services", None), "measures[1].effects[1].backup.services"),
        (changed("effects.0.backup.buffer", "steam"), "measures[1].effects[1].backup.buffer"),
        (changed("effects", [WAR]), "measures[1].effects[1].milder.levers"),
        (changed("effects", [{"milder": {"levers": ["closing"]}}]), "measures[1].effects[1].milder"),
        (changed("effects", [NOBODY]), "measures[1].effects[1].lower_threshold.share"),
        (changed("cost.per", "municipality"), "measures[1].cost"),
        (changed("cost.capital_kr", {"low": 5, "likely": 2, "high": 9}), "measures[1].cost.capital_kr"),
        (changed("cost.basis", "verified"), "measures[1].cost.source"),
        (changed("cost.per", "municipality", changed("alternatives", "power")), "measures[1].alternatives"),
        (changed("alternatives", "power", ASSERTED), "measures[1].alternatives"),
        (changed("works.range.high", 1.5), "measures[1].works.range.high"),
        (changed("works", None), "measures[1].works"),
        (changed("payer", "santa"), "measures[1].payer"),
        (changed("responsible", "me"), "measures[1].responsible"),
        (changed("source", "unseen"), "measures[1].source"),
        (changed("colour", "red"), "measures[1].colour"),
        (changed("effects", MEASURE["effects"], ASSERTED), "measures[1].effects"),
        (changed("why", None, ASSERTED), "measures[1].why"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_is_told_where_it_stands(tmp_path, entry, where):
    assert where in places(write(tmp_path, entry))


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path):
    folder = write(tmp_path, changed("kind", "magic"), changed("payer", "santa"), changed("cost.per", "head"))
    _, problems = read_measures(folder)
    assert {problem.where for problem in problems} >= {
        "measures[1].kind",
        "measures[2].payer",
        "measures[3].cost.per",
    }
    assert all(problem.line > 0 for problem in problems)


def test_an_id_is_used_once_over_all_files(tmp_path):
    write(tmp_path, MEASURE)
    (tmp_path / "other.yaml").write_text(json.dumps({"measures": [MEASURE]}), encoding="utf-8")
    (problem,) = read_measures(tmp_path)[1]
    assert (problem.where, problem.file) == ("measures[1].id", "some.yaml")


def test_missing_files_are_told(tmp_path):
    measures, problems = read_measures(tmp_path)
    assert measures == ()
    assert {problem.file for problem in problems} == {"sources.toml", "SOURCES.md"}


@settings(max_examples=60, deadline=None)
@given(value=ANYTHING, path=st.sampled_from(PATHS))
def test_whatever_stands_there_is_a_problem_or_a_measure(tmp_path_factory, value, path):
    entry = copy.deepcopy(MEASURE)
    inner, keys = entry, path.split(".")
    for key in keys[:-1]:
        inner = inner[int(key)] if isinstance(inner, list) else inner[key]
    inner[int(keys[-1]) if isinstance(inner, list) else keys[-1]] = value
    measures, problems = read_measures(write(tmp_path_factory.mktemp("m"), entry))
    assert problems or len(measures) == 1


RANGE = (
    'table = "dependencies"\ncolumn = "buffer_hours"\n'
    'low_factor = 0.5\nhigh_factor = 2.0\nwhy = { da = "a", en = "b" }\n'
)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"dependencies"', '"roads"', "ranges[1].table"),
        ('"buffer_hours"', '"people"', "ranges[1].column"),
        ("low_factor = 0.5\n", "", "ranges[1].low"),
        ("high_factor = 2.0", "high_factor = 2.0\nhigh = 4.0", "ranges[1].high"),
        ("low_factor = 0.5\nhigh_factor = 2.0", "low = 9.0\nhigh = 4.0", "ranges[1].high"),
        ('en = "b"', 'de = "b"', "ranges[1].why.en"),
        ("low_factor = 0.5", "low_factor = 1.5", "ranges[1].low_factor"),
    ],
)
def test_a_mistake_in_a_range_is_told_where_it_stands(tmp_path, old, new, where):
    assert old in RANGE
    (tmp_path / "assumption_ranges.toml").write_text(f"[[ranges]]\n{RANGE.replace(old, new)}", encoding="utf-8")
    _, problems = read_default_ranges(tmp_path)
    assert where in [problem.where for problem in problems]


def test_a_range_that_can_never_be_used_is_told(tmp_path):
    worded = f'[[ranges]]\nwords = ["mast"]\n{RANGE}'
    (tmp_path / "assumption_ranges.toml").write_text(worded + worded + f"[[ranges]]\n{RANGE}" * 2, encoding="utf-8")
    _, problems = read_default_ranges(tmp_path)
    assert [problem.where for problem in problems] == ["ranges[2].words", "ranges[4].words"]
