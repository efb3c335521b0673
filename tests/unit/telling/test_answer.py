"""The answer in words: its figures are those of the JSON, and it never claims more than was assessed."""

import re

import attrs
import pytest
from hypothesis import given

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.results.assess_document import assess_document
from beredt.domain.impact.result import OnsetQuantiles, SourcedAdvice, Spread
from beredt.kit.language import language
from beredt.telling import answer, names, wording
from factories import impact as factory

HARMED = re.compile(r"skadet|skadede|tilskadekom|harmed|injured|dør\b|døde|\bdie\b|dead", re.IGNORECASE)


def names_in(code):
    return names.names_of(
        snapshot=factory.build_municipality(),
        vocabulary=load_vocabulary(),
        language=language(code),
        hazard_names={"made-up/power": "strømsvigt" if code == "da" else "power failure"},
    )


DANISH, ENGLISH = names_in("da"), names_in("en")


def told(result, spoken=DANISH):
    return answer.first_sentence(result, names=spoken).replace("\N{NO-BREAK SPACE}", " ")


def with_harm(**changes):
    return factory.build_result(harm=factory.build_harm(**changes))


def test_the_first_sentence_in_danish():
    assert told(factory.build_result()) == (
        "Strømsvigt, 72 t: uden ekstra indsats går mindst ca. 210 borgere ud over en kritisk tålegrænse "
        "(◐ antaget; 120 til 340 i 8 af 10 forløb), de første efter 3 t 10 min; 12 af dem tåler under 4 t. "
        "Ikke vurderet: vand. Delvist vurderet: spildevand."
    )


def test_the_first_sentence_in_english():
    assert told(factory.build_result(), ENGLISH) == (
        "Power failure, 72 h: without extra effort at least about 210 citizens pass a critical tolerance "
        "(◐ assumed; 120 to 340 in 8 of 10 runs), the first after 3 h 10 min; 12 of them manage less than 4 h. "
        "Not assessed: water. Partly assessed: wastewater."
    )


def test_at_least_only_while_something_is_not_assessed():
    complete = factory.build_result(coverage=factory.build_result().coverage[:1])
    assert "mindst" not in told(complete)
    assert "mindst" in told(factory.build_result())


def test_exact_outages_have_no_range_but_exact_minutes():
    harm = factory.build_harm(first_critical=OnsetQuantiles(p10=187, p50=187, p90=187))
    sentence = told(factory.build_exact_result(harm=harm))
    assert "ét forløb, præcis disse svigt" in sentence
    assert "de første efter 3 t 7 min" in sentence
    assert "8 af 10" not in sentence


def test_a_modelled_onset_is_rounded_to_the_earlier_side():
    harm = {"first_critical": OnsetQuantiles(p10=187, p50=1_151, p90=None)}
    assert "de første efter 19 t (i 1 af 10 forløb allerede efter 3 t)" in told(with_harm(**harm))


def test_onset_in_few_runs_only():
    early = OnsetQuantiles(p10=0)
    assert ", i 1 af 10 forløb de første straks" in told(with_harm(first_critical=early))
    assert "i færre end 1 af 10 forløb" in told(with_harm(first_critical=OnsetQuantiles()))


def test_one_citizen_and_less_than_one():
    one = Spread(mean=1.2, p10=0.0, p50=1.0, p90=3.0)
    assert "mindst ca. 1 borger ud over" in told(with_harm(critical_people=one, critical_under_4h_mean=1.0))
    assert "1 of them manages" in told(with_harm(critical_people=one, critical_under_4h_mean=1.0), ENGLISH)
    rare = Spread(mean=0.02, p10=0.0, p50=0.0, p90=0.0)
    assert "i gennemsnit færre end 1 borger" in told(with_harm(critical_people=rare, critical_under_4h_mean=0.01))
    assert "fewer than 1 of them" in told(with_harm(critical_people=rare, critical_under_4h_mean=0.01), ENGLISH)


def test_nobody_past_a_tolerance_is_not_called_safe():
    none = Spread(mean=0.0, p10=0.0, p50=0.0, p90=0.0)
    sentence = told(with_harm(critical_people=none, critical_under_4h_mean=0.0))
    assert "i det, der er vurderet, går ingen borgere" in sentence
    assert "Ikke vurderet: vand." in sentence


def test_a_pack_without_critical_needs_is_not_assessed():
    serious = factory.build_result(needs=(factory.build_need(severity="serious"),))
    assert "ikke vurderet" in told(serious)
    assert "0" not in told(serious).replace("72 t", "")


@given(factory.results())
def test_figures_in_the_text_are_those_of_the_json(result):
    document = assess_document(
        factory.build_assessment(result), municipality_code="999", municipality_name="Vestby Kommune"
    )
    harm = document["hazards"][0]["harm"]
    sentence = told(result)
    people = harm["critical_people"]
    if not any(need.severity == "critical" for need in result.needs):
        assert "ikke vurderet" in sentence
        return
    if people["mean"] >= 0.5:
        assert f" {wording.people(people['mean'], DANISH.language)} borger" in sentence
    low, high = (wording.people(people[key], DANISH.language) for key in ("p10", "p90"))
    if people["mean"] > 0 and result.assets is None and low != high:
        is_rare = harm["first_critical_hours"]["p10"] is None
        assert ("kun i færre end 1 af 10 forløb" if is_rare else f"{low} til {high} i 8 af 10 forløb") in sentence
    for entry in document["hazards"][0]["coverage"]:
        assert entry["state"] == "modelled" or DANISH.service(entry["service"]) in sentence


@given(factory.results())
def test_no_reader_is_told_of_people_harmed(result):
    for spoken in (DANISH, ENGLISH):
        text = answer.render_answer(factory.build_assessment(result), names=spoken)
        assert not HARMED.search(text)


@given(factory.results())
def test_the_whole_answer_fits_a_terminal_and_is_clean(result):
    text = answer.render_answer(factory.build_assessment(result), names=DANISH)
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    assert "\N{NO-BREAK SPACE}" not in text
    assert max(len(line) for line in text.splitlines()) <= 120
    assert not re.search(r"\bnan\b|\binf\b|None|\{|\}", text)


def test_tables_name_who_when_services_and_decisions():
    text = answer.render_answer(factory.build_assessment(), names=DANISH)
    for row in (
        r"ilt +kritisk +12 +12 +100 % +3 t 10 min +12 +◐ antaget",
        r"nødkald +alvorlig +12 +5 +40 % +\(3 t 10 min\) +12 +◐ antaget",
        r"strøm +3\.000 \(2\.400–3\.600\) +3\.000 \(2\.400–3\.600\) +0",
        r"Udføring 1 ↔ Mast Nordby: på grund af låsen alene: 12 over en kritisk tålegrænse, 240 persontimer",
        r"Døgn 4: .*ilt \(kritisk\) 8\.",
        r"Station Havneby +12 +2 t",
        r"Ikke vurderet: vand",
        r"Verificeret andel af oplysningerne: ilt 100 %, strøm 25 %; resten 0 %",
        r"Persontimer ud over tålegrænsen: kritisk 5\.400 · alvorlig 820\.",
        r"Spændet viser, hvor forskelligt hændelsen kan forløbe i 1\.000 gennemregnede forløb",
    ):
        assert re.search(row, text), row


def test_the_worst_single_point_stands_first_and_ten_are_shown():
    point = factory.build_assessment().single_points[0]
    many = tuple(attrs.evolve(point, asset_id=f"asset-{n:02}", critical_people=n + 1) for n in range(14))
    text = answer.render_answer(factory.build_assessment(single_points=many), names=DANISH)
    assert "(10 af 14)" in text
    assert text.index("asset-13") < text.index("asset-12")
    assert "asset-03" not in text


def test_several_hazards_are_one_sentence_each_the_worst_first():
    small = factory.build_result(
        hazard="made-up/small", harm=factory.build_harm(critical_people=Spread(mean=3, p10=1, p50=3, p90=9))
    )
    text = answer.render_answer(factory.build_assessment(small, factory.build_result()), names=DANISH)
    assert text.index("Strømsvigt, 72 t:") < text.index("made-up/small, 72 t:")
    assert "Hvem, hvornår" not in text


def test_what_was_not_computed_is_told_with_reason_and_advice():
    entry = factory.build_assessment().not_modelled[0]
    advised = attrs.evolve(entry, advice=(SourcedAdvice(text="Hav en plan.", source="made-up-source"),))
    text = answer.render_answer(factory.build_assessment(not_modelled=(advised,)), names=DANISH)
    assert "made-up/war: The model cannot express it. Råd (made-up-source): Hav en plan." in text


def test_remarks_stand_beside_the_range():
    remarks = {"made-up/power": ("Kun strøm er med.",)}
    text = answer.render_answer(factory.build_assessment(), names=DANISH, remarks=remarks)
    assert "Kun strøm er med." in text


@pytest.mark.parametrize("lack", ["needs", "services"])
def test_a_table_that_cannot_be_made_says_not_assessed(lack):
    text = answer.render_answer(factory.build_assessment(factory.build_result(**{lack: ()})), names=DANISH)
    wanted = {"needs": "Hvem, hvornår: ikke vurderet", "services": "Forsyninger: ikke vurderet"}[lack]
    assert wanted in text


def test_names_from_a_foreign_pack_cannot_write_to_the_terminal():
    hostile = attrs.evolve(DANISH, asset_names={"station": "Station\x1b[2J\n\u202eHavneby"})
    text = answer.render_answer(factory.build_assessment(), names=hostile)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "Station [2J Havneby" in text
