"""The last one named on a restricted record: warned of, refused, told of, and handed on by someone who reads none of it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kith.record.access import actions, handing
from kith.record.access.models import Named, Restriction
from kith.record.access.queries import facts
from kith.record.access.rules import Act, Section, decide
from kith.record.accounts import actions as accounts
from kith.record.accounts.models import Team, User
from kith.record.audit.models import Event
from kith.record.notices.models import Notice

pytestmark = pytest.mark.django_db


def _user(role: str, team: Team | None = None) -> User:
    number = User.objects.count()
    return User.objects.create_user(f"{number}@example.org", name=f"User {number}", role_key=role, team=team)


@pytest.fixture
def team() -> Team:
    return Team.objects.create(name="North")


@pytest.fixture
def manager(team: Team) -> User:
    return _user("team_manager", team)


@pytest.fixture
def admin() -> User:
    return _user("administrator")


@pytest.fixture
def officer() -> User:
    return _user("data_protection_officer")


@pytest.fixture
def person_id(team: Team, manager: User) -> UUID:
    person_id = uuid4()
    actions.begin(by=_user("practitioner", team), person_id=person_id)
    return person_id


@pytest.fixture
def restriction(manager: User, person_id: UUID) -> Restriction:
    """A record on which the manager alone is named."""
    return actions.restrict(by=manager, person_id=person_id, reason="safety")


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_closing_the_only_account_named_is_refused_until_another_is_named(
    restriction: Restriction, manager: User, admin: User
) -> None:
    with pytest.raises(ValidationError) as refused:
        accounts.close_account(by=admin, user=manager)
    assert refused.value.code == "only_named"
    manager.refresh_from_db()
    assert manager.is_active
    assert not Event.objects.filter(action="account.closed").exists()
    actions.name(by=manager, restriction=restriction, user=_user("practitioner"))
    accounts.close_account(by=admin, user=manager)
    assert not handing.nobody_left().exists()


def test_a_page_warns_and_closes_at_once_only_when_asked_again_and_tells_whoever_handles_rights(
    restriction: Restriction, manager: User, admin: User, officer: User
) -> None:
    client, address = _client(admin), f"/account/people/{manager.pk}/close/"
    warned = client.post(address)
    assert warned.status_code == 409
    assert "only one left" in warned.content.decode()
    assert str(restriction.person_id) not in warned.content.decode()
    assert User.objects.get(pk=manager.pk).is_active
    assert client.post(address, {"anyway": "yes"}).status_code == 302
    assert not User.objects.get(pk=manager.pk).is_active
    notice = Notice.objects.get(user=officer)
    assert (notice.kind, notice.subject_id, notice.urgent) == ("nobody_named", restriction.pk, True)
    assert list(handing.nobody_left()) == [restriction]


def test_an_account_that_is_named_nowhere_alone_closes_without_a_word(manager: User, admin: User) -> None:
    assert _client(admin).post(f"/account/people/{manager.pk}/close/").status_code == 302
    assert not User.objects.get(pk=manager.pk).is_active


def test_a_role_that_sees_no_records_is_not_given_to_the_only_one_named(
    restriction: Restriction, manager: User, admin: User
) -> None:
    with pytest.raises(ValidationError, match="only one left"):
        accounts.change_account(by=admin, user=manager, role_key="analyst")
    manager.refresh_from_db()
    accounts.change_account(by=admin, user=manager, role_key="practitioner")
    assert manager.role_key == "practitioner"


def test_a_role_whose_work_does_not_open_the_record_is_not_given_to_the_only_one_named_either(
    restriction: Restriction, manager: User, admin: User
) -> None:
    """An independent reviewing officer sees records, but this one only if they review the young person."""
    with pytest.raises(ValidationError, match="only one left"):
        accounts.change_account(by=admin, user=manager, role_key="independent_reviewing_officer")
    manager.refresh_from_db()
    assert manager.role_key == "team_manager"
    actions.name(by=manager, restriction=restriction, user=_user("practitioner"))
    accounts.change_account(by=admin, user=manager, role_key="independent_reviewing_officer")


def test_a_new_role_that_takes_nothing_away_is_given(restriction: Restriction, manager: User, admin: User) -> None:
    """Their work opened nothing before, so that nothing is lost."""
    User.objects.filter(pk=manager.pk).update(team=None)
    manager.refresh_from_db()
    accounts.change_account(by=admin, user=manager, role_key="independent_reviewing_officer")
    assert manager.role_key == "independent_reviewing_officer"


@pytest.mark.parametrize("why", ["closed", "ended", "other_role", "kept_from"])
def test_names_that_open_nothing_any_longer_do_not_count(
    why: str, restriction: Restriction, manager: User, admin: User
) -> None:
    other = _user("practitioner")
    named = actions.name(by=manager, restriction=restriction, user=other)
    assert not handing.only_named(manager).exists()
    if why == "closed":
        User.objects.filter(pk=other.pk).update(is_active=False)
    elif why == "ended":
        actions.unname(by=manager, named=named)
    elif why == "other_role":
        User.objects.filter(pk=other.pk).update(role_key="analyst")
    else:
        actions.keep_from(by=manager, person_id=restriction.person_id, user=other, reason="A cousin")
    assert list(handing.only_named(manager)) == [restriction]


def test_a_lifted_restriction_needs_nobody(restriction: Restriction, manager: User) -> None:
    actions.lift_restriction(by=manager, restriction=restriction, reason="Over")
    assert not handing.only_named(manager).exists()


def test_the_last_open_account_is_not_taken_off_the_names(restriction: Restriction, manager: User) -> None:
    other = _user("practitioner")
    actions.name(by=manager, restriction=restriction, user=other)
    User.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="Name someone else"):
        actions.unname(by=manager, named=Named.objects.get(user=manager))


def test_whoever_handles_rights_names_a_manager_whose_work_opens_the_record_and_sees_no_person(
    restriction: Restriction, manager: User, team: Team, admin: User, officer: User
) -> None:
    accounts.close_account(by=admin, user=manager, anyway=True)
    successor, cousin, stranger = _user("team_manager", team), _user("team_manager", team), _user("team_manager")
    actions.keep_from(by=manager, person_id=restriction.person_id, user=cousin, reason="A cousin")
    assert handing.successors(restriction) == [successor]
    client, address = _client(officer), f"/access/nobody-named/{restriction.pk}/"
    listed = client.get("/access/nobody-named/").content.decode()
    assert address in listed
    page = client.get(address).content.decode()
    assert str(restriction.person_id) not in listed + page
    assert successor.name in page
    for wrong in (stranger, cousin, manager):
        assert wrong.name not in page
        assert client.post(address, {"user": wrong.pk}).status_code == 200
    assert list(handing.nobody_left()) == [restriction]
    assert client.post(address, {"user": successor.pk}).status_code == 302
    assert decide(facts(successor, restriction.person_id), Section.IDENTITY, Act.WRITE).allowed
    assert Notice.objects.get(user=successor, kind="named").subject_id == restriction.person_id
    event = Event.objects.filter(action="access.named").latest("seq")
    assert (event.user_id, event.reason, event.person_id) == (officer.pk, "handed_over", restriction.person_id)
    assert client.get(address).status_code == 404
    with pytest.raises(ValidationError):
        handing.hand_over(by=officer, restriction=restriction, user=successor)


def test_where_nobodys_work_opens_the_record_the_page_says_what_is_needed_first(
    restriction: Restriction, manager: User, admin: User, officer: User
) -> None:
    accounts.close_account(by=admin, user=manager, anyway=True)
    page = _client(officer).get(f"/access/nobody-named/{restriction.pk}/").content.decode()
    assert "administrator has to give its team a manager" in page


@pytest.mark.parametrize("role", ["team_manager", "administrator", "practitioner"])
def test_nobody_else_hands_over(role: str, restriction: Restriction) -> None:
    client = _client(_user(role))
    for address in ("/access/nobody-named/", f"/access/nobody-named/{restriction.pk}/"):
        assert client.get(address).status_code == 404


def test_a_restriction_that_somebody_can_open_is_not_handed_over(
    restriction: Restriction, officer: User, team: Team
) -> None:
    assert _client(officer).get(f"/access/nobody-named/{restriction.pk}/").status_code == 404
    with pytest.raises(ValidationError):
        handing.hand_over(by=officer, restriction=restriction, user=_user("team_manager", team))
    assert timezone.now() > restriction.made_at
