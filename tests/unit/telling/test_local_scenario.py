"""Hazards made local in words: what each lever hits is counted by the selection itself, what meets nothing is said."""

from __future__ import annotations

import re

import pytest

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.domain.riskpicture.templates import localise
from beredt.kit.language import language
from beredt.telling.local_scenario import MOST_NAMED, local_levers, template_levers
from factories.impact import build_municipality

VOCABULARY = load_vocabulary()
HAZARDS = [hazard for edition in load_catalogues().editions for hazard in edition.hazards if hazard.template]


@pytest.fixture(scope="module")
def fjordby():
    return build_snapshot(build_fjordby(seed=1))


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.hazard_id)
@pytest.mark.parametrize("code", ["da", "en"])
def test_every_lever_of_every_catalogue(hazard, code, fjordby):
    for snapshot in (fjordby, build_municipality()):
        state = localise(hazard=hazard, snapshot=snapshot, horizon_hours=72)
        if not isinstance(state, Scenario):
            told = template_levers(hazard.template, language=language(code), vocabulary=VOCABULARY)
            assert len(told) == len(hazard.template.levers)
            continue
        levers = local_levers(hazard.template, state, snapshot=snapshot, language=language(code), vocabulary=VOCABULARY)
        assert sum(lever.is_left_out for lever in levers) == len(state.left_out)
        hitting = [lever for lever in levers if not lever.is_left_out]
        assert len(hitting) == len(state.disruptions)
        by_cause = {disruption.cause: disruption for disruption in state.disruptions}
        ordered = [by_cause.pop(lever.cause) for lever in hazard.template.levers if lever.cause in by_cause]
        for lever, disruption in zip(hitting, [*ordered, *by_cause.values()], strict=True):
            hit = len(select_assets(snapshot, disruption.selector))
            first_number = re.search(r"\d[\d.,]*", lever.hits)[0].replace(".", "").replace(",", "")
            assert int(first_number) == hit
            assert len(lever.asset_names) + lever.more == hit
            assert len(lever.asset_names) <= MOST_NAMED
