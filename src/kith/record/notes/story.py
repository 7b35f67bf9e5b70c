"""What notes tell of a young person's story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kith.record.access.rules import Section
from kith.record.notes.models import Note
from kith.record.notes.queries import of_person, writers
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"note": _("Note")}
_BEGINNING = 400


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """Each note, with its beginning. The sections are the story's to ask; the marks of police intelligence are asked here."""
    notes = list(of_person(user, person_id, [part.value for part in Section]).filter(error_at=None))
    yield from written(notes, "note", lambda row: reverse("notes:notes_note", args=[person_id, row.pk]))


def written(notes: list[Note], kind: str, page: Callable[[Note], str]) -> Iterator[Happening]:
    """What these notes tell, each with its beginning and the address of its page."""
    names = writers(notes)
    for row in notes:
        text = row.words if len(row.words) <= _BEGINNING else f"{row.words[:_BEGINNING]}…"
        yield happened(
            row, row.on, label("note_kind", row.kind), kind, text=text, young_words=row.young_words, href=page(row),
            by=row.author or names.get(row.made_by, ""),
        )  # fmt: skip
