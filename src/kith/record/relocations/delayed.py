"""Moves that were judged necessary and have not been made: for whom, for how long, why; so that nobody waits unseen."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access import listing
from kith.record.access.guard import needs
from kith.record.access.rules import Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import recorded
from kith.record.moments.wording import how_long
from kith.record.relocations import queries
from kith.record.relocations.models import Decision
from kith.record.relocations.wording import stands
from kith.record.rows.words import day

_A_PAGE = 25


@require_safe
@needs(Capability.READ_RECORDS)
def delayed(request: Any) -> HttpResponse:
    """Who waits for a move that was judged necessary, how long, and why? The longest wait first; nobody is weighed against anybody."""
    today = timezone.localdate()
    page = Paginator(queries.delayed(request.user, today), _A_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    with recorded(request) as recorder:
        recorder.event("list.viewed", subject="delayed_moves")
        listing.told(recorder, request.user, (row.person.kept_id or row.person_id for row in listed), Section.RECORD)
    context = {
        "page_title": _("Moves judged necessary and not made"),
        "page": page,
        "rows": [_line(row, today) for row in listed],
        "head": [_("Who"), _("Judged necessary on"), _("Waiting for"), _("Why not yet"), _("Where it stands")],
    }
    return render(request, "relocations/delayed.html", context)


def _line(row: Decision, today: Any) -> list[Any]:
    person = row.person.kept or row.person
    name = person.shown_name.whole if person.shown_name else _("Name not known")
    href = reverse("relocations:decision", args=[person.pk, row.pk])
    waits = how_long((today - row.necessary_on).days) if row.necessary_on else ""
    return [
        {"text": name, "href": href},
        day(row.necessary_on),
        waits,
        row.delayed_why or _("Nobody has said why"),
        stands(row),
    ]
