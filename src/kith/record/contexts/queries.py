"""How contexts are read: always through the rules, ties only while they are held and only of those whom the user may see.

An expired tie is gone by its date in the query itself, the night after its last day, whether or not retention has run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.record.access.queries import may_see as may_see_person
from kith.record.access.queries import person_ids
from kith.record.access.rules import Act, Section
from kith.record.contexts.models import (
    Association,
    Context,
    ContextAction,
    ContextAssessment,
    ContextEvent,
    ContextReview,
    Named,
    Weighting,
)
from kith.record.contexts.rules import SIGHT, Facts, Relation, decide
from kith.record.people.models import Person
from kith.record.people.queries import together


def may_see(user: Any, subject_id: UUID) -> bool:
    """Whether the user may know of this person or context at all: what the setting MAY_SEE_SUBJECT names."""
    return may_see_person(user, subject_id) or decide(facts(user, subject_id), Act.READ).allowed


# Ties


def held(today: date | None = None) -> QuerySet[Association]:
    """The ties that are held on a day (today in London): not expired, not entered in error."""
    return Association.objects.filter(error_at=None, expires_on__gte=today or timezone.localdate())


def ties(user: Any) -> QuerySet[Association]:
    """The ties whose person and whose context the user may see: of the others nothing is said, not even how many."""
    rows = held().filter(person__in=person_ids(user, Section.RECORD), context__in=context_ids(user))
    return rows.select_related("person__shown_name", "person__kept__shown_name", "context")


def ties_of_context(user: Any, context_id: UUID) -> list[Association]:
    """Who is tied to a context, of those whom the user may see, by the record kept, newest first. The user may see the context."""
    rows = held().filter(context_id=context_id, person__in=person_ids(user, Section.RECORD))
    found = list(
        rows.select_related("person__shown_name", "person__kept__shown_name").order_by("-last_seen_on", "-made_at")
    )
    for row in found:
        row.person = row.person.kept or row.person
    return found


def tied_to(user: Any, context_id: UUID) -> list[UUID]:
    """The records of those who are tied to a context and whom the user may see."""
    rows = held().filter(context_id=context_id, person__in=person_ids(user, Section.RECORD))
    return list(rows.values_list("person_id", flat=True))


def harms_in(user: Any, context_id: UUID) -> dict[UUID, list[str]]:
    """The kinds of harm that live in a context, by the young person tied to it today whose record the user may read.

    The slice above knows them: the setting HARMS_IN names its function. Nothing where there is none.
    """
    found: dict[UUID, list[str]] = import_string(settings.HARMS_IN)(user, context_id) if settings.HARMS_IN else {}
    return found


def ties_of_person(user: Any, person_id: UUID) -> list[Association]:
    """To which contexts a person is tied, of those that the user may see."""
    rows = held().filter(person__in=together([person_id])).filter(person__in=person_ids(user, Section.RECORD))
    rows = rows.select_related("person__shown_name", "person__kept__shown_name", "context")
    found = list(rows.order_by("-last_seen_on", "-made_at"))
    seen = seen_among(user, (row.context_id for row in found))
    return [row for row in found if row.context_id in seen]


def to_review(user: Any, today: date | None = None) -> QuerySet[Association]:
    """The ties that the user may see and that are to be looked at again."""
    return ties(user).filter(review_on__lte=today or timezone.localdate()).order_by("review_on")


# Contexts


def context_ids(user: Any, act: Act = Act.READ) -> QuerySet:
    """The ids of the contexts that the user may see (or change), those entered in error too: `filter(context__in=...)`."""
    return _allowed(user, act).values("id")


def seen_among(user: Any, contexts: Iterable[UUID]) -> set[UUID]:
    """Which of these contexts the user may see, those entered in error too. Quicker than `context_ids` where there are a few."""
    asked = {*contexts}
    return set(_allowed(user, Act.READ, asked).values_list("id", flat=True)) if asked else set()


def visible(user: Any, act: Act = Act.READ) -> QuerySet[Context]:
    """The contexts that the user may see (or change), without those entered in error."""
    return _allowed(user, act).filter(error_at=None)


def _allowed(user: Any, act: Act, among: Collection[UUID] | None = None) -> QuerySet[Context]:
    """`rules.decide` as SQL; held to it by tests. Of all contexts, or `among` these."""
    if not user.is_active or not SIGHT[user.role_key]:
        return Context.objects.none()
    opening = [relation for relation, acts in SIGHT[user.role_key].items() if act in acts]
    found = Context.objects.filter(Q(restricted_at=None) | Q(pk__in=_named(user)))
    if among is not None:
        found = found.filter(pk__in=among)
    if Relation.ALL in opening:
        return found
    parts = [rows for relation, rows in _held(user, among).items() if relation in opening]
    if not parts:
        return Context.objects.none()
    return found.filter(pk__in=parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])


def _named(user: Any) -> QuerySet:
    return Named.objects.filter(user_id=user.pk).values("context_id")


def _held(user: Any, among: Collection[UUID] | None) -> dict[Relation, QuerySet]:
    """The contexts to which each relation leads today, as ids, whatever is restricted; of all, or `among` these."""
    own, tied = Context.objects.all(), held()
    if among is not None:
        own, tied = own.filter(id__in=among), tied.filter(context__in=among)
    ids: dict[Relation, QuerySet] = {
        Relation.LEADS: own.filter(lead_id=user.pk).values("id"),
        Relation.OPENED: own.filter(made_by=user.pk).values("id"),
        Relation.YOUNG_PERSON: tied.filter(person__in=person_ids(user, Section.RECORD)).values("context_id"),
    }
    if user.team_id is not None:
        ids[Relation.TEAM] = own.filter(team_id=user.team_id).values("id")
    return ids


def facts(user: Any, context_id: UUID) -> Facts:
    """What a decision about this user and context rests on, in one query whether or not there is such a context."""
    counting = SIGHT[user.role_key]
    asked: dict[str, Combinable] = {
        f"is_{relation.value}": Exists(rows)
        for relation, rows in _held(user, {context_id}).items()
        if relation in counting
    }
    asked["is_named"] = Exists(Named.objects.filter(context_id=OuterRef("pk"), user_id=user.pk))
    found = Context.objects.filter(pk=context_id).annotate(**asked).values("restricted_at", *asked).first()
    active = bool(user.is_active)
    if found is None:
        return Facts(role=user.role_key, active=active, known=False)
    relations = {relation for relation in counting if relation is Relation.ALL or found.get(f"is_{relation.value}")}
    return Facts(
        role=user.role_key,
        relations=frozenset(relations),
        restricted=found["restricted_at"] is not None,
        named=found["restricted_at"] is not None and found["is_named"],
        active=active,
    )


def filtered(user: Any, *, kind: str = "", state: str = "", q: str = "") -> QuerySet[Context]:
    """The contexts that the user may see, by name: of a kind, open or closed, with words in name, description or where."""
    planned = _planned().filter(context=OuterRef("pk")).values("on")[:1]
    found = visible(user).select_related("lead", "team").annotate(next_review_on=Subquery(planned))
    if kind:
        found = found.filter(kind=kind)
    if state == "open":
        found = found.exclude(status="closed")
    if state == "closed":
        found = found.filter(status="closed")
    for word in q.split()[:6]:
        fields = ("name", "description", "lines", "postcode", "authority", "online")
        found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return found.order_by("name", "pk")


def open_actions(contexts: Iterable[Context]) -> dict[UUID, int]:
    """How many actions are under way in each context."""
    rows = _open(ContextAction.objects.filter(context__in=list(contexts)))
    return dict(rows.values_list("context").annotate(many=Count("pk")).order_by())


def _open(rows: QuerySet) -> QuerySet:
    today = timezone.localdate()
    return rows.filter(Q(to_on=None) | Q(to_on__gte=today), error_at=None)


def named_users(context: Context) -> list[Named]:
    """Those named for a limited context."""
    return list(context.named.select_related("user").order_by("user__name"))


def actions_of(context_id: UUID) -> list[ContextAction]:
    """What is being done in a context, soonest due first."""
    rows = _open(ContextAction.objects.filter(context_id=context_id)).select_related("owner")
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.made_at))


def latest_assessment(context_id: UUID) -> ContextAssessment | None:
    return ContextAssessment.objects.filter(context_id=context_id, error_at=None).order_by("-on", "-made_at").first()


def latest_weighting(context_id: UUID) -> Weighting | None:
    return Weighting.objects.filter(context_id=context_id, error_at=None).order_by("-on", "-made_at").first()


def next_review(context: Context) -> date | None:
    """The next review that is planned and not yet held."""
    return _planned().filter(context=context).values_list("on", flat=True).first()


def _planned() -> QuerySet[ContextReview]:
    return ContextReview.objects.filter(error_at=None, held_on=None).order_by("on")


def events_of(context_id: UUID) -> list[ContextEvent]:
    return list(ContextEvent.objects.filter(context_id=context_id, error_at=None).order_by("-on", "-made_at"))


def contexts_of(user: Any, people: Iterable[UUID]) -> list[Context]:
    """The contexts that any of these people is connected with today, of those that the user may see, by name."""
    ids = list(people)
    of_them = Q(person__in=ids) | Q(person__kept__in=ids) | Q(person__merged_here__in=ids)
    return list(visible(user).filter(pk__in=ties(user).filter(of_them).values("context_id")).order_by("name"))


def with_context(user: Any, rows: Iterable[Any]) -> list[Any]:
    """Rows that happened in a context (`context_id`), each with `shown_context`: the context where the user may see it, else None."""
    found = list(rows)
    ids = {row.context_id for row in found} - {None}
    seen = {one.pk: one for one in _allowed(user, Act.READ, ids).filter(error_at=None)} if ids else {}
    for row in found:
        row.shown_context = seen.get(row.context_id)
    return found


def places(user: Any, people: Iterable[UUID], *, words: str = "", held: Context | None = None) -> list[tuple[str, str]]:
    """Where something may have happened, as choices: contexts that the people are connected with, at most ten whose name has
    these words, and the one that is stored."""
    named = filtered(user, q=words)[:10] if words.strip() else []
    found = [*contexts_of(user, people), *named, *([held] if held else [])]
    return list({str(one.pk): (str(one.pk), one.name) for one in found}.values())


def alike(user: Any, *, name: str, postcode: str = "", kind: str = "") -> list[Context]:
    """Contexts of a like name, or at the same postcode and of the same kind, among those that the user may see; at most ten."""
    from rapidfuzz import fuzz
    from rapidfuzz.utils import default_process

    asked = default_process(name)
    if not asked:
        return []
    found = visible(user)
    near = Q(pk__in=[])
    for word in asked.split()[:5]:
        near |= Q(name__icontains=word[: max(3, len(word) - 2)])
    if postcode:
        near |= Q(postcode__iexact=postcode, kind=kind) if kind else Q(postcode__iexact=postcode)
    scored = [
        (100 if postcode and row.postcode == postcode else fuzz.token_sort_ratio(asked, default_process(row.name)), row)
        for row in found.filter(near).order_by("name")[:300]
    ]
    return [row for score, row in sorted(scored, key=lambda pair: (-pair[0], pair[1].name)) if score >= 70][:10]


def people_of(contexts: Iterable[UUID]) -> QuerySet[Person]:
    """The people tied to contexts today, whoever asks: for figures and packs, which name nobody."""
    return Person.objects.filter(associations__in=held().filter(context__in=list(contexts)))
