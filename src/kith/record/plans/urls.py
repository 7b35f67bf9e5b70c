"""The addresses of plans."""

from __future__ import annotations

from django.urls import path

from kith.record.plans import views
from kith.record.plans.parts import PARTS

app_name = "plans"

urlpatterns = [
    path("people/<uuid:person_id>/plan/", views.plan, name="plan"),
    path("contexts/<uuid:context_id>/plan/", views.of_context, name="of_context"),
    *PARTS.patterns(),
]
