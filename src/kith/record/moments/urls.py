"""The addresses of moments, times missing, school and referrals."""

from __future__ import annotations

from django.urls import path

from kith.record.moments import views
from kith.record.moments.parts import PARTS

app_name = "moments"

urlpatterns = [
    path("missing/", views.missing_now, name="missing_now"),
    path("missing/interviews/", views.interviews, name="interviews"),
    path("people/<uuid:person_id>/moments/now/", views.now, name="now"),
    path("people/<uuid:person_id>/missing/times/", views.missing, name="missing_page"),
    *PARTS.patterns(),
]
