"""Every clock of a person, and what this authority set for everybody: limits of its own and school terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.clocks.cases import State
from kith.clocks.declarations import Clock, clocks, conditions
from kith.record.access.guard import about_person, needs
from kith.record.access.rules import Act, Section
from kith.record.accounts import drafts
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view, recorded
from kith.record.people.parts import person_of
from kith.record.rows.actions import Stale
from kith.record.rows.deadlines import Dated
from kith.record.rows.forms import RowForm, WhyForm
from kith.record.rows.models import Row
from kith.record.rows.parts import asks, change_row
from kith.record.rows.words import day, label
from kith.record.worklists import forms, queries
from kith.record.worklists.actions import OWN
from kith.record.worklists.models import Adjustment, Term
from kith.record.worklists.parts import PARTS
from kith.record.worklists.rules import Line
from kith.record.worklists.wording import (
    STATES,
    condition,
    dated_sentence,
    dated_title,
    limit,
    sentence,
    source,
    title,
    words_of,
)

Cell = Any


@require_safe
@about_person(Section.RECORD, Act.READ)
def of_person(request: Any, person_id: UUID) -> HttpResponse:
    """Every clock of a person: overdue, due, not known and which fact is missing, done, not started, not applicable and why."""
    person, now = person_of(person_id), timezone.now()
    today = timezone.localdate(now)
    record_view(request, "person.viewed", subject="clocks", person_id=person.pk, why=request.access.why)
    found, told = queries.all_lines(person.pk, now)
    writes = Section.RECORD.value in request.access.writes
    answer = PARTS.href(PARTS["clock_answers"], person, "add") if writes else ""
    groups: list[dict[str, Any]] = [
        {
            "title": str(text),
            "state": state.value,
            "folded": state in _FOLDED,
            "rows": [_row(line, today, answer) for line in found if line.state is state],
        }
        for state, text in STATES.items()
    ]
    missing = dict.fromkeys(key for line in found if line.state is State.NOT_KNOWN for key in line.standing.missing)
    context = {
        "page_title": _("Clocks"),
        "owner": person,
        "groups": [group for group in groups if group["rows"]],
        "counts": [f"{text}: {many}" for text, many in _counted(found, told.dated, today) if many],
        "head": [_("What"), _("How it stands"), _("Where it comes from"), *([_("Answer")] if writes else [])],
        "dated_head": [_("What"), _("When")],
        "dated": [[dated_title(one), dated_sentence(one, today)] for one in sorted(told.dated, key=lambda one: one.on)],
        "asked": [_asked(key, person, writes) for key in missing if key in conditions()],
        "hrefs": {key: PARTS.href(part, person) for key, part in PARTS.parts.items()},
    }
    return render(request, "worklists/of_person.html", context)


def _counted(found: list[Line], dated: list[Dated], today: date) -> Iterator[tuple[str, int]]:
    """How much is overdue and how much is due: clocks, and the days that the record set; what ends by itself is neither."""
    late = sum(one.on < today for one in dated if not one.ends)
    ahead = sum(one.on >= today for one in dated if not one.ends)
    yield str(STATES[State.OVERDUE]), late + sum(line.state is State.OVERDUE for line in found)
    yield str(STATES[State.DUE]), ahead + sum(line.state is State.DUE for line in found)


_FOLDED = {State.DONE, State.NOT_STARTED, State.NOT_APPLICABLE}
"""What asks nothing of anybody stands folded, with how much it is: there are more than a hundred clocks."""


def _row(line: Line, today: date, answer: str) -> list[Cell]:
    cells: list[Cell] = [title(line.clock), sentence(line, today), source(line.clock)]
    if answer:
        open_ = line.state in {State.OVERDUE, State.DUE, State.NOT_KNOWN}
        cells.append({"text": _("Answer"), "href": f"{answer}?clock={line.clock.key}"} if open_ else "")
    return cells


def _asked(key: str, person: Any, writes: bool) -> Cell:
    href = PARTS.href(PARTS["clock_facts"], person, "add") if writes else ""
    return {"text": condition(key), "href": f"{href}?condition={key}" if href else ""}


# What this authority set


@require_safe
@needs(Capability.ADJUST_CLOCKS)
def own(request: HttpRequest) -> HttpResponse:
    """Every clock with its limit, what this authority changed of it, and the way to change it."""
    record_view(request, "clock.viewed", subject="clocks")
    held = queries.own_settings()
    page = {
        "page_title": _("Clocks of this authority"),
        "head": [_("What"), _("Limit"), _("Where it comes from"), _("This authority"), _("Change"), _("Take it back")],
        "rows": [
            _own_row(clock, held.get(key))
            for key, clock in sorted(clocks().items(), key=lambda each: each[0] not in held)
        ],
        "tabs": _tabs("worklists:own"),
    }
    return render(request, "worklists/own.html", page)


def _own_row(clock: Clock, row: Adjustment | None) -> list[Cell]:
    change = {"text": _("Change"), "href": reverse("worklists:adjust", args=[clock.key])}
    off = "" if clock.commenced else _("switched off: not commenced in the copies that were read")
    ours = ", ".join(filter(None, [off if row is None else "", *_ours(row)]))
    end = {"text": _("Take it back"), "href": reverse("worklists:end_adjustment", args=[row.pk])} if row else ""
    return [title(clock), limit(clock), source(clock), ours, change, end]


def _ours(row: Adjustment | None) -> list[str]:
    if row is None:
        return []
    on = _("in force from %(day)s") % {"day": day(row.commenced)} if row.commenced else ""
    by = _("%(who)s, %(day)s: %(why)s") % {"who": row.decided_by, "day": day(row.decided_on), "why": row.reason}
    return [*(words_of(text) for text in (row.limit, row.every)), on, by]


@asks
@needs(Capability.ADJUST_CLOCKS)
def adjust(request: Any, clock: str) -> HttpResponse:
    """Change a clock for this authority, or what it changed of it before."""
    if clock not in clocks():
        raise Http404
    row, back = queries.own_settings().get(clock), reverse("worklists:own")
    heading = _("Adjust: %(clock)s") % {"clock": title(clocks()[clock])}
    if row is not None:
        return change_row(request, OWN, row, forms.AdjustForm, title=heading, back=back)
    return _add(request, forms.AdjustForm, heading, back, clock=clock)


@asks
@needs(Capability.ADJUST_CLOCKS)
def end_adjustment(request: Any, row_id: UUID) -> HttpResponse:
    """Take back what this authority changed of a clock."""
    return _end(request, Adjustment, row_id, reverse("worklists:own"))


@require_safe
@needs(Capability.ADJUST_CLOCKS)
def terms(request: HttpRequest) -> HttpResponse:
    """The school terms of this authority, without which school days are not known."""
    record_view(request, "clock.viewed", subject="terms")
    rows = Term.objects.filter(error_at=None).order_by("-from_on")
    page = {
        "page_title": _("School terms"),
        "head": [_("Name"), _("What"), _("First day"), _("Last day"), _("Change"), _("Entered in error")],
        "rows": [_term(row) for row in rows],
        "add_href": reverse("worklists:add_term"),
        "tabs": _tabs("worklists:terms"),
    }
    return render(request, "worklists/terms.html", page)


def _term(row: Term) -> list[Cell]:
    change = {"text": _("Change"), "href": reverse("worklists:change_term", args=[row.pk])}
    end = {"text": _("Entered in error"), "href": reverse("worklists:end_term", args=[row.pk])}
    return [
        row.name or label("term_kind", row.kind),
        label("term_kind", row.kind),
        day(row.from_on),
        day(row.to_on),
        change,
        end,
    ]


@asks
@needs(Capability.ADJUST_CLOCKS)
def add_term(request: Any) -> HttpResponse:
    """A new term or closure."""
    return _add(request, forms.TermForm, _("Add a term or a closure"), reverse("worklists:terms"))


@asks
@needs(Capability.ADJUST_CLOCKS)
def change_term(request: Any, row_id: UUID) -> HttpResponse:
    """Change a term or closure."""
    row = Term.objects.filter(pk=row_id, error_at=None).first()
    if row is None:
        raise Http404
    back = reverse("worklists:terms")
    return change_row(request, OWN, row, forms.TermForm, title=_("Change a term or a closure"), back=back)


@asks
@needs(Capability.ADJUST_CLOCKS)
def end_term(request: Any, row_id: UUID) -> HttpResponse:
    """Mark a term as entered in error."""
    return _end(request, Term, row_id, reverse("worklists:terms"))


def _add(request: Any, form_class: type[RowForm], heading: str, back: str, **fixed: Any) -> HttpResponse:
    """A form of a new row that is nobody's; `fixed`: what its address says already."""
    form = form_class(request.POST if request.method == "POST" else None)
    form_key = ".".join(["worklists", form_class.__name__.lower(), *fixed.values()])
    if request.method == "POST" and form.is_valid():
        try:
            with recorded(request):
                OWN.add(by=request, row=form.model(**fixed, **form.values()))
                drafts.drop(user=request.user, form_key=form_key, subject_id=None)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return HttpResponseRedirect(back)
    context = {"page_title": heading, "form": form, "back": back, "form_key": form_key, "subject_id": None}
    return render(request, "rows/form.html", context, status=422 if form.errors else 200)


def _end(request: Any, model: type[Row], row_id: UUID, back: str) -> HttpResponse:
    row: Any = model._default_manager.filter(pk=row_id, error_at=None).first()
    if row is None:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None, initial={"seen": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            OWN.enter_in_error(
                by=request, row=row, seen=form.cleaned_data["seen"] or 0, why_so=form.cleaned_data["why"]
            )
        except Stale:
            form.add_error(None, _("Somebody saved this in between. Look at it again first."))
        else:
            messages.success(request, _("Taken back"))
            return redirect(back)
    context = {"page_title": _("Take it back"), "form": form, "back": back}
    return render(request, "worklists/end.html", context, status=422 if form.errors else 200)


def _tabs(current: str) -> list[dict[str, Any]]:
    both = ((_("Clocks"), "worklists:own"), (_("School terms"), "worklists:terms"))
    return [{"text": text, "href": reverse(name), "current": name == current} for text, name in both]
