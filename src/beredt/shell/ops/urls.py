"""Addresses of the pages about the installation itself."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "ops"
urlpatterns: list[URLPattern] = []
