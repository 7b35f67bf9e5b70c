"""The links beside a record lead somewhere for whoever sees them: none to a page that the same person is refused."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.record.access import actions
from kith.record.access.rules import SHAREABLE, SIGHT, Relation
from kith.record.accounts.models import Team, User
from kith.record.people.actions import add_person

pytestmark = pytest.mark.django_db
ROLES = [role for role, sights in SIGHT.items() if sights]


@pytest.mark.parametrize("role", ROLES)
def test_every_link_beside_a_record_opens_for_whoever_sees_it(role: str) -> None:
    team = Team.objects.create(name="North")
    manager = User.objects.create_user("m@example.org", name="A manager", role_key="team_manager", team=team)
    user = User.objects.create_user("u@example.org", name="A user", role_key=role)
    person = add_person(by=manager, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    relation = next(iter(SIGHT[role]))
    if relation is Relation.GUEST:
        day = timezone.localdate()
        actions.share_with_guest(by=manager, person_id=person.pk, guest=user, sections=SHAREABLE, until_on=day)
    elif relation is Relation.ON_CALL:
        actions.state_reason(by=user, person_id=person.pk, reason="A call")
    else:
        actions.allocate(by=manager, person_id=person.pk, user=user, kind=relation.value)
    client = Client()
    client.force_login(user)
    first = client.get(reverse("people:person", args=[person.pk]))
    links = [link["href"] for link in first.context["side_links"] if "href" in link]
    assert links
    assert {href: status for href in links if (status := client.get(href).status_code) not in {200, 302}} == {}
