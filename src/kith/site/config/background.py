"""What this installation does by itself, and at which hour; each is of a slice, which this alone stands above."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kith.record.jobs.rules import Job

if TYPE_CHECKING:
    from kith.record.accounts.roles import Capability


class ChainBroken(Exception):
    """The audit's chain does not check; `kith audit verify` says where."""


def drop_drafts() -> int:
    """Drafts that nobody has written to for thirty days."""
    from kith.record.accounts.drafts import drop_old

    return drop_old()


def end_sessions() -> int:
    """Sessions that are over, with what was noted of them; counts of tries and marks of presence that say nothing any more."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from kith.record.accounts.models import Counted, Presence

    now = timezone.now()
    over, _each = Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Counted.objects.filter(expires__lt=now).delete()
    Presence.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return over


def drop_datasets() -> int:
    """Datasets that wait to be loaded, as the page says."""
    from kith.record.exchange.folders import forget_old

    return forget_old()


def make_figures() -> int:
    """Figures that somebody asked for, and every night those of the last whole month."""
    from kith.record.figures.actions import make_nightly

    return make_nightly()


def verify_audit() -> int:
    """Every event against the one before it and the witness. A break is told to whoever reads the audit, and fails the job."""
    from kith.record.accounts.roles import Capability
    from kith.record.audit.reading import verify

    try:
        verdict = verify()
    except ValueError:  # the witness itself is not readable: as bad as a break
        verdict = None
    if verdict is None or not verdict.is_whole:
        _tell(Capability.READ_AUDIT, "chain_broken", urgent=True)
        raise ChainBroken
    return verdict.events


def count_what_may_go() -> int:
    """Records kept long enough. They are counted and told of; a person has them erased, with `kith retention run`."""
    from kith.record.accounts.roles import Capability
    from kith.record.people.retention import due

    many = sum(1 for _one in due())
    if many:
        _tell(Capability.HANDLE_RIGHTS, "retention_due")
    return many


def tell_what_is_due() -> int:
    """One digest a day to whoever has something due or overdue: a notice, and by email how much it is. What is urgent went at once.

    Each account by itself, so that a second try tells nobody twice.
    """
    from django.conf import settings
    from django.db import transaction
    from django.utils.translation import override

    from kith.record.accounts.models import User
    from kith.record.notices.actions import tell_daily
    from kith.record.worklists.queries import tally
    from kith.record.worklists.rules import RESPONSIBLE
    from kith.record.worklists.wording import digest

    told = 0
    for user in User.objects.filter(is_active=True, role_key__in=list(RESPONSIBLE)).order_by("pk"):
        if work := tally(user):
            with override(user.language), transaction.atomic():
                mail = digest(work) if settings.DIGEST_MAIL else ""
                told += tell_daily(user, kind="digest", subject_id=UUID(int=0), mail=mail)
    return told


def tell_of_silent_challenges() -> int:
    """Challenges of an independent look whose day for an answer has passed: told to those who review and to managers, who can take them further."""
    from django.utils import timezone

    from kith.record.relocations.alerting import tell_of_silence

    return tell_of_silence(timezone.localdate())


def _tell(capability: Capability, kind: str, *, urgent: bool = False) -> None:
    """Tell everyone with the capability, unless the same still stands unread before them."""
    from django.db import transaction

    from kith.record.jobs.actions import holders
    from kith.record.notices.actions import tell_all
    from kith.record.notices.queries import unread

    with transaction.atomic():
        new = [user for user in holders(capability) if not unread(user).filter(kind=kind).exists()]
        tell_all(dict.fromkeys(new, kind), subject_id=UUID(int=0), urgent=urgent)


JOBS = (
    Job("drafts", _("Drop drafts that nobody has written to for thirty days"), drop_drafts, time(2)),
    Job("datasets", _("Drop datasets that nobody has loaded for thirty days"), drop_datasets, time(2, 5)),
    Job("sessions", _("Clear away sessions that are over"), end_sessions, time(2, 10)),
    Job("retention", _("Count records that have been kept long enough"), count_what_may_go, time(2, 20)),
    Job("digest", _("Tell each worker of what is due for their young people"), tell_what_is_due, time(7)),
    Job(
        "challenges", _("Tell of challenges that nobody answered by their day"), tell_of_silent_challenges, time(0, 30)
    ),
    Job("figures", _("Make the figures that wait, and those of the last month"), make_figures, time(4)),
    Job("audit", _("Check the audit’s chain"), verify_audit, time(3), tries=1),
)
"""Every job. Mails of urgent notices are not among them: they go at once."""
