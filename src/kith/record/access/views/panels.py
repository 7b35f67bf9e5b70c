"""Panels and who sits on them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.record.access import actions, forms, models
from kith.record.access.guard import needs
from kith.record.access.views.asking import ask, asks
from kith.record.accounts.roles import Capability


@asks
@needs(Capability.ALLOCATE)
def panels(request: HttpRequest) -> HttpResponse:
    """The panels and who sits on them."""
    rows = models.Panel.objects.filter(closed_on__isnull=True)
    return ask(
        request,
        forms.NewPanel,
        _("Panels"),
        lambda values: actions.make_panel(by=request, **values),
        done=_("Saved"),
        to=reverse("access:panels"),
        panels=[(row, row.members.filter(ended_at__isnull=True).select_related("user")) for row in rows],
    )


@asks
@needs(Capability.ALLOCATE)
def seats(request: HttpRequest, *, panel_id: UUID) -> HttpResponse:
    """Give someone a seat on a panel."""
    panel = get_object_or_404(models.Panel, pk=panel_id, closed_on__isnull=True)
    return ask(
        request,
        forms.Seat,
        _("Give a seat on the panel"),
        lambda values: actions.seat(by=request, panel=panel, **values),
        done=_("Saved"),
        to=reverse("access:panels"),
    )


@require_POST
@needs(Capability.ALLOCATE)
def end_seat(request: HttpRequest, *, row_id: UUID) -> HttpResponse:
    """Take someone's seat."""
    actions.unseat(by=request, member=get_object_or_404(models.PanelMember, pk=row_id, ended_at__isnull=True))
    messages.success(request, _("Ended"))
    return redirect("access:panels")
