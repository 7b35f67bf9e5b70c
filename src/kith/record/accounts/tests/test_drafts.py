"""Drafts are kept for their writer, form and subject, and for nobody and nothing else."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kith.record.accounts import drafts, presence, sealing
from kith.record.accounts.models import Draft, Presence

SUBJECTS = (UUID(int=1), UUID(int=2), None)
TEXT = [("note", "What Sam said"), ("harms", "criminal"), ("harms", "sexual")]


@pytest.fixture
def two(make):
    return make(email="one@council.example"), make(email="two@council.example")


def keep(user, form="note", subject=SUBJECTS[0], fields=TEXT, version=0):
    return drafts.keep(user=user, form_key=form, subject_id=subject, fields=fields, version=version)


def restore(user, form="note", subject=SUBJECTS[0]):
    return drafts.restore(user=user, form_key=form, subject_id=subject)


def test_a_draft_comes_back_as_it_was_typed(two):
    keep(two[0])
    assert restore(two[0]).fields == TEXT


def test_a_draft_never_shows_for_another_user_form_or_subject(two):
    places = list(itertools.product(two, ("note", "contact"), SUBJECTS))
    for place in places:
        keep(*place, fields=[("where", f"{place[0].pk} {place[1]} {place[2]}")])
    for place in places:
        assert restore(*place).fields == [("where", f"{place[0].pk} {place[1]} {place[2]}")]
        drafts.drop(user=place[0], form_key=place[1], subject_id=place[2])
        assert restore(*place) is None
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("field", ["user", "form_key", "subject_id"])
def test_a_row_moved_in_the_database_does_not_open(two, field):
    keep(two[0])
    Draft.objects.update(**{field: {"user": two[1], "form_key": "contact", "subject_id": SUBJECTS[1]}[field]})
    assert (
        restore(
            two[1] if field == "user" else two[0],
            *{"form_key": ["contact"]}.get(field, ["note"]),
            **({"subject": SUBJECTS[1]} if field == "subject_id" else {}),
        )
        is None
    )


def test_what_is_typed_is_not_in_the_database_in_clear(two):
    keep(two[0])
    assert "Sam" not in str(Draft.objects.values().get())


def test_two_windows_do_not_overwrite_each_other(two):
    first = keep(two[0])
    second = keep(two[0], fields=[("note", "longer")], version=first.version)
    with pytest.raises(drafts.Stale):
        keep(two[0], fields=[("note", "older")], version=first.version)
    with pytest.raises(drafts.Stale):
        keep(two[0], fields=[("note", "new window")])
    assert restore(two[0]) == second


def test_a_message_under_way_does_not_bring_a_saved_draft_back(two):
    kept = keep(two[0])
    drafts.drop(user=two[0], form_key="note", subject_id=SUBJECTS[0])
    with pytest.raises(drafts.Stale):
        keep(two[0], version=kept.version)
    assert restore(two[0]) is None


def test_a_draft_is_gone_after_thirty_days(two):
    keep(two[0])
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))
    assert restore(two[0]) is None
    assert drafts.drop_old() == 1


def test_drafts_about_someone_erased_are_dropped(two):
    for user in two:
        keep(user)
    keep(two[0], subject=SUBJECTS[1])
    assert drafts.drop_about(SUBJECTS[0]) == 2


def test_a_changed_key_still_opens_what_the_earlier_one_sealed(two, settings):
    keep(two[0])
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"  # noqa: S105 - a test's
    assert restore(two[0]).fields == TEXT
    settings.SECRET_KEY_FALLBACKS = []
    assert restore(two[0]) is None


def test_what_was_altered_does_not_open():
    sealed = sealing.seal("text", about="a")
    altered = sealed[:-6] + ("AAAA" if sealed[-6:-2] != "AAAA" else "BBBB") + sealed[-2:]
    for wrong, about in ((altered, "a"), (sealed, "b")):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(wrong, about=about)


@pytest.fixture
def signed(two):
    """Each of the two, signed in, with the address of their own draft."""
    clients = []
    for user in two:
        client = Client()
        client.force_login(user)
        session = client.session
        session["kith.factor"] = "ours"
        session.save()
        clients.append((client, f"/account/drafts/{drafts.address(user, 'note', SUBJECTS[0])}/"))
    return clients


def send(client, address, fields=TEXT, version=0):
    return client.post(address, json.dumps({"fields": fields, "version": version}), content_type="application/json")


def test_a_page_keeps_gets_and_drops_its_draft(signed):
    client, address = signed[0]
    assert client.get(address).status_code == 204
    assert send(client, address).json()["version"] == 1
    assert [tuple(pair) for pair in client.get(address).json()["fields"]] == TEXT
    assert send(client, address, version=0).status_code == 409
    client.delete(address)
    assert client.get(address).status_code == 204


def test_the_address_of_a_draft_opens_for_its_owner_alone(signed):
    (one, address), (two, _own) = signed
    send(one, address)
    for method in ("get", "post", "delete"):
        assert getattr(two, method)(address).status_code == 404
    assert one.get(address).status_code == 200
    assert one.get(address[:-3] + "xx/").status_code == 404


def test_a_draft_outlives_a_lost_session(signed, two):
    client, address = signed[0]
    send(client, address)
    client.logout()
    assert send(client, address, version=1).status_code == 302
    client.force_login(two[0])
    session = client.session
    session["kith.factor"] = "ours"
    session.save()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"fields": 3, "version": 0}', '{"fields": [["a"]], "version": 0}', "\x00"]
)
def test_nonsense_is_refused_quietly(signed, body):
    client, address = signed[0]
    assert client.post(address, body, content_type="application/json").status_code == 400


def test_a_draft_has_a_largest_size(signed):
    client, address = signed[0]
    assert send(client, address, [("note", "x" * 200_001)]).status_code == 400


def may(user, subject_id):
    """Stands for `access`: nobody whose name says so may see."""
    return not user.name.startswith("Kept away")


def here(client, user, subject):
    return client.post(f"/account/here/{presence.address(user, subject)}/").content.decode()


def test_people_on_one_record_are_told_of_each_other(signed, two, settings):
    settings.MAY_SEE_SUBJECT = f"{__name__}.may"
    subject, (one, other) = uuid4(), (signed[0][0], signed[1][0])
    two[1].name = "Olive Other"
    two[1].save()
    assert here(one, two[0], subject).strip() == ""
    assert here(other, two[1], subject).count("Sam One") == 1
    assert "Olive Other" in here(one, two[0], subject)
    assert here(one, two[0], uuid4()).strip() == ""
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert here(one, two[0], subject).strip() == ""


def test_who_may_not_see_the_record_is_neither_told_nor_told_of(signed, two, settings):
    settings.MAY_SEE_SUBJECT = f"{__name__}.may"
    subject = uuid4()
    two[1].name = "Kept away"
    two[1].save()
    here(signed[0][0], two[0], subject)
    assert here(signed[1][0], two[1], subject).strip() == ""
    Presence.objects.create(user=two[1], subject_id=subject)
    assert here(signed[0][0], two[0], subject).strip() == ""


def test_where_nobody_says_who_may_see_nobody_is_shown(signed, two, settings):
    settings.MAY_SEE_SUBJECT = ""
    subject = uuid4()
    Presence.objects.create(user=two[1], subject_id=subject)
    assert here(signed[0][0], two[0], subject).strip() == ""


def test_the_address_of_presence_opens_for_its_owner_alone(signed, two):
    assert signed[1][0].post(f"/account/here/{presence.address(two[0], uuid4())}/").status_code == 404
