"""Taking back what was ended a moment ago: by the same person, in the same session, for ten minutes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kith.record.access import actions, models
from kith.record.access.queries import facts
from kith.record.access.rules import UNDO_MINUTES, Act, Relation, Section, decide
from kith.record.access.undoing import UNDONE, undo
from kith.record.accounts.models import Team, User
from kith.record.audit.models import Event
from kith.record.notices.models import Notice

pytestmark = pytest.mark.django_db


def _user(role: str, team: Team | None = None) -> User:
    number = User.objects.count()
    return User.objects.create_user(f"{number}@example.org", name=f"User {number}", role_key=role, team=team)


@pytest.fixture
def manager() -> User:
    return _user("team_manager", Team.objects.create(name="North"))


@pytest.fixture
def person_id(manager: User) -> UUID:
    person_id = uuid4()
    actions.begin(by=manager, person_id=person_id)
    return person_id


@pytest.fixture
def rows(manager: User, person_id: UUID) -> dict[str, tuple[str, models.Row]]:
    """One open row of each kind that can be ended, with the address that ends it."""
    reviewer, guest = _user("independent_reviewing_officer"), _user("area_authority_guest")
    relation = actions.allocate(by=manager, person_id=person_id, user=reviewer, kind="reviewing")
    day = timezone.localdate()
    share = actions.share_with_guest(
        by=manager, person_id=person_id, guest=guest, sections=[Section.RECORD], until_on=day
    )[0]
    kept = actions.keep_from(by=manager, person_id=person_id, user=_user("practitioner"), reason="A cousin")
    restriction = actions.restrict(by=manager, person_id=person_id, reason="safety", named=[reviewer])
    name = restriction.names.get(user=reviewer)
    base = f"/access/{person_id}"
    return {
        "relation": (f"{base}/relations/{relation.pk}/end/", relation),
        "share": (f"{base}/shares/{share.pk}/end/", share),
        "kept_from": (f"{base}/kept-from/{kept.pk}/lift/", kept),
        "name": (f"{base}/names/{name.pk}/end/", name),
        "restriction": (f"{base}/restrictions/{restriction.pk}/lift/", restriction),
    }


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _is_open(row: models.Row) -> bool:
    row.refresh_from_db()
    return getattr(row, "ended_at", None) is None and getattr(row, "lifted_at", None) is None


@pytest.mark.parametrize("key", UNDONE)
def test_what_was_just_ended_is_open_again_as_it_was(
    key: str, rows: dict[str, tuple[str, models.Row]], manager: User, person_id: UUID
) -> None:
    client, (address, row) = _client(manager), rows[key]
    before = {field.attname: getattr(row, field.attname) for field in row._meta.local_fields}
    assert client.post(address, {"reason": "Over"}).status_code == 302
    assert not _is_open(row)
    assert f"/access/{person_id}/undo/" in client.get(f"/access/{person_id}/").content.decode()
    assert client.post(f"/access/{person_id}/undo/").status_code == 302
    assert _is_open(row)
    assert {field.attname: getattr(row, field.attname) for field in row._meta.local_fields} == before
    assert Event.objects.filter(action="access.undone", person_id=person_id, user_id=manager.pk).count() == 1
    assert "/undo/" not in client.get(f"/access/{person_id}/").content.decode()


def test_undoing_tells_those_whose_relation_is_back(
    rows: dict[str, tuple[str, models.Row]], manager: User, person_id: UUID
) -> None:
    client, (address, relation) = _client(manager), rows["relation"]
    client.post(address)
    assert Relation.REVIEWING not in facts(relation.user, person_id).relations
    client.post(f"/access/{person_id}/undo/")
    assert Relation.REVIEWING in facts(relation.user, person_id).relations
    assert list(Notice.objects.filter(user=relation.user).order_by("made_at").values_list("kind", flat=True)) == [
        "allocated",
        "relation_ended",
        "allocated",
    ]


@pytest.mark.parametrize("key", UNDONE)
def test_it_is_too_late_after_ten_minutes_and_never_somebody_elses_to_undo(
    key: str, rows: dict[str, tuple[str, models.Row]], manager: User, person_id: UUID
) -> None:
    address, row = rows[key]
    _client(manager).post(address, {"reason": "Over"})
    with pytest.raises(ValidationError, match="no longer"):
        undo(by=_user("team_manager"), row=row)
    word = UNDONE[key][1]
    then = timezone.now() - timedelta(minutes=UNDO_MINUTES, seconds=1)
    type(row).objects.update(made_at=then)
    type(row).objects.filter(**{f"{word}_at__isnull": False}).update(**{f"{word}_at": then})
    with pytest.raises(ValidationError, match="no longer"):
        undo(by=manager, row=row)
    assert not _is_open(row)


def test_another_session_of_the_same_person_has_nothing_to_undo(
    rows: dict[str, tuple[str, models.Row]], manager: User, person_id: UUID
) -> None:
    address, row = rows["share"]
    _client(manager).post(address)
    other = _client(manager)
    assert "/undo/" not in other.get(f"/access/{person_id}/").content.decode()
    other.post(f"/access/{person_id}/undo/")
    assert not _is_open(row)


def test_what_was_done_anew_meanwhile_is_not_doubled(
    rows: dict[str, tuple[str, models.Row]], manager: User, person_id: UUID
) -> None:
    client, (address, relation) = _client(manager), rows["relation"]
    client.post(address)
    actions.allocate(by=manager, person_id=person_id, user=relation.user, kind="reviewing")
    client.post(f"/access/{person_id}/undo/")
    assert not _is_open(relation)
    assert not Event.objects.filter(action="access.undone").exists()


def test_undoing_never_opens_a_record_to_whoever_may_not_change_it_now(
    rows: dict[str, tuple[str, models.Row]], manager: User, person_id: UUID
) -> None:
    client, (address, row) = _client(manager), rows["restriction"]
    client.post(address, {"reason": "Over"})
    actions.keep_from(by=_user("team_manager"), person_id=person_id, user=manager, reason="A cousin")
    assert client.post(f"/access/{person_id}/undo/").status_code == 404
    assert not _is_open(row)
    assert not decide(facts(manager, person_id), Section.IDENTITY, Act.READ).allowed
