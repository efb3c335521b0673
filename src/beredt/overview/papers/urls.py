"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from beredt.overview.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.list_papers, name="list_papers"),
    path("lav/", views.make_paper, name="make_paper"),
    path("<uuid:paper_id>/", views.fetch_paper, name="fetch_paper"),
]
