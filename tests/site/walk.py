"""A made-up world with a row of every kind, and a walk through its pages that notes every text which is not translated."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from tests.pseudo import LANGUAGE, untranslated

from kith.record.access import actions as access
from kith.record.access.emergencies import break_glass, try_unseen
from kith.record.access.models import Named
from kith.record.access.rules import SHAREABLE
from kith.record.accounts.demo import PASSWORD, make_demo_users
from kith.record.accounts.models import User
from kith.record.figures.actions import ask as ask_for_figures
from kith.record.figures.making import make
from kith.record.figures.rules import last_whole
from kith.record.moments.models import NRM, Education, Missing, MissingCount, Moment, Referral
from kith.record.notes.actions import WRITER as NOTES
from kith.record.notes.actions import mark
from kith.record.notes.models import Note
from kith.record.notices.actions import tell
from kith.record.notices.kinds import KINDS
from kith.record.people import merging
from kith.record.people.actions import add, add_person
from kith.record.people.models import Address, FamilyTie, Identifier, Involvement, Name, Person
from kith.record.people.subject_access import ask, release
from kith.record.placements.actions import review
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.plans.models import Action, Control, Goal, Review, RiskHolding, Visit
from kith.record.worklists.actions import OWN
from kith.record.worklists.models import Adjustment, ClockAnswer, ClockFact, Term

LINK = re.compile(r'<(?:a|form)\b[^>]*\s(?:href|action)="([^"#][^"]*)"')
FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>')
ENOUGH = 2
"""How many addresses of one name are opened: pages of one name differ by whom they are about."""
WORDS = {"QW", "ZZ", "ZZ99 3WZ", "wz", "Mozilla", "example"}
"""What the made-up world itself says: initials, a postcode, a browser's name, a part of an address."""


@dataclass
class Walk:
    """Opens pages one after another and keeps what was wrong with which. `leave`: names of addresses not to be opened."""

    data: set[str]
    leave: set[str]
    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: set[str] = field(default_factory=set)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def go(self, client: Client, addresses: list[str]) -> None:
        """Open these, and what they link to, unless the address or enough of its name were opened before."""
        ways, tried = list(addresses), set()
        while ways:
            address = ways.pop(0)
            try:
                name = resolve(urlsplit(address).path).view_name
            except Resolver404:
                continue
            before = self.opened[name]
            if name in self.leave or address in before | tried or (name in self.seen and len(before) >= ENOUGH):
                continue
            tried.add(address)
            ways += self._open(client, name, address)

    def _open(self, client: Client, name: str, address: str) -> list[str]:
        answer = client.get(address)
        if answer.status_code in {301, 302}:
            if not answer["Location"].startswith("/account/sign-in/"):
                self.seen.add(name)  # no page of its own: where it leads to is looked at
            return [answer["Location"]]
        if answer.status_code == 405:
            self.seen.add(name)  # what a button of some page asks for
        if answer.status_code in {404, 405}:
            return []
        self.seen.add(name)
        self.opened[name].add(address)
        if not answer["Content-Type"].startswith("text/html"):
            return []
        shown = self._look(name, answer)
        if any('action="' not in form for form in FORM.findall(shown)):
            # Sent back empty, so that it says what is wrong with it.
            again = client.post(address, {})
            if again.status_code == 200 and again["Content-Type"].startswith("text/html"):
                self._look(name, again)
        return [unescape(link) for link in LINK.findall(shown) if link.startswith(("/", "?"))]

    def _look(self, name: str, answer: Any) -> str:
        shown: str = answer.content.decode()
        found = untranslated(shown, data=self.data)
        if "<html" in shown and f'<html lang="{LANGUAGE}"' not in shown:
            found.append("its <html> names another language")
        if found:
            self.wrong.setdefault(name, []).extend(found)
        return shown


def reader() -> Client:
    """Someone who reads in the pseudo-language and has not signed in."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    return client


def signed_in(user: User) -> Client:
    """The same, signed in with the password, so that no page asks for it once more."""
    client = reader()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    return client


def give_app(user: User) -> None:
    """An authenticator app and recovery codes."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def give_passkey(user: User) -> None:
    """The row of a passkey; nothing can be signed with it."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "1", "credential": {}})


def make_world() -> tuple[dict[str, User], list[Person]]:
    """Accounts of every role and people; the values have no words, so that a word on a page is a text.

    The first person has a row of each kind and is restricted, the second is not, the third was merged into the second.
    """
    users = make_demo_users()
    by, today = users["team_manager"], timezone.localdate()
    for user in users.values():
        User.objects.filter(pk=user.pk).update(manager=by if user != by else users["exploitation_lead"])
    details = {
        "born_on": date(today.year - 15, 3, 3),
        "birth_precision": "day",
        "disability": "yes",
        "disabilities": ["MOB"],
    }
    name = {"given": "Q", "family": "W", "called": "E", "kind": "legal"}
    people = [add_person(by=by, details=dict(details), name=dict(name)) for _ in range(4)]
    for number, person in enumerate(people):
        _fill(by, person, people[number - 1], today)
    first, second, third, fourth = people
    merging.merge(by=by, kept=second, merged=third, seen=(second.version, third.version), take=(), why="3")
    release(by=users["exploitation_lead"], asked=ask(by=by, person_id=first.pk, asked_on=today))
    ask(by=by, person_id=second.pk, asked_on=today)
    _open_and_close(by, users, first, second, fourth, today)
    told = {"reason": "1", "decided_by": "2", "decided_on": today}
    OWN.add(by=by, row=Adjustment(clock="visit_first", limit="3 days", **told))
    OWN.add(by=by, row=Term(kind="term", name="3", from_on=today - timedelta(days=9), to_on=today))
    make(ask_for_figures(by=by, month=last_whole(today)))
    ask_for_figures(by=by, month=last_whole(today))  # another that waits
    for kind in KINDS:
        tell(by, kind=kind, subject_id=first.pk, urgent=True)
    return users, [first, second]


def _fill(by: User, person: Person, other: Person, today: date) -> None:
    add(by=by, row=Name(person=person, given="Q", family="X", kind="former"))
    add(by=by, row=Address(person=person, lines="1", postcode="ZZ99 3WZ", kind="home", withheld="no", from_on=today))
    add(by=by, row=Address(person=person, lines="2", kind="other", withheld="from_parents"))
    add(by=by, row=Involvement(person=person, status="looked_after", from_on=today - timedelta(days=9), to_on=today))
    add(by=by, row=Identifier(person=person, scheme="la", value=f"7 {person.pk.int % 99_999}"))
    add(by=by, row=FamilyTie(person=person, other=other, kind="sibling", responsibility="no"))
    _what_goes_on(by, person, today)
    _where_they_were(by, person, today)
    _what_is_planned(by, person, today)
    _what_was_written(by, person, today)


def _what_was_written(by: User, person: Person, today: date) -> None:
    seen = {"kind": "visit", "on": today, "who_seen": ["young_person"], "alone": "yes"}
    note = NOTES.add(by=by, row=Note(person=person, words="9", young_words="1", **seen))
    NOTES.change(by=by, row=note, seen=1, values={"words": "2", "corrected_why": "3"})
    graded = {"source": "1", "assessment": "A", "handling": "P", "expires_on": today}
    NOTES.add(by=by, row=Note(person=person, kind="other", words="4", belongs="police_intelligence", **graded))
    mark(by=by, person_id=person.pk, words="5", young_words="6", on=today, of="notes.Note", row_id=note.pk)
    mark(by=by, person_id=person.pk, words="7")


def _what_is_planned(by: User, person: Person, today: date) -> None:
    add(by=by, row=ClockAnswer(person=person, clock="visit_first", kind="not_applicable", why="1"))
    add(by=by, row=ClockFact(person=person, condition="emergency", state="yes", on=today, why="2"))
    goal = add(by=by, row=Goal(person=person, words="1", from_on=today, progress="on_the_way"))
    doing = {"target": "place", "aim": "monitor", "from_on": today - timedelta(days=9)}
    add(by=by, row=Action(person=person, goal=goal, what="2", kind="parents_worker", due_on=today, owner=by, **doing))
    add(by=by, row=Action(person=person, what="3", to_on=today, outcome="held", **doing))
    tag = {"kind": "tag", "from_on": today - timedelta(days=9), "proportionate": "court_ordered"}
    add(by=by, row=Control(person=person, **tag))
    add(by=by, row=Control(person=person, to_on=today - timedelta(days=2), **tag))
    add(by=by, row=Visit(person=person, on=today, seen="yes", seen_alone="no", why_not="4"))
    add(by=by, row=Review(person=person, kind="plan", occasion="event", event="5", on=today, next_due_on=today))
    held = {"agreed_by": "8", "agreed_on": today, "until_on": today}
    add(by=by, row=RiskHolding(person=person, what="6", why="7", **held))


def _what_goes_on(by: User, person: Person, today: date) -> None:
    before = today - timedelta(days=3)
    add(by=by, row=Moment(person=person, kind="arrest", from_on=before, reached="yes", reached_on=today, opened="1"))
    add(by=by, row=Moment(person=person, kind="injury", from_on=today, reached="no", place="2"))
    held = {"interview_offered": "yes", "interview_held": "yes", "interview_on": today, "themes": ["home", "debt"]}
    add(by=by, row=Missing(person=person, kind="missing", from_on=before, to_on=before, found_how="police", **held))
    add(by=by, row=Missing(person=person, kind="missing", from_on=before, to_on=today, reported_by="school"))
    add(by=by, row=Missing(person=person, kind="missing", from_on=today))
    add(by=by, row=MissingCount(person=person, kind="away", from_on=before, to_on=today))
    add(by=by, row=Education(person=person, kind="permanent_exclusion", from_on=before, hours_a_week=3.0))
    add(by=by, row=Referral(person=person, kind="childrens_services", on=today, source="2A"))
    decided = {"reasonable_grounds": "positive", "charges": "dropped", "controls": "ended", "plan_reviewed": "no"}
    add(by=by, row=Referral(person=person, kind=NRM, on=today, first_responder="police", **decided))


def _where_they_were(by: User, person: Person, today: date) -> None:
    out = {"locality": "out", "adjoining": "no", "miles": 43.0, "arranged_by": "police", "planned_end": today}
    first = {"from_on": today - timedelta(days=9), "to_on": today - timedelta(days=4), "placement_type": "U6"}
    answered = add(by=by, row=Stay(person=person, kind="relatives", **first))
    review(by=by, stay=answered, seen=1, answer="partly", why="3")
    stay = Stay(
        person=person, kind="care_placement", from_on=first["to_on"], postcode="ZZ99 3WZ", provider="PR1", **out
    )
    add(by=by, row=stay)
    add(by=by, row=LegalStatus(person=person, legal_status="V2", from_on=today))
    add(by=by, row=Authorisation(person=person, stay=stay, kind="secure", from_on=today, court="4"))


def _open_and_close(
    by: User, users: dict[str, User], first: Person, second: Person, third: Person, today: date
) -> None:
    guest, worker, call = users["area_authority_guest"], users["practitioner"], users["on_call_worker"]
    panel = access.make_panel(by=by, name="8")
    access.seat(by=by, panel=panel, user=users["exploitation_lead"])
    for person in (first, second):
        access.allocate(by=by, person_id=person.pk, user=worker, kind="allocated")
        access.allocate(by=by, person_id=person.pk, panel=panel, kind="panel")
        access.share_with_guest(by=by, person_id=person.pk, guest=guest, sections=SHAREABLE, until_on=today)
        access.keep_from(by=by, person_id=person.pk, user=users["analyst"], reason="1")
    access.restrict(by=by, person_id=first.pk, reason="safety", named=[by])
    left = access.restrict(by=by, person_id=third.pk, reason="safety", named=[by])
    Named.objects.filter(restriction=left).update(
        ended_at=timezone.now(), ended_by=by
    )  # nobody is left who could open it
    break_glass(by=worker, person_id=first.pk, reason="2", hours=1)
    try_unseen(by=call, people=Person.objects.none().values("pk"), reason=str(uuid4()), hours=1)
