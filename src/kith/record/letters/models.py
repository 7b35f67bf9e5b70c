"""The rows of documents made about a person, and of the words and the letterhead that an authority makes them with."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.figures.documents.kinds import KINDS
from kith.figures.documents.making import FORMATS
from kith.record.access.rules import Section
from kith.record.rows.models import Row, whole
from kith.record.rows.words import language


def _kind(key: str) -> str:
    return KINDS[key].title["cy" if language() == "cy" else "en"] if key in KINDS else key


def _language(key: str) -> str:
    return dict(settings.LANGUAGES).get(key, key)


def _section(key: str) -> str:
    from kith.record.access.forms import SECTION_NAMES  # pages need models first

    return str(SECTION_NAMES[Section(key)]) if key in set(Section) else key


class Document(Row):
    """A document as it was made: the file stays as it went out, whatever the record says later."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="documents")
    kind = models.CharField(_("document"), max_length=40)
    language = models.CharField(_("language"), max_length=2)
    made_as = models.CharField(_("file"), max_length=4)
    to = models.CharField(_("to"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    sections = models.JSONField(_("what it holds"), default=list)
    told = models.ForeignKey(
        "relocations.Told",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("who is told with it"),
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_how = models.CharField(_("how"), max_length=120, blank=True)
    content = models.BinaryField()

    edited: ClassVar = ("kind", "language", "made_as", "to", "reference", "sections", "told_id", "sent_on", "sent_how")
    of_others: ClassVar = ("to",)
    spoken: ClassVar = {"kind": _kind, "language": _language, "made_as": str.upper, "sections": _section}

    class Meta:
        verbose_name_plural = _("Documents made")
        constraints: ClassVar = whole("letters_document")

    @property
    def section(self) -> Section:
        return Section.HEALTH if Section.HEALTH.value in self.sections else Section.RECORD

    @property
    def media_type(self) -> str:
        return FORMATS[self.made_as]  # type: ignore[index]


class Words(models.Model):
    """One version of an authority's own words for a document in a language; without text, the words that came with Kith."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "language", "made_at"], name="letters_words_of")]


class Letterhead(models.Model):
    """One version of an authority's letterhead as a Word file; without content, none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField()
