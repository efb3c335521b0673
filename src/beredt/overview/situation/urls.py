"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from beredt.overview.situation import views

app_name = "situation"
urlpatterns = [path("", views.show_start, name="show_start")]
