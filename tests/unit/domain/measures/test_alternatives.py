"""Which measures stand in place of each other, and what is left of a set when one is put in."""

from itertools import combinations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from beredt.domain.measures import alternatives
from beredt.domain.measures.measure import Target
from factories.measures import candidate, measure

HOMES = ("elm", "oak", "ash")
MADE = [
    candidate(measure(name, alternatives=kind), *places)
    for kind in ("", "power", "site")
    for name in (f"{kind}-one", f"{kind}-two")
    for size in (1, 2)
    for places in combinations(HOMES, size)
]
SETS = st.lists(st.sampled_from(MADE), unique=True, max_size=8)


def clash(one, other):
    """By hand: the same job at a place that both have."""
    places = [{target.target_id for target in entry.targets} for entry in (one, other)]
    kinds = {one.measure.alternatives, other.measure.alternatives}
    return one != other and len(kinds) == 1 and "" not in kinds and bool(places[0] & places[1])


def clashes(chosen):
    return any(clash(one, other) for one, other in combinations(chosen, 2))


@given(chosen=SETS)
def test_a_set_has_a_clash_just_where_two_do_the_same_job_at_one_place(chosen):
    found = alternatives.first_clash(chosen)
    assert (found is not None) == clashes(chosen)
    assert found is None or clash(*found)


@given(before=SETS, item=SETS)
def test_what_is_put_in_stays_and_only_its_alternatives_go(before, item):
    chosen, item = frozenset(alternatives.together(before)), alternatives.together(item)
    after = alternatives.put_in(chosen, item)
    assert not clashes(after)
    assert after >= set(item)
    assert chosen - after == {c for c in chosen if any(clash(c, new) for new in set(item) - chosen)}


@given(candidates=SETS)
def test_selections_are_as_wide_as_can_be_and_leave_nobody_out(candidates):
    found = alternatives.selections(candidates, worth=lambda chosen: sum(len(c.targets) for c in chosen))
    assert len(set(found)) == len(found)
    assert {c for selection in found for c in selection} == set(candidates)
    for selection in found:
        assert not clashes(selection)
        assert list(selection) == [c for c in candidates if c in selection]
        assert all(clashes([*selection, other]) for other in candidates if other not in selection)


def test_what_belongs_to_a_home_is_at_that_home():
    generator, hookup = (measure(name, alternatives="power") for name in ("generator", "hookup"))
    whole, residents = candidate(generator, "elm"), candidate(hookup, "elm")
    residents = attrs.evolve(residents, targets=(Target(what="needs", target_id="p7", place="elm"),))
    assert alternatives.are_alternatives(whole, residents)
    elsewhere = attrs.evolve(residents, targets=(Target(what="needs", target_id="p7", place="oak"),))
    assert not alternatives.are_alternatives(whole, elsewhere)
