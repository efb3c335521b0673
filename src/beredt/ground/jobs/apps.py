"""The Django application `jobs`."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work in the background."""

    name = "beredt.ground.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
