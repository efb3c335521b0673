"""Addresses of this room: the gallery, and two choices that a reader makes for a browser."""

from __future__ import annotations

from django.urls import path

from beredt.ground.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.show_gallery, name="show_gallery"),
    path("ui/areas.json", views.sample_areas, name="sample_areas"),
    path("ui/places.json", views.sample_places, name="sample_places"),
    path("ui/budget/", views.sample_budget, name="sample_budget"),
    path("ui/tastatur/", views.change_keys, name="change_keys"),
    path("sprog/", views.change_language, name="change_language"),
]
