"""The audit's two tables: events, which nobody changes, and the values that changed, which can be erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that someone did or was refused. References and field names only, never a value; no foreign keys.

    Not managed by Django: its table is made once in the first migration, no generated migration alters what hashes cover, and
    `flush` leaves it alone.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("when"))
    user_id = models.UUIDField(_("who"), null=True)
    role = models.CharField(_("role"), max_length=40)
    session = models.CharField(_("session"), max_length=16)
    action = models.CharField(_("what"), max_length=60)
    outcome = models.CharField(_("outcome"), max_length=8, choices=[("done", _("done")), ("refused", _("refused"))])
    subject = models.CharField(_("kind of record"), max_length=60)
    subject_id = models.UUIDField(_("record"), null=True)
    person_id = models.UUIDField(_("person"), null=True)
    fields = models.TextField(_("fields changed"))  # names, sorted, separated by blanks
    relation = models.CharField(_("relation"), max_length=40)
    break_glass = models.UUIDField(_("opened in an emergency"), null=True)
    reason = models.CharField(_("reason"), max_length=60)
    key_id = models.CharField(max_length=8)
    hash = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "audit_event"
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["person_id", "seq"], name="audit_event_person"),
            models.Index(fields=["user_id", "seq"], name="audit_event_user"),
            models.Index(fields=["at"], name="audit_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class Change(models.Model):
    """What one field said before and after one event. Erasable: the event, which holds no value, stays."""

    event_seq = models.BigIntegerField(_("event"))
    at = models.DateTimeField(_("when"))
    subject = models.CharField(_("kind of record"), max_length=60)
    subject_id = models.UUIDField(_("record"))
    person_id = models.UUIDField(_("person"), null=True)
    section = models.CharField(_("section"), max_length=40)  # whoever may not read the section may not read its past
    field = models.CharField(_("field"), max_length=60)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        ordering: ClassVar = ["event_seq", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["person_id", "event_seq"], name="audit_change_person"),
            models.Index(fields=["subject_id", "event_seq"], name="audit_change_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.event_seq} {self.field}"
