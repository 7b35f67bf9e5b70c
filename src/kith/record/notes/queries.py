"""How notes are read: always through access, always following a merge, police intelligence by its marks, in one query a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from kith.record.access.queries import facts, person_ids
from kith.record.access.rules import Act, Intelligence, Section, decide
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.audit.queries import history
from kith.record.notes.models import NEWEST, Note, TurningPoint
from kith.record.notes.rules import Marks
from kith.record.people.models import Person
from kith.record.people.queries import of
from kith.record.rows.story import Happening, told

MOST_WORDS = 6
"""How many words of a search count."""
_PLAIN = (Section.RECORD, Section.HEALTH)


def named_ids(note: Note) -> frozenset[UUID]:
    """The users whom the conditions of a note's handling allow."""
    return frozenset(UUID(text) for text in note.named.split())


def marks_of(note: Note) -> Marks:
    """What decides who may read a note."""
    if note.section is not Section.POLICE_INTELLIGENCE or note.expires_on is None:
        return Marks(note.section)
    return Marks(
        note.section,
        Intelligence(note.source, note.assessment, note.handling, note.expires_on, named_ids(note)),  # type: ignore[arg-type]
    )


def _marked(user: Any, today: date | None) -> Q:
    """The police intelligence that a user may read whom the section is open to."""
    allowed = Q(handling="P") | Q(handling="C", named__contains=str(user.pk))
    return Q(belongs=Section.POLICE_INTELLIGENCE.value, expires_on__gte=today or timezone.localdate()) & allowed


def readable(rows: QuerySet, user: Any, reads: Collection[str], today: date | None = None) -> QuerySet:
    """Those of the notes that belong to a section in `reads` and whose marks let this user read them; says what `may_read` does."""
    allowed = Q(belongs__in=[part.value for part in _PLAIN if part.value in reads])
    if Section.POLICE_INTELLIGENCE.value in reads:
        allowed |= _marked(user, today)
    return rows.filter(allowed)


def of_person(user: Any, person_id: UUID, reads: Collection[str]) -> QuerySet:
    """The notes about a person that the user may read, newest first, entered in error or not. `reads`: the sections open to them."""
    return readable(of(Note, person_id), user, reads).order_by(*NEWEST)


def of_context(user: Any, context_id: UUID, reads: Collection[str]) -> QuerySet:
    """The notes about a context, likewise. Whether the user may see the context is for its guard."""
    return readable(Note.objects.filter(context_id=context_id), user, reads).order_by(*NEWEST)


def of_episode(user: Any, episode_id: UUID, reads: Collection[str]) -> QuerySet:
    """The notes about an episode, likewise. Whether the user may see the episode is for its guard."""
    return readable(Note.objects.filter(episode_id=episode_id), user, reads).order_by(*NEWEST)


def of_episodes(user: Any, episodes: Iterable[UUID]) -> list[Note]:
    """The notes about several episodes that the user may see, which belong to the record; not those entered in error."""
    rows = Note.objects.filter(episode_id__in=list(episodes), error_at=None)
    return list(readable(rows, user, (Section.RECORD.value,)).order_by(*NEWEST))


def reads_of(user: Any, person_id: UUID) -> frozenset[str]:
    """The sections of a person that the user may read."""
    known = facts(user, person_id)
    return frozenset(part.value for part in Section if decide(known, part, Act.READ).allowed)


def searched(rows: QuerySet, words: str) -> QuerySet:
    """Those of the notes in which every word stands, of the first six."""
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in ("words", "young_words"))))
    return rows


def filtered(rows: QuerySet, *, kind: str = "", seen: str = "", words: str = "") -> QuerySet:
    """Notes of a kind; after which the young person was `seen`, seen `alone`, or `not_seen`; with these words in them."""
    if kind:
        rows = rows.filter(kind=kind)
    if seen == "not_seen":
        rows = rows.filter(saw_young_person=False)
    elif seen:
        rows = rows.filter(saw_young_person=True, **({"alone": "yes"} if seen == "alone" else {}))
    return searched(rows, words)


def writers(notes: Iterable[Note]) -> dict[UUID, str]:
    """The names of those who wrote notes, in one query."""
    return dict(User.objects.filter(pk__in={note.made_by for note in notes if note.made_by}).values_list("pk", "name"))


# When a young person was last seen


@dataclass(frozen=True, slots=True)
class Seen:
    """The last day on which notes that the viewer may read say that a young person was seen, and seen alone; None: not recorded."""

    on: date | None = None
    alone_on: date | None = None


def last_seen(user: Any, people: Iterable[UUID], today: date | None = None) -> dict[UUID, Seen]:
    """When each of these people was last seen, by the record kept: two queries, however many they are. Nobody who was never seen."""
    asked = list(people)
    # The ids first: an `or` over a join would let a database read every note that there is.
    merged = Person.objects.filter(kept__in=asked).values_list("pk", "kept_id")
    roots = {**{pk: pk for pk in asked}, **dict(merged)}
    # Intelligence is about somebody; it is no visit to them.
    allowed = reduce(or_, (Q(belongs=part.value, person__in=person_ids(user, part)) for part in _PLAIN))
    rows = Note.objects.filter(allowed, person__in=list(roots), saw_young_person=True, error_at=None)
    rows = rows.filter(on__lte=today or timezone.localdate()).values("person").order_by()
    found: dict[UUID, Seen] = {}
    for row in rows.annotate(last=Max("on"), last_alone=Max("on", filter=Q(alone="yes"))):
        root = roots[row["person"]]
        before = found.get(root, Seen())
        found[root] = Seen(_later(before.on, row["last"]), _later(before.alone_on, row["last_alone"]))
    return found


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)


# What a note used to say


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a note that is no longer the newest: until when it stood, who changed it, and what was otherwise then."""

    until: Any
    changed_by: str
    fields: dict[str, Any]
    """Field → what it said, of those that the change altered."""


def versions(note: Note) -> list[Version]:
    """What the note said before each change, newest first, from the history that can be erased. Three queries."""
    kept = list(history(subject_id=note.pk, sections=[note.section.value]).filter(subject="note"))
    by_event: dict[int, dict[str, Any]] = {}
    for one in kept:
        by_event.setdefault(one.event_seq, {})[one.field] = one
    who = dict(Event.objects.filter(seq__in=list(by_event)).values_list("seq", "user_id"))
    names = dict(User.objects.filter(pk__in=set(who.values())).values_list("pk", "name"))
    return [
        Version(next(iter(fields.values())).at, names.get(who.get(seq), ""), {name: one.before for name, one in fields.items()})
        for seq, fields in by_event.items()
        if not _begun(fields)
    ]  # fmt: skip


def _begun(fields: dict[str, Any]) -> bool:
    """Whether these changes are those of a note that was new: its kind, which is always there, was nothing before."""
    return "kind" in fields and fields["kind"].before is None


# The line of turning points


def turning_points(person_id: UUID) -> list[TurningPoint]:
    """Every turning point of a person in the line's order, hidden ones and those entered in error too, whoever asks."""
    return list(of(TurningPoint, person_id).order_by("place", "made_at", "pk"))


def line(person_id: UUID, happenings: Iterable[Happening]) -> list[TurningPoint]:
    """Those of the turning points that may be shown to whoever may see these happenings: one about something else is not."""
    visible = {(one.of, one.row_id) for one in happenings}
    return [point for point in turning_points(person_id) if point.row_id is None or (point.of, point.row_id) in visible]


def line_of(user: Any, person_id: UUID) -> list[TurningPoint]:
    """The turning points that the user may see."""
    return line(person_id, told(user, person_id, reads_of(user, person_id)))
