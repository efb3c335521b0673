"""One-time links, and who may give whom access."""

import datetime
import re

import pytest
from django.db import transaction
from django.utils import timezone

from beredt.ground.access import one_time_links, operations, queries
from beredt.ground.access.actor import COMMAND_LINE, ROLES
from beredt.ground.access.models import Membership, Municipality, OneTimeLink, SecondFactor, User
from beredt.ground.audit.models import EntryRow
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from factories import web

pytestmark = pytest.mark.django_db
SENTENCE = "en lang sætning om vejret"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def actor_of(user, code=web.HOME):
    return queries.actor_in(user, code)


def is_signed_in(client):
    return client.get("/konto/").status_code == 200


FIRST = {"name": "Klara", "login": " Klara@Fjordby.example", "password": SENTENCE, "again": SENTENCE}


def test_the_first_link_makes_the_administrator_and_signs_in():
    client = web.client()
    address = f"/link/{one_time_links.make(OneTimeLink.FIRST_START)}/"
    assert client.get(address).status_code == 200
    assert client.post(address, FIRST)["Location"] == "/"
    assert is_signed_in(client)
    user = User.objects.get()
    assert (user.login, user.runs_installation) == ("klara@fjordby.example", True)
    assert not queries.needs_first_start()


def test_looking_at_a_link_does_not_use_it_up_and_using_it_does():
    address = f"/link/{one_time_links.make(OneTimeLink.FIRST_START)}/"
    for _ in range(3):
        assert web.client().get(address).status_code == 200
    assert web.client().post(address, {**FIRST, "again": "noget andet"}).status_code == 400
    assert web.client().post(address, FIRST).status_code == 302
    assert web.client().get(address).status_code == 410
    assert web.client().post(address, {**FIRST, "login": "tyv@fjordby.example"}).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("purpose", "hours"), [("first_start", 2), ("sign_in", 2), ("new_password", 24), ("invitation", 168)]
)
def test_a_link_lasts_as_long_as_it_says(purpose, hours):
    user = None if purpose == "first_start" else web.user()
    made_at = timezone.now()
    token = one_time_links.make(purpose, user=user, clock=lambda: made_at)
    end = made_at + datetime.timedelta(hours=hours)
    assert one_time_links.find(token, clock=lambda: end - datetime.timedelta(seconds=1))
    link = OneTimeLink.objects.get()
    assert one_time_links.find(token, clock=lambda: end) is None
    assert not one_time_links.use(link, clock=lambda: end)


def test_only_links_that_are_too_old_are_forgotten():
    now = timezone.now()
    old = one_time_links.make("sign_in", user=web.user(), clock=lambda: now - datetime.timedelta(hours=2))
    new = one_time_links.make("sign_in", user=web.user(), clock=lambda: now)
    one_time_links.forget_expired(clock=lambda: now)
    assert OneTimeLink.objects.count() == 1
    assert one_time_links.find(new)
    assert one_time_links.find(old) is None


def test_a_new_link_ends_the_one_before():
    old = one_time_links.make(OneTimeLink.FIRST_START)
    new = one_time_links.make(OneTimeLink.FIRST_START)
    assert one_time_links.find(old) is None
    assert one_time_links.find(new)


def test_of_two_who_use_a_link_at_once_one_gets_in():
    token = one_time_links.make(OneTimeLink.FIRST_START)
    first, second = one_time_links.find(token), one_time_links.find(token)
    given = {"name": "Klara", "password": SENTENCE}
    assert operations.take_installation(first, login="a@fjordby.example", **given)
    assert operations.take_installation(second, login="b@fjordby.example", **given) is None
    assert User.objects.count() == 1


def test_a_use_that_fails_leaves_the_link():
    token = one_time_links.make(OneTimeLink.FIRST_START)
    web.user(login="taken@fjordby.example")
    with pytest.raises(Exception, match=r"UNIQUE|unique"), transaction.atomic():
        operations.take_installation(
            one_time_links.find(token), name="K", login="taken@fjordby.example", password=SENTENCE
        )
    assert one_time_links.find(token)


def test_the_token_is_nowhere_in_the_database():
    token = one_time_links.make(OneTimeLink.SIGN_IN, user=web.user())
    row = OneTimeLink.objects.get()
    assert token not in " ".join(str(value) for value in row.__dict__.values())
    assert len(token) >= 43


def test_the_link_of_somebody_shut_out_is_dead():
    user = web.user()
    token = one_time_links.make(OneTimeLink.SIGN_IN, user=user)
    User.objects.update(is_active=False)
    assert one_time_links.find(token) is None


def invite(admin, **changed):
    given = {"name": "Bo", "login": "bo@fjordby.example", "roles": ["reader"], **changed}
    return operations.invite(actor=actor_of(admin), **given)


def test_an_invitation_is_shown_once_and_lets_the_new_member_choose_a_password():
    admin = web.member()
    page = web.client(admin).post(
        f"/{web.HOME}/adgang/ny/", {"name": "Bo", "login": "bo@fjordby.example", "roles": ["reader"]}
    )
    address = re.search(r"http://localhost(/link/[^<]+)", page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    client = web.client()
    assert b"bo@fjordby.example" in client.get(address).content
    assert client.post(address, {"password": SENTENCE, "again": SENTENCE}).status_code == 302
    assert is_signed_in(client)
    again = web.client()
    assert again.post("/logind/", {"login": "bo@fjordby.example", "password": SENTENCE}).status_code == 302


def test_somebody_known_here_gets_the_roles_and_no_link():
    admin, elsewhere = web.member(), web.member(["rescue_service"], code=web.FOREIGN, login="vagt@beredskab.example")
    invited = invite(admin, login=" VAGT@beredskab.example ", roles=["rescue_service"])
    assert (invited.token, invited.user_id) == ("", elsewhere.pk)
    elsewhere.refresh_from_db()
    assert elsewhere.name != "Bo"
    assert actor_of(elsewhere).roles == {"rescue_service"}


def test_a_member_is_not_invited_twice():
    admin = web.member()
    invite(admin)
    with pytest.raises(InvalidInput):
        invite(admin)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_only_an_administrator_gives_access(role):
    someone, victim = web.member([role]), web.member(["reader"])
    for change in (
        lambda actor: operations.invite(actor=actor, name="x", login="x@x.example", roles=["administrator"]),
        lambda actor: operations.change_roles(actor=actor, user_id=someone.pk, roles=["administrator"]),
        lambda actor: operations.remove_member(actor=actor, user_id=victim.pk),
        lambda actor: operations.make_new_link(actor=actor, user_id=victim.pk),
        lambda actor: queries.list_members(actor=actor),
    ):
        with pytest.raises(NotAllowed):
            change(actor_of(someone))
    assert actor_of(someone).roles == {role}


def test_an_administrator_reaches_nobody_of_another_municipality():
    admin, foreign = web.member(), web.member(["administrator"], code=web.FOREIGN)
    actor = actor_of(admin)
    for change in (
        lambda: operations.change_roles(actor=actor, user_id=foreign.pk, roles=["reader"]),
        lambda: operations.remove_member(actor=actor, user_id=foreign.pk),
        lambda: operations.make_new_link(actor=actor, user_id=foreign.pk),
        lambda: queries.get_member(actor=actor, user_id=foreign.pk),
    ):
        with pytest.raises(NotFound):
            change()
    assert actor_of(foreign, web.FOREIGN).roles == {"administrator"}


def test_a_new_link_is_no_way_into_another_municipality():
    admin, shared = web.member(), web.member(["reader"])
    web.join(shared, ["administrator"], code=web.FOREIGN)
    with pytest.raises(NotAllowed):
        operations.make_new_link(actor=actor_of(admin), user_id=shared.pk)
    keeper = web.member(["reader"], runs_installation=True)
    with pytest.raises(NotAllowed):
        operations.make_new_link(actor=actor_of(admin), user_id=keeper.pk)


def test_a_new_link_gives_a_new_password_and_takes_the_authenticator():
    admin, bo = web.member(), web.member(["reader"], password=web.PASSWORD)
    SecondFactor.objects.create(user=bo, sealed_secret=b"x", confirmed_at=timezone.now())
    signed_in = web.client(bo)
    token = operations.make_new_link(actor=actor_of(admin), user_id=bo.pk)
    assert is_signed_in(signed_in)
    assert web.client().post(f"/link/{token}/", {"password": SENTENCE, "again": SENTENCE}).status_code == 302
    assert not is_signed_in(signed_in)
    assert not SecondFactor.objects.exists()


def test_the_last_administrator_stays():
    admin = web.member()
    with pytest.raises(InvalidInput), transaction.atomic():
        operations.remove_member(actor=actor_of(admin), user_id=admin.pk)
    with pytest.raises(InvalidInput), transaction.atomic():
        operations.change_roles(actor=actor_of(admin), user_id=admin.pk, roles=["reader"])
    assert actor_of(admin).roles == {"administrator"}
    other = web.member()
    User.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(InvalidInput), transaction.atomic():
        operations.remove_member(actor=actor_of(admin), user_id=admin.pk)
    User.objects.filter(pk=other.pk).update(is_active=True)
    operations.remove_member(actor=actor_of(admin), user_id=admin.pk)
    assert actor_of(admin) is None


def test_the_page_says_that_the_last_administrator_stays():
    admin = web.member()
    answer = web.client(admin).post(f"/{web.HOME}/adgang/{admin.pk}/fjern/")
    assert answer.status_code == 400
    assert "mindst én administrator" in answer.content.decode()


def test_a_removed_member_is_out_at_once_and_keeps_other_municipalities():
    admin, bo, shared = web.member(), web.member(["reader"]), web.member(["reader"])
    web.join(shared, ["reader"], code=web.FOREIGN)
    clients = [web.client(bo), web.client(shared)]
    for user in (bo, shared):
        operations.remove_member(actor=actor_of(admin), user_id=user.pk)
    assert [is_signed_in(client) for client in clients] == [False, True]
    assert clients[1].get(f"/{web.HOME}/adgang/roller/").status_code == 404
    assert clients[1].get(f"/{web.FOREIGN}/adgang/roller/").status_code == 200


def test_somebody_let_in_again_chooses_a_password_anew():
    admin, bo = web.member(), web.member(["reader"], login="bo@fjordby.example", password=web.PASSWORD)
    operations.remove_member(actor=actor_of(admin), user_id=bo.pk)
    invited = invite(admin)
    assert invited.token
    assert web.client().post("/logind/", {"login": bo.login, "password": web.PASSWORD}).status_code == 400


@pytest.mark.parametrize("roles", [[], ["king"], ["reader", "king"]])
def test_only_known_roles_are_given(roles):
    with pytest.raises(InvalidInput):
        invite(web.member(), roles=roles)


def test_the_database_itself_knows_the_roles():
    user = web.member()
    with pytest.raises(Exception, match="membership_role_known"), transaction.atomic():
        Membership.objects.create(user=user, municipality_id=web.HOME, role="king", granted_at=timezone.now())


def test_giving_access_is_in_the_access_log_without_names():
    admin = web.member()
    invited = invite(admin, name="Bodil", login="bodil@fjordby.example", roles=["reader", "management"])
    operations.change_roles(actor=actor_of(admin), user_id=invited.user_id, roles=["reader"])
    operations.make_new_link(actor=actor_of(admin), user_id=invited.user_id)
    operations.remove_member(actor=actor_of(admin), user_id=invited.user_id)
    entries = list(EntryRow.objects.filter(municipality=web.HOME).order_by("sequence"))
    assert [entry.event for entry in entries] == [
        "access.user_invited",
        "access.roles_changed",
        "access.link_made",
        "access.member_removed",
    ]
    assert {entry.subject for entry in entries} == {f"user:{invited.user_id}"}
    assert '"roles":"management/reader"' in entries[0].details
    assert "odil" not in " ".join(entry.details for entry in entries)


def test_a_refused_change_leaves_no_entry():
    admin = web.member()
    with pytest.raises(InvalidInput), transaction.atomic():
        operations.remove_member(actor=actor_of(admin), user_id=admin.pk)
    assert not EntryRow.objects.exists()


def test_whoever_runs_the_installation_adds_municipalities_and_nobody_else_does():
    keeper, admin = web.user(runs_installation=True), web.member()
    operations.add_municipality(actor=queries.actor_outside(keeper), code="996", name="Vestby")
    assert actor_of(keeper, "996").roles == {"administrator"}
    for actor in (queries.actor_outside(admin), actor_of(admin)):
        with pytest.raises(NotAllowed):
            operations.add_municipality(actor=actor, code="995", name="Østby")
    assert not Municipality.objects.filter(pk="995").exists()


def test_adding_a_municipality_twice_gives_nobody_anothers():
    admin, keeper = web.member(), web.user(runs_installation=True)
    operations.add_municipality(actor=queries.actor_outside(keeper), code=web.HOME, name="Fjordby")
    assert actor_of(keeper) is None
    assert actor_of(admin).roles == {"administrator"}


def test_municipalities_from_the_command_line_fall_to_the_first_administrator():
    operations.add_municipality(actor=COMMAND_LINE(""), code="996", name="Vestby")
    token = one_time_links.make(OneTimeLink.FIRST_START)
    user = operations.take_installation(
        one_time_links.find(token), name="Klara", login="klara@fjordby.example", password=SENTENCE
    )
    assert actor_of(user, "996").roles == {"administrator"}


def test_the_front_page_leads_to_the_only_municipality_and_lists_several():
    user = web.member(["reader"])
    assert web.client(user).get("/")["Location"] == f"/{web.HOME}/"
    web.join(user, ["reader"], code=web.FOREIGN)
    page = web.client(user).get("/").content.decode()
    assert f'href="/{web.HOME}/"' in page
    assert f'href="/{web.FOREIGN}/"' in page


def test_why_somebody_may_not_is_said_with_who_may():
    admin, bo = web.member(name="Klara"), web.member(["reader"], name="Bo")
    page = web.client(admin).get(
        f"/{web.HOME}/adgang/hvorfor/", {"member": bo.pk, "permission": "access.manage_members"}
    )
    text = page.content.decode()
    assert "Bo må ikke invitere brugere" in text
    assert "<li>Klara</li>" in text
    assert "administrator" in text.lower()


def test_the_language_is_kept_with_the_user_and_comes_back_at_another_machine():
    user = web.member(["reader"], password=web.PASSWORD)
    web.client(user).post("/konto/", {"name": "Bo", "language": "en"})
    elsewhere = web.client()
    elsewhere.post("/logind/", {"login": user.login, "password": web.PASSWORD})
    assert "Your account" in elsewhere.get("/konto/").content.decode()


def test_switching_the_language_anywhere_is_kept_with_the_user():
    user = web.member(["reader"])
    web.client(user).post("/sprog/", {"language": "en", "next": "/konto/"})
    user.refresh_from_db()
    assert user.language == "en"


def test_the_demo_link_signs_in_as_its_administrator():
    operations.add_municipality(actor=COMMAND_LINE(""), code=web.HOME, name="Fjordby")
    token = operations.demo_user(login="demo", name="Demo", code=web.HOME)
    client = web.client()
    assert client.get(f"/link/{token}/").status_code == 200
    assert client.post(f"/link/{token}/").status_code == 302
    assert client.get(f"/{web.HOME}/adgang/").status_code == 200
    assert web.client().post(f"/link/{token}/").status_code == 410
    assert web.client().post("/logind/", {"login": "demo", "password": ""}).status_code == 400
    again = operations.demo_user(login="demo", name="Demo", code=web.HOME)
    assert one_time_links.find(again).user.pk == User.objects.get().pk


def test_whoever_sits_at_the_machine_gets_anybody_in_again_and_nobody_else_does():
    user = web.member(["reader"], login="klara@fjordby.example")
    web.join(user, ["administrator"], code=web.FOREIGN)
    token = operations.make_link_at_the_machine(actor=COMMAND_LINE(""), login=" KLARA@fjordby.example")
    assert one_time_links.find(token).user == user
    assert {entry.municipality for entry in EntryRow.objects.all()} == {web.HOME, web.FOREIGN}
    for actor in (queries.actor_outside(web.user(runs_installation=True)), actor_of(user)):
        with pytest.raises(NotAllowed):
            operations.make_link_at_the_machine(actor=actor, login=user.login)
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(NotFound):
        operations.make_link_at_the_machine(actor=COMMAND_LINE(""), login=user.login)


def test_the_data_protection_officer_begins_at_the_access_log():
    officer = web.client(web.member(["data_protection_officer"]))
    assert officer.get("/")["Location"] == f"/{web.HOME}/log/"
    assert officer.get(f"/{web.HOME}/log/").status_code == 200
