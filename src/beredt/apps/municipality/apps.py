"""The municipality's room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class MunicipalityConfig(AppConfig):
    """Areas, assets, dependencies, sites, need profiles."""

    name = "beredt.apps.municipality"
    label = "municipality"
    default_auto_field = "django.db.models.BigAutoField"
