"""Every address of the web application: the rooms' own, under their prefixes."""

from __future__ import annotations

from django.urls import include, path, register_converter

from beredt.ground.access.converters import MunicipalityConverter
from beredt.shell import rooms

register_converter(MunicipalityConverter, "municipality")

urlpatterns = [
    *(path(prefix, include(module)) for prefix, module in rooms.OUTSIDE),
    *(path(f"<municipality:code>/{prefix}", include(module)) for prefix, module in rooms.INSIDE),
]

handler400 = "beredt.shell.web_errors.bad_request"
handler403 = "beredt.shell.web_errors.not_allowed"
handler404 = "beredt.shell.web_errors.not_found"
handler500 = "beredt.shell.web_errors.our_bug"
