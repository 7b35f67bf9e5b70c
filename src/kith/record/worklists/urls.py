"""The addresses of clocks and what was said to them."""

from __future__ import annotations

from django.urls import path

from kith.record.worklists import views
from kith.record.worklists.parts import PARTS

app_name = "worklists"

urlpatterns = [
    path("people/<uuid:person_id>/clocks/", views.of_person, name="of_person"),
    path("clocks/", views.own, name="own"),
    path("clocks/terms/", views.terms, name="terms"),
    path("clocks/terms/add/", views.add_term, name="add_term"),
    path("clocks/terms/<uuid:row_id>/", views.change_term, name="change_term"),
    path("clocks/terms/<uuid:row_id>/end/", views.end_term, name="end_term"),
    path("clocks/adjusted/<uuid:row_id>/end/", views.end_adjustment, name="end_adjustment"),
    path("clocks/<slug:clock>/adjust/", views.adjust, name="adjust"),
    *PARTS.patterns(),
]
