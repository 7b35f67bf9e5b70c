"""A few made-up moments, times missing, exclusions and referrals for the demonstration's young people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.audit.actions import recorded
from kith.record.contexts.models import Context
from kith.record.contexts.queries import contexts_of
from kith.record.moments.actions import add
from kith.record.moments.models import NRM, Education, Missing, Moment, Referral
from kith.record.people.models import Person
from kith.record.people.queries import visible
from kith.record.rows.models import Row


def load(by: Mapping[str, User], today: date) -> int:
    """Record them as the practitioner of the demonstration; returns how many rows. Twice is as once."""
    worker = by["practitioner"]
    if Moment.objects.exists():
        return 0
    people = list(visible(worker, Section.RECORD, Act.WRITE).filter(kind="young_person").order_by("made_at", "pk")[:6])
    rows = [
        row
        for place, person in enumerate(people)
        for row in _rows(person, place, today, next(iter(contexts_of(worker, [person.pk])), None))
    ]
    with recorded(worker):
        for row in rows:
            add(by=worker, row=row)
    return len(rows)


def _rows(person: Person, place: int, today: date, context: Context | None) -> list[Row]:
    """What is recorded of the young person at this place of the list; the further down, the longer ago."""

    def ago(days: int) -> date:
        return today - timedelta(days=days + 5 * place)

    rows: list[Row] = [
        Missing(
            person=person, kind="missing", from_on=ago(40), from_time=time(22, 15), to_on=ago(38), to_time=time(7, 30),
            reported_by="parent_carer", found_how="came_back", interview_offered="yes", interview_held="yes",
            interview_on=ago(37), interview_by="The missing people's service", independent="yes",
            themes=["friends", "made_to"], words="I could not say no to them.",
        ),
        Education(person=person, kind="education", from_on=ago(400), to_on=ago(61), school="A made-up academy",
                  provision="mainstream", hours_a_week=25.0),
        Education(person=person, kind="permanent_exclusion", from_on=ago(60), school="A made-up academy",
                  taught_from_on=ago(46) if place % 2 else None, notes="A knife found in a bag."),
    ]  # fmt: skip
    if place % 2 == 0:
        rows.append(
            Moment(person=person, kind="arrest", context=context, from_on=ago(1), from_time=time(23, 40), place="The police station",
                   reached="yes" if place else "no", reached_on=ago(0) if place else None,
                   responded="The worker on call" if place else "", opened="Wants to speak of the debt." if place else "")
        )  # fmt: skip
        rows.append(
            Referral(person=person, kind=NRM, on=ago(30), source="6", first_responder="police", reasonable_on=ago(24),
                     reasonable_grounds="positive", conclusive_grounds="awaited", charges="dropped", controls="ended",
                     plan_reviewed="no")
        )  # fmt: skip
    if place == 0:
        rows.append(Missing(person=person, kind="missing", from_on=today - timedelta(days=1), from_time=time(20, 0),
                            reported_by="placement"))  # fmt: skip
    if place == 1:
        rows.append(Missing(person=person, kind="missing", from_on=today - timedelta(days=3), to_on=today - timedelta(days=1),
                            to_time=time(9, 0), reported_by="parent_carer", found_how="police"))  # fmt: skip
    return rows
