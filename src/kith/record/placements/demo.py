"""A few made-up stays away from home for the demonstration's young people, some still to be answered for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.audit.actions import recorded
from kith.record.people.models import Person
from kith.record.people.queries import visible
from kith.record.placements.actions import add, review
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.rows.models import Row


def load(by: Mapping[str, User], today: date) -> int:
    """Record them as the practitioner of the demonstration; returns how many rows. Twice is as once."""
    worker = by["practitioner"]
    if Stay.objects.exists():
        return 0
    people = list(visible(worker, Section.RECORD, Act.WRITE).filter(kind="young_person").order_by("made_at", "pk")[:5])
    rows = [row for place, person in enumerate(people) for row in _rows(person, place, today)]
    with recorded(worker):
        for row in rows:
            kept = add(by=worker, row=row)
            if isinstance(kept, Stay) and kept.to_on is not None:
                review(by=worker, stay=kept, seen=1, answer="no", why="A planned short break, agreed with the parents.")
    return len(rows)


def _rows(person: Person, place: int, today: date) -> list[Row]:
    """Where the young person at this place of the list has stayed: in a home far away, with relatives, in secure accommodation."""
    began = today - timedelta(days=70 + 10 * place)
    near = Stay(person=person, kind="care_placement", from_on=began - timedelta(days=40), to_on=began, locality="in",
                adjoining="not_known", miles=3.0, arranged_by="authority", who_moved="alone", placement_type="U6")  # fmt: skip
    if place % 2:
        away = Stay(person=person, kind="relatives", from_on=began, lines=f"{place} Made-up Street", postcode="QZ1 1AA",
                    host_authority="E08000003", locality="out", adjoining="no", miles=163.0, arranged_by="police",
                    who_moved="alone")  # fmt: skip
        return [near, away]
    away = Stay(person=person, kind="care_placement", from_on=began, planned_end=began + timedelta(days=60 + 40 * place),
                home="Beech House", lines="1 Made-up Lane", postcode="QZ2 2BB", placement_type="K2", legal_basis="V2",
                withheld="from_everyone" if place == 2 else "no", host_authority="E09000002", locality="out",
                adjoining="yes", miles=6.5, arranged_by="authority", who_moved="alone")  # fmt: skip
    law = LegalStatus(person=person, legal_status="V2", from_on=began)
    held = Authorisation(
        person=person, stay=away, kind="deprivation_of_liberty", from_on=began, court="A made-up court"
    )
    return [near, away, law, *([held] if place == 0 else [])]
