"""The audit's pages: for the data-protection officer alone, and each look an event itself."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import Actor, record_refusal, record_view
from kith.record.audit.models import Event

PERSON = uuid4()


def signed_in(role: str, name: str = "Dee Officer") -> tuple[Client, User]:
    user = User.objects.create_user(f"{role}@example.org", "a long password", name=name, role_key=role)
    client = Client()
    client.force_login(user)
    return client, user


def test_the_capability_is_the_one_that_roles_name() -> None:
    from kith.record.audit.views import READ_AUDIT

    assert Capability.READ_AUDIT.value == READ_AUDIT


@pytest.mark.django_db
@pytest.mark.parametrize("role", [key for key, role in ROLES.items() if Capability.READ_AUDIT not in role.may])
def test_for_other_roles_there_is_no_such_page_and_the_try_is_recorded(role: str) -> None:
    client, user = signed_in(role)
    assert client.get(reverse("audit:events")).status_code == 404
    assert client.post(reverse("audit:export")).status_code == 404
    tries = Event.objects.filter(user_id=user.id, outcome="refused")
    assert set(tries.values_list("action", "reason")) == {("access.refused", "needs_read_audit")}
    assert tries.count() == 2


@pytest.mark.django_db
def test_the_officer_searches_by_reference_and_the_search_is_an_event() -> None:
    client, user = signed_in("data_protection_officer")
    record_view(Actor(user.id, "practitioner", ""), "person.viewed", subject="person", person_id=PERSON)
    record_refusal(Actor(uuid4(), "analyst", ""), person_id=uuid4())
    page = client.get(reverse("audit:events"), {"person": f"https://kith.example.org/people/{PERSON}/"})
    assert page.status_code == 200
    assert [row[0][:2].isdigit() for row in page.context["rows"]] == [True]
    assert b"Looked at the record" in page.content
    assert b"Dee Officer" in page.content
    searched = Event.objects.get(action="audit.searched")
    assert (searched.user_id, searched.person_id, searched.fields) == (user.id, PERSON, "person_id")
    assert searched.session


@pytest.mark.django_db
def test_what_is_no_reference_is_told_and_nothing_is_searched() -> None:
    client, _ = signed_in("data_protection_officer")
    page = client.get(reverse("audit:events"), {"person": "Zebedee", "on_day": "1", "on_month": "2", "on_year": "2026"})
    assert b"Enter a reference" in page.content
    assert client.post(f"{reverse('audit:export')}?person=Zebedee").status_code == 302
    assert not Event.objects.filter(action__in=["audit.searched", "audit.exported"]).exists()


@pytest.mark.django_db
def test_pages_go_back_by_number_and_keep_the_search() -> None:
    client, user = signed_in("data_protection_officer")
    for _ in range(51):
        record_view(Actor(user.id, "practitioner", ""), "person.viewed", person_id=PERSON)
    first = client.get(reverse("audit:events"), {"person": str(PERSON), "action": "person.viewed"})
    assert len(first.context["rows"]) == 50
    second = client.get(f"{reverse('audit:events')}?{first.context['older']}")
    assert len(second.context["rows"]) == 1
    assert not second.context["older"]


@pytest.mark.django_db
def test_an_export_is_recorded_and_a_name_that_looks_like_a_formula_is_made_harmless() -> None:
    client, user = signed_in("data_protection_officer", name='=HYPERLINK("x")')
    record_view(Actor(user.id, "practitioner", ""), "person.viewed", subject="person", person_id=PERSON)
    answer = client.post(f"{reverse('audit:export')}?person={PERSON}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("seq,at,user_id")
    assert len(lines) == 3, "the look, and the export itself"
    assert lines[1].endswith('"\'=HYPERLINK(""x"")"')
    assert Event.objects.get(action="audit.exported").person_id == PERSON
