"""What the site does by itself does it, and says so to those who must know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.record.accounts.actions import make_account
from kith.record.accounts.models import Draft, Team, User
from kith.record.audit import reading
from kith.record.audit.actions import Actor
from kith.record.audit.verifying import Break, How, Verdict
from kith.record.moments.actions import add as add_moment
from kith.record.moments.models import Missing
from kith.record.notices.models import Notice
from kith.record.people.actions import add_person
from kith.record.people.loading import generate
from kith.record.people.models import Involvement, Person
from kith.record.plans.actions import add
from kith.record.plans.models import Action
from kith.site.config import background


def user(role_key: str):
    return make_account(by=Actor.system("test"), email=f"{role_key}@example.org", name=role_key, role_key=role_key)


def test_the_setting_names_the_jobs(settings) -> None:
    assert import_string(settings.JOBS) is background.JOBS
    assert len({job.key for job in background.JOBS}) == len(background.JOBS)


def test_drafts_and_sessions_that_are_over_go_and_others_stay(db) -> None:
    now, worker = timezone.now(), user("practitioner")
    for days, key in ((31, "old"), (1, "new")):
        Draft.objects.create(user=worker, form_key=key, sealed="x", saved_at=now - timedelta(days=days))
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=15 - days))
    assert background.drop_drafts() == 1
    assert background.end_sessions() == 1
    assert [draft.form_key for draft in Draft.objects.all()] == ["new"]
    assert [session.session_key for session in Session.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_a_whole_chain_is_counted(settings, tmp_path) -> None:
    settings.AUDIT_WITNESS = tmp_path / "witness"
    user("data_protection_officer")
    events = background.verify_audit()
    assert events >= 1
    assert not Notice.objects.exists()


def test_a_broken_chain_fails_and_is_told_once_to_the_data_protection_officer(db, monkeypatch) -> None:
    officer, admin = user("data_protection_officer"), user("administrator")
    monkeypatch.setattr(reading, "verify", lambda: Verdict(events=2, breaks=[Break(1, 1, How.CHANGED)]))
    for _ in range(2):
        with pytest.raises(background.ChainBroken):
            background.verify_audit()
    assert [(each.kind, each.urgent) for each in Notice.objects.filter(user=officer)] == [("chain_broken", True)]
    assert not Notice.objects.filter(user=admin).exists()


def test_what_has_been_kept_long_enough_is_counted_and_told_and_nothing_is_erased(db) -> None:
    officer = user("data_protection_officer")
    (person_id,) = generate(1)
    assert background.count_what_may_go() == 0
    assert not Notice.objects.exists()
    long_ago = timezone.localdate().replace(year=1900, day=1)
    Person.objects.filter(pk=person_id).update(born_on=long_ago)
    Involvement.objects.update(from_on=long_ago, to_on=long_ago)
    assert background.count_what_may_go() == 1
    assert [each.kind for each in Notice.objects.filter(user=officer)] == ["retention_due"]
    assert Person.objects.filter(pk=person_id).exists()


# What is due, once a day


@pytest.fixture
def north(db) -> Team:
    return Team.objects.create(name="North")


def worker_of(team: Team, name: str, language: str = "en") -> User:
    return User.objects.create_user(
        f"{name}@example.org", name=name, role_key="practitioner", team=team, language=language
    )


def with_work(worker: User, *, missing: bool = False) -> Person:
    """A young person of theirs with an action that was due yesterday."""
    person = add_person(by=worker, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    today = timezone.localdate()
    before = today - timedelta(days=3)
    add(by=worker, row=Action(person=person, what="Walks to school", target="peers", aim="recover", from_on=before,
                              due_on=today - timedelta(days=1)))  # fmt: skip
    if missing:
        add_moment(by=worker, row=Missing(person=person, kind="missing", from_on=today))
    return person


def at_seven(capture) -> tuple[int, list]:
    """What the job of the morning did, and the letters that it sent."""
    mail.outbox.clear()
    with capture(execute=True):
        told = background.tell_what_is_due()
    return told, list(mail.outbox)


def test_a_digest_goes_once_a_day_by_email_in_the_readers_language_and_names_nobody(
    north: Team, settings, django_capture_on_commit_callbacks
) -> None:
    settings.MAIL_WORKS = True
    reader, welsh, idle = worker_of(north, "one"), worker_of(north, "two", "cy"), worker_of(north, "three")
    people = [with_work(reader, missing=True), with_work(welsh)]
    told, letters = at_seven(django_capture_on_commit_callbacks)
    assert (told, {letter.to[0] for letter in letters}) == (2, {reader.email, welsh.email})
    said = {letter.to[0]: letter.body for letter in letters}
    assert "1 thing cannot wait" in said[reader.email]
    assert "1 thing is overdue" in said[reader.email]
    assert "For 1 young person of yours" in said[reader.email]
    assert "cannot wait" not in said[welsh.email]
    assert "overdue" not in said[welsh.email]
    values = ["Jess", "Birch", "school", str(timezone.localdate().year), *(str(one.pk) for one in people)]
    assert [word for word in values for letter in letters if word in letter.subject + letter.body] == []
    assert at_seven(django_capture_on_commit_callbacks) == (0, [])  # a second try of the same day tells nobody twice
    assert not Notice.objects.filter(user=idle).exists()


def test_a_digest_that_nobody_read_is_renewed_the_next_day_and_not_doubled(
    north: Team, settings, django_capture_on_commit_callbacks
) -> None:
    settings.MAIL_WORKS = True
    reader, other = worker_of(north, "one"), worker_of(north, "two")
    with_work(reader), with_work(other)
    at_seven(django_capture_on_commit_callbacks)
    digests = Notice.objects.filter(kind="digest")
    digests.update(made_at=timezone.now() - timedelta(days=1))
    digests.filter(user=other).update(read_at=timezone.now())
    told, letters = at_seven(django_capture_on_commit_callbacks)
    assert (told, len(letters)) == (2, 2)
    assert (digests.filter(user=reader).count(), digests.filter(user=other).count()) == (1, 2)


@pytest.mark.parametrize(("works", "wanted"), [(True, False), (False, True)])
def test_a_digest_stays_on_the_page_where_no_email_is_wanted_or_none_is_set_up(
    north: Team, settings, django_capture_on_commit_callbacks, works: bool, wanted: bool
) -> None:
    settings.MAIL_WORKS, settings.DIGEST_MAIL = works, wanted
    with_work(worker_of(north, "one"))
    assert at_seven(django_capture_on_commit_callbacks) == (1, [])
    assert Notice.objects.filter(kind="digest").count() == 1


def test_what_cannot_wait_goes_at_once_and_not_with_the_digest(
    north: Team, settings, django_capture_on_commit_callbacks
) -> None:
    settings.MAIL_WORKS, settings.DIGEST_MAIL = True, False
    reader, colleague = worker_of(north, "one"), worker_of(north, "two")
    person = with_work(reader)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        add_moment(by=colleague, row=Missing(person=person, kind="missing", from_on=timezone.localdate()))
    assert [letter.to for letter in mail.outbox] == [[reader.email]]
