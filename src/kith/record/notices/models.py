"""Notices to a user: what happened, by kind and reference, never in words about a person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.record.notices.kinds import KINDS


class Notice(models.Model):
    """One thing told to one user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=40)
    subject_id = models.UUIDField(_("reference"))
    urgent = models.BooleanField(_("urgent"), default=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["user", "-made_at"], name="notices_of_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notices_unread"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("made_at")), name="notices_notice_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.says)

    @property
    def says(self) -> Promise:
        return KINDS[self.kind].says

    @property
    def page(self) -> str:
        """The address of the page that it leads to; empty where there is none."""
        page = KINDS[self.kind].page
        try:
            return reverse(page, args=[self.subject_id]) if page else ""
        except NoReverseMatch:  # the slice that has the page is not installed
            return ""
