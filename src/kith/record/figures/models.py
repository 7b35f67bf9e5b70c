"""What is kept of figures: one making of a month's figures from the record, and, for a while, whom each of them counts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.foundation.dates import Month


class Making(models.Model):
    """The figures of one month, made once from the record as it then was. Without `made_at` they wait or are being made.

    `figures` and `published` are frames of FIGURES by column: everything, and what may leave the authority. `drawings` are SVG by
    profile, language and "measure/breakdown". `about` has the rows read, the problems met, what nobody told of, and the columns
    of the rows behind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.CharField(_("month"), max_length=7)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.UUIDField(null=True)
    begun_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(null=True)
    handed_on_at = models.DateTimeField(null=True)
    figures = models.JSONField(default=dict)
    published = models.JSONField(default=dict)
    drawings = models.JSONField(default=dict)
    about = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month"], condition=Q(made_at=None), name="figures_making_one_waits"),
            models.CheckConstraint(
                condition=Q(handed_on_at=None) | Q(made_at__isnull=False), name="figures_making_made_before_handed_on"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "made_at"], name="figures_making_newest")]

    @property
    def of(self) -> Month:
        """The month that is counted."""
        return Month.parse(self.month)


class Behind(models.Model):
    """A row that a making counted: a young person's, or of something about them. Only what holds is kept: a flag, a number, a category."""

    id = models.BigAutoField(primary_key=True)
    making = models.ForeignKey(Making, models.CASCADE, related_name="behind")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    frame = models.CharField(max_length=40, default="basis")
    told = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["making", "frame"], name="figures_behind_of")]
