"""What of plans waits for somebody's answer: an independent look at each review of a young person who was moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.access.rules import reviews
from kith.record.accounts.roles import Capability
from kith.record.people.queries import together
from kith.record.plans.models import Review
from kith.record.relocations.models import IndependentLook, Relocation
from kith.record.relocations.waiting import Wait
from kith.record.rows.words import day, label

AHEAD, BACK = timedelta(days=14), timedelta(days=60)
"""A look belongs to a review from two weeks before it on; a review that lies two months back is history."""
_MOST = 25


def answers(user: Any, people: Sequence[UUID]) -> list[Wait]:
    """The reviews, held or within two weeks, of those who are away, at which nobody independent has looked. One query."""
    if not people or not reviews(user.role_key) or not user.may(Capability.WRITE_RECORDS):
        return []
    today = timezone.localdate()
    away = Relocation.objects.filter(
        Q(to_on=None) | Q(to_on__gt=today), person=OuterRef("person"), from_on__lte=today, placed_by="", error_at=None
    )
    looked = IndependentLook.objects.filter(person=OuterRef("person"), on__gte=OuterRef("on") - AHEAD, error_at=None)
    later = Review.objects.filter(
        person=OuterRef("person"), on__gt=OuterRef("on"), on__lte=today + AHEAD, error_at=None
    )
    rows = Review.objects.filter(
        Exists(away), ~Exists(looked), ~Exists(later), person__in=together(people), error_at=None
    )
    rows = rows.filter(on__range=(today - BACK, today + AHEAD)).select_related(
        "person__shown_name", "person__kept__shown_name"
    )
    return [_wait(row) for row in rows.order_by(F("on"), "pk")[:_MOST]]


def _wait(row: Review) -> Wait:
    person = row.person.kept or row.person
    href = reverse("relocations:look", args=[person.pk])
    return Wait(person, _("An independent look at a review"), f"{label('review', row.kind)}, {day(row.on)}", href)
