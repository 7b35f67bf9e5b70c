"""The rows of whose views were heard, and of the independent look with its answers, challenges and escalation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.record.relocations.moving import day, of_decision, of_move, of_person, prose
from kith.record.rows.models import CodeField, Row, ordered, whole


class View(Row):
    """Somebody's view of a decision, of the time away or of the next home, in their words. Views stand side by side."""

    person = of_person("views")
    decision = of_decision("views")
    relocation = of_move("views")
    voice = CodeField(_("whose view"), list_name="voice")
    name = models.CharField(_("who"), max_length=120, blank=True)
    subject = CodeField(_("what it is on"), list_name="voice_subject", default="decision")
    dimension = CodeField(_("which safety it speaks of"), list_name="dimension", blank=True)
    answer = CodeField(_("whether they were heard"), list_name="voice_answer", default="heard")
    on = models.DateField(_("on"))
    words = prose(_("their words"))

    edited: ClassVar = (
        "decision_id",
        "relocation_id",
        "voice",
        "name",
        "subject",
        "dimension",
        "answer",
        "on",
        "words",
    )
    of_others: ClassVar = ("name",)
    whose: ClassVar = {"words": "voice"}

    class Meta:
        verbose_name_plural = _("Views on a move")
        constraints: ClassVar = whole("relocations_view")
        indexes: ClassVar = [models.Index(fields=["person", "subject"], name="relocations_view_on")]


class IndependentLook(Row):
    """A look at a proposal or a plan by the reviewing officer, or by a named independent reviewer for those outside care."""

    person = of_person("independent_looks")
    decision = of_decision("independent_looks")
    relocation = of_move("independent_looks")
    occasion = CodeField(_("when"), list_name="look_occasion", default="proposal")
    voice = CodeField(_("who looks"), list_name="looker", default="reviewing_officer")
    name = models.CharField(_("name"), max_length=120, blank=True)
    on = models.DateField(_("on"))
    spoke = CodeField(_("they spoke with the young person"), list_name="state", default="not_known")
    summary = prose(_("what they found"))

    edited: ClassVar = ("decision_id", "relocation_id", "occasion", "voice", "name", "on", "spoke", "summary")
    of_others: ClassVar = ("name",)

    class Meta:
        verbose_name_plural = _("Independent looks")
        constraints: ClassVar = whole("relocations_look")


class Answered(Row):
    """What an independent look found on one question: shown, shown in part or not shown, and why."""

    person = of_person("look_answers")
    look = models.ForeignKey(IndependentLook, models.CASCADE, related_name="answers")
    question = CodeField(_("question"), list_name="look_question")
    answer = CodeField(_("the answer"), list_name="look_answer")
    words = prose(_("in words"))

    edited: ClassVar = ("look_id", "question", "answer", "words")

    class Meta:
        verbose_name_plural = _("Answers of independent looks")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["look", "question"], condition=Q(error_at__isnull=True), name="relocations_answered_once"
            ),
            *whole("relocations_answered"),
        ]


class Challenge(Row):
    """A challenge of an independent look: what is asked, of whom, by when; answered, escalated, settled."""

    person = of_person("challenges")
    look = models.ForeignKey(IndependentLook, models.CASCADE, null=True, blank=True, related_name="challenges")
    question = CodeField(_("which question it is about"), list_name="look_question", blank=True)
    what = models.TextField(_("what is challenged"))
    to = models.CharField(_("who is to answer"), max_length=120, blank=True)
    on = models.DateField(_("on"))
    answer_by = models.DateField(_("to be answered by"))
    answered_on = day(_("answered on"))
    answer = prose(_("the answer"))
    escalated_on = day(_("taken further on"))
    escalated_to = models.CharField(_("to whom"), max_length=120, blank=True)
    settled_on = day(_("settled on"))

    edited: ClassVar = ("look_id", "question", "what", "to", "on", "answer_by", "answered_on", "answer", "escalated_on",
              "escalated_to", "settled_on")  # fmt: skip
    of_others: ClassVar = ("to", "escalated_to")

    class Meta:
        verbose_name_plural = _("Challenges")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(escalated_on__isnull=True) | ~Q(escalated_to=""), name="relocations_challenge_whole"
            ),
            *ordered("relocations_challenge", "on", "answer_by"),
        ]
        indexes: ClassVar = [models.Index(fields=["settled_on", "answer_by"], name="relocations_challenge_open")]
