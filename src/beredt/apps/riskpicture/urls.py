"""Addresses of the room, under `<municipality>/risikobillede/`."""

from __future__ import annotations

from django.urls import path

from beredt.apps.riskpicture import views

app_name = "riskpicture"

urlpatterns = [
    path("", views.list_editions, name="list_editions"),
    path("sammenlign/", views.compare_editions, name="compare_editions"),
    path("<slug:edition_id>/", views.show_edition, name="show_edition"),
    path("<slug:edition_id>/<slug:short_id>/", views.show_hazard, name="show_hazard"),
]
