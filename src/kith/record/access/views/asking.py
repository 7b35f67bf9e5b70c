"""What the pages of access have in common: who may open them, one form a page, where they lead afterwards, closing a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from kith.record.access.guard import about_person, needs
from kith.record.access.queries import rows_about
from kith.record.access.rules import Act, Section
from kith.record.accounts.roles import Capability

View = Callable[..., HttpResponse]
asks = require_http_methods(["GET", "HEAD", "POST"])


def manages(capability: Capability) -> Callable[[View], View]:
    """For whoever answers for the person's work: a capability, and a relation that lets them change who the person is.

    An emergency does not open that, or it could be made to last.
    """

    def decorate(view: View) -> View:
        return needs(capability)(about_person(Section.IDENTITY, Act.WRITE)(view))

    return decorate


def ask(
    request: HttpRequest,
    form_class: Callable[..., django_forms.Form],
    title: str,
    save: Callable[[dict[str, Any]], object],
    *,
    done: str,
    to: str,
    **more: Any,
) -> HttpResponse:
    """A page with one form: shown, or held against its rules, saved, told and left. `form_class` may be made by `partial`."""
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)  # type: ignore[arg-type]
        else:
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(to)
    return render(request, "access/ask.html", {"form": form, "page_title": title, "back": to, **more})


def who_page(person_id: UUID) -> str:
    return reverse("access:who", args=[person_id])


def person_page(request: HttpRequest, person_id: UUID) -> str:
    """Where an opened record is read: where they came from, if that is here, else the person's page."""
    back = request.GET.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return back
    try:
        return reverse("web:person", args=[person_id])
    except NoReverseMatch:
        return f"/people/{person_id}/"


def open_row(model: Any, person_id: UUID, row_id: UUID) -> Any:
    """A row about this person that is still open; another's is not found."""
    word = "lifted_at" if hasattr(model, "lifted_at") else "ended_at"
    return get_object_or_404(rows_about(model, person_id), pk=row_id, **{f"{word}__isnull": True})
