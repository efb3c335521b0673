"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from beredt.apps.now import views

app_name = "now"
urlpatterns = [
    path("", views.show_now, name="show_now"),
    path("udsigt/", views.show_live, name="show_live"),
    path("meld/", views.report, name="report"),
    path("<uuid:report_id>/tider/", views.change_times, name="change_times"),
    path("handling/", views.tick_action, name="tick_action"),
    path("temperatur/", views.set_outdoor, name="set_outdoor"),
    path("ryd/<int:version>/", views.clear, name="clear"),
    path("ryd/fortryd/", views.undo_clear, name="undo_clear"),
    path("svigt.csv", views.export_outages, name="export_outages"),
]
