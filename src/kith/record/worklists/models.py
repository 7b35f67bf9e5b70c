"""What people said to a clock, what is known of a case beside its rows, what an authority changed of a clock, and term dates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.clocks.declarations import clocks, conditions
from kith.clocks.messages import label
from kith.record.rows.models import CodeField, Row, ordered, whole
from kith.record.rows.words import language


def _said(key: str) -> str:
    """A clock or a condition by its label; the key of one that is declared no more."""
    return label(key, language()) if key in clocks() or key in conditions() else key


class ClockAnswer(Row):
    """What somebody said to one run of a clock of a person: done, not applicable, or later; each with a reason.

    `start_on`: the day on which the run began, so that the answer counts for no later run.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="clock_answers")
    clock = models.CharField(_("which clock"), max_length=60)
    start_on = models.DateField(_("of the run that began on"), null=True, blank=True)
    kind = CodeField(_("the answer"), list_name="clock_answer")
    on = models.DateField(_("done on"), null=True, blank=True)
    until = models.DateField(_("not to be shown until"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=400)

    edited: ClassVar = ("clock", "start_on", "kind", "on", "until", "why")
    spoken: ClassVar = {"clock": _said}

    class Meta:
        verbose_name_plural = _("Answers to what was due")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="done", on__isnull=False, until__isnull=True)
                | Q(kind="later", on__isnull=True, until__isnull=False)
                | Q(kind="not_applicable", on__isnull=True, until__isnull=True),
                name="worklists_answer_whole",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="worklists_answer_why"),
            *whole("worklists_answer"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "clock"], name="worklists_answer_of")]


class ClockFact(Row):
    """What is known of a case that no other row of the record says, and that a clock hangs on: yes, no or not known."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="clock_facts")
    condition = models.CharField(_("what is asked"), max_length=60)
    state = CodeField(_("the answer"), list_name="state", default="not_known")
    on = models.DateField(_("known since"))
    why = models.CharField(_("what it rests on"), max_length=400, blank=True)

    edited: ClassVar = ("condition", "state", "on", "why")
    spoken: ClassVar = {"condition": _said}

    class Meta:
        verbose_name_plural = _("What clocks need to know")
        constraints: ClassVar = whole("worklists_fact")
        indexes: ClassVar = [models.Index(fields=["person", "condition"], name="worklists_fact_of")]


class Adjustment(Row):
    """What this authority changed of a clock: its limit, or that a duty not commenced in the copies read is switched on."""

    clock = models.CharField(_("which clock"), max_length=60)
    limit = models.CharField(_("limit"), max_length=40, blank=True)
    every = models.CharField(_("each later limit"), max_length=40, blank=True)
    commenced = models.DateField(_("in force from"), null=True, blank=True)
    holds_from = models.DateField(_("for what begins on or after"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=400)
    decided_by = models.CharField(_("who decided it"), max_length=120)
    decided_on = models.DateField(_("decided on"))

    edited: ClassVar = ("clock", "limit", "every", "commenced", "holds_from", "reason", "decided_by", "decided_on")

    class Meta:
        verbose_name_plural = _("Clocks that this authority adjusted")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(error_at__isnull=True), name="worklists_adjustment_once"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(decided_by=""), name="worklists_adjustment_why"),
            *whole("worklists_adjustment"),
        ]


class Term(Row):
    """A school term, or a closure within one: half-term, a training day. Both days count."""

    kind = CodeField(_("what it is"), list_name="term_kind", default="term")
    name = models.CharField(_("name"), max_length=120, blank=True)
    from_on = models.DateField(_("first day"))
    to_on = models.DateField(_("last day"))

    edited: ClassVar = ("kind", "name", "from_on", "to_on")

    class Meta:
        verbose_name_plural = _("School terms")
        constraints: ClassVar = ordered("worklists_term")
        indexes: ClassVar = [models.Index(fields=["from_on"], name="worklists_term_from")]
