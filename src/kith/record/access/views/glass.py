"""Opening a record in an emergency, saying on call why, and the review of both."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.record.access import actions, forms, models
from kith.record.access.guard import about_person, needs
from kith.record.access.queries import rows_about, to_review, tries_told
from kith.record.access.rules import Relation, Section
from kith.record.access.views.asking import ask, asks, person_page
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view
from kith.record.audit.models import Event
from kith.record.audit.vocabulary import VOCABULARY


@asks
@needs(Capability.BREAK_GLASS)
def emergency(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Open a record in an emergency. The page is the same whether or not there is such a record, and so is what follows it."""
    return ask(
        request,
        forms.Emergency,
        _("Open a record in an emergency"),
        lambda values: actions.break_glass(by=request, person_id=person_id, **values),
        done="",
        to=person_page(request, person_id),
        button=_("Open the record"),
        warning=_(
            "Your manager is told at once, sees your reason and what you looked at, and reviews it within two working days."
        ),
    )


@require_POST
@needs(Capability.BREAK_GLASS)
def end_emergency(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Close what I opened before its time."""
    mine = rows_about(models.Glass, person_id).filter(made_by_id=request.user.id, until__gt=timezone.now())
    actions.end_glass(by=request, glass=get_object_or_404(mine, pk=row_id))
    messages.success(request, _("The record is closed again"))
    return redirect("/")


@asks
@about_person(Section.IDENTITY)
def reason(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Say, on call, why a record is opened."""
    if Relation.ON_CALL not in request.access.facts.relations:  # type: ignore[attr-defined]
        raise Http404
    return ask(
        request,
        forms.Reason,
        _("Say why you open this record"),
        lambda values: actions.state_reason(by=request, person_id=person_id, **values),
        done="",
        to=person_page(request, person_id),
        button=_("Open the record"),
    )


@require_safe
@needs(Capability.REVIEW_BREAK_GLASS)
def reviews(request: HttpRequest) -> HttpResponse:
    """What was opened in an emergency and waits for me."""
    record_view(request, "glass.queue_viewed")
    record_view(request, "glass.tries_viewed")
    return render(
        request,
        "access/reviews.html",
        {
            "page_title": _("Emergencies to review"),
            "waiting": to_review(request.user),
            "today": timezone.localdate(),
            "tries": tries_told(request.user),
        },
    )


@asks
@needs(Capability.REVIEW_BREAK_GLASS)
def review(request: HttpRequest, *, glass_id: UUID) -> HttpResponse:
    """Say whether it was right to open a record in an emergency: why it was opened, what was looked at."""
    glass = get_object_or_404(to_review(request.user), pk=glass_id)
    seen = Event.objects.filter(break_glass=glass.id).order_by("seq")
    return ask(
        request,
        forms.Review,
        _("Was it right to open this record?"),
        lambda values: actions.review_break_glass(by=request, glass=glass, **values),
        done=_("Reviewed"),
        to=reverse("access:reviews"),
        glass=glass,
        seen=[(event.at, VOCABULARY.get(event.action, event.action)) for event in seen],
    )


@require_safe
@needs(Capability.REVIEW_BREAK_GLASS)
def tried(request: HttpRequest, *, tried_id: UUID) -> HttpResponse:
    """Who tried to open a record in an emergency without being let in, when and why; never whether there is such a record."""
    row = get_object_or_404(tries_told(request.user), pk=tried_id)
    record_view(request, "glass.tries_viewed", subject="tried", subject_id=row.pk)
    return render(
        request,
        "access/tried.html",
        {"page_title": _("A try to open a record in an emergency"), "row": row, "back": reverse("access:reviews")},
    )
