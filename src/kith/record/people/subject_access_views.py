"""Pages of a person's right to a copy: a manager asks and releases, whoever handles rights gives it without reading a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kith.record.access.guard import about_person, needs
from kith.record.access.rules import Act, Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view
from kith.record.interface.forms import DateField
from kith.record.people import subject_access
from kith.record.people.models import SubjectAccess
from kith.record.people.parts import person_of
from kith.record.rows.actions import Refused


class AskForm(forms.Form):
    """When the person asked."""

    asked_on = DateField(label=gettext_lazy("When did they ask?"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.RESTRICT)
@about_person(Section.IDENTITY, Act.WRITE)
def ask(request: Any, person_id: UUID) -> HttpResponse:
    """Note a request, and release it."""
    shown = person_of(person_id)
    record_view(request, "person.viewed", subject="subject_access", person_id=shown.pk, why=request.access.why)
    form = AskForm(request.POST if "asked_on_day" in request.POST else None)
    if request.method == "POST":
        if "release" in request.POST:
            return _released(request, shown.pk)
        if form.is_valid():
            subject_access.ask(by=request, person_id=shown.pk, asked_on=form.cleaned_data["asked_on"])
            messages.success(request, _("Noted"))
            return redirect("people:subject_access", person_id=shown.pk)
    rows = list(SubjectAccess.objects.filter(person=shown).order_by("-asked_on"))
    context = {"page_title": _("Copy for the person"), "form": form, "rows": rows}
    return render(request, "people/subject_access.html", context, status=422 if form.errors else 200)


def _released(request: Any, person_id: UUID) -> HttpResponse:
    waiting = SubjectAccess.objects.filter(person=person_id, released_at=None).order_by("asked_on")
    asked = waiting.exclude(asked_by=request.user.pk).first() or waiting.first()
    if asked is None:
        raise Http404
    try:
        subject_access.release(by=request, asked=asked)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Released. Whoever handles rights can now give the copy."))
    return redirect("people:subject_access", person_id=person_id)


@require_safe
@needs(Capability.HANDLE_RIGHTS)
def asked(request: HttpRequest) -> HttpResponse:
    """All requests, by reference: nobody's name is shown to whoever handles rights."""
    record_view(request, "list.viewed", subject="subject_accesses")
    rows = [
        [
            str(one.pk)[:8],
            formats.date_format(one.asked_on, "j F Y"),
            {"text": _("Give the copy"), "href": reverse("people:subject_access_copy", args=[one.pk])}
            if one.released_at
            else _("Not released yet"),
            formats.date_format(one.given_at, "j F Y") if one.given_at else _("Not given"),
        ]
        for one in SubjectAccess.objects.order_by("-asked_on")[:200]
    ]
    return render(request, "people/subject_accesses.html", {"page_title": _("Requests for a copy"), "rows": rows})


@require_safe
@needs(Capability.HANDLE_RIGHTS)
def give(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The copy itself, once released."""
    one = SubjectAccess.objects.filter(pk=request_id).first()
    if one is None:
        raise Http404
    try:
        made = subject_access.give(by=request, asked=one)
    except Refused as refused:
        raise Http404 from refused
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="copy-{str(one.pk)[:8]}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
