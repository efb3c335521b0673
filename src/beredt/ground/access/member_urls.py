"""Addresses of the members' pages of a municipality."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "members"
urlpatterns: list[URLPattern] = []
