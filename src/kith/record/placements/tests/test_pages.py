"""Stays: one open at a time, what a withheld place shows to whom, where tonight, the four meanings, the offer, the review sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.reading.locality import FolderDirectory
from kith.record.access.actions import allocate, restrict
from kith.record.accounts.models import User
from kith.record.audit.models import Change, Event
from kith.record.moments.models import Missing
from kith.record.people.actions import add as add_row
from kith.record.people.merging import merge
from kith.record.people.models import Address, Person
from kith.record.people.queries import bars
from kith.record.placements import queries
from kith.record.placements.actions import add, change, review
from kith.record.placements.locating import Place, worked_out
from kith.record.placements.models import Authorisation, Stay
from kith.record.rows.actions import Refused

New = Callable[..., Person]
TODAY = timezone.localdate()


def stay(person: Person, **values: Any) -> Stay:
    return Stay(**{"person": person, "kind": "care_placement", "from_on": TODAY - timedelta(days=9), **values})


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: Any) -> str:
    answer = signed_in(user).get(reverse(f"placements:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def colleague(new: New, worker: User, make_user: Callable[..., User]) -> User:
    """Of the same team: reads and writes the record, without withheld places."""
    return make_user("practitioner")


def test_a_person_has_one_open_stay(new: New, worker: User) -> None:
    person = new()
    first = add(by=worker, row=stay(person))
    with pytest.raises(ValidationError):
        add(by=worker, row=stay(person, from_on=TODAY))
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(person=person, from_on=TODAY)
    change(by=worker, row=first, seen=1, values={"to_on": TODAY})
    add(by=worker, row=stay(person, from_on=TODAY))


def test_a_merged_person_s_open_stay_counts_too(new: New, worker: User, manager: User) -> None:
    kept, twin = new("Jess", "Birch"), new("Jes", "Birch")
    add(by=worker, row=stay(twin))
    merge(by=manager, kept=kept, merged=twin, seen=(kept.version, twin.version), take=(), why="one child")
    with pytest.raises(ValidationError):
        add(by=worker, row=stay(kept))


def test_files_may_hold_two_open_stays_and_nothing_of_them_is_derived(new: New, worker: User) -> None:
    person = new()
    add(by=worker, row=stay(person, from_files=True, locality="out"))
    second = add(by=worker, row=stay(person, from_files=True, locality="out"))
    assert second.away_from is None


def test_since_when_they_are_away_is_worked_out_unless_it_was_said(new: New, worker: User) -> None:
    person = new()
    first = TODAY - timedelta(days=30)
    add(by=worker, row=stay(person, from_on=first, to_on=TODAY - timedelta(days=9), locality="out"))
    second = add(by=worker, row=stay(person, locality="out"))
    assert second.away_from == first
    back = change(by=worker, row=second, seen=1, values={"locality": "in"})
    assert back.away_from is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"to_on": TODAY - timedelta(days=10)},
        {"planned_end": TODAY - timedelta(days=10)},
        {"away_from": TODAY},
        {"miles": -1.0},
        {"due_to_efh": "yes", "reviewed_at": timezone.now()},
        {"due_to_efh": "not_reviewed", "reviewed_at": timezone.now(), "reviewed_by": "0" * 32, "review_why": "x"},
    ],
)
def test_the_database_refuses_what_cannot_be(new: New, wrong: dict[str, Any]) -> None:
    row = stay(new(), from_files=True, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_page_answers_where_whose_decision_and_what_out_of_area_means(new: New, worker: User) -> None:
    person = new()
    assert "No stay away from home is open" in page(worker, "where", person.pk)
    far = {"locality": "out", "adjoining": "no", "miles": 43.2, "host_authority": "E08000003", "arranged_by": "police"}
    add(by=worker, row=stay(person, **far))
    shown = page(worker, "where", person.pk)
    for words in ("Manchester", "Decided by: Police", "outside, and not in an adjoining authority", "43.2 miles",
                  "Not reviewed", "9 nights out of the area", "(9 days)", "Reporting may differ between places"):  # fmt: skip
        assert words in shown, words


def test_the_bar_shows_the_open_stay_before_an_address_and_missing_before_both(new: New, worker: User) -> None:
    person = new("Jess", "Birch", Address(lines="1 Home Road", kind="home"))
    where = lambda: bars(worker, [person])[0]  # noqa: E731
    assert where().where == "1 Home Road"
    add(by=worker, row=stay(person, home="Beech House", lines="9 Far Road"))
    assert (where().where, where().missing) == ("Beech House, 9 Far Road", False)
    Missing.objects.create(person=person, kind="missing", from_on=date(2026, 3, 3))
    assert (where().where, where().missing) == ("Missing since 3 March 2026", True)
    assert "govuk-tag--red" in page(worker, "where", person.pk)


def test_a_stay_without_an_address_says_what_it_is(new: New, worker: User) -> None:
    person = new("Jess", "Birch", Address(lines="1 Home Road", kind="home"))
    add(by=worker, row=stay(person, kind="relatives", host_authority="E08000003"))
    assert bars(worker, [person])[0].where == "With relatives or friends, Manchester"


def test_a_withheld_place_is_on_no_page_of_those_who_may_not_see_it(
    new: New, worker: User, manager: User, colleague: User
) -> None:
    person = new("Jess", "Birch", Address(lines="1 Home Road", kind="home"))
    row = add(by=worker, row=stay(person, home="Beech House", lines="9 Far Road", postcode="QZ1 1AA",
                                  withheld="from_everyone"))  # fmt: skip
    client = signed_in(colleague)
    names = ["placements:where", "placements:stays", "placements:stays_add", "people:person", "people:addresses"]
    pages = [client.get(reverse(name, args=[person.pk])) for name in names]
    pages += [
        client.get(reverse("placements:review_stay", args=[person.pk, row.pk])),
        client.get(reverse("people:list")),
    ]
    text = "".join(answer.content.decode() for answer in pages)
    assert all(answer.status_code == 200 for answer in pages)
    assert "Tonight: address withheld" in text
    assert not [words for words in ("Beech", "Far Road", "QZ1") if words in text]
    for name in ("stays_change", "offer"):
        assert client.get(reverse(f"placements:{name}", args=[person.pk, row.pk])).status_code == 404
    assert "Beech House" in page(worker, "where", person.pk)
    assert set(Change.objects.filter(subject="stay").values_list("section", flat=True)) == {"withheld_address"}


def test_where_a_withheld_place_lies_is_withheld_with_it(new: New, worker: User, colleague: User) -> None:
    person = new()
    row = add(by=worker, row=stay(person, home="Beech House", withheld="from_everyone", host_authority="E08000003",
                                  locality="out", adjoining="no", miles=163.25))  # fmt: skip
    add(by=worker, row=Authorisation(person=person, stay=row, kind="secure", from_on=row.from_on))
    client = signed_in(colleague)
    names = ("where", "stays", "authorisations", "authorisations_add")
    said = "".join(client.get(reverse(f"placements:{name}", args=[person.pk])).content.decode() for name in names)
    said += client.get(reverse("placements:review_stay", args=[person.pk, row.pk])).content.decode()
    said += client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert not [words for words in ("Manchester", "E08000003", "163") if words in said]
    assert "at a distance" in said  # the law's test is not withheld: approvals rest on it
    seen = "".join(page(worker, name, person.pk) for name in names)
    assert all(words in seen for words in ("Manchester", "163.25"))


def test_an_answer_about_a_withheld_stay_loses_nothing_of_it(new: New, worker: User, colleague: User) -> None:
    person = new()
    row = add(
        by=worker, row=stay(person, home="Beech House", withheld="from_everyone", host_authority="E08000003", miles=3.0)
    )
    said = {"answer": "yes", "why": "The strategy meeting", "seen": "1"}
    answer = signed_in(colleague).post(reverse("placements:review_stay", args=[person.pk, row.pk]), said)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.due_to_efh, row.home, row.host_authority, row.miles) == ("yes", "Beech House", "E08000003", 3.0)


def test_a_place_that_is_not_withheld_keeps_its_area(new: New, worker: User, colleague: User) -> None:
    person = new()
    add(by=worker, row=stay(person, host_authority="E08000003", locality="out", miles=163.25))
    said = page(colleague, "where", person.pk)
    assert "Manchester" in said
    assert "163.25" in said


def test_whoever_cannot_write_addresses_does_not_change_where_it_is(new: New, worker: User, colleague: User) -> None:
    person = new()
    row = add(by=worker, row=stay(person, home="Beech House"))
    client, address = signed_in(colleague), reverse("placements:stays_change", args=[person.pk, row.pk])
    assert 'name="home"' not in client.get(address).content.decode()
    day = {f"from_on_{part}": getattr(row.from_on, part) for part in ("day", "month", "year")}
    said = {"kind": "relatives", "locality": "in", "adjoining": "not_known", "seen": "1", "home": "Elsewhere", **day}
    assert client.post(address, said).status_code == 302
    row.refresh_from_db()
    assert (row.kind, row.home) == ("relatives", "Beech House")


def test_an_authorisation_is_of_a_stay_of_the_same_person(new: New, worker: User) -> None:
    person, other = new("Jess", "Birch"), new("Ola", "Rowan")
    theirs = add(by=worker, row=stay(other))
    with pytest.raises(Refused):
        add(by=worker, row=Authorisation(person=person, stay_id=theirs.pk, kind="secure", from_on=TODAY))
    offered = signed_in(worker).get(reverse("placements:authorisations_add", args=[person.pk])).content.decode()
    assert str(theirs.pk) not in offered


def test_the_sheet_asks_one_stay_after_another_and_keeps_who_when_and_why(new: New, worker: User) -> None:
    person = new()
    inside = add(by=worker, row=stay(person, to_on=TODAY, locality="in"))
    outside = add(by=worker, row=stay(person, from_on=TODAY, locality="out"))
    client = signed_in(worker)
    asked = client.get(reverse("placements:sheet"))
    assert str(outside.pk) in asked["Location"]
    shown = client.get(asked["Location"])
    assert "0 of 2 stays answered" in shown.content.decode()
    wrong = client.post(asked["Location"], {"answer": "yes", "why": " ", "seen": "1"})
    assert wrong.status_code == 422
    client.post(asked["Location"], {"answer": "partly", "why": "The strategy meeting", "seen": "1"})
    outside.refresh_from_db()
    assert (outside.due_to_efh, outside.review_why, outside.reviewed_by) == (
        "partly",
        "The strategy meeting",
        worker.pk,
    )
    assert Event.objects.filter(action="stay.reviewed", person_id=person.pk).count() == 1
    following = client.get(reverse("placements:sheet"))
    assert str(inside.pk) in following["Location"]
    left = client.get(reverse("placements:sheet"), {"skip": str(inside.pk)})
    assert "1 of 2 stays answered" in left.content.decode()
    stale = client.post(asked["Location"], {"answer": "no", "why": "x", "seen": "1"})
    assert stale.status_code == 422


def test_nobody_answers_for_those_whom_they_may_not_write(
    new: New, worker: User, manager: User, stranger: User, make_user: Callable[..., User]
) -> None:
    shown, hidden = new("Jess", "Birch"), new("Ola", "Rowan")
    for person in (shown, hidden):
        add(by=worker, row=stay(person))
    restrict(by=manager, person_id=hidden.pk, reason="safety", named=[manager])
    assert (queries.progress(worker), queries.progress(stranger)) == ((0, 1), (0, 0))
    reviewer = make_user("independent_reviewing_officer")
    allocate(by=manager, person_id=shown.pk, user=reviewer, kind="reviewing")
    assert queries.progress(reviewer) == (0, 1)
    row = Stay.objects.get(person=hidden)
    answer = signed_in(worker).post(reverse("placements:review_stay", args=[hidden.pk, row.pk]), {"answer": "yes"})
    assert answer.status_code == 404


def test_not_known_is_an_answer_and_no_answer_is_none(new: New, worker: User) -> None:
    row = add(by=worker, row=stay(new()))
    for answer, why in (("not_reviewed", "x"), ("yes", "  ")):
        with pytest.raises(Refused):
            review(by=worker, stay=row, seen=1, answer=answer, why=why)
    assert review(by=worker, stay=row, seen=1, answer="not_known", why="Nobody wrote it down").due_to_efh == "not_known"
    assert not queries.to_review(worker).exists()


class Nowhere:
    """A directory with nothing in it."""

    def find(self, postcodes: pl.Series) -> pl.DataFrame:
        return pl.DataFrame(schema=ENTRY)

    def neighbours(self) -> dict[str, frozenset[str]]:
        return {}


ENTRY = {"postcode": pl.String(), "district": pl.String(), "easting": pl.Float64(), "northing": pl.Float64()}


def _directory() -> FolderDirectory:
    entries = [("QZ11AA", "E08000003", 384_000.0, 398_000.0), ("QZ22BB", "E09000012", 535_000.0, 184_000.0)]
    return FolderDirectory(pl.DataFrame(entries, schema=ENTRY, orient="row"), {}, Nowhere())


def test_postcodes_tell_the_authority_the_boundary_the_neighbour_and_the_miles() -> None:
    found = worked_out("QZ1 1AA", "QZ2 2BB", "E09000012", _directory())
    assert (found.host_authority, found.locality, found.adjoining) == ("E08000003", "out", "no")
    assert found.miles == pytest.approx(162.8, abs=1)
    assert worked_out("QZ1 1AA", "", "E09000012", _directory()).miles is None
    nowhere = worked_out("QZ9 9ZZ", "", "E09000012", _directory())
    assert (nowhere.tells, nowhere) == (False, Place("", "not_known", "not_known", None))


def test_an_unknown_postcode_offers_nothing_and_sets_nothing(new: New, worker: User) -> None:
    person = new()
    row = add(by=worker, row=stay(person, postcode="QZ1 1AA"))
    address = reverse("placements:offer", args=[person.pk, row.pk])
    assert "does not tell where it lies" in signed_in(worker).get(address).content.decode()
    signed_in(worker).post(address, {"seen": "1"})
    row.refresh_from_db()
    assert (row.version, row.locality) == (1, "not_known")


def test_the_home_postcode_is_that_of_its_time_and_never_a_withheld_one(
    new: New, worker: User, colleague: User
) -> None:
    person = new()
    add_row(by=worker, row=Address(person=person, lines="1", postcode="QZ1 1AA", to_on=date(2024, 1, 1)))
    add_row(by=worker, row=Address(person=person, lines="2", postcode="QZ2 2BB", from_on=date(2024, 1, 2),
                                   withheld="from_everyone"))  # fmt: skip
    assert queries.home_postcode(worker, person.pk, date(2026, 3, 3)) == "QZ2 2BB"
    assert queries.home_postcode(worker, person.pk, date(2023, 3, 3)) == "QZ1 1AA"
    assert queries.home_postcode(colleague, person.pk, date(2026, 3, 3)) == ""


def test_where_tonight_is_asked_as_often_for_one_as_for_many(new: New, worker: User) -> None:
    def asked() -> int:
        people = list(Person.objects.select_related("shown_name"))
        with CaptureQueriesContext(connection) as caught:
            bars(worker, people)
        return len(caught)

    def one_more(given: str) -> None:
        person = new(given, "Birch")
        add(by=worker, row=stay(person))
        Missing.objects.create(person=person, kind="missing", from_on=TODAY)

    one_more("Jess")
    before = asked()
    for given in ("Ola", "Sam", "Kit"):
        one_more(given)
    assert asked() == before
