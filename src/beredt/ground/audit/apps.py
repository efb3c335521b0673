"""The Django application `audit`."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Access log."""

    name = "beredt.ground.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
