"""The addresses of stays away from home, legal statuses and authorisations."""

from __future__ import annotations

from django.urls import path

from kith.record.placements import views
from kith.record.placements.parts import PARTS

app_name = "placements"

urlpatterns = [
    path("placements/review/", views.sheet, name="sheet"),
    path("people/<uuid:person_id>/where/", views.where, name="where"),
    path("people/<uuid:person_id>/stays/<uuid:row_id>/why/", views.review_stay, name="review_stay"),
    path("people/<uuid:person_id>/stays/<uuid:row_id>/place/", views.offer, name="offer"),
    *PARTS.patterns(),
]
