"""Counting what is confirmed, choosing the default, and telling two editions apart."""

import attrs
from hypothesis import given
from hypothesis import strategies as st

from beredt.domain.riskpicture.catalogue import Wording, choose_default
from beredt.domain.riskpicture.edition_diff import ASPECTS, changed_aspects, compare_editions
from factories.catalogues import build_edition, build_hazard, build_lever

EXPRESSIBLE = build_hazard(build_lever())
NOT_EXPRESSIBLE = build_hazard(short_id="war")
UNCONFIRMED = build_hazard(build_lever(), short_id="rumour", wording="unconfirmed", confirmed_as="")


def edition(edition_id, date, *hazards, **more):
    return build_edition(*hazards, edition_id=edition_id, date=date, **more)


class TestCounts:
    def test_what_is_not_confirmed_is_counted_listed_or_not(self):
        found = build_edition(EXPRESSIBLE, NOT_EXPRESSIBLE, UNCONFIRMED, hazards_published=16)
        assert (len(found.confirmed), len(found.confirmed_expressible)) == (2, 1)
        assert (found.unconfirmed_count, found.unlisted_count) == (14, 13)


class TestDefault:
    def test_counts_only_what_is_confirmed_and_expressible(self):
        many = edition("a-many", "2026", UNCONFIRMED, NOT_EXPRESSIBLE)
        one = edition("b-one", "2020", EXPRESSIBLE)
        assert choose_default((many, one)) is one

    def test_ties_go_to_the_later_date_then_to_the_first_id(self):
        older, later = edition("a", "2022", EXPRESSIBLE), edition("b", "2025-04-10", EXPRESSIBLE)
        assert choose_default((older, later)) is later
        twin = edition("c", "2025-04-10", EXPRESSIBLE)
        assert choose_default((twin, older, later)) is later

    @given(
        st.permutations(
            [edition(name, "2024", *[EXPRESSIBLE] * count) for name, count in [("x", 2), ("y", 2), ("z", 1)]]
        )
    )
    def test_order_is_irrelevant(self, editions):
        assert choose_default(tuple(editions)).edition_id == "x"


class TestDiff:
    def test_every_hazard_is_in_exactly_one_place(self):
        kept, gone, new = EXPRESSIBLE, NOT_EXPRESSIBLE, UNCONFIRMED
        renamed = attrs.evolve(kept, names=Wording(da="Orkan", en="Hurricane"))
        diff = compare_editions(old=edition("old", "2022", kept, gone), new=edition("new", "2025", renamed, new))
        assert (diff.added, diff.removed, diff.unchanged) == ((new,), (gone,), ())
        assert [(change.new, change.aspects) for change in diff.changed] == [(renamed, ("name",))]

    def test_an_edition_is_unchanged_beside_itself(self):
        same = edition("old", "2022", EXPRESSIBLE, NOT_EXPRESSIBLE)
        diff = compare_editions(old=same, new=same)
        assert (diff.added, diff.removed, diff.changed) == ((), (), ())
        assert diff.unchanged == same.hazards

    def test_each_aspect_is_noticed_alone(self):
        louder = build_hazard(build_lever(probability=0.5))
        cases = {
            "name": attrs.evolve(EXPRESSIBLE, names=Wording(da="Orkan", en="Storm")),
            "wording": attrs.evolve(EXPRESSIBLE, wording="unconfirmed", confirmed_as=""),
            "family": attrs.evolve(EXPRESSIBLE, family="power"),
            "expressible": build_hazard(short_id="storm"),
            "scenario": louder,
        }
        assert {aspect: changed_aspects(EXPRESSIBLE, new) for aspect, new in cases.items()} == {
            aspect: (aspect,) for aspect in cases
        }
        assert set(cases) | {"advice"} == set(ASPECTS)
