"""Every figure on paper is a field of a result file, and says what stands there."""

import re

import pytest

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.paper_content import load_paper_content
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.kit.document import cite, runs_in
from beredt.overview.reports import council_report, folder, staff_report
from factories import papers
from oracles import cited_figures as oracle

FIXED = re.compile(
    r"\b([189] (af|of) 10|(under|less than) 4\s(t|h)|1 (til|to) 4\s(t|h)|(færre end|fewer than) 1)\b"
    r"|\b(døgn 2 og 3|days 2 and 3|døgn 1|day 1|4 timer|4 hours|30 minutter|resten 0\s%)"
    r"|\(24 og 72 timer\)|\(24 and 72 hours\)|[Oo]k?c?tober 2025|(efteråret|autumn) 2025"
    r"|ISO/IEC 7064, MOD 97-10|^ x 3 \+ $|Træk 97 fra, til der er under 97|Take away 97 until less than 97|^98 minus"
    r"|(ark|sheet) [1-9]$|^[1-6] (Hvad|Hvem|Første|Log|Runnere|Besøg|What|Who|First|Runners|Visits)"
)
"""What may hold a digit without a field: words that are the same in every paper."""

PAPERS = {
    "staff": lambda found: staff_report.staff_report(found, printed=papers.PRINTED, measure=pdf.measure),
    "council": lambda found: council_report.council_report(found, printed=papers.PRINTED, measure=pdf.measure),
    "folder": lambda found: folder.folder(
        found, content=load_paper_content(), printed=papers.PRINTED, measure=pdf.measure
    ),
}


@pytest.fixture(scope="module")
def facts():
    found = papers.demo_findings("da")
    return oracle.facts_of(found, papers.demo_tables())


def agrees(text, field, facts, code):
    source, _, path = field.partition(":")
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    if source in SOURCES:
        return SOURCES[source](text, path, code)
    if path.startswith("critical_people_in"):
        return oracle.people_agree(text, critical_people_in(path[len("critical_people_in[") : -1], facts), code)
    lead = re.search(r"-(\d+)h$", path)
    value = oracle.resolve(facts, field)
    if lead:
        return oracle.onset_agrees(text, value, code, lead_hours=float(lead[1]))
    for pattern, rule in RULES:
        if re.search(pattern, path):
            return rule(text, value, code)
    return oracle.people_agree(text, value if not isinstance(value, list) else sum(value), code)


def critical_people_in(area_id, facts):
    critical = {row["profile_id"]: row for row in facts["pack"]["needs"] if row["severity"] == "critical"}
    return sum(row["people"] for row in critical.values() if not area_id or row["area_id"] == area_id)


def hazard_name(text, path, code):
    edition, _, short_id = path.partition("/")
    hazard = catalogues.open_catalogues(edition).selected.hazard(short_id)
    return oracle.is_named(text, hazard.names.in_language(code))


def of_print(text, path, code):
    if path in ("date", "expires"):
        day, year = {"date": ("23", "2026"), "expires": ("22", "2027")}[path]
        return text.startswith(day) and text.endswith(year)
    return re.fullmatch(r"[0-9 -]+", text) is not None  # the slips have tests of their own


def of_content(text, path, code):
    return oracle.number_of(text, code) == {"agenda.points": 15, "agenda.open": 2, "day_hours": 24}[path]


SOURCES = {"hazard": hazard_name, "print": of_print, "content": of_content}
RULES = (
    (r"^questions\[.*\]\.(value|low|high)$", lambda t, v, c: oracle.is_about(oracle.number_of(t, c), v)),
    (r"#share$|share_of_draws$|#undated$", oracle.share_agrees),
    (r"verified_share$", lambda t, v, c: oracle.share_agrees(re.search(r"[<>]?\d+ %", t)[0], sum(v), c)),
    (r"#(oldest|newest)$", oracle.date_agrees),
    (r"#peak_hour$", lambda t, v, c: oracle.minutes_of(t, c) == v * 60),
    (r"#(services|need_types)$", lambda t, v, c: oracle.number_of(t, c) == v),
    (r"#(first|earliest)$|first_critical_hours|first_onset_hours", oracle.onset_agrees),
    (r"#first_hour$", oracle.onset_agrees),
    (r"down_from_hours$|buffer_hours$|tolerance_hours$|chains\[0\]\.onset_hours$", oracle.onset_agrees),
    (r"horizon_hours$", lambda t, v, c: abs(oracle.minutes_of(t, c) - v * 60) <= 0.51),
    (r"_kr$", oracle.money_agrees),
    (r"\.effect$", oracle.effect_agrees),
    (r"^prices\[.*\]\.name$|best_set\.prices\[.*\]\.name$", lambda t, v, c: c == "en" or any(n in t for n in v)),
    (r"^measures\[.*\]\.name$", lambda t, v, c: c == "en" or v.split(" + ")[0] in t),
    (r"name$", lambda t, v, c: oracle.is_named(t, v)),
    (r"#count$|draws$|seed$|sets$", lambda t, v, c: oracle.number_of(t, c) == v),
    (r"^engine$", lambda t, v, c: t == v),
    (r"^pack_hash$", lambda t, v, c: v.startswith(t) and len(t) >= 16),
)


def test_rules_see_a_wrong_figure(facts):
    hazard = facts["assess"]["hazards"][0]["hazard"]
    people = facts["assess"]["hazards"][0]["harm"]["critical_people"]["mean"]
    field = f"assess:hazards[{hazard}].harm.critical_people.mean"
    assert agrees(f"{round(people)}", field, facts, "da")
    assert not agrees(f"{round(people * 1.2) + 2}", field, facts, "da")


@pytest.mark.slow
@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_figure_says_what_its_field_says(paper, code, facts):
    found = papers.demo_findings(code)
    wrong, cited = [], 0
    for run in runs_in(PAPERS[paper](found)):
        if not run.field or run.field.endswith(".text"):
            continue
        cited += 1
        if not agrees(run.text, run.field, facts, code):
            wrong.append((run.text, run.field))
    assert not wrong
    assert cited > {"staff": 150, "council": 40, "folder": 120}[paper]


@pytest.mark.slow
@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_no_figure_stands_without_a_field(paper, code):
    found = papers.demo_findings(code)
    document = PAPERS[paper](found)
    texts = [run.text for run in runs_in(document) if not run.field]
    stray = [text for text in texts if re.search(r"\d", FIXED.sub("", text))]
    assert [text for text in stray if not is_known(text, found)] == []


def is_known(text, found):
    """Names and words that hold digits of their own, row numbers, and what a whole sentence is cited for elsewhere."""
    if re.fullmatch(r"\d{1,2}", text.strip()):
        return True  # the number of a row
    known = [source.title for edition in found.editions for source in edition.sources]
    known += [edition.edition_id for edition in found.editions] + [edition.date for edition in found.editions]
    known += [edition.title.in_language(found.language.code) for edition in found.editions]
    rest = text
    for name in sorted(known, key=len, reverse=True):
        rest = rest.replace(name, "")
    return not re.search(r"\d", FIXED.sub("", rest))


def test_cited_text_survives_translation():
    say = papers.demo_findings("da").language.say
    told = say("{low} to {high}", low=cite("1", "a:b"), high=cite("2", "a:c"))
    assert told.count("\ue000") == 2
