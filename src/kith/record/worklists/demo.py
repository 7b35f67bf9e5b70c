"""School terms and answers to a few clocks for the demonstration, so that its pages show something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from kith.clocks.calendars import day_of
from kith.clocks.cases import State
from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.audit.actions import recorded
from kith.record.people.queries import visible
from kith.record.worklists.actions import OWN, WRITER
from kith.record.worklists.models import Adjustment, ClockAnswer, ClockFact, Term
from kith.record.worklists.queries import due, mine
from kith.record.worklists.rules import RESPONSIBLE

LONG_AGO = timedelta(days=30)
"""What fell due before this was answered: made-up files tell of placements of years ago and of no visit, which no team has."""


def load(by: Mapping[str, User], today: date) -> int:
    """Record them as the practitioner and the manager of the demonstration; returns how many rows. Twice is as once."""
    worker, manager = by["practitioner"], by["team_manager"]
    if Term.objects.exists():
        return 0
    first = today - timedelta(days=today.weekday() + 56)
    own = [
        Term(kind="term", name="A made-up term", from_on=first, to_on=first + timedelta(days=95)),
        Term(kind="closed", name="A made-up half-term", from_on=first + timedelta(days=42), to_on=first + timedelta(days=46)),
        Term(kind="term", name="The next made-up term", from_on=first + timedelta(days=112), to_on=first + timedelta(days=200)),
        Adjustment(clock="missing_interview", limit="48 hours", reason="Help has to come while it matters (made up)",
                   decided_by="The exploitation panel", decided_on=today - timedelta(days=30)),
    ]  # fmt: skip
    people = visible(worker, Section.RECORD, Act.WRITE).filter(kind="young_person").order_by("made_at", "pk")[:6]
    said = [
        ClockFact(
            person=person, condition="emergency", state="yes" if place % 2 else "no", on=today, why="The placement plan"
        )
        for place, person in enumerate(people)
    ]
    with recorded(manager):
        for row in own:
            OWN.add(by=manager, row=row)
    with recorded(worker):
        for fact in said:
            WRITER.add(by=worker, row=fact)
    return len(own) + len(said) + sum(_answered(by[role], today) for role in RESPONSIBLE if role in by)


def _answered(user: User, today: date) -> int:
    """Answer what was due long ago of those whom the user is responsible for, so that My work shows what is due now."""
    people = list(mine(user).values_list("pk", flat=True))
    answers = [
        ClockAnswer(
            person_id=owed.person_id,
            clock=owed.line.clock.key,
            start_on=owed.line.started_on,
            why="Answered in the system before this one (made up)",
            **(
                {"kind": "done", "on": day_of(owed.due)}
                if owed.line.state is State.OVERDUE
                else {"kind": "not_applicable"}
            ),
        )
        for owed in due(people, timezone.now())
        if owed.line is not None and day_of(owed.due) < today - LONG_AGO
    ]
    with recorded(user):
        for answer in answers:
            WRITER.add(by=user, row=answer)
    return len(answers)
