"""Giving and taking access. Every operation is one transaction, and one entry in the access log."""

from __future__ import annotations

from collections.abc import Collection

import attrs
from django.db import transaction
from django.utils import timezone

from beredt.ground.access import doors, one_time_links, permissions, policies
from beredt.ground.access.actor import ADMINISTRATOR, ROLES, Actor
from beredt.ground.access.models import Membership, Municipality, OneTimeLink, SecondFactor, User, normal_login
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from beredt.kit.language import LANGUAGES, mark


@attrs.frozen(kw_only=True)
class Invited:
    """A new member; `token` of the link to hand over, "" for someone who signs in here already."""

    user_id: int
    token: str


@transaction.atomic
def add_municipality(*, actor: Actor, code: str, name: str) -> None:
    """Adds a municipality to the installation; whoever adds it becomes its administrator.

    Nothing happens where the municipality is there already and the actor is its administrator. Raises `NotAllowed` for
    anyone who does not run the installation, and where the municipality is somebody else's.
    """
    permissions.check_may(actor, policies.RUN_INSTALLATION)
    _require_outside(actor)
    _, is_new = Municipality.objects.get_or_create(code=code, defaults={"name": name, "added_at": timezone.now()})
    if actor.user_id is not None and is_new:
        _grant(actor.user_id, code, {ADMINISTRATOR})
    if is_new:
        inside = attrs.evolve(actor, municipality=code)
        doors.AUDIT.value(actor=inside, event=doors.MUNICIPALITY_ADDED, subject=f"municipality:{code}")


@transaction.atomic
def rename_municipality(*, actor: Actor, name: str) -> None:
    """Gives the actor's municipality the name that its data carries."""
    Municipality.objects.filter(pk=actor.municipality).update(name=name)


@transaction.atomic
def take_installation(link: OneTimeLink, *, name: str, login: str, password: str) -> User | None:
    """The first administrator, made by the link of the first start; None if the link is used up meanwhile."""
    if not one_time_links.use(link):
        return None
    user = _new_user(name=name, login=login, runs_installation=True)
    user.set_password(password)
    user.save(update_fields=["password"])
    _join_without_administrator(user)
    actor = Actor(user_id=user.pk, municipality="", roles=frozenset({ADMINISTRATOR}))
    doors.record(actor, doors.INSTALLATION_TAKEN, user.pk)
    return user


@transaction.atomic
def invite(*, actor: Actor, name: str, login: str, roles: Collection[str]) -> Invited:
    """A member with these roles. Somebody who has a login here already gets the roles, and no link."""
    permissions.check_may(actor, policies.MANAGE_MEMBERS)
    wanted = _known_roles(roles)
    user = User.objects.filter(login=normal_login(login)).first()
    is_new = user is None
    if user is None:
        user = _new_user(name=name, login=login, runs_installation=False)
    if Membership.objects.filter(user=user, municipality_id=actor.municipality).exists():
        raise InvalidInput(
            mark("This user is a member already."), hint=mark("Change the roles instead."), code="member_already"
        )
    needs_link = is_new or not user.is_active
    if not user.is_active:
        # Shut out when the last role was taken; the roles given now are a way back in, with a password chosen anew.
        user.is_active = True
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
    _grant(user.pk, actor.municipality, wanted)
    token = one_time_links.make(OneTimeLink.INVITATION, user=user) if needs_link else ""
    doors.record(actor, doors.USER_INVITED, user.pk, roles="/".join(sorted(wanted)))
    return Invited(user_id=user.pk, token=token)


@transaction.atomic
def change_roles(*, actor: Actor, user_id: int, roles: Collection[str]) -> None:
    """Gives the member exactly these roles. Raises `InvalidInput` if the municipality lost its last administrator."""
    permissions.check_may(actor, policies.MANAGE_MEMBERS)
    wanted = _known_roles(roles)
    _lock(actor.municipality)
    held = set(_roles_of(actor, user_id))
    gone = Membership.objects.filter(user_id=user_id, municipality_id=actor.municipality, role__in=held - wanted)
    gone.delete()
    _grant(user_id, actor.municipality, wanted - held)
    _require_administrator(actor.municipality)
    doors.record(
        actor,
        doors.ROLES_CHANGED,
        user_id,
        given="/".join(sorted(wanted - held)),
        taken="/".join(sorted(held - wanted)),
    )


@transaction.atomic
def remove_member(*, actor: Actor, user_id: int) -> None:
    """Takes every role here; somebody without a role anywhere cannot sign in any more, and is signed out at once."""
    permissions.check_may(actor, policies.MANAGE_MEMBERS)
    _lock(actor.municipality)
    _roles_of(actor, user_id)
    Membership.objects.filter(user_id=user_id, municipality_id=actor.municipality).delete()
    _require_administrator(actor.municipality)
    if not Membership.objects.filter(user_id=user_id).exists():
        User.objects.filter(pk=user_id, runs_installation=False).update(is_active=False)
        OneTimeLink.objects.filter(user_id=user_id, used_at__isnull=True).delete()
    doors.record(actor, doors.MEMBER_REMOVED, user_id)


@transaction.atomic
def make_new_link(*, actor: Actor, user_id: int) -> str:
    """The token of a link by which the member chooses a new password; the authenticator goes when it is used.

    Raises `NotAllowed` for a member who holds a role elsewhere too, or runs the installation: an administrator here
    would get in there.
    """
    permissions.check_may(actor, policies.MANAGE_MEMBERS)
    _roles_of(actor, user_id)
    user = User.objects.get(pk=user_id)
    if is_known_elsewhere(actor, user):
        raise NotAllowed(
            mark("This user has access to more than this municipality."),
            hint=mark("Whoever runs the installation can make one, with `beredt access link` on its machine."),
            code="known_elsewhere",
        )
    token = one_time_links.make(OneTimeLink.NEW_PASSWORD, user=user)
    doors.record(actor, doors.LINK_MADE, user_id)
    return token


@transaction.atomic
def make_link_at_the_machine(*, actor: Actor, login: str) -> str:
    """The token of a new-password link for any active user, for whoever sits at the machine itself.

    Raises `NotAllowed` for anyone else, `NotFound` where no active user has the login name.
    """
    if actor.user_id is not None:
        raise permissions.refusal(policies.RUN_INSTALLATION)
    user = User.objects.filter(login=normal_login(login), is_active=True).first()
    if user is None:
        raise NotFound(mark("Nobody who may sign in has this login name."), code="no_such_user")
    token = one_time_links.make(OneTimeLink.NEW_PASSWORD, user=user)
    _record_own(user, doors.LINK_MADE)
    return token


def is_known_elsewhere(actor: Actor, user: User) -> bool:
    """True if the user has more than the actor's municipality to lose."""
    elsewhere = Membership.objects.filter(user=user).exclude(municipality_id=actor.municipality)
    return user.runs_installation or elsewhere.exists()


@transaction.atomic
def choose_password(link: OneTimeLink, *, password: str) -> User | None:
    """The user of an invitation or a new-password link, with the password chosen; None if the link is used up."""
    user = link.user
    if user is None or not one_time_links.use(link):
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    SecondFactor.objects.filter(user=user).delete()
    _record_own(user, doors.PASSWORD_CHANGED)
    return user


@transaction.atomic
def sign_in_by_link(link: OneTimeLink) -> User | None:
    """The user of a sign-in link; None if the link is used up."""
    return link.user if link.user is not None and one_time_links.use(link) else None


@transaction.atomic
def change_password(user: User, *, password: str) -> None:
    """Stores the user's new password; all other sessions of hers end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    _record_own(user, doors.PASSWORD_CHANGED)


def change_account(*, actor: Actor, name: str, language: str) -> None:
    """Stores what the user calls herself, and her language."""
    User.objects.filter(pk=actor.user_id or 0).update(name=name, language=language)


def choose_language(*, user_id: int | None, language: str) -> None:
    """Stores the language that a signed-in user chose; unknown languages are left alone."""
    if user_id is not None and language in LANGUAGES:
        User.objects.filter(pk=user_id).update(language=language)


@transaction.atomic
def demo_user(*, login: str, name: str, code: str) -> str:
    """The token of a link that signs in as the demo's user: administrator there, without a password."""
    user = User.objects.filter(login=normal_login(login)).first()
    if user is None:
        user = _new_user(name=name, login=login, runs_installation=True)
        doors.record(
            Actor(user_id=None, municipality="", roles=frozenset({ADMINISTRATOR})), doors.INSTALLATION_TAKEN, user.pk
        )
    _grant(user.pk, code, {ADMINISTRATOR})
    return one_time_links.make(OneTimeLink.SIGN_IN, user=user)


def _require_outside(actor: Actor) -> None:
    """An administrator of one municipality does not run the installation: an actor outside any does, or the machine."""
    if actor.municipality and actor.user_id is not None:
        raise permissions.refusal(policies.RUN_INSTALLATION)


def _new_user(*, name: str, login: str, runs_installation: bool) -> User:
    user = User(
        name=name.strip(),
        login=normal_login(login),
        runs_installation=runs_installation,
        added_at=timezone.now(),
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def _join_without_administrator(user: User) -> None:
    """Municipalities made on the command line before anyone signed in have no administrator yet."""
    orphans = Municipality.objects.exclude(memberships__role=ADMINISTRATOR)
    for code in orphans.values_list("pk", flat=True):
        _grant(user.pk, code, {ADMINISTRATOR})


def _grant(user_id: int, code: str, roles: Collection[str]) -> None:
    now = timezone.now()
    rows = [Membership(user_id=user_id, municipality_id=code, role=role, granted_at=now) for role in sorted(roles)]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)


def _known_roles(roles: Collection[str]) -> set[str]:
    wanted = set(roles)
    if not wanted or wanted - set(ROLES):
        raise InvalidInput(mark("Choose at least one role."), code="no_role")
    return wanted


def _roles_of(actor: Actor, user_id: int) -> tuple[str, ...]:
    held = Membership.objects.filter(user_id=user_id, municipality_id=actor.municipality)
    roles = tuple(held.values_list("role", flat=True))
    if not roles:
        raise NotFound(mark("There is no such member."), code="no_member")
    return roles


def _lock(code: str) -> None:
    """Two administrators who remove each other at once must not both succeed."""
    Municipality.objects.select_for_update().get(pk=code)


def _require_administrator(code: str) -> None:
    left = Membership.objects.filter(municipality_id=code, role=ADMINISTRATOR, user__is_active=True)
    if not left.exists():
        raise InvalidInput(
            mark("The municipality must keep at least one administrator."),
            hint=mark("Make somebody else administrator first."),
            code="last_administrator",
        )


def _record_own(user: User, event: str) -> None:
    codes = Membership.objects.filter(user=user).order_by("municipality_id").values_list("municipality_id", flat=True)
    for code in dict.fromkeys(codes) or [""]:
        doors.record(Actor(user_id=user.pk, municipality=code, roles=frozenset()), event, user.pk)
