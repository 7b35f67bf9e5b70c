"""Reads of the audit: events by person, user, action and day; and who has seen a record, in plain words.

Whoever calls decides first who may read: the pages here are for the data-protection officer, the page about one person stands in `people`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import Promise

from kith.record.audit.actions import Why
from kith.record.audit.models import Change, Event
from kith.record.audit.vocabulary import REASONS, VOCABULARY

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Events, newest first, and the number before which the next page begins (None on the last page)."""

    events: list[Event]
    older: int | None


def page(events: QuerySet[Event], *, before: int | None = None, size: int = PAGE) -> Page:
    """One page of a queryset of events. By number, so that a million events page as fast as ten and new ones shift nothing."""
    wanted = events.order_by("-seq") if before is None else events.filter(seq__lt=before).order_by("-seq")
    found = list(wanted[: size + 1])
    return Page(found[:size], found[size - 1].seq if len(found) > size else None)


def events_of_person(person_id: UUID, *former: UUID) -> QuerySet[Event]:
    """All events about a person; `former` are the ids of records that were joined with this one."""
    return Event.objects.filter(person_id__in=[person_id, *former])


def events_by(user_id: UUID) -> QuerySet[Event]:
    """All that one user did or was refused."""
    return Event.objects.filter(user_id=user_id)


def events(
    *, person_id: UUID | None = None, user_id: UUID | None = None, action: str = "", on: date | None = None
) -> QuerySet[Event]:
    """Events by any of person, user, action and day (Europe/London)."""
    found = events_of_person(person_id) if person_id else Event.objects.all()
    if user_id:
        found = found.filter(user_id=user_id)
    if action:
        found = found.filter(action=action)
    if on:
        midnight = timezone.make_aware(datetime.combine(on, time()))
        found = found.filter(at__gte=midnight, at__lt=timezone.make_aware(datetime.combine(on + timedelta(1), time())))
    return found


@dataclass(frozen=True)
class Sighting:
    """One user with a record on one day: how often, between when, what they did, and why they could."""

    user_id: UUID | None
    role: str
    on: date
    first_at: datetime
    last_at: datetime
    times: int
    actions: tuple[str, ...]
    why: Why

    @property
    def why_says(self) -> str | Promise:
        """Why, as a sentence that the person concerned could read; empty where no reason is known."""
        return REASONS.get(self.why.relation, "")

    @property
    def did(self) -> list[str | Promise]:
        """What was done, as the vocabulary says it."""
        return [VOCABULARY.get(action, action) for action in self.actions]


def seen(person_id: UUID, *former: UUID, since: date | None = None) -> list[Sighting]:
    """Who has seen a person's record, newest day first, a line a user, day and reason; refused tries are not sightings."""
    found = events_of_person(person_id, *former).filter(outcome="done", user_id__isnull=False)
    if since:
        found = found.filter(at__gte=timezone.make_aware(datetime.combine(since, time())))
    counted = (
        found.order_by()
        .annotate(on=TruncDate("at"))
        .values_list("user_id", "role", "on", "relation", "break_glass", "reason", "action")
        .annotate(Min("at"), Max("at"), Count("pk"))
    )
    groups: dict[tuple[object, ...], list[tuple[str, datetime, datetime, int]]] = {}
    for *who, action, first, last, times in counted:
        groups.setdefault(tuple(who), []).append((action, first, last, times))
    sightings = [_sighting(who, rows) for who, rows in groups.items()]
    return sorted(sightings, key=lambda each: (each.on, each.last_at), reverse=True)


def _sighting(who: tuple, rows: Iterable[tuple[str, datetime, datetime, int]]) -> Sighting:
    user_id, role, on, relation, glass, reason = who
    actions, firsts, lasts, times = zip(*rows, strict=True)
    why = Why(relation=relation, break_glass=glass, reason=reason)
    return Sighting(user_id, role, on, min(firsts), max(lasts), sum(times), tuple(sorted(actions)), why)


def history(
    *, person_id: UUID | None = None, subject_id: UUID | None = None, sections: Iterable[str]
) -> QuerySet[Change]:
    """What was changed from what to what, newest first, in those sections that the reader may read."""
    found = Change.objects.filter(section__in=list(sections))
    if person_id:
        found = found.filter(person_id=person_id)
    if subject_id:
        found = found.filter(subject_id=subject_id)
    return found.order_by("-event_seq", "pk")
