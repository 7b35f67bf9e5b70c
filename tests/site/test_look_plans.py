"""The pages of plans, clocks and loads that are about no one person, in a real browser: axe finds nothing, nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.datasets import dataset

from kith.dataset.files import write_dataset
from kith.record.accounts.demo import make_demo_users
from kith.record.accounts.models import User
from kith.record.contexts import demo as contexts
from kith.record.exchange import actions as loads
from kith.record.exchange.tests.conftest import ours
from kith.record.people.actions import add_person
from kith.record.people.models import Identifier
from kith.record.plans import demo as plans
from kith.record.plans.models import Action
from kith.record.worklists import demo as worklists
from kith.record.worklists.models import Adjustment, Term

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def users() -> dict[str, User]:
    """The demonstration's accounts, with plans in contexts and terms to look at."""
    found = make_demo_users()
    for given in ("Jess", "Rowan", "Morgan"):
        add_person(by=found["practitioner"], details={}, name={"given": given, "family": "Birch", "kind": "legal"},
                   rows=[Identifier(scheme="la", value=given)])  # fmt: skip
    for slice_ in (contexts, plans, worklists):
        slice_.load(found, timezone.localdate())
    return found


def _wrong(look: Any, picture: Callable[[str], None], pages: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What is wrong on each page, by its name."""
    wrong = {}
    for name, address in pages:
        page = look.go(address)
        picture(name)
        found = [*look.axe(), *look.cut_off()]
        if found or page.locator("h1").count() != 1:
            wrong[name] = found
    return wrong


def test_axe_finds_nothing_on_the_plan_of_a_context(users: Any, sign_in: Any, picture: Callable[[str], None]) -> None:
    action = Action.objects.exclude(context=None).first()
    assert action is not None
    address = reverse("plans:of_context", args=[action.context_id])
    assert _wrong(sign_in("practitioner"), picture, [("plans-of_context", address)]) == {}


def test_axe_finds_nothing_on_the_clocks_and_terms_of_an_authority(
    users: Any, sign_in: Any, picture: Callable[[str], None]
) -> None:
    term, ours_ = Term.objects.first(), Adjustment.objects.first()
    pages = {
        "own": reverse("worklists:own"),
        "adjust": reverse("worklists:adjust", args=["review_first"]),
        "adjusted": reverse("worklists:adjust", args=[ours_.clock]),
        "end_adjustment": reverse("worklists:end_adjustment", args=[ours_.pk]),
        "terms": reverse("worklists:terms"),
        "add_term": reverse("worklists:add_term"),
        "change_term": reverse("worklists:change_term", args=[term.pk]),
        "end_term": reverse("worklists:end_term", args=[term.pk]),
    }
    named = ((f"worklists-{name}", address) for name, address in pages.items())
    assert _wrong(sign_in("team_manager"), picture, named) == {}


def test_axe_finds_nothing_on_the_pages_of_loads(
    users: Any, sign_in: Any, picture: Callable[[str], None], tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    given = [{"person_id": number, "birth_date": "2010-03-07"} for number in ("Jess", "LA-9")]  # one of them in doubt
    involved = [{"person_id": one["person_id"]} for one in given]
    write_dataset(ours(dataset(people=given, involvements=involved)), tmp_path / "d", "csv")
    load = loads.bring(by=users["team_manager"], folder=tmp_path / "d")
    pages = {
        "loads": reverse("exchange:loads"),
        "bring": reverse("exchange:bring"),
        "load": reverse("exchange:load", args=[load.pk]),
        "rows": reverse("exchange:rows", args=[load.pk, "involvements", "new"]),
        "doubts": reverse("exchange:doubts", args=[load.pk]),
    }
    named = ((f"exchange-{name}", address) for name, address in pages.items())
    assert _wrong(sign_in("team_manager"), picture, named) == {}
