"""Every page about one person that the table of addresses lists, in a real browser: axe finds nothing, nothing is cut off."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kith.record.accounts.demo import make_demo_users
from kith.record.contexts import demo as contexts
from kith.record.moments import demo as moments
from kith.record.people.actions import add_person
from kith.record.placements import demo as placements
from kith.record.plans import demo as plans
from kith.record.worklists import demo as worklists

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = Path(__file__).parents[2] / "docs" / "reference" / "urls.csv"
SLICES = sorted({"people", "moments", "placements", "plans", "worklists"})


def _names(slice_name: str) -> list[str]:
    """The pages of a slice that open with a person alone."""
    with TABLE.open(encoding="utf-8") as file:
        return [
            row["name"]
            for row in csv.DictReader(file)
            if row["name"].startswith(f"{slice_name}:") and row["open_to"] == "person" and row["method"] == "GET"
        ]


@pytest.mark.parametrize("slice_name", SLICES)
def test_axe_finds_nothing_on_the_pages_of_a_person(
    slice_name: str, sign_in: Callable[[str], object], picture: Callable[[str], None]
) -> None:
    look = sign_in("practitioner")
    users = make_demo_users()
    name = {"kind": "legal", "given": "Jess", "family": "Birch", "called": ""}
    person = add_person(by=users["practitioner"], details={}, name=name)
    for slice_ in (contexts, moments, placements, plans, worklists):
        slice_.load(users, timezone.localdate())
    opened, wrong = 0, {}
    for page in _names(slice_name):
        try:
            address = reverse(page, args=[person.pk])
        except NoReverseMatch:  # it names a row too
            continue
        if "picture" in page:
            continue
        look.go(address)
        opened += 1
        if os.environ.get("KITH_PICTURES"):
            picture(page.replace(":", "-"))
        if found := [*look.axe(), *([f"{look.sideways()} pixels too wide"] if look.sideways() > 0 else [])]:
            wrong[page] = found
    if slice_name == "placements":
        look.go(reverse("placements:sheet"))  # leads to a stay that nobody has answered for
        picture("placements-review")
        look.page.keyboard.press("2")
        assert look.page.locator("input[value=partly]").is_checked()
        assert look.page.evaluate("document.activeElement.name") == "why"
        wrong |= {"review": found} if (found := look.axe()) else {}
    assert opened > 3
    assert wrong == {}
