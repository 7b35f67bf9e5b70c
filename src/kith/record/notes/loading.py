"""Many notes at once, made up, for the benchmark of load: the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction

from kith.definitions.codes import codes
from kith.record.notes.models import Note
from kith.record.people.loading import pour, uuid_of

_BATCH = 5_000
_PARTS = (
    "Saw them at home after school.", "We walked to the park and talked.", "Their mother was in and made tea.",
    "They have slept badly since the weekend.", "A friend had waited at the gate.", "The school rang about lunch hours.",
    "Nobody had seen the grey car again.", "They would like to go back to boxing.", "We agreed to speak on Friday.",
    "The worker from youth justice was there too.", "They asked who had read what they said.", "Nothing was decided today.",
)  # fmt: skip


def generate(people: Sequence[UUID], notes: int = 300_000, *, seed: int = 1, today: date = date(2026, 11, 1)) -> int:
    """Store made-up notes about these people, some of them written about far more than others; returns how many."""
    coming = _made_up(people, notes, random.Random(seed), today)  # noqa: S311 - made up on purpose, the same each time
    stored = 0
    while some := list(islice(coming, _BATCH)):
        with transaction.atomic():
            pour(Note, some)
        stored += len(some)
    return stored


def _made_up(people: Sequence[UUID], notes: int, chance: random.Random, today: date) -> Iterator[Note]:
    kinds = codes("note_kind").keys()
    for _number in range(notes):
        # The square makes a few people the subject of many notes, as in life.
        person = people[int(chance.random() ** 2 * len(people))]
        alone = chance.choice(("yes", "no", "not_known"))
        seen = ["young_person"] if chance.random() < 0.6 else ["parent_or_carer"]
        yield Note(
            id=uuid_of(chance), person_id=person, kind=chance.choice(kinds), on=today - timedelta(days=chance.randrange(1_500)),
            who_seen=seen, saw_young_person=seen == ["young_person"], alone=alone if seen == ["young_person"] else "not_known",
            words=" ".join(chance.choice(_PARTS) for _each in range(chance.randint(4, 40))),
            young_words=chance.choice(_PARTS) if chance.random() < 0.2 else "",
            belongs="health" if chance.random() < 0.1 else "record",
        )  # fmt: skip
