"""The measures' room as Django sees it."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Rankings, verify first, decisions."""

    name = "beredt.apps.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Makes the kinds of jobs known."""
        import_module("beredt.apps.measures.tasks")
