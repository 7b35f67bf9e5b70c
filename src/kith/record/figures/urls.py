"""Addresses of the pages about figures."""

from __future__ import annotations

from django.urls import path

from kith.record.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("about/<slug:family>/", views.family, name="family"),
    path("make/", views.make, name="make"),
    path("progress/<uuid:making_id>/", views.progress, name="progress"),
    path("export/<uuid:making_id>/", views.export, name="export"),
    path("people/<uuid:making_id>/", views.people, name="people"),
]
