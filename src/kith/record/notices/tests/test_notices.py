"""Notices: one's own alone, without a word about a person, and by email only where it cannot wait."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kith.record.accounts.models import User
from kith.record.notices.actions import tell
from kith.record.notices.kinds import KINDS
from kith.record.notices.models import Notice
from kith.record.notices.queries import unread_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ada@example.org", name="Ada", role_key="team_manager")


def test_everyone_reads_their_own_notices_and_marks_them_as_read(user: User) -> None:
    other = User.objects.create_user("bo@example.org", name="Bo", role_key="practitioner")
    tell(user, kind="glass_broken", subject_id=uuid4(), urgent=True)
    tell(other, kind="glass_agreed", subject_id=uuid4())
    client = Client()
    client.force_login(user)
    shown = client.get(reverse("notices:mine")).content.decode()
    assert str(KINDS["glass_broken"].says) in shown
    assert str(KINDS["glass_agreed"].says) not in shown
    client.post(reverse("notices:read"))
    assert (unread_count(user), unread_count(other)) == (0, 1)


def test_a_kind_without_a_sentence_is_refused(user: User) -> None:
    with pytest.raises(ValueError, match="do not know this kind"):
        tell(user, kind="something", subject_id=uuid4())
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("urgent", "works", "sent"), [(True, True, 1), (False, True, 0), (True, False, 0)])
def test_only_an_urgent_notice_goes_by_email_with_no_reference_in_it(
    user: User,
    settings: Settings,
    django_capture_on_commit_callbacks: Any,
    urgent: bool,
    works: bool,
    sent: int,
) -> None:
    settings.MAIL_WORKS = works
    subject_id = uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        tell(user, kind="glass_broken", subject_id=subject_id, urgent=urgent)
    assert len(mail.outbox) == sent
    for letter in mail.outbox:
        assert letter.to == ["ada@example.org"]
        assert "A record was opened in an emergency" in letter.body
        assert str(subject_id) not in letter.body


def test_every_kind_has_a_sentence_with_no_place_for_a_value() -> None:
    for kind in KINDS.values():
        assert str(kind.says)
        assert "%" not in str(kind.says)
        assert "{" not in str(kind.says)
