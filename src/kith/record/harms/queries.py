"""How harm is read: always through access, always following merges, in as many queries for a thousand rows as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.definitions.codes import codes
from kith.record.access.queries import person_ids
from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.audit.queries import history
from kith.record.contexts.models import Context
from kith.record.contexts.queries import contexts_of, held, with_context
from kith.record.harms.models import Answer, Concern, ConcernContext, Episode, EpisodeRole
from kith.record.harms.rules import OwnPlan, is_live
from kith.record.people.models import Person
from kith.record.people.queries import of


def own_plans(people: Iterable[UUID], today: date) -> dict[UUID, OwnPlan]:
    """Whether each of these people has a plan for their own safety, as the slice above knows (the setting OWN_PLANS); else not known."""
    asked = list(people)
    found = import_string(settings.OWN_PLANS)(asked, today) if asked and settings.OWN_PLANS else {}
    return {pk: found.get(pk, "not_known") for pk in asked}


def concerns(user: Any, person_id: UUID) -> list[Concern]:
    """The concerns of a person, newest first, entered in error or not. The page is guarded.

    Each has `shown_contexts`: where it lives, of what the user may see and the person is connected with today. When a connection
    expires it goes from here too; of what is not shown nothing is said, not even how many.
    """
    rows = list(of(Concern, person_id).order_by(F("from_on").desc(nulls_last=True), "-made_at"))
    named = {one.pk: one for one in contexts_of(user, [person_id])} if rows else {}
    links = ConcernContext.objects.filter(concern__in=[row.pk for row in rows], context__in=list(named))
    shown: dict[UUID, list[Context]] = defaultdict(list)
    for concern_id, context_id in links.order_by("context__name").values_list("concern_id", "context_id"):
        shown[concern_id].append(named[context_id])
    for row in rows:
        row.shown_contexts = shown[row.pk]
    return rows


def living_in(user: Any, context_id: UUID) -> list[Concern]:
    """The concerns said to live in a context, of those whose record the user may read and whose tie to it is held today.

    Each has `shown_person`: the record kept. When a tie expires, what was said of its person is gone from the context's pages.
    """
    seen = person_ids(user, Section.RECORD)
    tied = held().filter(context=context_id, person__in=seen)
    roots = tied.values(root=Coalesce("person__kept_id", "person_id"))
    rows = Concern.objects.annotate(root_id=Coalesce("person__kept_id", "person_id"))
    rows = rows.filter(places__context=context_id, error_at=None, person__in=seen, root_id__in=roots)
    found = list(rows.select_related("person__shown_name", "person__kept__shown_name").order_by("made_at", "pk"))
    for row in found:
        row.shown_person = row.person.kept or row.person
    return found


def harms_in(user: Any, context_id: UUID) -> dict[UUID, list[str]]:
    """The kinds of harm that are live in a context today, by the record kept; the setting HARMS_IN names this."""
    today = timezone.localdate()
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in living_in(user, context_id):
        if is_live(row, today) and row.harm not in found[row.shown_person.pk]:
            found[row.shown_person.pk].append(str(row.harm))
    return {pk: kinds for pk, kinds in found.items() if kinds}


def episodes_in(user: Any, context_id: UUID) -> list[tuple[Episode, list[UUID]]]:
    """The episodes in a context that the user may read, each with who was in it of those whom they may see, by the record kept."""
    rows = list(Episode.objects.filter(context=context_id, error_at=None, pk__in=episode_ids(user)))
    roles = EpisodeRole.objects.filter(
        episode__in=[row.pk for row in rows], error_at=None, person__in=person_ids(user, Section.RECORD)
    )
    people: dict[UUID, list[UUID]] = defaultdict(list)
    for episode_id, root in roles.values_list("episode_id", Coalesce("person__kept_id", "person_id")):
        people[episode_id].append(root)
    return [(row, people[row.pk]) for row in rows]


def answers(person_id: UUID) -> dict[str, Answer]:
    """The last answer a kind of harm, of those that everyone is asked."""
    rows = of(Answer, person_id).filter(error_at=None).order_by("on", "made_at")
    return {row.harm: row for row in rows}


@dataclass(frozen=True, slots=True)
class Turn:
    """That one thing about a concern was changed: when, by whom, in which field, from what to what."""

    at: Any
    by: str
    concern: Concern
    field: str
    before: Any
    after: Any
    first: bool
    """Whether the concern was begun by it."""


FOLLOWED = ("harm", "sub_kind", "setting", "certainty", "to_on", "told")
"""The fields whose changes over time the page tells."""


def turns(rows: Iterable[Concern], sections: Iterable[str]) -> list[Turn]:
    """What was said of these concerns over time, newest first, from the history that can be erased. Three queries at most."""
    by_id = {row.pk: row for row in rows}
    if Section.HISTORY.value not in sections:  # what the record used to say is a section of its own
        return []
    kept = history(sections=sections).filter(subject="concern", subject_id__in=list(by_id), field__in=FOLLOWED)
    found = list(kept)
    who = dict(Event.objects.filter(seq__in={one.event_seq for one in found}).values_list("seq", "user_id"))
    names = dict(User.objects.filter(pk__in=set(who.values())).values_list("pk", "name"))
    begun = {one.event_seq for one in found if one.field == "harm" and one.before is None}
    return [
        Turn(one.at, names.get(who.get(one.event_seq), ""), by_id[one.subject_id], one.field, one.before, one.after,
             one.event_seq in begun)
        for one in found
        if one.event_seq not in begun or one.field == "harm"
    ]  # fmt: skip


# Episodes: to be seen by whoever may see at least one person in them


def episode_ids(user: Any, act: Act = Act.READ) -> QuerySet:
    """The ids of the episodes that the user may read (or write)."""
    seen = person_ids(user, Section.RECORD, act)
    return EpisodeRole.objects.filter(error_at=None, person__in=seen).values("episode_id")


def may_episode(user: Any, episode_id: UUID, act: Act) -> bool:
    """Whether the user may do this with an episode: whoever may, with somebody who was in it."""
    return episode_ids(user, act).filter(episode=episode_id).exists()


def in_episode(user: Any, episode_id: UUID) -> list[UUID]:
    """The records in an episode that open it to the user."""
    seen = person_ids(user, Section.RECORD)
    return list(
        EpisodeRole.objects.filter(episode=episode_id, error_at=None, person__in=seen).values_list(
            "person_id", flat=True
        )
    )


def roles(user: Any, episode_id: UUID, *, act: Act = Act.READ) -> list[EpisodeRole]:
    """Who was in an episode, of those whom the user may see: of the others nothing is said, not even how many."""
    rows = EpisodeRole.objects.filter(episode=episode_id, person__in=person_ids(user, Section.RECORD, act))
    found = list(rows.select_related("person__shown_name", "person__kept__shown_name").order_by("made_at", "pk"))
    for row in found:
        row.shown_person = row.person.kept or row.person
    return found


def shown_in(user: Any, episode_id: UUID) -> list[UUID]:
    """The ids of those who were in an episode and whom the user may see, each once."""
    return list(dict.fromkeys(row.shown_person.pk for row in roles(user, episode_id) if row.error_at is None))


def episodes(user: Any, person_id: UUID) -> list[Episode]:
    """The episodes somebody was in, newest first, with the context where the user may see it. Their role is not among what is read."""
    mine = of(EpisodeRole, person_id).filter(error_at=None).values("episode_id")
    rows = Episode.objects.filter(pk__in=mine, error_at=None).order_by(F("from_on").desc(nulls_last=True), "-made_at")
    return with_context(user, rows)


# Young people by harm


def live(day: date) -> QuerySet[Concern]:
    """Concerns that are held to be live on a day, each with `root_id`: the record kept that it belongs to."""
    return (
        Concern.objects.filter(Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day), error_at=None)
        .exclude(certainty="ruled_out")
        .annotate(root_id=Coalesce("person__kept_id", "person_id"))
    )


def harmed(user: Any, *, harm: str = "", setting: str = "", certainty: str = "") -> QuerySet[Person]:
    """The young people whose record the user may read with a live concern that fits, by name."""
    wanted = {name: key for name, key in (("harm", harm), ("setting", setting), ("certainty", certainty)) if key}
    fitting = live(timezone.localdate()).filter(**wanted)
    people = Person.objects.filter(
        kept=None, error_at=None, pk__in=person_ids(user, Section.RECORD), kind="young_person"
    ).filter(pk__in=fitting.values("root_id"))
    return people.select_related("shown_name").order_by("shown_name__family", "shown_name__given", "pk")


def live_of(people: Iterable[UUID]) -> dict[UUID, list[Concern]]:
    """The live concerns of many people at once, by the record kept: one query."""
    ids = list(people)
    rows = live(timezone.localdate()).filter(Q(person__in=ids) | Q(person__kept__in=ids)).order_by("from_on", "made_at")
    found: dict[UUID, list[Concern]] = defaultdict(list)
    for row in rows:
        found[row.root_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """One young person whom the user may see, as counts need them: group of sex and ethnicity, live kinds, what was asked."""

    sex: str
    ethnicity: str
    kinds: frozenset[str]
    answered: frozenset[str]


def counted(user: Any) -> list[Counted]:
    """The young people whose record the user may read, for counts; in three queries however many they are."""
    people = Person.objects.filter(
        kept=None, error_at=None, pk__in=person_ids(user, Section.RECORD), kind="young_person"
    ).values_list("pk", "sex", "ethnicity")
    seen = person_ids(user, Section.RECORD)
    kinds, answered = defaultdict(set), defaultdict(set)
    for root_id, harm in live(timezone.localdate()).filter(person__in=seen).values_list("root_id", "harm"):
        kinds[root_id].add(harm)
    said = Answer.objects.filter(error_at=None, person__in=seen)
    for root_id, harm in said.values_list(Coalesce("person__kept_id", "person_id"), "harm"):
        answered[root_id].add(harm)
    sexes, groups = codes("sex").groups(), codes("ethnicity").groups()
    return [
        Counted(sexes.get(sex, ""), groups.get(ethnicity, ""), frozenset(kinds[pk]), frozenset(answered[pk]))
        for pk, sex, ethnicity in people
    ]
