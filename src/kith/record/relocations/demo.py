"""Made-up moves and decisions for the demonstration's young people: one of each kind, so that every page shows something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from kith.foundation.dates import months_after
from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.audit.actions import recorded
from kith.record.contexts.queries import visible as contexts_of
from kith.record.people.models import Person
from kith.record.people.queries import visible
from kith.record.placements.actions import add as placed
from kith.record.placements.models import Stay
from kith.record.relocations import models
from kith.record.relocations.actions import add, take
from kith.record.relocations.models import Decision, Relocation
from kith.record.relocations.queries import case_of
from kith.record.relocations.thinking import had

_THOUGHT: dict[str, Any] = {
    "happening": "Older boys wait for them at the bus station and at the school gate. Two threats this month, one with a knife.",
    "asked_by": "police", "asked_words": "We cannot keep attending every night.",
    "drivers": ["severity", "no_local_placement"], "pressures": ["police_demand"], "pressure_partner": "Response team",
    "why_out_of_area": "safeguarding", "tried_first": ["school_and_peers", "disruption"],
    "purpose": ["physical", "psychological"],
    "gain_physical": "Nobody there knows them", "cost_physical": "They may run back alone by train",
    "guard_physical": "A plan for travel, and someone who answers at night",
    "gain_psychological": "Sleep without listening for the door", "cost_psychological": "A new place, and nobody they trust",
    "guard_psychological": "Their youth worker goes on visiting each week",
    "cost_relational": "Their nan, and the football team", "guard_relational": "Nan visits each Sunday; fares are paid",
    "resort": "both", "resort_voice": "practitioner", "resort_words": "Nothing here holds this month, and they ask for quiet.",
    "kind": "care_placement", "looked_after": "yes", "locality": "out", "adjoining": "no", "nation_to": "england",
    "exempt": "no", "for_profit": "yes", "planned_length": "to_3_months",
}  # fmt: skip


def load(by: Mapping[str, User], today: date) -> int:
    """Record them as the practitioner of the demonstration; returns how many young people have one. Twice is as once."""
    worker, manager = by["practitioner"], by["team_manager"]
    if Relocation.objects.exists() or Decision.objects.exists():
        return 0
    found = visible(worker, Section.RECORD, Act.WRITE).filter(kind="young_person")
    of_age = Q(born_on=None) | Q(born_on__lte=months_after(today, -12 * 11), born_on__gt=months_after(today, -12 * 18))
    people = list(found.filter(of_age).order_by("made_at", "pk")[:8])
    place = contexts_of(worker).order_by("made_at", "pk").first()
    with recorded(worker):
        for number, person in enumerate(people):
            _CASES[number % len(_CASES)](worker, manager, person, place, today)
    return len(people)


def _thought(worker: User, person: Person, place: Any, today: date, **more: Any) -> Decision:
    """A decision that was thought through, with its rows."""
    row: Decision = add(by=worker, row=Decision(person=person, **{**_THOUGHT, **more}))
    about: dict[str, Any] = {"person": person, "decision": row}
    for kept in (
        models.Tried(**about, kind="school_and_peers", target="peers", aim="build_safety", what="Group work with the friends",
                     did_not_hold="It ended when the worker left"),
        models.Tried(**about, kind="disruption", target="people_posing_risk", aim="disrupt", what="Patrols at the station",
                     did_not_hold="They wait somewhere else now"),
        models.Alternative(**about, kind="refused_by_provider", what="A carer in the next ward", on=today - timedelta(days=100),
                           came_of_it="Full until the summer"),
        models.Consent(**about, kind="wishes", state="yes", on=today - timedelta(days=99), by="Their social worker"),
        models.Consent(**about, kind="advocate_offered", state="yes", on=today - timedelta(days=99), by="Their social worker"),
        models.Consent(**about, kind="relatives"),
        models.View(**about, voice="young_person", on=today - timedelta(days=98), words="Somewhere quiet, but not for ever."),
        models.View(**about, voice="parent_or_carer", on=today - timedelta(days=98), words="I want him alive. I want him home."),
        models.Condition(**about, context=place, what="Somebody looks after the place in the evenings", aim="build_safety",
                         owner="Community safety", state="under_way", due_on=today + timedelta(days=20)),
        models.Condition(**about, what="His friends have a youth worker", aim="build_safety", owner="", due_on=today - timedelta(days=6)),
        models.NextHome(**about, on=today - timedelta(days=98), choice="return", chosen_by="young_person",
                        words="Home, when they have stopped waiting for me.", review_on=today + timedelta(days=14)),
    ):  # fmt: skip
        add(by=worker, row=kept)
    return row


def _away(worker: User, manager: User, person: Person, place: Any, today: date) -> None:
    """Moved in an emergency into care, past its planned end, with what was told and what is not there yet."""
    began = today - timedelta(days=95)
    row = _thought(worker, person, place, today, emergency="yes", emergency_why="A knife at the door last night",
                   planned_from=began, planned_end=began + timedelta(days=84), necessary_on=began)  # fmt: skip
    take(by=manager, decision=row, seen=row.version, step="move_now", have=had(case_of(row)), decides=True, today=began,
         said={"not_yet_why": "The director was away; asked first thing in the morning."})  # fmt: skip
    move = Relocation.objects.get(decisions=row)
    stay = Stay.objects.filter(person=person, to_on=None, error_at=None).first() or placed(
        by=worker, row=Stay(person=person, kind="care_placement", from_on=began, locality="out", adjoining="no", who_moved="alone",
                            arranged_by="authority"))  # fmt: skip
    Relocation.objects.filter(pk=move.pk).update(
        from_on=began, who_moved="alone", arranged_by="authority", due_to_efh="yes", stay=stay
    )
    about: dict[str, Any] = {"person": person, "relocation": move}
    for kept in (
        models.Told(**about, who="area_authority", by_on=began + timedelta(days=7), told_on=began + timedelta(days=3),
                    asked="Who leads there?"),
        models.Told(**about, who="health", by_on=began + timedelta(days=7)),
        models.Told(**about, who="new_school", by_on=began + timedelta(days=7), told_on=began + timedelta(days=2),
                    answered_on=began + timedelta(days=10), answer="A place from Monday"),
        models.Request(**about, way="ours", party="police_there", kind="what_is_known", asked_on=began + timedelta(days=2),
                       by_on=began + timedelta(days=9), what="Who else is known at the station there?",
                       answered_on=began + timedelta(days=8), answer="in_part", answer_words="Nothing of the station; more next week."),
        models.Request(**about, way="ours", party="area_authority", kind="services", asked_on=today - timedelta(days=15),
                       by_on=today - timedelta(days=1), what="A youth worker near where he lives", owner="Their social worker"),
        models.Request(**about, way="theirs", party="police", kind="return_home", asked_on=today - timedelta(days=4),
                       by_on=today + timedelta(days=3), what="Is he back at weekends?", owner="Their social worker"),
        models.View(**about, voice="young_person", subject="time_away", dimension="psychological", on=today - timedelta(days=20),
                    words="I can sleep here. But nobody knows me."),
        models.View(**about, voice="parent_or_carer", subject="time_away", dimension="relational", on=today - timedelta(days=20),
                    words="He rings every night and cries."),
        models.View(**about, voice="practitioner", subject="time_away", dimension="physical", on=today - timedelta(days=15),
                    words="No injury since the move."),
        models.Away(**about, kind="online_reach", harm="cce", on=today - timedelta(days=12), what="The same boys write to him each night.",
                    done="A new number; his key worker sits with him"),
    ):  # fmt: skip
        add(by=worker, row=kept)
    look = add(by=worker, row=models.IndependentLook(**about, decision=row, occasion="review", voice="reviewing_officer", name="A. Reviewer",
                                                     on=today - timedelta(days=10), spoke="yes", summary="Work at home has thinned out."))  # fmt: skip
    add(
        by=worker,
        row=models.Answered(
            person=person, look=look, question="home_contexts", answer="partly", words="One of two has an owner"
        ),
    )
    add(by=worker, row=models.Challenge(person=person, look=look, question="home_contexts", what="Who works with his friends?",
                                        to="Team manager", on=today - timedelta(days=10), answer_by=today - timedelta(days=3)))  # fmt: skip


def _family(worker: User, _manager: User, person: Person, _place: Any, today: date) -> None:
    """The whole family moved; the tenancy runs out. An earlier stay with an aunt ended by itself."""
    earlier = today - timedelta(days=300)
    add(by=worker, row=Relocation(person=person, kind="family_arranged", from_on=earlier, to_on=earlier + timedelta(days=50), locality="out",
                                  arranged_by="family", who_moved="alone", ended_how="came_home", moved_to="return", due_to_efh="yes",
                                  purpose=["physical"], remains="Nobody told the school"))  # fmt: skip
    move = add(by=worker, row=Relocation(
        person=person, kind="whole_family", from_on=today - timedelta(days=60), planned_end=today + timedelta(days=30), locality="out",
        arranged_by="housing", who_moved="whole_family", due_to_efh="yes", purpose=["physical", "relational"], drivers=["severity"],
        tenancy_kept="yes", tenancy="Kept until the end of next month", work_kept="yes", schools_found="no", parents_work="Mother travels two hours each way", siblings_school="The younger two wait for a place",
    ))  # fmt: skip
    about: dict[str, Any] = {"person": person, "relocation": move}
    add(
        by=worker,
        row=models.NextHome(
            **about, on=today - timedelta(days=30), choice="undecided", chosen_by="together", words="We argue about it."
        ),
    )
    add(
        by=worker,
        row=models.Condition(
            **about, what="Priority for rehousing", owner="Housing", due_on=today + timedelta(days=10)
        ),
    )


def _proposed(worker: User, _manager: User, person: Person, place: Any, today: date) -> None:
    """Judged necessary three weeks ago, and not made."""
    row = _thought(worker, person, place, today, necessary_on=today - timedelta(days=21), delayed_why="No home found")
    take(
        by=worker,
        decision=row,
        seen=row.version,
        step="propose",
        have=had(case_of(row)),
        today=today - timedelta(days=21),
    )


def _stayed(worker: User, manager: User, person: Person, place: Any, today: date) -> None:
    """Decided not to move, with a plan."""
    row = _thought(worker, person, place, today)
    day = today - timedelta(days=40)
    row = take(by=worker, decision=row, seen=row.version, step="propose", have=had(case_of(row)), today=day)
    take(by=manager, decision=row, seen=row.version, step="stay", have=had(case_of(row)), decides=True, today=day,
         said={"plan": "A youth worker at the station each evening; nan is told first; the school keeps the side gate open."})  # fmt: skip


def _back(worker: User, _manager: User, person: Person, _place: Any, today: date) -> None:
    """Home again after a planned end, looked at after 72 hours and three months."""
    ended = today - timedelta(days=120)
    move = add(by=worker, row=Relocation(person=person, kind="police_led", from_on=ended - timedelta(days=80), to_on=ended, locality="out",
                                         planned_end=ended, arranged_by="police", who_moved="with_parent", ended_how="planned",
                                         moved_to="return", due_to_efh="yes", purpose=["physical"]))  # fmt: skip
    about: dict[str, Any] = {"person": person, "relocation": move}
    add(by=worker, row=models.AfterLook(**about, kind="72_hours", on=ended + timedelta(days=2), who="Youth worker", words="It is strange but good.",
                                        how="At home, sleeping", worked="Somebody was at the station"))  # fmt: skip
    add(by=worker, row=models.AfterLook(**about, kind="3_months", by_on=ended + timedelta(days=92)))
    add(
        by=worker,
        row=models.NextHome(
            **about, on=ended, choice="return", chosen_by="young_person", words="Home.", first_hours="Her youth worker"
        ),
    )


def _placed_here(worker: User, _manager: User, person: Person, _place: Any, today: date) -> None:
    """Placed here by another authority, which asks us to look in; the move is theirs and in their figures."""
    began = today - timedelta(days=20)
    move = add(by=worker, row=Relocation(person=person, kind="care_placement", from_on=began, planned_end=today + timedelta(days=70),
                                         placed_by="E08000003", arranged_by="other_authority", who_moved="alone"))  # fmt: skip
    add(by=worker, row=models.Request(person=person, relocation=move, way="theirs", party="placing_authority", kind="welfare_visit",
                                      asked_on=today - timedelta(days=2), by_on=today + timedelta(days=2), what="Is she safe on the bus?"))  # fmt: skip


_CASES = (_away, _family, _proposed, _stayed, _back, _placed_here)
