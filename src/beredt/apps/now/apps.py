"""The Django application `now`."""

from __future__ import annotations

from django.apps import AppConfig


class NowConfig(AppConfig):
    """The first minutes of an event."""

    name = "beredt.apps.now"
    label = "now"
    default_auto_field = "django.db.models.BigAutoField"
