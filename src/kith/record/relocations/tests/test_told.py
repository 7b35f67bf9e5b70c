"""What the slice tells others: the clocks of law, the page of states, and the demonstration on every page."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.clocks.cases import State
from kith.clocks.conditions import Answer
from kith.clocks.declarations import conditions, events
from kith.clocks.standing import stand
from kith.record.people.models import Person
from kith.record.relocations import deadlines, demo, queries, story
from kith.record.relocations.actions import add
from kith.record.relocations.approvals import RULES
from kith.record.relocations.diagrams import page
from kith.record.relocations.models import Approval, Consent, Decision, Relocation, Told

DOCS = Path(__file__).parents[5] / "docs" / "reference" / "moves.md"
DAY = date(2026, 3, 2)
CARE: dict[str, Any] = {
    "looked_after": "yes",
    "locality": "out",
    "adjoining": "no",
    "nation_to": "england",
    "exempt": "no",
}


def decided(**more: Any) -> Decision:
    return Decision(**{**CARE, "stands": "moved", "proposed_on": DAY, "decided_on": DAY, **more})


def clock(key: str, found: deadlines.Facts, today: date) -> Any:
    return stand(next(one for one in deadlines.own_clocks() if one.key == key), found.case(), today)


def test_every_event_and_condition_is_one_that_the_clocks_declare() -> None:
    assert set(deadlines.EVENTS) <= events().keys()
    assert set(deadlines.CONDITIONS) <= conditions().keys()
    known = deadlines.of_rows(decided(), Relocation(from_on=DAY, kind="secure"))
    assert known.answers.keys() == set(deadlines.CONDITIONS)
    assert known.events.keys() <= {*deadlines.EVENTS, *(rule.key for rule in RULES)}


def test_the_area_authority_is_to_be_told_within_five_working_days_of_an_emergency() -> None:
    move = Relocation(from_on=DAY, locality="out", emergency="yes")
    found = deadlines.of_rows(decided(emergency="yes"), move)
    one = clock("area_authority_notified_emergency", found, DAY)
    assert (one.state, one.due) == (State.DUE, date(2026, 3, 9))
    assert clock("area_authority_notified_emergency", found, date(2026, 3, 10)).state is State.OVERDUE
    told = [Told(relocation=move, who="area_authority", told_on=date(2026, 3, 5))]
    done = deadlines.of_rows(decided(emergency="yes"), move, told)
    assert clock("area_authority_notified_emergency", done, date(2026, 3, 10)).state is State.DONE


def test_the_steps_after_an_emergency_are_done_when_the_last_of_three_is() -> None:
    move = Relocation(from_on=DAY, locality="out", emergency="yes")
    told = [Told(relocation=move, who="area_authority", told_on=DAY)]
    consents = [Consent(kind="relatives", state="yes", on=DAY + timedelta(days=1))]
    approvals = [Approval(kind="reviewing_officer", answer="given", answered_on=DAY + timedelta(days=2))]
    two = deadlines.of_rows(decided(emergency="yes"), move, told, consents)
    assert "emergency_steps_done" not in two.events
    three = deadlines.of_rows(decided(emergency="yes"), move, told, consents, approvals)
    assert three.events["emergency_steps_done"] == (DAY + timedelta(days=2),)


def test_an_approval_given_in_time_ends_its_clock_and_one_that_is_missing_stays_overdue() -> None:
    move = Relocation(from_on=DAY, locality="out", emergency="no")
    key, later = "ooa_approval_director", DAY + timedelta(days=9)
    assert clock(key, deadlines.of_rows(decided(), move), later).state is State.OVERDUE
    given = [Approval(kind="director", answer="given", answered_on=DAY - timedelta(days=1))]
    assert clock(key, deadlines.of_rows(decided(), move, approvals=given), later).state is State.DONE
    refused = [Approval(kind="director", answer="refused", answered_on=DAY)]
    assert clock(key, deadlines.of_rows(decided(), move, approvals=refused), later).state is State.OVERDUE


def test_a_move_outside_care_starts_no_clock_of_care() -> None:
    found = deadlines.of_rows(decided(looked_after="no"), Relocation(from_on=DAY))
    assert not {"placement_began", "placement_decided"} & found.events.keys()
    assert found.answers["looked_after"] is Answer.NO


def test_what_is_not_known_of_a_case_stays_not_known() -> None:
    found = deadlines.of_rows(None, Relocation(from_on=DAY))
    assert {found.answers[key] for key in ("looked_after", "out_of_area", "placed_in_wales")} == {Answer.NOT_KNOWN}
    assert deadlines.of_rows(None, None).answers == {}


def test_facts_are_for_whom_may_read_the_record_alone(new: Any, worker: Any, stranger: Any) -> None:
    person = new()
    add(by=worker, row=Relocation(person=person, from_on=DAY))
    assert deadlines.facts(worker, person.pk).events["placement_began"] == (DAY,)
    assert deadlines.facts(stranger, person.pk) == deadlines.Facts()


def test_the_page_of_states_says_what_the_machines_say() -> None:
    assert DOCS.read_text(encoding="utf-8").rstrip() == page().rstrip(), "python -m kith.record.relocations.diagrams"


def test_the_demonstration_fills_every_page_once(new: Any, worker: Any, manager: Any) -> None:
    people = [new(f"Child{number}", "Birch", born_on=date(2010, 5, 1)) for number in range(5)]
    today, by = timezone.localdate(), {"practitioner": worker, "team_manager": manager}
    assert demo.load(by, today) == len(people)
    assert demo.load(by, today) == 0
    client = Client()
    client.force_login(worker)
    for person in Person.objects.all():
        for name in ("moves", "decide", "next_home", "look"):
            assert client.get(reverse(f"relocations:{name}", args=[person.pk])).status_code == 200
        for decision in queries.decisions(person.pk):
            assert client.get(reverse("relocations:decision", args=[person.pk, decision.pk])).status_code == 200
    assert queries.delayed(worker).count() == 1
    assert set(Relocation.objects.values_list("kind", flat=True)) >= {"care_placement", "whole_family", "police_led"}


@pytest.mark.parametrize("name", ["moves", "look"])
def test_overdue_clocks_show_their_provision_and_mark(name: str, new: Any, worker: Any, manager: Any) -> None:
    new("Child", "Birch", born_on=date(2010, 5, 1))
    demo.load({"practitioner": worker, "team_manager": manager}, timezone.localdate())
    client = Client()
    client.force_login(worker)
    shown = client.get(reverse(f"relocations:{name}", args=[Person.objects.get().pk])).content.decode()
    wanted = {"moves": ("Overdue", "text read"), "look": ("Who works with his friends?", "Shown in part")}
    assert [text for text in wanted[name] if text not in shown] == []


def test_the_story_tells_of_moves_decisions_and_choices_to_whom_may_read_them(
    new: Any, worker: Any, manager: Any, stranger: Any
) -> None:
    person = new("Child", "Birch", born_on=date(2010, 5, 1))
    demo.load({"practitioner": worker, "team_manager": manager}, timezone.localdate())
    told = list(story.told(worker, person.pk))
    assert {one.kind for one in told} == set(story.KINDS)
    assert "Home, when they have stopped waiting for me." in {one.young_words for one in told}
    assert list(story.told(stranger, person.pk)) == []
