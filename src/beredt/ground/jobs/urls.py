"""Addresses of this room's pages, below `/<code>/opgaver/`."""

from __future__ import annotations

from django.urls import path

from beredt.ground.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.list_jobs, name="list_jobs"),
    path("<uuid:job_id>/", views.show_job, name="show_job"),
    path("<uuid:job_id>/afbryd/", views.cancel_job, name="cancel_job"),
    path("<uuid:job_id>/igen/", views.retry_job, name="retry_job"),
]
