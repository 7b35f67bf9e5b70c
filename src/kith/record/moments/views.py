"""Pages beyond the parts: what has just happened, a person's times missing, and for a team who is missing now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kith.record.access import listing
from kith.record.access.guard import about_person, needs
from kith.record.access.rules import Act, Section
from kith.record.accounts import drafts
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts.queries import places, with_context
from kith.record.moments import forms, queries
from kith.record.moments.actions import add
from kith.record.moments.models import Missing, MissingCount, Moment
from kith.record.moments.parts import PARTS
from kith.record.moments.wording import CLOCK, ago, interview, lasted, reached, since, where
from kith.record.people.parts import person_of
from kith.record.people.queries import bars
from kith.record.rows.parts import asks
from kith.record.rows.words import label, labels, moment, span

_A_PAGE = 25
_FORM = "moments.now"


@asks
@about_person(Section.RECORD, Act.WRITE)
def now(request: Any, person_id: UUID) -> HttpResponse:
    """What has just happened, and who is with them: one short form, who is on call, and the moments before."""
    person = person_of(person_id)
    local = timezone.localtime()
    at_once = {
        "from_on": local.date(),
        "from_time": local.time().replace(second=0, microsecond=0),
        "reached": "not_known",
    }
    form = forms.QuickForm(
        request.POST if request.method == "POST" else None,
        initial=at_once,
        contexts=places(request.user, [person.pk]) or None,
    )
    if request.method == "POST" and form.is_valid():
        row = Moment(person_id=person.pk, **form.values())
        if row.reached == "yes":  # they are with them as this is written
            row.reached_on, row.reached_time = local.date(), at_once["from_time"]
        try:
            with recorded(request):
                add(by=request, row=row)
                drafts.drop(user=request.user, form_key=_FORM, subject_id=person.pk)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved. What it opened can be added to it."))
            return redirect("moments:now", person_id=person.pk)
    _look(request, person.pk, "moments")
    context = {
        "page_title": _("What has just happened"),
        "owner": person,
        "form": form,
        "form_key": _FORM,
        "subject_id": person.pk,
        "on_call": queries.on_call(),
        "workers": queries.workers(person.pk),
        "moments": [_moment(person, row) for row in with_context(request.user, queries.recent_moments(person.pk)[:5])],
        "all_href": PARTS.href(PARTS["moments"], person),
    }
    return render(request, "moments/now.html", context, status=422 if form.errors else 200)


def _moment(person: Any, row: Moment) -> dict[str, Any]:
    return {
        "title": label("critical_moment", row.kind),
        "at": row.from_on,
        "text": ". ".join(filter(None, [moment(row.from_on, row.from_time), where(row), reached(row), row.opened])),
        "href": PARTS.href(PARTS["moments"], person, "change", row.pk),
    }


@require_safe
@about_person(Section.RECORD, Act.READ)
def missing(request: Any, person_id: UUID) -> HttpResponse:
    """Are they missing, how often were they, and what did they say when they came back?"""
    person = person_of(person_id)
    _look(request, person.pk, "missing")
    found = queries.standing(Missing, person.pk)
    writes = "record" in request.access.writes
    context = {
        "page_title": _("Missing"),
        "owner": person,
        "sentences": _summary(found),
        "open": any(row.to_on is None and row.kind == "missing" for row in found),
        "timeline": [_time_missing(person, row, writes) for row in found],
        "counts": [
            [span(row), label("missing_kind", row.kind), _("Not known") if row.episodes is None else row.episodes]
            for row in queries.standing(MissingCount, person.pk)
        ],
        "count_head": [_("Counted"), _("Missing or away"), {"text": _("Times"), "numeric": True}],
        "source": CLOCK,
        "all_href": PARTS.href(PARTS["missing"], person),
        "add_href": PARTS.href(PARTS["missing"], person, "add") if writes else "",
    }
    return render(request, "moments/missing.html", context)


def _summary(found: list[Missing]) -> list[str]:
    """What stands at the top: missing now or not, how often in a year, what waits."""
    today = timezone.localdate()
    open_ = [since(row, today) for row in found if row.to_on is None]
    year = [row for row in found if row.kind == "missing" and (today - row.from_on).days <= 365]
    often = ngettext("Missing %(count)s time in the last year", "Missing %(count)s times in the last year", len(year))
    last = next((row for row in found if row.to_on is not None), None)
    said = [*(open_ or [_("Not missing now")]), often % {"count": len(year)}]
    if last is not None and last.to_on is not None:
        said.append(_("Last back on %(when)s") % {"when": ago(last.to_on, today)})
    return [*said, *(interview(one.row) for one in queries.waiting(found[:10]))]


def _time_missing(person: Any, row: Missing, writes: bool) -> dict[str, Any]:
    found = "" if row.found_how == "not_known" else label("missing_found", row.found_how)
    said = [
        lasted(row),
        found,
        row.found_where,
        interview(row) if row.to_on else "",
        labels("interview_theme", row.themes),
    ]
    return {
        "title": label("missing_kind", row.kind),
        "at": row.from_on,
        "text": ". ".join(filter(None, said)) + ".",
        "href": PARTS.href(PARTS["missing"], person, "change", row.pk) if writes else "",
    }


@require_safe
@needs(Capability.READ_RECORDS)
def missing_now(request: HttpRequest) -> HttpResponse:
    """Who is missing now, among those whom the user may see."""
    page = Paginator(queries.missing_now(request.user), _A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    today = timezone.localdate()
    lines = [
        [_link(bar, "moments:missing_page"), since(row, today), label("missing_reporter", row.reported_by)]
        for row, bar in _with_bars(request, rows)
    ]
    context = {
        "page_title": _("Missing now"),
        "page": page,
        "rows": lines,
        "head": [_("Name"), _("Since"), _("Reported by")],
        "tabs": _tabs("moments:missing_now"),
    }
    return render(request, "moments/missing_now.html", context)


@require_safe
@needs(Capability.READ_RECORDS)
def interviews(request: HttpRequest) -> HttpResponse:
    """Who came back and waits for an interview, or of whom nobody has said."""
    form = forms.OlderForm(request.GET or None)
    older = form.is_valid() and form.cleaned_data["older"]
    page = Paginator(queries.interviews(request.user, older=older), _A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    lines = [
        [
            _link(bar, "moments:missing_page"),
            ago(row.to_on, today),
            interview(row),
            label("state", row.interview_offered),
        ]
        for row, bar in _with_bars(request, list(page.object_list))
        if row.to_on is not None  # each has come back
    ]
    context = {
        "page_title": _("Return interviews"),
        "page": page,
        "form": form,
        "rows": lines,
        "head": [_("Name"), _("Came back"), _("Interview"), _("Offered")],
        "source": CLOCK,
        "tabs": _tabs("moments:interviews"),
    }
    return render(request, "moments/interviews.html", context)


def _with_bars(request: Any, rows: list[Missing]) -> list[tuple[Missing, Any]]:
    """Each row with the bar of its person; that each was listed is recorded."""
    people = {row.person.kept_id or row.person_id: row.person.kept or row.person for row in rows}
    shown = {bar.person.pk: bar for bar in bars(request.user, people.values())}
    with recorded(request) as recorder:
        recorder.event("list.viewed", subject="missing")
        listing.told(recorder, request.user, people, Section.RECORD)
    return [(row, shown[row.person.kept_id or row.person_id]) for row in rows]


def _link(bar: Any, name: str) -> dict[str, str]:
    return {"text": bar.name or _("Name not known"), "href": reverse(name, args=[bar.person.pk])}


def _tabs(current: str) -> list[dict[str, Any]]:
    both = ((_("Missing now"), "moments:missing_now"), (_("Return interviews"), "moments:interviews"))
    return [{"text": text, "href": reverse(name), "current": name == current} for text, name in both]


def _look(request: Any, person_id: UUID, subject: str) -> None:
    record_view(request, "person.viewed", subject=subject, person_id=person_id, why=request.access.why)
