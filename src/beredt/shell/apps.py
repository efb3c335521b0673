"""The shell as Django sees it: it opens the doors between rooms and the outside."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from beredt.shell import web_collation


class ShellConfig(AppConfig):
    """Wiring."""

    name = "beredt.shell"
    label = "shell"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the Danish order of letters, opens every room's doors and declares the navigation."""
        web_collation.register()
        # By name, and now: the rooms' doors need Django's applications loaded.
        import_module("beredt.shell.plugins").open_doors()
        import_module("beredt.shell.nav").declare()
