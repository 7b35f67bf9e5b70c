"""Who may see a record, and for whom a young person is allocated."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access import actions, forms, models
from kith.record.access.queries import rows_about
from kith.record.access.rules import Section
from kith.record.access.views.asking import ask, asks, manages, who_page
from kith.record.access.views.undoing import ending, undoable
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view


@require_safe
@manages(Capability.ALLOCATE)
def who(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Who may see this record, and why."""
    record_view(
        request,
        "access.viewed",
        subject="person",
        subject_id=person_id,
        person_id=person_id,
        why=request.access.why,  # type: ignore[attr-defined]
    )
    today = timezone.localdate()
    restrictions = rows_about(models.Restriction, person_id).filter(lifted_at__isnull=True)
    shares = rows_about(models.GuestShare, person_id).filter(ended_at__isnull=True, until_on__gte=today)
    shown = {
        "relations": rows_about(models.Relation, person_id)
        .filter(ended_at__isnull=True)
        .exclude(to_on__lt=today)
        .select_related("user", "team", "panel"),
        "restrictions": [(row, row.names.filter(ended_at__isnull=True).select_related("user")) for row in restrictions],
        "kept": rows_about(models.KeptFrom, person_id).filter(lifted_at__isnull=True).select_related("user"),
        "shares": [(row, forms.SECTION_NAMES[Section(row.section)]) for row in shares.select_related("guest")],
        "glasses": rows_about(models.Glass, person_id).filter(until__gt=timezone.now()).select_related("made_by"),
        "undo": undoable(request, person_id),
    }
    return render(
        request, "access/who.html", {"page_title": _("Who may see this record"), "person_id": person_id, **shown}
    )


@asks
@manages(Capability.ALLOCATE)
def allocate(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Allocate a young person to a worker, a team or a panel's list."""
    return ask(
        request,
        forms.Allocate,
        _("Allocate"),
        lambda values: actions.allocate(by=request, person_id=person_id, **values),
        done=_("Allocated"),
        to=who_page(person_id),
    )


end_relation = ending("relation", actions.end_relation, "relation", Capability.ALLOCATE)
