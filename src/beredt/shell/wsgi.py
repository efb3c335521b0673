"""The web application for a WSGI server: `beredt.shell.wsgi:application`."""

from __future__ import annotations

import os
import threading

from django.core.wsgi import get_wsgi_application

from beredt.domain.impact import course
from beredt.shell import web_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredt.shell.settings")

application = get_wsgi_application()
web_parent.end_with_parent()
# The page for now answers within seconds also as the first page after a start.
threading.Thread(target=course.warm_up, name="warm up", daemon=True).start()
