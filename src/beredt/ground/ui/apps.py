"""The Django application `ui`."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Look and feel; holds no tables."""

    name = "beredt.ground.ui"
    label = "ui"
