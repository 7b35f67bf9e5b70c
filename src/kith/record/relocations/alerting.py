"""Who is told at once of a decision that cannot wait, and of a challenge that nobody answered: by reference, never of whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.record.access.models import Relation
from kith.record.access.queries import may_see, rows_about
from kith.record.accounts.models import User
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import Recorder
from kith.record.moments.telling import FRESH_DAYS, responsible
from kith.record.notices.actions import tell_all
from kith.record.notices.models import Notice
from kith.record.relocations.models import Challenge, Decision
from kith.record.relocations.rules import AT_ONCE
from kith.record.rows.queries import root_of


def reviewing(person_id: UUID) -> list[User]:
    """Those who review a young person today: the reviewing officer, or the named independent reviewer."""
    today = timezone.localdate()
    held = rows_about(Relation, person_id).filter(
        Q(to_on=None) | Q(to_on__gte=today), kind="reviewing", ended_at=None, from_on__lte=today
    )
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))


def tell_of_step(decision: Decision, have: Collection[str], day: date, recorder: Recorder) -> None:
    """Tell of where a decision has come to: of a proposal whoever looks at it, of one to approve whoever decides, of an emergency all.

    Not whoever took the step, who knows; nor of a step that is written down days later. Within the transaction of the step.
    """
    if day < timezone.localdate() - timedelta(days=FRESH_DAYS):
        return
    person_id = root_of(decision.person_id) or decision.person_id
    people, kind = _whom(decision.stands, person_id, have)
    told = [user for user in people if user.pk != recorder.by.user_id and may_see(user, person_id)]
    if told:
        tell_all(dict.fromkeys(told, kind), subject_id=person_id, urgent=decision.stands == "emergency")


def _whom(stands: str, person_id: UUID, have: Collection[str]) -> tuple[list[User], str]:
    match stands:
        case "proposed" if "independent_look" not in have:
            return reviewing(person_id), "look_wanted"
        case "approval":
            deciding = [user for user in responsible(person_id) if user.may(Capability.DECIDE_MOVES)]
            return deciding, "approval_wanted"
        case "emergency":
            everybody = {user.pk: user for user in (*responsible(person_id), *reviewing(person_id))}
            return list(everybody.values()), "approval_owed" if AT_ONCE.keys() - set(have) else "moved_in_emergency"
    return [], ""


def tell_of_silence(today: date) -> int:
    """Tell reviewers and managers of challenges that nobody answered by their day, once each; returns how many were told."""
    silent = Challenge.objects.filter(
        answer_by__lt=today, answered_on=None, settled_on=None, escalated_on=None, error_at=None, person__error_at=None
    )
    return sum(_silence(row) for row in silent.select_related("person").order_by("answer_by", "pk"))


def _silence(row: Challenge) -> int:
    person_id = row.person.kept_id or row.person_id
    managers = [user for user in responsible(person_id) if user.may(Capability.DECIDE_MOVES)]
    people = {user.pk: user for user in (*reviewing(person_id), *managers) if may_see(user, person_id)}
    had = Notice.objects.filter(kind="challenge_silent", subject_id=person_id, made_at__date__gt=row.answer_by)
    new = [user for pk, user in people.items() if pk not in set(had.values_list("user_id", flat=True))]
    with transaction.atomic():
        tell_all(dict.fromkeys(new, "challenge_silent"), subject_id=person_id, urgent=True)
    return len(new)
