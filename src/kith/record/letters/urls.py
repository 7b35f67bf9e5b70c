"""The addresses of documents. None holds a name."""

from __future__ import annotations

from django.urls import path

from kith.record.letters import views, words_views

app_name = "letters"

urlpatterns = [
    path("people/<uuid:person_id>/documents/", views.listing, name="documents"),
    path("people/<uuid:person_id>/documents/make/", views.make, name="make"),
    path("people/<uuid:person_id>/documents/<uuid:row_id>/file/", views.file, name="file"),
    path("people/<uuid:person_id>/documents/<uuid:row_id>/sent/", views.send, name="sent"),
    path("documents/words/", words_views.all_words, name="all_words"),
    path("documents/words/<slug:kind>/<slug:language>/", words_views.words, name="words"),
    path("documents/letterhead/", words_views.letterhead_page, name="letterhead"),
]
