"""What decisions and moves tell of a young person's story: why they were moved, in whose words, what was chosen next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.access.rules import Section
from kith.record.people.queries import may
from kith.record.relocations import models, queries
from kith.record.relocations.wording import move_line, said, stands
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"move": _L("Move for safety"), "move_decision": _L("Decision on a move"), "next_home": _L("Next home")}


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """Beginnings and ends of moves, decisions, choices of a next home, and what happened while away."""
    if not may(user, person_id, Section.RECORD):
        return
    moves, home = (reverse(f"relocations:{name}", args=[person_id]) for name in ("moves", "next_home"))
    for move in queries.moves(person_id, user):
        if move.from_on is not None:
            yield happened(move, move.from_on, _("Moved: %(what)s") % {"what": move_line(move)}, "move", href=moves)
        if move.to_on is not None:
            how = said("move_ended", move.ended_how)
            yield happened(
                move,
                move.to_on,
                _("The move ended"),
                "move",
                text=". ".join(filter(None, [how, move.remains])),
                href=moves,
            )
    for row in queries.decisions(person_id, user):
        href = reverse("relocations:decision", args=[person_id, row.pk])
        if row.decided_on is not None:
            yield happened(row, row.decided_on, stands(row), "move_decision", text=row.stands_why, href=href)
    for choice in queries.standing(models.NextHome, person_id):
        title = _("Next home: %(what)s") % {"what": label("next_home", choice.choice)}
        words = choice.words if choice.chosen_by == "young_person" else ""
        yield happened(
            choice, choice.on, title, "next_home", text="" if words else choice.words, young_words=words, href=home
        )
    for event in queries.standing(models.Away, person_id):
        yield happened(event, event.on, label("away_event", event.kind), "move", text=event.what, href=moves)
