"""Lists of people and the search: what each line says, and how what was looked for stays out of addresses."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access import listing
from kith.record.access.guard import needs
from kith.record.accounts.limits import EXPORTS, SEARCHES, at_most
from kith.record.accounts.roles import Capability
from kith.record.accounts.sealing import Unreadable, seal, unseal
from kith.record.audit.actions import record_view, recorded
from kith.record.people import forms
from kith.record.people.context import age, tonight
from kith.record.people.queries import Listed, listed, young_people
from kith.record.people.rules import REASONS
from kith.record.people.search import Asked, find
from kith.record.rows.parts import asks
from kith.record.rows.words import harmless, label

_A_PAGE = 25
_SEARCHES = "people_searches"
_KEPT_SEARCHES = 5


@require_safe
@needs(Capability.READ_RECORDS)
def people_list(request: HttpRequest) -> HttpResponse:
    """The young people whom a worker or their team works with: the first page."""
    form = forms.FilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(young_people(request.user, **wanted), _A_PAGE).get_page(request.GET.get("page"))
    rows = listed(request.user, page.object_list)
    with recorded(request) as recorder:
        recorder.event("list.viewed", subject="people")
        listing.told(recorder, request.user, (row.bar.person.pk for row in rows))
    query = request.GET.urlencode()
    context = {
        "page_title": _("Young people"),
        "form": form,
        "page": page,
        "rows": [line(row) for row in rows],
        "may_add": request.user.may(Capability.CREATE_PEOPLE),
        "add_href": reverse("people:add"),
        "may_export": request.user.may(Capability.EXPORT_LISTS),
        "export_href": reverse("people:export") + (f"?{query}" if query else ""),
        "may_merge": request.user.may(Capability.MERGE_PEOPLE),
        "likely_href": reverse("people:likely_duplicates"),
    }
    return render(request, "people/list.html", context)


def line(row: Listed) -> list[Any]:
    name = {"text": row.bar.name or _("Name not known"), "href": reverse("web:person", args=[row.bar.person.pk])}
    statuses = ", ".join(label("involvement", status) for status in row.involvements)
    restricted = {"tag": _("Restricted"), "colour": "yellow"} if row.bar.restricted else ""
    return [name, row.bar.called, age(row.bar), statuses, tonight(row.bar), restricted]


@require_safe
@needs(Capability.EXPORT_LISTS)
@at_most(EXPORTS, "export", "GET")
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file, audited by each person in it."""
    form = forms.FilterForm(request.GET or None)
    rows = listed(request.user, young_people(request.user, **(form.cleaned_data if form.is_valid() else {})))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Name"), _("Called"), _("Birth date"), _("Involvement"), _("Where tonight"), _("Restricted")])
    for row in rows:
        writer.writerow([harmless(cell) for cell in _exported(row)])
    with recorded(request) as recorder:
        recorder.event("list.exported", subject="people")
        listing.told(recorder, request.user, (row.bar.person.pk for row in rows), action="list.exported")
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="young-people-{timezone.localdate()}.csv"'
    return response


def _exported(row: Listed) -> list[str]:
    bar = row.bar
    place = _("Withheld") if bar.withheld else bar.where
    statuses = ", ".join(label("involvement", status) for status in row.involvements)
    born = bar.person.born_on.isoformat() if bar.person.born_on else ""
    return [bar.name, bar.called, born, statuses, place, _("Yes") if bar.restricted else _("No")]


@asks
@needs(Capability.READ_RECORDS)
@at_most(SEARCHES, "search")
def search(request: HttpRequest) -> HttpResponse:
    """What is looked for is posted and kept in the session; results stand under a reference, so that no address holds a name."""
    form = forms.SearchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        words = {**said, "born_on": said["born_on"].isoformat() if said["born_on"] else ""}
        reference = str(uuid4())
        kept = list(request.session.get(_SEARCHES, {}).items())[-_KEPT_SEARCHES + 1 :]
        sealed = seal(json.dumps(words), about=_search_of(request, reference))
        request.session[_SEARCHES] = {**dict(kept), reference: sealed}
        record_view(
            request, "search.made", subject="search", subject_id=UUID(reference), fields=[n for n in words if words[n]]
        )
        return redirect("people:results", reference=reference)
    return render(request, "people/search.html", {"page_title": _("Find a person"), "form": form})


def _search_of(request: HttpRequest, reference: str) -> str:
    return f"search {request.user.pk} {reference}"


def _words(request: HttpRequest, reference: str) -> dict[str, str] | None:
    """What was looked for, which lies sealed in the session; None where it is no longer kept."""
    try:
        found: dict[str, str] = json.loads(
            unseal(request.session.get(_SEARCHES, {})[reference], about=_search_of(request, reference))
        )
    except (KeyError, Unreadable):
        return None
    return found


@require_safe
@needs(Capability.READ_RECORDS)
def results(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Whom a search finds among those whom the user may see."""
    words = _words(request, str(reference))
    if words is None:
        messages.info(request, _("That search is no longer kept. Please search again."))
        return redirect("people:search")
    asked = Asked(
        words["q"], parse_date(words["born_on"]) if words["born_on"] else None, words["postcode"], words["number"]
    )
    page = Paginator(find(request.user, asked), 20).get_page(request.GET.get("page"))
    found = list(page.object_list)
    rows = listed(request.user, [result.person for result in found])
    opened = listing.emergencies(request.user)
    with recorded(request) as recorder:
        for result in found:
            pk = result.person.pk
            recorder.event("search.found", subject="search", subject_id=reference, person_id=pk, why=opened.get(pk))
    lines = [
        [*line(row)[:4], sentence(result.likeness.reasons), line(row)[5]]
        for row, result in zip(rows, found, strict=True)
    ]
    return render(
        request,
        "people/results.html",
        {
            "page_title": _("People found"),
            "form": forms.SearchForm(initial={**words, "born_on": asked.born_on}),
            "page": page,
            "rows": lines,
            "may_add": request.user.may(Capability.CREATE_PEOPLE),
        },
    )


def sentence(reasons: tuple[str, ...]) -> str:
    said = ", ".join(str(REASONS[reason]) for reason in reasons)
    return said[:1].upper() + said[1:]
