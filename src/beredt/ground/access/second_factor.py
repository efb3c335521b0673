"""The second factor: an authenticator (TOTP, RFC 6238) and recovery codes for the day it is lost."""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from collections.abc import Callable

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.utils import timezone

from beredt.ground.access import doors, lockout, sealing
from beredt.ground.access.models import RecoveryCode, SecondFactor, User

STEP_SECONDS = 30
RECOVERY_CODES = 10
_DIGITS = 6
_SECRET_BYTES = 20
_DRIFT_STEPS = (-1, 0, 1)
_ISSUER = "Beredt"

Clock = Callable[[], float]


def begin(user: User) -> str:
    """The secret to type into an authenticator; it is in force once a code proves that it arrived there."""
    secret = secrets.token_bytes(_SECRET_BYTES)
    sealed = sealing.seal(secret, purpose=_purpose(user))
    SecondFactor.objects.filter(user=user, confirmed_at__isnull=True).delete()
    SecondFactor.objects.get_or_create(user=user, defaults={"sealed_secret": sealed})
    return waiting_secret(user) or ""


def waiting_secret(user: User) -> str | None:
    """The secret that waits for its first code; None if there is none."""
    row = SecondFactor.objects.filter(user=user, confirmed_at__isnull=True).first()
    secret = None if row is None else _secret(row, user)
    return None if secret is None else base64.b32encode(secret).decode()


def picture_of(secret: str, user: User) -> str:
    """A QR code for the authenticator, as a `data:` address of an SVG."""
    totp = _totp(base64.b32decode(secret))
    address = totp.get_provisioning_uri(user.login, _ISSUER)
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"))


@transaction.atomic
def confirm(user: User, code: str, *, clock: Clock = time.time) -> bool:
    """True if the code is right; from then on it is asked for at every sign-in."""
    row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
    step = None if row is None else _step_of(row, user, code, clock())
    if row is None or step is None:
        return False
    SecondFactor.objects.filter(pk=row.pk).update(confirmed_at=timezone.now(), last_step=step)
    for actor in lockout.actors_everywhere(user):
        doors.record(actor, doors.SECOND_FACTOR_ADDED, user.pk)
    return True


def check(user: User, typed: str, *, clock: Clock = time.time) -> bool:
    """True for a code of the authenticator that was not used yet, or an unused recovery code; either is used up."""
    digits = typed.replace(" ", "")
    if len(digits) == _DIGITS and digits.isascii() and digits.isdigit():
        return _use_step(user, digits, clock())
    unused = RecoveryCode.objects.filter(user=user, digest=_code_digest(user, typed), used_at__isnull=True)
    return unused.update(used_at=timezone.now()) == 1


@transaction.atomic
def remove(user: User) -> None:
    """Takes the second factor away; signing in asks for the password alone."""
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    for actor in lockout.actors_everywhere(user):
        doors.record(actor, doors.SECOND_FACTOR_REMOVED, user.pk)


@transaction.atomic
def new_recovery_codes(user: User) -> tuple[str, ...]:
    """Ten codes that work once each, shown now and never again; earlier ones stop working."""
    codes = tuple(_readable(secrets.token_bytes(10)) for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_code_digest(user, code)) for code in codes])
    for actor in lockout.actors_everywhere(user):
        doors.record(actor, doors.RECOVERY_CODES_MADE, user.pk)
    return codes


def recovery_codes_left(user: User) -> int:
    """How many recovery codes still work."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def _use_step(user: User, code: str, moment: float) -> bool:
    row = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    step = None if row is None else _step_of(row, user, code, moment)
    if step is None:
        return False
    # Of two requests with one code, one wins.
    return SecondFactor.objects.filter(user=user, last_step__lt=step).update(last_step=step) == 1


def _step_of(row: SecondFactor, user: User, code: str, moment: float) -> int | None:
    """The time step that the code belongs to, if it is about now and later than the last one used."""
    secret = _secret(row, user)
    if secret is None or not code.isascii():
        return None
    totp, now = _totp(secret), int(moment) // STEP_SECONDS
    steps = (now + drift for drift in _DRIFT_STEPS)
    fitting = [step for step in steps if hmac.compare_digest(totp.generate(step * STEP_SECONDS), code.strip().encode())]
    return next((step for step in fitting if step > row.last_step), None)


def _totp(secret: bytes) -> TOTP:
    # SHA-1 and 30 s are what every authenticator knows; some ignore anything else silently.
    return TOTP(secret, _DIGITS, SHA1(), STEP_SECONDS)


def _secret(row: SecondFactor, user: User) -> bytes | None:
    return sealing.unseal(bytes(row.sealed_secret), purpose=_purpose(user))


def _purpose(user: User) -> str:
    return f"second factor:{user.pk}"


def _code_digest(user: User, typed: str) -> str:
    return sealing.digest(typed.replace("-", "").replace(" ", "").lower(), purpose=f"recovery code:{user.pk}")


def _readable(random: bytes) -> str:
    letters = base64.b32encode(random).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
