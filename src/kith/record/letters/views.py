"""Pages of a person's documents: those made, one to be made; and their file."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.figures.documents.kinds import KINDS, Language
from kith.figures.documents.making import Format
from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.audit.actions import record_view
from kith.record.letters import actions, forms
from kith.record.letters.gathering import Asked
from kith.record.letters.models import Document
from kith.record.letters.queries import documents, shared
from kith.record.people.parts import person_of
from kith.record.people.queries import of
from kith.record.relocations.models import Told
from kith.record.rows.actions import Stale
from kith.record.rows.parts import asks
from kith.record.rows.words import day, label


@require_safe
@about_person(Section.RECORD, Act.READ)
def listing(request: Any, person_id: UUID) -> HttpResponse:
    """The documents made about a person."""
    shown = person_of(person_id)
    record_view(request, "person.viewed", subject="document", person_id=shown.pk, why=request.access.why)
    may_make = "record" in request.access.writes
    rows = [
        [
            {"text": forms.titled(row.kind), "href": reverse("letters:file", args=[shown.pk, row.pk])},
            row.reference,
            day(timezone.localdate(row.made_at)),
            f"{forms.TONGUES[row.language]}, {'PDF' if row.made_as == 'pdf' else 'Word'}",
            row.to,
            _sent(shown, row, may_make),
        ]
        for row in documents(shown.pk, request.access.reads)
    ]
    context = {"page_title": _("Documents"), "person": shown, "owner": shown, "rows": rows,
               "head": [_("Document"), _("Reference"), _("Made on"), _("File"), _("To"), _("Sent")],
               "may_make": may_make}  # fmt: skip
    return render(request, "letters/documents.html", context)


def _sent(shown: Any, row: Document, may_say: bool) -> Any:
    if row.sent_on is not None:
        return ", ".join(filter(None, [day(row.sent_on), row.sent_how]))
    if not may_say:
        return _("Not yet")
    return {"text": _("Say that it was sent"), "href": reverse("letters:sent", args=[shown.pk, row.pk])}


@asks
@about_person(Section.RECORD, Act.WRITE)
def make(request: Any, person_id: UUID) -> HttpResponse:
    """Make a document; first to look at, then to keep."""
    shown, today = person_of(person_id), timezone.localdate()
    told = {str(row.pk): row for row in of(Told, shown.pk).filter(error_at=None).order_by("by_on", "made_at")}
    choices = [
        (key, ", ".join(filter(None, [label("told", row.who), row.name, day(row.by_on)]))) for key, row in told.items()
    ]
    first = {"sections": sorted(shared(shown.pk, today)), "made_as": "pdf", "language": "en"}
    if chosen := told.get(request.GET.get("told", "")):
        first |= {"told": str(chosen.pk), "kind": forms.LETTER_TO.get(chosen.who, "")}
    form = forms.MakeForm(request.POST or None, initial=first, told=choices)
    blocks: Any = ()
    tongue = "en"
    if request.method == "POST" and form.is_valid():
        asked = _asked(request, shown.pk, form.cleaned_data, told.get(form.cleaned_data["told"]), today)
        tongue, made_as = asked.language, cast(Format, form.cleaned_data["made_as"])
        if "keep" in request.POST:
            kept = actions.make_document(by=request, asked=asked, made_as=made_as)
            messages.success(request, _("Made: %(reference)s") % {"reference": kept.reference})
            return redirect("letters:documents", person_id=shown.pk)
        record_view(
            request,
            "document.previewed",
            subject="document",
            person_id=shown.pk,
            fields=asked.held,
            why=request.access.why,
        )
        blocks = actions.draft(by=request, asked=asked, made_as="pdf").blocks
    context = {"page_title": _("Make a document"), "person": shown, "owner": shown, "form": form, "blocks": blocks, "tongue": tongue,
               "back": reverse("letters:documents", args=[shown.pk])}  # fmt: skip
    return render(request, "letters/make.html", context, status=422 if form.errors else 200)


def _asked(request: Any, person_id: UUID, said: dict[str, Any], told: Any, today: date) -> Asked:
    """What the form says, with what stands in the row of who is told where the form says nothing."""
    kind = KINDS[said["kind"]]
    pack = kind.key == "area_pack"
    chosen = {"identity", *said["sections"]} if pack else set(kind.sections)
    name = ", ".join(filter(None, [label("told", told.who), told.name])) if told else ""
    return Asked(
        person_id=person_id, kind=kind, language=cast(Language, said["language"]),
        sections=frozenset(chosen) & frozenset(request.access.reads), reference=actions.new_reference(today),
        made_by=f"{request.user.name}, {request.user.role.title}", today=today, to=said["to"] or name,
        asked=said["asked"] or (told.asked if told else ""), by=said["by"], told_id=told.pk if told else None,
    )  # fmt: skip


@asks
@about_person(Section.RECORD, Act.WRITE)
def send(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Say that a document was sent; whom it tells of a move was told with it."""
    shown, row = person_of(person_id), _document(request, person_id, row_id)
    if row.sent_on is not None:
        raise Http404
    back = reverse("letters:documents", args=[shown.pk])
    first = {"seen": row.version, "on": timezone.localdate()}
    form = forms.SentForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.send(by=request, row=row, seen=said["seen"], on=said["on"], how=said["how"])
        except Stale:
            form.add_error(None, _("Somebody saved this in between. Look at it again first."))
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return redirect("relocations:moves" if row.told_id else "letters:documents", person_id=shown.pk)
    context = {
        "page_title": _("It was sent: %(what)s") % {"what": forms.titled(row.kind)},
        "form": form,
        "owner": shown,
        "back": back,
    }
    return render(request, "rows/form.html", context, status=422 if form.errors else 200)


def _document(request: Any, person_id: UUID, row_id: UUID) -> Document:
    """A document of which the user may read every section."""
    row = of(Document, person_of(person_id).pk).filter(pk=row_id, error_at=None).first()
    if row is None or not set(row.sections) <= set(request.access.reads):
        raise Http404
    found: Document = row
    return found


@require_safe
@about_person(Section.RECORD, Act.READ)
def file(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """One document as it was made, to whoever may read every section that it holds."""
    row = _document(request, person_id, row_id)
    record_view(
        request, "document.opened", subject="document", subject_id=row.pk, person_id=person_id, why=request.access.why
    )
    return sent(bytes(row.content), row.media_type, f"{row.reference}.{row.made_as}")


def sent(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, which no cache keeps. Its name holds no name of a person."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
