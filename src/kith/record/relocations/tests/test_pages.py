"""The pages: a decision thought through and decided, a move, the next home, the independent look; who sees what, and what is audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.contexts.actions import open_context
from kith.record.contexts.actions import restrict as restrict_context
from kith.record.contexts.models import Context
from kith.record.people.models import Person
from kith.record.placements.actions import add as add_stay
from kith.record.placements.models import Stay
from kith.record.relocations import queries
from kith.record.relocations.actions import add, change, take
from kith.record.relocations.models import (
    Answered,
    Approval,
    Away,
    Challenge,
    Condition,
    Consent,
    Decision,
    IndependentLook,
    NextHome,
    Relocation,
    Told,
    Tried,
    View,
)
from kith.record.relocations.parts import PARTS
from kith.record.relocations.thinking import TASKS, had
from kith.record.rows.actions import Stale

New = Callable[..., Person]
TODAY = timezone.localdate()
PAGES = ("moves", "decide", "next_home", "look")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: Any) -> str:
    answer = signed_in(user).get(reverse(f"relocations:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def in_boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


@pytest.fixture
def proposed(new: New, worker: User) -> Decision:
    person = new(born_on=date(TODAY.year - 15, 1, 1))
    row = add(by=worker, row=Decision(person=person, happening="Men wait at the station", asked_by="police"))
    return take(by=worker, decision=row, seen=1, step="propose", have=frozenset())


def hear_all(by: User, decision: Decision) -> None:
    """What comes before approval: the look and the views."""
    about: dict[str, Any] = {"person_id": decision.person_id, "decision": decision, "on": TODAY}
    add(by=by, row=IndependentLook(**about, occasion="proposal", name="Ann"))
    add(by=by, row=View(**about, voice="young_person", words="I do not want to lose my nan"))
    add(by=by, row=View(**about, voice="parent_or_carer", answer="not_safe_to_ask"))


def see(decision: Decision) -> frozenset[str]:
    return had(queries.case_of(Decision.objects.get(pk=decision.pk)))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_nothing_recorded_and_says_so(name: str, new: New, worker: User) -> None:
    assert "No" in page(worker, name, new().pk)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_page(name: str, new: New, stranger: User) -> None:
    assert signed_in(stranger).get(reverse(f"relocations:{name}", args=[new().pk])).status_code == 404


@pytest.mark.parametrize("task", [task.key for task in TASKS if task.fields])
def test_each_thing_to_think_about_is_a_page_that_an_empty_box_does_not_stop(
    task: str, proposed: Decision, worker: User
) -> None:
    address = reverse("relocations:think", args=[proposed.person_id, proposed.pk, task])
    client = signed_in(worker)
    assert client.get(address).status_code == 200
    states = {name: "not_known" for name in next(one for one in TASKS if one.key == task).fields
              if Decision._meta.get_field(name).has_default() and isinstance(Decision._meta.get_field(name).default, str)}  # fmt: skip
    answer = client.post(address, {"seen": Decision.objects.get().version, **states})
    assert answer.status_code == 302, answer.content.decode()[:3000]


def test_a_decision_begins_with_what_is_happening_and_shows_what_is_missing(new: New, worker: User) -> None:
    person = new()
    client = signed_in(worker)
    begun = client.post(PARTS.href(PARTS["decisions"], person, "add"), {"happening": "Men wait at the station"})
    assert begun.status_code == 302
    row = Decision.objects.get()
    shown = page(worker, "decision", person.pk, row.pk)
    assert "Men wait at the station" in page(worker, "decide", person.pk)
    assert "What must change at home, whatever they choose?" in shown
    assert "Not recorded" in shown


def test_nobody_asks_for_approval_before_the_look_and_the_views(proposed: Decision, worker: User) -> None:
    address = reverse("relocations:step", args=[proposed.person_id, proposed.pk])
    answer = signed_in(worker).post(address, {"step": "ask", "seen": proposed.version})
    assert answer.status_code == 422
    assert Decision.objects.get().stands == "proposed"
    hear_all(worker, proposed)
    assert signed_in(worker).post(address, {"step": "ask", "seen": proposed.version}).status_code == 302
    assert Decision.objects.get().stands == "approval"


def test_a_move_is_decided_by_a_manager_and_planned_with_what_must_change(
    proposed: Decision, worker: User, manager: User
) -> None:
    hear_all(worker, proposed)
    change(by=worker, row=proposed, seen=2, values={"looked_after": "no", "locality": "out", "nation_to": "england"})
    add(by=worker, row=Condition(person_id=proposed.person_id, decision=proposed, what="Light on the steps"))
    asked = take(by=worker, decision=proposed, seen=3, step="ask", have=see(proposed))
    assert "approvals" in see(proposed)
    with pytest.raises(ValidationError):
        take(by=worker, decision=asked, seen=4, step="move", have=see(proposed))
    moved = take(by=manager, decision=asked, seen=4, step="move", have=see(proposed), decides=True)
    assert (moved.stands, moved.outcome, moved.decided_on) == ("moved", "move", TODAY)
    assert moved.relocation is not None
    assert Condition.objects.get().relocation_id == moved.relocation_id
    assert Event.objects.filter(action="decision.stepped", person_id=proposed.person_id).count() == 3
    assert "A move is planned" in page(worker, "moves", proposed.person_id)


def test_an_emergency_moves_at_once_and_is_confirmed_only_when_caught_up_with(
    proposed: Decision, worker: User, manager: User
) -> None:
    change(by=worker, row=proposed, seen=2, values={"looked_after": "no", "locality": "out", "nation_to": "england"})
    with pytest.raises(ValidationError) as refused:
        take(by=manager, decision=proposed, seen=3, step="move_now", have=see(proposed), decides=True)
    assert set(refused.value.message_dict) == {"emergency_why", "not_yet_why"}
    now = take(by=manager, decision=proposed, seen=3, step="move_now", have=see(proposed), decides=True,
               said={"emergency_why": "A knife at the door", "not_yet_why": "Asleep in the car"})  # fmt: skip
    assert (now.stands, now.emergency, now.relocation.emergency) == ("emergency", "yes", "yes")
    with pytest.raises(ValidationError):
        take(by=manager, decision=now, seen=4, step="confirm", have=see(proposed), decides=True)
    hear_all(worker, proposed)
    later = take(
        by=manager,
        decision=now,
        seen=4,
        step="confirm",
        have=see(proposed),
        decides=True,
        today=TODAY + timedelta(days=3),
    )
    assert (later.stands, later.decided_on, Relocation.objects.count()) == ("moved", TODAY, 1)


def test_a_decision_not_to_move_has_its_plan(proposed: Decision, manager: User) -> None:
    with pytest.raises(ValidationError):
        take(by=manager, decision=proposed, seen=2, step="stay", have=frozenset(), decides=True)
    kept = take(by=manager, decision=proposed, seen=2, step="stay", have=frozenset(), decides=True,
                said={"plan": "Youth worker at the station each evening"})  # fmt: skip
    assert (kept.outcome, kept.relocation) == ("no_move", None)
    assert "Youth worker at the station" in page(manager, "decision", kept.person_id, kept.pk)


def test_a_step_on_a_stale_page_changes_nothing(proposed: Decision, manager: User) -> None:
    with pytest.raises(Stale):
        take(by=manager, decision=proposed, seen=1, step="withdraw", have=frozenset(), said={"why": "x"})
    address = reverse("relocations:step", args=[proposed.person_id, proposed.pk])
    assert signed_in(manager).post(address, {"step": "confirm", "seen": 2}).status_code == 302
    assert Decision.objects.get().stands == "proposed"


def test_a_move_judged_necessary_and_not_made_is_seen(proposed: Decision, worker: User, stranger: User) -> None:
    change(by=worker, row=proposed, seen=2, values={"necessary_on": TODAY - timedelta(days=9)})
    assert list(queries.delayed(worker)) == [proposed]
    assert list(queries.delayed(stranger)) == []
    assert "9 days ago" in page(worker, "decision", proposed.person_id, proposed.pk)
    move = add(by=worker, row=Relocation(person_id=proposed.person_id, from_on=TODAY))
    Decision.objects.update(relocation=move)
    assert list(queries.delayed(worker)) == []


def test_the_page_of_moves_puts_purpose_beside_effect_in_each_voice(new: New, worker: User) -> None:
    person = new()
    move = add(by=worker, row=Relocation(person=person, from_on=TODAY - timedelta(days=40), planned_end=TODAY - timedelta(days=5),
                                         who_moved="alone", arranged_by="family", purpose=["physical"]))  # fmt: skip
    about: dict[str, Any] = {"person": person, "relocation": move, "on": TODAY}
    for voice, words in (("young_person", "I can sleep"), ("parent_or_carer", "She cries on the phone")):
        add(by=worker, row=View(**about, voice=voice, subject="time_away", dimension="psychological", words=words))
    add(by=worker, row=Told(person=person, relocation=move, who="health", by_on=TODAY - timedelta(days=2)))
    add(by=worker, row=Away(**about, kind="online_reach", what="Messages each night"))
    shown = page(worker, "moves", person.pk)
    for text in (
        "I can sleep",
        "She cries on the phone",
        "Past its planned end",
        "So far: 41 days",
        "Overdue",
        "Messages each night",
    ):
        assert text in shown, text


def test_only_who_is_independent_adds_a_look_or_a_challenge(
    proposed: Decision, worker: User, manager: User, make_user: Any
) -> None:
    officer = make_user("independent_reviewing_officer")
    access.allocate(by=manager, person_id=proposed.person_id, user=officer, kind="reviewing")
    person = Person.objects.get(pk=proposed.person_id)
    form = {
        "occasion": "proposal",
        "voice": "reviewing_officer",
        "spoke": "yes",
        "decision_id": str(proposed.pk),
        **in_boxes("on", TODAY),
    }
    address = PARTS.href(PARTS["looks"], person, "add")
    assert signed_in(worker).post(address, form).status_code == 422
    assert signed_in(officer).post(address, form).status_code == 302
    look = IndependentLook.objects.get()
    assert look.decision_id == proposed.pk
    add(
        by=officer,
        row=Answered(person=person, look=look, question="builds_safety", answer="not_shown", words="Patrols alone"),
    )
    add(by=officer, row=Challenge(person=person, look=look, what="Who works at the station?", to="The team manager",
                                  on=TODAY - timedelta(days=9), answer_by=TODAY - timedelta(days=2)))  # fmt: skip
    shown = page(officer, "look", person.pk)
    for text in ("Patrols alone", "No answer: it was due on", "Make a challenge"):
        assert text in shown, text
    assert "Make a challenge" not in page(worker, "look", person.pk)
    assert queries.open_challenges(officer).count() == 1


def test_the_next_home_is_in_their_words_and_what_must_change_is_due_whatever_they_choose(
    new: New, worker: User
) -> None:
    person = new(born_on=date(TODAY.year - 17, TODAY.month, 1))
    add(
        by=worker,
        row=NextHome(person=person, on=TODAY, choice="stay", chosen_by="young_person", words="My life is here now"),
    )
    add(by=worker, row=Condition(person=person, what="The station is looked after at night", owner="Transport police",
                                 due_on=TODAY - timedelta(days=1)))  # fmt: skip
    shown = page(worker, "next_home", person.pk)
    for text in (
        "My life is here now",
        "1 thing at home still has to change",
        "Transport police",
        "months to 18",
        "Overdue",
    ):
        assert text in shown, text


def test_a_context_that_the_viewer_may_not_see_is_not_named_and_stays_linked(
    new: New, worker: User, manager: User
) -> None:
    person = new()
    context = open_context(by=manager, row=Context(name="The hidden yard", kind="place", team_id=manager.team_id))
    row = add(by=worker, row=Condition(person=person, what="Light there", context=context))
    assert "The hidden yard" in page(worker, "conditions", person.pk)
    other = User.objects.create_user("named@example.org", name="Named", role_key="team_manager", team=manager.team)
    restrict_context(by=manager, context=context, why_so="Safety", named=[other])
    for name in ("conditions", "next_home"):
        shown = page(worker, name, person.pk)
        assert "Light there" in shown
        assert "The hidden yard" not in shown
    address = PARTS.href(PARTS["conditions"], person, "change", row.pk)
    saved = signed_in(worker).post(address, {"seen": 1, "what": "More light", "state": "under_way"})
    assert saved.status_code == 302
    assert Condition.objects.get().context_id == context.pk


def test_the_number_of_queries_does_not_grow_with_the_rows(new: New, worker: User) -> None:
    person = new()
    client = signed_in(worker)
    move = add(by=worker, row=Relocation(person=person, from_on=TODAY))
    decision = add(by=worker, row=Decision(person=person))
    addresses = [reverse(f"relocations:{name}", args=[person.pk]) for name in PAGES]
    addresses.append(reverse("relocations:decision", args=[person.pk, decision.pk]))

    def count() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert client.get(address).status_code == 200
            counts.append(len(caught))
        return counts

    def fill() -> None:
        about: dict[str, Any] = {"person": person, "decision": decision}
        for _turn in range(4):
            for model, more in (
                (Condition, {"what": "Light"}),
                (NextHome, {"on": TODAY}),
                (View, {"voice": "police", "on": TODAY}),
            ):
                add(by=worker, row=model(**about, relocation=move, **more))
            add(by=worker, row=Told(person=person, relocation=move, who="school"))
            for model, more in (
                (Tried, {"kind": "housing"}),
                (Consent, {"kind": "wishes"}),
                (Approval, {"kind": "other", "asked_on": TODAY}),
            ):
                add(by=worker, row=model(**about, **more))

    count()
    fill()
    first = count()
    fill()
    assert count() == first


def test_the_database_refuses_what_cannot_be(new: New) -> None:
    person = new()
    wrong: list[Any] = [
        Relocation(person=person, from_on=TODAY, to_on=TODAY - timedelta(days=1)),
        Relocation(person=person, to_on=TODAY),
        Relocation(person=person, from_on=TODAY, withdrawn_on=TODAY),
        Relocation(person=person, from_on=TODAY, ended_how="planned"),
        Relocation(person=person, from_on=TODAY, miles=-1),
        Decision(person=person, stands="moved"),
        Decision(person=person, stands="stayed", decided_on=TODAY, proposed_on=TODAY, outcome="move"),
        Decision(person=person, stands="proposed"),
        Approval(person=person, kind="director", asked_on=TODAY, answer="given"),
        Approval(
            person=person, kind="director", asked_on=TODAY, answer="refused", answered_on=TODAY, answered_by="Ann"
        ),
        Told(person=person, who="school", answered_on=TODAY),
        Challenge(person=person, what="x", on=TODAY, answer_by=TODAY - timedelta(days=1)),
    ]
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    Relocation.objects.create(person=person, from_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relocation.objects.create(person=person, from_on=TODAY)


def test_rows_of_others_stay_out_of_the_copy_and_a_blank_is_never_a_no(new: New, worker: User) -> None:
    row = add(by=worker, row=Consent(person=new(), kind="wishes"))
    assert row.state == "not_known"
    assert "refused_why" in Decision.of_others


def test_what_somebody_independent_found_is_not_changed_by_those_whose_work_it_is_about(
    new: New, worker: User, make_user: Callable[..., User]
) -> None:
    person = new()
    officer = make_user("independent_reviewing_officer", team="")
    access.allocate(by=worker, person_id=person.pk, user=officer, kind="reviewing")
    look = add(by=officer, row=IndependentLook(person=person, on=TODAY, summary="Nothing was tried"))
    for name in ("looks_change", "looks_error"):
        address = reverse(f"relocations:{name}", args=[person.pk, look.pk])
        answers = [signed_in(user).get(address).status_code for user in (worker, officer)]
        assert answers == [404, 200], name


@pytest.fixture
def colleague(new: New, worker: User, make_user: Callable[..., User]) -> User:
    """Of the same team: reads and writes the record, without withheld places."""
    return make_user("practitioner")


def _hidden_move(new: New, worker: User) -> tuple[Person, Relocation, Decision]:
    """A move to a place that is withheld, with its decision, who was told, and an earlier move elsewhere."""
    person, began = new(), TODAY - timedelta(days=30)
    stay = add_stay(by=worker, row=Stay(person=person, kind="care_placement", from_on=began, home="Beech House",
                                        withheld="from_everyone", host_authority="E08000003", miles=163.25))  # fmt: skip
    move = add(by=worker, row=Relocation(person=person, stay=stay, kind="care_placement", from_on=began, locality="out",
                                         host_authority="E08000003", miles=163.25))  # fmt: skip
    decision = add(by=worker, row=Decision(person=person, relocation=move, kind="care_placement", locality="out",
                                           host_authority="E08000003"))  # fmt: skip
    add(by=worker, row=Told(person=person, relocation=move, who="school", name="Didsbury High"))
    earlier = began - timedelta(days=400)
    add(by=worker, row=Relocation(person=person, kind="family_arranged", from_on=earlier, to_on=earlier + timedelta(days=9),
                                  locality="out", host_authority="E08000035"))  # fmt: skip
    return person, move, decision


def test_a_move_does_not_tell_where_a_withheld_place_lies(new: New, worker: User, colleague: User) -> None:
    person, move, decision = _hidden_move(new, worker)
    addresses = [reverse(f"relocations:{name}", args=[person.pk]) for name in (*PAGES, *PARTS.parts)]
    addresses += [reverse("relocations:decision", args=[person.pk, decision.pk]), reverse("web:story", args=[person.pk]),
                  reverse("relocations:think", args=[person.pk, decision.pk, "place"]),
                  reverse("relocations:relocations_change", args=[person.pk, move.pk]),
                  reverse("relocations:views_add", args=[person.pk])]  # fmt: skip
    secret = ("Manchester", "E08000003", "163.25", "Didsbury")
    for who, finds in ((colleague, False), (worker, True)):
        client = signed_in(who)
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        said = "".join(answer.content.decode() for answer in answers)
        assert {words: words in said for words in secret} == dict.fromkeys(secret, finds)
        assert "Leeds" in said  # an earlier move that tells nothing of it


def test_changing_a_covered_move_or_decision_loses_nothing(new: New, worker: User, colleague: User) -> None:
    person, move, decision = _hidden_move(new, worker)
    client = signed_in(colleague)
    for name, row in (("relocations_change", move), ("decisions_change", decision)):
        address = reverse(f"relocations:{name}", args=[person.pk, row.pk])
        form = client.get(address).context["form"]
        assert "host_authority" not in form.fields
        said = {key: value for key, value in form.initial.items() if isinstance(value, str)} | {
            "seen": "1",
            "remains": "A bed",
        }
        said |= {f"from_on_{part}": getattr(move.from_on, part) for part in ("day", "month", "year")}
        assert client.post(address, said).status_code == 302
        row.refresh_from_db()
        assert row.host_authority == "E08000003"
    think = reverse("relocations:think", args=[person.pk, decision.pk, "place"])
    form = client.get(think).context["form"]
    said = {key: value for key, value in form.initial.items() if isinstance(value, str)} | {"adjoining": "yes"}
    assert client.post(think, {**said, "seen": str(decision.version)}).status_code == 302
    decision.refresh_from_db()
    assert (decision.host_authority, decision.adjoining) == ("E08000003", "yes")
