"""Made-up notes and turning points for the demonstration's young people, so that every page has something to show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from kith.record.accounts.models import User
from kith.record.contexts.queries import visible
from kith.record.notes.actions import WRITER, mark
from kith.record.notes.models import Note
from kith.record.people.queries import young_people

_SAID: tuple[dict[str, Any], ...] = (
    {"kind": "visit", "at": time(16, 30), "who_seen": ["young_person", "parent_or_carer"], "alone": "yes",
     "words": "Saw them at home after school. We walked to the park so that they could talk. They have slept badly since the "
              "weekend and would like somebody to meet them at the gate.",
     "young_words": "I just want it to be normal for a week."},
    {"kind": "phone_call", "who_seen": ["parent_or_carer"],
     "words": "Their mother rang, worried about a new phone. She asked what she can do when the messages come at night."},
    {"kind": "meeting", "at": time(10, 0), "who_seen": ["school", "police"],
     "words": "Met the school about lunch hours. A teacher they trust will be at the side door from Monday."},
    {"kind": "visit", "who_seen": ["young_person"], "alone": "no", "belongs": "health",
     "words": "At the clinic together. The nurse will see them again in two weeks."},
    {"kind": "message", "words": "Sent a picture of the bus timetable; they answered with a thumb up."},
    {"kind": "supervision", "words": "Talked through the risk that we hold together and why: they come back to us when it matters."},
)  # fmt: skip


def load(by: Mapping[str, User], today: date) -> None:
    """A handful of notes for each young person of the practitioner, one graded by the police, one of a context, and two turning points."""
    worker = by["practitioner"]
    for number, person in enumerate(young_people(worker)[:6]):
        notes = [
            WRITER.add(by=worker, row=Note(person=person, on=today - timedelta(days=3 + number + 16 * place), **said))
            for place, said in enumerate(_SAID)
        ]
        if number == 0:
            _graded(worker, person, today)
        if number < 2:
            first = notes[0]
            mark(by=worker, person_id=person.pk, words="They said for the first time what they want", on=first.on,
                 young_words=first.young_words, of="notes.Note", row_id=first.pk)  # fmt: skip
            mark(by=worker, person_id=person.pk, words="Somebody at school whom they trust", on=notes[2].on)
    for context in visible(worker).order_by("name")[:2]:
        words = "Walked through at half past three. Two of the four lights are out; the shop keeper knows most by name."
        WRITER.add(by=worker, row=Note(context=context, kind="observation", on=today - timedelta(days=8), words=words))


def _graded(worker: User, person: Any, today: date) -> None:
    """A piece of police intelligence that may still be read."""
    WRITER.add(by=worker, row=Note(
        person=person, kind="other", on=today - timedelta(days=9), belongs="police_intelligence", source="2", assessment="C",
        handling="P", expires_on=today + timedelta(days=180), words="Said to have been seen in a grey car near the station.",
    ))  # fmt: skip
