"""Pages of contexts: the list, the page that says what makes a place unsafe and what is done, its history, who may see it, its pack."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access.guard import about_person, needs
from kith.record.access.rules import Act, Section
from kith.record.accounts import drafts
from kith.record.accounts.models import User
from kith.record.accounts.roles import Capability
from kith.record.accounts.sealing import Unreadable, seal, unseal
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts import actions, forms, queries
from kith.record.contexts.guard import about_context
from kith.record.contexts.history import chronology
from kith.record.contexts.models import Association, Context
from kith.record.contexts.pack import pack as made_pack
from kith.record.contexts.parts import OF_PERSON, PARTS, context_of, name_of, seen_span
from kith.record.people.parts import person_of
from kith.record.people.rules import initials
from kith.record.rows.actions import Refused, Stale
from kith.record.rows.parts import Parts, asks, change_row
from kith.record.rows.words import day, harmless, label

_A_PAGE = 25
_SEARCHES = "contexts_searches"

# Lists


@asks
@needs(Capability.SEE_CONTEXTS)
def context_list(request: Any) -> HttpResponse:
    """The contexts that the user may see. Words that are looked for are posted and kept sealed, so that no address holds them."""
    if request.method == "POST":
        return _searched(request)
    found, form = _asked(request)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    _listed(request, "contexts.listed", rows)
    query = request.GET.urlencode()
    context = {
        "page_title": _("Contexts"),
        "form": form,
        "search": forms.SearchForm(initial={"q": _words(request)}),
        "page": page,
        "caption": _("Contexts"),
        "head": [
            _("Name"),
            _("Kind"),
            _("Where"),
            _("Work"),
            _("Lead"),
            _("Under way"),
            _("Next review"),
            _("Limited"),
        ],
        "rows": _lines(rows),
        "may_add": request.user.may(Capability.OPEN_CONTEXTS),
        "may_export": request.user.may(Capability.EXPORT_LISTS),
        "export_href": reverse("contexts:export") + (f"?{query}" if query else ""),
    }
    return render(request, "contexts/list.html", context)


def _searched(request: Any) -> HttpResponse:
    form = forms.SearchForm(request.POST)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    if not words:
        return redirect("contexts:list")
    reference = str(uuid4())
    kept = list(request.session.get(_SEARCHES, {}).items())[-4:]
    request.session[_SEARCHES] = {**dict(kept), reference: seal(json.dumps(words), about=_about(request, reference))}
    record_view(request, "search.made", subject="contexts", subject_id=UUID(reference))
    return redirect(f"{reverse('contexts:list')}?search={reference}")


def _about(request: Any, reference: str) -> str:
    return f"contexts {request.user.pk} {reference}"


def _words(request: Any) -> str:
    """What was looked for; nothing where it is no longer kept."""
    reference = request.GET.get("search", "")
    try:
        return str(json.loads(unseal(request.session.get(_SEARCHES, {})[reference], about=_about(request, reference))))
    except (KeyError, Unreadable):
        return ""


def _asked(request: Any) -> tuple[Any, forms.FilterForm]:
    form = forms.FilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    return queries.filtered(request.user, q=_words(request), **wanted), form


def _listed(request: Any, action: str, rows: list[Context]) -> None:
    with recorded(request) as recorder:
        recorder.event(action, subject="contexts")
        for row in rows:
            recorder.event(action, subject="context", subject_id=row.pk)


def _where(row: Context) -> str:
    return ", ".join(filter(None, [row.lines, row.postcode, row.authority, row.online]))


def _lines(rows: list[Any]) -> list[list[Any]]:
    doing = queries.open_actions(rows)
    return [
        [
            {"text": row.name, "href": reverse("contexts:context", args=[row.pk])},
            label("context", row.kind),
            _where(row),
            label("context_status", row.status),
            row.lead.name if row.lead else "",
            {"text": str(doing.get(row.pk, 0)), "numeric": True},
            day(row.next_review_on),
            {"tag": _("Limited"), "colour": "yellow"} if row.restricted_at else "",
        ]
        for row in rows
    ]


@require_safe
@needs(Capability.EXPORT_LISTS)
def export(request: Any) -> HttpResponse:
    """The same list as a file, audited by each context in it."""
    found, _form = _asked(request)
    rows = list(found)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Name"), _("Kind"), _("Where"), _("Work"), _("Lead"), _("Under way"), _("Next review")])
    for line in _lines(rows):
        writer.writerow([harmless(cell["text"] if isinstance(cell, dict) else cell) for cell in line[:7]])
    _listed(request, "list.exported", rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contexts-{timezone.localdate()}.csv"'
    return response


@asks
@needs(Capability.OPEN_CONTEXTS)
def add(request: Any) -> HttpResponse:
    """A new context, after those of a like name or place were shown. Those whom the user may not see are not hinted at."""
    first = {"team_id": request.user.team_id, "opened_on": timezone.localdate()}
    form = forms.ContextForm(request.POST if request.method == "POST" else None, initial=first)
    like: list[Context] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        like = queries.alike(request.user, name=said["name"], postcode=said["postcode"], kind=said["kind"])
        if not like or request.POST.get("another") == "yes":
            try:
                with recorded(request):
                    made = actions.open_context(by=request, row=Context(**form.values()))
                    drafts.drop(user=request.user, form_key="contexts.add", subject_id=None)
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
            else:
                messages.success(request, _("The context was opened"))
                return redirect("contexts:context", context_id=made.pk)
        _listed(request, "contexts.listed", like)
    context = {
        "page_title": _("Open a context"),
        "form": form,
        "like": [
            {"href": reverse("contexts:context", args=[row.pk]), "name": row.name, "kind": label("context", row.kind), "where": _where(row)}
            for row in like
        ],
        "back": reverse("contexts:list"),
    }  # fmt: skip
    return render(request, "contexts/add.html", context, status=422 if form.errors else 200)


# One context


@require_safe
@about_context()
def context_page(request: Any, context_id: UUID) -> HttpResponse:
    """What makes this place or group unsafe, who looks after it, what is being done; the evidence under it."""
    shown = context_of(context_id)
    ties = queries.ties_of_context(request.user, shown.pk)
    with recorded(request) as recorder:
        about = {"subject": "context", "subject_id": shown.pk, "why": request.access.why}
        recorder.event("context.viewed", **about)
        for person_id in dict.fromkeys(row.person_id for row in ties):
            recorder.event("context.viewed", **about, person_id=person_id)
    assessment = queries.latest_assessment(shown.pk)
    weighting = queries.latest_weighting(shown.pk)
    doing = queries.actions_of(shown.pk)
    context = {
        "page_title": shown.name,
        "owner": shown,
        "context": shown,
        "kind": label("context", shown.kind),
        "status": label("context_status", shown.status),
        "assessment": assessment,
        "weighting": weighting,
        "review_on": queries.next_review(shown),
        "guardians": [row for row in ties if row.role == "guardian"],
        "doing": [
            [row.what, label("target", row.target), label("aim", row.aim), row.owner.name if row.owner else row.owner_else, day(row.due_on)]
            for row in doing
        ],
        "doing_head": [_("What"), _("Works on"), _("Tries to"), _("Who"), _("Due")],
        "builds_nothing": bool(doing) and all(row.aim in {"monitor", "disrupt"} for row in doing),
        "people": [_affected(row) for row in ties if row.role != "guardian"],
        "people_head": [_("Who"), _("What they have to do with it"), _("Certainty"), _("Seen there"), _("Held until")],
        "details": _details(shown),
        "writes": Section.RECORD.value in request.access.writes,
        "hrefs": {key: PARTS.href(part, shown) for key, part in PARTS.parts.items()},
        "adds": {key: PARTS.href(part, shown, "add") for key, part in PARTS.parts.items()},
    }  # fmt: skip
    return render(request, "contexts/context.html", context)


def _affected(row: Association) -> list[Any]:
    """A line of who is connected: initials, since the page is read over shoulders; the name is one step away."""
    who = {"text": initials(name_of(row)), "href": reverse("web:person", args=[row.person_id])}
    return [who, label("association", row.role), label("certainty", row.certainty), seen_span(row), day(row.expires_on)]


def _details(shown: Context) -> list[dict[str, Any]]:
    """The context's own row as a summary list."""
    form = forms.ContextForm()
    said: list[dict[str, Any]] = []
    for name, field in form.fields.items():
        value = getattr(shown, name, None)
        if name in {"seen", "name"} or value in (None, ""):
            continue
        named = dict(field.choices).get(str(value)) if hasattr(field, "choices") else None
        said.append({"key": field.label, "value": named or (day(value) if hasattr(value, "year") else value)})
    return said


@asks
@about_context(Act.WRITE)
def details(request: Any, context_id: UUID) -> HttpResponse:
    """Change what stands in the context's own row."""
    shown = context_of(context_id)
    back = reverse("contexts:context", args=[shown.pk])
    if request.method != "POST":
        record_view(request, "context.viewed", subject="details", subject_id=shown.pk, why=request.access.why)
    return change_row(
        request, actions.WRITER, shown, forms.ContextForm, title=_("Change details"), back=back, owner=shown
    )


@require_safe
@about_context()
def history(request: Any, context_id: UUID) -> HttpResponse:
    """What happened, newest first: written by hand, and from everything recorded of the context."""
    shown = context_of(context_id)
    record_view(request, "context.viewed", subject="history", subject_id=shown.pk, why=request.access.why)
    page = Paginator(chronology(shown), 50).get_page(request.GET.get("page"))
    context = {
        "page_title": _("What happened here"),
        "owner": shown,
        "page": page,
        "items": list(page.object_list),
        "writes": Section.RECORD.value in request.access.writes,
        "add_href": PARTS.href(PARTS["events"], shown, "add"),
        "by_hand_href": PARTS.href(PARTS["events"], shown),
    }
    return render(request, "contexts/history.html", context)


@require_safe
@about_context(Act.WRITE)
def pack(request: Any, context_id: UUID) -> HttpResponse:
    """The pack for a conference, to read through and print: nothing in it says who the young people are."""
    shown = context_of(context_id)
    form = forms.PackForm(request.GET or None)
    with_initials = form.is_valid() and form.cleaned_data["initials"]
    made = made_pack(request.user, shown, with_initials=with_initials)
    with recorded(request) as recorder:
        fields = ["initials"] if with_initials else []
        about = {"subject": "context", "subject_id": shown.pk, "fields": fields, "why": request.access.why}
        recorder.event("context.pack_made", **about)
        for person_id in made.shown:
            recorder.event("context.pack_made", **about, person_id=person_id)
    context = {
        "page_title": _("Pack for a conference: %(title)s") % {"title": made.title},
        "pack": made,
        "form": form,
        "back": reverse("contexts:context", args=[shown.pk]),
        "people_head": [_("Who"), _("What they have to do with it"), _("Certainty"), _("Who says so")],
        "ages_head": [_("Age"), _("Young people")],
        "actions_head": [_("What"), _("Works on"), _("Tries to"), _("Due")],
        "events_head": [_("Day"), _("What happened")],
        "reviews_head": [_("Day"), _("What it found")],
    }
    return render(request, "contexts/pack.html", context)


# Who may see it


@asks
@needs(Capability.LIMIT_CONTEXTS)
@about_context(Act.WRITE)
def who_may(request: Any, context_id: UUID) -> HttpResponse:
    """Limit the context to named people, name them, or lift the limit."""
    shown = context_of(context_id)
    limit = forms.RestrictForm(request.POST if request.POST.get("do") == "limit" else None, prefix="limit")
    named = forms.NameForm(request.POST if request.POST.get("do") == "name" else None, prefix="name")
    if request.method == "POST":
        asked: dict[str, Form] = {"limit": limit, "name": named}
        form = asked.get(request.POST.get("do", ""))
        try:
            if form is None or form.is_valid():
                _limit(request, shown, limit, named)
                messages.success(request, _("Saved"))
                return redirect("contexts:who_may", context_id=shown.pk)
        except ValidationError as wrong:
            messages.info(request, " ".join(wrong.messages))
            return redirect("contexts:who_may", context_id=shown.pk)
    record_view(request, "access.viewed", subject="context", subject_id=shown.pk, why=request.access.why)
    context = {
        "page_title": _("Who may see this context"),
        "owner": shown,
        "context": shown,
        "named": queries.named_users(shown),
        "limit": limit,
        "name": named,
    }
    bad = bool(limit.errors or named.errors)
    return render(request, "contexts/who_may.html", context, status=422 if bad else 200)


def _limit(request: Any, shown: Context, limit: forms.RestrictForm, named: forms.NameForm) -> None:
    what = request.POST.get("do")
    if what == "limit":
        actions.restrict(by=request, context=shown, why_so=limit.cleaned_data["why"], named=[request.user])
    elif what == "name":
        actions.name(by=request, context=shown, user=User.objects.get(pk=named.cleaned_data["user_id"]))
    elif what == "lift":
        actions.lift_restriction(by=request, context=shown)
    elif what == "end" and (user_id := _uuid(request.POST.get("user_id", ""))):
        actions.end_name(by=request, context=shown, user_id=user_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# A tie renewed or removed, from the context's side or from the person's


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
