"""How plans are read: of one person or of a context, always through access; a context that the reader may not see is not named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.record.access.queries import person_ids
from kith.record.access.rules import Section
from kith.record.contexts.models import ContextAction
from kith.record.contexts.queries import context_ids, ties_of_person, with_context
from kith.record.people.queries import by_person, of
from kith.record.plans.models import Action, Goal, Review
from kith.record.plans.rules import Aim, Doing, NextReview, OwnPlan, next_review, own_plan
from kith.record.relocations.models import Condition


def rows(model: Any, person_id: UUID, order: str = "-from_on") -> list[Any]:
    """All rows of a kind about a person, newest first, those entered in error too. For pages that a guard let in to."""
    return list(of(model, person_id).order_by(order, "-made_at"))


def standing(model: Any, person_id: UUID, order: str = "-from_on") -> list[Any]:
    """The same without those entered in error."""
    return [row for row in rows(model, person_id, order) if row.error_at is None]


def actions(user: Any, person_id: UUID) -> list[Action]:
    """A person's actions, newest first, entered in error too. `hidden`: they stand in a context that the user may not see."""
    rows = of(Action, person_id).select_related("goal", "context", "owner").order_by("-from_on", "-made_at")
    found = with_context(user, rows)
    for row in found:
        row.hidden = row.context_id is not None and row.shown_context is None
    return found


def told(row: Any) -> Doing:
    """A stored action, of a person or of a context, as the rules take it."""
    return Doing(row.target, row.aim, row.from_on, row.to_on, row.due_on, row.outcome)


def _going_on(today: date) -> Q:
    return Q(to_on=None) | Q(to_on__gt=today)


def of_contexts(user: Any, person_id: UUID) -> list[ContextAction]:
    """What is under way in the contexts that a person has to do with, as far as the user may see: their plan rests on it too."""
    within = {row.context_id for row in ties_of_person(user, person_id)}
    found = ContextAction.objects.filter(_going_on(timezone.localdate()), context__in=within, error_at=None)
    return list(found.select_related("owner", "context").order_by("due_on", "made_at"))


def in_context(user: Any, context_id: UUID) -> list[Action]:
    """What young people's plans do in a context: of those whose record the user may read; of others nothing, not even how many."""
    found = Action.objects.filter(
        _going_on(timezone.localdate()), context_id=context_id, error_at=None, person__error_at=None,
        person__in=person_ids(user, Section.RECORD),
    )  # fmt: skip
    found = found.filter(context__in=context_ids(user))
    people = ("person__shown_name", "person__kept__shown_name", "owner")
    return list(found.select_related(*people).order_by("due_on", "made_at"))


def conditions_in(user: Any, context_id: UUID) -> list[Condition]:
    """What must change in a context before or whatever young people's next home is: of those whose record the user may read."""
    found = Condition.objects.filter(
        context_id=context_id, context__in=context_ids(user), error_at=None, person__error_at=None,
        person__in=person_ids(user, Section.RECORD),
    ).exclude(state__in=["met", "given_up"])  # fmt: skip
    return list(found.select_related("person__shown_name", "person__kept__shown_name").order_by("due_on", "made_at"))


def own_plans(people: Iterable[UUID], today: date) -> dict[UUID, OwnPlan]:
    """Whether each of these people has a plan for their own safety, by the record kept; the setting OWN_PLANS names this.

    A query a kind of row, however many people. Whether the reader may read their record is for whoever asks.
    """
    asked = list(people)
    aims, doings = by_person(Goal, asked), by_person(Action, asked)
    return {
        pk: own_plan([Aim(row.progress, row.to_on) for row in aims[pk]], map(told, doings[pk]), today) for pk in asked
    }


def goals(person_id: UUID) -> list[Goal]:
    """The goals of a person that stand, newest first."""
    return standing(Goal, person_id)


def reviewed_next(person_id: UUID, today: date) -> NextReview:
    """When a person's plan is next reviewed."""
    held = of(Review, person_id).filter(error_at=None).values_list("on", "next_due_on")
    return next_review(list(held), today)
