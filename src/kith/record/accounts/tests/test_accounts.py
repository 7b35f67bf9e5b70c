"""Accounts: one role each, no superuser, and nothing reachable without signing in."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability


@pytest.mark.django_db
def test_an_account_has_one_role_and_may_only_what_that_role_may() -> None:
    user = User.objects.create_user("ada@example.org", "a long password", name="Ada", role_key="analyst")
    assert user.may(Capability.SEE_FIGURES)
    assert not user.may(Capability.READ_RECORDS)
    assert not user.has_perm("anything")


@pytest.mark.django_db
def test_an_account_without_a_known_role_is_refused() -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user("bo@example.org", "a long password", name="Bo", role_key="superuser")


def test_no_role_that_manages_accounts_or_reads_the_audit_reads_records() -> None:
    for role in ROLES.values():
        if role.may & {Capability.MANAGE_ACCOUNTS, Capability.READ_AUDIT}:
            assert Capability.READ_RECORDS not in role.may


@pytest.mark.django_db
def test_the_health_page_answers_whoever_asks_and_says_nothing_more(client: Client) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok\njobs last ran: never\n")
