"""The Django application `access`."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Users, municipalities, roles."""

    name = "beredt.ground.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
