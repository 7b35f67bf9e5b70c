"""The addresses of contexts, and of a person's ties to them. No address holds a name or what was looked for."""

from __future__ import annotations

from django.urls import path

from kith.record.contexts import limits, lists, ties, views
from kith.record.contexts.parts import OF_PERSON, PARTS

app_name = "contexts"

_ROW = "<uuid:row_id>"
_CONTEXT = "contexts/<uuid:context_id>"
urlpatterns = [
    path("contexts/", lists.context_list, name="list"),
    path("contexts/export.csv", lists.export, name="export"),
    path("contexts/add/", lists.add, name="add"),
    path(f"{_CONTEXT}/", views.context_page, name="context"),
    path(f"{_CONTEXT}/details/", views.details, name="details"),
    path(f"{_CONTEXT}/history/", views.history, name="history"),
    path(f"{_CONTEXT}/pack/", views.pack, name="pack"),
    path(f"{_CONTEXT}/who/", limits.who_may, name="who_may"),
    path(f"{_CONTEXT}/people/{_ROW}/renew/", ties.people_renew, name="people_renew"),
    path(f"{_CONTEXT}/people/{_ROW}/remove/", ties.people_remove, name="people_remove"),
    path(f"people/<uuid:person_id>/contexts/{_ROW}/renew/", ties.contexts_renew, name="contexts_renew"),
    path(f"people/<uuid:person_id>/contexts/{_ROW}/remove/", ties.contexts_remove, name="contexts_remove"),
    *PARTS.patterns(),
    *OF_PERSON.patterns(),
]
