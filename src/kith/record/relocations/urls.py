"""The addresses of moves and decisions. Rows have theirs from `PARTS`."""

from __future__ import annotations

from django.urls import path

from kith.record.relocations import decide, delayed, look, placed, saying, views
from kith.record.relocations.parts import PARTS

app_name = "relocations"
_PERSON = "people/<uuid:person_id>/"
_DECISION = f"{_PERSON}decide/<uuid:decision_id>/"

urlpatterns = [
    path(f"{_PERSON}moves/", views.moves, name="moves"),
    path(f"{_PERSON}next-home/", views.next_home, name="next_home"),
    path(f"{_PERSON}decide/", decide.decide, name="decide"),
    path(_DECISION, decide.decision, name="decision"),
    path(f"{_DECISION}step/", decide.step, name="step"),
    path(f"{_DECISION}<slug:task>/", decide.think, name="think"),
    path(f"{_PERSON}independent-look/", look.independent_look, name="look"),
    path(f"{_PERSON}moves/<slug:what>/<uuid:row_id>/", saying.say, name="say"),
    path("moves/delayed/", delayed.delayed, name="delayed"),
    path("moves/placed/", placed.placed, name="placed"),
    *PARTS.patterns(),
]
