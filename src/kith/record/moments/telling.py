"""Who is told at once of what cannot wait: those allocated to the young person, and who manages them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.record.access.models import Relation
from kith.record.access.queries import may_see, rows_about
from kith.record.accounts.models import User
from kith.record.audit.actions import Recorder
from kith.record.moments.models import Missing, Moment
from kith.record.notices.actions import tell_all
from kith.record.rows.queries import root_of

FRESH_DAYS = 2
"""What is written down later than this is history, and rings nobody: a list that is loaded, an old note."""


def kind_of(row: Moment | Missing) -> str:
    """The kind of notice that a new row is worth; "" where it can wait."""
    if isinstance(row, Missing):
        return "missing_begun" if row.kind == "missing" and row.to_on is None else ""
    if row.kind == "threat_to_life":
        return "threat_to_life"
    return "moment_unanswered" if row.reached == "no" else ""


def tell_at_once(row: Any, _changed: Sequence[str], recorder: Recorder) -> None:
    """Tell of a row that is new and of these days. Not whoever wrote it, who knows."""
    kind = kind_of(row)
    if not kind or row.version != 1 or row.from_on < timezone.localdate() - timedelta(days=FRESH_DAYS):
        return
    person_id = root_of(row.person_id) or row.person_id
    told = [user for user in responsible(person_id) if user.pk != recorder.by.user_id and may_see(user, person_id)]
    tell_all(dict.fromkeys(told, kind), subject_id=person_id, urgent=True)


def responsible(person_id: UUID) -> list[User]:
    """Those to whom a young person is allocated today, and their managers: their own, or those of their team."""
    today = timezone.localdate()
    held = rows_about(Relation, person_id).filter(
        Q(to_on=None) | Q(to_on__gte=today), kind="allocated", ended_at=None, from_on__lte=today
    )
    workers = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    teams = workers.filter(manager=None).values("team_id")
    theirs = Q(pk__in=workers.values("manager_id")) | Q(team_id__in=teams, role_key="team_manager")
    return list(User.objects.filter(Q(pk__in=workers) | theirs, is_active=True).order_by("pk"))
