"""The rows about people: what each is, and what the database itself refuses. How they may be read is for `queries`, written for `actions`."""

from __future__ import annotations

import uuid
from functools import partial
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.record.access.rules import Section
from kith.record.rows.models import CodeField, Row, ordered, whole
from kith.record.rows.words import label


class Person(Row):
    """Somebody: a young person, a parent or carer, a practitioner, another adult or child."""

    kind = CodeField(_("who they are"), list_name="person_kind", default="young_person")
    shown_name = models.ForeignKey(
        "Name", models.SET_NULL, null=True, related_name="+", verbose_name=_("the name shown"), editable=False
    )
    born_on = models.DateField(_("birth date"), null=True, blank=True, db_index=True)
    birth_precision = CodeField(_("how exact it is"), list_name="birth_precision", default="not_known")
    died_on = models.DateField(_("died on"), null=True, blank=True)
    sex = CodeField(_("sex"), list_name="sex", default="U")
    gender = CodeField(_("gender"), list_name="gender", default="not_known")
    ethnicity = CodeField(_("ethnicity"), list_name="ethnicity", default="NOBT")
    language = CodeField(_("language"), list_name="language", default="not_known")
    interpreter = CodeField(_("needs an interpreter"), list_name="state", default="not_known")
    disability = CodeField(_("disability"), list_name="state", default="not_known")
    disabilities = models.JSONField(_("kinds of disability"), default=list, blank=True)
    immigration_status = CodeField(_("immigration status"), list_name="immigration_status", default="not_known")
    kept = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_here", editable=False)

    edited: ClassVar = ("kind", "born_on", "birth_precision", "died_on", "sex", "gender", "ethnicity", "language", "interpreter",
              "disability", "disabilities", "immigration_status")  # fmt: skip
    spoken: ClassVar = {"disabilities": partial(label, "disability")}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(born_on__isnull=True, birth_precision="not_known")
                | (Q(born_on__isnull=False) & ~Q(birth_precision="not_known")),
                name="people_person_birth_whole",
            ),
            models.CheckConstraint(
                condition=Q(disability="yes") | Q(disabilities=[]), name="people_person_disabilities_of_yes"
            ),
            models.CheckConstraint(condition=~Q(kept=F("id")), name="people_person_not_into_itself"),
            *whole("people_person"),
        ]

    @property
    def section(self) -> Section:
        return Section.IDENTITY

    @property
    def about(self) -> uuid.UUID:
        return self.pk


class Name(Row):
    """A name somebody has or had; which of them is shown is for the person's row to say, so that there is always one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    kind = CodeField(_("kind of name"), list_name="name_kind", default="legal")
    given = models.CharField(_("given names"), max_length=120, blank=True)
    family = models.CharField(_("family name"), max_length=120, blank=True)
    called = models.CharField(_("likes to be called"), max_length=120, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    edited: ClassVar = ("kind", "given", "family", "called", "from_on", "to_on")

    class Meta:
        verbose_name_plural = _("Names")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(given="") | ~Q(family="") | ~Q(called=""), name="people_name_says_something"
            ),
            *ordered("people_name"),
        ]

    @property
    def whole(self) -> str:
        """Given names and family name, or what they are called where neither is known."""
        return f"{self.given} {self.family}".strip() or self.called

    @property
    def section(self) -> Section:
        return Section.IDENTITY


class Identifier(Row):
    """A number by which somebody is known to someone. A scheme's number belongs to one person unless it is contested."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    scheme = CodeField(_("whose number"), list_name="identifier", default="la")
    value = models.CharField(_("number"), max_length=60)
    value_key = models.CharField(max_length=60, editable=False)
    contested = models.BooleanField(default=False, editable=False)

    edited: ClassVar = ("scheme", "value")

    class Meta:
        verbose_name_plural = _("Numbers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "value_key"],
                condition=Q(error_at__isnull=True, contested=False) & ~Q(scheme__in=["other", "other_authority"]),
                name="people_identifier_of_one_person",
            ),
            *whole("people_identifier"),
        ]

    @property
    def section(self) -> Section:
        return Section.IDENTITY


class Address(Row):
    """Where somebody lives or lived. A withheld one is a section of access of its own."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    kind = CodeField(_("kind of address"), list_name="address_kind", default="home")
    lines = models.CharField(_("address"), max_length=300)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    withheld = CodeField(_("withheld"), list_name="withheld", default="no")
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    edited: ClassVar = ("kind", "lines", "postcode", "withheld", "from_on", "to_on")

    class Meta:
        verbose_name_plural = _("Addresses")
        constraints: ClassVar = ordered("people_address")
        indexes: ClassVar = [models.Index(fields=["person", "to_on"], name="people_address_now")]

    @property
    def section(self) -> Section:
        return Section.ADDRESS if self.withheld == "no" else Section.WITHHELD_ADDRESS


class Involvement(Row):
    """When which part of children's services was involved with somebody."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="involvements")
    status = CodeField(_("involvement"), list_name="involvement")
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    edited: ClassVar = ("status", "from_on", "to_on")

    class Meta:
        verbose_name_plural = _("Involvements")
        constraints: ClassVar = ordered("people_involvement")
        indexes: ClassVar = [models.Index(fields=["person", "to_on"], name="people_involvement_open")]


class FamilyTie(Row):
    """That `other` is a parent, carer or sibling of `person`; ties in their fullness stand in a slice above."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="family")
    other = models.ForeignKey(Person, models.CASCADE, related_name="family_of")
    kind = CodeField(_("what they are to them"), list_name="family_tie")
    responsibility = CodeField(_("has parental responsibility"), list_name="state", default="not_known")
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    edited: ClassVar = ("other_id", "kind", "responsibility", "from_on", "to_on")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="people_family_of_another"),
            *ordered("people_family"),
        ]

    @property
    def section(self) -> Section:
        return Section.IDENTITY


class Photo(Row):
    """A picture of somebody, made anew from what was uploaded; the file lies outside what is served to all."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="photos")
    file = models.CharField(max_length=100, editable=False)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)

    edited: ClassVar = ("file", "taken_on")

    class Meta:
        constraints: ClassVar = whole("people_photo")

    @property
    def section(self) -> Section:
        return Section.IDENTITY


class SearchKey(models.Model):
    """One way of finding somebody: how a part of a name sounds, its letters, a part of a postcode, a number.

    `root` is the person to show: the person, or the record they were merged into. `source` is the row it was made of.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    root = models.ForeignKey(Person, models.CASCADE, related_name="search_keys")
    source = models.UUIDField(db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key", "root"], name="people_key_root"),
            models.Index(fields=["person"], name="people_key_person"),
        ]


class Merge(models.Model):
    """That one record was merged into another, what was taken from it, and whether that was undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merged = models.ForeignKey(Person, models.CASCADE, related_name="merges")
    into = models.ForeignKey(Person, models.CASCADE, related_name="merges_here")
    at = models.DateTimeField()
    by = models.UUIDField()
    why = models.CharField(max_length=400)
    taken = models.JSONField(default=dict)  # field of `into` → what stood there before
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="people_merge_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(merged=F("into")), name="people_merge_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="people_merge_undone_whole",
            ),
        ]


class LikelyDuplicate(models.Model):
    """Two records that may be of one person, and what somebody said of it: not the same, or merged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)  # keys of `rules.REASONS`
    answer = models.CharField(
        max_length=20, blank=True, choices=[("not_the_same", "Not the same"), ("merged", "Merged")]
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="people_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="people_pair_in_order"),
        ]


class SubjectAccess(models.Model):
    """Somebody's request for what is held of them: asked, released by a manager, given by whoever handles rights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="subject_accesses")
    asked_on = models.DateField(_("asked on"))
    asked_by = models.UUIDField()
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="people_subject_access_release_whole",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(released_at__isnull=False),
                name="people_subject_access_released_first",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("asked_by")),
                name="people_subject_access_two_people",
            ),
        ]
