"""The Django application `guide`."""

from __future__ import annotations

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """Guided start."""

    name = "beredt.apps.guide"
    label = "guide"
    default_auto_field = "django.db.models.BigAutoField"
