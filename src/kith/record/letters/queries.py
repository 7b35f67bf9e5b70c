"""How documents are read: those of a person that the viewer may read whole, and the words and the letterhead in force."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from kith.figures.documents.kinds import Kind, Language
from kith.record.access.models import GuestShare
from kith.record.access.rules import SHAREABLE
from kith.record.letters.models import Document, Letterhead, Words
from kith.record.people.queries import of, together


def documents(person_id: UUID, reads: Collection[str]) -> list[Document]:
    """The documents made about a person, newest first, without their files: those of which the viewer may read every section."""
    found = of(Document, person_id).filter(error_at=None).defer("content").order_by("-made_at")
    return [row for row in found if set(row.sections) <= set(reads)]


def words_of(kind: Kind, language: Language) -> str:
    """The authority's own words in force; "" for those that came with Kith."""
    newest = Words.objects.filter(kind=kind.key, language=language).order_by("-made_at").values_list("text", flat=True)
    return newest.first() or ""


def letterhead() -> bytes | None:
    """The letterhead in force, if there is one."""
    newest = Letterhead.objects.order_by("-made_at").values_list("content", flat=True).first()
    return bytes(newest) if newest else None


def shared(person_id: UUID, today: object) -> frozenset[str]:
    """The sections shared today with guests of an area authority; what a pack holds unless its maker says otherwise."""
    rows = GuestShare.objects.filter(person_id__in=together([person_id]), ended_at=None, until_on__gte=today)
    return frozenset(rows.values_list("section", flat=True)) & {section.value for section in SHAREABLE}
