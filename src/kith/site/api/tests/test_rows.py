"""The same records under the same rules: what a service may see, add and change is what its account may."""

from __future__ import annotations

from typing import Any

import pytest

from kith.record.access import actions as access
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.contexts.models import Context
from kith.record.people.merging import merge
from kith.record.people.models import Name, Person
from kith.site.api.scopes import all_parts
from kith.site.api.tests.conftest import MARK, Service

pytestmark = pytest.mark.django_db


def test_a_service_reads_the_rows_of_whom_its_account_may_see(service: Service, seen: Person) -> None:
    answer = service.get(f"/api/people/{seen.pk}/names")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert [row["values"]["given"] for row in body["items"]] == ["Jess"]
    assert body["next"] is None
    assert body["kept"] == str(seen.pk)
    assert answer["Cache-Control"] == "no-store"
    row = service.get(f"/api/people/{seen.pk}/names/{body['items'][0]['id']}")
    assert row.json() == body["items"][0]


def test_whom_it_may_not_see_is_answered_as_nobody_is(service: Service, unseen: Person) -> None:
    name = unseen.names.get()
    for rest in ("", "/names", f"/names/{name.pk}", "/addresses"):
        absent = service.get(f"/api/people/00000000-0000-4000-8000-000000000000{rest}")
        hidden = service.get(f"/api/people/{unseen.pk}{rest}")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
        assert {*hidden.headers} == {*absent.headers}
    assert MARK.encode() not in service.get("/api/people").content
    found = service.post("/api/people/search", {"q": MARK})
    assert found.json() == {"items": [], "next": None}


def test_restricting_the_record_closes_it_to_the_service(service: Service, seen: Person, account: User) -> None:
    assert service.get(f"/api/people/{seen.pk}").status_code == 200
    manager = User.objects.create_user("m@example.org", name="M", role_key="team_manager", team=account.team)
    access.restrict(by=manager, person_id=seen.pk, reason="safety", named=[manager])
    assert service.get(f"/api/people/{seen.pk}").status_code == 404
    assert service.get("/api/people").json()["items"] == []


def test_a_row_is_added_changed_marked_and_restored(service: Service, seen: Person) -> None:
    base = f"/api/people/{seen.pk}/involvements"
    made = service.post(base, {"status": "looked_after", "from_on": "2026-03-01"})
    assert made.status_code == 201, made.content
    row = made.json()
    changed = service.patch(f"{base}/{row['id']}", {"seen": row["version"], "to_on": "2026-04-01"})
    assert changed.status_code == 200, changed.content
    assert changed.json()["values"] == {**row["values"], "to_on": "2026-04-01"}
    wrong = service.post(f"{base}/{row['id']}/error", {"seen": 2, "why": "Another child"})
    assert wrong.json()["entered_in_error"], wrong.content
    back = service.post(f"{base}/{row['id']}/restore", {"seen": 3})
    assert back.json()["entered_in_error"] is None, back.content
    assert back.json()["version"] == 4


def test_a_stale_save_changes_nothing_and_tells_both_versions(service: Service, seen: Person) -> None:
    name = seen.names.get()
    path = f"/api/people/{seen.pk}/names/{name.pk}"
    assert service.patch(path, {"seen": 1, "called": "Jay"}).status_code == 200
    stale = service.patch(path, {"seen": 1, "called": "Jo"})
    assert stale.status_code == 409
    assert stale.json()["stored"]["values"]["called"] == "Jay"
    assert stale.json()["stored"]["version"] == 2
    assert stale.json()["sent"] == {"seen": 1, "called": "Jo"}
    name.refresh_from_db()
    assert name.called == "Jay"


def test_every_problem_of_what_was_sent_is_told_in_one_go_without_the_values(service: Service, seen: Person) -> None:
    sent = {"kind": "home", "lines": 7, "postcode": "qq", "withheld": MARK, "from_on": "2026-02-30", "nonsense": 1}
    answer = service.post(f"/api/people/{seen.pk}/addresses", sent)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert {one["where"] for one in answer.json()["errors"]} == {"", "lines", "postcode", "withheld", "from_on"}
    assert MARK not in answer.content.decode()


def test_the_rules_of_the_page_hold(service: Service, seen: Person) -> None:
    dates = {"status": "looked_after", "from_on": "2026-03-02", "to_on": "2026-03-01"}
    answer = service.post(f"/api/people/{seen.pk}/involvements", dates)
    assert [one["where"] for one in answer.json()["errors"]] == ["to_on"]
    shown = seen.names.get()
    kept = service.post(f"/api/people/{seen.pk}/names/{shown.pk}/error", {"seen": 1, "why": "x"})
    assert kept.status_code == 409  # the name that is shown
    assert not Name.objects.exclude(error_at=None).exists()


def test_a_tie_to_somebody_unseen_is_refused_and_does_not_tell_that_they_are_there(
    service: Service, seen: Person, unseen: Person
) -> None:
    base = f"/api/people/{seen.pk}/family"
    answers = [
        service.post(base, {"other_id": str(one), "kind": "parent"})
        for one in (unseen.pk, "00000000-0000-4000-8000-000000000000")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert answers[0].content == answers[1].content
    assert service.get(base).json()["items"] == []


def test_a_merged_record_answers_under_the_one_kept(service: Service, seen: Person, account: User) -> None:
    other = service.post("/api/people", {"given": "Jessie", "family": "Marten"}).json()
    merged = Person.objects.get(pk=other["id"])
    merge(by=account, kept=seen, merged=merged, seen=(seen.version, merged.version), take=(), why="The same")
    assert service.get(f"/api/people/{other['id']}").json()["kept"] == str(seen.pk)
    both = service.get(f"/api/people/{other['id']}/names").json()
    assert both["kept"] == str(seen.pk)
    assert len(both["items"]) == 2


def test_a_person_is_begun_unless_somebody_looks_alike(service: Service, seen: Person) -> None:
    sent = {"given": "Jess", "family": "Birch", "value": "A1", "scheme": "la"}
    doubtful = service.post("/api/people", sent)
    assert doubtful.status_code == 409, doubtful.content
    assert doubtful.json()["found"] == [str(seen.pk)]
    made = service.post("/api/people", {**sent, "not_the_same": [str(seen.pk)]})
    assert made.status_code == 201, made.content
    assert made.json()["name"] == "Jess Birch"


def test_asked_twice_under_one_key_it_is_made_once(service: Service, seen: Person) -> None:
    base, key = f"/api/people/{seen.pk}/involvements", {"HTTP_IDEMPOTENCY_KEY": "k1"}
    first = service.post(base, {"status": "looked_after"}, **key)
    again = service.post(base, {"status": "looked_after"}, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert len(service.get(base).json()["items"]) == 1
    assert service.post(base, {"status": "child_in_need"}, **key).status_code == 409


def test_what_was_refused_may_be_asked_again_under_the_same_key(service: Service, seen: Person) -> None:
    base, key = f"/api/people/{seen.pk}/identifiers", {"HTTP_IDEMPOTENCY_KEY": "k2"}
    assert service.post(base, {"scheme": "la", "value": "--"}, **key).status_code == 422
    assert service.post(base, {"scheme": "la", "value": "B2"}, **key).status_code == 201


def test_a_list_is_had_page_by_page(service: Service, seen: Person) -> None:
    base = f"/api/people/{seen.pk}/involvements"
    made = {
        service.post(base, {"status": "looked_after", "from_on": f"2026-03-0{day}"}).json()["id"] for day in range(1, 6)
    }
    had: list[Any] = []
    after = ""
    while True:
        body = service.get(f"{base}?limit=2{after}").json()
        assert len(body["items"]) <= 2
        had += [row["id"] for row in body["items"]]
        if body["next"] is None:
            break
        after = f"&after={body['next']}"
    assert len(had) == 5
    assert set(had) == made
    assert len(service.get("/api/people?limit=1").json()["items"]) == 1


def test_contexts_are_opened_read_changed_and_their_rows_too(service: Service, context: Context) -> None:
    one = service.get(f"/api/contexts/{context.pk}")
    assert one.json()["values"]["name"] == "The station", one.content
    changed = service.patch(
        f"/api/contexts/{context.pk}", {"seen": one.json()["version"], "description": "By the buses"}
    )
    assert changed.json()["values"]["description"] == "By the buses", changed.content
    event = {"on": "2026-03-01", "what": "A fight", "source": "school"}
    made = service.post(f"/api/contexts/{context.pk}/events", event)
    assert made.status_code == 201, made.content
    assert [row["id"] for row in service.get("/api/contexts").json()["items"]] == [str(context.pk)]
    another = service.post("/api/contexts", {"kind": "school", "name": "The academy"})
    assert another.status_code == 201, another.content


def test_a_tie_to_a_context_is_made_by_ids(service: Service, context: Context, seen: Person) -> None:
    tie = {"context_id": str(context.pk), "role": "visits", "purpose": "own_safety", "source": "school"}
    made = service.post(f"/api/people/{seen.pk}/contexts", tie)
    assert made.status_code == 201, made.content
    assert made.json()["values"]["context_id"] == str(context.pk)
    there = service.get(f"/api/contexts/{context.pk}/people").json()["items"]
    assert [row["person_id"] for row in there] == [str(seen.pk)]


def test_every_use_stands_in_the_audit_under_the_tokens_reference(service: Service, seen: Person) -> None:
    reference = service.get("/api/whoami").json()["reference"]
    before = Event.objects.count()
    service.get(f"/api/people/{seen.pk}/names")
    told = list(Event.objects.order_by("seq")[before:])
    assert [(one.action, one.session) for one in told] == [("token.used", reference), ("person.viewed", reference)]
    assert told[0].reason == "people_names_list"
    assert told[1].person_id == seen.pk


def test_each_kind_of_row_that_a_slice_declares_as_a_part_has_its_operations(service: Service, seen: Person) -> None:
    for parts in all_parts():
        for part in parts.parts.values():
            if parts.owner.word == "people":
                answer = service.get(f"/api/people/{seen.pk}/{part.key}")
                assert answer.status_code == 200, part.key
