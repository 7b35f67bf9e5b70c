"""What a context's pages tell of harm: what the viewer may see, of whose tie is held today, and not a word of anybody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.record.access.actions import restrict
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.contexts.models import Association, Context
from kith.record.harms.actions import add_episode, add_role, record_concern
from kith.record.moments.actions import WRITER as MOMENTS
from kith.record.moments.models import Moment
from kith.record.people.merging import merge
from kith.record.people.models import Person
from kith.record.rows.words import label

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
Tied, New, SignedIn = Callable[..., Context], Callable[..., Person], Callable[[User], Client]


def _text(client: Client, name: str, context: Context) -> str:
    answer = client.get(reverse(f"contexts:{name}", args=[context.pk]))
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def _links(client: Client, name: str, context: Context) -> list[str]:
    return re.findall(r'href="(/(?:people|episodes)/[^"]+)"', client.get(reverse(f"contexts:{name}", args=[context.pk])).content.decode())  # fmt: skip


def _happens(worker: User, context: Context, person: Person, *kinds: str, ends: date | None = None) -> None:
    """A concern a kind, an episode and a critical moment in a context."""
    shared = {"setting": "outside", "noticed_on": DAY, "to_on": ends}
    record_concern(
        by=worker, person_id=person.pk, kinds=kinds, answers={}, on=DAY, shared=shared, contexts=[context.pk]
    )
    add_episode(by=worker, person_id=person.pk, role="harmed", harm="gang", what="Zqa fight", from_on=DAY, context_id=context.pk)  # fmt: skip
    MOMENTS.add(
        by=worker, row=Moment(person=person, kind="injury", from_on=DAY, context=context, place="Zqby the steps")
    )


def test_a_context_tells_its_episodes_harms_and_moments_and_who_is_affected(
    worker: User, jess: Person, sam: Person, tied: Tied, signed_in: SignedIn
) -> None:
    park, client = tied("Elm Park", jess, sam, lead=worker), signed_in(worker)
    _happens(worker, park, jess, "cce", "gang")
    shown = _text(client, "context", park)
    assert "Harm that lives here, as far as you may see Child criminal exploitation: 1 young person" in shown
    assert "JB Child criminal exploitation, Harm linked to" in shown
    assert shown.index("JB") < shown.index("SA")  # whoever is affected comes first
    told = _text(client, "history", park)
    for words in ("Zqa fight", "Zqby the steps", "Harm was noticed: Child criminal exploitation, JB", "Injury"):
        assert words in told, words
    assert "Jess" not in shown + told
    assert reverse("moments:moments", args=[jess.pk]) in _links(client, "history", park)


def test_a_harm_that_has_ended_is_told_in_the_history_and_lives_there_no_more(
    worker: User, jess: Person, tied: Tied, signed_in: SignedIn
) -> None:
    park, client = tied("Elm Park", jess, lead=worker), signed_in(worker)
    _happens(worker, park, jess, "gang", ends=DAY + timedelta(days=1))
    assert "Harm that lives here, as far as you may see" not in _text(client, "context", park)
    assert "No longer live: Harm linked to" in _text(client, "history", park)


def test_nobody_restricted_leaks_by_a_gap_or_a_count(
    worker: User, manager: User, jess: Person, sam: Person, tied: Tied, signed_in: SignedIn
) -> None:
    full, spare = tied("Elm Park", jess, sam, lead=worker), tied("Elm Park", jess, lead=worker)
    for park in (full, spare):
        _happens(worker, park, jess, "cce")
    _happens(worker, full, sam, "cce", "cse")
    restrict(by=manager, person_id=sam.pk, reason="safety", named=[manager])
    client = signed_in(worker)
    for page in ("context", "history"):
        assert _text(client, page, full) == _text(client, page, spare), page
        assert len(_links(client, page, full)) == len(_links(client, page, spare)), page
    assert "SA" in _text(signed_in(manager), "context", full)


def test_an_expired_tie_takes_with_it_whatever_names_its_person(
    worker: User, jess: Person, tied: Tied, signed_in: SignedIn
) -> None:
    park, client = tied("Elm Park", jess, lead=worker), signed_in(worker)
    _happens(worker, park, jess, "cce")
    yesterday = timezone.localdate() - timedelta(days=1)
    Association.objects.update(expires_on=yesterday, review_on=yesterday)
    shown, told = _text(client, "context", park), _text(client, "history", park)
    assert ("JB" in shown + told, "criminal" in shown + told) == (False, False)
    assert [link for link in _links(client, "history", park) if str(jess.pk) in link] == []
    assert "Zqby the steps" in told  # that something happened there is the place's own history
    assert "Zqa fight" in told


def test_where_an_episode_happened_outlives_the_tie_and_nothing_of_the_tie_is_told_with_it(
    worker: User, manager: User, jess: Person, tied: Tied, signed_in: SignedIn
) -> None:
    park, client = tied("Zqpark", jess), signed_in(worker)
    episode = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="gang", from_on=DAY, context_id=park.pk)
    yesterday, tie = timezone.localdate() - timedelta(days=1), Association.objects.filter(context=park)
    tie.update(words="Zqwords of theirs", evidence="Zqevidence")
    pages = [reverse("harms:episode", args=[episode.pk])]
    pages += [reverse(name, args=[jess.pk]) for name in ("harms:episodes", "web:story", "harms:harms")]
    of_ties = reverse("contexts:contexts", args=[jess.pk])
    assert "Zqwords" in client.get(of_ties).content.decode()
    tie.update(expires_on=yesterday, review_on=yesterday)
    told = [client.get(address).content.decode() for address in (*pages, of_ties)]
    assert ["Zqpark" in page for page in told] == [True, True, True, True, False]
    marks = ("Zqwords", "Zqevidence", label("association", "visits"))
    assert [mark for mark in marks for page in told if mark in page] == []
    Context.objects.update(made_by=manager.pk)  # who saw the place by the tie alone reads no more where it was
    assert ["Zqpark" in client.get(address).content.decode() for address in pages] == [False] * 4


def test_everyone_of_whom_something_is_shown_is_told_by_the_audit(
    worker: User, jess: Person, sam: Person, new: New, tied: Tied, signed_in: SignedIn
) -> None:
    park, twin = tied("Elm Park", jess, lead=worker), new("Jes", "Birch")
    _happens(worker, park, twin, "cce")  # by the record that is merged: the tie is of the one kept
    episode = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cse", from_on=DAY, context_id=park.pk)
    add_role(by=worker, episode_id=episode.pk, person_id=sam.pk, role="present")
    merge(by=worker, kept=jess, merged=twin, seen=(jess.version, twin.version), take=(), why="one child")
    assert "Harm was noticed: Child criminal exploitation, JB" in _text(signed_in(worker), "history", park)
    seen = Event.objects.filter(action="context.viewed", subject="history", person_id__isnull=False)
    assert set(seen.values_list("person_id", flat=True)) == {jess.pk, sam.pk}


def test_what_was_entered_in_error_is_told_nowhere(worker: User, jess: Person, tied: Tied, signed_in: SignedIn) -> None:
    park = tied("Elm Park", jess, lead=worker)
    row = MOMENTS.add(by=worker, row=Moment(person=jess, kind="injury", from_on=DAY, context=park, place="Zqsteps"))
    MOMENTS.enter_in_error(by=worker, row=row, seen=1, why_so="another child")
    assert "Zqsteps" not in _text(signed_in(worker), "history", park)


def test_the_pages_of_a_context_ask_no_more_for_more(
    worker: User, jess: Person, tied: Tied, new: New, signed_in: SignedIn
) -> None:
    park, client = tied("Elm Park", jess, lead=worker), signed_in(worker)
    _happens(worker, park, jess, "cce")
    asked: dict[str, list[int]] = {"context": [], "history": []}
    for _time in range(2):
        for page, counts in asked.items():
            _text(client, page, park)
            with CaptureQueriesContext(connection) as queries:
                _text(client, page, park)
            counts.append(sum(query["sql"].startswith("SELECT") for query in queries))
        for _more in range(4):
            other: Any = new("More", "People")
            until = timezone.localdate() + timedelta(days=9)
            Association.objects.create(person=other, context=park, role="visits", purpose="own_safety", source="school",
                                       review_on=until, expires_on=until)  # fmt: skip
            _happens(worker, park, other, "cce", "cse")
    assert {page: counts[1] - counts[0] for page, counts in asked.items()} == {"context": 0, "history": 0}
