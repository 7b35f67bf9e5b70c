"""The rows of a plan, and what the database itself refuses of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.definitions.codes import codes
from kith.record.rows.models import CodeField, Row, ordered, whole
from kith.record.rows.words import label


def _person(name: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.CASCADE, related_name=name)


def _prose(verbose: object) -> models.TextField:
    return models.TextField(verbose, blank=True)


def _state(verbose: object) -> CodeField:
    return CodeField(verbose, list_name="state", default="not_known")


def _day(verbose: object) -> models.DateField:
    return models.DateField(verbose, null=True, blank=True)


def _reason(key: str) -> str:
    """A reason of the list; a file's own key as it stands."""
    return label("proportionate", key) if key in codes("proportionate") else key


class Goal(Row):
    """What somebody wants to be so, as a positive statement in their own words."""

    person = _person("goals")
    words = models.CharField(_("the goal"), max_length=400)
    voice = CodeField(_("whose goal it is"), list_name="voice", default="young_person")
    name = models.CharField(_("who"), max_length=120, blank=True)
    from_on = _day(_("set on"))
    to_on = _day(_("let go or reached on"))
    progress = CodeField(_("how far it has come"), list_name="goal_progress", default="not_known")
    progress_words = _prose(_("how one can tell, in whose words"))

    edited: ClassVar = ("words", "voice", "name", "from_on", "to_on", "progress", "progress_words")
    of_others: ClassVar = ("name", "progress_words")
    whose: ClassVar = {"words": "voice"}

    class Meta:
        verbose_name_plural = _("Goals")
        constraints: ClassVar = ordered("plans_goal")


class Action(Row):
    """What is done, for whom, to do what, by whom. With a context it is that context's work too: one row, shown in both."""

    person = _person("plan_actions")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="actions")
    context = models.ForeignKey("contexts.Context", models.SET_NULL, null=True, blank=True, related_name="plan_actions")
    relocation = models.ForeignKey(
        "relocations.Relocation", models.SET_NULL, null=True, blank=True, related_name="plan_actions"
    )
    what = models.CharField(_("what is done"), max_length=300, blank=True)
    kind = CodeField(_("what kind of help it is"), list_name="action_kind", default="other")
    target = CodeField(_("whom or what it works on"), list_name="target")
    aim = CodeField(_("what it tries to do"), list_name="aim")
    track = CodeField(_("which relationships it works through"), list_name="track", blank=True)
    stage = CodeField(_("before, during or after a move"), list_name="stage", default="before")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who does it"),
    )
    owner_else = models.CharField(_("who else does it"), max_length=120, blank=True)
    from_on = models.DateField(_("from"))
    due_on = _day(_("due"))
    to_on = _day(_("ended"))
    outcome = CodeField(_("outcome"), list_name="action_outcome", blank=True)
    outcome_words = _prose(_("what came of it"))

    edited: ClassVar = ("goal_id", "context_id", "relocation_id", "what", "kind", "target", "aim", "track", "stage", "owner_id",
                        "owner_else", "from_on", "due_on", "to_on", "outcome", "outcome_words")  # fmt: skip
    of_others: ClassVar = ("context_id", "what", "owner_id", "owner_else", "outcome_words")

    class Meta:
        verbose_name_plural = _("Actions of the plan")
        constraints: ClassVar = ordered("plans_action")
        indexes: ClassVar = [
            models.Index(fields=["person", "to_on"], name="plans_action_open"),
            models.Index(fields=["context", "to_on"], name="plans_action_in_context"),
        ]


class Control(Row):
    """A tag, a curfew or another control on a young person: with their view of it, why it is proportionate, and its end."""

    person = _person("controls")
    kind = CodeField(_("what it is"), list_name="control")
    conditions = _prose(_("what it asks of them"))
    set_by = models.CharField(_("who set it"), max_length=120, blank=True)
    from_on = models.DateField(_("from"))
    to_on = _day(_("until"))
    child_view = _state(_("their view was asked"))
    view_words = _prose(_("their view, in their words"))
    proportionate = _prose(_("why it is proportionate, by its key"))
    why = _prose(_("why it is proportionate, in words"))
    looked_again = _state(_("since it ended, the plan was looked at again"))

    edited: ClassVar = ("kind", "conditions", "set_by", "from_on", "to_on", "child_view", "view_words", "proportionate", "why",
                        "looked_again")  # fmt: skip
    of_others: ClassVar = ("set_by",)
    spoken: ClassVar = {"proportionate": _reason}

    class Meta:
        verbose_name_plural = _("Controls")
        constraints: ClassVar = ordered("plans_control")
        indexes: ClassVar = [models.Index(fields=["person", "to_on"], name="plans_control_open")]


class Visit(Row):
    """A visit to a young person: whether they were seen, and alone."""

    person = _person("visits")
    on = models.DateField(_("on"))
    seen = _state(_("they were seen"))
    seen_alone = _state(_("they were seen alone"))
    where = models.CharField(_("where"), max_length=200, blank=True)
    who = models.CharField(_("who visited"), max_length=120, blank=True)
    why_not = models.CharField(_("if not seen, or not alone: why"), max_length=300, blank=True)
    words = _prose(_("what they said"))

    edited: ClassVar = ("on", "seen", "seen_alone", "where", "who", "why_not", "words")
    of_others: ClassVar = ("who",)

    class Meta:
        verbose_name_plural = _("Visits")
        constraints: ClassVar = whole("plans_visit")
        indexes: ClassVar = [models.Index(fields=["person", "on"], name="plans_visit_on")]


class Review(Row):
    """A review of a plan: planned where its day is to come; what was decided, and when the next is due."""

    person = _person("plan_reviews")
    kind = CodeField(_("what is reviewed"), list_name="review")
    occasion = CodeField(_("why now"), list_name="review_occasion", default="not_known")
    event = models.CharField(_("what happened, if that is why"), max_length=300, blank=True)
    on = models.DateField(_("on"))
    participation = CodeField(_("how they took part"), list_name="review_code", blank=True)
    parents_took_part = _state(_("their parents took part"))
    chaired_by = models.CharField(_("chaired by"), max_length=120, blank=True)
    words = _prose(_("what the young person said"))
    decisions = _prose(_("what was decided"))
    next_due_on = _day(_("the next is due on"))

    edited: ClassVar = ("kind", "occasion", "event", "on", "participation", "parents_took_part", "chaired_by", "words",
                        "decisions", "next_due_on")  # fmt: skip
    of_others: ClassVar = ("chaired_by", "event", "decisions")

    class Meta:
        verbose_name_plural = _("Reviews of the plan")
        constraints: ClassVar = ordered("plans_review", "on", "next_due_on")
        indexes: ClassVar = [models.Index(fields=["person", "on"], name="plans_review_on")]


class RiskHolding(Row):
    """A risk that is held with a reason, and not met with more control: said out loud, by whom it was agreed, until when."""

    person = _person("risks_held")
    what = models.TextField(_("which risk is held"))
    why = models.TextField(_("why, and what makes it right for them"))
    agreed_by = models.CharField(_("who agreed to it"), max_length=200)
    agreed_on = models.DateField(_("agreed on"))
    until_on = models.DateField(_("to be looked at again by"))
    view_words = _prose(_("the young person's view"))
    ended_on = _day(_("ended on"))
    outcome_words = _prose(_("what came of it"))

    edited: ClassVar = ("what", "why", "agreed_by", "agreed_on", "until_on", "view_words", "ended_on", "outcome_words")
    of_others: ClassVar = ("agreed_by", "why")

    class Meta:
        verbose_name_plural = _("Risk held with a reason")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(why="") & ~Q(agreed_by=""), name="plans_risk_reasoned"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(agreed_on__lte=models.F("ended_on")), name="plans_risk_ended"
            ),
            *ordered("plans_risk", "agreed_on", "until_on"),
        ]
