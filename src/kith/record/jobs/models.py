"""The runs of jobs: planned, running, done or failed. What a job was about or what an error said is not kept, since both could name someone."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """One run of one job. Whoever takes it holds it until a moment; after that another may."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.CharField(_("job"), max_length=60)
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    free_at = models.DateTimeField(_("may be taken from"))
    begun_at = models.DateTimeField(_("begun"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    many = models.PositiveIntegerField(_("how many"), null=True)
    trouble = models.CharField(_("kind of error"), max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-due_at", "job"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "due_at"], name="jobs_run_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at__isnull=True)
                | Q(state__in=["done", "failed"], ended_at__isnull=False),
                name="jobs_run_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["free_at"], condition=Q(ended_at__isnull=True), name="jobs_run_open"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.state}"
