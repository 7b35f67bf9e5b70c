"""The story of a young person: everything that is recorded and that the viewer may see, and above it the line of what turned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L
from django.views.decorators.http import require_POST, require_safe

from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.accounts import drafts
from kith.record.audit.actions import record_view, recorded
from kith.record.interface.forms import DateField
from kith.record.notes import actions
from kith.record.notes.forms import PointForm
from kith.record.notes.models import TurningPoint
from kith.record.notes.queries import line
from kith.record.people.parts import person_of
from kith.record.rows.actions import Refused
from kith.record.rows.parts import asks
from kith.record.rows.story import Happening, kinds, told

A_PAGE, WHOLE = 30, 2_000
"""How many happenings one page has, and one that is printed."""
FORMATS = {"day": "l j F Y", "month": "F Y", "year": "Y"}


class Filter(forms.Form):
    """What of the story is shown. Only kinds that the viewer sees anything of are offered."""

    hides_optional = True
    kind = forms.ChoiceField(label=_L("What"), required=False)
    from_on = DateField(label=_L("From"), required=False)
    to_on = DateField(label=_L("Until"), required=False)

    def __init__(self, data: Any, happenings: Iterable[Happening]) -> None:
        super().__init__(data)
        names = kinds()
        there = sorted({one.kind for one in happenings}, key=lambda key: str(names[key]))
        self.fields["kind"].choices = [("", _("Everything")), *((key, names[key]) for key in there)]  # type: ignore[attr-defined]


def shown_of(
    happenings: list[Happening], *, kind: str = "", from_on: date | None = None, to_on: date | None = None
) -> list[Happening]:
    """Those of a kind and within the days. What has no day stands in no span."""
    found = [one for one in happenings if not kind or one.kind == kind]
    if from_on:
        found = [one for one in found if one.on is not None and one.on >= from_on]
    return [one for one in found if one.on is not None and one.on <= to_on] if to_on else found


@require_safe
@about_person(Section.RECORD, Act.READ)
def story(request: Any, person_id: UUID) -> HttpResponse:
    """The line of turning points, and under it everything, newest first."""
    person = person_of(person_id)
    record_view(
        request, "story.viewed", subject="person", subject_id=person.pk, person_id=person.pk, why=request.access.why
    )
    everything = told(request.user, person.pk, request.access.reads)
    form = Filter(request.GET or None, everything)
    found = shown_of(everything, **(form.cleaned_data if form.is_valid() else {}))
    whole = "whole" in request.GET
    page = Paginator(found, WHOLE if whole else A_PAGE).get_page(request.GET.get("page"))
    names, query = kinds(), request.GET.copy()
    query["whole"] = "1"
    query.pop("page", None)
    writes = Section.RECORD.value in request.access.writes
    marked = [point for point in line(person.pk, everything) if point.error_at is None]
    by_row = {(point.of, point.row_id) for point in marked if point.row_id}
    context = {
        "page_title": _("Story"), "owner": person, "form": form, "page": page, "whole": whole, "writes": writes,
        "points": [_point(person.pk, point) for point in marked if point.shown == "yes"],
        "items": [
            {"one": one, "kind": names[one.kind], "day": day(one.on, one.precision),
             "mark": "" if (one.of, one.row_id) in by_row else reverse("web:story_mark", args=[person.pk, one.of, one.row_id])}
            for one in page.object_list
        ],
        "points_href": reverse("notes:turning_points", args=[person.pk]),
        "whole_href": f"?{query.urlencode()}",
    }  # fmt: skip
    return render(request, "web/story.html", context)


def _point(person_id: UUID, point: TurningPoint) -> dict[str, Any]:
    return {
        "point": point,
        "day": day(point.on, "day"),
        "move": reverse("web:story_move", args=[person_id, point.pk]),
        "change": reverse("notes:turning_points_change", args=[person_id, point.pk]),
    }


def day(on: date | None, precision: str) -> str:
    """A day as people say it, as exactly as it is known."""
    return formats.date_format(on, FORMATS.get(precision, FORMATS["day"])) if on else _("Day not known")


@asks
@about_person(Section.RECORD, Act.WRITE)
def mark(request: Any, person_id: UUID, of: str, row_id: UUID) -> HttpResponse:
    """Put something that is recorded on the line, in the worker's own words."""
    person = person_of(person_id)
    everything = told(request.user, person.pk, request.access.reads)
    one = next((one for one in everything if (one.of, one.row_id) == (of, row_id)), None)
    if one is None:
        raise Http404
    form = PointForm(
        request.POST if request.method == "POST" else None, initial={"on": one.on, "young_words": one.young_words}
    )
    del form.fields["shown"]
    back, key = reverse("web:story", args=[person.pk]), "web.story.mark"
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("on", "words", "young_words")}
        try:
            with recorded(request):
                actions.mark(by=request, person_id=person.pk, of=of, row_id=row_id, **values)
                drafts.drop(user=request.user, form_key=key, subject_id=row_id)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("It stands on the line"))
            return redirect(back)
    context = {"page_title": _("Mark a turning point"), "form": form, "back": back, "owner": person, "form_key": key,
               "subject_id": row_id, "item": {"one": one, "kind": kinds()[one.kind], "day": day(one.on, one.precision)}}  # fmt: skip
    return render(request, "web/story_mark.html", context, status=422 if form.errors else 200)


@require_POST
@about_person(Section.RECORD, Act.WRITE)
def move(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Move a turning point one place up or down the line."""
    person = person_of(person_id)
    try:
        actions.move(
            by=request, person_id=person.pk, point_id=row_id, steps=-1 if request.POST.get("way") == "up" else 1
        )
    except Refused as wrong:
        raise Http404 from wrong
    return redirect("web:story", person_id=person.pk)
