"""Every address of the site × every role, over HTTP, with relations and restrictions in turn, against the declared table.

The table is docs/reference/urls.csv: each address, to whom it is open (anyone; whoever has signed in; a capability of the role;
those who may see the person's section), and its method. An address that the table does not list fails; so does a line without one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone

from kith.record.access import actions, models
from kith.record.access.queries import facts
from kith.record.access.rules import SHAREABLE, SIGHT, Act, Facts, Relation, Section, decide
from kith.record.accounts.models import Team, User
from kith.record.accounts.roles import ROLES
from kith.record.contexts.actions import WRITER as CONTEXT_WRITER
from kith.record.contexts.actions import open_context
from kith.record.contexts.actions import restrict as restrict_context
from kith.record.contexts.models import Association, Context, Named
from kith.record.contexts.queries import facts as context_facts
from kith.record.contexts.rules import decide as decide_context
from kith.record.people.actions import add_person

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parents[2] / "docs" / "reference" / "urls.csv"
REFUSED = {403, 404}
STATES = ("open", "unrelated", "restricted", "named", "kept_from", "emergency")


def _walk(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "api":  # each of its operations says whom it is open to: test_api_matrix.py
                yield from _walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


@cache
def _patterns() -> dict[str, URLPattern]:
    return dict(_walk(get_resolver().url_patterns))


def _table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


ROWS = _table()


def test_the_table_lists_every_address_and_no_other() -> None:
    assert set(ROWS) == set(_patterns())


def test_every_address_opens_for_signed_in_people_alone_unless_the_table_says_anyone() -> None:
    for name, pattern in _patterns().items():
        assert (getattr(pattern.callback, "login_required", True) is False) == (ROWS[name]["open_to"] == "anyone"), name


def test_every_address_with_a_person_in_it_is_guarded_by_the_section_that_the_table_names() -> None:
    for name, pattern in _patterns().items():
        if "person_id" not in getattr(pattern.pattern, "converters", {}):
            continue
        row = ROWS[name]
        guards = getattr(pattern.callback, "guarded_by", ())
        if row["section"]:
            assert (Section(row["section"]), Act(row["act"])) in guards, name
        else:
            assert row["open_to"] in guards, name  # opens nothing by itself: breaking the glass
        if row["open_to"] not in {"person", "signed_in", "anyone"}:
            assert row["open_to"] in guards, name


def test_every_address_with_a_context_in_it_is_guarded_as_the_table_says() -> None:
    for name, pattern in _patterns().items():
        if "context_id" not in getattr(pattern.pattern, "converters", {}):
            continue
        row, guards = ROWS[name], getattr(pattern.callback, "guarded_by", ())
        assert ("context", Act(row["act"])) in guards, name
        assert row["open_to"] == "context" or row["open_to"] in guards, name


@pytest.fixture
def manager() -> User:
    return User.objects.create_user(
        "manager@example.org", name="A manager", role_key="team_manager", team=Team.objects.create(name="North")
    )


@pytest.fixture
def world(manager: User) -> Callable[[str, str], tuple[User, UUID]]:
    """A user of a role and a person, in one state."""

    def make(role: str, state: str) -> tuple[User, UUID]:
        user = User.objects.create_user(f"{role}-{state}@example.org", name="A user", role_key=role)
        person = add_person(by=manager, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
        if state != "unrelated":
            _relate(manager, user, person.pk)
        if state in {"restricted", "named", "emergency"}:
            named = [user] if state == "named" else []
            actions.restrict(by=manager, person_id=person.pk, reason="safety", named=named)
        if state == "kept_from":
            actions.keep_from(by=manager, person_id=person.pk, user=user, reason="A cousin")
        if state == "emergency" and facts(user, person.pk).can_break_glass:
            actions.break_glass(by=user, person_id=person.pk, reason="Now", hours=1)
        return user, person.pk

    return make


def _relate(manager: User, user: User, person_id: UUID) -> None:
    """The first relation that counts for the role; for roles for which none does, allocated, which must not help."""
    relation = next(iter(SIGHT[user.role_key]), Relation.ALLOCATED)
    if relation is Relation.GUEST:
        day = timezone.localdate()
        actions.share_with_guest(by=manager, person_id=person_id, guest=user, sections=SHAREABLE, until_on=day)
    elif relation is Relation.ON_CALL:
        actions.state_reason(by=user, person_id=person_id, reason="A call")
    else:
        actions.allocate(by=manager, person_id=person_id, user=user, kind=relation.value)


def _ask(client: Client, name: str, about: UUID, of: str = "person_id") -> int:
    """The status that an address answers with; other references in it are of rows that there are not."""
    converters = getattr(_patterns()[name].pattern, "converters", {})
    values = {each: about if each == of else uuid4() for each in converters}
    address = reverse(name, kwargs=values)
    answer = client.post(address, {}) if ROWS[name]["method"] == "POST" else client.get(address)
    asks_first = answer.status_code == 302 and "/reason/" in answer["Location"]
    return 403 if asks_first else int(answer.status_code)


def _others(name: str) -> bool:
    return bool(set(getattr(_patterns()[name].pattern, "converters", {})) - {"person_id"})


def _should(row: dict[str, str], user: User, known: Facts) -> bool:
    """What the table and the policy say."""
    if row["open_to"] != "person" and row["open_to"] not in ROLES[user.role_key].may:
        return False
    return not row["section"] or decide(known, Section(row["section"]), Act(row["act"])).allowed


ABOUT = [name for name, row in ROWS.items() if row["section"]]
BY_ROLE = [
    name
    for name, row in ROWS.items()
    if row["open_to"] not in {"anyone", "signed_in", "person", "context"} and not row["section"]
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_person_opens_to_whom_the_table_and_the_policy_say(
    role: str, state: str, world: Callable[[str, str], tuple[User, UUID]], pytestconfig: pytest.Config
) -> None:
    user, person_id = world(role, state)
    client, known = Client(), facts(user, person_id)
    client.force_login(user)
    # Pairwise: every address meets every role and, over the roles, every state; in the long tier every role, address and state.
    turn = list(ROLES).index(role) + STATES.index(state)
    for place, name in enumerate(ABOUT):
        if not pytestconfig.getoption("--long") and (place + turn) % len(STATES):
            continue
        status = _ask(client, name, person_id)
        if not _should(ROWS[name], user, known):
            assert status in REFUSED, name
        elif not _others(name) and name not in NOT_FOR_ALL:
            assert status not in REFUSED, name


def _context(manager: User, role: str, state: str) -> tuple[User, UUID]:
    """A user of a role and a context in one state; to it a young person is tied, to whom the user stands in their first relation."""
    team = Team.objects.create(name=f"{role} {state}")
    user = User.objects.create_user(f"{role}-{state}@example.org", name="A user", role_key=role, team=team)
    context = open_context(by=manager, row=Context(name="The station", kind="transport_hub", team_id=manager.team_id))
    if state != "unrelated":
        person = add_person(by=manager, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
        _relate(manager, user, person.pk)
        tie = Association(person=person, context=context, role="visits", purpose="own_safety", source="school")
        CONTEXT_WRITER.add(by=manager, row=tie)
        Context.objects.filter(pk=context.pk).update(team=team, lead=user)  # whoever leads: it must not help every role
    if state in {"restricted", "named"}:
        restrict_context(by=manager, context=context, why_so="Safety", named=[_namable(team)])
        if state == "named":
            Named.objects.create(context=context, user=user)
    return user, context.pk


def _namable(team: Team) -> User:
    return User.objects.create_user(f"named-{team.pk}@example.org", name="Named", role_key="team_manager", team=team)


ABOUT_CONTEXT = [name for name, row in ROWS.items() if row["act"] and not row["section"]]


@pytest.mark.parametrize("state", ["open", "unrelated", "restricted", "named"])
@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_context_opens_to_whom_the_table_and_the_rules_say(role: str, state: str, manager: User) -> None:
    user, context_id = _context(manager, role, state)
    client, known = Client(), context_facts(user, context_id)
    client.force_login(user)
    turn = list(ROLES).index(role) + len(state)
    for place, name in enumerate(ABOUT_CONTEXT):
        if state in {"unrelated", "named"} and (place + turn) % 4:
            continue
        row = ROWS[name]
        may = row["open_to"] == "context" or row["open_to"] in ROLES[role].may
        status = _ask(client, name, context_id, of="context_id")
        if not may or not decide_context(known, Act(row["act"])).allowed:
            assert status == 404, name
        elif set(_patterns()[name].pattern.converters) == {"context_id"}:
            assert status == 200, name


NOT_FOR_ALL = {"access:state_reason", "people:picture"}  # for on-call workers alone; there is none without a photo


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_capability_opens_to_the_roles_that_have_it(role: str) -> None:
    user = User.objects.create_user(f"{role}@example.org", name="A user", role_key=role)
    client = Client()
    client.force_login(user)
    for name in BY_ROLE:
        if "person_id" in getattr(_patterns()[name].pattern, "converters", {}):
            continue
        status = _ask(client, name, uuid4())
        if ROWS[name]["open_to"] not in ROLES[role].may:
            assert status in REFUSED, name
        elif not _others(name):
            assert status not in REFUSED, name


def test_breaking_the_glass_is_asked_of_those_who_may(manager: User) -> None:
    for role in ROLES:
        user = User.objects.create_user(f"{role}@example.org", name="A user", role_key=role)
        client = Client()
        client.force_login(user)
        status = client.get(reverse("access:break_glass", args=[uuid4()])).status_code
        assert (status == 200) == ("break_glass" in ROLES[role].may)
    assert not models.Glass.objects.exists()


def test_nothing_answers_whoever_has_not_signed_in() -> None:
    dummies = {"number": 1, "token": "x", "pk": 1}
    for name, pattern in _patterns().items():
        if ROWS[name]["open_to"] == "anyone":
            continue
        converters = getattr(pattern.pattern, "converters", {})
        try:
            address = reverse(name, kwargs={each: dummies.get(each, uuid4()) for each in converters})
        except NoReverseMatch:  # a part of the address stands in the pattern around it
            address = reverse(name, kwargs={"pk": 1})
        answer = Client().get(address)
        assert answer.status_code in {302, 404, 405}, name
        if answer.status_code == 302:
            assert "/account/" in answer["Location"], name
