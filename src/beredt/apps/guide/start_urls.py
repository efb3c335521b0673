"""Addresses of the guided start outside any municipality: choosing or adding one."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "guide_start"
urlpatterns: list[URLPattern] = []
