"""The contexts that a user may see: the list, the list as a file, and a new one, opened after those alike were shown."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access.guard import needs
from kith.record.accounts import drafts
from kith.record.accounts.roles import Capability
from kith.record.accounts.sealing import Unreadable, seal, unseal
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts import actions, forms, queries
from kith.record.contexts.models import Context
from kith.record.rows.parts import asks
from kith.record.rows.words import day, harmless, label

_A_PAGE = 25
_SEARCHES = "contexts_searches"


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
