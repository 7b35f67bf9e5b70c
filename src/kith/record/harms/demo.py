"""Made-up harms for the demonstration's young people, so that every page has something to show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.contexts.queries import contexts_of
from kith.record.harms.actions import WRITER, add_episode, add_role, record_concern
from kith.record.harms.models import Assessment, Concern, Enquiry
from kith.record.people.queries import visible

_SAID: tuple[tuple[dict[str, str], list[str], dict[str, Any]], ...] = (
    ({"cse": "no", "cce": "yes"}, ["serious_youth_violence"], {"setting": "outside", "certainty": "suspected", "source": "school",
      "evidence": "Came in with a new phone and would not say from whom.", "told": "told",
      "told_how": "By the worker, at home, with their mother."}),
    ({"cse": "yes", "cce": "not_known"}, ["online"], {"setting": "both", "certainty": "confirmed", "source": "young_person",
      "words": "He said nobody else would have me.", "words_of": "young_person", "told": "not_yet"}),
    ({"cse": "no", "cce": "no"}, ["peer_on_peer"], {"source": "parent_or_carer", "evidence": "Afraid of the walk home."}),
    ({}, ["gang", "missing"], {"setting": "outside", "certainty": "suspected", "source": "police", "pull": ["people", "debts"],
      "told": "not_safe", "told_why": "Their phone is looked through by others.", "told_decided_by": "The team manager"}),
)  # fmt: skip


def load(by: Mapping[str, User], today: date) -> None:
    """Concerns, a change to one, an episode, an assessment and an enquiry for the first young people of the practitioner."""
    worker = by["practitioner"]
    mine = visible(worker, Section.RECORD, Act.WRITE).filter(kind="young_person").order_by("made_at", "pk")
    people = list(mine[: 2 * len(_SAID)])  # those whom the contexts of the demonstration have to do with
    for number, person in enumerate(people):
        answers, kinds, shared = _SAID[number % len(_SAID)]
        on = today - timedelta(days=20 + 17 * number)
        told_on = {"told_on": on} if shared.get("told") == "told" else {}
        places = [one.pk for one in contexts_of(worker, [person.pk])[:2]]
        record_concern(by=worker, person_id=person.pk, kinds=kinds, answers=answers, on=on,
                       shared={**shared, **told_on, "noticed_on": on}, contexts=places)  # fmt: skip
    for row in Concern.objects.filter(person__in=people[:2], harm="cce"):
        WRITER.change(
            by=worker, row=row, seen=row.version, values={"certainty": "confirmed", "sub_kind": "county_lines"}
        )
    for person in people[:2]:
        WRITER.add(by=worker, row=Assessment(person=person, from_on=today - timedelta(days=90), to_on=today - timedelta(days=50),
                                             factors=["10A", "24A"]))  # fmt: skip
        WRITER.add(by=worker, row=Enquiry(person=person, from_on=today - timedelta(days=60)))
    if len(people) > 1:
        where = next(iter(contexts_of(worker, [people[0].pk])), None)
        made = add_episode(by=worker, person_id=people[0].pk, role="harmed", harm="serious_youth_violence",
                           context_id=where.pk if where else None,
                           from_on=today - timedelta(days=12), time_of_day="afternoon", source="school", certainty="suspected",
                           what="A fight at the bus stop after school. A bystander brought it to an end.")  # fmt: skip
        add_role(by=worker, episode_id=made.pk, person_id=people[1].pk, role="said_to_have_harmed")
        add_role(by=worker, episode_id=made.pk, person_id=people[1].pk, role="harmed")
