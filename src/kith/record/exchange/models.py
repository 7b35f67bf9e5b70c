"""What is remembered of loads: which row of the record is which row of a dataset, what a load did, and what people decided."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Load(models.Model):
    """One dataset brought here: when, by whom, how many rows of each kind it had, what became of it. No row of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be confirmed")
        LOADED = "loaded", _("Loaded")
        UNDONE = "undone", _("Undone")
        DROPPED = "dropped", _("Not loaded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    kind = models.CharField(_("what was brought"), max_length=8, default="dataset")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField(null=True)
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    counts = models.JSONField(default=dict)  # table → state of a row → how many
    told = models.JSONField(default=list)  # problems: rule, file, row, column; no value of a cell

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "dropped"], loaded_at__isnull=True)
                | Q(state__in=["loaded", "undone"], loaded_at__isnull=False),
                name="exchange_load_loaded_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "loaded"], ended_at__isnull=True)
                | Q(state__in=["undone", "dropped"], ended_at__isnull=False),
                name="exchange_load_ended_whole",
            ),
        ]


class RowMatch(models.Model):
    """That a row of a dataset is a row of the record, so that a second load changes it instead of making another.

    `digest` tells whether either changed since the load; it holds no value. `person_ref` is the dataset's `person_id`.
    """

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=40)
    row_id = models.CharField(max_length=200)
    object_id = models.UUIDField()
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    person_ref = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "row_id"], name="exchange_match_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["table", "object_id"], name="exchange_match_object")]


class LoadedRow(models.Model):
    """What a load did to one row of the record, so that the whole load can be undone while nobody has edited since."""

    id = models.BigAutoField(primary_key=True)
    load = models.ForeignKey(Load, models.CASCADE, related_name="rows")
    table = models.CharField(max_length=40)
    object_id = models.UUIDField()
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    made = models.BooleanField()
    version = models.PositiveIntegerField()
    before = models.JSONField(default=dict)  # fields that were changed → what stood there

    class Meta:
        indexes: ClassVar = [models.Index(fields=["load", "table"], name="exchange_loaded_of")]


class Decision(models.Model):
    """What a person said of a doubt, kept so that it is not asked again while the dataset says the same.

    In the table `people`, `row_id` is the dataset's `person_id`, and `object_id` the person of the record it was said to be.
    """

    class Answer(models.TextChoices):
        SAME = "same", _("The same person")
        NEW = "new", _("Somebody else")
        OURS = "ours", _("Keep what the record says")
        THEIRS = "theirs", _("Take what the dataset says")

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=40)
    row_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=32, blank=True)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    object_id = models.UUIDField(null=True)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "row_id", "digest"], name="exchange_decision_once"),
        ]
