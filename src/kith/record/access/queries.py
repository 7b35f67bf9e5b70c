"""What the policy rests on, read from the database: the facts about one person, and whom a user may see as one subquery."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from kith.record.access.models import (
    Glass,
    GuestShare,
    KeptFrom,
    Known,
    Named,
    PanelMember,
    Restriction,
    StatedReason,
    Tried,
)
from kith.record.access.models import Relation as Row
from kith.record.access.rules import (
    GLASS,
    SHAREABLE,
    SIGHT,
    WITHOUT_REASON,
    Act,
    Facts,
    Relation,
    Section,
    decide,
    relations_opening,
)
from kith.record.access.sentences import Ids, Viewer, ids, row
from kith.record.accounts.models import User
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import Why
from kith.record.notices.models import Notice


def person_ids(
    user: Any, section: Section = Section.IDENTITY, act: Act = Act.READ, among: Collection[UUID] | None = None
) -> Ids:
    """The ids of those whose `section` the user may read (or write): for `filter(pk__in=person_ids(user))`; of all, or `among` these.

    Says the same as `decide` on the facts of each person; ids of merged records stand beside the one that was kept.
    """
    return ids(_visible_ids, Viewer.of(user), section, act, among=among)


def related_ids(user: Any, relations: Iterable[Relation], section: Section = Section.IDENTITY) -> Ids:
    """Of those whose `section` the user may read, the ids of those to whom they stand in one of these relations today."""
    return ids(_related, Viewer.of(user), frozenset(relations), section)


def _related(viewer: Viewer, wanted: frozenset[Relation], section: Section) -> QuerySet:
    rows = [each for relation, parts in _held(viewer).items() if relation in wanted for each in parts]
    if Relation.GUEST in wanted:
        rows.append(_open_shares(viewer))
    roots = [each.values("person__root_id") for each in rows]
    if not roots:
        return Known.objects.none().values("id")
    union = roots[0].union(*roots[1:], all=True) if roots[1:] else roots[0]
    return _visible(viewer, section, Act.READ).filter(root_id__in=union).values("id")


def _visible_ids(viewer: Viewer, section: Section, act: Act) -> QuerySet:
    return _visible(viewer, section, act).values("id")


def facts(user: Any, person_id: UUID) -> Facts:
    """What a decision about this user and person rests on, in one query whether or not there is such a person.

    Only what counts for the user's role is asked: it is asked on every page.
    """
    found = row(_about, Viewer.of(user, person_id))
    active = bool(user.is_active)
    if found is None:
        return Facts(role=user.role_key, active=active, known=False)
    relations = {relation for relation in SIGHT[user.role_key] if found.get(f"is_{relation.value}")}
    shared = frozenset(section for section in SHAREABLE if found.get(f"shared_{section.value}"))
    if user.role_key == "on_call_worker":
        relations.add(Relation.ON_CALL)
    if shared:
        relations.add(Relation.GUEST)
    return Facts(
        role=user.role_key,
        relations=frozenset(relations),
        restricted=bool(found["is_restricted"]),
        named=bool(found["is_restricted"] and not found["is_unnamed"]),
        kept_from=bool(found["is_kept_from"]),
        glass=UUID(str(found["glass"])) if found.get("glass") else None,
        reason_given=bool(found.get("is_reason_given")),
        shared=shared,
        active=active,
    )


def why(user: Any, person_id: UUID) -> Why:
    """Why this user sees this person, in keys, for an audit event."""
    return why_of(facts(user, person_id))


def why_of(known: Facts, section: Section = Section.IDENTITY, act: Act = Act.READ) -> Why:
    """Why someone of whom these facts hold sees (or is refused) a section, in keys, for an audit event."""
    decision = decide(known, section, act)
    if not decision.allowed:
        return Why(reason=decision.why)
    if decision.why == "break_glass":
        return Why(relation=decision.why, break_glass=known.glass)
    return Why(relation=decision.why)


def glasses(user: Any, section: Section = Section.RECORD) -> tuple[tuple[UUID, UUID], ...]:
    """Whose `section` nothing but the user's own broken glass opens, with that glass: the `glasses` of a page of several people.

    One query, unless the user has broken one.
    """
    broken = dict(_open_glass(Viewer.of(user)).values_list("person__root_id", "pk"))
    if not broken:
        return ()
    alone = [root for root in broken if decide(facts(user, root), section, Act.READ).why == "break_glass"]
    ids = Known.objects.filter(root_id__in=alone).values_list("id", "root_id")
    return tuple((pk, broken[root]) for pk, root in ids)


def only_by_glass(broken: tuple[tuple[UUID, UUID], ...], people: Iterable[UUID]) -> Why | None:
    """Why the user sees what several people open to them, where that is their broken glass alone; None where somebody else does.

    broken: as of `glasses`. people: the records that open it.
    """
    found, opened = list(people), dict(broken)
    if not found or not all(pk in opened for pk in found):
        return None
    return Why(relation="break_glass", break_glass=opened[found[0]], glasses=broken)


def may_see(user: Any, person_id: UUID) -> bool:
    """Whether the user may know of this person at all: what the setting MAY_SEE_SUBJECT names, for who else is on a record."""
    return decide(facts(user, person_id), Section.IDENTITY, Act.READ).allowed


def is_restricted_ids() -> QuerySet:
    """The ids of restricted people: for marking those whom a user already sees, never for telling of others."""
    return Known.objects.filter(root_id__in=_open_restrictions().values("person__root_id")).values("id")


def _about(viewer: Viewer) -> QuerySet:
    asked = _annotations(viewer)
    return Known.objects.filter(id=viewer.about).annotate(**asked).values("id", *asked)


def _visible(viewer: Viewer, section: Section, act: Act) -> QuerySet:
    """`decide` as SQL. Held to it by tests over random worlds.

    What opens is one union of few rows, each part with an index of its own, from which people are looked up: an `or` would make
    a database try all of them.
    """
    if not viewer.is_active or not SIGHT[viewer.role_key]:
        return Known.objects.none()
    broken = []
    if GLASS.has(section, act) and viewer.may(Capability.BREAK_GLASS):
        broken = [_open_glass(viewer).order_by().values("person__root_id")]
    opening = relations_opening(viewer.role_key, section, act)
    if Relation.ON_CALL in opening and (section, act) in WITHOUT_REASON:
        anyone = ~Exists(_unnamed(viewer).filter(person__root_id=OuterRef("root_id")))
        found = Known.objects.filter(reduce(or_, [Q(root_id__in=roots) for roots in broken], anyone))
    else:
        unnamed = Exists(_unnamed(viewer).filter(person__root_id=OuterRef("person__root_id")))
        related = [rows.filter(~unnamed).values("person__root_id") for rows in _opening(viewer, opening, section)]
        parts = [*related, *broken]
        if not parts:
            return Known.objects.none()
        found = Known.objects.filter(root_id__in=parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])
    return found.filter(~Exists(_kept_from(viewer).filter(person__root_id=OuterRef("root_id"))))


def _opening(viewer: Viewer, opening: frozenset[Relation], section: Section) -> list[QuerySet]:
    """The rows through which the user's relations open a section, before any restriction."""
    if Relation.ON_CALL in opening:
        return [_open_reasons(viewer)]
    if Relation.GUEST in opening:
        return [_open_shares(viewer).filter(section=section.value)]
    return [rows for relation, parts in _held(viewer).items() if relation in opening for rows in parts]


def _annotations(viewer: Viewer) -> dict[str, Combinable]:
    """Each fact about a row of `Known` as a column: those that stand against, and those that can open for this role."""
    same, counting = {"person__root_id": OuterRef("root_id")}, SIGHT[viewer.role_key]
    asked: dict[str, Combinable] = {
        "is_restricted": Exists(_open_restrictions().filter(**same)),
        "is_unnamed": Exists(_unnamed(viewer).filter(**same)),
        "is_kept_from": Exists(_kept_from(viewer).filter(**same)),
    }
    for relation, parts in _held(viewer).items():
        if relation in counting and parts:
            asked[f"is_{relation.value}"] = reduce(or_, (Exists(rows.filter(**same)) for rows in parts))
    if Relation.ON_CALL in counting:
        asked["is_reason_given"] = Exists(_open_reasons(viewer).filter(**same))
    if Relation.GUEST in counting:
        for section in SHAREABLE:
            rows = _open_shares(viewer).filter(**same, section=section.value)
            asked[f"shared_{section.value}"] = Exists(rows)
    if viewer.may(Capability.BREAK_GLASS):
        asked["glass"] = Subquery(_open_glass(viewer).filter(**same).order_by("-until").values("id")[:1])
    return asked


def _held(viewer: Viewer) -> dict[Relation, list[QuerySet]]:
    """The rows that put the user in each stored relation today. A team's are those of the team and of anyone in it."""
    today = viewer.today
    rows = Row.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today, ended_at__isnull=True)
    seats = PanelMember.objects.filter(user_id=viewer.id, ended_at__isnull=True, panel__closed_on__isnull=True)
    team = []
    if viewer.team_id is not None:
        members = User.objects.filter(team_id=viewer.team_id).values("id")
        team = [rows.filter(team_id=viewer.team_id), rows.filter(kind="allocated", user_id__in=members)]
    return {
        Relation.ALLOCATED: [rows.filter(kind="allocated", user_id=viewer.id)],
        Relation.TEAM: team,
        Relation.PANEL: [rows.filter(panel_id__in=seats.values("panel_id"))],
        Relation.REVIEWING: [rows.filter(kind="reviewing", user_id=viewer.id)],
        Relation.PLACING: [rows.filter(kind="placing", user_id=viewer.id)],
    }


def _open_restrictions() -> QuerySet:
    return Restriction.objects.filter(lifted_at__isnull=True)


def _unnamed(user: Any) -> QuerySet:
    """Open restrictions that do not name the user: one of any of a person's records is enough to keep them out."""
    named = Named.objects.filter(restriction_id=OuterRef("pk"), user_id=user.id, ended_at__isnull=True)
    return _open_restrictions().filter(~Exists(named))


def _kept_from(user: Any) -> QuerySet:
    return KeptFrom.objects.filter(user_id=user.id, lifted_at__isnull=True)


def kept_from_roots(user: Any) -> QuerySet:
    """The records, after merges, that are kept from a user."""
    return _kept_from(user).values_list("person__root_id", flat=True)


def _open_glass(viewer: Viewer) -> QuerySet:
    return Glass.objects.filter(made_by_id=viewer.id, until__gt=viewer.now)


def _open_reasons(viewer: Viewer) -> QuerySet:
    return StatedReason.objects.filter(made_by_id=viewer.id, until__gt=viewer.now)


def _open_shares(viewer: Viewer) -> QuerySet:
    return GuestShare.objects.filter(guest_id=viewer.id, ended_at__isnull=True, until_on__gte=viewer.today)


def rows_about(model: Any, person_id: UUID) -> QuerySet:
    """The rows of one of this slice's models about a person, and about every record merged with theirs. For guarded pages."""
    return model.objects.filter(person__root_id__in=Known.objects.filter(id=person_id).values("root_id"))


def to_review(user: Any) -> QuerySet:
    """What was opened in an emergency and waits for this manager: never their own, nor about someone they are kept from."""
    mine = Q(manager_id=user.id) | Q(manager__isnull=True) | Q(manager__is_active=False)
    about = _kept_from(user).values("person__root_id")
    waiting = Glass.objects.filter(mine, reviewed_at__isnull=True).exclude(made_by_id=user.id)
    return waiting.exclude(person__root_id__in=about).select_related("made_by").order_by("review_due_on", "made_at")


def tries_told(user: Any) -> QuerySet:
    """Tries of others that opened nothing and that this user was told of, newest first."""
    told = Notice.objects.filter(user_id=user.id, subject_id=OuterRef("pk"))
    rows = Tried.objects.filter(Exists(told), glass__isnull=True).exclude(made_by_id=user.id)
    return rows.select_related("made_by").order_by("-made_at")


def review_count(user: Any) -> int:
    """How many emergencies the menu shows as waiting for this manager."""
    return to_review(user).count()
