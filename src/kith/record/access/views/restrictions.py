"""Records that are limited to named people, and records that are kept from somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.record.access import actions, forms, models
from kith.record.access.queries import rows_about
from kith.record.access.views.asking import ask, asks, manages, open_row, who_page
from kith.record.access.views.undoing import can_undo, ending
from kith.record.accounts.roles import Capability


@asks
@manages(Capability.RESTRICT)
def restrict(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Limit a record to named people."""
    return ask(
        request,
        forms.Restrict,
        _("Limit this record to named people"),
        lambda values: actions.restrict(by=request, person_id=person_id, **values),
        done=_("The record is limited to those named"),
        to=who_page(person_id),
    )


@asks
@manages(Capability.RESTRICT)
def name(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Name one more person."""
    restriction = open_row(models.Restriction, person_id, row_id)
    return ask(
        request,
        forms.Name,
        _("Name someone who may see this record"),
        lambda values: actions.name(by=request, restriction=restriction, **values),
        done=_("Named"),
        to=who_page(person_id),
    )


@asks
@manages(Capability.RESTRICT)
def lift(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Open a restricted record again."""
    restriction = open_row(models.Restriction, person_id, row_id)
    return ask(
        request,
        forms.Lift,
        _("Lift the restriction"),
        lambda values: _lifted(request, person_id, restriction, **values),
        done=_("The restriction is lifted"),
        to=who_page(person_id),
    )


def _lifted(request: HttpRequest, person_id: UUID, restriction: models.Restriction, reason: str) -> None:
    actions.lift_restriction(by=request, restriction=restriction, reason=reason)
    can_undo(request, person_id, "restriction", restriction.pk)


@require_POST
@manages(Capability.RESTRICT)
def unname(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Take someone off the names."""
    restrictions = rows_about(models.Restriction, person_id).filter(lifted_at__isnull=True)
    named = get_object_or_404(models.Named, pk=row_id, restriction__in=restrictions, ended_at__isnull=True)
    try:
        actions.unname(by=request, named=named)
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
    else:
        can_undo(request, person_id, "name", row_id)
        messages.success(request, _("Ended"))
    return redirect(who_page(person_id))


@asks
@manages(Capability.RESTRICT)
def keep_from(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Keep a record from someone with a conflict of interest."""
    return ask(
        request,
        forms.KeepFrom,
        _("Keep this record from someone"),
        lambda values: actions.keep_from(by=request, person_id=person_id, **values),
        done=_("They no longer see this record"),
        to=who_page(person_id),
    )


lift_keeping = ending("kept_from", actions.lift_keeping, "kept", Capability.RESTRICT)
