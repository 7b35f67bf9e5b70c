"""The rows of moments, times missing, school and referrals, and what the database itself refuses of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.record.rows.models import CodeField, CodesField, Row, ordered, whole

NRM = "national_referral_mechanism"


def _yes_where(field: str, state: str) -> Q:
    """A date is given only of what is said to have been."""
    return Q(**{f"{field}__isnull": True}) | Q(**{state: "yes"})


class Moment(Row):
    """A critical moment, when help must be immediate: what happened, who reached the young person and when, what it opened."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="moments")
    kind = CodeField(_("what happened"), list_name="critical_moment")
    from_on = models.DateField(_("the day"))
    from_time = models.TimeField(_("time"), null=True, blank=True)
    context = models.ForeignKey(
        "contexts.Context",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in which group or place"),
    )
    place = models.CharField(_("where, in words"), max_length=200, blank=True)
    reached = CodeField(_("somebody reached them"), list_name="state", default="not_known")
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    reached_time = models.TimeField(_("reached at"), null=True, blank=True)
    responded = models.CharField(_("who is or was with them"), max_length=200, blank=True)
    opened = models.TextField(_("what it opened"), blank=True)
    words = models.TextField(_("their words"), blank=True)

    edited: ClassVar = ("kind", "from_on", "from_time", "context_id", "place", "reached", "reached_on", "reached_time",
                        "responded", "opened", "words")  # fmt: skip
    of_others: ClassVar = ("context_id", "place", "responded", "opened")

    class Meta:
        verbose_name_plural = _("Critical moments")
        constraints: ClassVar = [
            models.CheckConstraint(condition=_yes_where("reached_on", "reached"), name="moments_moment_reached_whole"),
            models.CheckConstraint(
                condition=Q(reached_time__isnull=True) | Q(reached_on__isnull=False), name="moments_moment_reached_day"
            ),
            *whole("moments_moment"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["from_on"], name="moments_moment_day"),
            models.Index(fields=["context", "from_on"], name="moments_moment_in_context"),
        ]


class Missing(Row):
    """A time missing (whereabouts not known) or away without authorisation (whereabouts known), and the return interview."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="missing")
    kind = CodeField(_("missing or away"), list_name="missing_kind")
    from_on = models.DateField(_("from"))
    from_time = models.TimeField(_("from, time"), null=True, blank=True)
    to_on = models.DateField(_("found or came back on"), null=True, blank=True)
    to_time = models.TimeField(_("found or came back at"), null=True, blank=True)
    reported_by = CodeField(_("who reported it"), list_name="missing_reporter", default="not_known")
    found_how = CodeField(_("how they were found"), list_name="missing_found", default="not_known")
    found_where = models.CharField(_("where they were found"), max_length=200, blank=True)
    interview_offered = CodeField(_("an interview was offered"), list_name="state", default="not_known")
    interview_declined = CodeField(_("they chose not to have one"), list_name="state", default="not_known")
    interview_held = CodeField(_("an interview was held"), list_name="state", default="not_known")
    interview_on = models.DateField(_("held on"), null=True, blank=True)
    interview_by = models.CharField(_("who held it"), max_length=120, blank=True)
    independent = CodeField(_("by somebody not caring for them"), list_name="state", default="not_known")
    themes = CodesField(_("what they spoke of"), list_name="interview_theme")
    words = models.TextField(_("their words"), blank=True)

    edited: ClassVar = ("kind", "from_on", "from_time", "to_on", "to_time", "reported_by", "found_how", "found_where",
                        "interview_offered", "interview_declined", "interview_held", "interview_on", "interview_by",
                        "independent", "themes", "words")  # fmt: skip
    of_others: ClassVar = ("reported_by", "found_where", "interview_by")

    class Meta:
        verbose_name_plural = _("Times missing")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_time__isnull=True) | Q(to_on__isnull=False), name="moments_missing_end_whole"
            ),
            models.CheckConstraint(
                condition=~Q(interview_declined="yes", interview_held="yes"), name="moments_missing_declined_not_held"
            ),
            *ordered("moments_missing"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_on"], name="moments_missing_end"),
            models.Index(fields=["person", "from_on"], name="moments_missing_of"),
        ]


class MissingCount(Row):
    """How often somebody was missing in a time of which a list gives the number alone (Annex A list 8)."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="missing_counts")
    kind = CodeField(_("missing or away"), list_name="missing_kind")
    from_on = models.DateField(_("first day counted"))
    to_on = models.DateField(_("last day counted"))
    episodes = models.IntegerField(_("how many times"), null=True, blank=True)
    interview_offered = CodeField(_("an interview was offered after the last"), list_name="state", default="not_known")
    interview_held = CodeField(_("it was held"), list_name="state", default="not_known")

    edited: ClassVar = ("kind", "from_on", "to_on", "episodes", "interview_offered", "interview_held")

    class Meta:
        verbose_name_plural = _("Times missing, counted")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(episodes__isnull=True) | Q(episodes__gte=0), name="moments_count_not_below_nought"
            ),
            *ordered("moments_missing_count"),
        ]


class Education(Row):
    """A spell of education, or a suspension or exclusion and when teaching began again."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="education")
    kind = CodeField(_("what it is"), list_name="education")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    school = models.CharField(_("school or provider"), max_length=200, blank=True)
    provision = CodeField(_("kind of provision"), list_name="education_provision", default="not_known")
    hours_a_week = models.FloatField(_("hours a week"), null=True, blank=True)
    taught_from_on = models.DateField(_("teaching began again on"), null=True, blank=True)
    notes = models.TextField(_("what led to it"), blank=True)

    edited: ClassVar = ("kind", "from_on", "to_on", "school", "provision", "hours_a_week", "taught_from_on", "notes")
    of_others: ClassVar = ("notes",)

    class Meta:
        verbose_name_plural = _("Education")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours_a_week__isnull=True) | Q(hours_a_week__gte=0), name="moments_education_hours"
            ),
            models.CheckConstraint(
                condition=Q(taught_from_on__isnull=True) | Q(taught_from_on__gte=F("from_on")),
                name="moments_education_taught_after",
            ),
            *ordered("moments_education"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "from_on"], name="moments_education_of")]


class Referral(Row):
    """A referral to children's services, or to the National Referral Mechanism with its decisions and what they changed."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="referrals")
    kind = CodeField(_("to whom"), list_name="referral", default="childrens_services")
    on = models.DateField(_("made on"))
    source = CodeField(_("who made it"), list_name="referral_source", blank=True)
    no_further_action = CodeField(_("ended without further action"), list_name="state", default="not_known")
    notes = models.TextField(_("what it was about"), blank=True)
    first_responder = CodeField(_("first responder"), list_name="first_responder", blank=True)
    reference = models.CharField(_("the Home Office's reference"), max_length=60, blank=True)
    reasonable_grounds = CodeField(_("reasonable grounds"), list_name="grounds", blank=True)
    reasonable_on = models.DateField(_("decided on"), null=True, blank=True)
    conclusive_grounds = CodeField(_("conclusive grounds"), list_name="grounds", blank=True)
    conclusive_on = models.DateField(_("decided on"), null=True, blank=True)
    charges = CodeField(_("effect on charges"), list_name="charges_effect", blank=True)
    controls = CodeField(_("effect on controls"), list_name="controls_effect", blank=True)
    plan_reviewed = CodeField(_("plan reviewed since a control ended"), list_name="state", blank=True)

    edited: ClassVar = ("kind", "on", "source", "no_further_action", "notes", "first_responder", "reference",
                        "reasonable_grounds", "reasonable_on", "conclusive_grounds", "conclusive_on", "charges",
                        "controls", "plan_reviewed")  # fmt: skip
    of_others: ClassVar = ("source", "notes")

    class Meta:
        verbose_name_plural = _("Referrals")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=NRM)
                | Q(first_responder="", reference="", reasonable_grounds="", reasonable_on__isnull=True,
                    conclusive_grounds="", conclusive_on__isnull=True, charges="", controls="", plan_reviewed=""),
                name="moments_referral_decisions_of_mechanism",
            ),
            models.CheckConstraint(
                condition=Q(reasonable_on__isnull=True) | Q(reasonable_on__gte=F("on")),
                name="moments_referral_reasonable_after",
            ),
            models.CheckConstraint(
                condition=Q(conclusive_on__isnull=True) | Q(conclusive_on__gte=F("on")),
                name="moments_referral_conclusive_after",
            ),
            *whole("moments_referral"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["person", "on"], name="moments_referral_of")]
