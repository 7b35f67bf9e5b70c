"""The only way to change who may see what. Each takes `by` (the request, user or actor that acts) and leaves its event.

What a role may do at all is asked by the views (`guard`); whom it may be done to, by the decision that let them in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

# What others call here, though it stands in a file of its own.
from kith.record.access.emergencies import break_glass as break_glass
from kith.record.access.emergencies import end_glass as end_glass
from kith.record.access.emergencies import review_break_glass as review_break_glass
from kith.record.access.emergencies import reviewers_of as reviewers_of
from kith.record.access.emergencies import state_reason as state_reason
from kith.record.access.emergencies import try_unseen as try_unseen
from kith.record.access.keeping import Refused as Refused
from kith.record.access.keeping import closed, kept, told, why_now
from kith.record.access.models import (
    Glass,
    GuestShare,
    KeptFrom,
    Known,
    Named,
    Panel,
    PanelMember,
    Relation,
    Restriction,
    StatedReason,
)
from kith.record.access.rules import SHAREABLE, Section, roots
from kith.record.accounts.models import Team, User
from kith.record.audit.actions import Actor, recorded
from kith.record.notices.actions import tell

# Whom there are records of, and merges


def know(*, by: Any, person_id: UUID) -> None:
    """Say that there is a record of this person, whom nobody sees yet; `begin` also lets whoever began it see it."""
    with recorded(by):
        know_all([person_id])


def know_all(person_ids: Iterable[UUID]) -> None:
    """Say that there are records of all these people: for loads."""
    Known.objects.bulk_create((Known(id=each, root_id=each) for each in person_ids), batch_size=5_000)


def begin(*, by: Any, person_id: UUID) -> None:
    """Say that there is a record of this person, and let whoever began it see it: by their work, or tonight if on call."""
    actor = Actor.of(by)
    with recorded(by):
        know_all([person_id])
        if actor.role == "on_call_worker":
            state_reason(by=by, person_id=person_id, reason=_("Began this record."))
        elif actor.user_id and actor.role in {"practitioner", "team_manager", "exploitation_lead"}:
            user = User.objects.get(pk=actor.user_id)
            allocate(by=by, person_id=person_id, user=user)
            if user.team is not None:
                allocate(by=by, person_id=person_id, team=user.team)


def follow(*, by: Any, person_id: UUID, kept_id: UUID) -> None:
    """`person_id` was merged into `kept_id`: relations and restrictions of either now hold for both. ValueError on a circle."""
    with recorded(by):
        _point(person_id, kept_id)


def part(*, by: Any, person_id: UUID) -> None:
    """The merge of `person_id` was undone: what holds for the one no longer holds for the other."""
    with recorded(by):
        _point(person_id, None)


def forget(*, by: Any, person_ids: Iterable[UUID]) -> None:
    """Erase everything held here of people who are erased. Raises ProtectedError while another record is merged into theirs."""
    ids = list(person_ids)
    with recorded(by):
        Named.objects.filter(restriction__person_id__in=ids).delete()
        for model in (Relation, Restriction, KeptFrom, Glass, StatedReason, GuestShare):
            model.objects.filter(person_id__in=ids).delete()
        Known.objects.filter(id__in=ids).delete()


def _point(person_id: UUID, kept_id: UUID | None) -> None:
    """Set one pointer, and find anew where every chain of merges that passes there ends."""
    kept = {} if kept_id is None else {person_id: kept_id}
    ends = Known.objects.filter(id__in=[person_id, *kept.values()]).values("root_id")
    group = {row.id: row for row in Known.objects.select_for_update().filter(root_id__in=ends)}
    into = {row.id: row.into_id for row in group.values() if row.into_id is not None and row.id != person_id} | kept
    ended = roots(into)
    group[person_id].into_id = kept_id
    # A check holds root and pointer together row by row, so each row is written once with both.
    for row in group.values():
        row.root_id = ended.get(row.id, row.id)
    Known.objects.bulk_update(group.values(), ["into", "root_id"])


# Relations


def allocate(
    *,
    by: Any,
    person_id: UUID,
    user: User | None = None,
    team: Team | None = None,
    panel: Panel | None = None,
    kind: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Relation:
    """Put a user, a team or a panel in relation to a person; `kind` is told by the holder unless reviewing or placing."""
    shown = kind or ("team" if team else "panel" if panel else "allocated")
    relation = Relation(
        person_id=person_id,
        kind=shown,
        user=user,
        team=team,
        panel=panel,
        from_on=from_on or timezone.localdate(),
        to_on=to_on,
        made_by_id=Actor.of(by).user_id,
    )
    with recorded(by) as recorder:
        kept(relation)
        told(recorder, "access.allocated", relation, kind=shown)
        if user is not None and user.pk != relation.made_by_id:
            tell(user, kind="allocated", subject_id=person_id)
    return relation


def end_relation(*, by: Any, relation: Relation) -> None:
    """End a relation now: whoever held it no longer sees the person through it."""
    with recorded(by) as recorder:
        closed(relation, by, "ended")
        told(recorder, "access.ended", relation, kind=relation.kind)
        if relation.user is not None and relation.user.pk != relation.ended_by_id:
            tell(relation.user, kind="relation_ended", subject_id=relation.id)


# Restrictions


def restrict(*, by: Any, person_id: UUID, reason: str, named: Iterable[User] = ()) -> Restriction:
    """Limit a record to named people; whoever restricts it is named too, since someone must be able to lift it."""
    restriction = Restriction(person_id=person_id, reason=reason, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        kept(restriction)
        names = {user.pk: user for user in named}
        own = User.objects.get(pk=restriction.made_by_id)
        for user in {**names, own.pk: own}.values():
            kept(Named(restriction=restriction, user=user, made_by_id=restriction.made_by_id))
        told(recorder, "access.restricted", restriction, reason=reason)
    return restriction


def name(*, by: Any, restriction: Restriction, user: User) -> Named:
    """Name someone who may see a restricted record, where their work opens it."""
    row = Named(restriction=restriction, user=user, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        kept(row)
        told(recorder, "access.named", row, person_id=restriction.person_id)
    return row


def unname(*, by: Any, named: Named) -> None:
    """Take someone off the names. The last one stays, or nobody could lift the restriction: ValidationError."""
    with recorded(by) as recorder:
        others = named.restriction.names.select_for_update().filter(ended_at__isnull=True, user__is_active=True)
        others = others.exclude(pk=named.pk)
        if not others.exists():
            raise ValidationError(_("Name someone else first: a restricted record needs at least one person."))
        closed(named, by, "ended")
        told(recorder, "access.name_ended", named, person_id=named.restriction.person_id)


def lift_restriction(*, by: Any, restriction: Restriction, reason: str) -> None:
    """Open a restricted record again to those whose work opens it; the reason is kept."""
    with recorded(by) as recorder:
        restriction.lifted_why = reason.strip()
        closed(restriction, by, "lifted", "lifted_why")
        told(recorder, "access.restriction_lifted", restriction)


def keep_from(*, by: Any, person_id: UUID, user: User, reason: str) -> KeptFrom:
    """Keep a record from someone who must not see it. It wins over everything, an emergency too, and works at once."""
    row = KeptFrom(person_id=person_id, user=user, reason=reason.strip(), made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        kept(row)
        told(recorder, "access.kept_from", row)
    return row


def lift_keeping(*, by: Any, kept: KeptFrom) -> None:
    """Let someone see a record again where their work opens it."""
    with recorded(by) as recorder:
        closed(kept, by, "lifted")
        told(recorder, "access.keeping_lifted", kept)


# Guests and panels


def share_with_guest(
    *, by: Any, person_id: UUID, guest: User, sections: Iterable[Section], until_on: date
) -> list[GuestShare]:
    """Share sections of a record with a guest of an area authority until a day, which counts. ValidationError beyond the rules."""
    chosen = set(sections)
    if not chosen or not chosen <= SHAREABLE or guest.role_key != "area_authority_guest":
        raise ValidationError(_("Only some sections can be shared, and only with a guest of an area authority."))
    if until_on < timezone.localdate():
        raise ValidationError(_("Give a day that has not passed."))
    with recorded(by) as recorder:
        open_rows = GuestShare.objects.filter(person_id=person_id, guest=guest, ended_at__isnull=True)
        for row in open_rows.filter(section__in=chosen):
            closed(row, by, "ended")  # shared anew, with its new day
        made_by_id = Actor.of(by).user_id
        shares = [
            GuestShare(person_id=person_id, guest=guest, section=each.value, until_on=until_on, made_by_id=made_by_id)
            for each in sorted(chosen)
        ]
        for share in shares:
            kept(share)
        recorder.event(
            "access.shared",
            subject="user",
            subject_id=guest.pk,
            person_id=person_id,
            fields=[each.value for each in chosen],
            why=why_now(by, person_id),
        )
        tell(guest, kind="shared", subject_id=person_id)
    return shares


def end_share(*, by: Any, share: GuestShare) -> None:
    """End the sharing of one section now."""
    with recorded(by) as recorder:
        closed(share, by, "ended")
        told(recorder, "access.share_ended", share, kind=share.section)


def make_panel(*, by: Any, name: str) -> Panel:
    """Begin a panel."""
    panel = Panel(name=name, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        kept(panel)
        recorder.event("panel.made", subject="panel", subject_id=panel.id)
    return panel


def seat(*, by: Any, panel: Panel, user: User) -> PanelMember:
    """Give someone a seat on a panel: they see those on its list."""
    member = PanelMember(panel=panel, user=user, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        kept(member)
        recorder.event("panel.joined", subject="panel", subject_id=panel.id)
    return member


def unseat(*, by: Any, member: PanelMember) -> None:
    """Take someone's seat on a panel."""
    with recorded(by) as recorder:
        closed(member, by, "ended")
        recorder.event("panel.left", subject="panel", subject_id=member.panel_id)
