"""Cause chains in sentences: the order of the failures, what held how long, and honest shares."""

import attrs
import pytest

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.impact.result import ChainLink
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.kit.language import language
from beredt.telling import explanation, names
from factories import impact as factory

SNAPSHOT = factory.build_municipality()


def names_in(code):
    return names.names_of(
        snapshot=SNAPSHOT,
        vocabulary=load_vocabulary(),
        language=language(code),
        hazard_names={"made-up/power": "strømsvigt" if code == "da" else "power failure"},
    )


def sentence(chain, code="da", snapshot=SNAPSHOT):
    return explanation.chain_sentence(chain, snapshot=snapshot, names=names_in(code))


def profile(**changes):
    values = {
        "profile_id": "home",
        "area_id": "havneby",
        "people": 12,
        "hazard": "made-up/power",
        "horizon_hours": 72,
        "exact": False,
    }
    return explanation.ExplainedProfile(**{**values, **changes})


def rendered(chains, code="da", **changes):
    text = explanation.render_explanation(profile(**changes), chains, snapshot=SNAPSHOT, names=names_in(code))
    return " ".join(text.split())


def test_a_chain_in_danish():
    assert sentence(factory.build_chain()) == (
        "Station Havneby svigter straks, og tager Udføring 1 med sig; batteriet ved Mast Nordby holder 3 t, "
        "nede fra 3 t; nødkald (alvorlig) kan ikke undværes og er over tålegrænsen fra 3 t."
    )


def test_a_chain_in_english():
    assert sentence(factory.build_chain(), "en") == (
        "Station Havneby fails at once, and takes Udføring 1 with it; the battery at Mast Nordby holds 3 h, "
        "it is down from 3 h; call alarm (serious) cannot wait and is past its tolerance from 3 h."
    )


def test_a_tolerance_is_told():
    chain = factory.build_chain(tolerance_minutes=130, onset_minute=310)
    assert "kan undværes i 2 t 10 min og er over tålegrænsen fra 5 t 10 min" in sentence(chain)


@pytest.mark.parametrize(
    ("kind", "danish"),
    [
        ("fuel", "brændstoffet ved"),
        ("stock", "lageret ved"),
        ("routine", "nødrutinen ved"),
        ("battery", "batteriet ved"),
    ],
)
def test_a_buffer_is_called_what_it_is(kind, danish):
    tables = factory.build_tables()
    supplied = tuple(attrs.evolve(row, buffer_kind=kind) for row in tables.dependencies)
    snapshot = build_snapshot(attrs.evolve(tables, dependencies=supplied))
    assert f"{danish} Mast Nordby holder" in sentence(factory.build_chain(), snapshot=snapshot) or (
        f"{danish} Mast Nordby rækker" in sentence(factory.build_chain(), snapshot=snapshot)
    )


def test_a_link_that_is_not_a_dependency_has_a_plain_sentence():
    links = (
        ChainLink(asset_id="mast", down_minute=0, buffer_minutes=0, why="disruption"),
        ChainLink(asset_id="station", down_minute=60, buffer_minutes=60, why="supply"),
    )
    assert "Station Havneby holder 1 t uden forsyning" in sentence(factory.build_chain(links=links))


def test_assets_down_at_another_minute_are_told_of_their_own():
    links = (
        ChainLink(asset_id="station", down_minute=0, buffer_minutes=0, why="disruption"),
        ChainLink(asset_id="feeder", down_minute=5, buffer_minutes=0, why="supply"),
    )
    assert "Station Havneby svigter straks; Udføring 1 er nede fra 5 min" in sentence(factory.build_chain(links=links))


def test_shares_over_one_are_said_to_be_joint():
    text = rendered([factory.build_chain(), factory.build_chain()])
    assert "I 64 % af de forløb, hvor det sker: Station Havneby" in text
    assert "giver tilsammen 128 %" in text
    assert "tilsammen" not in rendered([factory.build_chain()])


def test_an_exact_run_has_no_shares():
    text = rendered([factory.build_chain(share_of_harm=1.0)], exact=True, hazard="")
    assert "forløb" not in text
    assert text.startswith("Svigtene i filen, 72 t: derfor går home (12 borgere, Havneby) ud over en tålegrænse")


def test_rare_chains_are_counted_but_the_largest_is_always_told():
    rare = factory.build_chain(share_of_harm=0.01)
    assert rendered([rare, rare, rare]).count("Station Havneby svigter") == 1
    assert "2 sjældnere årsagskæder er ikke vist" in rendered([rare, rare, rare])
    assert rendered([factory.build_chain()] * 9, "en").count("fails at") == explanation.SHOWN_CHAINS
    assert "1 rarer chain is not shown." in rendered([factory.build_chain(), rare], "en")


def test_a_profile_that_is_not_hit():
    assert "går ikke ud over nogen tålegrænse i det, der er vurderet" in rendered([], people=1)
    assert "(1 borger, Havneby)" in rendered([], people=1)
