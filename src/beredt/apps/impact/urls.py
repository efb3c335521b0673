"""Addresses of the room, under `<municipality>/konsekvenser/`."""

from __future__ import annotations

from django.urls import path

from beredt.apps.impact import views

app_name = "impact"
_HAZARD = "<uuid:run_id>/<slug:edition_id>/<slug:short_id>/"

urlpatterns = [
    path("", views.list_runs, name="list_runs"),
    path("ny/", views.start_run, name="start_run"),
    path("sammenlign/", views.compare_runs, name="compare_runs"),
    path("<uuid:run_id>/", views.show_run, name="show_run"),
    path("<uuid:run_id>/faerdig/", views.show_made, name="show_made"),
    path("<uuid:run_id>/igen/", views.run_again, name="run_again"),
    path("<uuid:run_id>/assess.json", views.download_run, name="download_run"),
    path(_HAZARD, views.show_hazard, name="show_hazard"),
    path(f"{_HAZARD}grupper/", views.list_groups, name="list_groups"),
    path(f"{_HAZARD}hvorfor/", views.explain_group, name="explain_group"),
]
