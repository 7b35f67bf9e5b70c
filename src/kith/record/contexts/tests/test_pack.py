"""The pack for a conference: whatever people wrote, nothing in it says who the young people are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kith.record.access.actions import restrict
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.contexts.actions import WRITER
from kith.record.contexts.models import (
    Association,
    Context,
    ContextAction,
    ContextAssessment,
    ContextEvent,
    ContextReview,
    Weighting,
)
from kith.record.contexts.pack import Redactor, Told, date_forms, pack
from kith.record.people.models import Address, Identifier, Name, Person

pytestmark = pytest.mark.django_db
New = Callable[..., Person]
Begin = Callable[..., Context]
Tie = Callable[..., Association]
SignedIn = Callable[[User], Client]

BORN = date(2010, 3, 4)
TELLING = (
    "Jessamy-Lou Birch", "jessamy", "Jess", "Birch, Jessamy-Lou", "BIRCH", "Oakley", "Jessamy-Lou’s", "4 March 2010", "04/03/2010", "4.3.10",
    "2010-03-04", "4th March", "4 Mawrth 2010", "12 Rowan Close", "Rowan Close", "CF10 2BB", "cf102bb", "LA 123 456", "la123456",
)  # fmt: skip


def _everything(worker: User, station: Context, text: str) -> None:
    """Write the text into every place where people write about a context."""
    today = date(2026, 5, 5)
    rows = [
        ContextAction(context=station, what=text, target="place", aim="build_safety", outcome_words=text),
        ContextEvent(context=station, on=today, what=text),
        ContextReview(context=station, on=today, held_on=today, found=text, who=text),
        Weighting(context=station, on=today, judgement=text, beside=text, who=text),
        ContextAssessment(
            context=station, on=today, who=text,
            **{name: text for name in ContextAssessment.edited if name not in {"on", "who"}},
        ),
    ]  # fmt: skip
    for row in rows:
        WRITER.add(by=worker, row=row)


@pytest.fixture
def jess(new: New) -> Person:
    return new(
        "Jessamy-Lou", "Birch", Address(lines="12 Rowan Close, Cardiff", postcode="CF10 2BB"),
        Identifier(scheme="la", value="LA 123 456"), Name(given="Jessamy-Lou", family="Oakley", kind="former"),
        born_on=BORN, called="Jess",
    )  # fmt: skip


def test_no_name_birth_date_address_or_id_of_anyone_connected_is_in_it(
    begin: Begin, tie: Tie, jess: Person, worker: User, signed_in: SignedIn
) -> None:
    station = begin("Jess's steps", "place", lines="By 12 Rowan Close", postcode="CF10 2BB", description="x")
    tie(jess, station, words="Jess said so", evidence="Jess Birch")
    _everything(worker, station, f"At the bins: {'; '.join(TELLING)}; {jess.pk}. The lamp is broken.")
    page = signed_in(worker).get(reverse("contexts:pack", args=[station.pk])).content.decode()
    body = page.split('id="main-content"')[1].split("</main>")[0]
    body = body.replace(reverse("contexts:context", args=[station.pk]), "")
    assert "The lamp is broken" in body
    assert "Young person A" in body
    for telling in ("Jess", "Birch", "Oakley", "Lou", "Mawrth", "March", "2010", "Rowan", "CF10", "102bb", "123 456", "123456",
                    str(jess.pk), jess.pk.hex, str(station.pk)):  # fmt: skip
        assert telling.lower() not in body.lower(), telling


def test_initials_are_off_unless_asked_for_and_asking_is_recorded(
    begin: Begin, tie: Tie, jess: Person, worker: User, signed_in: SignedIn
) -> None:
    station = begin()
    tie(jess, station)
    client, address = signed_in(worker), reverse("contexts:pack", args=[station.pk])
    assert "JB" not in client.get(address).content.decode()
    assert "JB" in client.get(address, {"initials": "on"}).content.decode()
    told = Event.objects.filter(action="context.pack_made", person_id=jess.pk).order_by("seq")
    assert [event.fields for event in told] == ["", "initials"]


def test_those_whom_its_maker_may_not_see_are_neither_counted_nor_named_in_it(
    begin: Begin, tie: Tie, jess: Person, new: New, worker: User, manager: User
) -> None:
    station = begin()
    tie(jess, station)
    hidden = new("Quillon", "Ash")
    tie(hidden, station)
    _everything(worker, station, "Quillon was there with Jess.")
    restrict(by=manager, person_id=hidden.pk, reason="safety")
    made = pack(worker, station)
    assert len(made.people) == 1
    assert made.shown == (jess.pk,)
    assert "Quillon" not in repr(made)


def test_an_expired_or_removed_person_is_still_taken_out_of_what_was_written(
    begin: Begin, tie: Tie, jess: Person, worker: User
) -> None:
    station = begin()
    held = tie(jess, station)
    Association.objects.filter(pk=held.pk).update(expires_on=date(2020, 1, 1), review_on=date(2020, 1, 1))
    _everything(worker, station, "Jess was there.")
    made = pack(worker, station)
    assert made.people == []
    assert "Jess" not in repr(made)


def test_the_name_of_a_peer_group_and_the_address_of_a_home_stay_out(begin: Begin, worker: User) -> None:
    group = begin("JB, K and M", "peer_group", lines="Behind number 3", postcode="CF10 2BB")
    made = pack(worker, group)
    assert (made.title, made.where) == ("Peer group", "")
    assert "JB" not in repr(made)
    assert pack(worker, begin("Central station", "transport_hub")).title == "Central station"


def test_ages_are_told_in_bands_and_only_where_no_band_is_small(begin: Begin, tie: Tie, new: New, worker: User) -> None:
    station = begin()
    for n in range(6):
        tie(new(f"Given{n}", "Family", born_on=date(2012, 1, 1)), station)
    assert pack(worker, station).ages == [["13-15", "6"]]
    tie(new("Given6", "Family", born_on=date(2009, 1, 1)), station)
    assert pack(worker, station).ages == []


_WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéŵ'- "), min_size=2, max_size=12).filter(
    lambda t: t.strip("' -")
)


@given(st.lists(_WORDS, min_size=1, max_size=5), st.text(max_size=60), st.text(max_size=60))
def test_no_name_stays_as_a_word_of_its_own(names: list[str], before: str, after: str) -> None:
    clean = Redactor([Told("*", frozenset(names))])
    for name in names:
        assert f" {name.strip()} " not in clean(f"{before} {name.strip()} {after}").replace(before, "").replace(
            after, ""
        )


@given(st.dates(date(1995, 1, 1), date(2030, 1, 1)))
def test_every_common_way_to_write_a_date_is_known(on: date) -> None:
    forms = date_forms(on)
    for way in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"):
        assert on.strftime(way) in forms
