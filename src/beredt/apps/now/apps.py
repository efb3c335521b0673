"""The room for now as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class NowConfig(AppConfig):
    """What is down, and what that means by the clock."""

    name = "beredt.apps.now"
    label = "now"
    default_auto_field = "django.db.models.BigAutoField"
