"""Who did something: by name for colleagues who may know, and never across municipalities."""

import itertools

import pytest

from beredt.ground.access import naming, permissions, policies
from beredt.ground.access.actor import COMMAND_LINE, ROLES
from beredt.kit.language import language
from factories import web

pytestmark = pytest.mark.django_db
SEEING = {
    "administrator", "coordinator", "management", "care_leader", "unit_leader", "crisis_staff", "security_officer",
}  # fmt: skip


@pytest.fixture
def inga():
    return web.member(["reader"], name="Inga Ærø")


def told(user_id, *, roles=("coordinator",), reader=None, code="da", among=None):
    actor = web.actor(roles, user_id=reader)
    return naming.who_among([user_id] if among is None else among, actor=actor, language=language(code))(user_id)


def test_names_are_for_those_who_may_see_them(inga):
    for role in ROLES:
        assert told(inga.pk, roles=[role], reader=0) == ("Inga Ærø" if role in SEEING else "en kollega")
    assert policies.SEE_COLLEAGUES.roles == SEEING
    assert policies.SEE_COLLEAGUES in permissions.declared()


@pytest.mark.parametrize("role", ROLES)
def test_one_is_you_to_oneself_whatever_ones_role(inga, role):
    assert told(inga.pk, roles=[role], reader=inga.pk) == "dig"


@pytest.mark.parametrize("role", ["coordinator", "reader"])
def test_the_program_is_nobody(role):
    assert told(None, roles=[role]) == "programmet selv"
    assert told(None, roles=[role], reader=7, code="en") == "the program itself"


def test_those_who_left_and_those_who_never_were_are_the_same(inga):
    elsewhere = web.member(["administrator"], code=web.FOREIGN, name="Bo fra naboen")
    unknown = 10**6
    assert told(elsewhere.pk) == told(unknown) == told(web.user(name="Uden rolle").pk)
    assert told(unknown, code="en") == "somebody who is no longer a member"


def test_many_are_looked_up_at_once_and_nobody_costs_nothing(inga, django_assert_num_queries):
    others = [web.member(["reader"], name=f"Kollega {number}") for number in range(5)]
    asked = [None, inga.pk, *itertools.chain(*([other.pk] * 2 for other in others))]
    with django_assert_num_queries(1):
        who = naming.who_among(asked, actor=web.actor(["coordinator"]), language=language("da"))
        assert [who(user_id) for user_id in asked][2:4] == ["Kollega 0", "Kollega 0"]
    with django_assert_num_queries(0):
        naming.who_among([None], actor=web.actor(["coordinator"]), language=language("da"))
        naming.who_among(asked, actor=web.actor(["reader"]), language=language("da"))
        naming.who_among([inga.pk], actor=web.actor(["coordinator"], user_id=inga.pk), language=language("da"))


def test_the_machine_itself_sees_names(inga):
    who = naming.who_among([inga.pk], actor=COMMAND_LINE(web.HOME), language=language("da"))
    assert who(inga.pk) == "Inga Ærø"
