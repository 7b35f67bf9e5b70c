"""The clocks that assessments, enquiries and signs of modern slavery start, stop and answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.clocks.cases import Case, State
from kith.clocks.conditions import Answer
from kith.clocks.declarations import clocks
from kith.clocks.standing import stand
from kith.foundation.dates import Nation
from kith.record.access.once import read_once
from kith.record.accounts.models import User
from kith.record.harms.actions import WRITER
from kith.record.harms.deadlines import facts_of
from kith.record.harms.models import Assessment, Concern, Enquiry
from kith.record.people.merging import merge
from kith.record.people.models import Person
from kith.record.rows.deadlines import Facts

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def _state(clock: str, facts: Facts, on: date, **more: Any) -> State:
    given = {**facts.events, **more}
    case = Case(nation=Nation.ENGLAND, events=given, answers=facts.answers, undated=facts.undated)
    return stand(clocks()[clock], case, on).state


def _facts(person: Person) -> Facts:
    return facts_of([person.pk], DAY).get(person.pk, Facts())


def test_an_assessment_stops_the_45_days_when_it_is_authorised_and_not_before(worker: User, jess: Person) -> None:
    referred, later = {"referral_received": (DAY,)}, DAY + timedelta(days=100)
    row = WRITER.add(by=worker, row=Assessment(person=jess, from_on=DAY))
    assert _state("assessment_45", _facts(jess), later, **referred) is State.OVERDUE
    WRITER.change(by=worker, row=row, seen=1, values={"to_on": DAY + timedelta(days=30)})
    assert _state("assessment_45", _facts(jess), later, **referred) is State.DONE


@pytest.mark.parametrize(
    ("conference", "not_needed", "risk", "state"),
    [
        (None, "not_known", Answer.NOT_KNOWN, State.NOT_KNOWN),
        (None, "no", Answer.NOT_KNOWN, State.NOT_KNOWN),
        (None, "yes", Answer.NO, State.NOT_APPLICABLE),
        (DAY + timedelta(days=10), "not_known", Answer.YES, State.DONE),
        (DAY + timedelta(days=60), "not_known", Answer.YES, State.OVERDUE),
    ],
)
def test_an_enquiry_starts_the_clock_of_the_conference_if_the_risk_goes_on(
    worker: User, jess: Person, conference: date | None, not_needed: str, risk: Answer, state: State
) -> None:
    WRITER.add(by=worker, row=Enquiry(person=jess, from_on=DAY, conference_on=conference,
                                      conference_not_required=not_needed))  # fmt: skip
    facts = _facts(jess)
    assert facts.answers.get("continuing_risk", Answer.NOT_KNOWN) is risk
    assert _state("cp_conference", facts, DAY + timedelta(days=50)) is state
    assert set(facts.events) <= set(Case(nation=None, events=facts.events).events)


def test_the_newest_enquiry_says_whether_the_risk_goes_on(worker: User, jess: Person) -> None:
    WRITER.add(by=worker, row=Enquiry(person=jess, from_on=DAY, conference_on=DAY))
    WRITER.add(by=worker, row=Enquiry(person=jess, from_on=DAY + timedelta(days=90), conference_not_required="yes"))
    assert _facts(jess).answers == {"continuing_risk": Answer.NO}


@pytest.mark.parametrize(
    ("fields", "days", "undated"),
    [
        ({"harm": "trafficking", "noticed_on": DAY}, (DAY,), False),
        ({"harm": "cce", "sub_kind": "county_lines", "from_on": DAY}, (DAY,), False),
        ({"harm": "trafficking"}, (), True),
        ({"harm": "cce", "noticed_on": DAY}, (), False),
        ({"harm": "trafficking", "noticed_on": DAY, "certainty": "ruled_out"}, (), False),
    ],
)
def test_trafficking_and_county_lines_are_signs_of_modern_slavery(
    worker: User, jess: Person, fields: dict[str, Any], days: tuple[date, ...], undated: bool
) -> None:
    WRITER.add(by=worker, row=Concern(person=jess, **fields))
    facts = _facts(jess)
    assert facts.events.get("modern_slavery_signs", ()) == days
    assert ("modern_slavery_signs" in facts.undated) == undated


def test_facts_follow_a_merge_leave_errors_out_and_ask_no_more_for_more_people(
    worker: User, jess: Person, new: Callable[..., Person]
) -> None:
    twin = new("Jes", "Birch")
    WRITER.add(by=worker, row=Assessment(person=twin, from_on=DAY, to_on=DAY))
    wrong = WRITER.add(by=worker, row=Enquiry(person=jess, from_on=DAY))
    WRITER.enter_in_error(by=worker, row=wrong, seen=1, why_so="another child")
    merge(by=worker, kept=jess, merged=twin, seen=(jess.version, twin.version), take=(), why="one child")
    assert _facts(jess).events == {"assessment_concluded": (DAY,)}

    def asked(people: list[Person]) -> int:
        with read_once(), CaptureQueriesContext(connection) as queries:
            facts_of([one.pk for one in people], DAY)
        return len(queries)

    others = [new("More", "People") for _ in range(3)]
    for other in others:
        WRITER.add(by=worker, row=Enquiry(person=other, from_on=DAY))
    assert asked([jess]) == asked([jess, *others]) == 4
