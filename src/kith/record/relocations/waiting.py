"""What waits for somebody's answer: a look, an approval, a decision, an answer to a challenge; and moves that cannot wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.access.rules import reviews
from kith.record.accounts.roles import Capability
from kith.record.people.queries import together
from kith.record.relocations import models, queries
from kith.record.relocations.rules import AT_ONCE
from kith.record.relocations.thinking import had
from kith.record.relocations.wording import NEEDS, stands
from kith.record.rows.words import day, label

_MOST = 25


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: about whom, what for, since or until when, and the page on which it is answered."""

    person: Any
    text: str
    hint: str
    href: str


def answers(user: Any, people: Sequence[UUID]) -> list[Wait]:
    """What waits for this user, of those for whom they are responsible; the same few queries however many there are."""
    if not people or not user.may(Capability.WRITE_RECORDS):
        return []
    reviewer = reviews(user.role_key)
    found = list(_looks(people)) if reviewer else list(_approvals(people))
    if user.may(Capability.DECIDE_MOVES):
        found += _decisions(people)
    return [*found, *(_settlings(people) if reviewer else _challenges(people))]


def _of(model: Any, people: Sequence[UUID], **which: Any) -> QuerySet:
    found = model._default_manager.filter(person__in=together(people), error_at=None, **which)
    return found.select_related("person__shown_name", "person__kept__shown_name")


def _person(row: Any) -> Any:
    return row.person.kept or row.person


def _decision_href(row: Any, decision_id: UUID | None) -> str:
    if decision_id is None:
        return reverse("relocations:decide", args=[_person(row).pk])
    return reverse("relocations:decision", args=[_person(row).pk, decision_id])


def _looks(people: Sequence[UUID]) -> Iterator[Wait]:
    """Proposals at which nobody independent has looked."""
    looked = models.IndependentLook.objects.filter(decision=OuterRef("pk"), occasion="proposal", error_at=None)
    rows = _of(models.Decision, people, stands__in=["proposed", "approval", "emergency"]).exclude(Exists(looked))
    for row in rows.order_by("proposed_on", "pk")[:_MOST]:
        href = reverse("relocations:look", args=[_person(row).pk])
        yield Wait(_person(row), _("An independent look at a proposal"), f"{stands(row)}, {day(row.proposed_on)}", href)


def _approvals(people: Sequence[UUID]) -> Iterator[Wait]:
    """Approvals that were asked for and not answered."""
    rows = _of(models.Approval, people, answer="waiting").order_by("asked_on", "pk")
    for row in rows[:_MOST]:
        hint = f"{label('approval', row.kind)}, {day(row.asked_on)}"
        yield Wait(_person(row), _("Approval of a move"), hint, _decision_href(row, row.decision_id))


def _decisions(people: Sequence[UUID]) -> Iterator[Wait]:
    """Decisions to take, and moves made in an emergency to confirm."""
    texts = {"approval": _("A move to decide on"), "emergency": _("A move made in an emergency, to confirm")}
    rows = _of(models.Decision, people, stands__in=list(texts)).order_by("proposed_on", "pk")
    for row in rows[:_MOST]:
        yield Wait(_person(row), texts[row.stands], day(row.decided_on or row.proposed_on), _decision_href(row, row.pk))


def _challenges(people: Sequence[UUID]) -> Iterator[Wait]:
    """Challenges without an answer."""
    rows = _of(models.Challenge, people, settled_on=None, answered_on=None).order_by("answer_by", "pk")
    for row in rows[:_MOST]:
        hint = ". ".join(filter(None, [row.to, _("To be answered by %(day)s") % {"day": day(row.answer_by)}]))
        yield Wait(_person(row), _("A challenge to answer"), hint, reverse("relocations:look", args=[_person(row).pk]))


def _settlings(people: Sequence[UUID]) -> Iterator[Wait]:
    """Challenges that were answered, or should have been: for whoever made them to settle or to take further."""
    rows = _of(models.Challenge, people, settled_on=None).order_by("answer_by", "pk")
    today = timezone.localdate()
    for row in rows[:_MOST]:
        href = reverse("relocations:look", args=[_person(row).pk])
        if row.answered_on is not None:
            hint = _("Answered on %(day)s") % {"day": day(row.answered_on)}
            yield Wait(_person(row), _("An answer to a challenge, to settle"), hint, href)
        elif row.answer_by < today and row.escalated_on is None:
            hint = _("It was due on %(day)s") % {"day": day(row.answer_by)}
            yield Wait(_person(row), _("A challenge without an answer, to take further"), hint, href)


def urgent(user: Any, people: Sequence[UUID]) -> Iterator[Wait]:
    """Moves made in an emergency of which something is missing that no emergency excuses: approval, wishes, why it could not wait.

    For those who can do something about it; five queries, however many there are.
    """
    if not people or not user.may(Capability.WRITE_RECORDS):
        return
    rows = list(_of(models.Decision, people, stands="emergency").order_by("decided_on", "pk")[:_MOST])
    cases = queries.at_once_of(rows)
    for row in rows:
        if absent := not_there(row, had(cases[row.pk])):
            hint = "; ".join(absent)
            yield Wait(_person(row), _("Moved in an emergency"), hint, _decision_href(row, row.pk))


def not_there(row: models.Decision, have: frozenset[str]) -> list[str]:
    """Of a move made in an emergency, what no emergency excuses and is not there: in words."""
    if row.stands != "emergency":
        return []
    return [str(NEEDS[key]) for key in AT_ONCE if key not in have]
