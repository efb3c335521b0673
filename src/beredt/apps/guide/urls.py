"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from beredt.apps.guide import views

app_name = "guide"
urlpatterns = [
    path("", views.show_guide, name="show_guide"),
    path("opret/", views.begin, name="begin"),
    path("svar/", views.show_first_answer, name="show_first_answer"),
    path("<slug:step_id>/", views.answer_step, name="answer_step"),
]
