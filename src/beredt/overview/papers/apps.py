"""The Django application `papers`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Papers by a button."""

    name = "beredt.overview.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declares the kinds of jobs."""
        import_module("beredt.overview.papers.tasks")
