"""Runs asked for, made, repeated, cancelled and explained; who may, and what the log holds."""

from __future__ import annotations

from uuid import uuid4

import attrs
import pytest

from beredt.apps.impact import demo, operations, queries
from beredt.apps.impact.models import Run, RunChains
from beredt.apps.municipality import operations as municipality
from beredt.apps.riskpicture import queries as riskpicture
from beredt.ground.access.actor import ROLES
from beredt.ground.audit.models import EntryRow
from beredt.ground.jobs import kinds
from beredt.ground.jobs import operations as jobs
from beredt.ground.jobs import queries as job_queries
from beredt.ground.jobs.kinds import Cancelled, RunningJob
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from factories import web

MAY_RUN = {"administrator", "coordinator", "care_leader", "crisis_staff", "security_officer"}


def change_tolerance(runs, vestby, hours):
    """The oxygen lasts otherwise: a change of the data that changes the figures."""
    needs = tuple(
        attrs.evolve(row, tolerance_hours=hours) if row.need_type == "oxygen" else row for row in vestby.needs
    )
    actor = runs.planner()
    revision = queries.municipality.get_pack(actor=actor).revision
    tables = attrs.evolve(vestby, needs=needs)
    municipality.replace_tables(actor=actor, tables=tables, expected_revision=revision)


def test_a_job_makes_the_run_that_was_asked_for(runs, vestby):
    actor = runs.planner()
    job_id = operations.enqueue_assessment(
        actor=actor, catalogue_id="nrb-2022", hazards=["nrb-2022/storm"], horizon_hours=336, draws=25, seed=7
    )
    assert not Run.objects.exists()
    assert jobs.run_waiting() == 1
    job = job_queries.get_job(actor=actor, job_id=job_id)
    assert job.state == "done", job.error_sentence
    run = queries.latest_run(actor=actor)
    assert job.result == str(run.facts.run_id)
    assert job.result_url == f"/999/konsekvenser/{run.facts.run_id}/faerdig/"
    asked = run.facts
    assert (asked.horizon_hours, asked.draws, asked.seed, asked.is_whole_catalogue) == (336, 25, 7, False)
    assert [result.hazard for result in run.assessment.hazards] == ["nrb-2022/storm"]
    assert run.assessment.hazards[0].draws == 25
    assert run.result("nrb-2022/storm") is run.assessment.hazards[0]
    assert run.result("nrb-2022/flood") is None


def test_without_hazards_the_whole_catalogue_with_what_could_not_be_computed(runs, vestby):
    run = runs.make_run()
    known = {hazard.hazard_id for hazard in riskpicture.find_hazards(catalogue_id="nrb-2022")}
    computed = {result.hazard for result in run.assessment.hazards}
    missing = {entry.hazard_id for entry in run.header.missing}
    assert computed | missing == known
    assert not computed & missing
    assert missing == {entry.hazard for entry in run.assessment.not_modelled}
    assert run.facts.hazard_count == len(computed)
    assert run.facts.missing_count == len(missing)
    assert run.facts.is_whole_catalogue


def test_the_same_form_sent_twice_is_one_run(runs, vestby):
    actor = runs.planner()
    one, two = (
        operations.enqueue_assessment(actor=actor, hazards=["nrb-2022/storm"], draws=5, token="a" * 32)
        for _ in range(2)
    )
    assert one == two
    jobs.run_waiting()
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"horizon_hours": 71}, {"draws": 0}, {"draws": 10_001}, {"seed": -1}, {"seed": 2**31}]
)
def test_figures_outside_their_limits_are_refused(runs, vestby, wrong):
    with pytest.raises(InvalidInput):
        operations.enqueue_assessment(actor=runs.planner(), **wrong)


def test_unknown_catalogues_hazards_and_municipalities_without_data(runs, vestby):
    actor = runs.planner()
    with pytest.raises(NotFound):
        operations.enqueue_assessment(actor=actor, catalogue_id="no-such")
    with pytest.raises(NotFound):
        operations.enqueue_assessment(actor=actor, hazards=["nrb-2022/no-such"])
    with pytest.raises(NotFound):
        operations.enqueue_assessment(actor=web.actor(code="998"))


@pytest.mark.parametrize("role", ROLES)
def test_who_may_run_and_who_may_read(runs, vestby, role):
    run = runs.make_run(hazards=("nrb-2022/storm",), draws=5)
    actor = web.actor([role], code="999")
    if role in MAY_RUN:
        assert operations.enqueue_assessment(actor=actor, draws=5)
        assert operations.run_again(actor=actor, run_id=run.facts.run_id)
    else:
        with pytest.raises(NotAllowed):
            operations.enqueue_assessment(actor=actor, draws=5)
        with pytest.raises(NotAllowed):
            operations.run_again(actor=actor, run_id=run.facts.run_id)
    if role == "data_protection_officer":
        with pytest.raises(NotAllowed):
            queries.get_run(actor=actor, run_id=run.facts.run_id)
    else:
        assert queries.get_run(actor=actor, run_id=run.facts.run_id).facts == run.facts


def test_a_run_of_another_municipality_is_not_there(runs, vestby):
    run = runs.make_run(hazards=("nrb-2022/storm",), draws=5)
    stranger = web.actor(code="997")
    for ask in (queries.get_run, queries.get_overview, operations.run_again):
        with pytest.raises(NotFound):
            ask(actor=stranger, run_id=run.facts.run_id)
    with pytest.raises(NotFound):
        queries.get_hazard(actor=stranger, run_id=run.facts.run_id, hazard="nrb-2022/storm")
    assert queries.latest_run(actor=stranger) is None
    assert queries.latest_facts(actor=stranger) is None


def test_run_again_on_the_same_data_gives_exactly_the_same_figures(runs, vestby):
    actor = runs.planner()
    first = runs.make_run(draws=20, seed=4)
    operations.run_again(actor=actor, run_id=first.facts.run_id)
    jobs.run_waiting()
    second = queries.latest_run(actor=actor)
    assert second.facts.repeats == first.facts.run_id
    found = queries.compare_runs(actor=actor, before=first.facts.run_id, after=second.facts.run_id)
    assert found.is_same_data
    assert found.is_same_question
    assert found.is_identical
    assert all(pair.people_more == 0 for pair in found.hazards)
    assert queries.assessment_file(actor=actor, run_id=first.facts.run_id) == queries.assessment_file(
        actor=actor, run_id=second.facts.run_id
    )


def test_run_again_after_the_data_changed_tells_what_changed(runs, vestby):
    actor = runs.planner()
    first = runs.make_run(draws=20)
    assert not first.facts.is_stale
    change_tolerance(runs, vestby, 400.0)
    assert queries.get_run(actor=actor, run_id=first.facts.run_id).facts.is_stale
    operations.run_again(actor=actor, run_id=first.facts.run_id)
    jobs.run_waiting()
    second = queries.latest_run(actor=actor)
    assert not second.facts.is_stale
    assert second.facts.pack_revision == first.facts.pack_revision + 1
    found = queries.compare_runs(actor=actor, before=first.facts.run_id, after=second.facts.run_id)
    assert not found.is_same_data
    assert found.is_same_question
    assert not found.is_identical
    storm = next(pair for pair in found.hazards if pair.hazard == "nrb-2022/storm")
    assert storm.people_more < 0
    assert storm.people_more == second.result(storm.hazard).harm.critical_people.mean - (
        first.result(storm.hazard).harm.critical_people.mean
    )
    oxygen = next(need for need in storm.needs if need.need_type == "oxygen")
    assert oxygen.passing_before > oxygen.passing_after == 0


def test_a_run_with_another_seed_is_another_question(runs, vestby):
    one, two = (runs.make_run(hazards=("nrb-2022/storm",), draws=20, seed=seed) for seed in (1, 2))
    found = queries.compare_runs(actor=runs.planner(), before=one.facts.run_id, after=two.facts.run_id)
    assert found.is_same_data
    assert not found.is_same_question
    assert not found.is_identical


def test_a_cancelled_job_keeps_nothing(runs, vestby):
    given = {"catalogue_id": "nrb-2022", "hazards": [], "horizon_hours": 72, "draws": 5, "seed": 1, "repeats": ""}
    told = []

    def report(share, step, values):
        told.append((share, step, values))
        if values.get("number") == 2:
            raise Cancelled

    job = RunningJob(
        job_id=uuid4(),
        municipality="999",
        actor=runs.planner(),
        arguments=given,
        report=report,
        finish_with=lambda result: pytest.fail("a cancelled job finished"),
    )
    with pytest.raises(Cancelled):
        kinds.find_kind(operations.ASSESS).run(job)
    assert not Run.objects.exists()
    shares = [share for share, _, _ in told]
    assert shares == sorted(shares)
    assert [values["number"] for _, _, values in told if values] == [1, 2]


def test_causes_are_looked_for_once_and_kept(runs, vestby):
    actor = runs.planner()
    run = runs.make_run(hazards=("nrb-2022/storm",), draws=20)
    RunChains.objects.all().delete()
    asked = {"actor": actor, "run_id": run.facts.run_id, "hazard": "nrb-2022/storm", "profile_id": "home"}
    operations.explain_profile(**asked)
    operations.explain_profile(**asked)
    assert RunChains.objects.count() == 1
    hazard = queries.get_hazard(actor=actor, run_id=run.facts.run_id, hazard="nrb-2022/storm")
    chains = hazard.chains["home"]
    assert chains
    assert hazard.chain_draws == 20
    assert sum(chain.share_of_harm for chain in chains) >= 1 - 1e-9
    with pytest.raises(NotFound):
        operations.explain_profile(**{**asked, "profile_id": "no-such"})
    with pytest.raises(NotFound):
        operations.explain_profile(**{**asked, "hazard": "nrb-2022/no-such"})


def test_causes_of_other_data_are_never_put_beside_a_runs_figures(runs, vestby):
    run = runs.make_run(hazards=("nrb-2022/storm",), draws=20)
    RunChains.objects.all().delete()
    change_tolerance(runs, vestby, 1.0)
    with pytest.raises(InvalidInput) as refused:
        operations.explain_profile(
            actor=runs.planner(), run_id=run.facts.run_id, hazard="nrb-2022/storm", profile_id="home"
        )
    assert refused.value.code == "data_changed"


def test_the_log_holds_the_run_and_no_name(runs, vestby):
    run = runs.make_run(hazards=("nrb-2022/storm",), draws=5)
    entry = EntryRow.objects.get(event=operations.RUN_STORED)
    assert entry.subject == f"run:{run.facts.run_id}"
    assert "withheld" not in entry.details
    assert "storm" not in entry.details


def test_the_demo_is_made_once(runs, vestby, monkeypatch):
    monkeypatch.setattr(demo, "DRAWS", 10)
    demo.build_demo(actor=runs.planner())
    demo.build_demo(actor=runs.planner())
    assert Run.objects.count() == 1
    assert queries.latest_facts(actor=runs.planner(), whole_catalogue=True).draws == 10


def test_the_newest_run_of_a_hazard(runs, vestby):
    actor = runs.planner()
    whole = runs.make_run(draws=5)
    storm = runs.make_run(hazards=("nrb-2022/storm",), draws=5)
    assert queries.latest_run(actor=actor).facts.run_id == storm.facts.run_id
    assert queries.latest_run(actor=actor, hazard="nrb-2022/space-weather").facts.run_id == whole.facts.run_id
    assert queries.latest_run(actor=actor, whole_catalogue=True).facts.run_id == whole.facts.run_id
    assert queries.latest_run(actor=actor, hazard="nrb-2022/no-such") is None
    found = queries.hazard_runs(actor=actor, hazard_ids=["nrb-2022/storm", "nrb-2022/no-such"])
    assert found["nrb-2022/storm"][0].run_id == storm.facts.run_id
    listed = queries.list_runs(actor=actor)
    assert [row.facts.run_id for row in listed] == [storm.facts.run_id, whole.facts.run_id]
    assert listed[1].worst.critical_mean == max(result.harm.critical_people.mean for result in whole.assessment.hazards)
