"""The page on which administrators see what runs in the background, and what failed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.accounts.administration import administrators
from kith.record.audit.actions import record_view
from kith.record.jobs.models import Run
from kith.record.jobs.queries import Told, all_jobs

_COLOURS = {Run.State.DONE: "green", Run.State.FAILED: "orange", Run.State.RUNNING: "blue", Run.State.WAITING: "grey"}


@require_safe
@administrators
def background(request: HttpRequest) -> HttpResponse:
    """Every job, when it last ran and how that went. An error is told by its kind: its text could name someone."""
    record_view(request, "jobs.viewed", subject="job")
    rows = [_row(each) for each in all_jobs()]
    head = [_("What"), _("When"), _("Newest run"), _("At"), _("Last went well"), _("Kind of error")]
    return render(request, "jobs/background.html", {"page_title": _("In the background"), "head": head, "rows": rows})


def _row(told: Told) -> list[Any]:
    run = told.newest
    state = {"tag": run.get_state_display(), "colour": _COLOURS[Run.State(run.state)]} if run else _("Not yet run")
    return [
        told.job.says,
        _("Every day at %(time)s") % {"time": f"{told.job.at:%H:%M}"},
        state,
        _when(run.ended_at or run.begun_at) if run else "",
        _when(told.well_at),
        run.trouble if run else "",
    ]


def _when(at: Any) -> str:
    return str(formats.date_format(timezone.localtime(at), "j F Y, H:i")) if at else ""
