"""The Django application `situation`."""

from __future__ import annotations

from django.apps import AppConfig


class SituationConfig(AppConfig):
    """The start page."""

    name = "beredt.overview.situation"
    label = "situation"
    default_auto_field = "django.db.models.BigAutoField"
