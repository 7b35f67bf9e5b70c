"""The rows that hold people's own sentences, and what the database itself refuses. How they may be read is for `queries`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.record.access.rules import Section
from kith.record.contexts.models import Context
from kith.record.people.models import Person
from kith.record.rows.models import CodeField, CodesField, Row, whole

WORDS = 50_000
"""How many characters a note may have."""
YOUNG_WORDS = 10_000


class Note(Row):
    """A note about a person, a context or an episode; exactly one of them. An episode stands above and is named by its id alone."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="notes")
    context = models.ForeignKey(Context, models.CASCADE, null=True, blank=True, related_name="notes")
    episode_id = models.UUIDField(_("episode"), null=True, blank=True, editable=False)
    kind = CodeField(_("kind of note"), list_name="note_kind")
    on = models.DateField(_("day"), null=True, blank=True)
    at = models.TimeField(_("time"), null=True, blank=True)
    who_seen = CodesField(_("who was seen"), list_name="note_seen")
    alone = CodeField(_("young person seen alone"), list_name="state", default="not_known")
    saw_young_person = models.BooleanField(default=False, editable=False)
    author = models.CharField(_("whose note, where somebody else’s"), max_length=120, blank=True)
    words = models.TextField(_("what happened"), blank=True)
    young_words = models.TextField(_("in the young person’s own words"), blank=True)
    belongs = CodeField(_("section"), list_name="note_section", default="record")
    source = CodeField(_("source"), list_name="intelligence_source", blank=True)
    assessment = CodeField(_("how it is known"), list_name="intelligence_assessment", blank=True)
    handling = CodeField(_("handling"), list_name="intelligence_handling", blank=True)
    expires_on = models.DateField(_("may be read until"), null=True, blank=True)
    named = models.TextField(_("whom the conditions allow"), blank=True)
    corrected_why = models.CharField(_("why it was corrected"), max_length=400, blank=True)

    edited: ClassVar = ("kind", "on", "at", "who_seen", "alone", "author", "words", "young_words", "belongs", "source", "assessment",
              "handling", "expires_on", "named", "corrected_why")  # fmt: skip
    of_others: ClassVar = ("author", "words", "named", "corrected_why")

    class Meta:
        verbose_name_plural = _("Notes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, context__isnull=True, episode_id__isnull=True)
                | Q(person__isnull=True, context__isnull=False, episode_id__isnull=True)
                | Q(person__isnull=True, context__isnull=True, episode_id__isnull=False),
                name="notes_note_about_one",
            ),
            models.CheckConstraint(condition=~Q(words="") | ~Q(young_words=""), name="notes_note_says_something"),
            models.CheckConstraint(condition=Q(at__isnull=True) | Q(on__isnull=False), name="notes_note_time_of_a_day"),
            models.CheckConstraint(
                condition=~Q(alone="yes") | Q(saw_young_person=True), name="notes_note_alone_was_seen"
            ),
            models.CheckConstraint(
                condition=(
                    Q(belongs="police_intelligence", expires_on__isnull=False)
                    & ~Q(source="")
                    & ~Q(assessment="")
                    & ~Q(handling="")
                )
                | (
                    ~Q(belongs="police_intelligence")
                    & Q(expires_on__isnull=True, source="", assessment="", handling="", named="")
                ),
                name="notes_note_graded_whole",
            ),
            *whole("notes_note"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-on"], name="notes_note_of_person"),
            models.Index(fields=["context", "-on"], name="notes_note_of_context"),
            models.Index(
                fields=["episode_id", "-on"], name="notes_note_of_episode", condition=Q(episode_id__isnull=False)
            ),
        ]

    @property
    def section(self) -> Section:
        return Section(self.belongs)


class TurningPoint(Row):
    """A point at which a young person's story turned, in the worker's words and theirs: about something recorded, or by itself.

    What is recorded is named by its model and id. A turning point about it is shown to those alone who may see it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="turning_points")
    of = models.CharField(_("kind of row"), max_length=60, blank=True, editable=False)
    row_id = models.UUIDField(_("row"), null=True, blank=True, editable=False)
    on = models.DateField(_("day"), null=True, blank=True)
    words = models.CharField(_("what turned"), max_length=1_000)
    young_words = models.TextField(_("in the young person’s own words"), blank=True)
    shown = CodeField(_("on the line"), list_name="state", default="yes")
    place = models.PositiveIntegerField(_("place on the line"), default=0, editable=False)

    edited: ClassVar = ("on", "words", "young_words", "shown", "place")
    of_others: ClassVar = ("words",)

    class Meta:
        verbose_name_plural = _("Turning points")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(of="", row_id__isnull=True) | (~Q(of="") & Q(row_id__isnull=False)),
                name="notes_turning_point_of_a_row",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="notes_turning_point_says_something"),
            models.UniqueConstraint(
                fields=["person", "of", "row_id"],
                condition=Q(error_at__isnull=True, row_id__isnull=False),
                name="notes_turning_point_once",
            ),
            *whole("notes_turning_point"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "place"], name="notes_turning_point_line")]


NEWEST = (F("on").desc(nulls_last=True), F("at").desc(nulls_last=True), "-made_at", "pk")
"""The order of notes: newest first, those of no known day last."""
