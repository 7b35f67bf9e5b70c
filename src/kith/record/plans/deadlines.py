"""What visits and reviews tell the clocks, and the days that a plan set by itself: actions, reviews, controls, risk that is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kith.record.people.queries import by_person
from kith.record.plans.models import Action, Control, Review, RiskHolding, Visit
from kith.record.plans.rules import next_review
from kith.record.rows.deadlines import Dated, Facts, Gathered, events, joined

_REVIEW = {
    "looked_after": "review_held",
    "child_protection": "cp_review_held",
    "pathway": "pathway_review_held",
}
"""The event that each kind of review is; the others have no clock in law."""


def facts_of(people: Sequence[UUID], today: date) -> Gathered:
    """A query a kind of row, however many people. A visit at which they were not seen is none."""
    visits, reviews = by_person(Visit, people), by_person(Review, people)
    found: dict[UUID, list[Facts]] = defaultdict(list)
    for pk, rows in visits.items():
        found[pk].append(Facts(events(visit_held=[row.on for row in rows if row.seen != "no"])))
    for pk, rows in reviews.items():
        held: dict[str, list[date]] = defaultdict(list)
        for row in rows:
            if row.kind in _REVIEW:
                held[_REVIEW[row.kind]].append(row.on)
        found[pk].append(Facts(events(**held)))
    return {pk: joined(parts) for pk, parts in found.items()}


def dated_of(people: Sequence[UUID], today: date) -> Mapping[UUID, list[Dated]]:
    """What the plans of these people say is due or ends. A query a kind of row, however many people."""
    found: dict[UUID, list[Dated]] = defaultdict(list)
    going = Q(to_on=None) | Q(to_on__gte=today)
    for pk, rows in by_person(Action, people, going, due_on__isnull=False).items():
        found[pk] += [Dated("plan_action", row.due_on, row.what, "plans:plan") for row in rows if row.to_on != today]
    for pk, rows in by_person(Control, people, going, to_on__isnull=False).items():
        found[pk] += [Dated("control", row.to_on, "", "plans:controls", ends=True) for row in rows]
    for pk, rows in by_person(RiskHolding, people, ended_on=None).items():
        found[pk] += [Dated("risk", row.until_on, "", "plans:risks") for row in rows]
    for pk, rows in by_person(Review, people).items():
        after = next_review([(row.on, row.next_due_on) for row in rows], today)
        if after.on is not None:
            found[pk].append(Dated("plan_review", after.on, "", "plans:plan_reviews"))
    return found
