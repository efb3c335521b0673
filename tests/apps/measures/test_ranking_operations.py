"""Rankings made, kept, read and tried; decisions; what to verify first and its answers."""

from __future__ import annotations

import datetime
import json
from itertools import pairwise
from uuid import uuid4

import attrs
import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.municipality import spreadsheets
from beredt.apps.measures import (
    addresses,
    answering,
    comparing,
    deciding,
    demo,
    ladder,
    operations,
    queries,
    step_shares,
    trying,
    verifying,
)
from beredt.apps.measures.deciding import DecidedMeanwhile
from beredt.apps.measures.doors import GivenAnswer
from beredt.apps.measures.models import DecisionRecord, Ranking
from beredt.apps.measures.stored import RankSettings, StepTime
from beredt.apps.municipality import import_operations
from beredt.apps.municipality import operations as municipality_operations
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.changes import ChangedMeanwhile
from beredt.ground.access.actor import ROLES
from beredt.ground.audit.models import EntryRow
from beredt.ground.jobs import operations as jobs
from beredt.ground.jobs import queries as job_queries
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from beredt.kit.language import language
from beredt.shell.cli import main
from factories import calls, impact_runs, rankings, web

pytestmark = pytest.mark.thorough

DANISH = language("da")
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def planner(runs):
    return runs.planner()


def manager():
    return web.actor(["management"], code="999", user_id=5)


def decide(
    ranking, actor, *, version=0, candidate="", decision="adopt", reason="Hurtigt og billigt", decider="committee"
):
    return deciding.decide(
        actor=actor,
        ranking_id=ranking.ranking_id,
        candidate_id=candidate or ranking.result.measures[0].candidate.candidate_id,
        decision=decision,
        decider=decider,
        reason=reason,
        expected_version=version,
    )


# --- rankings ---------------------------------------------------------------------------------------------------------


def test_the_file_is_the_command_lines_byte_for_byte(runs, ranking, planner, tmp_path):
    pack = tmp_path / "pack.zip"
    import_operations.export_pack(actor=planner, path=pack)
    settings = ranking.summary.settings
    target = tmp_path / "rank.json"
    status = main.main(
        ["rank", str(pack), "--json", str(target), "--catalogue", settings.catalogue_id]
        + [word for hazard in settings.hazards for word in ("--hazard", hazard)]
        + ["--draws", str(settings.draws), "--sets", str(settings.sets), "--budget-kr", f"{settings.budget_kr:.0f}"]
        + ["--horizon", f"{settings.horizon_hours}", "--seed", str(settings.seed)]
    )
    assert status == 0
    assert operations.export_ranking(actor=planner, ranking_id=ranking.ranking_id) == target.read_bytes()


def test_the_stored_result_is_the_domains_own(ranking, planner):
    row = Ranking.objects.get(pk=ranking.ranking_id)
    queries._kept.clear()
    again = queries.get_ranking(actor=planner, ranking_id=ranking.ranking_id)
    assert again is not ranking
    assert again.result.measures == ranking.result.measures
    assert again.result.best_set == ranking.result.best_set
    assert row.pack_hash == again.result.pack_hash == municipality.get_pack(actor=planner).pack_hash


def test_a_job_ranks_tells_how_far_it_is_and_is_kept_once(vestby, runs, planner):
    settings = attrs.evolve(runs.SETTINGS, draws=20, sets=1)
    first = operations.enqueue_ranking(actor=planner, settings=settings, token="same")
    again = operations.enqueue_ranking(actor=planner, settings=settings, token="same")
    assert first == again
    assert jobs.run_waiting() == 1
    job = job_queries.get_job(actor=planner, job_id=first)
    assert job.state == "done", job.error_sentence
    stored = queries.latest_ranking(actor=planner)
    assert job.result == str(stored.ranking_id)
    assert job.result_url == f"/999/tiltag/{stored.ranking_id}/"
    assert stored.summary.settings == settings
    made = operations.make_ranking(actor=planner, settings=settings)
    assert operations.keep_ranking(actor=planner, made=made, job_id=first) == stored.ranking_id
    assert Ranking.objects.count() == 1


def test_shares_never_fall_and_stay_below_one(runs, vestby, planner):
    told = []
    runs_settings = attrs.evolve(runs.SETTINGS, draws=10, sets=1)
    operations.make_ranking(actor=planner, settings=runs_settings, told=lambda share, step, **_: told.append(share))
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] < 1


def test_a_cancelled_job_keeps_nothing(runs, vestby, planner):
    def stop(share, step, **values):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        operations.make_ranking(actor=planner, settings=runs.SETTINGS, told=stop)
    assert not Ranking.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"draws": 0}, {"draws": 10_001}, {"sets": -1}, {"budget_kr": -1.0}, {"horizon_hours": 5}, {"objective": "luck"}],
)
def test_what_is_outside_the_limits_is_refused(vestby, planner, runs, changes):
    with pytest.raises(InvalidInput):
        operations.enqueue_ranking(actor=planner, settings=attrs.evolve(runs.SETTINGS, **changes))
    assert not job_queries.list_jobs(actor=planner)


def test_an_unknown_hazard_is_refused_before_the_job(vestby, planner, runs):
    with pytest.raises(NotFound):
        operations.enqueue_ranking(actor=planner, settings=attrs.evolve(runs.SETTINGS, hazards=("nrb-2022/nothing",)))


def test_another_municipality_sees_nothing(ranking):
    stranger = web.actor(code="998")
    assert queries.latest_ranking(actor=stranger) is None
    assert queries.list_rankings(actor=stranger) == ()
    for ask in (
        lambda: queries.get_ranking(actor=stranger, ranking_id=ranking.ranking_id),
        lambda: trying.try_measures(actor=stranger, ranking_id=ranking.ranking_id, candidate_ids=[]),
        lambda: trying.best_set_for(actor=stranger, ranking_id=ranking.ranking_id, budget_kr=1.0),
        lambda: decide(ranking, stranger),
        lambda: verifying.enqueue_verification(actor=stranger, ranking_id=ranking.ranking_id),
    ):
        with pytest.raises(NotFound):
            ask()


@pytest.mark.parametrize("role", ROLES)
def test_only_planners_rank_and_only_deciders_decide(ranking, runs, role):
    actor = web.actor([role], code="999")
    if role not in {"administrator", "coordinator"}:
        with pytest.raises(NotAllowed):
            operations.enqueue_ranking(actor=actor, settings=runs.SETTINGS)
        with pytest.raises(NotAllowed):
            operations.export_ranking(actor=actor, ranking_id=ranking.ranking_id)
    if role in {"administrator", "coordinator", "management"}:
        assert decide(ranking, actor).version == 1
    else:
        with pytest.raises(NotAllowed):
            decide(ranking, actor)


# --- budgets and tries ------------------------------------------------------------------------------------------------


def test_the_ladder_holds_the_asked_budget_as_the_ranking_found_it(ranking):
    rungs = {rung.best.budget_kr: rung for rung in ranking.beside.ladder}
    asked = rungs[ranking.summary.settings.budget_kr]
    assert asked.best == ranking.result.best_set
    assert asked.draws == ranking.summary.settings.draws
    for rung in rungs.values():
        assert sum(candidate.budget_kr for candidate in rung.best.candidates) <= rung.best.budget_kr
        assert 0 <= rung.left_under_4h <= rung.left_people + 1e-9


def test_more_money_never_leaves_more_people(ranking):
    left = [rung.left_people for rung in ranking.beside.ladder if rung.draws == ranking.summary.settings.draws]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(left))


def test_a_budget_of_the_ladder_is_found_again_exactly(ranking, planner):
    kept = next(rung for rung in ranking.beside.ladder if rung.best.budget_kr == 50_000)
    near = trying.best_set_for(actor=planner, ranking_id=ranking.ranking_id, budget_kr=50_001.0)
    assert near.best.candidates == kept.best.candidates
    assert near.left_people == pytest.approx(kept.left_people)


@given(asked=st.integers(0, 10**10), costs=st.lists(st.floats(0, 1e9), max_size=8))
@settings(max_examples=60)
def test_budgets_rise_hold_zero_and_the_asked_one_and_reach_everything(asked, costs):
    items = tuple(
        (rankings.build_candidate(candidate_id=str(n), capital_kr=rankings.exactly(cost)),)
        for n, cost in enumerate(costs)
    )
    row = ladder.budgets(float(asked), items)
    assert list(row) == sorted(set(row))
    assert {0.0, float(asked)} <= set(row)
    assert max(row) >= sum(costs) * (1 - 1e-9)
    assert len(row) <= ladder.MOST_STEPS + 2


def test_a_try_is_what_the_domain_finds(ranking, planner):
    ids = [entry.candidate.candidate_id for entry in ranking.result.measures[1:3]]
    tried = trying.try_measures(actor=planner, ranking_id=ranking.ranking_id, candidate_ids=ids)
    # The ranking had no more draws than a try has, so that they must agree to the last digit.
    whole = ranking.by_id["+".join(ids)].effect if "+".join(ids) in ranking.by_id else None
    weights = {entry.hazard: entry.weight for entry in ranking.result.weights}
    base = sum(weights[b.hazard] * b.harm.critical_people.mean for b in ranking.result.base)
    assert tried.draws == ranking.summary.settings.draws
    assert tried.before_people == pytest.approx(base)
    assert tried.after_people < tried.before_people
    if whole is not None:
        assert tried.before_people - tried.after_people == pytest.approx(whole.critical_people.mean)


def test_the_curves_end_in_the_numbers_of_people(ranking, planner):
    every = [entry.candidate.candidate_id for entry in ranking.result.measures]
    for ids in ([], every[:1], every):
        tried = trying.try_measures(actor=planner, ranking_id=ranking.ranking_id, candidate_ids=ids)
        assert tried.before_curve[-1] == pytest.approx(tried.before_people)
        assert tried.after_curve[-1] == pytest.approx(tried.after_people)
        for curve in (tried.before_curve, tried.after_curve):
            assert list(curve) == sorted(curve)
            assert len(curve) == 73


def test_nothing_ticked_changes_nothing(ranking, planner):
    tried = trying.try_measures(actor=planner, ranking_id=ranking.ranking_id, candidate_ids=[])
    assert tried.before_people == tried.after_people
    assert tried.before_curve == tried.after_curve
    assert tried.budget_kr == 0


def test_few_benches_are_kept(runs, vestby, planner):
    trying.forget_all()
    for seed in range(1, trying.MOST_BENCHES + 3):
        made = runs.make_ranking(seed=seed, sets=0, draws=10)
        trying.try_measures(actor=planner, ranking_id=made.ranking_id, candidate_ids=[])
    assert len(trying._benches) == trying.MOST_BENCHES


def test_tries_on_changed_data_are_refused(ranking, planner):
    change_people(planner)
    with pytest.raises(InvalidInput) as refused:
        trying.try_measures(actor=planner, ranking_id=ranking.ranking_id, candidate_ids=[])
    assert refused.value.code == "data_changed"
    kept = trying.best_set_for(actor=planner, ranking_id=ranking.ranking_id, budget_kr=50_000.0)
    assert kept.best.budget_kr == 50_000
    with pytest.raises(InvalidInput):
        trying.best_set_for(actor=planner, ranking_id=ranking.ranking_id, budget_kr=51_000.0)


def change_people(actor):
    """Another head-count in the data."""
    pack = municipality.get_pack(actor=actor)
    needs = tuple(attrs.evolve(row, people=row.people + 7) for row in pack.tables.needs)
    municipality_operations.replace_tables(
        actor=actor, tables=attrs.evolve(pack.tables, needs=needs), expected_revision=pack.revision
    )


# --- two rankings -----------------------------------------------------------------------------------------------------


def test_the_same_twice_is_no_difference(ranking):
    found = comparing.compare(ranking.result, ranking.result)
    assert found.is_same_question
    assert found.is_same_data
    assert not found.moved
    assert not found.into_set
    assert found.before_people == found.after_people


def test_what_moved_is_told_and_the_other_way_round_backwards(runs, ranking, planner):
    change_people(planner)
    newer = runs.make_ranking()
    there = comparing.compare(ranking.result, newer.result)
    back = comparing.compare(newer.result, ranking.result)
    assert there.after_people > there.before_people
    assert not there.is_same_data
    assert there.moved
    assert {(m.before, m.after) for m in there.moved} == {(m.after, m.before) for m in back.moved}
    assert (there.into_set, there.out_of_set) == (back.out_of_set, back.into_set)
    assert there.unmoved == back.unmoved
    assert queries.ranking_before(actor=planner, ranking_id=newer.ranking_id).ranking_id == ranking.ranking_id
    assert queries.ranking_before(actor=planner, ranking_id=ranking.ranking_id) is None


# --- decisions --------------------------------------------------------------------------------------------------------


def test_decisions_stand_newest_on_top_and_the_history_keeps_all(ranking, planner):
    first = decide(ranking, planner)
    second = decide(ranking, manager(), version=1, decision="later", reason="Når der er råd", decider="council")
    (standing,) = queries.list_decisions(actor=planner)
    assert standing == second
    history = queries.decision_history(actor=planner, candidate_id=first.candidate_id)
    assert history == (second, first)


def test_two_who_decide_at_once_both_see_it(ranking, planner):
    mine = decide(ranking, planner)
    with pytest.raises(DecidedMeanwhile) as refused:
        decide(ranking, manager(), decision="reject", reason="For dyrt")
    assert refused.value.theirs == mine
    assert DecisionRecord.objects.count() == 1


def test_a_decision_stored_between_the_look_and_ones_own_row_is_seen(ranking, planner, monkeypatch):
    look, others = deciding._newest, []

    def look_then_lose(actor, candidate_id):
        found = look(actor, candidate_id)
        if not others:
            others.append("begun")
            others.append(decide(ranking, manager(), reason="Den anden var først"))
        return found

    monkeypatch.setattr(deciding, "_newest", look_then_lose)
    with pytest.raises(DecidedMeanwhile) as refused:
        decide(ranking, planner, decision="reject")
    assert refused.value.theirs == others[1]


choices = st.lists(st.sampled_from(["adopt", "later", "reject", "undo"]), max_size=9)


@given(steps=choices)
@settings(max_examples=15)
@pytest.mark.django_db
def test_any_row_of_decisions_and_takings_back_ends_as_on_paper(django_db_setup, steps):

    from factories import ranking_runs

    with transaction.atomic():
        _play(ranking_runs, steps)
        transaction.set_rollback(True)


def _play(runs, steps):
    impact_runs.store_vestby()
    ranking = runs.make_ranking()
    planner, name = runs.planner(), ranking.result.measures[0].candidate.candidate_id
    paper, version = [], 0
    for step in steps:
        if step != "undo":
            decide(ranking, planner, version=version, decision=step, reason=f"{step} {version}")
            paper.append((step, f"{step} {version}"))
        elif paper:
            deciding.undo(actor=planner, candidate_id=name, expected_version=version)
            paper.pop()
        else:
            with pytest.raises(NotFound):
                deciding.undo(actor=planner, candidate_id=name, expected_version=version)
            continue
        version += 1
    standing = [(entry.decision, entry.reason) for entry in queries.list_decisions(actor=planner)]
    assert standing == paper[-1:]
    assert len(queries.decision_history(actor=planner, candidate_id=name)) == version


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "   \n ",
        "x" * 1001,
        "Ring til 12 34 56 78",
        "skriv til nogen@kommune.example",
        "010203-" + "1234 har sagt ja",
    ],
)
def test_a_reason_is_needed_and_points_to_nobody(ranking, planner, reason):
    with pytest.raises(InvalidInput):
        decide(ranking, planner, reason=reason)
    assert not DecisionRecord.objects.exists()


def test_what_has_no_number_can_be_decided_too(ranking, planner):
    entry = ranking.result.unranked[0]
    made = decide(ranking, planner, candidate=entry.candidate_id)
    assert (made.name_da, made.measure_id) == (entry.name_da, entry.measure_id)
    with pytest.raises(NotFound):
        decide(ranking, planner, candidate="nothing@nowhere")


def test_decisions_name_no_place(ranking, planner):
    for entry in ranking.result.measures:
        made = decide(ranking, planner, candidate=entry.candidate.candidate_id)
        assert "Nordby" not in f"{made.name_da} {made.name_en} {made.measure_id}"


# --- verify first -----------------------------------------------------------------------------------------------------


def answer(planner, verification, **changes):
    question = answering.ordered_questions(verification)[0]
    values = {"answer": "40", "told_by": "vagtleder", "day": TODAY.isoformat(), **changes}
    pack = municipality.get_pack(actor=planner)
    revision = values.pop("revision", pack.revision)
    return question, answering.record_answer(
        actor=planner,
        question_id=question.question_id,
        given=GivenAnswer(**values),
        expected_revision=revision,
        told_in=DANISH,
        today=TODAY,
    )


def test_an_answer_becomes_a_verified_value_with_who_said_it_and_when(verification, planner):
    question, recorded = answer(planner, verification)
    pack = municipality.get_pack(actor=planner)
    assert recorded.revision == pack.revision
    assert recorded.is_known
    assert answering.answered(verification, pack) == {question.question_id}
    settled = question.settles[0]
    origin = pack.origins.of(settled.table, settled.key, settled.column)
    assert (origin.basis, origin.as_of) == ("verified", TODAY.isoformat())
    assert "vagtleder" in origin.source


def test_an_answer_gives_the_pack_that_the_filled_list_gives(verification, planner, tmp_path):
    question = answering.ordered_questions(verification)[0]
    before = municipality.get_pack(actor=planner).tables
    path = calls.fill(
        answering.export_calls(actor=planner, told_in=DANISH),
        tmp_path / "liste.xlsx",
        lambda book: calls.answer(book, question.question_id, 40, "vagtleder", TODAY),
    )
    given = spreadsheets.read_answers(path, tables=before, extras={}, pack_hash="x", today=TODAY.isoformat())
    assert given.tables is not None, given.problems
    answer(planner, verification)
    assert municipality.get_pack(actor=planner).tables == given.tables


def test_not_knowing_is_noted_and_the_assumption_stays(verification, planner):
    _, recorded = answer(planner, verification, answer="ved ikke")
    assert not recorded.is_known
    assert answering.answered(verification, municipality.get_pack(actor=planner)) == frozenset()


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "mange"},
        {"answer": "ja"},
        {"answer": "-3"},
        {"answer": "12345678"},
        {"told_by": "nogen@kommune.example"},
        {"told_by": "telefon 12 34 56 78"},
        {"day": "2030-01-01"},
        {"day": "i går"},
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_the_reason(verification, planner, changes):
    before = municipality.get_pack(actor=planner).revision
    with pytest.raises(InvalidInput) as refused:
        answer(planner, verification, **changes)
    assert len(refused.value.told_in(DANISH)) > 10
    assert municipality.get_pack(actor=planner).revision == before


def test_an_answer_on_data_that_moved_on_is_not_lost_silently(verification, planner):
    change_people(planner)
    with pytest.raises(ChangedMeanwhile):
        answer(planner, verification, revision=1)


def test_the_difference_an_answer_makes_is_seen_by_ranking_again(runs, ranking, verification, planner):
    answer(planner, verification)
    newer = runs.make_ranking()
    found = comparing.compare(ranking.result, newer.result)
    assert not found.is_same_data
    assert found.before_people != found.after_people


def test_verifying_is_a_job_kept_once(ranking, planner):
    first = verifying.enqueue_verification(actor=planner, ranking_id=ranking.ranking_id, token="a")
    assert first == verifying.enqueue_verification(actor=planner, ranking_id=ranking.ranking_id, token="a")
    assert jobs.run_waiting() == 1
    job = job_queries.get_job(actor=planner, job_id=first)
    assert job.state == "done", job.error_sentence
    found = queries.latest_verification(actor=planner)
    assert job.result == str(found.verification_id)
    assert found.ranking_id == ranking.ranking_id


def test_verifying_on_changed_data_is_refused(ranking, planner):
    change_people(planner)
    with pytest.raises(InvalidInput):
        verifying.enqueue_verification(actor=planner, ranking_id=ranking.ranking_id)


# --- numbers of measures ----------------------------------------------------------------------------------------------


def test_numbers_lead_back_to_their_candidates_and_name_no_place(ranking):
    numbers = addresses.numbers_of(ranking)
    for candidate_id, number in numbers.items():
        assert addresses.candidate_of(ranking, number) == candidate_id
        assert number[1:].isdigit()
    for wrong in ("r0", "r99999", "x1", "r", "u-1", "r１"):
        with pytest.raises(NotFound):
            addresses.candidate_of(ranking, wrong)


def test_shares_follow_what_the_steps_took_last():
    told = []
    known = [StepTime(step=step, seconds=10.0) for step in step_shares.STEPS]
    teller = step_shares.StepTeller(told=lambda share, step, **_: told.append(share), known=known)
    for step in step_shares.STEPS:
        teller.begin(step)
    gaps = [later - earlier for earlier, later in pairwise(told)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps))
    assert [entry.step for entry in teller.times()] == list(step_shares.STEPS)


def test_settings_survive_the_way_through_a_job(runs):
    plain = json.loads(json.dumps(attrs.asdict(runs.SETTINGS)))
    assert RankSettings(**{**plain, "hazards": tuple(plain["hazards"])}) == runs.SETTINGS


def test_unknown_rankings_are_not_found(vestby, planner):
    with pytest.raises(NotFound):
        queries.get_ranking(actor=planner, ranking_id=uuid4())


# --- the demo ---------------------------------------------------------------------------------------------------------


def test_the_demo_ranks_and_decides_and_a_second_time_adds_nothing(vestby, planner):
    demo.build_demo(actor=planner)
    ranking = queries.latest_ranking(actor=planner)
    assert ranking.summary.settings.draws == demo.DRAWS
    assert ranking.summary.settings.sets == demo.SETS
    decisions = queries.list_decisions(actor=planner)
    assert 1 <= len(decisions) <= 2
    verification = queries.latest_verification(actor=planner)
    assert verification.questions
    assert verification.pack_hash == ranking.summary.pack_hash
    demo.build_demo(actor=planner)
    assert len(queries.list_rankings(actor=planner)) == 1
    assert queries.list_decisions(actor=planner) == decisions
    assert queries.latest_verification(actor=planner).verification_id == verification.verification_id


def test_the_demo_takes_the_hazards_that_hit_most(vestby, planner):
    run = impact_runs.make_run()
    demo.build_demo(actor=planner)
    ranked = {base.hazard for base in queries.latest_ranking(actor=planner).result.base}
    people = {base.hazard: base.harm.critical_people.mean for base in run.assessment.hazards}
    assert ranked == set(
        sorted(people, key=lambda hazard: (-people[hazard], list(people).index(hazard)))[: demo.HAZARDS]
    )


def test_a_long_step_tells_of_its_parts_so_that_it_can_be_stopped_inside(runs, vestby, planner):
    told = []

    def stop_inside(share, step, **values):
        told.append((share, step))
        if sum(found == step for _, found in told) > 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        operations.make_ranking(actor=planner, settings=attrs.evolve(runs.SETTINGS, draws=10), told=stop_inside)
    assert len({share for share, _ in told}) > 3


def test_pieces_are_done_in_order_and_an_error_comes_through():
    told = []
    teller = step_shares.StepTeller(told=lambda share, step, **_: told.append(share))
    teller.begin("candidates")
    assert teller.spread(lambda number: number * number, 4) == [0, 1, 4, 9]
    assert len(told) == 5
    with pytest.raises(ZeroDivisionError):
        teller.spread(lambda number: 1 // (number - 1), 3)


def test_what_leaves_the_house_is_noted_in_the_log(ranking, verification, planner):
    operations.export_ranking(actor=planner, ranking_id=ranking.ranking_id)
    answering.export_calls(actor=planner, told_in=DANISH)
    noted = [
        (entry.event, entry.subject)
        for entry in EntryRow.objects.filter(municipality="999", event__contains="exported").order_by("sequence")
    ]
    assert noted == [
        ("measures.exported", f"ranking:{ranking.ranking_id}"),
        ("measures.calls_exported", f"verification:{verification.verification_id}"),
    ]
