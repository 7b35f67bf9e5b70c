"""Made-up letters of the demonstration: one sent and answered, one made and not sent yet, and a pack, so that every page shows something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kith.figures.documents.kinds import KINDS
from kith.record.access.queries import facts
from kith.record.access.rules import Act, Section, decide
from kith.record.accounts.models import User
from kith.record.audit.actions import recorded
from kith.record.letters.actions import make_document, new_reference, send
from kith.record.letters.forms import LETTER_TO
from kith.record.letters.gathering import Asked
from kith.record.letters.models import Document
from kith.record.people.queries import root
from kith.record.relocations.actions import change
from kith.record.relocations.models import Told


def load(by: Mapping[str, User], today: date) -> int:
    """Make them as the practitioner of the demonstration, of the move that `relocations.demo` made; returns how many. Twice is as once."""
    worker = by["practitioner"]
    told = {row.who: row for row in Told.objects.filter(error_at=None, relocation__to_on=None).order_by("made_at")}
    if Document.objects.exists() or not {"area_authority", "health"} <= told.keys():
        return 0
    with recorded(worker):
        letter = _made(worker, told["area_authority"], today, "letter_area_authority", asked="Who leads there?")
        sent = told["area_authority"].told_on or today
        send(by=worker, row=letter, seen=letter.version, on=sent, how="Secure email")
        row = Told.objects.get(pk=told["area_authority"].pk)
        answer = {
            "answered_on": sent + timedelta(days=9),
            "answer": "Their team for young people leads; a named worker calls weekly.",
        }
        change(by=worker, row=row, seen=row.version, values=answer)
        _made(worker, told["health"], today, LETTER_TO["health"], language="cy")
        _made(worker, told["area_authority"], today, "area_pack", made_as="docx")
    return Document.objects.count()


def _made(worker: User, told: Told, today: date, kind: str, **chosen: Any) -> Document:
    person_id = root(told.person_id)
    known = facts(worker, person_id)
    reads = {section.value for section in Section if decide(known, section, Act.READ).allowed}
    asked = Asked(
        person_id=person_id, kind=KINDS[kind], language=chosen.get("language", "en"), sections=frozenset(reads),
        reference=new_reference(today), made_by=f"{worker.name}, {worker.role.title}", today=today,
        to=told.name or "Made-up service", asked=chosen.get("asked", ""), told_id=told.pk if kind in LETTER_TO.values() else None,
    )  # fmt: skip
    return make_document(by=worker, asked=asked, made_as=chosen.get("made_as", "pdf"))
