"""Every page of figures in a real browser, at phone and desktop width: axe finds nothing, nothing is cut off, the policy holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle

import pytest
from django.utils import timezone

from kith.record.accounts.demo import make_demo_users
from kith.record.figures.actions import ask
from kith.record.figures.making import make_waiting
from kith.record.figures.rules import last_whole
from kith.record.harms.models import Concern
from kith.record.jobs.actions import work
from kith.record.moments.models import Missing
from kith.record.people.actions import add, add_person
from kith.record.people.models import Involvement
from kith.record.placements.models import Stay
from kith.record.plans.models import Action
from kith.record.relocations.models import Relocation

pytestmark = pytest.mark.django_db(transaction=True)
HARMS = cycle(["cse", "cce", "peer_on_peer", "serious_youth_violence", "online"])
ANSWERS = cycle(["yes", "not_reviewed", "partly", "no"])


def _make_people(many: int) -> None:
    """Young people with harms, of whom some were moved out of the area."""
    by, month = make_demo_users()["team_manager"], last_whole(timezone.localdate())
    before = month.first - timedelta(days=100)
    for number in range(many):
        born = date(month.year - 11 - number % 8, 3, 4)
        person = add_person(
            by=by,
            details={"born_on": born, "birth_precision": "day", "sex": "FM"[number % 2]},
            name={"given": "Jess", "family": f"Birch {number}", "kind": "legal"},
        )
        add(by=by, row=Involvement(person=person, status="looked_after", from_on=before))
        add(
            by=by,
            row=Concern(person=person, harm=next(HARMS), setting="outside", certainty="confirmed", from_on=before),
        )
        if number % 2:
            stay = {
                "kind": "care_placement",
                "from_on": before,
                "placement_type": "U6",
                "locality": "out",
                "miles": 30.0,
            }
            add(by=by, row=Stay(person=person, due_to_efh=next(ANSWERS), **stay))
            add(by=by, row=Missing(person=person, kind="missing", from_on=month.first, to_on=month.last))
            move = {"from_on": before, "locality": "out", "due_to_efh": "yes", "purpose": ["physical"]}
            add(by=by, row=Relocation(person=person, kind="care_placement", **move))
        for aim, stage in (("monitor", "before"), ("build_safety", "during")):
            add(by=by, row=Action(person=person, target="peers", aim=aim, stage=stage, from_on=before))


def test_axe_finds_nothing_on_the_pages_of_figures(sign_in, picture: Callable[[str], None]) -> None:
    _make_people(14)
    look = sign_in("team_manager")
    page = look.go("/figures/")
    picture("figures-none")
    assert look.axe() == []
    page.get_by_role("button", name="Make the figures").click()
    picture("figures-under-way")
    assert look.axe() == []
    work()
    page.get_by_text("made from the record on").first.wait_for(timeout=20_000)  # the page looks again by itself
    picture("figures")
    assert look.axe() == []
    assert look.cut_off() == []
    for name in ("Affected by harm outside the home", "Moved out of area because of it"):
        page.get_by_role("navigation", name="Families of figures").get_by_role("link", name=name).click()
        picture(f"figures-{name.split()[0].lower()}")
        assert page.locator(".kith-drawing svg").count() > 1
        assert look.axe() == []
        assert look.cut_off() == []
    work_done = "The work that is done"  # of the live record alone, with tables that cross two breakdowns
    page.get_by_role("navigation", name="Families of figures").get_by_role("link", name=work_done).click()
    picture("figures-work")
    assert page.get_by_role("region", name="Stage and aim").get_by_role("row").count() == 3
    assert look.axe() == []
    assert look.cut_off() == []
    page.get_by_role("navigation", name="Families of figures").get_by_role("link", name="Moved out of area").click()
    page.get_by_role("button", name="Cymraeg").click()
    picture("figures-welsh")
    assert look.axe() == []
    assert look.cut_off() == []
    page.get_by_role("button", name="English").click()
    page.get_by_role("region", name="Sex").get_by_role("link").first.click()
    picture("figures-people")
    assert page.get_by_role("link", name="Birch").count() > 0
    assert look.axe() == []
    assert look.cut_off() == []


@pytest.mark.parametrize("role", ["analyst", "partnership_lead"])
def test_axe_finds_nothing_on_figures_as_seen_by(role: str, sign_in, picture: Callable[[str], None]) -> None:
    _make_people(8)
    ask(by=make_demo_users()["analyst"], month=last_whole(timezone.localdate()))
    make_waiting()
    look = sign_in(role)
    page = look.go("/figures/")
    picture(f"figures-{role}")
    assert page.locator("a[href*='/figures/people/']").count() == 0
    assert look.axe() == []
    assert look.cut_off() == []
