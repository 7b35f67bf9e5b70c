"""The pages of figures: how many, how sure, what is unknown; whom a figure counts; making them and taking them out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.reports.speaking import spoken
from kith.figures.reports.wording import labelled
from kith.foundation.dates import Month
from kith.record.access.guard import needs
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view, recorded
from kith.record.figures import actions, exporting
from kith.record.figures.forms import ExportForm, MonthForm
from kith.record.figures.making import STEPS
from kith.record.figures.models import Making
from kith.record.figures.queries import made, months_made, newest, people_behind, waiting
from kith.record.figures.rules import ENDS, behind, last_whole, offered
from kith.record.figures.showing import Showing, opened
from kith.record.figures.wording import moment, month_words, tongue
from kith.record.people.context import age
from kith.record.people.queries import bars

_A_PAGE = 25


def _month(request: HttpRequest, today: date) -> Month:
    """The month asked for, else the last whole one. Http404 for what is none or has not begun."""
    try:
        month = Month.parse(request.GET.get("month") or request.POST.get("month") or str(last_whole(today)))
    except ValueError:
        raise Http404 from None
    if month.first > today:
        raise Http404
    return month


def _showing(request: Any, month: Month) -> Showing | None:
    """The newest figures of the month as the user may see them; who sees no small numbers sees what is handed on, and hands it on."""
    making = newest(month)
    if making is None:
        return None
    profile = "internal" if request.user.may(Capability.SEE_SMALL_NUMBERS) else "published"
    if profile == "published":
        making = actions.hand_on(by=request, making=making)
    record_view(request, "figures.viewed", subject="figures", subject_id=making.pk)
    opens = request.user.may(Capability.OPEN_FIGURES)
    return Showing(making, profile, exporting.released(making, profile).figures, opens)


def _context(request: Any, month: Month, showing: Showing | None, family: str = "") -> dict[str, Any]:
    """What both pages share: the month, when the figures were made, whether some are being made, the families."""
    today, under_way = timezone.localdate(), waiting(month)
    links = []
    if showing:
        named = [("", _("Overview")), *((key, section.title) for key, section in showing.sections.items())]
        links = [{"text": text, "href": showing.address(key), "current": key == family} for key, text in named]
    return {
        "month": month,
        "month_words": month_words(month),
        "form": MonthForm(months=offered(today, [month, *months_made()]), chosen=month),
        "showing": showing,
        "made_at": moment(showing.making.made_at) if showing else "",
        "not_over": month.last >= today,
        "links": links,
        "may_make": request.user.may(Capability.SEE_SMALL_NUMBERS),
        "may_review": request.user.may(Capability.WRITE_RECORDS),
        "waiting": under_way,
        "progress": _progress(under_way) if under_way else {},
    }


@require_safe
@needs(Capability.SEE_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """How many, how sure, what is unknown: the headline of a month with its range, then every total."""
    month = _month(request, timezone.localdate())
    showing = _showing(request, month)
    small = request.user.may(Capability.SEE_SMALL_NUMBERS)  # type: ignore[union-attr]
    context = _context(request, month, showing) | {
        "page_title": _("Figures"),
        "export_form": ExportForm(small_numbers=small),
        "problem_head": [_("What"), _("Where"), {"text": _("Times"), "numeric": True}, _("What to do")],
    }
    return render(request, "figures/figures.html", context)


@require_safe
@needs(Capability.SEE_FIGURES)
def family(request: HttpRequest, family: str) -> HttpResponse:
    """One family of figures with its breakdowns, each as a drawing and as a table."""
    month = _month(request, timezone.localdate())
    showing = _showing(request, month)
    section = showing.sections.get(family) if showing else None
    if showing is None or section is None:
        if newest(month) is None:  # nothing of this month yet: the first page says how to begin
            return redirect(f"{reverse('figures:figures')}?month={month}")
        raise Http404
    context = _context(request, month, showing, family) | {
        "page_title": section.title,
        "totals": next(each for each in showing.families if each["title"] == section.title),
        "blocks": showing.blocks(section),
        "empty": section.empty,
    }
    return render(request, "figures/family.html", context)


@require_POST
@needs(Capability.SEE_SMALL_NUMBERS)
def make(request: HttpRequest) -> HttpResponse:
    """Have the figures of a month made, in the background."""
    month = _month(request, timezone.localdate())
    actions.ask(by=request, month=month)
    return redirect(f"{reverse('figures:figures')}?month={month}")


def _progress(making: Making) -> dict[str, Any]:
    return {
        "says": STEPS[min(making.step, len(STEPS) - 1)],
        "step": making.step,
        "steps": len(STEPS) - 1,
        "trouble": making.trouble,
    }


@require_safe
@needs(Capability.SEE_FIGURES)
def progress(request: HttpRequest, making_id: UUID) -> HttpResponse:
    """How far a making is, for the page that waits for it; once it is made, that page is opened anew."""
    making = get_object_or_404(Making.objects.defer("figures", "published", "drawings", "about"), pk=making_id)
    response = render(request, "figures/progress.html", {"progress": _progress(making), "made": making.made_at})
    if making.made_at:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@needs(Capability.SEE_FIGURES)
def export(request: Any, making_id: UUID) -> HttpResponse:
    """Take the figures out as a file; what is to be handed on has small numbers hidden."""
    making = get_object_or_404(Making, pk=making_id, made_at__isnull=False)
    form = ExportForm(request.POST, small_numbers=request.user.may(Capability.SEE_SMALL_NUMBERS))
    if not form.is_valid():
        raise Http404
    profile, kind = form.chosen, form.cleaned_data["form"]
    if profile == "published":
        making = actions.hand_on(by=request, making=making)
    content = exporting.file(making, profile, kind)
    with recorded(request) as recorder:
        recorder.event("figures.exported", subject="figures", subject_id=making.pk, fields=[profile, kind])
    response = HttpResponse(content, content_type=exporting.FORMS[kind][1])
    response["Content-Disposition"] = f'attachment; filename="{exporting.name(making, profile, kind)}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@needs(Capability.OPEN_FIGURES)
def people(request: HttpRequest, making_id: UUID) -> HttpResponse:
    """Whom a figure counts, of those whose record the user may see."""
    making = get_object_or_404(made().defer(None).defer("figures", "published", "drawings"), pk=making_id)
    key, by, category = (request.GET.get(name, "") for name in ("measure", "by", "is"))
    end = request.GET.get("which", ENDS[0])
    columns = making.about["columns"]
    wanted = behind(key, by, category, end, columns) if end in ENDS else None  # type: ignore[arg-type]
    if wanted is None:
        raise Http404
    page = Paginator(people_behind(request.user, making, wanted), _A_PAGE).get_page(request.GET.get("page"))
    shown = bars(request.user, page.object_list)
    with recorded(request) as recorder:
        recorder.event("figures.opened", subject="figures", subject_id=making.pk)
        for bar in shown:
            recorder.event("figures.opened", subject="figures", subject_id=making.pk, person_id=bar.person.pk)
    with spoken(tongue()):
        said = labelled(DIMENSIONS[by], category) if by else ""
    ends = {"value": _("Counted"), "open": _("Waiting for review"), "not_known": _("Not known")}
    context = {
        "page_title": _(MEASURES[key].title),
        "category": f"{_(DIMENSIONS[by].title)}: {said}" if by else "",
        "month_words": month_words(making.of),
        "made_at": moment(making.made_at),
        "links": [
            {"text": ends[each], "href": opened(making, key, by, category, each), "current": each == end}
            for each in ENDS
            if behind(key, by, category, each, columns)
        ],
        "kept": making.behind.exists(),  # type: ignore[attr-defined]
        "head": [_("Name"), _("Age")],
        "rows": [
            [{"text": bar.name or _("Name not known"), "href": reverse("web:person", args=[bar.person.pk])}, age(bar)]
            for bar in shown
        ],
        "page": page,
        "back": f"{reverse('figures:figures')}?month={making.month}",
    }
    return render(request, "figures/people.html", context)
