"""The pages of figures: what each role sees, that a figure opens to those alone whom one may see, that looks and exports are told."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.foundation.dates import Month
from kith.record.access import actions as access
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.figures.making import frame
from kith.record.figures.models import Behind, Making
from kith.record.figures.rules import last_whole
from kith.record.harms.models import Concern
from kith.record.people.actions import add, add_person
from kith.record.people.erasing import erase
from kith.record.people.merging import merge
from kith.record.people.models import Involvement, Person
from kith.record.plans.models import Action

from .conftest import make_now

pytestmark = pytest.mark.django_db


def month() -> Month:
    return last_whole(timezone.localdate())


@pytest.fixture
def known(make_user: Callable[..., User]) -> Callable[..., Person]:
    """Begins the record of a young person who is supported and has a live harm from outside the home."""

    def make(given: str, team: str = "North", harm: str = "cse") -> Person:
        by = User.objects.filter(team__name=team).first() or make_user(team=team)
        born = timezone.localdate() - timedelta(days=15 * 366)
        person = add_person(
            by=by,
            details={"born_on": born, "birth_precision": "day", "sex": "F"},
            name={"given": given, "family": "Birch", "kind": "legal"},
        )
        before = month().first - timedelta(days=40)
        add(by=by, row=Involvement(person=person, status="child_in_need", from_on=before))
        add(by=by, row=Concern(person=person, harm=harm, setting="outside", certainty="confirmed", from_on=before))
        return person

    return make


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def people_of(making: Making, measure: str = "affected", **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"measure": measure, **more}.items())
    return f"{reverse('figures:people', args=[making.pk])}?{query}"


def test_before_any_were_made_the_page_says_how_to_begin(make_user: Callable[..., User]) -> None:
    assert "Make the figures" in text(signed_in(make_user()), "/figures/")
    lead = text(signed_in(make_user("partnership_lead")), "/figures/")
    assert "An analyst, a team manager or an exploitation lead can make them." in lead
    assert signed_in(make_user("partnership_lead", "South")).post("/figures/make/").status_code == 404


def test_figures_are_asked_for_made_in_the_background_and_shown_with_their_moment(
    known: Callable[..., Person], make_user: Callable[..., User]
) -> None:
    known("Jess")
    client = signed_in(make_user("analyst"))
    assert client.post("/figures/make/", {"month": str(month())}).status_code == 302
    assert "Step 0 of 5" in text(client, "/figures/")
    making = make_now(month())
    page = text(client, "/figures/")
    assert "Of 1 young person supported, 1 was affected by harm outside the home" in page
    assert f"{timezone.localtime(making.made_at):%H:%M}" in page
    done = client.get(reverse("figures:progress", args=[making.pk]))
    assert done["HX-Refresh"] == "true"
    assert Event.objects.filter(action="figures.asked").count() == 1
    assert Event.objects.filter(action="figures.viewed", subject_id=making.pk).count() == 1


def test_an_analyst_sees_small_numbers_and_opens_nobody(known: Any, make_user: Callable[..., User]) -> None:
    known("Jess")
    making = make_now(month())
    client = signed_in(make_user("analyst"))
    pages = text(client, "/figures/") + text(client, "/figures/about/affected/")
    assert "Small numbers shown" in pages
    assert "/figures/people/" not in pages
    assert "Birch" not in pages
    assert client.get(people_of(making)).status_code == 404


def test_a_partnership_lead_sees_what_may_leave_and_that_is_remembered(known: Any, make_user: Any) -> None:
    for given in ("Jess", "Rowan", "Morgan"):
        known(given)
    making = make_now(month())
    page = text(signed_in(make_user("partnership_lead")), "/figures/")
    assert "whose number is hidden" in page
    assert "Small numbers shown" not in page
    making.refresh_from_db()
    assert making.handed_on_at is not None
    assert Event.objects.filter(action="figures.handed_on", subject_id=making.pk).count() == 1
    known("Ash")
    with_more = make_now(month())
    shown = frame(with_more.published)
    assert shown.filter(measure="supported", breakdown="")["value"].to_list()[-1] is None


def test_a_figure_opens_to_those_whom_the_reader_may_see_without_a_count_of_the_others(
    known: Callable[..., Person], make_user: Callable[..., User]
) -> None:
    seen, restricted, other = known("Jess"), known("Rowan"), known("Morgan", team="South")
    making = make_now(month())
    access.restrict(by=make_user("team_manager", "West"), person_id=restricted.pk, reason="safety")
    manager = User.objects.get(team__name="North")
    client = signed_in(manager)
    page = text(client, "/figures/")
    assert people_of(making).replace("&", "&amp;") in page
    for address in (
        people_of(making),
        people_of(making, by="harm", **{"is": "cse"}),
        people_of(making, by="sex", **{"is": "female"}),
    ):
        opened = client.get(address)
        assert str(seen.pk) in opened.content.decode(), address
        assert "Rowan" not in opened.content.decode()
        assert str(other.pk) not in opened.content.decode()
        assert opened.context["page"].paginator.count == 1
    assert "Jess" not in text(client, people_of(making, by="harm", **{"is": "cce"}))
    told = Event.objects.filter(action="figures.opened").exclude(person_id=None).values_list("person_id", flat=True)
    assert set(told) == {seen.pk}


def test_a_figure_of_rows_opens_to_the_people_whom_they_are_of_each_once(known: Any, make_user: Any) -> None:
    seen, other = known("Jess"), known("Morgan", team="South")
    manager, before = User.objects.get(team__name="North"), month().first
    for person, target in ((seen, "peers"), (seen, "peers"), (seen, "school"), (other, "place")):
        add(by=manager, row=Action(person=person, what="1", target=target, aim="build_safety", from_on=before))
    making = make_now(month())
    client = signed_in(manager)
    opened = client.get(people_of(making, "actions", by="target", **{"is": "peers"}))
    assert [person.pk for person in opened.context["page"].object_list] == [seen.pk]
    assert client.get(people_of(making, "actions", by="target", **{"is": "place"})).context["rows"] == []
    assert people_of(making, "actions").replace("&", "&amp;") in text(client, "/figures/")


def test_somebody_merged_since_is_shown_once_under_the_record_kept(known: Any, make_user: Any) -> None:
    one, other = known("Jess"), known("Jess")
    manager = User.objects.get(team__name="North")
    making = make_now(month())
    one.refresh_from_db()
    other.refresh_from_db()
    merge(by=manager, kept=one, merged=other, seen=(one.version, other.version), take=[], why="The same")
    opened = signed_in(manager).get(people_of(making))
    assert [person.pk for person in opened.context["page"].object_list] == [one.pk]


def test_opening_what_is_no_figure_is_refused(known: Any, make_user: Any) -> None:
    known("Jess")
    making = make_now(month())
    client = signed_in(User.objects.get(team__name="North"))
    for address in (
        people_of(making, "nothing"),
        people_of(making, by="harm"),
        people_of(making, by="provider", **{"is": "PR1"}),
        people_of(making, which="all"),
        people_of(making, by="told", **{"is": "x"}),
    ):
        assert client.get(address).status_code == 404, address


def test_whom_a_figure_counts_is_forgotten_when_it_is_made_again_and_with_the_person(
    known: Any, make_user: Any
) -> None:
    first = known("Jess")
    known("Rowan")
    old = make_now(month())
    assert Behind.objects.filter(making=old).count() == 2
    new = make_now(month())
    assert not Behind.objects.filter(making=old).exists()
    manager = User.objects.get(team__name="North")
    assert "not kept any longer" in text(signed_in(manager), people_of(old))
    erase(by=manager, person_id=first.pk)
    assert Behind.objects.filter(making=new).count() == 1


@pytest.mark.parametrize("form", ["workbook", "report", "csv"])
def test_figures_are_taken_out_as_files_and_that_is_told(form: str, known: Any, make_user: Any) -> None:
    for given in ("Jess", "Rowan", "Morgan"):
        known(given)
    making = make_now(month())
    address = reverse("figures:export", args=[making.pk])
    analyst = signed_in(make_user("analyst"))
    inside = analyst.post(address, {"form": form, "profile": "internal"})
    making.refresh_from_db()
    assert making.handed_on_at is None
    lead = signed_in(make_user("partnership_lead"))
    handed = lead.post(address, {"form": form, "profile": "internal"})
    assert (inside.status_code, handed.status_code) == (200, 200)
    assert f"figures-{month()}-internal" in inside["Content-Disposition"]
    assert f"figures-{month()}-published" in handed["Content-Disposition"]
    if form == "csv":
        assert (_supported(inside.content), _supported(handed.content)) == (3.0, None)
    assert Event.objects.filter(action="figures.exported", subject_id=making.pk).count() == 2


def _supported(content: bytes) -> float | None:
    """The headline of the month in a CSV of figures."""
    found = pl.read_csv(io.BytesIO(content)).filter(measure="supported", period=str(month()))
    return found.filter(pl.col("breakdown").fill_null("") == "")["value"].to_list()[0]


def test_a_month_that_is_none_or_has_not_begun_is_not_found(make_user: Any) -> None:
    client = signed_in(make_user())
    later = timezone.localdate() + timedelta(days=40)
    for asked in ("2026-13", "x", f"{later:%Y-%m}", "0001-01"):
        assert client.get(f"/figures/?month={asked}").status_code == 404, asked
    assert client.get("/figures/?month=2019-09").status_code == 200
    assert client.get("/figures/about/affected/?month=2019-09").status_code == 302


def test_whom_a_figure_counts_asks_as_much_of_many_as_of_few(known: Any) -> None:
    known("Jess")
    client = signed_in(User.objects.get(team__name="North"))
    asked = []
    for others in ((), ("Ash", "Rowan", "Morgan")):
        for given in others:
            known(given)
        address = people_of(make_now(month()))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(sum("INSERT" not in each["sql"] for each in queries.captured_queries))
    assert asked[0] == asked[1]
