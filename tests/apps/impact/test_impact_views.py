"""Pages of runs: what they answer, for whom, in which language, with how many queries."""

from __future__ import annotations

import html
import json
import re
from uuid import uuid4

import attrs
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredt.apps.impact import queries
from beredt.apps.impact.models import Run, RunChains
from beredt.apps.municipality import operations as municipality
from beredt.ground.access.actor import ROLES
from beredt.ground.jobs import operations as jobs
from beredt.kit.language import language
from beredt.telling import answer, evidence, wording
from beredt.telling.figures import need_lines
from factories import web
from factories.impact import without_assets, without_needs

pytestmark = pytest.mark.thorough

STORM = "nrb-2022/storm"
NAMES = ("Station Havneby", "Udføring 1", "Mast Nordby")
NO_NAMES = {"management", "reader", "rescue_service", "care_worker"}
READERS = sorted(set(ROLES) - {"data_protection_officer"})
MAY_RUN = {"administrator", "coordinator", "care_leader", "crisis_staff", "security_officer"}


@pytest.fixture
def visitor(runs):
    """A planner's browser."""
    return web.member_client(code="999")


def get(client, path, status=200):
    response = client.get(f"/999/konsekvenser/{path}")
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(response.content.decode())


def pages_of(run):
    base = f"{run.facts.run_id}/"
    return {
        "list": "",
        "start": "ny/",
        "compare": "sammenlign/",
        "run": base,
        "hazard": f"{base}{STORM}/",
        "groups": f"{base}{STORM}/grupper/",
        "causes": f"{base}{STORM}/hvorfor/?gruppe=home",
        "file": f"{base}assess.json",
    }


def words(text):
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def first_sentence(text):
    return words(re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1])


def made_by(text):
    return words(re.search(r"<dt>Lavet af</dt><dd>(.*?)</dd>", text, re.DOTALL)[1])


# --- who made it ------------------------------------------------------------------------------------------------------


@pytest.fixture
def inga(run):
    """A member of whom the run is."""
    made = web.member(["coordinator"], code="999", name="Inga Prøve-Ærø")
    Run.objects.update(made_by=made.pk)
    return made


def test_a_run_is_a_colleagues_by_name_for_those_who_may_see_names(run, inga):
    for role in READERS:
        client = web.member_client([role], code="999")
        for page in ("run", "hazard"):
            shown = made_by(get(client, pages_of(run)[page]))
            named = role == "management" or role not in NO_NAMES
            assert shown == ("Inga Prøve-Ærø" if named else "en kollega"), (role, page)


def test_a_run_of_ones_own_and_one_of_the_programs(run, visitor, inga):
    assert made_by(get(web.client(inga), pages_of(run)["run"])) == "dig"
    Run.objects.update(made_by=None)
    assert made_by(get(visitor, pages_of(run)["run"])) == "programmet selv"


def test_a_comparison_names_both_makers(run, runs, visitor, inga):
    other = runs.make_run(seed=2)
    query = f"sammenlign/?foer={run.facts.run_id}&efter={other.facts.run_id}"
    assert "Lavet af Inga Prøve-Ærø programmet selv" in words(get(visitor, query))


def test_neither_name_nor_user_stands_in_the_file(run, visitor, inga):
    Run.objects.update(made_by=987_654_321)
    web.join(inga, ["administrator"], code="999")
    text = get(web.client(inga), pages_of(run)["file"])
    assert "Inga" not in text
    assert "987654321" not in text
    assert "made_by" not in text


# --- what is said -----------------------------------------------------------------------------------------------------


def test_the_hazards_page_says_what_the_command_line_says(run, visitor):
    text = get(visitor, f"{run.facts.run_id}/{STORM}/")
    names = run.names(language("da"), vocabulary=queries.municipality.vocabulary())
    result = run.result(STORM)
    assert first_sentence(text) == words(answer.finding_sentence(result, names=names))
    assert words(answer.range_sentence(result, names)) in words(text)
    for line in need_lines(result):
        if line.passing:
            assert f'<td class="is-number" data-sort="{line.passing}"' in text
            assert evidence.first_text(line, False, names) in words(text)


def test_every_figure_of_the_page_is_a_field_of_the_file(run, visitor):
    """Tables carry the exact figure behind each rounded one; all of them stand in the file that the page hands out."""
    document = json.loads(visitor.get(f"/999/konsekvenser/{run.facts.run_id}/assess.json").content)
    stored = next(entry for entry in document["hazards"] if entry["hazard"] == STORM)
    text = get(visitor, f"{run.facts.run_id}/")
    mean = stored["harm"]["critical_people"]["mean"]
    shown = [float(value) for value in re.findall(r'data-sort="([0-9.]+)"[^>]*>', text)]
    assert any(abs(value - mean) < 1e-6 for value in shown)
    groups = get(visitor, f"{run.facts.run_id}/{STORM}/grupper/")
    for need in stored["needs"]:
        if need["p_harm"]:
            shares = [float(value) for value in re.findall(r'data-sort="([0-9.]+)"', groups)]
            assert any(round(value, 6) == need["p_harm"] for value in shares)
            onset = need["onset_hours"]["p50"]
            if onset is not None:
                assert wording.onset(round(onset * 60), language("da")) in words(groups)
    hours = json.loads(
        re.search(r'<script id="area-hours" type="application/json">(.*?)</script>', get_raw(visitor, run), re.DOTALL)[
            1
        ]
    )
    last = hours["people"]["havneby"][-1]
    assert last == wording.rounded_people(mean) or (last == -1 and mean < 5)
    power = next(entry for entry in stored["services"] if entry["service"] == "power")
    at_24 = json.loads(
        re.search(
            r'<script id="area-hours" type="application/json">(.*?)</script>',
            get_raw(visitor, run, "?vis=power"),
            re.DOTALL,
        )[1]
    )["people"]["havneby"][24]
    assert at_24 == wording.rounded_people(power["people_without"]["mean"][24])


def get_raw(client, run, query=""):
    return client.get(f"/999/konsekvenser/{run.facts.run_id}/{STORM}/{query}").content.decode()


def test_english_is_complete_and_danish_has_no_english(run, visitor):
    for name, path in pages_of(run).items():
        if name == "file":
            continue
        danish = words(get(visitor, path))
        assert not re.search(r"\b(the|runs|hazards|citizens|needs help)\b", danish, re.IGNORECASE), (name, danish)
    visitor.cookies["language"] = "en"
    for name, path in pages_of(run).items():
        if name != "file":
            english = words(re.sub(r"<svg.*?</svg>", "", get(visitor, path), flags=re.DOTALL))
            assert "borgere" not in english.replace("borgere, oktober", ""), name


def test_the_map_follows_the_hour_and_the_choice_without_a_script(run, visitor):
    early = get(visitor, f"{run.facts.run_id}/{STORM}/?time=0")
    late = get(visitor, f"{run.facts.run_id}/{STORM}/?time=72")
    assert "efter 0 t" in words(early)
    assert "efter 72 t" in words(late)
    power = get(visitor, f"{run.facts.run_id}/{STORM}/?time=4&vis=power")
    assert "Borgere uden strøm" in words(power)
    for odd in ("?time=9999", "?time=x", "?time=-1", "?time=%D9%A3", "?vis=no-such", "?time=99999999999"):
        get(visitor, f"{run.facts.run_id}/{STORM}/{odd}")


def test_a_stale_run_says_so_and_can_be_run_again_from_there(runs, vestby, run, visitor):
    for path in (f"{run.facts.run_id}/", f"{run.facts.run_id}/{STORM}/"):
        assert "Beregn igen på dagens data" not in get(visitor, path)
    needs = tuple(attrs.evolve(row, people=11) for row in vestby.needs)
    municipality.replace_tables(actor=runs.planner(), tables=attrs.evolve(vestby, needs=needs), expected_revision=1)
    for path in (f"{run.facts.run_id}/", f"{run.facts.run_id}/{STORM}/"):
        text = get(visitor, path)
        assert "Kommunens data er ændret siden denne beregning" in text
        assert "Beregn igen på dagens data" in text
    assert "dataene er ændret siden" in get(visitor, "")
    reader = web.member_client(["reader"], code="999")
    assert "Beregn igen" not in get(reader, f"{run.facts.run_id}/")


def test_no_page_has_style_or_script_inside(run, visitor):
    for name, path in pages_of(run).items():
        if name == "file":
            continue
        # Twice: what is kept of the first must fit into the second.
        text = [visitor.get(f"/999/konsekvenser/{path}").content.decode() for _ in range(2)][1]
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", text), name
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script or 'type="application/json"' in script, script
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), name
        assert text.count("<h1") == 1, name


# --- what can be done -------------------------------------------------------------------------------------------------


def form_of(text):
    return dict(re.findall(r'name="(token|catalogue)" value="([^"]*)"', text))


def test_one_button_makes_a_run(runs, vestby, visitor):
    given = form_of(get(visitor, "ny/"))
    assert given["catalogue"] == "nrb-2022"
    posted = {**given, "horizon": "72", "draws": "20", "seed": "1", "hazards": [STORM]}
    response = visitor.post("/999/konsekvenser/ny/", posted)
    assert response.status_code == 302
    assert re.fullmatch(r"/999/opgaver/[0-9a-f-]{36}/", response["Location"])
    again = visitor.post("/999/konsekvenser/ny/", posted)
    assert again["Location"] == response["Location"]
    assert "Beregn konsekvenser" in get(visitor, "")
    jobs.run_waiting()
    made = Run.objects.get()
    assert (made.draws, made.horizon_hours, made.hazard_count) == (20, 72, 1)
    followed = visitor.get(f"/999/konsekvenser/{made.pk}/faerdig/")
    assert followed["Location"] == f"/999/konsekvenser/{made.pk}/"


def test_a_wrong_form_keeps_what_was_typed(runs, vestby, visitor):
    given = form_of(get(visitor, "ny/"))
    response = visitor.post(
        "/999/konsekvenser/ny/", {**given, "horizon": "72", "draws": "0", "seed": "77", "hazards": [STORM]}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="77"' in text
    assert "form-error" in text
    assert not jobs.run_waiting()


def test_a_hazard_is_ticked_from_its_page_and_another_catalogue_can_be_chosen(runs, vestby, visitor):
    text = get(visitor, f"ny/?hazard={STORM}")
    assert re.search(rf'value="{STORM}"[^>]*checked', text)
    other = get(visitor, "ny/?catalogue=samsik-2025-10")
    assert form_of(other)["catalogue"] == "samsik-2025-10"
    get(visitor, "ny/?catalogue=no-such")


def test_run_again_leads_to_the_comparison(run, visitor):
    response = visitor.post(f"/999/konsekvenser/{run.facts.run_id}/igen/", {"token": "b" * 32})
    assert response.status_code == 302
    jobs.run_waiting()
    made = Run.objects.exclude(pk=run.facts.run_id).get()
    compared = visitor.get(f"/999/konsekvenser/{made.pk}/faerdig/", follow=True)
    text = html.unescape(compared.content.decode())
    assert "De to beregninger giver præcis de samme tal." in first_sentence(text)
    assert "maskinen har kontrolleret det" in text


def test_two_runs_on_other_data_are_compared_with_people_and_hours(runs, vestby, visitor):
    first = runs.make_run(draws=30)
    needs = tuple(attrs.evolve(row, tolerance_hours=300.0, people=11) for row in vestby.needs)
    municipality.replace_tables(actor=runs.planner(), tables=attrs.evolve(vestby, needs=needs), expected_revision=1)
    second = runs.make_run(draws=30)
    text = get(visitor, f"sammenlign/?foer={first.facts.run_id}&efter={second.facts.run_id}")
    assert "2 af 2 hændelsestyper har andre tal" in first_sentence(text)
    storm = [run.result(STORM).harm.critical_people.mean for run in (first, second)]
    assert f'data-sort="{storm[1] - storm[0]}"' in text
    assert "Enhver forskel kommer af det, der er ændret i dataene" in text
    assert "/999/kommunen/historik/2/" in text
    reader = get(
        web.member_client(["reader"], code="999"), f"sammenlign/?foer={first.facts.run_id}&efter={second.facts.run_id}"
    )
    assert "/kommunen/historik/" not in reader
    for odd in ("?foer=x&efter=y", f"?foer={first.facts.run_id}", "?foer=&efter="):
        get(visitor, f"sammenlign/{odd}")
    get(visitor, f"sammenlign/?foer={uuid4()}&efter={first.facts.run_id}", status=404)


def test_why_a_group_is_hit_is_found_by_a_button(run, visitor):
    RunChains.objects.all().delete()
    path = f"/999/konsekvenser/{run.facts.run_id}/{STORM}/hvorfor/"
    assert "Find årsagen" in get(visitor, f"{run.facts.run_id}/{STORM}/hvorfor/?gruppe=home")
    assert not RunChains.objects.exists()
    response = visitor.post(path, {"gruppe": "home"}, follow=True)
    text = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert "Kæden trin for trin" in text
    assert any(name in text for name in NAMES)


def test_the_file_is_the_command_lines(run, visitor):
    response = visitor.get(f"/999/konsekvenser/{run.facts.run_id}/assess.json")
    assert response["Content-Type"].startswith("application/json")
    assert "attachment" in response["Content-Disposition"]
    assert response.content == queries.assessment_file(actor=web.actor(code="999"), run_id=run.facts.run_id)


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_who_sees_what(run, role):
    client = web.member_client([role], code="999")
    names_seen = role not in NO_NAMES
    for name, path in pages_of(run).items():
        allowed = {
            "start": role in MAY_RUN,
            "groups": names_seen,
            "causes": names_seen,
            "file": names_seen,
        }.get(name, True)
        text = get(client, path, status=200 if allowed else 403)
        if not names_seen:
            assert not any(asset in text for asset in NAMES), (role, name)
    hazard = get(client, f"{run.facts.run_id}/{STORM}/")
    assert ("Enkeltpunkter" in hazard) == names_seen
    assert ("Station Havneby" in hazard) == names_seen
    again = client.post(f"/999/konsekvenser/{run.facts.run_id}/igen/", {"token": "c" * 32})
    assert again.status_code == (302 if role in MAY_RUN else 403)


def test_the_data_protection_officer_sees_no_run(run):
    client = web.member_client(["data_protection_officer"], code="999")
    for path in pages_of(run).values():
        get(client, path, status=403)


def test_strangers_find_nothing(run):
    stranger = web.member_client(code="997")
    for path in pages_of(run).values():
        assert stranger.get(f"/999/konsekvenser/{path}").status_code == 404
        assert stranger.get(f"/997/konsekvenser/{path}").status_code in {200, 404}
    text = stranger.get(f"/997/konsekvenser/{run.facts.run_id}/")
    assert text.status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(run):
    for path in pages_of(run).values():
        response = web.client().get(f"/999/konsekvenser/{path}")
        assert response.status_code == 302
        assert "/logind/" in response["Location"]


def test_what_is_not_there(run, visitor):
    for path in (
        f"{uuid4()}/",
        f"{uuid4()}/{STORM}/",
        f"{run.facts.run_id}/nrb-2022/no-such/",
        f"{run.facts.run_id}/nrb-2022/no-such/grupper/",
        f"{run.facts.run_id}/{STORM}/hvorfor/",
        f"{run.facts.run_id}/{STORM}/hvorfor/?gruppe=no-such",
        f"{uuid4()}/assess.json",
    ):
        get(visitor, path, status=404)


# --- how much it costs ------------------------------------------------------------------------------------------------

MOST_QUERIES = {"list": 14, "start": 10, "compare": 12, "run": 12, "hazard": 13, "groups": 13, "causes": 13, "file": 12}


def test_queries_do_not_grow_with_the_runs(runs, run, visitor):
    def counted():
        found = {}
        for name, path in pages_of(run).items():
            get(visitor, path)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                get(visitor, path)
            found[name] = len(seen)
        return found

    few = counted()
    assert {name: count for name, count in few.items() if count > MOST_QUERIES[name]} == {}
    for seed in range(2, 7):
        runs.make_run(hazards=(STORM,), draws=3, seed=seed)
    assert counted() == few


def test_an_empty_municipality_is_offered_the_first_step(runs, vestby, visitor):
    text = get(visitor, "")
    assert "Der er ikke beregnet noget endnu." in text
    assert "/999/konsekvenser/ny/" in text
    assert "/999/konsekvenser/ny/" not in get(web.member_client(["reader"], code="999"), "")
    get(visitor, "sammenlign/")


def test_a_number_too_small_to_tell_is_nowhere_in_the_page(runs, vestby):
    """Three people in one area: `<5`, also in what a script and a sorted table read."""
    needs = tuple(attrs.evolve(row, people=3) for row in vestby.needs)
    municipality.replace_tables(actor=runs.planner(), tables=attrs.evolve(vestby, needs=needs), expected_revision=1)
    run = runs.make_run(hazards=(STORM,), draws=40)
    mean = run.result(STORM).harm.critical_people.mean
    assert 0 < mean < 5
    page = get(web.member_client(["reader"], code="999"), f"{run.facts.run_id}/{STORM}/?time=72")
    areas = page[page.index('id="areas"') : page.index('id="services-title"')]
    assert "<5" in areas
    assert str(mean) not in areas
    assert not re.search(r'data-sort="[0-9]*\.(?!5")[0-9]+"', areas)
    hours = json.loads(re.search(r'type="application/json">(.*?)</script>', areas, re.DOTALL)[1])
    assert set(hours["people"]["havneby"]) <= {0, -1}


def test_kept_pieces_of_a_page_are_the_readers_own(run, visitor):
    """Language, hour and choice: nobody is shown a piece that was made for somebody else."""
    path = f"{run.facts.run_id}/{STORM}/"
    danish = [words(get(visitor, path)) for _ in range(2)]
    manager = web.member_client(["management"], code="999")
    for _ in range(2):
        assert not any(asset in get(manager, path) for asset in NAMES)
    english = web.member_client(code="999")
    english.cookies["language"] = "en"
    assert "Which services are gone" in get(english, path)
    assert "Hvilke forsyninger er væk" not in get(english, path)
    assert "efter 4 t" in words(get(visitor, f"{path}?time=4"))
    assert "Borgere uden strøm" in words(get(visitor, f"{path}?vis=power"))
    assert danish[0] == danish[1] == words(get(visitor, path))


@pytest.mark.parametrize("kind", ["no needs", "nothing that fails", "no outlines"])
def test_what_is_not_assessed_is_never_told_as_nought(runs, vestby, visitor, kind):
    tables = {
        "no needs": without_needs(vestby),
        "nothing that fails": without_assets(vestby),
        "no outlines": attrs.evolve(vestby, areas=tuple(attrs.evolve(row, geometry=None) for row in vestby.areas)),
    }[kind]
    municipality.replace_tables(actor=runs.planner(), tables=tables, expected_revision=1)
    run = runs.make_run(draws=10)
    listed, whole = get(visitor, ""), get(visitor, f"{run.facts.run_id}/")
    if kind == "nothing that fails":
        assert run.facts.hazard_count == 0
        assert run.facts.missing_count > 5
        assert "Ikke vurderet (det er ikke det samme som sikkert)" in words(whole)
        assert "Ingen hændelsestype kunne beregnes med disse data." in words(whole)
        get(visitor, f"{run.facts.run_id}/{STORM}/", status=404)
        return
    page = get(visitor, f"{run.facts.run_id}/{STORM}/")
    get(visitor, f"{run.facts.run_id}/{STORM}/grupper/")
    if kind == "no outlines":
        assert "data-area-map" not in page
        assert "Det samme som tabel" in page
        assert "Havneby" in page
    else:
        assert "er ikke vurderet" in first_sentence(page)
        assert "ikke vurderet" in words(whole)
        assert "Det er ikke det samme som ingen" in page
        assert "Borgere med behov for hjælp" not in words(page)
        assert "Borgere uden mobilnet" in words(page)
        assert not re.search(r"ca\. 0 borgere|: 0 borgere", words(listed + whole + page))
