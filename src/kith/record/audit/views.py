"""The audit for the data-protection officer: search it and take a part of it out; each look is an event itself."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.record.audit import queries, wording
from kith.record.audit.actions import Why, record_refusal, record_view
from kith.record.audit.forms import Search
from kith.record.audit.models import Event
from kith.record.audit.vocabulary import VOCABULARY

READ_AUDIT = "read_audit"  # the capability, by name: accounts stand above the audit
View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """The view is for whoever may read the audit; for others there is no such page, and the try is recorded."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may(READ_AUDIT):
            record_refusal(request, why=Why(reason=f"needs_{READ_AUDIT}"))
            raise Http404
        return view(request, *args, **kwargs)

    guarded.guarded_by = READ_AUDIT  # type: ignore[attr-defined]
    return guarded


@require_safe
@for_readers
def events(request: HttpRequest) -> HttpResponse:
    """Events, newest first, by person, user, action and day."""
    form = Search(request.GET if set(request.GET) - {"before"} else None)
    wanted = form.wanted()
    before = request.GET.get("before", "")
    page = queries.page(
        queries.events(**wanted), before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    _record(request, "audit.searched" if wanted else "audit.viewed", wanted)
    names = _names(page.events)
    older = request.GET.copy()
    older["before"] = page.older
    here = request.GET.copy()
    here.pop("before", None)
    context = {
        "page_title": _("Audit"),
        "form": form,
        "head": [_("When"), _("Who"), _("Role"), _("What"), _("Why"), _("Person"), _("Fields"), _("Number")],
        "rows": [_cells(event, names) for event in page.events],
        "older": older.urlencode() if page.older else "",
        "query": here.urlencode(),
    }
    return render(request, "audit/events.html", context)


@require_POST
@for_readers
def export(request: HttpRequest) -> HttpResponse:
    """What was searched for, as CSV: references and keys as they are stored, with the users' names of today."""
    form = Search(request.GET or None)
    if form.is_bound and not form.is_valid():
        return redirect(f"{reverse('audit:events')}?{request.GET.urlencode()}")
    wanted = form.wanted()
    _record(request, "audit.exported", wanted)
    found = queries.events(**wanted).order_by("seq")
    response = StreamingHttpResponse(_lines(found.iterator(chunk_size=5_000)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def _record(request: HttpRequest, action: str, wanted: dict[str, Any]) -> None:
    """The look itself: by what was searched, never for whom but by reference."""
    person = wanted.get("person_id")
    record_view(request, action, subject="audit", subject_id=wanted.get("user_id"), person_id=person, fields=wanted)


def _names(events: Iterable[Event]) -> dict[UUID, str]:
    wanted = {event.user_id for event in events if event.user_id}
    return dict(get_user_model().objects.filter(pk__in=wanted).values_list("pk", "name"))


def _who(event: Event, names: dict[UUID, str]) -> str:
    if event.user_id is None:
        return _("The system") if event.role.startswith("system.") else _("Someone not signed in")
    return names.get(event.user_id, str(event.user_id))


def _cells(event: Event, names: dict[UUID, str]) -> list[Any]:
    """One row of the table."""
    does: Any = VOCABULARY.get(event.action, event.action)
    return [
        formats.date_format(timezone.localtime(event.at), "j F Y, H:i:s"),
        _who(event, names),
        wording.role(event),
        {"text": does, "tag": _("Refused")} if event.outcome == "refused" else does,
        wording.why(event),
        str(event.person_id or ""),
        event.fields,
        {"text": event.seq, "numeric": True},
    ]


class _Echo:
    """A file that gives back what is written to it, for `csv`."""

    def write(self, line: str) -> str:
        return line


COLUMNS = (
    "seq",
    "at",
    "user_id",
    "role",
    "session",
    "action",
    "outcome",
    "subject",
    "subject_id",
    "person_id",
    "fields",
)
REST = ("relation", "break_glass", "reason")


def _lines(events: Iterable[Event]) -> Iterator[str]:
    """CSV, a line an event. A cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    columns, writer = [*COLUMNS, *REST], csv.writer(_Echo())
    names = dict(get_user_model().objects.values_list("pk", "name"))
    yield "\ufeff" + writer.writerow([*columns, "user_name"])
    for event in events:
        cells = [*(getattr(event, name) for name in columns), names.get(event.user_id, "")]
        texts = ["" if cell is None else str(cell) for cell in cells]
        yield writer.writerow([f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text for text in texts])
