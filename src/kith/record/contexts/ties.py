"""A tie renewed or removed, from the context's side or from the person's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.contexts import actions, forms
from kith.record.contexts.guard import about_context
from kith.record.contexts.models import Association
from kith.record.contexts.parts import OF_PERSON, PARTS, context_of
from kith.record.people.parts import person_of
from kith.record.rows.actions import Refused, Stale
from kith.record.rows.parts import Parts, asks


def _tie(request: Any, parts: Parts, key: str, owner: Any, row_id: UUID) -> Association:
    found: Association = parts.row(request, parts[key], owner, row_id)
    if request.method != "POST":
        parts.looked(request, parts[key], owner, [found])
    return found


def _renew(request: Any, parts: Parts, key: str, owner: Any, row_id: UUID) -> HttpResponse:
    tie = _tie(request, parts, key, owner, row_id)
    form = forms.RenewForm(request.POST if request.method == "POST" else None, initial={"seen": tie.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.renew(by=request, tie=tie, seen=said["seen"] or 0, why_so=said["why"], evidence=said["evidence"])
        except (Stale, Refused) as wrong:
            form.add_error(None, getattr(wrong, "messages", None) or _stale())
        else:
            messages.success(request, _("It is held for another year"))
            return redirect(parts.href(parts[key], owner))
    context = {"page_title": _("Renew a tie"), "form": form, "back": parts.href(parts[key], owner), "owner": owner}
    return render(request, "rows/form.html", context, status=422 if form.errors else 200)


def _remove(request: Any, parts: Parts, key: str, owner: Any, row_id: UUID) -> HttpResponse:
    tie = _tie(request, parts, key, owner, row_id)
    form = forms.RemoveForm(request.POST if request.method == "POST" else None, initial={"seen": tie.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove(by=request, tie=tie, seen=form.cleaned_data["seen"] or 0, reason=form.cleaned_data["reason"])
        except (Stale, Refused) as wrong:
            form.add_error(None, getattr(wrong, "messages", None) or _stale())
        else:
            messages.success(request, _("It was removed, everywhere and for good"))
            return redirect(parts.href(parts[key], owner))
    context = {
        "page_title": _("Remove a tie"),
        "form": form,
        "back": parts.href(parts[key], owner),
        "owner": owner,
        "cells": list(zip(parts[key].heads(), parts[key].cells(tie), strict=True)),
    }
    return render(request, "contexts/remove.html", context, status=422 if form.errors else 200)


def _stale() -> str:
    return _("Somebody saved this in between. Look at it again first.")


@asks
@about_context(Act.WRITE)
def people_renew(request: HttpRequest, context_id: UUID, row_id: UUID) -> HttpResponse:
    """Hold a tie for another year, from the context's page."""
    return _renew(request, PARTS, "people", context_of(context_id), row_id)


@asks
@about_context(Act.WRITE)
def people_remove(request: HttpRequest, context_id: UUID, row_id: UUID) -> HttpResponse:
    """Remove a tie for good, from the context's page."""
    return _remove(request, PARTS, "people", context_of(context_id), row_id)


@asks
@about_person(Section.RECORD, Act.WRITE)
def contexts_renew(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Hold a tie for another year, from the person's page."""
    return _renew(request, OF_PERSON, "contexts", person_of(person_id), row_id)


@asks
@about_person(Section.RECORD, Act.WRITE)
def contexts_remove(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Remove a tie for good, from the person's page."""
    return _remove(request, OF_PERSON, "contexts", person_of(person_id), row_id)
