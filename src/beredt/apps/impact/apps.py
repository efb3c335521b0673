"""The impact room as Django sees it."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    """Runs of the impact model."""

    name = "beredt.apps.impact"
    label = "impact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Makes the kinds of jobs known."""
        import_module("beredt.apps.impact.tasks")
