"""The pages: a moment in a minute, times missing, the lists of a team; who sees what, in how many queries, and what is audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.record.access.actions import restrict
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.moments import queries
from kith.record.moments.actions import add, answer, change
from kith.record.moments.models import NRM, Education, Missing, Moment, Referral
from kith.record.people.merging import merge
from kith.record.people.models import Person
from kith.record.rows.actions import Stale

New = Callable[..., Person]
TODAY = timezone.localdate()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: Any, **query: str) -> str:
    answer = signed_in(user).get(reverse(f"moments:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_moment_is_kept_with_what_happened_alone_and_today_is_filled_in(new: New, worker: User) -> None:
    person = new()
    client, address = signed_in(worker), reverse("moments:now", args=[person.pk])
    shown = client.get(address)
    initial = shown.context["form"].initial
    assert initial["from_on"] == TODAY
    day = {f"from_on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    saved = client.post(address, {"kind": "arrest", "reached": "not_known", **day})
    assert saved.status_code == 302
    row = Moment.objects.get()
    assert (row.kind, row.from_on, row.reached, row.reached_on) == ("arrest", TODAY, "not_known", None)
    assert Event.objects.filter(action="person.changed", person_id=person.pk, subject="moment").count() == 1
    assert "It is not known whether somebody reached them" in client.get(address).content.decode()


def test_saying_that_somebody_is_with_them_keeps_when(new: New, worker: User) -> None:
    person = new()
    day = {f"from_on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    signed_in(worker).post(reverse("moments:now", args=[person.pk]), {"kind": "injury", "reached": "yes", **day})
    row = Moment.objects.get()
    assert (row.reached, row.reached_on) == ("yes", TODAY)


def test_the_quick_form_says_who_can_come(new: New, worker: User, make_user: Callable[..., User]) -> None:
    make_user("on_call_worker", name="Night Worker")
    assert "Night Worker" in page(worker, "now", new().pk)


def test_an_unfilled_moment_says_what_is_missing_and_keeps_nothing(new: New, worker: User) -> None:
    person = new()
    answer = signed_in(worker).post(reverse("moments:now", args=[person.pk]), {"reached": "no"})
    assert (answer.status_code, Moment.objects.count()) == (422, 0)


def test_a_response_is_added_and_a_stale_save_overwrites_nothing(new: New, worker: User) -> None:
    row = add(by=worker, row=Moment(person=new(), kind="arrest", from_on=TODAY, reached="no"))
    answer(by=worker, row=row, seen=1, reached="yes", reached_on=TODAY, responded="Sam", opened="Wants out")
    with pytest.raises(Stale):
        change(by=worker, row=row, seen=1, values={"opened": ""})
    assert Moment.objects.get().opened == "Wants out"


def test_nobody_is_reached_on_a_day_and_also_not_reached(new: New, worker: User) -> None:
    person = new()
    with pytest.raises(ValidationError):
        add(by=worker, row=Moment(person=person, kind="arrest", from_on=TODAY, reached="no", reached_on=TODAY))
    with pytest.raises(IntegrityError), transaction.atomic():
        Moment.objects.create(person=person, kind="arrest", from_on=TODAY, reached="no", reached_on=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_on": date(2026, 3, 3), "to_on": date(2026, 3, 2)},
        {"from_on": date(2026, 3, 3), "to_time": time(3)},
        {"from_on": date(2026, 3, 3), "interview_declined": "yes", "interview_held": "yes"},
    ],
)
def test_the_database_refuses_what_cannot_be(new: New, wrong: dict[str, Any]) -> None:
    person = new()
    with pytest.raises(IntegrityError), transaction.atomic():
        Missing.objects.create(person=person, kind="missing", **wrong)


def test_back_before_gone_on_one_day_is_refused(new: New, worker: User) -> None:
    row = Missing(person=new(), kind="missing", from_on=TODAY, from_time=time(9), to_on=TODAY, to_time=time(8))
    with pytest.raises(ValidationError):
        add(by=worker, row=row)


def test_what_the_mechanism_decides_stands_on_its_referrals_alone(new: New) -> None:
    person = new()
    Referral.objects.create(person=person, kind=NRM, on=TODAY, reasonable_grounds="positive", controls="ended")
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(person=person, kind="childrens_services", on=TODAY, reasonable_grounds="positive")


def test_each_kind_of_referral_is_on_its_own_page(new: New, worker: User) -> None:
    person = new()
    client = signed_in(worker)
    day = {"on_day": "3", "on_month": "3", "on_year": "2026"}
    client.post(reverse("moments:referrals_add", args=[person.pk]), {"no_further_action": "no", "source": "2A", **day})
    said = {"no_further_action": "not_known", "reasonable_grounds": "positive", "conclusive_grounds": "awaited",
            "charges": "dropped", "controls": "ended", "plan_reviewed": "no", **day}  # fmt: skip
    assert client.post(reverse("moments:nrm_add", args=[person.pk]), said).status_code == 302
    assert {row.kind for row in Referral.objects.all()} == {"childrens_services", NRM}
    assert "Positive" in page(worker, "nrm", person.pk)
    assert "Positive" not in page(worker, "referrals", person.pk)


def test_the_page_of_times_missing_answers_at_the_top(new: New, worker: User) -> None:
    person = new()
    assert "Not missing now" in page(worker, "missing_page", person.pk)
    add(by=worker, row=Missing(person=person, kind="missing", from_on=TODAY - timedelta(days=2)))
    shown = page(worker, "missing_page", person.pk)
    assert "govuk-tag--red" in shown
    assert "(2 days)" in shown
    assert "Missing 1 time in the last year" in shown


def test_a_time_that_was_an_error_counts_for_nothing(new: New, worker: User) -> None:
    from kith.record.moments.actions import enter_in_error

    row = add(by=worker, row=Missing(person=new(), kind="missing", from_on=TODAY))
    enter_in_error(by=worker, row=row, seen=1, why_so="another child")
    assert queries.missing_count(worker) == 0
    assert "Not missing now" in page(worker, "missing_page", row.person_id)


def test_the_lists_hold_those_whom_the_user_may_see_and_nobody_else(
    new: New, worker: User, manager: User, stranger: User
) -> None:
    shown, hidden = new("Jess", "Birch"), new("Ola", "Rowan")
    for person in (shown, hidden):
        add(by=worker, row=Missing(person=person, kind="missing", from_on=TODAY))
        back = TODAY - timedelta(days=1)
        add(by=worker, row=Missing(person=person, kind="missing", from_on=back, to_on=back))
    restrict(by=manager, person_id=hidden.pk, reason="safety", named=[manager])
    for name in ("missing_now", "interviews"):
        listed = page(worker, name)
        assert "Jess Birch" in listed
        assert "Rowan" not in listed
        assert "1 young person" in listed or "1 return" in listed
        assert "Birch" not in page(stranger, name)
    assert (queries.missing_count(worker), queries.missing_count(stranger)) == (1, 0)
    seen = set(Event.objects.filter(action="people.listed").values_list("person_id", flat=True))
    assert seen == {shown.pk}


def test_an_interview_leaves_the_list_when_it_is_held_or_declined(new: New, worker: User) -> None:
    person = new()
    row = add(by=worker, row=Missing(person=person, kind="missing", from_on=TODAY, to_on=TODAY))
    assert "Interview due by" in page(worker, "interviews")
    row = change(by=worker, row=row, seen=1, values={"interview_declined": "yes", "interview_offered": "yes"})
    assert "Birch" not in page(worker, "interviews")


def test_older_returns_are_listed_on_request(new: New, worker: User) -> None:
    old = TODAY - timedelta(days=90)
    add(by=worker, row=Missing(person=new(), kind="missing", from_on=old, to_on=old))
    assert "Birch" not in page(worker, "interviews")
    assert "It is not known whether an interview was held" in page(worker, "interviews", older="on")


def test_the_record_kept_shows_what_was_recorded_of_the_merged_one(new: New, worker: User, manager: User) -> None:
    kept, twin = new("Jess", "Birch"), new("Jes", "Birch")
    add(by=worker, row=Missing(person=twin, kind="missing", from_on=TODAY))
    merge(by=manager, kept=kept, merged=twin, seen=(kept.version, twin.version), take=(), why="one child")
    assert "govuk-tag--red" in page(worker, "missing_page", kept.pk)
    assert str(kept.pk) in page(worker, "missing_now")


def test_the_lists_ask_as_often_for_one_as_for_many(new: New, worker: User) -> None:
    def asked(name: str) -> int:
        client = signed_in(worker)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(reverse(f"moments:{name}"))
        return len(caught) - sum("audit" in one["sql"] for one in caught)

    def one_more(given: str) -> None:
        person = new(given, "Birch")
        add(by=worker, row=Missing(person=person, kind="missing", from_on=TODAY, to_on=TODAY))
        add(by=worker, row=Missing(person=person, kind="missing", from_on=TODAY))

    one_more("Jess")
    before = [asked(name) for name in ("missing_now", "interviews")]
    for given in ("Ola", "Sam", "Kit"):
        one_more(given)
    assert [asked(name) for name in ("missing_now", "interviews")] == before


def test_the_wait_for_school_is_counted_on_its_page(new: New, worker: User) -> None:
    person = new()
    add(by=worker, row=Education(person=person, kind="permanent_exclusion", from_on=TODAY - timedelta(days=12)))
    assert "12 days without teaching, and still waiting" in page(worker, "education", person.pk)
    add(by=worker, row=Education(person=person, kind="education", from_on=TODAY - timedelta(days=2), hours_a_week=5))
    assert "10 days until teaching began" in page(worker, "education", person.pk)


def test_what_cannot_wait_is_told_at_once_to_who_is_responsible_and_not_to_who_wrote_it(
    new: New, worker: User, manager: User, stranger: User
) -> None:
    from kith.record.notices.models import Notice

    person = new()
    Notice.objects.all().delete()
    add(by=worker, row=Moment(person=person, kind="arrest", from_on=TODAY, reached="no"))
    assert [(one.user_id, one.kind, one.urgent) for one in Notice.objects.all()] == [
        (manager.pk, "moment_unanswered", True)
    ]
    add(by=manager, row=Moment(person=person, kind="threat_to_life", from_on=TODAY, reached="yes"))
    add(by=manager, row=Missing(person=person, kind="missing", from_on=TODAY))
    assert sorted(Notice.objects.filter(user=worker).values_list("kind", flat=True)) == [
        "missing_begun",
        "threat_to_life",
    ]
    assert not Notice.objects.filter(user=stranger).exists()


def test_what_is_written_down_later_or_can_wait_rings_nobody(new: New, worker: User, manager: User) -> None:
    from kith.record.notices.models import Notice

    person = new()
    Notice.objects.all().delete()
    add(by=worker, row=Moment(person=person, kind="arrest", from_on=TODAY - timedelta(days=3), reached="no"))
    add(by=worker, row=Moment(person=person, kind="arrest", from_on=TODAY, reached="yes", reached_on=TODAY))
    add(by=worker, row=Missing(person=person, kind="missing", from_on=TODAY, to_on=TODAY))
    restrict(by=manager, person_id=person.pk, reason="safety", named=[manager])
    add(by=manager, row=Missing(person=person, kind="missing", from_on=TODAY))
    assert not Notice.objects.filter(kind__in=["moment_unanswered", "missing_begun"]).exists()


def test_the_list_of_interviews_holds_exactly_those_that_wait_and_pages_are_full(new: New, worker: User) -> None:
    """Nothing is left out after a page was cut: that could be told from a page that is too short."""
    person = new()
    states = ("yes", "no", "not_known")
    said = [(kind, held, declined, offered) for kind in ("missing", "away") for held in states for declined in states
            for offered in states if (held, declined) != ("yes", "yes")]  # fmt: skip
    rows = [
        Missing(person=person, kind=kind, from_on=TODAY - timedelta(days=back), to_on=TODAY - timedelta(days=back),
                interview_held=held, interview_declined=declined, interview_offered=offered)
        for kind, held, declined, offered in said for back in (0, 9, 20)
    ]  # fmt: skip
    Missing.objects.bulk_create(rows)
    waits = {one.row.pk for one in queries.waiting(rows)}
    assert set(queries.interviews(worker).values_list("pk", flat=True)) == waits
    assert len(waits) > 25  # more than a page
    shown = [
        signed_in(worker).get(reverse("moments:interviews"), {"page": number}).context["rows"] for number in (1, 2)
    ]
    assert [len(one) for one in shown] == [25, len(waits) - 25]
