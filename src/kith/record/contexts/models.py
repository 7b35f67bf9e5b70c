"""The rows about contexts: what each is, and what the database itself refuses. How they may be read is for `queries`, written for `actions`."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.people.models import Person
from kith.record.rows.models import CodeField, Row, ordered, whole


def _user(verbose: object, name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name=name, verbose_name=verbose
    )


def _words(verbose: object) -> models.TextField:
    return models.TextField(verbose, blank=True)


class Context(Row):
    """A peer group, school, place, online space or other setting in which young people are harmed or kept safe: a case of its own."""

    kind = CodeField(_("kind of context"), list_name="context")
    name = models.CharField(_("name"), max_length=120)
    name_by = models.CharField(_("whose words the name is"), max_length=120, blank=True)
    description = _words(_("what it is"))
    lines = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    authority = models.CharField(_("local authority"), max_length=120, blank=True)
    online = models.CharField(_("where online"), max_length=300, blank=True)
    from_on = models.DateField(_("first known"), null=True, blank=True)
    to_on = models.DateField(_("last known"), null=True, blank=True)
    status = CodeField(_("where the work stands"), list_name="context_status", default="referred")
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    referred_on = models.DateField(_("referred on"), null=True, blank=True)
    referred_by = CodeField(_("who referred it"), list_name="context_source", default="not_known")
    referral_reason = _words(_("why it was referred"))
    consent = CodeField(_("agreement of the young people and parents"), list_name="state", default="not_known")
    consent_why = _words(_("why it went ahead without"))
    lead = _user(_("lead worker"), "contexts_led")
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="contexts", verbose_name=_("team")
    )
    restricted_at = models.DateTimeField(_("limited to named people at"), null=True, editable=False)
    restricted_by = models.UUIDField(_("limited by"), null=True, editable=False)
    restricted_why = models.CharField(_("why it was limited"), max_length=400, blank=True, editable=False)

    edited: ClassVar = ("kind", "name", "name_by", "description", "lines", "postcode", "authority", "online", "from_on", "to_on",
              "status", "opened_on", "closed_on", "referred_on", "referred_by", "referral_reason", "consent", "consent_why",
              "lead_id", "team_id")  # fmt: skip

    class Meta:
        verbose_name_plural = _("Contexts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="contexts_context_named"),
            models.CheckConstraint(
                condition=(Q(status="closed") & Q(closed_on__isnull=False))
                | (~Q(status="closed") & Q(closed_on__isnull=True)),
                name="contexts_context_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(opened_on__lte=F("closed_on")),
                name="contexts_context_opened_first",
            ),
            models.CheckConstraint(
                condition=(Q(restricted_at__isnull=False, restricted_by__isnull=False) & ~Q(restricted_why=""))
                | Q(restricted_at__isnull=True, restricted_by__isnull=True, restricted_why=""),
                name="contexts_context_restricted_whole",
            ),
            *ordered("contexts_context"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="contexts_context_by_name"),
            models.Index(fields=["made_by"], name="contexts_context_made_by"),
        ]


class Named(models.Model):
    """Somebody who is named for a context that is limited to named people. Naming opens nothing by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    context = models.ForeignKey(Context, models.CASCADE, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["context", "user"], name="contexts_named_once"),
        ]


class Association(Row):
    """That somebody has to do with a context, by whose word, for which purpose, and until when it is held at all."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="associations")
    context = models.ForeignKey(Context, models.CASCADE, related_name="associations")
    role = CodeField(_("what they have to do with it"), list_name="association")
    purpose = CodeField(_("what it is held for"), list_name="association_purpose")
    source = CodeField(_("who says so"), list_name="context_source")
    words = models.CharField(_("in their words"), max_length=400, blank=True)
    evidence = _words(_("what it rests on"))
    certainty = CodeField(_("how certain"), list_name="certainty", default="suspected")
    first_seen_on = models.DateField(_("first seen"), null=True, blank=True)
    last_seen_on = models.DateField(_("last seen"), null=True, blank=True)
    review_on = models.DateField(_("review by"))
    expires_on = models.DateField(_("held until"), editable=False)
    renewed_at = models.DateTimeField(_("renewed at"), null=True, editable=False)
    renewed_by = models.UUIDField(_("renewed by"), null=True, editable=False)
    renewed_why = models.CharField(_("why it was renewed"), max_length=400, blank=True, editable=False)
    renewed_evidence = models.CharField(_("evidence for renewing"), max_length=400, blank=True, editable=False)

    edited: ClassVar = ("context_id", "role", "purpose", "source", "words", "evidence", "certainty", "first_seen_on",
              "last_seen_on", "review_on")  # fmt: skip
    of_others: ClassVar = ("context_id", "words", "evidence")

    class Meta:
        verbose_name_plural = _("Contexts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(source=""), name="contexts_association_why_and_whence"
            ),
            models.CheckConstraint(condition=Q(review_on__lte=F("expires_on")), name="contexts_association_reviewed"),
            # What turned out not to be so is removed, not kept beside its denial.
            models.CheckConstraint(condition=~Q(certainty="ruled_out"), name="contexts_association_held_true"),
            models.CheckConstraint(
                condition=(
                    Q(renewed_at__isnull=False, renewed_by__isnull=False) & ~Q(renewed_why="") & ~Q(renewed_evidence="")
                )
                | Q(renewed_at__isnull=True, renewed_by__isnull=True, renewed_why="", renewed_evidence=""),
                name="contexts_association_renewed_whole",
            ),
            *ordered("contexts_association", "first_seen_on", "last_seen_on"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["context", "expires_on"], name="contexts_association_context"),
            models.Index(fields=["person", "expires_on"], name="contexts_association_person"),
            models.Index(fields=["expires_on"], name="contexts_association_expiry"),
        ]

    @property
    def is_over(self) -> bool:
        return self.expires_on < timezone.localdate()


class Weighting(Row):
    """How far the context weighs on the young people in it, as those who know them judge it: in words, never a score."""

    context = models.ForeignKey(Context, models.CASCADE, related_name="weightings")
    on = models.DateField(_("on"))
    judgement = models.TextField(_("how far it weighs on them, and why"))
    beside = _words(_("beside home, peers, school and other places"))
    who = models.CharField(_("who judged it together"), max_length=300, blank=True)

    edited: ClassVar = ("on", "judgement", "beside", "who")

    class Meta:
        constraints: ClassVar = whole("contexts_weighting")


class ContextAssessment(Row):
    """An assessment in the three parts of the published triangle: young people together, guardianship, resources and policy."""

    context = models.ForeignKey(Context, models.CASCADE, related_name="assessments")
    on = models.DateField(_("on"))
    unsafe = _words(_("what makes it unsafe"))
    young_strengths = _words(_("young people together: strengths"))
    young_needs = _words(_("young people together: needs"))
    young_say = _words(_("what young people say of one another and of being here"))
    guardian_strengths = _words(_("guardianship: who looks after it, and what they do well"))
    guardian_needs = _words(_("guardianship: what is missing"))
    guardian_say = _words(_("what young people say of the adults here"))
    design_strengths = _words(_("resources, design and policy: what helps"))
    design_needs = _words(_("resources, design and policy: what is missing"))
    design_say = _words(_("what young people say of the place and its rules"))
    who = models.CharField(_("who took part"), max_length=300, blank=True)

    edited: ClassVar = ("on", "unsafe", "young_strengths", "young_needs", "young_say", "guardian_strengths", "guardian_needs",
              "guardian_say", "design_strengths", "design_needs", "design_say", "who")  # fmt: skip

    class Meta:
        constraints: ClassVar = whole("contexts_assessment")


class ContextAction(Row):
    """What is done in a context and for whom: so that work goes on there whoever has moved away."""

    context = models.ForeignKey(Context, models.CASCADE, related_name="actions")
    what = models.CharField(_("what is done"), max_length=300)
    target = CodeField(_("whom or what it works on"), list_name="target")
    aim = CodeField(_("what it tries to do"), list_name="aim")
    track = CodeField(_("which relationships it works through"), list_name="track", blank=True)
    owner = _user(_("who does it"))
    owner_else = models.CharField(_("who else does it"), max_length=120, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    to_on = models.DateField(_("ended"), null=True, blank=True)
    outcome = CodeField(_("outcome"), list_name="action_outcome", default="not_known")
    outcome_words = _words(_("what came of it"))

    edited: ClassVar = ("what", "target", "aim", "track", "owner_id", "owner_else", "from_on", "due_on", "to_on", "outcome",
              "outcome_words")  # fmt: skip

    class Meta:
        constraints: ClassVar = ordered("contexts_action")


class ContextReview(Row):
    """A review of a context: planned, held, what it found."""

    context = models.ForeignKey(Context, models.CASCADE, related_name="reviews")
    on = models.DateField(_("planned for"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    found = _words(_("what it found"))
    who = models.CharField(_("who took part"), max_length=300, blank=True)

    edited: ClassVar = ("on", "held_on", "found", "who")

    class Meta:
        constraints: ClassVar = whole("contexts_review")


class ContextEvent(Row):
    """Something that happened in a context, written into its chronology by hand."""

    context = models.ForeignKey(Context, models.CASCADE, related_name="events")
    on = models.DateField(_("on"))
    what = models.TextField(_("what happened"))
    source = CodeField(_("who says so"), list_name="context_source", default="not_known")

    edited: ClassVar = ("on", "what", "source")

    class Meta:
        constraints: ClassVar = whole("contexts_event")
