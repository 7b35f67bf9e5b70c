"""Restricted records for which nobody named is left: handed on by whoever handles rights, who reads none of them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access import forms, handing
from kith.record.access.guard import needs
from kith.record.access.views.asking import ask, asks
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view


@require_safe
@needs(Capability.HANDLE_RIGHTS)
def nobody_named(request: HttpRequest) -> HttpResponse:
    """The restricted records that nobody named can open, by reference."""
    record_view(request, "access.nobody_named_viewed")
    title = _("Restricted records that nobody can open")
    return render(request, "access/nobody_named.html", {"page_title": title, "rows": handing.nobody_left()})


@asks
@needs(Capability.HANDLE_RIGHTS)
def hand_over(request: HttpRequest, *, restriction_id: UUID) -> HttpResponse:
    """Name somebody whose work opens the record."""
    row = get_object_or_404(handing.nobody_left(), pk=restriction_id)
    among = handing.successors(row)
    return ask(
        request,
        partial(forms.HandOver, among=among),
        _("Name somebody on a restricted record"),
        lambda values: handing.hand_over(by=request, restriction=row, **values),
        done=_("Named. They have been told."),
        to=reverse("access:nobody_named"),
        warning=""
        if among
        else _(
            "Nobody's work opens this record. An administrator has to give its team a manager first; then come back."
        ),
    )
