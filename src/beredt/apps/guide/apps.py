"""The Django application `guide`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """Guided start."""

    name = "beredt.apps.guide"
    label = "guide"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Makes the kinds of jobs known."""
        import_module("beredt.apps.guide.tasks")
