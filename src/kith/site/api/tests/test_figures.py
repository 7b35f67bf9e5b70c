"""Figures for other programs: asked for, made, read under the same rules as on pages, and told to the audit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.figures.making import make_waiting
from kith.record.figures.models import Making
from kith.record.figures.rules import last_whole
from kith.record.people.actions import add
from kith.record.people.models import Involvement, Person

from .conftest import Service

Serve = Callable[..., Service]


def _asked_and_made(service: Service) -> str:
    month = str(last_whole(timezone.localdate()))
    asked = service.post("/api/figures", {"month": month})
    assert (asked.status_code, asked.json()["made_at"]) == (202, None)
    address = f"/api/figures/{asked.json()['id']}"
    assert service.get(address).json()["figures"] == []
    make_waiting()
    return address


def _supported(answer: dict) -> object:
    found = [one for one in answer["figures"] if (one["measure"], one["breakdown"]) == ("supported", "")]
    return next(one["value"] for one in found if one["period"] == answer["month"])


def test_figures_are_asked_for_made_and_read(serve: Serve, seen: Person, account: User) -> None:
    add(by=account, row=Involvement(person=seen, status="child_in_need"))
    service = serve("read:figures", "write:figures")
    address = _asked_and_made(service)
    answer = service.get(address).json()
    assert answer["profile"] == "internal"
    assert _supported(answer) == 1
    assert {"authority", "rows"}.isdisjoint(answer["figures"][0])
    assert [one["id"] for one in service.get("/api/figures").json()["items"]] == [address.rpartition("/")[2]]
    assert Event.objects.filter(action="figures.viewed", subject_id=Making.objects.get().pk).exists()


def test_who_sees_no_small_numbers_reads_what_may_leave_and_has_nothing_made(
    serve: Serve, seen: Person, account: User
) -> None:
    add(by=account, row=Involvement(person=seen, status="child_in_need"))
    address = _asked_and_made(serve())
    lead = User.objects.create_user("lead@example.org", name="Lead", role_key="partnership_lead")
    service = serve(user=lead)
    answer = service.get(address).json()
    assert (answer["profile"], _supported(answer)) == ("published", None)
    assert Making.objects.get().handed_on_at is not None
    assert service.post("/api/figures", {"month": "2026-01"}).status_code == 404


def test_who_may_see_no_figures_finds_none(serve: Serve) -> None:
    address = _asked_and_made(serve())
    worker = User.objects.create_user("worker@example.org", name="Worker", role_key="practitioner")
    assert serve(user=worker).get(address).status_code == 404
    assert serve(user=worker).get("/api/figures").status_code == 404
    assert serve("read:people").get(address).status_code == 403


@pytest.mark.parametrize("sent", [{}, {"month": "2026-13"}, {"month": 7}, {"month": "2999-01"}, {"month": "2026-1"}, {"month": "2026-01", "more": 1}])  # fmt: skip
def test_a_month_that_is_none_is_refused(sent: dict, serve: Serve) -> None:
    answer = serve().post("/api/figures", sent)
    assert answer.status_code == 422
    assert not Making.objects.exists()
