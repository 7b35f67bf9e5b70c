"""How every field of documents is handled, and what an erasure makes of each link."""

from __future__ import annotations

from kith.record.interface.handling import Handled
from kith.record.rows.models import HANDLED_ALIKE

_OF_USERS = {"made_by", "error_by", "error_why"}

HANDLING: dict[str, Handled] = {
    **{
        f"Document.{name}": Handled(says, "personal" if name in _OF_USERS else "none", "with_person")
        for name, says in HANDLED_ALIKE.items()
    },
    "Document.person": Handled("Whom the document is about.", "personal", "with_person"),
    "Document.kind": Handled("Which kind of document it is.", "personal", "with_person"),
    "Document.language": Handled("The language it is written in.", "none", "with_person"),
    "Document.made_as": Handled("PDF or Word.", "none", "with_person"),
    "Document.to": Handled("To whom it goes.", "personal", "with_person"),
    "Document.reference": Handled("The reference to quote in an answer.", "none", "with_person"),
    "Document.sections": Handled("Which sections of the record it holds.", "none", "with_person"),
    "Document.told": Handled("Who is told of a move with it.", "personal", "with_person"),
    "Document.sent_on": Handled("The day it was sent.", "personal", "with_person"),
    "Document.sent_how": Handled("How it was sent.", "personal", "with_person"),
    "Document.content": Handled("The file as it was made.", "special_category", "with_person"),
    "Words.id": Handled("The row's key, which says nothing.", "none", "words"),
    "Words.kind": Handled("Which document the words are of.", "none", "words"),
    "Words.language": Handled("In which language.", "none", "words"),
    "Words.text": Handled("The words, with fields and without anybody's facts.", "none", "words"),
    "Words.made_at": Handled("When they were saved.", "none", "words"),
    "Words.made_by": Handled("Which user saved them, by reference.", "personal", "words"),
    "Letterhead.id": Handled("The row's key, which says nothing.", "none", "words"),
    "Letterhead.content": Handled("The Word file.", "none", "words"),
    "Letterhead.made_at": Handled("When it was put up.", "none", "words"),
    "Letterhead.made_by": Handled("Which user put it up, by reference.", "personal", "words"),
}
"""Model.field → how it is handled."""

REACHED: dict[str, str] = {"letters.Document.person": "goes, with its file, which lies in the row"}
