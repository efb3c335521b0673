"""Figures are taken from the result, and a plain count finds the same ones."""

from hypothesis import given

from beredt.telling import figures
from factories import impact as factory


@given(factory.results())
def test_need_lines_agree_with_a_plain_count(result):
    for line in figures.need_lines(result):
        worst = {}
        for need in result.needs:
            if (need.need_type, need.severity) == (line.need_type, line.severity):
                people, share = worst.get(need.profile_id, (need.people, 0.0))
                worst[need.profile_id] = (people, max(share, need.p_harm))
        assert line.people == sum(people for people, _ in worst.values())
        assert line.passing == sum(people * share for people, share in worst.values())
        assert 0 <= line.passing <= line.people + 1e-9
        assert 0 <= line.share <= 1


@given(factory.results())
def test_every_need_is_in_exactly_one_line_and_critical_ones_come_first(result):
    lines = figures.need_lines(result)
    assert {(line.need_type, line.severity) for line in lines} == {(n.need_type, n.severity) for n in result.needs}
    assert len(lines) == len({(line.need_type, line.severity) for line in lines})
    order = ["critical", "serious", "welfare"]
    assert [order.index(line.severity) for line in lines] == sorted(order.index(line.severity) for line in lines)


@given(factory.results())
def test_without_a_critical_need_nothing_is_claimed(result):
    head = figures.headline(result)
    has_critical = any(need.severity == "critical" for need in result.needs)
    assert (head.critical_people is None) == (not has_critical)
    assert head.is_incomplete == any(entry.state != "modelled" for entry in result.coverage)


def test_two_needs_of_one_kind_in_one_profile_count_the_people_once():
    needs = (factory.build_need(p_harm=0.5), factory.build_need(group_id="second", p_harm=0.2))
    (line,) = figures.need_lines(factory.build_result(needs=needs))
    assert (line.people, line.passing) == (12, 6.0)


def test_basis_is_as_weak_as_the_weakest_part_that_is_hit():
    hit = factory.build_need(basis="verified")
    unhit = factory.build_need(group_id="heat", basis="default", p_harm=0.0)
    assert figures.headline(factory.build_result(needs=(hit, unhit))).basis == "verified"
    weak = factory.build_need(group_id="heat", basis="default", p_harm=0.1)
    assert figures.headline(factory.build_result(needs=(hit, weak))).basis == "default"
    assert figures.headline(factory.build_result(needs=(unhit,))).basis == "default"


def test_table_hours_are_the_guide_hours_and_the_end():
    assert figures.table_hours(72) == (4, 24, 72)
    assert figures.table_hours(336) == (4, 24, 72, 168, 336)
    assert figures.table_hours(2) == (2,)
    assert figures.table_hours(100) == (4, 24, 72, 100)


def test_a_curve_is_read_at_its_hour_and_at_the_end_in_its_last_hour():
    curve = factory.build_curve(people=100, end=25)
    assert figures.curve_at(curve, 24).mean == 100
    assert figures.curve_at(curve, 25).mean == 0
    assert figures.curve_at(factory.build_curve(people=100, end=72), 72).p90 == 120
