"""Who stands how to whom, what is restricted to whom, and what was opened in an emergency. People are known by id alone."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.access.rules import SHAREABLE

USER = settings.AUTH_USER_MODEL


def _paired(at: str, by: str, name: str) -> models.CheckConstraint:
    """Who and when are known together or not at all."""
    both = Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    neither = Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=name)


def _said(field: str, name: str) -> models.CheckConstraint:
    """A reason is never blank."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)


def _user(verbose: object, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(USER, models.PROTECT, null=null, blank=null, related_name="+", verbose_name=verbose)


class Row(models.Model):
    """What every row here has: a random id, who made it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = _user(_("made by"))

    class Meta:
        abstract = True


class Known(models.Model):
    """That there is a record of this person, and in which record it ends after merges (itself where it was not merged)."""

    id = models.UUIDField(primary_key=True, editable=False)
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=True)
    root_id = models.UUIDField(_("record kept"), db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(into__isnull=True) | ~Q(into=F("id")), name="access_known_not_into_self"
            ),
            models.CheckConstraint(
                condition=Q(into__isnull=True, root_id=F("id")) | (Q(into__isnull=False) & ~Q(root_id=F("id"))),
                name="access_known_root_agrees",
            ),
        ]


def _person() -> models.ForeignKey:
    return models.ForeignKey(Known, models.PROTECT, related_name="+", verbose_name=_("person"))


class Panel(Row):
    """A panel on exploitation: those on its list are seen by those who sit on it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class PanelMember(Row):
    """Someone who sits on a panel."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members", verbose_name=_("panel"))
    user = _user(_("member"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = _user(_("ended by"), null=True)

    class Meta:
        constraints: ClassVar = [
            _paired("ended_at", "ended_by", "access_panelmember_ended_paired"),
            models.UniqueConstraint(
                fields=["panel", "user"], condition=Q(ended_at__isnull=True), name="access_panelmember_once"
            ),
        ]


class Relation(Row):
    """How a user, a team or a panel stands to a person, from a day on, until a day or until it is ended."""

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", _("Allocated")
        TEAM = "team", _("Allocated to a team")
        PANEL = "panel", _("On a panel's list")
        REVIEWING = "reviewing", _("Reviewing")
        PLACING = "placing", _("Finding a home")

    person = _person()
    kind = models.CharField(_("relation"), max_length=12, choices=Kind.choices)
    user = _user(_("who"), null=True)
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    panel = models.ForeignKey(Panel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("panel"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = _user(_("ended by"), null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "kind"], condition=Q(ended_at__isnull=True), name="access_relation_of_user"),
            models.Index(fields=["team"], condition=Q(ended_at__isnull=True), name="access_relation_of_team"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="access_relation_dates_in_order"
            ),
            _paired("ended_at", "ended_by", "access_relation_ended_paired"),
            models.CheckConstraint(
                condition=Q(kind="team", team__isnull=False, user__isnull=True, panel__isnull=True)
                | Q(kind="panel", panel__isnull=False, user__isnull=True, team__isnull=True)
                | Q(
                    kind__in=["allocated", "reviewing", "placing"],
                    user__isnull=False,
                    team__isnull=True,
                    panel__isnull=True,
                ),
                name="access_relation_holder_fits_kind",
            ),
            *(
                models.UniqueConstraint(
                    fields=["person", "kind", holder],
                    condition=Q(ended_at__isnull=True, to_on__isnull=True) & Q(**{f"{holder}__isnull": False}),
                    name=f"access_relation_{holder}_once",
                )
                for holder in ("user", "team", "panel")
            ),
        ]

    @property
    def holder(self) -> str:
        """The name of the user, the team or the panel."""
        return str(self.user or self.team or self.panel)


class Restriction(Row):
    """A record limited to named people."""

    class Reason(models.TextChoices):
        COLLEAGUE = "colleague", _("A colleague or a colleague's family")
        PUBLIC = "public", _("Known to the public or the press")
        SAFETY = "safety", _("Someone who should not find them might learn of it")
        COURT = "court", _("Ordered by a court, or by the police for an inquiry")
        ALLEGATION = "allegation", _("Concerns someone who works with children")

    person = _person()
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = _user(_("lifted by"), null=True)
    lifted_why = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="access_restriction_one_open"
            ),
            _paired("lifted_at", "lifted_by", "access_restriction_lifted_paired"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_why="") | (Q(lifted_at__isnull=False) & ~Q(lifted_why="")),
                name="access_restriction_lifted_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("made_at")),
                name="access_restriction_times_in_order",
            ),
        ]


class Named(Row):
    """Someone who may see a restricted record, where their work opens it at all."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="names", verbose_name=_("restriction"))
    user = _user(_("who"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = _user(_("ended by"), null=True)

    class Meta:
        constraints: ClassVar = [
            _paired("ended_at", "ended_by", "access_named_ended_paired"),
            models.UniqueConstraint(
                fields=["restriction", "user"], condition=Q(ended_at__isnull=True), name="access_named_once"
            ),
        ]


class KeptFrom(Row):
    """Someone who must not see a record because of a conflict of interest."""

    person = _person()
    user = _user(_("who"))
    reason = models.CharField(_("reason"), max_length=500)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = _user(_("lifted by"), null=True)

    class Meta:
        constraints: ClassVar = [
            _paired("lifted_at", "lifted_by", "access_keptfrom_lifted_paired"),
            _said("reason", "access_keptfrom_with_reason"),
            models.UniqueConstraint(
                fields=["user", "person"], condition=Q(lifted_at__isnull=True), name="access_keptfrom_once"
            ),
        ]


class Glass(Row):
    """A record opened in an emergency, by `made_by`: why, until when, and what the manager said of it afterwards."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("It was right to open it")
        NOT_AGREED = "not_agreed", _("It should not have been opened")

    person = _person()
    reason = models.CharField(_("reason"), max_length=1000)
    until = models.DateTimeField(_("until"))
    manager = _user(_("reviewing manager"), null=True)
    """Who was told, and reviews it; without one, every manager sees it in the queue."""
    review_due_on = models.DateField(_("to be reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = _user(_("reviewed by"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    words = models.CharField(_("in words"), max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["made_at"]
        indexes: ClassVar = [models.Index(fields=["made_by", "until"], name="access_glass_open_of_user")]
        constraints: ClassVar = [
            _said("reason", "access_glass_with_reason"),
            _paired("reviewed_at", "reviewed_by", "access_glass_reviewed_paired"),
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="access_glass_times_in_order"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, outcome="", words="")
                | (Q(reviewed_at__isnull=False, outcome__in=["agreed", "not_agreed"]) & ~Q(words="")),
                name="access_glass_reviewed_with_words",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("made_by")),
                name="access_glass_reviewed_by_another",
            ),
        ]


class Tried(Row):
    """A try, by `made_by`, to open a record in an emergency without being led to it: why, and what was opened if anything was.

    What was typed to find the person is never kept, nor whether there is such a record.
    """

    reason = models.CharField(_("reason"), max_length=1000)
    glass = models.OneToOneField(
        Glass, models.CASCADE, null=True, blank=True, related_name="tried", verbose_name=_("what was opened")
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_by", "made_at"], name="access_tried_of_user")]
        constraints: ClassVar = [_said("reason", "access_tried_with_reason")]


class StatedReason(Row):
    """Why an on-call worker, `made_by`, opens a record; it holds for a night."""

    person = _person()
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateTimeField(_("until"))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_by", "until"], name="access_reason_open_of_user")]
        constraints: ClassVar = [
            _said("reason", "access_statedreason_with_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="access_statedreason_times_in_order"),
        ]


SHARED_SECTIONS: tuple[str, ...] = tuple(sorted(SHAREABLE))


class GuestShare(Row):
    """One section of one person's record, shared with a guest of an area authority until a day."""

    guest = _user(_("guest"))
    person = _person()
    section = models.CharField(_("section"), max_length=20)
    until_on = models.DateField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = _user(_("ended by"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(section__in=SHARED_SECTIONS), name="access_guestshare_section_shareable"
            ),
            _paired("ended_at", "ended_by", "access_guestshare_ended_paired"),
            models.UniqueConstraint(
                fields=["guest", "person", "section"], condition=Q(ended_at__isnull=True), name="access_guestshare_once"
            ),
        ]
