"""The ranking in words: what a tired reader is told, in both languages, and nothing that the result does not hold."""

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.measures.measure import Range
from beredt.domain.measures.result import REASONS, Estimate, Unranked
from beredt.kit.language import language
from beredt.telling import measure_words, money, ranking_figures, ranking_text
from beredt.telling.measure_words import Places
from beredt.telling.names import names_of
from factories import rankings as factory
from factories.impact import build_municipality, build_result

HAZARDS = {"made-up/power": "strømsvigt", "made-up/storm": "storm", "made-up/war": "krig"}


def places(code="da", **sites):
    names = names_of(
        snapshot=build_municipality(),
        vocabulary=load_vocabulary(),
        language=language(code),
        hazard_names=HAZARDS,
    )
    return Places(names=names, sites=sites)


def told(result=None, code="da", **options):
    text = ranking_text.render_ranking(result or factory.build_ranking(), places=places(code), **options)
    return re.sub(r"\s+", " ", text)


def with_measures(*measures, **changes):
    return factory.build_ranking(measures=measures, **changes)


class TestTheWholeAnswer:
    def test_in_danish(self):
        text = told()
        for expected in (
            "Strømsvigt, 72 t: uden ekstra indsats går mindst ca. 210 borgere ud over en kritisk tålegrænse",
            "Gør nu, under 25.000 kr.: Udskrevne lister: Mast Nordby og Udføring 1 (5.000 til 30.000 kr.): ca. 40",
            "Første tiltag at købe: Tilslutning: Mast Nordby (0,6 til 1,1 mio. kr.): ca. 91 færre (44 til 140), "
            "først i 31 af 40 sæt antagelser.",
            "forsyningsselskabet betaler og beslutter",
            "Bedste sæt inden for 2 mio. kr.: Kommunen betaler",
            "Uden hjælp bliver stadig: ilt ca. 4, som tåler under 4 t; varme ca. 90.",
            "Hændelser, der ikke er vurderet, hvilket ikke er det samme som sikkert: Krig.",
            "Uden tal, fordi modellen ikke kan se det: Oplæring.",
            "8 af 10 ud af 40 sæt antagelser",
        ):
            assert expected in text

    def test_in_english_there_is_no_danish(self):
        text = told(code="en")
        assert "First measure to buy: Hook-up: Mast Nordby (0.6 to 1.1 million kr): about 91 fewer (44 to 140)" in text
        assert not re.search(r"\b(færre|kr\.|koster|tiltag|ikke|sæt)\b", text)

    @pytest.mark.parametrize("code", ["da", "en"])
    def test_nobody_is_called_harmed_and_no_place_is_left_unfilled(self, code):
        text = told(code=code, ring_first=["Netselskabet, om masten ved Nordby."])
        assert not re.search(r"harmed|skadet|\{|\}|None|nan", text)

    def test_is_short(self):
        lines = ranking_text.render_ranking(factory.build_ranking(), places=places()).splitlines()
        assert len(lines) < 40
        assert max(map(len, lines)) <= 100

    def test_starts_with_the_municipality_and_its_marking(self):
        lines = ranking_text.render_ranking(factory.build_ranking(), places=places()).splitlines()
        assert lines[:2] == ["Vestby Kommune", "Internt: nævner anlæg ved navn. Ikke til offentligheden."]

    def test_whom_to_ring_is_told_where_it_is_known(self):
        assert "Ring først: Netselskabet, om masten." in told(ring_first=["Netselskabet, om masten."])
        assert "Ring først" not in told()


class TestSeveralHazards:
    def test_the_worst_three_are_told_and_that_effects_are_means(self):
        harm = build_result().harm
        base = [
            build_result(
                hazard=f"made-up/{number}",
                harm=attrs.evolve(harm, critical_people=attrs.evolve(harm.critical_people, mean=float(number))),
            )
            for number in (10, 40, 20, 30)
        ]
        found = ranking_figures.worst_hazards(factory.build_ranking(base=tuple(base)))
        assert [entry.hazard for entry in found] == ["made-up/40", "made-up/30", "made-up/20"]
        text = told(factory.build_ranking(base=tuple(base)))
        assert "gennemsnit over 4 hændelser" in text
        assert "made-up/10" not in text

    def test_hazards_that_hit_nobody_are_left_out_unless_all_do(self):
        harm = build_result().harm
        nobody = build_result(
            hazard="made-up/storm", harm=attrs.evolve(harm, critical_people=attrs.evolve(harm.critical_people, mean=0))
        )
        both = factory.build_ranking(base=(nobody, build_result()))
        assert [entry.hazard for entry in ranking_figures.worst_hazards(both)] == ["made-up/power"]
        assert ranking_figures.worst_hazards(factory.build_ranking(base=(nobody,))) == (nobody,)


class TestWhatToBuy:
    def test_a_group_has_no_number_one(self):
        first = factory.build_ranked(factory.build_candidate(factory.HOOKUP, "mast"))
        second = factory.build_ranked(factory.build_candidate(factory.HOOKUP, "feeder"), first_in_sets=9)
        text = told(with_measures(first, second))
        assert "Først at købe er et af disse; inden for spændet kan de ikke skelnes:" in text
        assert "Første tiltag" not in text
        assert "først i 9 af 40" in text

    def test_do_now_and_bundles_are_no_first_place(self):
        bundle = factory.build_ranked(factory.build_candidate(), factory.build_candidate(factory.BATTERY, "feeder"))
        single = factory.build_ranked(factory.build_candidate(factory.HOOKUP, "feeder"))
        (tie,) = ranking_figures.to_buy(with_measures(bundle, factory.build_do_now(group=1), single))
        assert [entry.candidate.candidate_id for entry in tie.members] == ["hookup@feeder"]

    def test_what_others_pay_is_asked_for_and_not_bought_however_cheap(self):
        cheap = factory.build_battery(is_do_now=True)
        result = with_measures(cheap, factory.build_ranked())
        assert [entry.members for entry in ranking_figures.to_ask(result)] == [cheap.members]
        assert ranking_figures.do_now(result) == ()
        text = told(result)
        assert text.index("Første tiltag at købe: Tilslutning") < text.index("Bed andre om: Større batteri")

    def test_a_bundle_is_told_where_it_does_more_than_its_members(self):
        member, other = factory.build_candidate(), factory.build_candidate(factory.BATTERY, "mast")
        alone = factory.build_ranked(member, effect=factory.build_effect(30.0))
        beside = factory.build_battery(effect=factory.build_effect(20.0))
        for people, expected in ((60.0, True), (50.0, False), (20.0, False)):
            bundle = factory.build_ranked(member, other, effect=factory.build_effect(people))
            result = with_measures(bundle, alone, beside)
            assert (ranking_figures.together(result) is not None) is expected
            assert ("Hjælper mere sammen end hver for sig" in told(result)) is expected

    def test_a_bundle_that_does_less_than_what_is_told_already_is_not_told(self):
        other = factory.build_candidate(factory.HOOKUP, "elsewhere")
        bundle = factory.build_ranked(factory.build_candidate(), other, effect=factory.build_effect(11.0))
        single = factory.build_ranked(effect=factory.build_effect(12.0))
        assert ranking_figures.together(with_measures(single, bundle)) is None
        assert ranking_figures.together(with_measures(bundle)) is bundle

    def test_a_bundle_of_measures_that_do_nothing_alone_is_what_there_is_to_buy(self):
        bundle = factory.build_ranked(factory.build_candidate(), factory.build_candidate(factory.BATTERY, "mast"))
        text = told(with_measures(bundle))
        assert "Tilslutning: Mast Nordby + Større batteri: Mast Nordby (0,6 til 1,1 mio. kr.)" in text
        assert "Der er ikke andet at købe" not in text

    def test_a_bundle_too_long_to_read_is_not_told(self):
        members = [factory.build_candidate(factory.HOOKUP, f"p{number}") for number in range(5)]
        bundle, single = factory.build_ranked(*members), factory.build_battery()
        assert ranking_figures.together(with_measures(bundle, single)) is None
        assert ranking_figures.together(with_measures(bundle)) is bundle

    def test_nothing_to_buy_is_said(self):
        assert "Der er ikke andet at købe, som hjælper her." in told(with_measures(factory.build_do_now()))

    def test_a_flip_at_twice_the_horizon_is_told(self):
        assert "ved den dobbelte horisont" in told(with_measures(factory.build_ranked(flips_at_twice_horizon=True)))
        assert "ved den dobbelte horisont" not in told()

    def test_another_first_place_by_the_other_objective_is_told(self):
        by_hours = factory.build_ranking(first_by_other_objective="lists@all")
        assert "Regnet i persontimer ville det første være: Udskrevne lister" in told(by_hours)
        by_people = attrs.evolve(by_hours, objective="hours")
        assert "Regnet i borgere ville det første være: Udskrevne lister" in told(by_people)


class TestTheBestSet:
    def test_what_others_pay_is_told_apart(self):
        text = told()
        ours, others = text.split("Kommunen betaler")[1].split("Andre skal spørges og betaler")
        assert "Tilslutning: Mast Nordby; Udskrevne lister" in ours
        assert "Større batteri: Mast Nordby" in others.split("I alt")[0]
        assert "I alt: ca. 120 færre (70 til 160)." in text

    def test_an_empty_one_is_said_with_whom_it_leaves(self):
        best = attrs.evolve(factory.build_ranking().best_set, candidates=(), effect=None)
        text = told(factory.build_ranking(best_set=best))
        assert "Inden for 2 mio. kr. er der intet, der hjælper. Uden hjælp bliver stadig: ilt" in re.sub(
            r"hjælper\. +", "hjælper. ", text
        )

    def test_many_places_are_counted(self):
        many = [factory.build_candidate(factory.BATTERY, f"mast-{number}") for number in range(7)]
        assert measure_words.measure_title(many, places()) == "Større batteri, 7 steder"
        assert measure_words.measure_title(many[:2], places()) == "Større batteri: mast-0 og mast-1"

    def test_places_whose_names_hold_a_comma_are_counted(self):
        two = factory.build_candidate(factory.LISTS, "a", "b")
        assert (
            measure_words.candidate_title(two, places(a="Biler, nord", b="Biler, syd")) == "Udskrevne lister, 2 steder"
        )


class TestReasons:
    def test_every_reason_has_words(self):
        assert set(measure_words.REASON_WORDS) == set(REASONS)

    def test_a_measure_that_helps_somewhere_is_not_told_as_without_effect(self):
        entry = Unranked(
            candidate_id="hookup@feeder", measure_id="hookup", name_da="Tilslutning", name_en="x", reason="not_hit"
        )
        assert ranking_figures.nowhere_ranked(factory.build_ranking(unranked=(entry,))) == ()

    def test_long_lists_are_cut_and_counted(self):
        entries = tuple(
            Unranked(candidate_id=f"m{n}", measure_id=f"m{n}", name_da=f"Nr {n}", name_en="x", reason="not_hit")
            for n in range(8)
        )
        assert "Nr 0; Nr 1; Nr 2; Nr 3; Nr 4; 3 til." in told(factory.build_ranking(unranked=entries))


class TestEffects:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"people": 8_421.0, "low": None, "high": None}, "ca. 8.400 færre"),
            ({"people": 12.0, "low": -3.0, "high": 20.0}, "ca. 12 færre (−3 til 20)"),
            ({"people": 12.0, "low": 12.0, "high": 12.3}, "ca. 12 færre"),
            ({"people": 0.3, "person_hours_critical": 1.4}, "ca. 1 persontime færre ud over en kritisk tålegrænse"),
            ({"people": 0.3}, "ca. 1.200 færre persontimer ud over en kritisk tålegrænse"),
            ({"people": 0.0, "person_hours_critical": 0.2}, "ca. 77 færre persontimer ud over en alvorlig tålegrænse"),
            ({"people": 0.0, "person_hours_critical": 0.0, "person_hours_serious": 0.0}, "næsten intet"),
        ],
    )
    def test_are_said_in_people_else_in_hours(self, changes, expected):
        assert measure_words.effect(factory.build_effect(**changes), places()) == expected


class TestMoney:
    @pytest.mark.parametrize(
        ("low", "high", "danish", "english"),
        [
            (600_000, 1_100_000, "0,6 til 1,1 mio. kr.", "0.6 to 1.1 million kr"),
            (81_300, 348_000, "81.000 til 350.000 kr.", "81,000 to 350,000 kr"),
            (0, 950, "0 til 950 kr.", "0 to 950 kr"),
            (5_000, 5_000, "5.000 kr.", "5,000 kr"),
            (1_980_000, 12_400_000, "2 til 12 mio. kr.", "2 to 12 million kr"),
        ],
    )
    def test_a_range_is_said_in_one_unit_with_two_figures(self, low, high, danish, english):
        prices = Range(low=low, likely=low, high=high)
        assert money.amounts(prices, language("da")) == danish
        assert money.amounts(prices, language("en")) == english


class TestMeanAndRange:
    @pytest.mark.parametrize(
        ("mean", "low", "high", "is_outside"),
        [(91.0, 44.0, 138.0, False), (4.0, 9.0, 20.0, True), (61.0, 12.0, 56.0, True), (60.6, 12.0, 61.4, False)],
    )
    def test_a_mean_outside_its_range_is_told_as_such(self, mean, low, high, is_outside):
        """4 people against 9 to 20: the range is over the sets, the mean is not; never without the reason below."""
        entry = factory.build_ranked(effect=factory.build_effect(people=mean, low=low, high=high))
        text = told(factory.build_ranking(measures=(entry,)))
        assert ("over sættene af antagelser)" in text) is is_outside
        assert ("Tallet foran er regnet med de mest sandsynlige værdier." in text) is is_outside
        assert f"ca. {round(mean)} færre ({round(low)} til " in text

    def test_nothing_is_outside_a_range_that_is_not_there(self):
        assert not measure_words.is_outside_range(Estimate(mean=5.0))

    @given(st.tuples(*[st.floats(-500, 500)] * 3))
    def test_what_reads_as_inside_is_not_told_as_outside(self, numbers):
        mean, *ends = numbers
        low, high = sorted(ends)
        people = Estimate(mean=mean, low=low, high=high)
        if low <= mean <= high:
            assert not measure_words.is_outside_range(people)


class TestNothingToCompare:
    no_set = attrs.evolve(
        factory.build_ranking().best_set,
        cost_kr=Range(low=0.0, likely=0.0, high=0.0),
        candidates=(),
        effect=None,
        left_without=(),
        found_by="nothing",
    )

    def test_without_needs_in_the_pack_nothing_is_said_not_to_help(self):
        base = attrs.evolve(build_result(), needs=())
        text = told(with_measures(base=(base,), best_set=self.no_set))
        assert "Ingen tiltag kan sammenlignes: pakken rummer ingen kritiske behov" in text
        assert "intet, der hjælper" not in text
        assert "at købe" not in text

    def test_nothing_else_is_said_only_where_there_was_something(self):
        text = told(with_measures(best_set=self.no_set))
        assert "Der er intet at købe, som hjælper her." in text
        assert "ikke andet at købe" not in text
