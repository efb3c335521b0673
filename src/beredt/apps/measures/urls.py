"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from beredt.apps.measures import decision_views, verify_views, views

app_name = "measures"
urlpatterns = [
    path("", views.show_latest, name="show_latest"),
    path("ny/", views.start_ranking, name="start_ranking"),
    path("alle/", views.list_rankings, name="list_rankings"),
    path("sammenlign/", views.compare_rankings, name="compare_rankings"),
    path("ring/", verify_views.verify_first, name="verify_first"),
    path("ring/ny/", verify_views.start_verification, name="start_verification"),
    path("ring/liste.xlsx", verify_views.download_calls, name="download_calls"),
    path("ring/udfyldt/", verify_views.upload_calls, name="upload_calls"),
    path("ring/<int:number>/", verify_views.answer_question, name="answer_question"),
    path("beslutninger/", decision_views.list_decisions, name="list_decisions"),
    path("<uuid:ranking_id>/", views.show_ranking, name="show_ranking"),
    path("<uuid:ranking_id>/fil/", views.download_ranking, name="download_ranking"),
    path("<uuid:ranking_id>/budget/", views.show_set, name="show_set"),
    path("<uuid:ranking_id>/proev/", views.try_measures, name="try_measures"),
    path("<uuid:ranking_id>/<slug:number>/", views.show_measure, name="show_measure"),
    path("<uuid:ranking_id>/<slug:number>/beslut/", decision_views.decide, name="decide"),
    path("<uuid:ranking_id>/<slug:number>/fortryd/", decision_views.undo_decision, name="undo_decision"),
]
