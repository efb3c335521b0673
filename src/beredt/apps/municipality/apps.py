"""The municipality's room as Django sees it."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class MunicipalityConfig(AppConfig):
    """Areas, assets, dependencies, sites, need profiles."""

    name = "beredt.apps.municipality"
    label = "municipality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Makes the kinds of jobs known."""
        import_module("beredt.apps.municipality.tasks")
