"""Addresses of the guided start outside any municipality: choosing or adding one."""

from __future__ import annotations

from django.urls import path

from beredt.apps.guide import start_views

app_name = "guide_start"
urlpatterns = [path("", start_views.choose_municipality, name="choose_municipality")]
