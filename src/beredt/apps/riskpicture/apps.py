"""The risk picture's room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class RiskPictureConfig(AppConfig):
    """Editions and their hazards."""

    name = "beredt.apps.riskpicture"
    label = "riskpicture"
    default_auto_field = "django.db.models.BigAutoField"
