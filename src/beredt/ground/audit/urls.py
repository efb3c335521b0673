"""Addresses of this room's pages, below `/<code>/log/`."""

from __future__ import annotations

from django.urls import path

from beredt.ground.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.show_log, name="show_log"),
    path("csv/", views.export_log, name="export_log"),
]
