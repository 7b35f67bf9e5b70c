"""The rows about harm, and what the database refuses. How they may be read is for `queries`, written for `actions`."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.record.rows.models import CodeField, CodesField, Row, ordered, whole


class Concern(Row):
    """One kind of harm in one young person's life. Several at once is normal: one row a kind, never one code a child."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="concerns")
    harm = CodeField(_("kind of harm"), list_name="harm")
    sub_kind = CodeField(_("narrower kind"), list_name="harm_sub_kind", blank=True)
    setting = CodeField(_("where it comes from"), list_name="setting", default="not_known")
    setting_basis = CodeField(_("basis of that"), list_name="setting_basis", default="recorded")
    certainty = CodeField(_("certainty"), list_name="certainty", blank=True)
    noticed_on = models.DateField(_("first noticed"), null=True, blank=True)
    from_on = models.DateField(_("live from"), null=True, blank=True)
    to_on = models.DateField(_("live until"), null=True, blank=True)
    source = CodeField(_("who told"), list_name="who_told", default="not_known")
    evidence = models.TextField(_("what it rests on"), blank=True)
    rests_on = models.CharField(_("assessment factor or list"), max_length=120, blank=True)
    push = CodesField(_("what pushes out"), list_name="push")
    pull = CodesField(_("what pulls"), list_name="pull")
    words = models.TextField(_("in whose words"), blank=True)
    words_of = CodeField(_("whose words"), list_name="voice", blank=True)
    told = CodeField(_("what the young person was told"), list_name="told_of_flag", default="not_known")
    told_on = models.DateField(_("told on"), null=True, blank=True)
    told_how = models.TextField(_("what they were told, and how"), blank=True)
    told_why = models.TextField(_("why not"), blank=True)
    told_decided_by = models.CharField(_("who decided"), max_length=120, blank=True)
    edition = CodeField(_("edition of the guidance"), list_name="working_together", default="not_known")

    edited: ClassVar = ("harm", "sub_kind", "setting", "setting_basis", "certainty", "noticed_on", "from_on", "to_on", "source",
              "evidence", "push", "pull", "words", "words_of", "told", "told_on", "told_how", "told_why", "told_decided_by",
              "edition")  # fmt: skip
    of_others: ClassVar = ("source", "evidence", "told_decided_by")
    whose: ClassVar = {"words": "words_of"}

    @property
    def weighed_first(self) -> bool:
        """A copy must not be how a young person learns of what it was held not safe to tell them."""
        return self.told == "not_safe"

    class Meta:
        verbose_name_plural = _("Concerns")
        constraints: ClassVar = ordered("harms_concern")
        indexes: ClassVar = [
            models.Index(fields=["person", "to_on"], name="harms_concern_now"),
            models.Index(fields=["harm", "setting"], name="harms_concern_kind"),
        ]


class ConcernContext(models.Model):
    """That a harm lives in a context: a group, a place, a school, online."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="places")
    context = models.ForeignKey("contexts.Context", models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "context"], name="harms_concern_context_once")
        ]


class Answer(Row):
    """That somebody was asked, or thought about, whether a kind of harm is in this young person's life, and what the answer was.

    There is no row where nobody asked: a blank is never a no.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="harm_answers")
    harm = CodeField(_("asked about"), list_name="harm")
    answer = CodeField(_("answer"), list_name="state")
    on = models.DateField(_("day"))

    edited: ClassVar = ("harm", "answer", "on")

    class Meta:
        verbose_name_plural = _("Asked about exploitation")
        constraints: ClassVar = whole("harms_answer")
        indexes: ClassVar = [models.Index(fields=["person", "harm"], name="harms_answer_of")]


class Episode(Row):
    """What happened, where and when. It is about no one person: who was in it, in what role, stands in its roles."""

    context = models.ForeignKey(
        "contexts.Context", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("where")
    )
    harm = CodeField(_("kind of harm"), list_name="harm")
    what = models.TextField(_("what happened"), blank=True)
    from_on = models.DateField(_("first day"), null=True, blank=True)
    to_on = models.DateField(_("last day"), null=True, blank=True)
    time_of_day = CodeField(_("time of day"), list_name="time_of_day", default="not_known")
    source = CodeField(_("who told"), list_name="who_told", default="not_known")
    certainty = CodeField(_("certainty"), list_name="certainty", blank=True)

    edited: ClassVar = ("harm", "what", "from_on", "to_on", "time_of_day", "context_id", "source", "certainty")
    goes_without: ClassVar = "roles"
    erased_with: ClassVar = "kith.record.harms.actions.erase_with_episode"

    class Meta:
        verbose_name_plural = _("Episodes")
        constraints: ClassVar = ordered("harms_episode")
        indexes: ClassVar = [models.Index(fields=["from_on"], name="harms_episode_from")]


class EpisodeRole(Row):
    """Who had which part in one episode. The role belongs to the episode and is said nowhere else: a child can be both
    harmed and said to have harmed (ICO, enforcement notice on the Gangs Matrix, 2018)."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="roles")
    role = CodeField(_("role"), list_name="episode_role")

    edited: ClassVar = ("role",)
    of_others: ClassVar = ("role",)

    class Meta:
        verbose_name_plural = _("Parts in episodes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["episode", "person", "role"], condition=Q(error_at__isnull=True), name="harms_role_once"
            ),
            *whole("harms_role"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "episode"], name="harms_role_of")]


class Assessment(Row):
    """A statutory assessment and the factors identified at its end, as the children in need census codes them."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="assessments")
    from_on = models.DateField(_("began"), null=True, blank=True)
    to_on = models.DateField(_("authorised"), null=True, blank=True)
    factors = CodesField(_("factors identified"), list_name="cin_factor")

    edited: ClassVar = ("from_on", "to_on", "factors")

    class Meta:
        verbose_name_plural = _("Statutory assessments")
        constraints: ClassVar = ordered("harms_assessment")


class Enquiry(Row):
    """An enquiry under section 47 of the Children Act 1989."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="enquiries")
    from_on = models.DateField(_("began"))
    conference_on = models.DateField(_("initial conference"), null=True, blank=True)
    conference_not_required = CodeField(_("conference held not to be needed"), list_name="state", default="not_known")

    edited: ClassVar = ("from_on", "conference_on", "conference_not_required")

    class Meta:
        verbose_name_plural = _("Section 47 enquiries")
        constraints: ClassVar = ordered("harms_enquiry", "from_on", "conference_on")
