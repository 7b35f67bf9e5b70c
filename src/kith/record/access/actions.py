"""The only way to change who may see what. Each takes `by` (the request, user or actor that acts) and leaves its event.

What a role may do at all is asked by the views (`guard`); whom it may be done to, by the decision that let them in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

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
from kith.record.access.queries import facts, rows_about, why
from kith.record.access.rules import GLASS_HOURS, REASON_HOURS, SHAREABLE, Section, review_due, roots
from kith.record.accounts.models import Team, User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import Actor, Recorder, Why, recorded
from kith.record.notices.actions import tell


class Refused(Exception):
    """Someone may not do this. Says which rule, never about whom."""


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
    told = kind or ("team" if team else "panel" if panel else "allocated")
    relation = Relation(
        person_id=person_id,
        kind=told,
        user=user,
        team=team,
        panel=panel,
        from_on=from_on or timezone.localdate(),
        to_on=to_on,
        made_by_id=Actor.of(by).user_id,
    )
    with recorded(by) as recorder:
        _kept(relation)
        _told(recorder, "access.allocated", relation, kind=told)
        if user is not None and user.pk != relation.made_by_id:
            tell(user, kind="allocated", subject_id=person_id)
    return relation


def end_relation(*, by: Any, relation: Relation) -> None:
    """End a relation now: whoever held it no longer sees the person through it."""
    with recorded(by) as recorder:
        _closed(relation, by, "ended")
        _told(recorder, "access.ended", relation, kind=relation.kind)
        if relation.user is not None and relation.user.pk != relation.ended_by_id:
            tell(relation.user, kind="relation_ended", subject_id=relation.id)


# Restrictions


def restrict(*, by: Any, person_id: UUID, reason: str, named: Iterable[User] = ()) -> Restriction:
    """Limit a record to named people; whoever restricts it is named too, since someone must be able to lift it."""
    restriction = Restriction(person_id=person_id, reason=reason, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        _kept(restriction)
        names = {user.pk: user for user in named}
        own = User.objects.get(pk=restriction.made_by_id)
        for user in {**names, own.pk: own}.values():
            _kept(Named(restriction=restriction, user=user, made_by_id=restriction.made_by_id))
        _told(recorder, "access.restricted", restriction, reason=reason)
    return restriction


def name(*, by: Any, restriction: Restriction, user: User) -> Named:
    """Name someone who may see a restricted record, where their work opens it."""
    row = Named(restriction=restriction, user=user, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        _kept(row)
        _told(recorder, "access.named", row, person_id=restriction.person_id)
    return row


def unname(*, by: Any, named: Named) -> None:
    """Take someone off the names. The last one stays, or nobody could lift the restriction: ValidationError."""
    with recorded(by) as recorder:
        others = named.restriction.names.select_for_update().filter(ended_at__isnull=True).exclude(pk=named.pk)
        if not others.exists():
            raise ValidationError(_("Name someone else first: a restricted record needs at least one person."))
        _closed(named, by, "ended")
        _told(recorder, "access.name_ended", named, person_id=named.restriction.person_id)


def lift_restriction(*, by: Any, restriction: Restriction, reason: str) -> None:
    """Open a restricted record again to those whose work opens it; the reason is kept."""
    with recorded(by) as recorder:
        restriction.lifted_why = reason.strip()
        _closed(restriction, by, "lifted", "lifted_why")
        _told(recorder, "access.restriction_lifted", restriction)


def keep_from(*, by: Any, person_id: UUID, user: User, reason: str) -> KeptFrom:
    """Keep a record from someone who must not see it. It wins over everything, an emergency too, and works at once."""
    row = KeptFrom(person_id=person_id, user=user, reason=reason.strip(), made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        _kept(row)
        _told(recorder, "access.kept_from", row)
    return row


def lift_keeping(*, by: Any, kept: KeptFrom) -> None:
    """Let someone see a record again where their work opens it."""
    with recorded(by) as recorder:
        _closed(kept, by, "lifted")
        _told(recorder, "access.keeping_lifted", kept)


# Emergencies


def break_glass(*, by: Any, person_id: UUID, reason: str, hours: int) -> Glass | None:
    """Open a record in an emergency for `hours` (1 to 24). The manager is told at once and reviews it afterwards.

    Raises Refused where the role cannot, ValidationError without a reason or beyond the hours. None, told in the audit, where
    there is no such record or it is kept from them: nothing tells the two apart.
    """
    actor = Actor.of(by)
    user = User.objects.get(pk=actor.user_id)
    if not user.may(Capability.BREAK_GLASS):
        raise Refused("This role does not open records in an emergency.")
    if not reason.strip() or hours not in GLASS_HOURS:
        raise ValidationError(_("Give a reason, and a time from 1 to 24 hours."))
    known = facts(user, person_id)
    with recorded(by) as recorder:
        if not known.known or known.kept_from:
            reviewers = reviewers_of(user, person_id)
            recorder.event(
                "glass.broken",
                outcome="refused",
                subject="person",
                subject_id=person_id,
                person_id=person_id,
                why=Why(reason="kept_from" if known.known else "no_such_record"),
            )
            for each in reviewers if known.kept_from else []:
                tell(each, kind="glass_refused", subject_id=person_id, urgent=True)
            return None
        return _broken(recorder, user, person_id, reason.strip(), hours)


def _broken(recorder: Recorder, user: User, person_id: UUID, reason: str, hours: int) -> Glass:
    now = timezone.now()
    reviewers = reviewers_of(user, person_id)
    glass = Glass(
        person_id=person_id,
        reason=reason,
        until=now + timedelta(hours=hours),
        manager=reviewers[0] if len(reviewers) == 1 else None,
        review_due_on=review_due(timezone.localdate(now)),
        made_at=now,
        made_by=user,
    )
    _kept(glass)
    recorder.event(
        "glass.broken",
        subject="glass",
        subject_id=glass.id,
        person_id=person_id,
        why=Why(relation="break_glass", break_glass=glass.id),
    )
    for each in reviewers:
        tell(each, kind="glass_broken", subject_id=glass.id, urgent=True)
    return glass


def reviewers_of(user: User, person_id: UUID) -> list[User]:
    """Who is told of a broken glass: the user's manager; without one who can review, the team's managers; else all managers.

    Never someone from whom the record is kept.
    """
    kept = rows_about(KeptFrom, person_id).filter(lifted_at__isnull=True).values("user_id")
    roles = [key for key, role in ROLES.items() if Capability.REVIEW_BREAK_GLASS in role.may]
    can = list(User.objects.filter(is_active=True, role_key__in=roles).exclude(pk=user.pk).exclude(pk__in=kept))
    own = [each for each in can if each.pk == user.manager_id]
    team = [each for each in can if user.team_id is not None and each.team_id == user.team_id]
    return own or team or can


def end_glass(*, by: Any, glass: Glass) -> None:
    """Close what was opened in an emergency before its time; the review stays due."""
    with recorded(by) as recorder:
        glass.until = timezone.now()
        glass.save(update_fields=["until"])
        _told(recorder, "glass.ended", glass)


def review_break_glass(*, by: Any, glass: Glass, agreed: bool, words: str) -> None:
    """Say afterwards whether it was right to open the record. Not agreed closes it at once. Nobody reviews their own."""
    actor = Actor.of(by)
    if actor.user_id == glass.made_by_id:
        raise Refused("Nobody reviews what they opened themselves.")
    with recorded(by) as recorder:
        now = timezone.now()
        glass.outcome = Glass.Outcome.AGREED if agreed else Glass.Outcome.NOT_AGREED
        glass.words = words.strip()
        if not agreed and glass.until > now:
            glass.until = now
        _closed(glass, by, "reviewed", "outcome", "words", "until")
        _told(recorder, "glass.reviewed", glass, reason=glass.outcome)
        tell(glass.made_by, kind=f"glass_{glass.outcome}", subject_id=glass.id)


def state_reason(*, by: Any, person_id: UUID, reason: str) -> StatedReason:
    """Say, on call, why a record is opened; it holds for a night."""
    now = timezone.now()
    row = StatedReason(
        person_id=person_id,
        reason=reason.strip(),
        until=now + timedelta(hours=REASON_HOURS),
        made_at=now,
        made_by_id=Actor.of(by).user_id,
    )
    with recorded(by) as recorder:
        _kept(row)
        _told(recorder, "access.reason_stated", row)
    return row


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
            _closed(row, by, "ended")  # shared anew, with its new day
        made_by_id = Actor.of(by).user_id
        shares = [
            GuestShare(person_id=person_id, guest=guest, section=each.value, until_on=until_on, made_by_id=made_by_id)
            for each in sorted(chosen)
        ]
        for share in shares:
            _kept(share)
        recorder.event(
            "access.shared",
            subject="user",
            subject_id=guest.pk,
            person_id=person_id,
            fields=[each.value for each in chosen],
            why=_why(by, person_id),
        )
        tell(guest, kind="shared", subject_id=person_id)
    return shares


def end_share(*, by: Any, share: GuestShare) -> None:
    """End the sharing of one section now."""
    with recorded(by) as recorder:
        _closed(share, by, "ended")
        _told(recorder, "access.share_ended", share, kind=share.section)


def make_panel(*, by: Any, name: str) -> Panel:
    """Begin a panel."""
    panel = Panel(name=name, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        _kept(panel)
        recorder.event("panel.made", subject="panel", subject_id=panel.id)
    return panel


def seat(*, by: Any, panel: Panel, user: User) -> PanelMember:
    """Give someone a seat on a panel: they see those on its list."""
    member = PanelMember(panel=panel, user=user, made_by_id=Actor.of(by).user_id)
    with recorded(by) as recorder:
        _kept(member)
        recorder.event("panel.joined", subject="panel", subject_id=panel.id)
    return member


def unseat(*, by: Any, member: PanelMember) -> None:
    """Take someone's seat on a panel."""
    with recorded(by) as recorder:
        _closed(member, by, "ended")
        recorder.event("panel.left", subject="panel", subject_id=member.panel_id)


# How a row is kept, closed and told of


def _kept(row: Any) -> None:
    """Keep a new row, held against its fields and constraints first. ValidationError says what is wrong, field by field."""
    row.full_clean()
    with transaction.atomic():
        row.save(force_insert=True)


def _closed(row: Any, by: Any, word: str, *also: str) -> None:
    """Set who and when, once: ValidationError where it was done already."""
    now, user_id = timezone.now(), Actor.of(by).user_id
    values = {f"{word}_at": now, f"{word}_by_id": user_id, **{each: getattr(row, each) for each in also}}
    for field, value in values.items():
        setattr(row, field, value)
    row.clean_fields()
    row.validate_constraints()
    if not type(row).objects.filter(pk=row.pk, **{f"{word}_at__isnull": True}).update(**values):
        raise ValidationError(_("Someone has done this already."))


def _told(
    recorder: Recorder, action: str, row: Any, *, kind: str = "", reason: str = "", person_id: UUID | None = None
) -> None:
    """The event of a row about one person."""
    about = person_id or row.person_id
    recorder.event(
        action,
        subject=".".join(filter(None, [row._meta.model_name, kind])),
        subject_id=row.id,
        person_id=about,
        why=_why(recorder.by, about, reason),
    )


def _why(by: Any, person_id: UUID, reason: str = "") -> Why:
    """Why the actor sees this person, with the key of the reason given now."""
    user = User.objects.filter(pk=Actor.of(by).user_id).first()
    seen = why(user, person_id) if user else Why()
    return Why(relation=seen.relation, break_glass=seen.break_glass, reason=reason or seen.reason)
