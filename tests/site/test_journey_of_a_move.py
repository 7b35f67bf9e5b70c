"""A journey in a real browser by those who take part in a move: from the concern to the look a year after they came home.

Everybody has a browser of their own and uses its keyboard alone; the one address typed is the first. At the end nothing is left to
do of what was done, the clocks are met, the story tells it in order, and the audit holds who did what.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import DateField
from django.utils import timezone
from tests.site.hand import Given, Hand, hands

from kith.clocks.cases import State
from kith.record.access import actions as access
from kith.record.access.rules import SHAREABLE
from kith.record.accounts.demo import make_demo_users
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.people.actions import add, add_person
from kith.record.people.models import Involvement, Person
from kith.record.placements.models import Stay
from kith.record.plans.models import Review
from kith.record.relocations import models as moves
from kith.record.relocations.deadlines import told_of
from kith.record.worklists.queries import all_lines

__all__ = ["hands"]
pytestmark = pytest.mark.django_db(transaction=True)
JESS = Given("Jess Birch")
RECORD = "This record"
Hands = Callable[[str], Hand]


class Keyboard(Hand):
    """A hand that uses no pointer: everything is reached by Tab, opened with Enter and ticked with the space bar."""

    def follow(self, text: str, within: str = "") -> None:
        self._open(self._link(text, within))

    def press(self, text: str) -> None:
        self._open(self.page.get_by_role("button", name=self.says(text), exact=True).first)

    def pick(self, question: str, answer: str) -> None:
        group = self._group(question)
        if not group.count():
            return super().pick(question, answer)
        one = group.first.get_by_label(answer, exact=True)
        self._reach(one)
        if not one.is_checked():
            self.page.keyboard.press("Space")
        assert one.is_checked()
        return None

    def write(self, label: str, text: str) -> None:
        self._reach(self._box(label))
        self._box(label).fill(text)

    def _open(self, found: Any) -> None:
        self._reach(found)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _reach(self, found: Any) -> None:
        assert found.count(), f"{found} is not on {self.page.url}: {self.page.inner_text('main')}"
        found.focus()
        assert found.evaluate("it => it === document.activeElement && it.tabIndex >= 0"), found

    def work(self) -> None:
        """Back to My work by the menu."""
        self.follow("My work", "Menu")


@pytest.fixture
def users() -> dict[str, User]:
    """Those who work with Jess: the worker and the team's manager, the reviewing officer, placements, and a guest where she goes."""
    users, today = make_demo_users(), timezone.localdate()
    worker, manager = users["practitioner"], users["team_manager"]
    details = {"born_on": date(today.year - 15, 1, 2), "birth_precision": "day"}
    person = add_person(by=worker, details=details, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    add(by=worker, row=Involvement(person=person, status="looked_after", from_on=today - timedelta(days=90)))
    for role, kind in (("independent_reviewing_officer", "reviewing"), ("placements", "placing")):
        access.allocate(by=manager, person_id=person.pk, user=users[role], kind=kind)
    guest, until = users["area_authority_guest"], today + timedelta(days=30)
    access.share_with_guest(by=manager, person_id=person.pk, guest=guest, sections=SHAREABLE, until_on=until)
    return users


@pytest.fixture
def at(hands: Hands) -> Callable[[str], Keyboard]:
    """The browser of a role, signed in the first time, and then where it was left."""
    kept: dict[str, Keyboard] = {}

    def of(role: str) -> Keyboard:
        if role not in kept:
            hand = hands("en")
            hand.__class__ = Keyboard
            # Who else is here is asked again and again; beside another's requests the test's own kind of database cannot answer it.
            hand.page.route("**/account/here/**", lambda route: route.fulfill(status=200, body=""))
            hand.sign_in(role)
            kept[role] = hand  # type: ignore[assignment]
        return kept[role]

    return of


def pass_days(days: int) -> None:
    """Let time pass: everything that has a day is that much longer ago."""
    gone = timedelta(days=days)
    for model in (*_OF_MOVES, Stay, Review):
        fields = [field.name for field in model._meta.get_fields() if type(field) is DateField]
        for row in model._default_manager.all():
            later = {name: getattr(row, name) - gone for name in fields if getattr(row, name) is not None}
            model._default_manager.filter(pk=row.pk).update(**later)


_OF_MOVES: tuple[Any, ...] = tuple(getattr(moves, name) for name in moves.__all__)


def test_a_move_from_the_concern_to_a_year_after(users: dict[str, User], at: Callable[[str], Keyboard]) -> None:
    today = timezone.localdate()
    worker, manager, officer = at("practitioner"), at("team_manager"), at("independent_reviewing_officer")
    _concern(worker)
    _thought_through(worker, today)
    _looked_at(officer, today)
    _challenge_answered(worker)
    _challenge_settled(officer)
    _approved_and_decided(worker, manager)
    _moved(worker, at("placements"), today)
    _told(worker, manager)
    _asked_of_the_police(worker, today)
    _seen_by_the_guest(at("area_authority_guest"))
    pass_days(40)
    _reviewed(officer, today)
    _home(worker, today)
    pass_days(3)
    for days in (89, 92, 184, 0):
        _after(worker, today)
        pass_days(days)
    _nothing_is_left(worker, manager, officer)
    _the_story(worker)
    _the_audit(users)


def _concern(hand: Keyboard) -> None:
    hand.follow(JESS)
    hand.follow("Record a concern", RECORD)
    hand.choose(Given(f"{hand.label('harm', 'cce')}: is it in this young person’s life?"), "state", "yes")
    hand.choose("Where it comes from", "setting", "outside")
    hand.choose("How certain it is", "certainty", "confirmed")
    hand.press("Save")


def _thought_through(hand: Keyboard, today: date) -> None:
    """The record that helps to think: a page at a time, each leading back to the decision."""
    hand.follow("Decide on a move", RECORD)
    hand.press("Begin a decision")
    hand.write("What is happening, and where", "Older boys wait for her at the station.")
    hand.choose("Who asked for a move", "who_asked", "young_person")
    hand.press("Save")
    hand.reads("Is moving better than every alternative?", "Being thought through", "Of 15 things to think about")
    hand.follow("What drives it, and what presses towards it?")
    hand.pick("What drives it", hand.label("driver", "severity"))
    hand.press("Save")
    hand.follow("Add what was tried")
    hand.choose("What was tried", "tried_first", "school_and_peers")
    hand.write("Why it did not hold", "The worker left.")
    hand.press("Save")
    hand.follow("What is it for, and what may it cost?")
    hand.pick("Which safeties a move is for", hand.label("dimension", "physical"))
    hand.write("Physical safety: what a move is for", "Nobody there knows her")
    hand.write("Safety in relationships: what guards it", "Nan visits each Sunday")
    hand.press("Save")
    hand.follow("Where to, and in what kind of place?")
    hand.choose("What kind of move", "move_kind", "care_placement")
    for question, answer in (("They are looked after, or would be", "yes"), ("In an adjoining authority", "no"),
                             ("With a connected person or the authority's own foster carer", "no")):  # fmt: skip
        hand.choose(question, "state", answer)
    hand.choose("In or out of the area", "locality", "out")
    hand.choose("Which nation they would move to", "nation", "england")
    hand.press("Save")
    hand.follow("How long is it meant to last?")
    hand.day("Planned to begin on", today)
    hand.day("Planned to end on", today + timedelta(days=60))
    hand.press("Save")
    for voice, words in (
        ("young_person", "Somewhere quiet, but not for ever."),
        ("parent_or_carer", "I want her alive."),
    ):
        hand.follow("Add a view")
        hand.choose("Whose view", "voice", voice)
        hand.write("Their words", words)
        hand.press("Save")
    hand.follow("Add a choice")
    hand.choose("Next home", "next_home", "return")
    hand.choose("Whose choice it is", "who_chose", "young_person")
    hand.press("Save")
    hand.follow("Add what must change")
    hand.write("What must change", "Somebody looks after the station")
    hand.write("Who sees to it", "Community safety")
    hand.day("Due", today + timedelta(days=30))
    hand.press("Save")
    hand.press("Propose it")
    hand.reads("Proposed", "What comes first", "an independent look at the proposal", "Nan visits each Sunday")


def _looked_at(hand: Keyboard, today: date) -> None:
    hand.work()
    hand.follow(Given(f"An independent look at a proposal: {JESS}"))
    hand.reads("The record shows no answer to")
    hand.press("Add an independent look")
    hand.choose("They spoke with the young person", "state", "yes")
    hand.write("What they found", "Nobody works at the station.")
    hand.press("Save")
    hand.follow("Say what you find")
    hand.choose("The answer", "look_answer", "partly")
    hand.write("In words", "One owner, no day")
    hand.press("Save")
    hand.press("Make a challenge")
    hand.write("What is challenged", "Who works with her friends?")
    hand.write("Who is to answer", "Her social worker")
    hand.day("To be answered by", today + timedelta(days=5))
    hand.press("Save")
    hand.reads("Shown in part. One owner, no day", "To be answered by")


def _challenge_answered(hand: Keyboard) -> None:
    hand.work()
    hand.follow(Given(f"A challenge to answer: {JESS}"))
    hand.follow("Answer it")
    hand.day("Answered on", timezone.localdate())
    hand.write("The answer", "A youth worker from Monday")
    hand.press("Save")
    hand.work()
    assert "A challenge to answer" not in hand.page.content()


def _challenge_settled(hand: Keyboard) -> None:
    hand.work()
    hand.follow(Given(f"An answer to a challenge, to settle: {JESS}"))
    hand.reads("A youth worker from Monday")
    hand.follow("Settle it, or take it further")
    hand.day("Settled on", timezone.localdate())
    hand.press("Save")
    hand.work()
    hand.reads("Nothing waits for your answer.")


def _approved_and_decided(worker: Keyboard, manager: Keyboard) -> None:
    """What the law asks first is worked out, asked for, answered; then a manager decides."""
    worker.follow(JESS)
    worker.follow("Decide on a move", RECORD)
    worker.follow(worker.label("decision_state", "proposed"))
    worker.press("Take it to those who approve")
    worker.follow("Say whether it can wait")
    worker.choose("It cannot wait for what comes first", "state", "no")
    worker.press("Save")
    worker.follow("Ask for it")
    worker.press("Save")
    worker.follow("Record it")
    worker.choose("The answer", "state", "yes")
    worker.press("Save")
    while worker.page.get_by_role("link", name="Ask for it").count():
        worker.follow("Ask for it")
        worker.choose("The answer", "approval_answer", "given")
        worker.day("Answered on", timezone.localdate())
        worker.write("Who answered", "Ann")
        worker.press("Save")
    manager.work()
    manager.follow(Given(f"Approval of a move: {JESS}"))
    manager.follow("Record the answer")
    manager.choose("The answer", "approval_answer", "given")
    manager.day("Answered on", timezone.localdate())
    manager.write("Who answered", "The director")
    manager.press("Save")
    manager.press("Decide: move")
    manager.reads("Decided: move")


def _moved(worker: Keyboard, placements: Keyboard, today: date) -> None:
    placements.follow(JESS)
    placements.follow("Stays away from home", RECORD)
    placements.press("Add a stay away from home")
    placements.choose("What it is", "stay_kind", "care_placement")
    placements.day("From", today)
    placements.choose("In or out of our area", "locality", "out")
    placements.press("Save")
    worker.follow("Moves", RECORD)
    worker.reads("A move is planned")
    worker.press("It began")
    worker.day("Began on", today)
    worker.choose("Who moved", "who_moved", "alone")
    worker.press("Save")
    worker.reads("They are away", "Nan visits each Sunday", "Somebody looks after the station")


def _told(worker: Keyboard, manager: Keyboard) -> None:
    """Those who must be told are offered; there is a letter for everybody: some are made and sent, one answered; others are told by hand."""
    for who in ("area_authority", "school", "health", "reviewing_officer", "parents"):
        said = worker.label("told", who)
        worker._open(worker.page.get_by_role("link", name=said).first)
        worker.press("Save")
    worker.work()
    worker.reads("To be told of a move")
    worker.follow(JESS)
    worker.follow("Moves", RECORD)
    for _letter in range(2):
        worker.follow("Write to them")
        worker.press("Make the document")
        worker.follow("Say that it was sent")
        worker.write("How", "Secure email")
        worker.press("Save")
    worker.follow("Record the answer")
    worker.day("Answered on", timezone.localdate())
    worker.write("What they answered", "Their team leads.")
    worker.press("Save")
    while worker.page.get_by_role("link", name="They were told").count():
        worker.follow("They were told")
        worker.day("Told on", timezone.localdate())
        worker.press("Save")
    worker.reads("Their team leads.")
    worker.work()
    assert "To be told of a move" not in worker.page.content()
    manager.work()
    assert "Written notice to the area authority" not in manager.page.content()


def _asked_of_the_police(worker: Keyboard, today: date) -> None:
    """What is asked of the police where she is waits on My work by its day, until the answer is recorded."""
    worker.follow(JESS)
    worker.follow("Moves", RECORD)
    worker.follow("Add a request")
    worker.choose("Between us and whom", "request_party", "police_there")
    worker.choose("What it is for", "request_kind", "welfare_visit")
    worker.write("What is asked", "Look in on the first evening")
    worker.day("Asked on", today)
    worker.day("To be answered by", today + timedelta(days=2))
    worker.press("Save")
    worker.work()
    worker.unfolded(worker.page.locator("main"))
    waits = f"An answer that we asked for: {worker.label('request_kind', 'welfare_visit')}"
    worker.follow(Given(waits))
    asked = worker.page.get_by_role("region", name="Requests between authorities and police")
    worker._open(asked.get_by_role("link", name="Record the answer"))
    worker.day("Answered on", today)
    worker.choose("The answer", "request_answer", "done")
    worker.write("What came back", "She was in, and well")
    worker.press("Save")
    worker.reads("She was in, and well")
    worker.work()
    assert waits not in worker.page.content()


def _seen_by_the_guest(guest: Keyboard) -> None:
    """Where she goes, somebody reads why she came, and changes nothing."""
    guest.follow(JESS)
    guest.follow("Moves", RECORD)
    guest.reads("They are away", "Nan visits each Sunday", "Their team leads.", "She was in, and well")
    assert guest.page.locator("main").get_by_role("button").count() == 0


def _reviewed(hand: Keyboard, today: date) -> None:
    hand.follow(JESS)
    hand.follow("Reviews of the plan", RECORD)
    hand.press("Add a review")
    hand.choose("What is reviewed", "review", "looked_after")
    hand.day("On", today)
    hand.write("What was decided", "Home when the station is looked after")
    hand.press("Save")
    hand.work()
    hand.follow(Given(f"An independent look at a review: {JESS}"))
    hand.press("Add an independent look")
    hand.choose("When", "look_occasion", "review")
    hand.write("What they found", "Work at home goes on")
    hand.press("Save")
    hand.reads("Work at home goes on")


def _home(hand: Keyboard, today: date) -> None:
    """What had to change has, they choose again, and the move ends."""
    hand.work()
    hand.unfolded(hand.page.locator("main"))  # what is due later
    hand.reads("What must change at home: Somebody looks after the station")
    hand.follow(JESS)
    hand.follow("Next home", RECORD)
    hand.follow(hand.label("condition_state", "not_begun"))
    hand.day("Met on", today)
    hand.press("Save")
    hand.press("Add a choice")
    hand.choose("Next home", "next_home", "return")
    hand.choose("Whose choice it is", "who_chose", "young_person")
    hand.write("Their words", "Home, they have stopped waiting.")
    hand.write("Who will be there in the first 72 hours", "Her youth worker")
    hand.press("Save")
    hand.reads("Home, they have stopped waiting.", "0 things at home still have to change")
    hand.follow("Moves", RECORD)
    hand.press("It ended")
    hand.day("Ended on", today)
    hand.choose("How it ended", "move_ended", "planned")
    hand.choose("Where they went", "next_home", "return")
    hand.press("Save")
    hand.reads("The last move ended on")
    hand.follow("How it is after the next home")


def _after(hand: Keyboard, today: date) -> None:
    """The look that is due now: at 72 hours, 3, 6, 12 months."""
    hand.work()
    hand.reads("A look after the next home")
    hand.follow(JESS)
    hand.follow("Next home", RECORD)
    hand.follow("Not yet")
    hand.day("Held on", today)
    hand.write("How it is", "At home, sleeping")
    hand.write("What worked", "Somebody was at the station")
    hand.press("Save")


_DONE = ("independent look", "approval of a move", "a move to decide", "challenge", "to be told", "must change", "next home", "planned end",
         "director", "wishes", "area authority", "reviewing officer is consulted", "first visit")  # fmt: skip
"""What of My work was done on the way."""


def _nothing_is_left(*everybody: Keyboard) -> None:
    person = Person.objects.get()
    assert told_of([person.pk], timezone.localdate())[1].get(person.pk, []) == []
    for hand in everybody:
        hand.work()
        shown = hand.page.inner_text("main").casefold()
        assert [text for text in _DONE if text in shown] == []
    met = {line.clock.key: line.state for line in all_lines(person.pk, timezone.now())[0]}
    for key in ("ooa_approval_director", "ooa_wishes", "ooa_most_appropriate", "ooa_relatives_consulted", "ooa_iro_consulted",
                "ooa_area_authority_consulted", "area_authority_notified", "others_notified"):  # fmt: skip
        assert met[key] is State.DONE, key


def _the_story(hand: Keyboard) -> None:
    hand.follow(JESS)
    hand.follow("Story", RECORD)
    hand.reads("Moved:", "The move ended", "Decided: move", "Home, they have stopped waiting.")


def _the_audit(users: dict[str, User]) -> None:
    """Who did what, by their role, about Jess."""
    person = Person.objects.get()
    done = set(Event.objects.filter(person_id=person.pk, outcome="done").values_list("role", "action"))
    assert {
        ("practitioner", "decision.stepped"), ("team_manager", "decision.stepped"), ("practitioner", "document.made"),
        ("practitioner", "document.sent"), ("independent_reviewing_officer", "person.changed"), ("placements", "person.changed"),
        ("area_authority_guest", "person.viewed"),
    } <= done  # fmt: skip
    looks = Event.objects.filter(person_id=person.pk, action="person.changed", subject="independentlook")
    assert set(looks.values_list("user_id", flat=True)) == {users["independent_reviewing_officer"].pk}
    assert moves.AfterLook.objects.filter(on__isnull=False).count() == 4
