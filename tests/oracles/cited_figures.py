"""Does a figure on paper say what the result files say? Read from the published description of the paths alone.

`facts_of` puts the files together; `resolve` follows a path into them; `agrees` reads the figure as a Dane or a Briton
writes it and compares. Knows the JSON documents and the rules of rounding, not the code that writes the papers.
"""

import json
import re

from beredt.adapters.results import files
from beredt.adapters.results.assess_document import assess_document
from beredt.adapters.results.explain_document import ExplainedRun, explain_document
from beredt.adapters.results.rank_1 import rank_document

CODE, NAME = "999", "Trial"


def facts_of(findings, tables):
    """All files by the word before the colon, as a machine reads them back."""
    facts = {
        "assess": assess_document(findings.assessment, municipality_code=CODE, municipality_name=NAME),
        "explain": _explained(findings),
        "pack": {
            "assets": [{"asset_id": row.asset_id, "name": row.name} for row in tables.assets],
            "areas": [{"area_id": row.area_id, "name": row.name} for row in tables.areas],
            "needs": [
                {"profile_id": row.profile_id, "area_id": row.area_id, "people": row.people, "severity": row.severity}
                for row in tables.needs
            ],
            "as_of": [row.origin.as_of for rows in (tables.assets, tables.dependencies, tables.needs) for row in rows],
        },
    }
    if findings.ranking is not None:
        facts["rank"] = rank_document(
            findings.ranking, municipality_code=CODE, municipality_name=NAME, draws=40, seed=1
        )
    if findings.calls is not None:
        facts["verify"] = {"questions": [_question(question) for question in findings.calls.questions]}
    return json.loads(files.render_json(facts))


def _explained(findings):
    documents = {}
    for entry in findings.chains:
        run = ExplainedRun(
            pack_hash="",
            municipality_code=CODE,
            municipality_name=NAME,
            hazard=entry.hazard,
            horizon_hours=72,
            draws=1,
            seed=1,
            profile_id=entry.profile_id,
            people=1,
        )
        documents[f"{entry.hazard}|{entry.profile_id}"] = explain_document(run, entry.chains)
    return documents


def _question(question):
    return {
        "question_id": question.question_id,
        "value": question.value,
        "low": question.low,
        "high": question.high,
        "swing": question.swing_people,
    }


# --- paths ---------------------------------------------------------------------------------------------------------

STEP = re.compile(r"\.?([A-Za-z0-9_]+)|\[((?:[^\[\]]|\[[^\]]*\])*)\]")


def resolve(facts, field):
    """The value, or the list of rows, that a path leads to."""
    source, _, path = field.partition(":")
    path, _, aggregate = path.partition("#")
    found, place = facts[source], 0
    while place < len(path):
        step = STEP.match(path, place)
        assert step, f"{field}: cannot be read at {path[place:]!r}"
        place = step.end()
        found = _pick(found, step[2]) if step[2] is not None else _named(found, step[1])
    return AGGREGATES[aggregate.partition("-")[0]](found) if aggregate else found


def _named(found, name):
    if isinstance(found, list):  # the rows that a filter left: the same field of each, added up
        values = [row[name] for row in found]
        if values and isinstance(values[0], dict) and "low" in values[0]:
            return {end: sum(value[end] for value in values) for end in ("low", "likely", "high")}
        return {"rows": values} if values and isinstance(values[0], dict) else values
    return [row[name] for row in found["rows"]] if isinstance(found, dict) and set(found) == {"rows"} else found[name]


def _pick(found, selector):
    if isinstance(found, dict):
        return found[selector]
    if selector.isdigit():
        return found[int(selector)]
    if re.match(r"[a-z_0-9]+=", selector):
        wanted = dict(pair.split("=", 1) for pair in selector.split(","))
        return [row for row in found if all(_text(row.get(key)) == value for key, value in wanted.items())]
    rows = [row for row in found if next(iter(row.values())) == selector]
    assert len(rows) == 1, f"{len(rows)} rows are called {selector}"
    return rows[0]


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def _by_profile(rows):
    profiles = {}
    for row in rows:
        profiles.setdefault(row["profile_id"], []).append(row)
    return profiles.values()


def _times_people(rows, key):
    return sum(members[0]["people"] * max(row[key] for row in members) for members in _by_profile(rows))


def _least(rows, quantile):
    return min((row["onset_hours"][quantile] for row in rows if row["onset_hours"][quantile] is not None), default=None)


AGGREGATES = {
    "people": lambda rows: sum(members[0]["people"] for members in _by_profile(rows)),
    "passing": lambda rows: _times_people(rows, "p_harm"),
    "still_down": lambda rows: _times_people(rows, "still_down_at_horizon"),
    "share": lambda rows: _times_people(rows, "p_harm") / sum(m[0]["people"] for m in _by_profile(rows)),
    "first": lambda rows: _least(rows, "p50"),
    "earliest": lambda rows: _least(rows, "p10"),
    "first_hour": lambda values: next(hour for hour, value in enumerate(values) if value > 0),
    "peak": max,
    "peak_hour": lambda values: values.index(max(values)),
    "services": lambda rows: sum("service" in row for row in rows),
    "need_types": lambda rows: sum("need_type" in row for row in rows),
    "oldest": lambda dates: min(date for date in dates if date),
    "newest": lambda dates: max(date for date in dates if date),
    "undated": lambda dates: sum(not date for date in dates) / len(dates),
    "count": len,
}


# --- what is written -----------------------------------------------------------------------------------------------

NUMBER = r"\d+(?:[.,  ]\d{3})*(?:[.,]\d+)?"


def number_of(text, code):
    """The first number of a text; Danish: 1.234,5, English: 1,234.5."""
    found = re.search(NUMBER, text)
    assert found, f"no number in {text!r}"
    thousands, point = (".", ",") if code == "da" else (",", ".")
    return float(found[0].replace(thousands, "").replace(point, "."))


def minutes_of(text, code):
    """Minutes of `3 t 10 min`, `at once`, `14 days`."""
    if re.search(r"straks|at once", text):
        return 0
    total = 0.0
    for number, unit in re.findall(rf"({NUMBER})[\s ]*(min|timer|hours|døgn|days|t|h)\b", text):
        total += number_of(number, code) * {"min": 1, "døgn": 1440, "days": 1440}.get(unit, 60)
    assert total or re.match(r"0", text), f"no time in {text!r}"
    return total


def is_about(shown, value):
    """Two significant figures, or whole from small numbers on."""
    return abs(shown - value) <= max(0.5, 0.051 * abs(value))


def people_agree(text, value, code):
    if re.search(r"færre end|fewer than", text):
        return 0 < value < 5
    if text.startswith("<"):
        return 0 < value < 0.5
    return is_about(number_of(text, code), value)


def onset_agrees(text, hours, code, lead_hours=0.0):
    """Exact, or rounded to the earlier side by at most an hour; a dash where nothing begins."""
    if hours is None:
        return text.strip() == "–"
    true = max(hours * 60 - lead_hours * 60, 0)
    shown = minutes_of(text, code)
    return shown <= true + 0.51 and true - shown <= (1 if true < 10 else 5 if true < 60 else 10 if true < 600 else 60)


def money_agrees(text, value, code):
    """`0,6 til 1,1 mio. kr.` of a range, one amount of a number."""
    numbers = [number_of(found, code) for found in re.findall(NUMBER, text)]
    unit = 1e6 if re.search(r"mio|million", text) else 1
    ends = [value["low"], value["high"]] if isinstance(value, dict) else [value]
    if len(numbers) == 1 and len(ends) == 2:
        numbers *= 2
    return len(numbers) == len(ends) and all(
        abs(n * unit - e) <= 0.051 * abs(e) + 0.5 for n, e in zip(numbers, ends, strict=True)
    )


def effect_agrees(text, effect, code):
    """Every number of the sentence is one of the effect's."""
    people = effect["critical_people"]
    known = [people["mean"], people["low"], people["high"], *effect["person_hours"].values()]
    return all(
        any(value is not None and is_about(number_of(found, code), abs(value)) for value in known)
        for found in re.findall(NUMBER, text)
    )


def share_agrees(text, share, code):
    shown = number_of(text, code)
    return (
        share * 100 < 1
        if text.startswith("<")
        else share > 0.99
        if text.startswith(">")
        else abs(shown - share * 100) <= 0.51
    )


DANISH_MONTHS = "januar februar marts april maj juni juli august september oktober november december"
ENGLISH_MONTHS = "January February March April May June July August September October November December"
MONTHS = {code: re.findall(r"\w+", names) for code, names in (("da", DANISH_MONTHS), ("en", ENGLISH_MONTHS))}


def date_agrees(text, date, code):
    """`1. november 2026`, `1 November 2026`, a month with its year, or a year."""
    year, *rest = date.split("-")
    told = [year]
    if rest:
        told.insert(0, MONTHS[code][int(rest[0]) - 1])
    if len(rest) > 1:
        told.insert(0, f"{int(rest[1])}{'.' if code == 'da' else ''}")
    return text.split() == told


def is_named(text, name):
    """A name may be cut short with an ellipsis, or stand with its place behind it."""
    words, told = " ".join(str(name).split()), " ".join(text.split())
    return told.lower() == words.lower() or (told.endswith("…") and words.lower().startswith(told[:-1].lower()))
