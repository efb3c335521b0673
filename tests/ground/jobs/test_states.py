"""The table of states: nothing is a dead end that should not be, and every way has one verb and one event."""

import pytest

from beredt.ground.audit import events as audit_events
from beredt.ground.audit import shapes
from beredt.ground.jobs import events, states
from beredt.kit.language import language


def reachable(start, ways):
    found, rest = {start}, [start]
    while rest:
        here = rest.pop()
        for way in ways:
            if way.source == here and way.target not in found:
                found.add(way.target)
                rest.append(way.target)
    return found


def test_every_state_is_reached_from_waiting_and_every_unfinished_one_can_end():
    assert reachable(states.WAITING, states.TRANSITIONS) == set(states.STATES)
    by_worker = [way for way in states.TRANSITIONS if way.who == "worker"]
    for state in set(states.STATES) - states.FINISHED:
        assert reachable(state, by_worker) & states.FINISHED


def test_what_is_done_stays_done():
    assert [way for way in states.TRANSITIONS if way.source == states.DONE] == []


def test_a_verb_does_one_thing_in_a_state():
    pairs = [(way.source, way.verb) for way in states.TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    assert states.transition(states.DONE, "retry") is None
    assert states.transition(states.WAITING, "claim").target == states.RUNNING


def test_only_a_user_begins_over_what_was_finished():
    assert {way.who for way in states.TRANSITIONS if way.source in states.FINISHED} == {"user"}


def test_asking_and_forgetting_have_names_too():
    for event in (events.ENQUEUED, events.FORGOTTEN):
        assert audit_events.title_in(language("en"), event) != event


@pytest.mark.parametrize("way", states.TRANSITIONS, ids=lambda way: f"{way.source}-{way.verb}")
def test_every_way_has_known_ends_and_an_event(way):
    assert {way.source, way.target} <= set(states.STATES)
    assert shapes.event_name(way.event) == way.event
    assert audit_events.title_in(language("da"), way.event) not in {
        way.event,
        audit_events.title_in(language("en"), way.event),
    }
    assert way.when


@pytest.mark.parametrize("state", states.STATES)
def test_every_state_has_a_word(state):
    assert language("da").say(states.TITLES[state]) != language("en").say(states.TITLES[state])
