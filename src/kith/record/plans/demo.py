"""A few made-up plans for the demonstration's young people, so that every page shows something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.audit.actions import recorded
from kith.record.contexts.queries import ties_of_person
from kith.record.people.models import Person
from kith.record.people.queries import visible
from kith.record.plans.actions import add
from kith.record.plans.models import Action, Control, Goal, Review, RiskHolding, Visit
from kith.record.rows.models import Row


def load(by: Mapping[str, User], today: date) -> int:
    """Record them as the practitioner of the demonstration; returns how many rows. Twice is as once."""
    worker = by["practitioner"]
    if Goal.objects.exists():
        return 0
    people = list(visible(worker, Section.RECORD, Act.WRITE).filter(kind="young_person").order_by("made_at", "pk")[:6])
    rows = [row for place, person in enumerate(people) for row in _rows(worker, person, place, today)]
    with recorded(worker):
        for row in rows:
            add(by=worker, row=row)
    return len(rows)


def _rows(worker: User, person: Person, place: int, today: date) -> list[Row]:
    """The plan of the young person at this place of the list; every third plan only watches, so that this can be seen."""

    def day(days: int) -> date:
        return today + timedelta(days=days - 3 * place)

    goal = Goal(person=person, words="I can walk home with my friends and nobody waits for me", from_on=day(-50),
                progress="on_the_way", progress_words="Twice last week, with my cousin.")  # fmt: skip
    tie = next(iter(ties_of_person(worker, person.pk)), None)
    rows: list[Row] = [
        goal,
        Action(person=person, what="Patrols by the police at the bus station after school", target="place", aim="monitor",
               kind="police_work", from_on=day(-45), owner_else="The neighbourhood team", stage="before"),
        Action(person=person, what="An order against the adults who give out the phones", target="people_posing_risk",
               aim="disrupt", kind="police_work", from_on=day(-40), due_on=day(-5), owner_else="The exploitation officer"),
        Action(person=person, what="A curfew agreed with the family", target="young_person", aim="monitor",
               from_on=day(-90), to_on=day(-60), outcome="did_not_hold", outcome_words="They went out by the window."),
        Control(person=person, kind="tag", from_on=day(-30), to_on=day(60), child_view="yes",
                view_words="It lets me say no: I can tell them I have to be in.", proportionate="court_ordered",
                set_by="The youth court"),
        Visit(person=person, on=day(-9), seen="yes", seen_alone="yes", where="At school", who=worker.name,
              words="School is all right. I do not want to go back to the flats."),
        Review(person=person, kind="plan", occasion="event", event="A time missing", on=day(-35), chaired_by="A made-up chair",
               decisions="Keep the tag, begin work with friends.", next_due_on=day(-2 if place % 2 else 30)),
    ]  # fmt: skip
    if place % 3:
        rows += [
            Action(person=person, goal=goal, context=tie.context if tie else None, track="peer", owner=worker,
                   what="An hour each week with three friends and a youth worker whom they chose", target="peers",
                   aim="build_safety", from_on=day(-20), due_on=day(25)),
            Action(person=person, what="A parents’ worker, and the parents’ group on Tuesdays", target="family",
                   kind="parents_worker", aim="repair_relationship", track="family", from_on=day(-25)),
            RiskHolding(person=person, what="They see their brother at weekends, near the flats",
                        why="He is the one who gets them home. Without him they go alone.",
                        agreed_by="The team manager, the parents and the youth worker", agreed_on=day(-20), until_on=day(20),
                        view_words="He looks after me."),
        ]  # fmt: skip
    if place % 2:
        rows.append(Control(person=person, kind="curfew", from_on=day(-80), to_on=day(-30), child_view="no"))
    return rows
