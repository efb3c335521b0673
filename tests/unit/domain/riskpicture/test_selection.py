"""Selectors on random municipalities, held against plain set arithmetic on the rows."""

from fractions import Fraction

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.riskpicture.scenario import Selector
from beredt.domain.riskpicture.selection import select_assets
from factories.catalogues import municipality_of

SERVICES = ("power", "water", "")
KINDS = ("pump", "mast")
AREAS = ("havn", "by", "")


@st.composite
def worlds(draw):
    count = draw(st.integers(1, 9))
    assets = [
        (
            f"a{number}",
            draw(st.sampled_from(KINDS)),
            draw(st.sampled_from(SERVICES)),
            draw(st.sampled_from(AREAS)),
            None,
        )
        for number in range(count)
    ]
    pairs = [(f"a{left}", f"a{right}") for left in range(count) for right in range(count) if left != right]
    links = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6)) if pairs else []
    return assets, links


def criteria(words):
    return st.lists(st.sampled_from(words), unique=True, max_size=2).map(tuple)


selectors = st.builds(
    Selector,
    services=criteria(SERVICES[:2]),
    kinds=criteria(KINDS),
    asset_ids=criteria(tuple(f"a{number}" for number in range(9))),
    area_ids=criteria(AREAS[:2]),
    roots_only=st.booleans(),
)


def ids_of(snapshot, selector):
    return {snapshot.assets.asset_id[index] for index in select_assets(snapshot, selector).tolist()}


@settings(max_examples=200)
@given(worlds(), selectors)
def test_selects_exactly_the_rows_that_meet_every_criterion(world, selector):
    assets, links = world
    service_of = {asset_id: service for asset_id, _, service, _, _ in assets}
    fed = {owner for owner, supplier in links if service_of[owner] and service_of[owner] == service_of[supplier]}
    wanted = (selector.services, selector.kinds, selector.asset_ids, selector.area_ids)
    expected = {
        asset_id
        for asset_id, kind, service, area, _ in assets
        if any(wanted)
        and (not selector.services or service in selector.services)
        and (not selector.kinds or kind in selector.kinds)
        and (not selector.asset_ids or asset_id in selector.asset_ids)
        and (not selector.area_ids or area in selector.area_ids)
        and not (selector.roots_only and asset_id in fed)
    }
    assert ids_of(municipality_of(assets, links), selector) == expected


@settings(max_examples=60)
@given(worlds(), selectors, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(world, selector, dice):
    assets, links = world
    shuffled = dice.sample(assets, len(assets))
    assert ids_of(municipality_of(assets, links), selector) == ids_of(municipality_of(shuffled, links[::-1]), selector)


@given(st.integers(1, 30), st.integers(1, 100))
def test_a_share_takes_the_last_by_id_rounded_up(count, percent):
    ids = [f"s{number:02d}" for number in range(count)]
    snapshot = municipality_of([(asset_id, "care_slice", "staff", "by", None) for asset_id in ids])
    taken = ids_of(snapshot, Selector(kinds=("care_slice",), top_share=percent / 100))
    expected = -(-Fraction(count * percent, 100) // 1)
    assert taken == set(ids[count - int(expected) :])


def test_every_team_loses_its_own_share():
    slices = [(f"{team}-{number:02d}", "care_slice", "staff", "by", None) for team in "ab" for number in range(1, 21)]
    teams = [(f"team-{team}", "care_team", "", "by", None) for team in "ab"]
    links = [(asset_id, f"team-{asset_id[0]}") for asset_id, *_ in slices]
    snapshot = municipality_of([*slices, *teams], links)
    taken = ids_of(snapshot, Selector(kinds=("care_slice",), top_share=0.15))
    assert taken == {f"{team}-{number}" for team in "ab" for number in (18, 19, 20)}


def test_nothing_asked_for_selects_nothing():
    snapshot = municipality_of([("a", "pump", "water", "by", None)])
    assert not ids_of(snapshot, Selector())
    assert not ids_of(snapshot, attrs.evolve(Selector(), roots_only=True))
