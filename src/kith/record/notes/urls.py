"""The addresses of notes and turning points. No address holds a word of a note or of what was looked for."""

from __future__ import annotations

from django.urls import path

from kith.record.notes import offering
from kith.record.notes.parts import OF_CONTEXT, OF_PERSON, POINTS_OF_PERSON

app_name = "notes"

urlpatterns = [
    path("notes/words/", offering.offered, name="words"),
    *OF_PERSON.patterns(),
    *OF_CONTEXT.patterns(),
    *POINTS_OF_PERSON.patterns(),
]
