"""Links that work once and for a short time: the first administrator's, invitations, new passwords, the demo's."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from beredt.ground.access import sealing
from beredt.ground.access.models import OneTimeLink, User

LIFETIMES = {
    OneTimeLink.FIRST_START: datetime.timedelta(hours=2),
    OneTimeLink.SIGN_IN: datetime.timedelta(hours=2),
    OneTimeLink.INVITATION: datetime.timedelta(days=7),
    OneTimeLink.NEW_PASSWORD: datetime.timedelta(hours=24),
}
_TOKEN_BYTES = 32

Clock = Callable[[], datetime.datetime]


@transaction.atomic
def make(purpose: str, *, user: User | None = None, clock: Clock = timezone.now) -> str:
    """The token of a new link; known to whoever it is shown to. Earlier ones for the same stop working."""
    OneTimeLink.objects.filter(purpose=purpose, user=user, used_at__isnull=True).delete()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    OneTimeLink.objects.create(
        digest=_digest(token), purpose=purpose, user=user, expires_at=clock() + LIFETIMES[purpose]
    )
    return token


def find(token: str, *, clock: Clock = timezone.now) -> OneTimeLink | None:
    """The link with this token, if it still works; it is not used up by looking."""
    found = OneTimeLink.objects.select_related("user").filter(digest=_digest(token), used_at__isnull=True)
    link = found.filter(expires_at__gt=clock()).first()
    return None if link is None or (link.user is not None and not link.user.is_active) else link


def use(link: OneTimeLink, *, clock: Clock = timezone.now) -> bool:
    """True for the one caller who uses the link up; call it in the transaction of what the link is for."""
    unused = OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True, expires_at__gt=clock())
    return unused.update(used_at=clock()) == 1


def forget_expired(*, clock: Clock = timezone.now) -> None:
    """Deletes links that no longer work for anybody."""
    OneTimeLink.objects.filter(expires_at__lte=clock()).delete()


def _digest(token: str) -> str:
    return sealing.digest(token, purpose="one-time link")
