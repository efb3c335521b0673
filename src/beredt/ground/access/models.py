"""Users, the installation's municipalities, roles held there, second factors, and one-time links."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from beredt.ground.access.actor import ROLES
from beredt.kit.language import LANGUAGES


class Municipality(models.Model):
    """A municipality that this installation serves; its data lives in the municipality's room, under the same code."""

    code = models.CharField(primary_key=True, max_length=3, validators=[RegexValidator(r"^[0-9]{3}$")])
    name = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        """Sorted by code until a page sorts by name."""

        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        """The code, never more: it may end in a log."""
        return str(self.code)


class Users(BaseUserManager["User"]):
    """Finds users by login name, however it was typed."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this login name; raises `User.DoesNotExist`."""
        return self.get(login=normal_login(username or ""))


class User(AbstractBaseUser):
    """Someone who signs in. The login name looks like an e-mail address; no mail is sent to it."""

    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, blank=True, default="")
    is_active = models.BooleanField(default=True)
    runs_installation = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    objects = Users()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        """What must never be false."""

        constraints: ClassVar = [
            models.CheckConstraint(name="user_language_known", condition=Q(language__in=["", *LANGUAGES])),
        ]

    def __str__(self) -> str:
        """The number, never the name: it may end in a log."""
        return f"user:{self.pk}"


class Membership(models.Model):
    """One role of one user in one municipality."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30)
    granted_at = models.DateTimeField()

    class Meta:
        """What must never be false."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "municipality", "role"], name="membership_once"),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=sorted(ROLES))),
        ]


class SecondFactor(models.Model):
    """The secret of a user's authenticator, sealed; in force from `confirmed_at`. A time step counts once."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor", primary_key=True)
    sealed_secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """One code for the day the authenticator is lost, as a digest."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """What must never be false."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]


class OneTimeLink(models.Model):
    """A link that works once and for a short time: only a digest is here: a copy of the database opens nothing."""

    FIRST_START = "first_start"
    INVITATION = "invitation"
    NEW_PASSWORD = "new_password"
    SIGN_IN = "sign_in"
    PURPOSES = (FIRST_START, INVITATION, NEW_PASSWORD, SIGN_IN)

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="one_time_links")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """What must never be false."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="one_time_link_purpose_known",
                condition=Q(purpose__in=["first_start", "invitation", "new_password", "sign_in"]),
            ),
            models.CheckConstraint(
                name="one_time_link_has_user", condition=Q(purpose="first_start") | Q(user__isnull=False)
            ),
        ]


def normal_login(typed: str) -> str:
    """A login name as it is stored: without blanks around it, in small letters."""
    return typed.strip().casefold()
