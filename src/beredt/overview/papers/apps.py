"""The Django application `papers`."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Papers by a button."""

    name = "beredt.overview.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
