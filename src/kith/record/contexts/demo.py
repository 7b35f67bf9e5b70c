"""A few contexts for the demonstration's young people, made up, so that every page of contexts shows something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.audit.actions import recorded
from kith.record.contexts.actions import WRITER, open_context, restrict
from kith.record.contexts.models import (
    Association,
    Context,
    ContextAction,
    ContextAssessment,
    ContextEvent,
    ContextReview,
    Weighting,
)
from kith.record.people.models import Person
from kith.record.people.queries import visible

_CONTEXTS: tuple[dict[str, Any], ...] = (
    {"kind": "transport_hub", "name": "Central bus station", "lines": "Station Road", "referred_by": "business",
     "referral_reason": "Staff see the same older men offer lifts at the night exit.", "status": "working"},
    {"kind": "peer_group", "name": "J, K and M’s friends", "referred_by": "school", "consent": "no", "status": "assessing",
     "referral_reason": "Three pupils were offered lifts and phones.",
     "consent_why": "Waiting for agreement would have left them with whoever offers the lifts for longer."},
    {"kind": "school", "name": "The canteen, first lunch", "referred_by": "young_person", "status": "watching",
     "referral_reason": "Younger pupils say that they hand over money there."},
    {"kind": "online_space", "name": "A chat about trainers", "online": "A group of a messaging app", "referred_by": "parent_or_carer",
     "referral_reason": "Messages ask who wants to earn some money.", "status": "referred"},
    {"kind": "place", "name": "The steps behind the leisure centre", "lines": "Leisure centre, back entrance", "referred_by": "youth_work",
     "referral_reason": "Young people wait there because nothing else is open.", "status": "working"},
)  # fmt: skip


def load(by: Mapping[str, User], today: date) -> int:
    """Open them as the practitioner of the demonstration, tie some of their young people to them; returns how many. Twice is as once."""
    worker, manager = by["practitioner"], by["team_manager"]
    if Context.objects.filter(name=_CONTEXTS[0]["name"]).exists():
        return 0
    people = list(visible(worker, Section.RECORD, Act.WRITE).filter(kind="young_person").order_by("made_at", "pk")[:8])
    with recorded(worker):
        made = [
            open_context(
                by=worker,
                row=Context(
                    team_id=worker.team_id, lead_id=worker.pk, opened_on=today - timedelta(days=60 - 7 * place),
                    referred_on=today - timedelta(days=63 - 7 * place),
                    **fields,
                ),
            )
            for place, fields in enumerate(_CONTEXTS)
        ]  # fmt: skip
        for place, context in enumerate(made):
            _fill(worker, context, people[place : place + 3], today)
        restrict(by=manager, context=made[-2], why_so="A worker is related to somebody in it.", named=[manager, worker])
    return len(made)


def _fill(worker: User, context: Context, people: list[Person], today: date) -> None:
    before = today - timedelta(days=30)
    rows: list[Any] = [
        ContextAssessment(
            context=context, on=before, unsafe="After eight in the evening nobody is about who knows the young people, and lifts are "
            "offered at the dark exit.", young_strengths="They look out for one another and know who is to be avoided.",
            young_say="“It’s the only place that’s warm.”", guardian_strengths="The woman at the kiosk knows them by name.",
            guardian_needs="Nobody from nine on.", design_needs="The lamp at the night exit has been broken since spring.",
            who="Youth worker, kiosk, two young people",
        ),
        Weighting(context=context, on=before, judgement="More than home or school just now: what is offered there pays.",
                  who="Worker, manager, youth worker"),
        ContextAction(context=context, what="A youth worker is there on Thursdays and Fridays", target="place", aim="build_safety",
                      track="community", owner_id=worker.pk, from_on=before, due_on=today + timedelta(days=30)),
        ContextAction(context=context, what="Mend the lamp at the exit", target="place", aim="build_safety", owner_else="Highways",
                      from_on=before, due_on=today + timedelta(days=10)),
        ContextReview(context=context, on=today + timedelta(days=21)),
        ContextEvent(context=context, on=before, what="A girl of the group was driven home by a stranger.", source="business"),
    ]  # fmt: skip
    rows += [
        Association(person=person, context=context, role=role, purpose="own_safety", source=source, certainty=certainty,
                    last_seen_on=before)
        for person, role, source, certainty in zip(
            people, ("visits", "friend", "online_there"), ("young_person", "school", "parent_or_carer"),
            ("confirmed", "suspected", "suspected"), strict=False,
        )
    ]  # fmt: skip
    for row in rows:
        WRITER.add(by=worker, row=row)
