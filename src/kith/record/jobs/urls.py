"""The address of the page about jobs."""

from __future__ import annotations

from django.urls import path

from kith.record.jobs.views import background

app_name = "jobs"
urlpatterns = [path("", background, name="background")]
