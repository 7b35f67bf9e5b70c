"""Opening a record in an emergency: for those whom search shows and those whom it does not, its alert and its review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.definitions.authorities import authority
from kith.foundation.dates import Nation
from kith.record.access.keeping import Refused, closed, kept, told
from kith.record.access.models import Glass, KeptFrom, Known, StatedReason, Tried
from kith.record.access.queries import kept_from_roots, rows_about
from kith.record.access.rules import GLASS_HOURS, REASON_HOURS, TRIES_AN_HOUR, review_due
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import Actor, Recorder, Why, recorded
from kith.record.notices.actions import tell, tell_all


class TooManyTries(ValidationError):
    """Somebody asked too often within an hour for people whom search does not show."""


def break_glass(*, by: Any, person_id: UUID, reason: str, hours: int) -> Glass | None:
    """Open a record in an emergency for `hours` (1 to 24). The manager is told at once and reviews it afterwards.

    Raises Refused where the role cannot, ValidationError without a reason or beyond the hours. None, told in the audit, where
    there is no such record or it is kept from them: nothing tells the two apart.
    """
    with recorded(by) as recorder:
        user = _whoever(by, reason, hours)
        return _open_one(recorder, user, Known.objects.filter(id=person_id), reason.strip(), hours)[0]


def try_unseen(*, by: Any, people: QuerySet, reason: str, hours: int) -> Tried:
    """Open in an emergency the one record among `people`, found exactly by whoever calls this and not shown by search.

    `people` is a queryset of ids, looked up here so that the same is asked whoever is found. Nothing is opened, and the same
    is done and kept, where there is none, where it is kept from them, and where there are several. The manager is told of each
    try. Raises as `break_glass`, and TooManyTries beyond `TRIES_AN_HOUR`.
    """
    with recorded(by) as recorder:
        user = _whoever(by, reason, hours)
        since = timezone.now() - timedelta(hours=1)
        if Tried.objects.filter(made_by=user, made_at__gt=since).count() >= TRIES_AN_HOUR:
            recorder.event("glass.tried", outcome="refused", why=Why(reason="too_many"))
            raise TooManyTries(
                _("You have asked too often within an hour. Ring your manager, who has been told of each time.")
            )
        return _open_one(recorder, user, Known.objects.filter(id__in=people), reason.strip(), hours)[1]


def _whoever(by: Any, reason: str, hours: int) -> User:
    """The user who asks, held until the end so that two tries at once are counted one after the other."""
    user = User.objects.select_for_update().get(pk=Actor.of(by).user_id)
    if not user.may(Capability.BREAK_GLASS):
        raise Refused("This role does not open records in an emergency.")
    if not reason.strip() or hours not in GLASS_HOURS:
        raise ValidationError(_("Give a reason, and a time from 1 to 24 hours."))
    return user


def _open_one(recorder: Recorder, user: User, known: QuerySet, reason: str, hours: int) -> tuple[Glass | None, Tried]:
    """The glass on the one record that `known` ends in, and the try; or the try alone, by the same statements in each case."""
    roots = set(known.values_list("root_id", flat=True))
    barred = roots & set(kept_from_roots(user))
    tried = Tried(reason=reason, made_by=user)
    if len(roots) == 1 and not barred:
        tried.glass = _opened(recorder, user, roots.pop(), reason, hours)
        kept(tried)
        return tried.glass, tried
    kept(tried)
    one = next(iter(roots)) if len(roots) == 1 else None
    recorder.event(
        "glass.tried",
        outcome="refused",
        subject="tried",
        subject_id=tried.id,
        person_id=one,
        why=Why(reason="no_such_record" if not roots else "kept_from" if one else "several"),
    )
    keepers = rows_about(KeptFrom, one or uuid4()).filter(
        user_id=user.pk, lifted_at__isnull=True, made_by__is_active=True
    )
    warned = dict.fromkeys(User.objects.filter(pk__in=keepers.values("made_by_id")), "glass_refused")
    tell_all(
        dict.fromkeys(reviewers_of(user, one or uuid4()), "glass_tried") | warned, subject_id=tried.id, urgent=True
    )
    return None, tried


def _opened(recorder: Recorder, user: User, person_id: UUID, reason: str, hours: int) -> Glass:
    now = timezone.now()
    reviewers = reviewers_of(user, person_id)
    glass = Glass(
        person_id=person_id,
        reason=reason,
        until=now + timedelta(hours=hours),
        manager=reviewers[0] if len(reviewers) == 1 else None,
        review_due_on=review_due(timezone.localdate(now), nation()),
        made_at=now,
        made_by=user,
    )
    kept(glass)
    recorder.event(
        "glass.broken",
        subject="glass",
        subject_id=glass.id,
        person_id=person_id,
        why=Why(relation="break_glass", break_glass=glass.id),
    )
    tell_all(dict.fromkeys(reviewers, "glass_broken"), subject_id=glass.id, urgent=True)
    return glass


def nation() -> Nation:
    """Whose bank holidays count: the authority's."""
    found = authority(settings.AUTHORITY)
    return Nation(found.nation.lower()) if found else Nation.ENGLAND


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
        told(recorder, "glass.ended", glass)


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
        closed(glass, by, "reviewed", "outcome", "words", "until")
        told(recorder, "glass.reviewed", glass, reason=glass.outcome)
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
        kept(row)
        told(recorder, "access.reason_stated", row)
    return row
