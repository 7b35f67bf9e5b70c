"""What the site does by itself does it, and says so to those who must know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.record.accounts.actions import make_account
from kith.record.accounts.models import Draft
from kith.record.audit import reading
from kith.record.audit.actions import Actor
from kith.record.audit.verifying import Break, How, Verdict
from kith.record.notices.models import Notice
from kith.record.people.loading import generate
from kith.record.people.models import Involvement, Person
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


@pytest.mark.django_db
def test_whoever_has_something_due_is_told_once_until_they_read_it() -> None:
    from django.utils import timezone

    from kith.record.accounts.models import Team, User
    from kith.record.notices.models import Notice
    from kith.record.people.actions import add_person
    from kith.record.plans.actions import add
    from kith.record.plans.models import Action
    from kith.site.config.background import tell_what_is_due

    team = Team.objects.create(name="North")
    worker, other = (
        User.objects.create_user(f"{name}@example.org", name=name, role_key="practitioner", team=team)
        for name in ("one", "two")
    )
    assert tell_what_is_due() == 0
    person = add_person(by=worker, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    today = timezone.localdate()
    add(by=worker, row=Action(person=person, what="x", target="peers", aim="recover", from_on=today, due_on=today))
    assert (tell_what_is_due(), tell_what_is_due()) == (1, 0)
    assert list(Notice.objects.filter(kind="digest").values_list("user", flat=True)) == [worker.pk]
    Notice.objects.update(read_at=timezone.now())
    assert tell_what_is_due() == 1
    assert not Notice.objects.filter(user=other, kind="digest").exists()
