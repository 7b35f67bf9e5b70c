"""What a person's own row and involvements tell the clocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from kith.clocks.conditions import Answer
from kith.record.people.models import Involvement, Person
from kith.record.people.queries import holding
from kith.record.people.rules import age_on
from kith.record.rows.deadlines import Facts, Gathered, events, yes_or_no


def facts_of(people: Sequence[UUID], today: date) -> Gathered:
    """Birth, death, becoming looked after; and what follows from age and from the involvements that are open."""
    spans = holding(Involvement, people)
    rows = Person.objects.filter(pk__in=people)
    return {person.pk: _facts(person, spans[person.pk], today) for person in rows}


def _facts(person: Person, spans: list[Involvement], today: date) -> Facts:
    exact = person.born_on if person.birth_precision == "day" else None
    days = events(
        born=[exact],
        died=[person.died_on],
        became_looked_after=[row.from_on for row in spans if row.status == "looked_after"],
    )
    undated = {"became_looked_after" for row in spans if row.status == "looked_after" and row.from_on is None}
    return Facts(days, frozenset(undated), {**_of_age(person, today), **_of_involvement(person, spans, today)})


def _of_age(person: Person, today: date) -> dict[str, Answer]:
    age = age_on(person.born_on, person.birth_precision, today)
    if age is None:
        return {}
    found = {"under_5": yes_or_no(age < 5), "under_13": yes_or_no(age < 13)}
    if person.birth_precision == "day" and person.born_on is not None:
        left = (_birthday(person.born_on, 18) - today).days
        found["over_100_days_to_18"] = yes_or_no(left > 100)
        found["compulsory_school_age"] = yes_or_no(_is_of_school_age(person.born_on, today))
    return found


def _of_involvement(person: Person, spans: list[Involvement], today: date) -> dict[str, Answer]:
    """Where an involvement is open, those that are not are known not to be; where none is, nothing is known."""
    open_ = {row.status for row in spans if row.to_on is None or row.to_on >= today} - {"not_known"}
    if not open_:
        return {}
    age = age_on(person.born_on, person.birth_precision, today)
    found = {
        "looked_after": yes_or_no("looked_after" in open_),
        "protection_plan": yes_or_no("child_protection" in open_),
        "relevant_or_former_relevant": yes_or_no("care_leaver" in open_),
    }
    if "care_leaver" not in open_:
        return {**found, "former_relevant": Answer.NO, "relevant_child": Answer.NO}
    if age is not None:
        found |= {"former_relevant": yes_or_no(age >= 18), "relevant_child": yes_or_no(age in (16, 17))}
    return found


def _birthday(born_on: date, years: int) -> date:
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:  # born on 29 February
        return date(born_on.year + years, 3, 1)


def _is_of_school_age(born_on: date, today: date) -> bool:
    """From the prescribed day on or after the fifth birthday to the last Friday in June of the school year of the sixteenth.

    Education Act 1996, section 8, and the orders under it (31 August, 31 December, 31 March); not read here (unverified).
    """
    fifth, sixteenth = _birthday(born_on, 5), _birthday(born_on, 16)
    prescribed = ((fifth.year, 3, 31), (fifth.year, 8, 31), (fifth.year, 12, 31))
    begins = next(day for day in (date(*each) for each in prescribed) if day >= fifth)
    ends = date(sixteenth.year + (sixteenth.month >= 9), 6, 30)
    while ends.weekday() != 4:
        ends -= timedelta(days=1)
    return begins <= today <= ends
