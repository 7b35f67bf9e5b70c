"""How long what is held of people is kept: data, a model a line, each rule with its source; and what would go today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kith.record.audit.actions import recorded
from kith.record.audit.retention import RULES as HISTORY
from kith.record.interface.retention import Due, Rule
from kith.record.people.erasing import erase
from kith.record.people.models import FamilyTie, Involvement, Person, SubjectAccess

RULES: dict[str, Rule] = {
    "with_person": HISTORY["with_person"],
    "looked_after": Rule(
        "75 years from birth, or 15 years from the death of a child who died before 18",
        75,
        "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50 (unverified)",
    ),
    "known": Rule(
        "25 years from birth, where children's services were involved but never looked after them", 25, "local"
    ),
    "other": Rule("6 years from the last change, for someone who is of nobody's family here any more", 6, "local"),
    "subject_access": Rule("3 years from when the person asked", 3, "local"),
}
"""Every rule by its key. An authority changes the years of a local one here, with its reason."""

RETENTION: dict[str, str] = {
    "Person": "known",  # of young people; see `_rule_of` for those who were looked after and for others
    "Name": "with_person",
    "Identifier": "with_person",
    "Address": "with_person",
    "Involvement": "with_person",
    "FamilyTie": "with_person",
    "Photo": "with_person",
    "SearchKey": "with_person",
    "Merge": "with_person",
    "LikelyDuplicate": "with_person",
    "SubjectAccess": "subject_access",
}
"""Model → rule."""

_CHILDREN = {"young_person", "other_child"}
_DIED_YOUNG = 15


def ends_on(rule: str, *, born_on: date | None, died_on: date | None, last_on: date) -> date:
    """The day after which a person's record is not kept under a rule. Without a birth date it runs from the last change."""
    if rule == "looked_after" and died_on and born_on and died_on < _after(born_on, 18):
        return _after(died_on, _DIED_YOUNG)
    years = RULES[rule].years or 0
    return _after(last_on if rule == "other" or born_on is None else born_on, years)


def _after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def due(today: date | None = None) -> Iterator[Due]:
    """What would go on `today`: people with everything about them, then requests. Open involvements keep a record."""
    day = today or timezone.localdate()
    for person, rule, last_on in _people():
        since = ends_on(rule, born_on=person.born_on, died_on=person.died_on, last_on=last_on)
        if since < day:
            yield Due("Person", person.pk, rule, since)
    for request in SubjectAccess.objects.order_by("asked_on").iterator():
        since = _after(request.asked_on, RULES["subject_access"].years or 0)
        if since < day:
            yield Due("SubjectAccess", request.pk, "subject_access", since)


def _people() -> Iterator[tuple[Person, str, date]]:
    """Each record kept without an open involvement, with its rule and the day of its last change or end."""
    spans = Involvement.objects.filter(Q(person=OuterRef("pk")) | Q(person__kept=OuterRef("pk")), error_at=None)
    ties = FamilyTie.objects.filter(error_at=None).filter(
        Q(person=OuterRef("pk"))
        | Q(other=OuterRef("pk"))
        | Q(person__kept=OuterRef("pk"))
        | Q(other__kept=OuterRef("pk"))
    )
    people = Person.objects.filter(kept=None).annotate(
        is_open=Exists(spans.filter(to_on=None)),
        was_looked_after=Exists(spans.filter(status__in=["looked_after", "care_leaver"])),
        has_family=Exists(ties),
    )
    for person in people.filter(is_open=False).iterator(chunk_size=2_000):
        rule = _rule_of(person)
        if rule:
            yield person, rule, timezone.localdate(person.made_at)


def _rule_of(person: Any) -> str:
    """The rule of one record; empty for an adult who is still of somebody's family here."""
    if person.was_looked_after:
        return "looked_after"
    if person.kind in _CHILDREN:
        return "known"
    return "" if person.has_family else "other"


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Erase all that is due, each person in a transaction of their own, and say what went."""
    gone = []
    for one in list(due(today)):
        with recorded(by) as recorder:
            if one.model == "Person":
                erase(by=by, person_id=UUID(str(one.id)))
            else:
                SubjectAccess.objects.filter(pk=one.id).delete()
            recorder.event("retention.run", subject=one.model.lower(), subject_id=one.id)
        gone.append(one)
    return gone
