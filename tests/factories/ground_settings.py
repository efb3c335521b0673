"""The installation's settings with the ground alone: its processes start in a fraction of the program's time."""

from beredt.shell.settings import *  # noqa: F403
from beredt.shell.settings import INSTALLED_APPS as _ALL

INSTALLED_APPS = [app for app in _ALL if not app.startswith("beredt.") or app.startswith("beredt.ground.")]
