"""Young people by harm: the list with its filters, the list as a file, and counts by sex and ethnicity so that bias is seen."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.definitions.codes import codes
from kith.record.access import listing
from kith.record.access.guard import needs
from kith.record.access.rules import Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view, recorded
from kith.record.harms import wording
from kith.record.harms.forms import FilterForm
from kith.record.harms.models import Concern
from kith.record.harms.queries import Counted, counted, harmed, live_of
from kith.record.harms.rules import ASKED_OF_EVERYONE
from kith.record.people.context import age
from kith.record.people.models import Person
from kith.record.people.queries import Bar, bars
from kith.record.rows.words import harmless, label

_A_PAGE = 25


def _wanted(request: HttpRequest) -> tuple[FilterForm, dict[str, str]]:
    form = FilterForm(request.GET or None)
    return form, form.cleaned_data if form.is_valid() else {}


@require_safe
@needs(Capability.READ_RECORDS)
def by_harm(request: HttpRequest) -> HttpResponse:
    """The young people whom the user may see who have a live harm that fits; the count is of these alone."""
    form, wanted = _wanted(request)
    page = Paginator(harmed(request.user, **wanted), _A_PAGE).get_page(request.GET.get("page"))
    rows = _rows(request.user, page.object_list)
    with recorded(request) as recorder:
        recorder.event("list.viewed", subject="harms")
        listing.told(recorder, request.user, (bar.person.pk for bar, _concerns in rows), Section.RECORD)
    query = request.GET.urlencode()
    context = {
        "page_title": _("Young people by harm"),
        "form": form,
        "page": page,
        "head": [
            _("Name"),
            _("Age"),
            _("Kinds of harm"),
            _("Where it comes from"),
            _("Certainty"),
            _("What they know"),
        ],
        "rows": [_line(bar, concerns) for bar, concerns in rows],
        "may_export": request.user.may(Capability.EXPORT_LISTS),
        "export_href": reverse("harms:export") + (f"?{query}" if query else ""),
    }
    return render(request, "harms/list.html", context)


def _rows(user: Any, people: Iterable[Person]) -> list[tuple[Bar, list[Concern]]]:
    shown = bars(user, people)
    concerns = live_of([bar.person.pk for bar in shown])
    return [(bar, concerns[bar.person.pk]) for bar in shown]


def _each(said: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(said))


def _said(concerns: list[Concern]) -> list[str]:
    """Kinds, settings, certainties and what the young person knows, each once."""
    return [
        _each(wording.kind(row) for row in concerns),
        _each(wording.setting(row) for row in concerns),
        _each(wording.certainty(row.certainty) for row in concerns),
        _each(label("told_of_flag", row.told) for row in concerns),
    ]


def _line(bar: Bar, concerns: list[Concern]) -> list[Any]:
    name = {"text": bar.name or _("Name not known"), "href": reverse("harms:harms", args=[bar.person.pk])}
    return [name, age(bar), *_said(concerns)]


@require_safe
@needs(Capability.EXPORT_LISTS)
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file, audited by each person in it."""
    _form, wanted = _wanted(request)
    rows = _rows(request.user, harmed(request.user, **wanted))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Name"), _("Age"), _("Kinds of harm"), _("Where it comes from"), _("Certainty"), _("What they know")])  # fmt: skip
    for bar, concerns in rows:
        writer.writerow([harmless(cell) for cell in (bar.name, str(bar.age or ""), *_said(concerns))])
    with recorded(request) as recorder:
        recorder.event("list.exported", subject="harms")
        shown = (bar.person.pk for bar, _concerns in rows)
        listing.told(recorder, request.user, shown, Section.RECORD, "list.exported")
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="young-people-by-harm-{timezone.localdate()}.csv"'
    return response


@require_safe
@needs(Capability.READ_RECORDS)
def counts(request: HttpRequest) -> HttpResponse:
    """Flags by sex and by ethnicity among those whom the user may see, and whether both kinds of exploitation were asked about."""
    record_view(request, "list.viewed", subject="harms.counts")
    found = counted(request.user)
    context = {
        "page_title": _("Flags by sex and ethnicity"),
        "total": len(found),
        "tables": [
            _flags(_("Kinds of harm by sex"), found, "sex_group", lambda one: one.sex),
            _flags(_("Kinds of harm by ethnicity"), found, "ethnicity_group", lambda one: one.ethnicity),
            _asked(found),
        ],
    }
    return render(request, "harms/counts.html", context)


def _number(value: int) -> dict[str, Any]:
    return {"text": str(value), "numeric": True}


def _flags(caption: str, found: list[Counted], list_name: str, of: Any) -> dict[str, Any]:
    """How many have a live harm of each kind, in columns of a group; first how many there are of each group at all."""
    groups, harms = codes(list_name).keys(), codes("harm").keys()
    held = Counter((kind, of(one)) for one in found for kind in one.kinds)
    everyone = Counter(of(one) for one in found)
    head = [_("Kind of harm"), *({"text": label(list_name, group), "numeric": True} for group in groups)]
    rows = [[_("All young people whom you may see"), *(_number(everyone[group]) for group in groups)]]
    rows += [[label("harm", kind), *(_number(held[kind, group]) for group in groups)] for kind in harms]
    return {"caption": caption, "head": head, "rows": rows}


def _asked(found: list[Counted]) -> dict[str, Any]:
    """Of how many, by sex, there is no answer yet about each kind that everyone is asked about."""
    groups = codes("sex_group").keys()
    head = [_("Not asked yet"), *({"text": label("sex_group", group), "numeric": True} for group in groups)]
    rows = [
        [label("harm", key), *(_number(sum(one.sex == group and key not in one.answered for one in found)) for group in groups)]
        for key in ASKED_OF_EVERYONE
    ]  # fmt: skip
    return {"caption": _("Who has not been asked about exploitation"), "head": head, "rows": rows}
