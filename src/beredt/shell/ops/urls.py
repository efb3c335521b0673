"""Addresses of the pages about the installation itself."""

from __future__ import annotations

from django.urls import path

from beredt.shell.ops import views

app_name = "ops"
urlpatterns = [path("", views.show_installation, name="show_installation")]
