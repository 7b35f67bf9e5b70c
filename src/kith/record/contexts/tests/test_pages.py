"""The pages of contexts at work: opened after those alike were shown, linked, assessed, acted on, listed; never more queries for more rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.dataset.tables import TABLES
from kith.definitions.codes import codes
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.contexts import dataset, demo, queries
from kith.record.contexts.actions import WRITER
from kith.record.contexts.loading import generate
from kith.record.contexts.models import Association, Context, ContextAction, ContextAssessment
from kith.record.contexts.parts import PARTS
from kith.record.people.models import Person

pytestmark = pytest.mark.django_db
New = Callable[..., Person]
Begin = Callable[..., Context]
Tie = Callable[..., Association]
SignedIn = Callable[[User], Client]

SAID = {
    "kind": "peer_group", "name": "J, K and M’s friends", "referred_by": "school", "consent": "not_known", "status": "referred",
    "referral_reason": "Three pupils were offered lifts", "referred_on_day": "2", "referred_on_month": "3", "referred_on_year": "2026",
}  # fmt: skip


def _post(client: Client, page: str, /, *ids: Any, **data: Any) -> Any:
    return client.post(reverse(f"contexts:{page}", args=ids), data)


def test_a_schools_concern_becomes_a_context_with_a_young_person_and_an_action(
    new: New, worker: User, signed_in: SignedIn
) -> None:
    jess, client = new("Jess", "Birch"), signed_in(worker)
    answer = _post(client, "add", **SAID)
    opened = Context.objects.get()
    assert answer["Location"] == reverse("contexts:context", args=[opened.pk])
    assert (opened.made_by, opened.consent, opened.referred_on) == (worker.pk, "not_known", date(2026, 3, 2))
    tied = {"role": "friend", "purpose": "own_safety", "source": "school", "certainty": "suspected"}
    found = _post(client, "people_add", opened.pk, q="Jes Birch", **tied)
    assert str(jess.pk) in found.content.decode()
    assert _post(client, "people_add", opened.pk, q="Jes", person_id=str(jess.pk), **tied).status_code == 302
    connected = client.get(reverse("contexts:people", args=[opened.pk])).content.decode()
    assert f'href="{reverse("web:person", args=[jess.pk])}"' in connected.partition("<main")[2]
    action = {
        "what": "A youth worker walks the route",
        "target": "peers",
        "aim": "build_safety",
        "outcome": "not_known",
    }
    assert _post(client, "actions_add", opened.pk, **action).status_code == 302
    page = client.get(reverse("contexts:context", args=[opened.pk])).content.decode()
    for word in (
        "JB",
        "A youth worker walks the route",
        "Build safety",
        "Three pupils",
        "Nobody is recorded who looks after it",
    ):
        assert word in page
    assert "Jess Birch" not in page  # initials are the default where others look over one's shoulder
    assert "J, K and M’s friends" in client.get(reverse("contexts:contexts", args=[jess.pk])).content.decode()
    assert Event.objects.filter(action="context.made", subject_id=opened.pk).count() == 1


def test_those_alike_are_shown_before_another_is_opened(begin: Begin, worker: User, signed_in: SignedIn) -> None:
    begin("Central bus station", postcode="CF10 1AA")
    client = signed_in(worker)
    said = {**SAID, "kind": "transport_hub", "name": "Bus Station Centrl"}
    asked = _post(client, "add", **said).content.decode()
    assert "There may be such a context already" in asked
    assert Context.objects.count() == 1
    _post(client, "add", **said, another="yes")
    assert Context.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "The gang"}, "Say whose words these are"),
        ({"consent": "no"}, "Say why it went ahead"),
        ({"status": "closed"}, "Say when it was closed"),
        ({"online": "https://example.org/x"}, "without a link"),
        ({"postcode": "C"}, "Enter a whole postcode"),
        ({"referred_on_year": "2999"}, "still to come"),
        ({"opened_on_day": "2", "opened_on_month": "2", "opened_on_year": "2026", "closed_on_day": "1", "closed_on_month": "2",
          "closed_on_year": "2026", "status": "closed"}, "must not be before"),
    ],
)  # fmt: skip
def test_what_is_missing_is_asked_for(worker: User, signed_in: SignedIn, wrong: dict[str, str], says: str) -> None:
    answer = _post(signed_in(worker), "add", **{**SAID, **wrong})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Context.objects.exists()


def test_the_database_refuses_what_does_not_hold_together(begin: Begin, tie: Tie, new: New) -> None:
    station = begin()
    held = tie(new(), station)
    day = date(2026, 1, 1)
    for model, pk, wrong in (
        (Context, station.pk, {"status": "closed"}),
        (Context, station.pk, {"closed_on": day}),
        (Context, station.pk, {"name": ""}),
        (Context, station.pk, {"restricted_at": timezone.now()}),
        (Context, station.pk, {"from_on": day, "to_on": day - timedelta(days=1)}),
        (Association, held.pk, {"review_on": held.expires_on + timedelta(days=1)}),
        (Association, held.pk, {"first_seen_on": day, "last_seen_on": day - timedelta(days=1)}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=pk).update(**wrong)  # type: ignore[attr-defined]


def test_a_person_whom_the_user_may_not_write_about_cannot_be_tied(
    begin: Begin, new: New, stranger: User, worker: User, signed_in: SignedIn
) -> None:
    station, rowan = begin(), new("Rowan", "Ash", by=stranger)
    tied = {"role": "friend", "purpose": "own_safety", "source": "school", "certainty": "suspected", "q": "Rowan"}
    answer = _post(signed_in(worker), "people_add", station.pk, person_id=str(rowan.pk), **tied)
    assert answer.status_code == 422
    assert not Association.objects.exists()
    hidden = begin("Hidden", by=stranger)
    mine = new()
    tied.pop("q")
    assert _post(signed_in(worker), "contexts_add", mine.pk, context_id=str(hidden.pk), **tied).status_code == 422


def test_a_tie_is_renewed_and_removed_from_either_side(
    begin: Begin, tie: Tie, new: New, worker: User, signed_in: SignedIn
) -> None:
    station, jess, client = begin(), new(), signed_in(worker)
    held = tie(jess, station)
    assert _post(client, "people_renew", station.pk, held.pk, seen=1, why="Still there", evidence="").status_code == 422
    assert _post(client, "contexts_renew", jess.pk, held.pk, seen=1, why="Still", evidence="Seen").status_code == 302
    assert _post(client, "people_remove", station.pk, held.pk, seen=1, reason="asked").status_code == 422  # stale
    assert Association.objects.count() == 1
    assert _post(client, "people_remove", station.pk, held.pk, seen=2, reason="asked").status_code == 302
    assert not Association.objects.exists()
    assert _post(client, "people_remove", station.pk, uuid4(), seen=2, reason="asked").status_code == 404


def test_when_every_action_only_watches_the_page_says_so(begin: Begin, worker: User, signed_in: SignedIn) -> None:
    station, client = begin(), signed_in(worker)
    address = reverse("contexts:context", args=[station.pk])
    says = "None builds safety"
    assert says not in client.get(address).content.decode()
    WRITER.add(by=worker, row=ContextAction(context=station, what="Patrol", target="place", aim="disrupt"))
    assert says in client.get(address).content.decode()
    WRITER.add(by=worker, row=ContextAction(context=station, what="Club", target="place", aim="build_safety"))
    assert says not in client.get(address).content.decode()


def test_versions_of_an_assessment_stand_beside_each_other_and_the_newest_answers(
    begin: Begin, worker: User, signed_in: SignedIn
) -> None:
    station, client = begin(), signed_in(worker)
    for year, words in ((2025, "Lifts are offered"), (2026, "The exit is dark")):
        row = ContextAssessment(
            context=station, on=date(year, 1, 1), unsafe=words, guardian_strengths="Mo at the kiosk"
        )
        WRITER.add(by=worker, row=row)
    first = client.get(reverse("contexts:context", args=[station.pk])).content.decode()
    assert "The exit is dark" in first
    assert "Lifts are offered" not in first
    assert "Mo at the kiosk" in first
    for name in ("assessments", "history"):
        assert "Lifts are offered" in client.get(reverse(f"contexts:{name}", args=[station.pk])).content.decode()


def test_the_list_is_filtered_and_searched_without_words_in_the_address(
    begin: Begin, worker: User, signed_in: SignedIn
) -> None:
    begin("The park", "place", description="swings")
    begin("The chat", "online_space", status="closed", closed_on=date(2026, 1, 1))
    client = signed_in(worker)

    def names(answer: Any) -> set[str]:
        return {name for name in ("The park", "The chat") if f">{name}<" in answer.content.decode()}

    address = reverse("contexts:list")
    assert names(client.get(address)) == {"The park", "The chat"}
    assert names(client.get(address, {"kind": "place"})) == {"The park"}
    assert names(client.get(address, {"state": "closed"})) == {"The chat"}
    assert names(client.get(address, {"state": "open"})) == {"The park"}
    answer = client.post(address, {"q": "SWINGS"})
    assert "swings" not in answer["Location"].lower()
    assert names(client.get(answer["Location"])) == {"The park"}


def test_pages_ask_as_often_for_many_rows_as_for_one(
    begin: Begin, tie: Tie, new: New, worker: User, manager: User, signed_in: SignedIn
) -> None:
    station, jess = begin(), new()
    tie(jess, station)
    client = signed_in(manager)
    pages = [reverse(f"contexts:{key}", args=[station.pk]) for key in ("context", "history", "pack", *PARTS.parts)]
    pages += [reverse("contexts:list"), reverse("contexts:contexts", args=[jess.pk])]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len([one for one in queries if "audit_event" not in one["sql"]]))
        return counts

    asked()
    before = asked()
    for n in range(6):
        tie(new(f"Given{n}", "Family"), station)
        tie(jess, begin(f"Place {n}"))
        WRITER.add(
            by=worker, row=ContextAction(context=station, what=f"{n}", target="place", aim="disrupt", owner=worker)
        )
        WRITER.add(by=worker, row=ContextAssessment(context=station, on=date(2026, 1, 1 + n)))
    assert asked() == before


_DAYS = st.none() | st.dates(date(2015, 1, 1), date(2026, 1, 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(kind=st.sampled_from(sorted(codes("context").keys())), days=st.tuples(_DAYS, _DAYS))
def test_what_is_written_out_and_taken_in_again_says_the_same(kind: str, days: tuple[date | None, date | None]) -> None:
    first, last = sorted(days, key=lambda on: on or date.min) if None not in days else days
    Context.objects.all().delete()
    made = dataset.taken(
        "contexts",
        {"row_id": "x", "kind": kind, "from_on": first, "to_on": last},
        person_id=None,
        found=lambda _t, _r: None,
    )
    made.save()
    (row,) = dataset.written("contexts")
    assert set(row) == set(TABLES["contexts"].names) - {"authority", "source"}
    assert row == {"row_id": str(made.pk), "kind": kind, "from_on": first, "to_on": last}
    again = dataset.taken("contexts", row, person_id=None, found=lambda _t, _r: None)
    assert [getattr(again, name) for name in Context.edited] == [getattr(made, name) for name in Context.edited]


def test_a_context_entered_in_error_is_not_written_out(begin: Begin, worker: User) -> None:
    station = begin()
    WRITER.enter_in_error(by=worker, row=station, seen=station.version, why_so="Twice")
    assert list(dataset.written("contexts")) == []


def test_the_demonstration_shows_something_on_every_page(new: New, signed_in: SignedIn) -> None:
    from kith.record.access import actions as access
    from kith.record.accounts.demo import make_demo_users

    users = make_demo_users()
    for n in range(6):
        access.allocate(
            by=users["team_manager"], person_id=new(f"Given{n}", "Family").pk, team=users["practitioner"].team
        )
    today = timezone.localdate()
    assert demo.load(users, today) == 5
    assert demo.load(users, today) == 0
    client = signed_in(users["practitioner"])
    for context in Context.objects.all():
        for key in ("context", "pack", "history", *PARTS.parts):
            assert client.get(reverse(f"contexts:{key}", args=[context.pk])).status_code == 200
    assert Association.objects.count() == 14


def test_many_contexts_are_made_at_once(new: New, worker: User) -> None:
    ids = generate(30, people=[new().pk], teams=[worker.team_id] if worker.team_id else [])
    assert Context.objects.count() == len(set(ids)) == 30
    assert 0 < queries.held().count() < Association.objects.count() <= 30
    assert queries.visible(worker).count() == 30
    for context in Context.objects.all()[:3]:
        context.full_clean()
