"""The rows of what authorities and police ask of each other about a young person, by when, and what came back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.record.relocations.moving import day, of_move, of_person, prose
from kith.record.rows.models import CodeField, Row, whole


class Request(Row):
    """One request: ours to another authority or the police, or theirs to us, also of somebody whom they placed here."""

    person = of_person("requests")
    relocation = of_move("requests")
    way = CodeField(_("who asks"), list_name="request_way", default="ours")
    party = CodeField(_("between us and whom"), list_name="request_party")
    name = models.CharField(_("name of the service or person"), max_length=120, blank=True)
    kind = CodeField(_("what it is for"), list_name="request_kind", default="other")
    what = prose(_("what is asked"))
    asked_on = models.DateField(_("asked on"))
    by_on = day(_("to be answered by"))
    owner = models.CharField(_("who sees to it here"), max_length=120, blank=True)
    answered_on = day(_("answered on"))
    answer = CodeField(_("the answer"), list_name="request_answer", blank=True)
    answer_words = prose(_("what came back"))

    edited: ClassVar = ("relocation_id", "way", "party", "name", "kind", "what", "asked_on", "by_on", "owner", "answered_on",
              "answer", "answer_words")  # fmt: skip
    of_others: ClassVar = ("name", "what", "owner", "answer_words")

    class Meta:
        verbose_name_plural = _("Requests between authorities and police")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="relocations_request_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(asked_on__lte=F("answered_on")),
                name="relocations_request_asked_first",
            ),
            models.CheckConstraint(
                condition=Q(by_on__isnull=True) | Q(asked_on__lte=F("by_on")), name="relocations_request_in_order"
            ),
            *whole("relocations_request"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "answered_on"], name="relocations_request_open")]
