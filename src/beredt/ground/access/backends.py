"""How a login name and a password become a user."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from beredt.ground.access.models import User, normal_login


class PasswordBackend(BaseBackend):
    """Checks a password; takes as long for a login name that nobody has."""

    def authenticate(
        self, request: HttpRequest | None, login: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The active user with this login name and password, or None."""
        user = User.objects.filter(login=normal_login(login or "")).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password or "") and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The active user with this number; a user who was shut out loses every session at once."""
        return User.objects.filter(pk=user_id, is_active=True).first()
