"""How moments are read: of one person, and over all whom the user may see, always through access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from kith.record.access.models import Relation
from kith.record.access.queries import person_ids, rows_about
from kith.record.access.rules import Section
from kith.record.accounts.models import User
from kith.record.contexts.queries import held, with_context
from kith.record.moments.models import Missing, Moment
from kith.record.moments.rules import WAITS, Interview, InterviewState, interview_state
from kith.record.people.queries import by_person, of

RECENT_DAYS = 60
"""Returns within these days stand on the list of interviews at first; older ones on request."""


def rows(model: Any, person_id: UUID, order: str = "-from_on") -> list[Any]:
    """All rows of a kind about a person, newest first, those entered in error too. For pages that a guard let in to."""
    return list(of(model, person_id).order_by(order, "-made_at"))


def standing(model: Any, person_id: UUID, order: str = "-from_on") -> list[Any]:
    """The same without those entered in error."""
    return [row for row in rows(model, person_id, order) if row.error_at is None]


def moments(user: Any, person_id: UUID) -> list[Moment]:
    """The moments of a person, newest first, entered in error too, each with the context where the user may see it."""
    found = of(Moment, person_id).order_by("-from_on", "-from_time", "-made_at")
    return with_context(user, found)


def moments_in(user: Any, context_id: UUID) -> list[Moment]:
    """The moments in a context of those whose record the user may read. `tied`: their tie to it is held today, so they may be named."""
    seen = person_ids(user, Section.RECORD)
    tied = held().filter(context=context_id, person__in=seen)
    rows = Moment.objects.filter(context=context_id, person__in=seen, error_at=None, person__error_at=None)
    rows = rows.annotate(root_id=Coalesce("person__kept_id", "person_id"))
    return list(rows.annotate(tied=Q(root_id__in=tied.values(root=Coalesce("person__kept_id", "person_id")))))


def told(row: Missing) -> Interview:
    """A stored time missing as the rules take it."""
    return Interview(row.kind, row.to_on, row.to_time, row.interview_offered, row.interview_declined, row.interview_held,
                     row.interview_on)  # fmt: skip


def _of_visible(user: Any) -> QuerySet[Missing]:
    """Times missing of all whose record the user may read. A merged person's stand under the record kept."""
    visible = person_ids(user, Section.RECORD)
    found = Missing.objects.filter(person__in=visible, error_at=None, person__error_at=None)
    return found.select_related("person__shown_name", "person__kept__shown_name")


def missing_now(user: Any) -> QuerySet[Missing]:
    """Whom the user may see and who is missing or away now, the longest first."""
    return _of_visible(user).filter(to_on=None).order_by("from_on", "from_time", "pk")


def missing_count(user: Any) -> int:
    """How many times missing are open: for the menu."""
    return missing_now(user).count()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A return after which an interview is due, or of which nobody has said."""

    row: Missing
    state: InterviewState


def interviews(user: Any, *, older: bool = False) -> QuerySet[Missing]:
    """Returns of the last 60 days (or all) whose interview was neither held nor declined, newest first.

    Says `WAITS` of the rules in SQL, so that a page is cut from what is listed and from nothing else; held to it by a test.
    """
    since = timezone.localdate() - timedelta(days=RECENT_DAYS)
    found = _of_visible(user).filter(kind="missing", to_on__isnull=False)
    found = found.exclude(Q(interview_held="yes") | Q(interview_declined="yes"))
    return (found if older else found.filter(to_on__gte=since)).order_by("-to_on", "-to_time", "pk")


def waiting(found: Iterable[Missing]) -> list[Waiting]:
    """Each with its state now; those that wait for nobody are left out."""
    now = timezone.now()
    states = [(row, interview_state(told(row), now)) for row in found]
    return [Waiting(row, state) for row, state in states if state in WAITS]


def open_missing(people: Iterable[UUID]) -> dict[UUID, Missing]:
    """Who of these is missing now, by the record kept: one query, however many they are."""
    found = by_person(Missing, people, order=["from_on"], to_on=None, kind="missing")
    return {pk: rows[-1] for pk, rows in found.items()}


def missing_spans(person_id: UUID) -> list[tuple[date, date | None]]:
    """First and last day of each time missing of a person, for counting days."""
    found = of(Missing, person_id).filter(error_at=None, kind="missing")
    return list(found.values_list("from_on", "to_on"))


def on_call() -> list[str]:
    """The names of those who answer at night."""
    users = User.objects.filter(role_key="on_call_worker", is_active=True)
    return list(users.order_by("name").values_list("name", flat=True))


def workers(person_id: UUID) -> list[str]:
    """The names of those to whom a young person is allocated today."""
    today = timezone.localdate()
    held = rows_about(Relation, person_id).filter(
        Q(to_on=None) | Q(to_on__gte=today), kind="allocated", ended_at=None, from_on__lte=today, user__is_active=True
    )
    return list(held.order_by("user__name").values_list("user__name", flat=True).distinct())


def recent_moments(person_id: UUID) -> list[Moment]:
    """The moments of a person that stand, newest first."""
    return list(of(Moment, person_id).filter(error_at=None).order_by("-from_on", "-from_time", "-made_at"))
