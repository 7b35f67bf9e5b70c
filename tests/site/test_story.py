"""Tries the story: told by every slice, to each what they may see, in as many queries for many rows as for few, with its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.definitions.codes import codes
from kith.record.accounts.models import Team, User
from kith.record.audit.actions import Actor
from kith.record.contexts.actions import WRITER as CONTEXTS
from kith.record.contexts.actions import open_context, remove
from kith.record.contexts.models import Association, Context
from kith.record.harms.models import Concern
from kith.record.moments.models import Missing, Moment
from kith.record.notes import retention
from kith.record.notes.actions import POINTS, WRITER, mark, move
from kith.record.notes.models import Note, TurningPoint
from kith.record.notes.queries import line_of
from kith.record.people.actions import add, add_person
from kith.record.people.models import Address, Involvement, Person
from kith.record.placements.models import Stay
from kith.record.rows.story import kinds, tellers

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 3)


@pytest.fixture
def worker(db: None) -> User:
    team = Team.objects.create(name="North")
    return User.objects.create_user("worker@example.org", name="Wyn", role_key="practitioner", team=team)


@pytest.fixture
def colleague(worker: User) -> User:
    return User.objects.create_user("colleague@example.org", name="Cai", role_key="practitioner", team=worker.team)


@pytest.fixture
def jess(worker: User) -> Person:
    return add_person(by=worker, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})


def everything(jess: Person, worker: User, day: date = DAY) -> None:
    """A row of every slice."""
    for row in (
        Address(lines="1 The Road", from_on=day), Address(lines="2 The Hidden", withheld="from_everyone", from_on=day),
        Involvement(status="looked_after", from_on=day), Concern(harm="cce", noticed_on=day, evidence="Two phones"),
        Moment(kind="arrest", from_on=day, words="They took my phone"), Missing(kind="missing", from_on=day),
        Stay(from_on=day, to_on=day + timedelta(days=9), home="The House"),
    ):  # fmt: skip
        row.person = jess
        add(by=worker, row=row)
    WRITER.add(by=worker, row=Note(person=jess, kind="visit", on=day, words="Went for a walk"))
    graded = {"source": "1", "assessment": "A", "handling": "P", "expires_on": timezone.localdate()}
    WRITER.add(by=worker, row=Note(person=jess, kind="other", on=day, words="Seen in a car", belongs="police_intelligence", **graded))  # fmt: skip


def tie(jess: Person, worker: User) -> Association:
    context = open_context(by=worker, row=Context(kind="place", name="The steps", lead=worker))
    row = Association(
        person=jess, context=context, role="visits", purpose="own_safety", source="school", first_seen_on=DAY
    )
    made: Association = CONTEXTS.add(by=worker, row=row)
    return made


@pytest.fixture
def open_() -> Callable[[User, Person, str], str]:
    def go(user: User, person: Person, query: str = "") -> str:
        client = Client()
        client.force_login(user)
        return str(client.get(reverse("web:story", args=[person.pk]) + query).content.decode())

    return go


def test_every_slice_that_holds_what_happened_tells_of_it() -> None:
    names = {module.__name__.split(".")[2] for module in tellers()}
    assert {"people", "contexts", "notes", "harms", "moments", "placements"} <= names
    assert len(kinds()) == sum(len(module.KINDS) for module in tellers())
    assert all(f"kith.record.{name}" in settings.SLICES for name in names)


def test_each_is_told_what_they_may_see(worker: User, colleague: User, jess: Person, open_: Callable[..., str]) -> None:
    everything(jess, worker)
    tie(jess, worker)
    whole = ("1 The Road", "2 The Hidden", "Two phones", "They took my phone", "The House", "Went for a walk", "Seen in a car", "The steps")  # fmt: skip
    shown = open_(worker, jess, "?whole=1")
    assert [words for words in whole if words not in shown] == []
    shown = open_(colleague, jess, "?whole=1")
    assert [words for words in whole if words not in shown] == ["2 The Hidden", "Seen in a car"]


def test_it_is_narrowed_by_kind_and_by_days(worker: User, jess: Person, open_: Callable[..., str]) -> None:
    everything(jess, worker)
    shown = open_(worker, jess, "?kind=note")
    assert "Went for a walk" in shown
    assert "1 The Road" not in shown
    span = "?from_on_day=4&from_on_month=3&from_on_year=2026"
    assert "Went for a walk" not in open_(worker, jess, span)
    assert "Went for a walk" in open_(worker, jess, span.replace("from_on", "to_on"))


def test_it_takes_as_many_queries_for_many_rows_as_for_few(worker: User, jess: Person) -> None:
    client = Client()
    client.force_login(worker)
    address = reverse("web:story", args=[jess.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{address}?whole=1").status_code == 200
        return len(asked)

    everything(jess, worker)
    tie(jess, worker)
    queries()
    few = queries()
    for months in range(1, 5):
        everything(jess, worker, DAY + timedelta(days=30 * months))
    assert queries() == few


def test_a_happening_is_marked_once_and_stands_on_the_line_by_its_day(worker: User, jess: Person) -> None:
    everything(jess, worker)
    client = Client()
    client.force_login(worker)
    note = Note.objects.get(words="Went for a walk")
    address = reverse("web:story_mark", args=[jess.pk, "notes.Note", note.pk])
    assert client.get(address).status_code == 200
    typed = {"words": "Spoke for the first time", "on_day": 3, "on_month": 3, "on_year": 2026, "young_words": "I did"}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422
    mark(by=worker, person_id=jess.pk, words="Earlier", on=DAY - timedelta(days=5))
    mark(by=worker, person_id=jess.pk, words="Later", on=DAY + timedelta(days=5))
    assert [point.words for point in line_of(worker, jess.pk)] == ["Earlier", "Spoke for the first time", "Later"]
    later = TurningPoint.objects.get(words="Later")
    client.post(reverse("web:story_move", args=[jess.pk, later.pk]), {"way": "up"})
    assert [point.words for point in line_of(worker, jess.pk)] == ["Earlier", "Later", "Spoke for the first time"]
    move(by=worker, person_id=jess.pk, point_id=later.pk, steps=-9)
    assert next(point.words for point in line_of(worker, jess.pk)) == "Later"


def test_a_turning_point_about_what_one_may_not_see_is_not_shown_anywhere(
    worker: User, colleague: User, jess: Person, open_: Callable[..., str]
) -> None:
    everything(jess, worker)
    graded = Note.objects.get(words="Seen in a car")
    mark(by=worker, person_id=jess.pk, words="The car changed all", of="notes.Note", row_id=graded.pk)
    page = reverse("notes:turning_points", args=[jess.pk])
    for user, sees in ((worker, True), (colleague, False)):
        client = Client()
        client.force_login(user)
        assert ("The car changed all" in open_(user, jess)) == sees
        assert ("The car changed all" in client.get(page).content.decode()) == sees
        status = client.get(reverse("web:story_mark", args=[jess.pk, "notes.Note", graded.pk])).status_code
        assert (status == 200) == sees


def test_a_hidden_point_stands_on_its_own_page_alone(worker: User, jess: Person, open_: Callable[..., str]) -> None:
    point = mark(by=worker, person_id=jess.pk, words="Not for the line", young_words="Mine")
    assert "Not for the line" in open_(worker, jess)
    POINTS.change(by=worker, row=point, seen=1, values={"shown": "no"})
    assert "Not for the line" not in open_(worker, jess)


def test_what_turned_about_a_tie_goes_with_the_tie(worker: User, jess: Person, open_: Callable[..., str]) -> None:
    held = tie(jess, worker)
    mark(by=worker, person_id=jess.pk, words="Began to go there", of="contexts.Association", row_id=held.pk)
    assert "Began to go there" in open_(worker, jess)
    remove(by=worker, tie=held, seen=1, reason=next(iter(codes("association_end").keys())))
    assert "Began to go there" not in open_(worker, jess)
    assert [one.model for one in retention.due()] == ["TurningPoint"]
    retention.run(by=Actor.system("retention"))
    assert not TurningPoint.objects.exists()
