"""Editions and hazards as they are here: nothing hidden, nothing invented, the same as the command line's."""

from __future__ import annotations

import attrs
import pytest

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.apps.municipality import operations as municipality
from beredt.apps.riskpicture import queries
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.templates import localise
from beredt.ground.access.actor import ROLES
from beredt.kit.errors import NotAllowed, NotFound
from factories import web
from factories.impact import build_municipality, without_assets


def test_editions_with_what_is_confirmed_and_what_can_be_computed_here(runs, vestby):
    registry = load_catalogues()
    rows = queries.list_editions(actor=runs.planner())
    assert [row.edition.date for row in rows] == sorted((e.date for e in registry.editions), reverse=True)
    assert [row.edition.edition_id for row in rows if row.is_default] == [registry.selected.edition_id]
    for row in rows:
        local = [
            localise(hazard=hazard, snapshot=build_municipality(), horizon_hours=72) for hazard in row.edition.hazards
        ]
        assert row.computed_here == sum(isinstance(found, Scenario) for found in local)


def test_every_hazard_of_an_edition_is_told_with_its_state(runs, vestby):
    for edition in load_catalogues().editions:
        found = queries.get_edition(actor=runs.planner(), edition_id=edition.edition_id)
        assert set(found.states) == {hazard.hazard_id for hazard in edition.hazards}
        assert found.runs == {}


def test_a_hazard_that_was_run_leads_to_its_newest_run(runs, vestby):
    older = runs.make_run(draws=5)
    newer = runs.make_run(hazards=("nrb-2022/storm",), draws=5)
    found = queries.get_edition(actor=runs.planner(), edition_id="nrb-2022")
    assert str(newer.facts.run_id) in found.runs["nrb-2022/storm"].url
    assert str(older.facts.run_id) in found.runs["nrb-2022/space-weather"].url
    assert set(found.runs) == {result.hazard for result in older.assessment.hazards}
    hazard = queries.get_hazard(actor=runs.planner(), hazard_id="nrb-2022/storm")
    assert hazard.last_run == found.runs["nrb-2022/storm"]
    assert hazard.last_run.critical_people == newer.assessment.hazards[0].harm.critical_people.mean
    assert not hazard.last_run.is_stale


def test_local_hazards_are_those_of_the_command_line(runs, vestby):
    everything = queries.local_hazards(actor=runs.planner(), catalogue_id="nrb-2022", horizon_hours=336)
    assert {scenario.horizon_hours for scenario in everything.scenarios} == {336}
    ids = {hazard.hazard_id for hazard in everything.hazards}
    assert ids == {s.hazard for s in everything.scenarios} | {m.hazard_id for m in everything.missing}
    two = queries.local_hazards(actor=runs.planner(), hazard_ids=["nrb-2022/storm", "nrb-2025/no-such-hazard"][:1])
    assert [hazard.hazard_id for hazard in two.hazards] == ["nrb-2022/storm"]


def test_a_pack_without_the_asset_says_what_is_missing(runs, vestby):
    tables = without_assets(vestby)
    municipality.replace_tables(actor=runs.planner(), tables=tables, expected_revision=1)
    storm = queries.get_hazard(actor=runs.planner(), hazard_id="nrb-2022/storm")
    assert not isinstance(storm.state, Scenario)
    assert storm.state.code == "not_localisable"
    assert storm.new_run_url == ""


def test_compared_with_itself_nothing_changes_and_against_another_everything_is_told(runs, vestby):
    for edition in load_catalogues().editions:
        same = queries.compare_editions(actor=runs.planner(), old_id=edition.edition_id, new_id=edition.edition_id)
        assert not (same.diff.added)
        assert not (same.diff.removed)
        assert not (same.diff.changed)
    newest = queries.compare_editions(actor=runs.planner())
    assert newest.diff.old.date < newest.diff.new.date
    hazards = {*newest.diff.old.hazards, *newest.diff.new.hazards}
    assert set(newest.states) == {hazard.hazard_id for hazard in hazards}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_read(runs, vestby, role):
    actor = web.actor([role], code="999")
    if role == "data_protection_officer":
        with pytest.raises(NotAllowed):
            queries.list_editions(actor=actor)
        with pytest.raises(NotAllowed):
            queries.local_hazards(actor=actor)
    else:
        assert queries.list_editions(actor=actor)


def test_what_is_not_there(runs, vestby):
    actor = runs.planner()
    for ask in (
        lambda: queries.get_edition(actor=actor, edition_id="no-such"),
        lambda: queries.get_hazard(actor=actor, hazard_id="nrb-2022/no-such"),
        lambda: queries.compare_editions(actor=actor, old_id="no-such", new_id="nrb-2022"),
        lambda: queries.local_hazards(actor=actor, hazard_ids=["nrb-2022/no-such"]),
        lambda: queries.list_editions(actor=attrs.evolve(actor, municipality="998")),
    ):
        with pytest.raises(NotFound):
            ask()
