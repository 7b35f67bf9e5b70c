"""Telling someone something: a notice in the transaction of what happened, and an email after it where it cannot wait."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.record.audit.actions import recorded
from kith.record.notices.kinds import KINDS
from kith.record.notices.models import Notice

_log = logging.getLogger(__name__)


def tell(user: Any, *, kind: str, subject_id: UUID, urgent: bool = False) -> Notice:
    """Tell `user` of something by its kind and reference. An urgent one goes by email too, when the transaction is kept.

    ValueError for a kind that `kinds` does not list.
    """
    if kind not in KINDS:
        raise ValueError("Notices do not know this kind: add a line with its sentence to notices/kinds.py.")
    notice = Notice.objects.create(user=user, kind=kind, subject_id=subject_id, urgent=urgent)
    if urgent and getattr(settings, "MAIL_WORKS", False):
        transaction.on_commit(lambda: _email(notice))
    return notice


def tell_all(kinds: Mapping[Any, str], *, subject_id: UUID, urgent: bool = False) -> list[Notice]:
    """Tell many users of one thing, each by the kind that `kinds` gives for them, in one statement however many they are."""
    if unknown := set(kinds.values()) - KINDS.keys():
        raise ValueError(
            f"Notices do not know these kinds: add lines with their sentences to notices/kinds.py: {sorted(unknown)}"
        )
    notices = [Notice(user=user, kind=kind, subject_id=subject_id, urgent=urgent) for user, kind in kinds.items()]
    Notice.objects.bulk_create(notices)
    if urgent and getattr(settings, "MAIL_WORKS", False):
        for notice in notices:
            transaction.on_commit(partial(_email, notice))
    return notices


def tell_daily(user: Any, *, kind: str, subject_id: UUID, mail: str = "") -> bool:
    """Tell of what stands from day to day, once a day at most; returns whether it was told now. What is unread is renewed, not doubled.

    mail: what goes by email besides, where mail is set up: no word about a person, in the reader's language. Within a transaction.
    """
    if kind not in KINDS:
        raise ValueError("Notices do not know this kind: add a line with its sentence to notices/kinds.py.")
    mine = Notice.objects.filter(user=user, kind=kind)
    if mine.filter(made_at__date=timezone.localdate()).exists():
        return False
    unread = mine.filter(read_at__isnull=True).order_by("-made_at").first()
    if unread is None:
        unread = Notice.objects.create(user=user, kind=kind, subject_id=subject_id)
    else:
        unread.made_at, unread.subject_id = timezone.now(), subject_id
        unread.save(update_fields=["made_at", "subject_id"])
    if mail and getattr(settings, "MAIL_WORKS", False):
        transaction.on_commit(partial(_send, unread, _("Kith: what is due"), mail))
    return True


def mark_read(*, by: Any, notices: list[Notice]) -> int:
    """Mark the user's own notices as read; returns how many were new."""
    new = [notice for notice in notices if notice.read_at is None]
    with recorded(by) as recorder:
        for notice in new:
            notice.read_at = timezone.now()
            notice.save(update_fields=["read_at"])
            recorder.event("notice.read", subject="notice", subject_id=notice.id)
    return len(new)


def _email(notice: Notice) -> None:
    """Says only that there is something to read. What was done is kept whether or not the mail goes."""
    user = notice.user
    with override(user.language):
        text = _("Sign in to Kith: %(notice)s") % {"notice": notice.says}
        subject = _("Kith: something needs you")
    _send(notice, subject, text)


def _send(notice: Notice, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, None, [notice.user.email])
    except OSError:  # covers smtplib's errors; the address is personal, so it is not logged
        _log.warning("A notice could not be sent by email: notice %s", notice.id)
