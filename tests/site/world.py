"""A made-up world with a row of every kind, in which every page of the table of addresses shows something.

Its sentences are those that `say` gives for a number: none, so that a word on a page is a text of ours; or long ones, to see what they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from tests.datasets import dataset

from kith.dataset.files import write_dataset
from kith.record.access import actions as access
from kith.record.access.emergencies import break_glass, try_unseen
from kith.record.access.models import Named
from kith.record.access.rules import SHAREABLE
from kith.record.accounts.demo import make_demo_users
from kith.record.accounts.models import User
from kith.record.contexts import actions as contexts
from kith.record.contexts import models as places
from kith.record.exchange import actions as exchange
from kith.record.figures.actions import ask as ask_for_figures
from kith.record.figures.making import make
from kith.record.figures.rules import last_whole
from kith.record.harms import actions as harms
from kith.record.harms.models import Assessment, Enquiry
from kith.record.letters.models import Document
from kith.record.moments.models import NRM, Education, Missing, MissingCount, Moment, Referral
from kith.record.notes.actions import WRITER as NOTES
from kith.record.notes.actions import mark
from kith.record.notes.models import Note
from kith.record.notices.actions import tell
from kith.record.notices.kinds import KINDS
from kith.record.people import merging
from kith.record.people.actions import add, add_person, change
from kith.record.people.models import Address, FamilyTie, Identifier, Involvement, Name, Person
from kith.record.people.subject_access import ask, release
from kith.record.placements.actions import review
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.plans.models import Action, Control, Goal, Review, RiskHolding, Visit
from kith.record.relocations import models as moves
from kith.record.relocations.actions import add as add_move
from kith.record.worklists.actions import OWN
from kith.record.worklists.models import Adjustment, ClockAnswer, ClockFact, Term

Say = Callable[[int], str]
LONG = (
    "After eight in the evening nobody is about who knows the young people, and lifts are offered at the dark exit.",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Youth and Community Centre",
    "Nan",
)


def words(number: int) -> str:
    """Sentences, long ones, one long word, short ones."""
    return LONG[number % len(LONG)]


@dataclass(frozen=True)
class World:
    """`people`: the first has a row of each kind and is restricted, the second is not, the third was merged into the second."""

    users: dict[str, User]
    people: list[Person]
    name: str


def make_world(uploads: Path, say: Say = str, given: str = "Q", family: str = "W") -> World:
    """Accounts of every role, people with a row of each kind, contexts, moves, documents and a dataset that waits.

    `uploads`: a folder of its own, where the setting MEDIA_ROOT points.
    """
    users, today = make_demo_users(), timezone.localdate()
    by = users["team_manager"]
    for user in users.values():
        User.objects.filter(pk=user.pk).update(manager=by if user != by else users["exploitation_lead"])
    people = [_begun(by, given, family, today) for _ in range(4)]
    made = _Filling(by, say, today, given)
    for number, person in enumerate(people):
        made.fill(person, people[number - 1])
    first, second, third, fourth = people
    made.two_contexts(first, second)
    made.an_episode(first, second)
    merging.merge(by=by, kept=second, merged=third, seen=(second.version, third.version), take=(), why=say(3))
    release(by=users["exploitation_lead"], asked=ask(by=by, person_id=first.pk, asked_on=today))
    ask(by=by, person_id=second.pk, asked_on=today)
    made.a_load(second, uploads)
    _open_and_close(users, first, second, fourth, today, say)
    told = {"reason": say(1), "decided_by": say(2), "decided_on": today}
    OWN.add(by=by, row=Adjustment(clock="visit_first", limit="3 days", **told))
    OWN.add(by=by, row=Term(kind="term", name=say(3), from_on=today - timedelta(days=9), to_on=today))
    make(ask_for_figures(by=by, month=last_whole(today)))
    ask_for_figures(by=by, month=last_whole(today))  # another that waits
    for kind in KINDS:
        tell(by, kind=kind, subject_id=first.pk, urgent=True)
    return World(users, people, f"{given} {family}")


def _begun(by: User, given: str, family: str, today: date) -> Person:
    born = date(today.year - 15, 3, 3)
    details = {"born_on": born, "birth_precision": "day", "disability": "yes", "disabilities": ["MOB"]}
    return add_person(
        by=by, details=details, name={"given": given, "family": family, "called": given[:1] + "E", "kind": "legal"}
    )


@dataclass(frozen=True)
class _Filling:
    """Writes rows of each kind, as one user."""

    by: User
    say: Say
    today: date
    given: str

    def fill(self, person: Person, other: Person) -> None:
        """A row of each kind that is about one person."""
        self._who_they_are(person, other)
        self._what_goes_on(person)
        self._what_is_planned(person)
        stay = self._where_they_were(person)
        self._what_was_written(person)
        self._what_harms(person)
        self._how_they_moved(person, stay)
        document = {
            "kind": "letter_school",
            "language": "en",
            "made_as": "pdf",
            "reference": f"7-{uuid4().int % 10**9}",
        }
        add(
            by=self.by,
            row=Document(person=person, content=b"%PDF-1.7", to=self.say(1), sections=["record"], **document),
        )

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _who_they_are(self, person: Person, other: Person) -> None:
        by, today = self.by, self.today
        add(by=by, row=Name(person=person, given=self.given, family="X", kind="former"))
        home = {"postcode": "ZZ99 3WZ", "kind": "home", "withheld": "no", "from_on": today}
        add(by=by, row=Address(person=person, lines=self.say(1), **home))
        add(by=by, row=Address(person=person, lines=self.say(2), kind="other", withheld="from_parents"))
        add(by=by, row=Involvement(person=person, status="looked_after", from_on=self._ago(9), to_on=today))
        add(by=by, row=Identifier(person=person, scheme="la", value=f"7 {person.pk.int % 99_999}"))
        add(by=by, row=FamilyTie(person=person, other=other, kind="sibling", responsibility="no"))

    def _what_was_written(self, person: Person) -> None:
        by, today, say = self.by, self.today, self.say
        seen = {"kind": "visit", "on": today, "who_seen": ["young_person"], "alone": "yes"}
        note = NOTES.add(by=by, row=Note(person=person, words=say(9), young_words=say(1), **seen))
        NOTES.change(by=by, row=note, seen=1, values={"words": say(4), "corrected_why": say(3)})
        graded = {"source": "1", "assessment": "A", "handling": "P", "expires_on": today}
        NOTES.add(by=by, row=Note(person=person, kind="other", words=say(4), belongs="police_intelligence", **graded))
        mark(by=by, person_id=person.pk, words=say(5), young_words=say(6), on=today, of="notes.Note", row_id=note.pk)
        mark(by=by, person_id=person.pk, words=say(7))

    def _what_is_planned(self, person: Person) -> None:
        by, today, say = self.by, self.today, self.say
        add(by=by, row=ClockAnswer(person=person, clock="visit_first", kind="not_applicable", why=say(1)))
        add(by=by, row=ClockFact(person=person, condition="emergency", state="yes", on=today, why=say(2)))
        goal = add(by=by, row=Goal(person=person, words=say(1), from_on=today, progress="on_the_way"))
        doing = {"target": "place", "aim": "monitor", "from_on": self._ago(9)}
        add(
            by=by,
            row=Action(person=person, goal=goal, what=say(2), kind="parents_worker", due_on=today, owner=by, **doing),
        )
        add(by=by, row=Action(person=person, what=say(3), to_on=today, outcome="held", **doing))
        tag = {"kind": "tag", "from_on": self._ago(9), "proportionate": "court_ordered"}
        add(by=by, row=Control(person=person, **tag))
        add(by=by, row=Control(person=person, to_on=self._ago(2), **tag))
        add(by=by, row=Visit(person=person, on=today, seen="yes", seen_alone="no", why_not=say(4)))
        add(by=by, row=Review(person=person, kind="plan", occasion="event", event=say(5), on=today, next_due_on=today))
        held = {"agreed_by": say(8), "agreed_on": today, "until_on": today}
        add(by=by, row=RiskHolding(person=person, what=say(6), why=say(7), **held))

    def _what_goes_on(self, person: Person) -> None:
        by, today, before, say = self.by, self.today, self._ago(3), self.say
        reached = {"reached": "yes", "reached_on": today, "opened": say(1)}
        add(by=by, row=Moment(person=person, kind="arrest", from_on=before, **reached))
        add(by=by, row=Moment(person=person, kind="injury", from_on=today, reached="no", place=say(2)))
        held = {"interview_offered": "yes", "interview_held": "yes", "interview_on": today, "themes": ["home", "debt"]}
        back = {"kind": "missing", "from_on": before}
        add(by=by, row=Missing(person=person, to_on=before, found_how="police", **back, **held))
        add(by=by, row=Missing(person=person, to_on=today, reported_by="school", **back))
        add(by=by, row=Missing(person=person, kind="missing", from_on=today))
        add(by=by, row=MissingCount(person=person, kind="away", from_on=before, to_on=today))
        add(by=by, row=Education(person=person, kind="permanent_exclusion", from_on=before, hours_a_week=3.0))
        add(by=by, row=Referral(person=person, kind="childrens_services", on=today, source="2A"))
        decided = {"reasonable_grounds": "positive", "charges": "dropped", "controls": "ended", "plan_reviewed": "no"}
        add(by=by, row=Referral(person=person, kind=NRM, on=today, first_responder="police", **decided))

    def _where_they_were(self, person: Person) -> Stay:
        by, today = self.by, self.today
        out = {"locality": "out", "adjoining": "no", "miles": 43.0, "arranged_by": "police", "planned_end": today}
        first = {"from_on": self._ago(9), "to_on": self._ago(4), "placement_type": "U6"}
        answered = add(by=by, row=Stay(person=person, kind="relatives", **first))
        review(by=by, stay=answered, seen=1, answer="partly", why=self.say(3))
        where = {"postcode": "ZZ99 3WZ", "provider": "PR1", "from_on": first["to_on"]}
        stay: Stay = add(by=by, row=Stay(person=person, kind="care_placement", **where, **out))
        add(by=by, row=LegalStatus(person=person, legal_status="V2", from_on=today))
        add(by=by, row=Authorisation(person=person, stay=stay, kind="secure", from_on=today, court=self.say(4)))
        return stay

    def _what_harms(self, person: Person) -> None:
        by, today, say = self.by, self.today, self.say
        shared = {
            "setting": "outside", "certainty": "suspected", "noticed_on": today, "source": "school", "evidence": say(1),
            "told": "not_safe", "told_why": say(3), "told_decided_by": say(2),
        }  # fmt: skip
        asked = {"cse": "yes", "cce": "not_known"}
        made = harms.record_concern(
            by=by, person_id=person.pk, kinds=["gang", "missing"], answers=asked, on=today, shared=shared
        )
        said = {"words": say(4), "words_of": "young_person", "push": ["home"], "pull": ["people"]}
        harms.WRITER.change(by=by, row=made[0], seen=1, values={"certainty": "confirmed", **said})
        harms.WRITER.change(by=by, row=made[1], seen=1, values={"to_on": today})
        add(by=by, row=Assessment(person=person, from_on=self._ago(9), to_on=today, factors=["10A", "24A"]))
        add(by=by, row=Enquiry(person=person, from_on=self._ago(9), conference_on=today))

    def an_episode(self, *people: Person) -> None:
        """What happened, with several in it."""
        first, second = people
        told = {"time_of_day": "afternoon", "source": "school", "certainty": "suspected", "what": self.say(1)}
        made = harms.add_episode(by=self.by, person_id=first.pk, role="harmed", harm="gang", from_on=self.today, **told)
        harms.add_role(by=self.by, episode_id=made.pk, person_id=second.pk, role="said_to_have_harmed")
        note = Note(episode_id=made.pk, kind="other", on=self.today, words=self.say(4))
        NOTES.change(by=self.by, row=NOTES.add(by=self.by, row=note), seen=1, values={"words": self.say(9)})
        harms.add_episode(by=self.by, person_id=second.pk, role="present", harm="online")

    def _how_they_moved(self, person: Person, stay: Stay) -> None:
        by, today, say = self.by, self.today, self.say
        asked = {"asked_by": "police", "asked_words": say(1), "drivers": ["severity"], "pressures": ["police_demand"]}
        gain = {"gain_physical": say(2), "cost_physical": say(3), "resort": "both", "resort_words": say(4)}
        decision = add_move(
            by=by, row=moves.Decision(person=person, happening=say(0), necessary_on=self._ago(20), **asked, **gain)
        )
        before = {"kind": "family_arranged", "from_on": self._ago(99), "to_on": self._ago(50), "locality": "out"}
        add_move(by=by, row=moves.Relocation(person=person, ended_how="planned", moved_to="return", **before))
        move = add_move(by=by, row=moves.Relocation(
            person=person, stay=stay, kind="care_placement", from_on=self._ago(4), planned_end=self._ago(1), locality="out",
            who_moved="alone", due_to_efh="yes", purpose=["physical"], tenancy=say(5),
        ))  # fmt: skip
        one, about = {"person": person, "decision": decision}, {"person": person, "relocation": move}
        look = add_move(by=by, row=moves.IndependentLook(on=today, spoke="yes", summary=say(6), name=say(2), **one))
        seen: dict[str, Any] = {"person": person, "look": look, "question": "home_contexts"}
        for row in (
            moves.Tried(kind="school_and_peers", target="peers", aim="build_safety", what=say(1), did_not_hold=say(3), **one),
            moves.Alternative(kind="refused_by_provider", what=say(2), on=today, came_of_it=say(3), **one),
            moves.Consent(kind="wishes", state="yes", on=today, by=say(2), **one),
            moves.Approval(kind="director", asked_on=today, **one),
            moves.View(voice="young_person", on=today, words=say(1), **one),
            moves.View(voice="practitioner", on=today, words=say(3), subject="time_away", dimension="physical", **about),
            moves.NextHome(on=today, choice="return", chosen_by="young_person", words=say(4), first_hours=say(2), **about),
            moves.Condition(what=say(1), owner=say(2), due_on=self._ago(1), aim="build_safety", **about),
            moves.Told(who="health", by_on=today, **about),
            moves.Told(who="new_school", by_on=today, told_on=self._ago(2), answered_on=today, answer=say(3), **about),
            moves.Request(way="ours", party="police_there", kind="what_is_known", asked_on=self._ago(2), what=say(1), owner=say(2), **about),
            moves.Away(kind="online_reach", harm="cce", on=today, what=say(1), done=say(2), **about),
            moves.AfterLook(kind="72_hours", on=today, who=say(2), words=say(3), how=say(4), worked=say(5), **about),
            moves.Answered(answer="partly", words=say(4), **seen),
            moves.Challenge(what=say(5), to=say(2), on=self._ago(9), answer_by=self._ago(2), **seen),
        ):  # fmt: skip
            add_move(by=by, row=row)

    def two_contexts(self, *people: Person) -> None:
        """One in which much is going on, one that is closed and limited."""
        by, today, say = self.by, self.today, self.say
        referred = {
            "referred_on": self._ago(9),
            "referred_by": "school",
            "referral_reason": say(4),
            "consent": "no",
            "consent_why": say(3),
        }
        where = {"lines": say(2), "postcode": "ZZ99 3WZ", "online": say(3), "team_id": by.team_id, "lead_id": by.pk}
        group = contexts.open_context(
            by=by,
            row=places.Context(kind="peer_group", name=say(1), status="working", opened_on=today, **referred, **where),
        )
        for person, role in zip(people, ("friend", "guardian"), strict=True):
            told = {
                "purpose": "own_safety",
                "source": "school",
                "words": say(3),
                "evidence": say(1),
                "last_seen_on": today,
            }
            tie = contexts.WRITER.add(by=by, row=places.Association(person=person, context=group, role=role, **told))
            places.Association.objects.filter(pk=tie.pk).update(review_on=today)
        parts = (
            "unsafe",
            "young_strengths",
            "young_say",
            "guardian_strengths",
            "guardian_needs",
            "design_needs",
            "who",
        )
        for row in (
            places.ContextAssessment(on=today, **{part: say(number) for number, part in enumerate(parts)}),
            places.Weighting(on=today, judgement=say(1), beside=say(3), who=say(2)),
            places.ContextAction(what=say(1), target="place", aim="monitor", track="community", owner_id=by.pk, from_on=today, due_on=today),
            places.ContextReview(on=today),
            places.ContextReview(on=today, held_on=today, found=say(3), who=say(2)),
            places.ContextEvent(on=today, what=say(1), source="school"),
        ):  # fmt: skip
            row.context = group
            contexts.WRITER.add(by=by, row=row)
        NOTES.add(by=by, row=Note(context=group, kind="other", on=today, words=say(1)))
        add(
            by=by,
            row=Action(person=people[0], context=group, what=say(2), target="peers", aim="build_safety", from_on=today),
        )
        closed = {"status": "closed", "opened_on": self._ago(9), "closed_on": today}
        other = contexts.open_context(
            by=by, row=places.Context(kind="transport_hub", name=say(2), team_id=by.team_id, **closed)
        )
        contexts.restrict(by=by, context=other, why_so=say(3), named=[by])
        harms.place(by=by, concern=people[0].concerns.first(), contexts=[group.pk], among=[group.pk])

    def a_load(self, person: Person, uploads: Path) -> None:
        """A dataset that was loaded; and one that waits, with what is new, changed, changed in both and in doubt."""
        by, number, born = self.by, "909", person.born_on.isoformat()
        add(by=by, row=Identifier(person=person, scheme="la", value=number))
        of = {"authority": settings.AUTHORITY, "person_id": number}
        known = {**of, "birth_date": born, "row_id": "7"}

        def bring(folder: str, **tables: list[dict[str, Any]]) -> Any:
            write_dataset(dataset(**tables), uploads / folder)
            return exchange.bring(by=by, folder=uploads / folder)

        held = [{**of, "row_id": str(n), "status": "child_in_need", "from_on": f"2019-0{n}-01"} for n in (1, 2, 3)]
        exchange.load(by=by, load=bring("loaded", people=[known], involvements=held), team=by.team)
        for row in Involvement.objects.filter(person=person, from_on=date(2019, 3, 1)):
            change(by=by, row=row, seen=row.version, values={"to_on": date(2020, 1, 1)})
        anew = [
            held[0],
            *({**row, "to_on": "2019-12-12"} for row in held[1:]),
            {**held[0], "row_id": "4", "from_on": "2018-05-05"},
        ]
        twin = {**known, "person_id": "910", "row_id": "8", "birth_date": "2001-01-01"}
        add(by=by, row=Identifier(person=person, scheme="la", value=twin["person_id"]))
        waiting = bring(
            "waiting",
            people=[known, twin],
            involvements=[*anew, {**held[0], "person_id": twin["person_id"], "row_id": "5"}],
        )
        exchange.preview(by=by, load=waiting)


def _open_and_close(
    users: dict[str, User], first: Person, second: Person, third: Person, today: date, say: Say
) -> None:
    by, guest = users["team_manager"], users["area_authority_guest"]
    worker, call = users["practitioner"], users["on_call_worker"]
    panel = access.make_panel(by=by, name=say(8))
    access.seat(by=by, panel=panel, user=users["exploitation_lead"])
    for person in (first, second):
        access.allocate(by=by, person_id=person.pk, user=worker, kind="allocated")
        access.allocate(by=by, person_id=person.pk, user=users["independent_reviewing_officer"], kind="reviewing")
        access.allocate(by=by, person_id=person.pk, panel=panel, kind="panel")
        access.share_with_guest(by=by, person_id=person.pk, guest=guest, sections=SHAREABLE, until_on=today)
        access.keep_from(by=by, person_id=person.pk, user=users["analyst"], reason=say(1))
    access.restrict(by=by, person_id=first.pk, reason="safety", named=[by])
    left = access.restrict(by=by, person_id=third.pk, reason="safety", named=[by])
    # Nobody is left who could open it.
    Named.objects.filter(restriction=left).update(ended_at=timezone.now(), ended_by=by)
    break_glass(by=worker, person_id=first.pk, reason=say(2), hours=1)
    try_unseen(by=call, people=Person.objects.none().values("pk"), reason=str(uuid4()), hours=1)
