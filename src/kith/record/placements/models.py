"""The rows of stays away from home, legal statuses and authorisations, and what the database itself refuses of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.record.access.rules import Section
from kith.record.rows.models import CodeField, Row, ordered
from kith.record.rows.words import authority_name


def _in_order(first: str, second: str) -> Q:
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | Q(**{f"{first}__lte": models.F(second)})


class Stay(Row):
    """A stay away from home, in care or not. The four meanings of out of area are four facts: none is worked out from another.

    `from_files`: it came from files, which may hold two open stays and days that do not meet; nothing of it is then derived.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="stays")
    kind = CodeField(_("what it is"), list_name="stay_kind", default="not_known")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    planned_end = models.DateField(_("planned to end on"), null=True, blank=True)
    placement_type = CodeField(_("type of placement"), list_name="placement_type", blank=True)
    legal_basis = CodeField(_("legal status"), list_name="legal_status", blank=True)
    provider = CodeField(_("provider"), list_name="placement_provider", blank=True)
    home = models.CharField(_("name of the home or carer"), max_length=200, blank=True)
    lines = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    withheld = CodeField(_("withheld"), list_name="withheld", default="no")
    host_authority = models.CharField(_("area authority"), max_length=100, blank=True)
    locality = CodeField(_("in or out of the area"), list_name="locality", default="not_known")
    adjoining = CodeField(_("in an adjoining authority"), list_name="state", default="not_known")
    miles = models.FloatField(_("miles from home"), null=True, blank=True)
    away_from = models.DateField(_("out of the area without a break since"), null=True, blank=True)
    arranged_by = CodeField(_("who decided on it"), list_name="arranged_by", blank=True)
    who_moved = CodeField(_("who moved"), list_name="who_moved", blank=True)
    due_to_efh = CodeField(_("because of harm outside the home"), list_name="due_to_efh", default="not_reviewed")
    review_why = models.TextField(_("why it was answered so"), blank=True)
    reviewed_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reviewed_by = models.UUIDField(_("answered by"), null=True, blank=True)
    from_files = models.BooleanField(_("came from files"), default=False, editable=False)

    edited: ClassVar = ("kind", "from_on", "to_on", "planned_end", "placement_type", "legal_basis", "provider", "home", "lines",
                        "postcode", "withheld", "host_authority", "locality", "adjoining", "miles", "away_from", "arranged_by",
                        "who_moved", "due_to_efh", "review_why", "reviewed_at", "reviewed_by")  # fmt: skip
    of_others: ClassVar = ("home", "review_why", "reviewed_by")
    spoken: ClassVar = {"host_authority": authority_name}

    class Meta:
        verbose_name_plural = _("Stays away from home")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(to_on__isnull=True, error_at__isnull=True, from_files=False),
                name="placements_stay_one_open",
            ),
            models.CheckConstraint(condition=_in_order("from_on", "planned_end"), name="placements_stay_plan_in_order"),
            models.CheckConstraint(condition=_in_order("away_from", "from_on"), name="placements_stay_away_in_order"),
            models.CheckConstraint(condition=Q(miles__isnull=True) | Q(miles__gte=0), name="placements_stay_miles"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, review_why="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(review_why="")),
                name="placements_stay_review_whole",
            ),
            models.CheckConstraint(
                condition=~Q(due_to_efh="not_reviewed") | Q(reviewed_at__isnull=True),
                name="placements_stay_not_reviewed_by_nobody",
            ),
            *ordered("placements_stay"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "to_on"], name="placements_stay_open"),
            models.Index(fields=["due_to_efh", "person"], name="placements_stay_review"),
        ]

    @property
    def section(self) -> Section:
        """A stay whose address is withheld is changed by those alone who may see it; others read it without its place."""
        return Section.RECORD if self.withheld == "no" else Section.WITHHELD_ADDRESS


class LegalStatus(Row):
    """A time under one legal status of looked-after children."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="legal_statuses")
    legal_status = CodeField(_("legal status"), list_name="legal_status")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)

    edited: ClassVar = ("legal_status", "from_on", "to_on")

    class Meta:
        verbose_name_plural = _("Legal statuses")
        constraints: ClassVar = ordered("placements_legal_status")
        indexes: ClassVar = [models.Index(fields=["person", "to_on"], name="placements_status_open")]


class Authorisation(Row):
    """Secure accommodation or deprivation of liberty, beside the legal status and never instead of it."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="authorisations")
    stay = models.ForeignKey(Stay, models.SET_NULL, null=True, blank=True, related_name="authorisations")
    kind = CodeField(_("what was authorised"), list_name="authorisation")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    court = models.CharField(_("court"), max_length=200, blank=True)
    notes = models.TextField(_("what it allows"), blank=True)

    edited: ClassVar = ("stay_id", "kind", "from_on", "to_on", "court", "notes")

    class Meta:
        verbose_name_plural = _("Authorisations")
        constraints: ClassVar = ordered("placements_authorisation")
        indexes: ClassVar = [models.Index(fields=["person", "to_on"], name="placements_auth_open")]
