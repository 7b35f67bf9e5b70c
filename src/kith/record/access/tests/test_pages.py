"""The pages of access: the same answer for a restricted record as for none, emergencies and their review, and who may change what."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.record.access import actions, models
from kith.record.access.models import Known
from kith.record.access.pages import page
from kith.record.access.queries import facts, person_ids, to_review
from kith.record.access.rules import Act, Section, decide
from kith.record.accounts.models import Team, User
from kith.record.audit.models import Event
from kith.record.notices.models import Notice

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[5] / "docs" / "reference" / "access.md"


def _user(role: str, team: Team | None = None, manager: User | None = None) -> User:
    number = User.objects.count()
    return User.objects.create_user(
        f"{number}@example.org", "long enough", name=f"User {number}", role_key=role, team=team, manager=manager
    )


@pytest.fixture
def team() -> Team:
    return Team.objects.create(name="North")


@pytest.fixture
def manager(team: Team) -> User:
    return _user("team_manager", team)


@pytest.fixture
def worker(team: Team, manager: User) -> User:
    return _user("practitioner", team, manager)


@pytest.fixture
def person_id(worker: User) -> UUID:
    person_id = uuid4()
    actions.begin(by=worker, person_id=person_id)
    return person_id


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _bare(answer: HttpResponse, person_id: UUID) -> bytes:
    """What a page says, without the address and the token against forgery, which differs each time."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", answer.content.replace(str(person_id).encode(), b""))


def test_the_published_table_is_what_the_policy_says() -> None:
    assert DOCS.read_text(encoding="utf-8").rstrip() == page().rstrip(), "python -m kith.record.access.pages"


def test_whoever_begins_a_record_sees_it_and_so_does_the_team(worker: User, manager: User, person_id: UUID) -> None:
    for user in (worker, manager):
        assert list(Known.objects.filter(id__in=person_ids(user)).values_list("id", flat=True)) == [person_id]
    on_call, other = _user("on_call_worker"), uuid4()
    actions.begin(by=on_call, person_id=other)
    assert decide(facts(on_call, other), Section.RECORD, Act.WRITE).allowed


@pytest.mark.parametrize("role", ["practitioner", "team_manager", "on_call_worker"])
def test_a_restricted_record_answers_like_none_in_status_words_and_queries(
    role: str, manager: User, person_id: UUID
) -> None:
    actions.restrict(by=manager, person_id=person_id, reason="safety")
    client = _signed_in(_user(role))
    answers = []
    client.get("/notices/")
    for each in (person_id, uuid4(), person_id):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(f"/people/{each}/")
        answers.append((answer.status_code, _bare(answer, each), len(queries)))
    assert answers[0][0] == 404
    assert len(set(answers)) == 1


def test_a_refused_try_is_in_the_audit(person_id: UUID) -> None:
    stranger = _user("practitioner")
    _signed_in(stranger).get(f"/access/{person_id}/reason/")
    event = Event.objects.filter(user_id=stranger.id).latest("seq")
    assert (event.action, event.outcome, event.reason) == ("access.refused", "refused", "no_relation")
    assert event.person_id == person_id


def test_breaking_the_glass_opens_tells_the_manager_is_reviewed_and_closes(manager: User, person_id: UUID) -> None:
    stranger = _user("practitioner", manager=manager)
    client = _signed_in(stranger)
    asked = client.get(f"/access/{person_id}/emergency/")
    assert "manager is told at once" in asked.content.decode()
    answer = client.post(f"/access/{person_id}/emergency/", {"reason": "Missing since ten", "hours": "2"})
    assert answer.status_code == 302
    glass = models.Glass.objects.get()
    known = facts(stranger, person_id)
    assert decide(known, Section.RECORD, Act.READ).why == "break_glass"
    assert not decide(known, Section.POLICE_INTELLIGENCE, Act.READ).allowed
    notice = Notice.objects.get(user=manager)
    assert (notice.kind, notice.subject_id, notice.urgent) == ("glass_broken", glass.id, True)
    assert Event.objects.filter(action="glass.broken", break_glass=glass.id, outcome="done").exists()
    reviewer = _signed_in(manager)
    assert stranger.name in reviewer.get("/access/reviews/").content.decode()
    assert "Missing since ten" in reviewer.get(f"/access/reviews/{glass.id}/").content.decode()
    answer = reviewer.post(f"/access/reviews/{glass.id}/", {"agreed": "no", "words": "Ask first"})
    assert answer.status_code == 302
    glass.refresh_from_db()
    assert glass.outcome == "not_agreed"
    assert not facts(stranger, person_id).glass
    assert Notice.objects.filter(user=stranger, kind="glass_not_agreed").exists()
    assert not to_review(manager).exists()
    with pytest.raises(ValidationError):
        actions.review_break_glass(by=manager, glass=glass, agreed=True, words="Twice")


def test_an_emergency_needs_a_reason_and_hours_within_the_rules(person_id: UUID) -> None:
    stranger = _user("practitioner")
    for reason, hours in (("", 1), (" ", 1), ("Now", 0), ("Now", 25)):
        with pytest.raises(ValidationError):
            actions.break_glass(by=stranger, person_id=person_id, reason=reason, hours=hours)
    assert not models.Glass.objects.exists()


@pytest.mark.parametrize("role", ["analyst", "administrator", "placements", "area_authority_guest"])
def test_a_role_without_it_cannot_break_the_glass(role: str, person_id: UUID) -> None:
    user = _user(role)
    with pytest.raises(actions.Refused):
        actions.break_glass(by=user, person_id=person_id, reason="Now", hours=1)
    assert _signed_in(user).get(f"/access/{person_id}/emergency/").status_code == 404


def test_breaking_the_glass_on_a_record_one_is_kept_from_looks_like_none_and_tells_the_manager(
    worker: User, manager: User, person_id: UUID
) -> None:
    actions.keep_from(by=manager, person_id=person_id, user=worker, reason="A cousin")
    client, answers = _signed_in(worker), []
    for each in (person_id, uuid4()):
        sent = client.post(f"/access/{each}/emergency/", {"reason": "Now", "hours": "2"})
        opened = client.get(sent["Location"])
        answers.append((sent.status_code, opened.status_code, _bare(opened, each)))
    assert answers[0] == answers[1]
    assert answers[0][1] == 404
    assert Notice.objects.filter(user=manager, kind="glass_refused").count() == 1


def test_nobody_reviews_their_own_nor_one_about_a_record_they_are_kept_from(manager: User, person_id: UUID) -> None:
    own = actions.break_glass(by=manager, person_id=person_id, reason="Now", hours=1)
    assert own is not None
    assert not to_review(manager).exists()
    with pytest.raises(actions.Refused):
        actions.review_break_glass(by=manager, glass=own, agreed=True, words="Fine")
    other = _user("team_manager")
    assert list(to_review(other)) == [own]
    actions.keep_from(by=manager, person_id=person_id, user=other, reason="A neighbour")
    assert not to_review(other).exists()
    assert other not in actions.reviewers_of(manager, person_id)


def test_on_call_a_reason_is_asked_first_and_holds_for_the_night(person_id: UUID) -> None:
    client = _signed_in(_user("on_call_worker"))
    asked = client.get(f"/people/{person_id}/addresses/")
    assert asked.status_code == 302
    assert asked["Location"].startswith(f"/access/{person_id}/reason/")
    sent = client.post(asked["Location"], {"reason": "A call from home"})
    assert sent["Location"] == f"/people/{person_id}/addresses/"
    reason = models.StatedReason.objects.get()
    assert facts(reason.made_by, person_id).reason_given


def test_where_one_goes_after_an_emergency_is_always_this_site(person_id: UUID) -> None:
    client = _signed_in(_user("practitioner"))
    sent = client.post(f"/access/{person_id}/emergency/?next=https://evil.example/", {"reason": "Now", "hours": "1"})
    assert sent["Location"] == f"/people/{person_id}/"


def test_a_manager_allocates_restricts_names_shares_keeps_and_ends_each(
    worker: User, manager: User, person_id: UUID
) -> None:
    client, base = _signed_in(manager), f"/access/{person_id}"
    guest, reviewer = _user("area_authority_guest"), _user("independent_reviewing_officer")
    day = timezone.localdate()
    until = {"until_on_day": day.day, "until_on_month": day.month, "until_on_year": day.year}
    sent = [
        ("allocate", {"kind": "reviewing", "user": reviewer.id}),
        ("share", {"guest": guest.id, "sections": ["identity", "record"], **until}),
        ("restrict", {"reason": "safety", "named": [worker.id, reviewer.id]}),
        ("keep-from", {"user": reviewer.id, "reason": "A cousin"}),
    ]
    for path, data in sent:
        assert client.get(f"{base}/{path}/").status_code == 200
        answer = client.post(f"{base}/{path}/", data)
        assert answer.status_code == 302, answer.content.decode()
    assert not decide(facts(reviewer, person_id), Section.IDENTITY, Act.READ).allowed
    assert decide(facts(guest, person_id), Section.RECORD, Act.READ).why == "restricted"
    restriction = models.Restriction.objects.get()
    assert {row.user for row in restriction.names.all()} == {worker, reviewer, manager}
    client.post(f"{base}/restrictions/{restriction.id}/names/", {"user": guest.id})
    assert decide(facts(guest, person_id), Section.RECORD, Act.READ).allowed
    shown = client.get(f"{base}/").content.decode()
    assert all(each.name in shown for each in (worker, reviewer, guest))
    ends = [("relations", models.Relation), ("shares", models.GuestShare), ("names", models.Named)]
    for path, model in ends:
        row = model.objects.filter(ended_at__isnull=True).exclude(pk__in=_own(manager, model)).first()
        assert client.post(f"{base}/{path}/{row.pk}/end/").status_code == 302
        row.refresh_from_db()
        assert row.ended_by == manager
    kept = models.KeptFrom.objects.get()
    client.post(f"{base}/kept-from/{kept.id}/lift/")
    client.post(f"{base}/restrictions/{restriction.id}/lift/", {"reason": "Over"})
    for row in (kept, restriction):
        row.refresh_from_db()
        assert row.lifted_by == manager


def _own(manager: User, model: type) -> list[UUID]:
    return [row.pk for row in model.objects.all() if getattr(row, "user_id", None) == manager.id or _team(row)]


def _team(row: object) -> bool:
    return getattr(row, "team_id", None) is not None


def test_an_emergency_does_not_let_a_manager_change_who_may_see_the_record(person_id: UUID) -> None:
    other = _user("team_manager")
    actions.break_glass(by=other, person_id=person_id, reason="Now", hours=1)
    assert _signed_in(other).get(f"/access/{person_id}/").status_code == 404


def test_the_last_name_of_a_restriction_stays(manager: User, person_id: UUID) -> None:
    restriction = actions.restrict(by=manager, person_id=person_id, reason="court")
    with pytest.raises(ValidationError):
        actions.unname(by=manager, named=restriction.names.get())


def test_a_guest_sees_nothing_of_what_cannot_be_shared(manager: User, person_id: UUID) -> None:
    guest = _user("area_authority_guest")
    for sections in ([], [Section.HISTORY], [Section.RECORD, Section.POLICE_INTELLIGENCE]):
        with pytest.raises(ValidationError):
            actions.share_with_guest(
                by=manager, person_id=person_id, guest=guest, sections=sections, until_on=timezone.localdate()
            )


def test_the_database_itself_holds_one_open_restriction_a_person_and_dates_in_order(
    manager: User, person_id: UUID
) -> None:
    actions.restrict(by=manager, person_id=person_id, reason="court")
    with pytest.raises(ValidationError):
        actions.restrict(by=manager, person_id=person_id, reason="court")
    day = timezone.localdate()
    wrong = [
        models.Restriction(person_id=person_id, reason="court", made_by=manager),
        models.Relation(
            person_id=person_id,
            kind="reviewing",
            user=manager,
            made_by=manager,
            from_on=day,
            to_on=day - timedelta(days=1),
        ),
        models.Relation(person_id=person_id, kind="team", user=manager, made_by=manager, from_on=day),
        models.KeptFrom(person_id=person_id, user=manager, reason="", made_by=manager),
        models.KeptFrom(person_id=person_id, user=manager, reason="x", made_by=manager, lifted_at=timezone.now()),
    ]
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_seat_on_a_panel_opens_those_on_its_list_until_it_is_taken_away(manager: User, person_id: UUID) -> None:
    client, lead = _signed_in(manager), _user("exploitation_lead")
    client.post("/access/panels/", {"name": "Thursday panel"})
    panel = models.Panel.objects.get()
    client.post(f"/access/panels/{panel.id}/seats/", {"user": lead.id})
    actions.allocate(by=manager, person_id=person_id, panel=panel)
    assert lead.name in client.get("/access/panels/").content.decode()
    assert list(Known.objects.filter(id__in=person_ids(lead)).values_list("id", flat=True)) == [person_id]
    client.post(f"/access/panels/seats/{models.PanelMember.objects.get().id}/end/")
    assert not Known.objects.filter(id__in=person_ids(lead)).exists()
