"""Whom a list behind a figure does not name: those of whom it would tell where a withheld place lies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.record.access.actions import allocate
from kith.record.accounts.models import User
from kith.record.figures.models import Behind, Making
from kith.record.figures.queries import people_behind
from kith.record.figures.rules import Wanted
from kith.record.people.actions import add_person
from kith.record.people.models import Person
from kith.record.placements.models import Stay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["host_authority", "distance_band"])
def test_a_list_by_area_names_nobody_whose_place_is_withheld_from_the_reader(
    column: str, make_user: Callable[..., User]
) -> None:
    worker = make_user("practitioner")
    colleague, making = make_user("team_manager"), Making.objects.create(month="2026-09")
    placing = User.objects.create_user("p@example.org", name="P", role_key="placements", team=worker.team)
    people: list[Person] = []
    for withheld in ("no", "from_everyone"):
        person = add_person(by=worker, details={}, name={"given": withheld, "family": "Birch", "kind": "legal"})
        allocate(by=colleague, person_id=person.pk, user=placing, kind="placing")
        Stay.objects.create(person=person, from_on=timezone.localdate(), withheld=withheld, home="Beech House")
        Behind.objects.create(making=making, person=person, told={column: "x", "relocated": True})
        people.append(person)
    by_place, by_count = Wanted(is_=((column, "x"),)), Wanted(holds=("relocated",))
    assert set(people_behind(worker, making, by_place)) == set(people)
    assert list(people_behind(placing, making, by_place)) == people[:1]
    assert set(people_behind(placing, making, by_count)) == set(people)
