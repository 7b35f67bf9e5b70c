"""Many contexts at once, made up, with ties to people who are there: for the benchmark of load."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.definitions.codes import codes
from kith.record.contexts.models import Association, Context, ContextAction, ContextAssessment
from kith.record.contexts.rules import held_until, review_by
from kith.record.people.loading import pour, uuid_of

_PLACES = ("station", "park", "steps", "car park", "arcade", "takeaway", "shop", "bridge", "flats", "playing field")
_SIDES = ("North", "South", "East", "West", "Upper", "Lower", "Old", "New")


def generate(
    contexts: int = 20_000, *, people: Sequence[UUID], teams: Sequence[UUID] = (), ties: int = 3, seed: int = 1
) -> list[UUID]:
    """Store so many contexts, each with about `ties` of `people` and one or two actions; a tie in ten has expired. Returns their ids."""
    chance, today, now = random.Random(seed), timezone.localdate(), timezone.now()  # noqa: S311 - made up on purpose
    kinds, roles = sorted(codes("context").keys()), ("visits", "friend", "attends", "lives_near")
    over: dict[str, Any] = {"status": "closed", "closed_on": today}
    made: list[Context] = []
    rows: list[Any] = []
    for number in range(contexts):
        context = Context(
            id=uuid_of(chance), kind=chance.choice(kinds), name=f"{chance.choice(_SIDES)} {chance.choice(_PLACES)} {number}",
            team_id=chance.choice(teams) if teams else None, opened_on=today - timedelta(days=chance.randrange(900)), **(over if chance.random() < 0.3 else {}),
            referred_by="school", made_at=now,
        )  # fmt: skip
        made.append(context)
        for person in {chance.choice(people) for _ in range(ties)} if people else ():
            back = timedelta(days=400) if chance.random() < 0.1 else timedelta(days=chance.randrange(300))
            begun = today - back
            rows.append(
                Association(
                    id=uuid_of(chance), person_id=person, context=context, role=chance.choice(roles), purpose="own_safety",
                    source="school", last_seen_on=begun, review_on=review_by(begun), expires_on=held_until(begun), made_at=now,
                )
            )  # fmt: skip
        rows.append(
            ContextAssessment(id=uuid_of(chance), context=context, on=today, unsafe="The exit is dark.", made_at=now)
        )
        rows += [
            ContextAction(
                id=uuid_of(chance), context=context, what="A youth worker is there", target="place",
                aim=chance.choice(("build_safety", "disrupt")), from_on=today, made_at=now,
            )
            for _ in range(chance.randint(1, 2))
        ]  # fmt: skip
    with transaction.atomic():
        for model in (Context, Association, ContextAssessment, ContextAction):
            pour(model, [row for row in (made if model is Context else rows) if isinstance(row, model)])
    return [context.pk for context in made]
