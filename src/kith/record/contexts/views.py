"""The pages of one context: what makes it unsafe and what is done, its details, what happened there, its pack for a conference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kith.definitions.codes import codes
from kith.record.access.rules import Act, Section
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts import actions, forms, queries
from kith.record.contexts.guard import about_context
from kith.record.contexts.history import items, whom
from kith.record.contexts.models import Association, Context
from kith.record.contexts.pack import pack as made_pack
from kith.record.contexts.parts import PARTS, context_of, name_of, seen_span
from kith.record.people.rules import initials
from kith.record.rows.parts import asks, change_row
from kith.record.rows.story import told_of_context
from kith.record.rows.words import day, label, labels


@require_safe
@about_context()
def context_page(request: Any, context_id: UUID) -> HttpResponse:
    """What makes this place or group unsafe, who looks after it, what is being done; the evidence under it."""
    shown = context_of(context_id)
    ties = queries.ties_of_context(request.user, shown.pk)
    harms = queries.harms_in(request.user, shown.pk)
    _looked(request, "context", shown, (row.person_id for row in ties))
    assessment = queries.latest_assessment(shown.pk)
    weighting = queries.latest_weighting(shown.pk)
    doing = queries.actions_of(shown.pk)
    context = {
        "page_title": shown.name,
        "owner": shown,
        "context": shown,
        "kind": label("context", shown.kind),
        "status": label("context_status", shown.status),
        "assessment": assessment,
        "weighting": weighting,
        "review_on": queries.next_review(shown),
        "guardians": [row for row in ties if row.role == "guardian"],
        "doing": [
            [row.what, label("target", row.target), label("aim", row.aim), row.owner.name if row.owner else row.owner_else, day(row.due_on)]
            for row in doing
        ],
        "doing_head": [_("What"), _("Works on"), _("Tries to"), _("Who"), _("Due")],
        "builds_nothing": bool(doing) and all(row.aim in {"monitor", "disrupt"} for row in doing),
        "harms": _harms(harms),
        "people": [_affected(row, harms) for row in _affected_first(ties, harms)],
        "people_head": [
            _("Who"),
            _("Harm that lives here"),
            _("What they have to do with it"),
            _("Certainty"),
            _("Seen there"),
            _("Held until"),
        ],
        "details": _details(shown),
        "writes": Section.RECORD.value in request.access.writes,
        "hrefs": {key: PARTS.href(part, shown) for key, part in PARTS.parts.items()},
        "adds": {key: PARTS.href(part, shown, "add") for key, part in PARTS.parts.items()},
    }  # fmt: skip
    return render(request, "contexts/context.html", context)


Harms = Mapping[UUID, Sequence[str]]
"""By person, the kinds of harm that live in the context."""


def _harms(harms: Harms) -> list[str]:
    """Each kind of harm that lives here with how many young people it is recorded of, of those whom the viewer may see."""
    many = Counter(kind for kinds in harms.values() for kind in kinds)
    held = [(label("harm", code.key), many[code.key]) for code in codes("harm") if many[code.key]]
    return [
        ngettext("%(harm)s: %(count)s young person", "%(harm)s: %(count)s young people", count)
        % {"harm": harm, "count": count}
        for harm, count in held
    ]


def _affected_first(ties: list[Association], harms: Harms) -> list[Association]:
    """Who is connected, whoever looks after it apart: those of whom a harm is recorded here first."""
    return sorted((row for row in ties if row.role != "guardian"), key=lambda row: row.person_id not in harms)


def _affected(row: Association, harms: Harms) -> list[Any]:
    """A line of who is connected: initials, since the page is read over shoulders; the name is one step away."""
    who = {"text": initials(name_of(row)), "href": reverse("web:person", args=[row.person_id])}
    kinds = labels("harm", list(harms.get(row.person_id, ())))
    return [
        who, kinds, label("association", row.role), label("certainty", row.certainty), seen_span(row), day(row.expires_on)
    ]  # fmt: skip


def _details(shown: Context) -> list[dict[str, Any]]:
    """The context's own row as a summary list."""
    form = forms.ContextForm()
    said: list[dict[str, Any]] = []
    for name, field in form.fields.items():
        value = getattr(shown, name, None)
        if name in {"seen", "name"} or value in (None, ""):
            continue
        named = dict(field.choices).get(str(value)) if hasattr(field, "choices") else None
        said.append({"key": field.label, "value": named or (day(value) if hasattr(value, "year") else value)})
    return said


@asks
@about_context(Act.WRITE)
def details(request: Any, context_id: UUID) -> HttpResponse:
    """Change what stands in the context's own row."""
    shown = context_of(context_id)
    back = reverse("contexts:context", args=[shown.pk])
    if request.method != "POST":
        record_view(request, "context.viewed", subject="details", subject_id=shown.pk, why=request.access.why)
    return change_row(
        request, actions.WRITER, shown, forms.ContextForm, title=_("Change details"), back=back, owner=shown
    )


@require_safe
@about_context()
def history(request: Any, context_id: UUID) -> HttpResponse:
    """What happened, newest first: written by hand, from everything recorded of the context, and of people the viewer may see."""
    shown = context_of(context_id)
    page = Paginator(told_of_context(request.user, shown.pk), 50).get_page(request.GET.get("page"))
    told = list(page.object_list)
    _looked(request, "history", shown, whom(told))
    context = {
        "page_title": _("What happened here"),
        "owner": shown,
        "page": page,
        "items": items(told),
        "writes": Section.RECORD.value in request.access.writes,
        "add_href": PARTS.href(PARTS["events"], shown, "add"),
        "by_hand_href": PARTS.href(PARTS["events"], shown),
    }
    return render(request, "contexts/history.html", context)


def _looked(request: Any, subject: str, shown: Context, people: Iterable[UUID]) -> None:
    """The look, by the context and by everyone whom it shows something of."""
    about = {"subject": subject, "subject_id": shown.pk, "why": request.access.why}
    with recorded(request) as recorder:
        recorder.event("context.viewed", **about)
        for person_id in dict.fromkeys(people):
            recorder.event("context.viewed", **about, person_id=person_id)


@require_safe
@about_context(Act.WRITE)
def pack(request: Any, context_id: UUID) -> HttpResponse:
    """The pack for a conference, to read through and print: nothing in it says who the young people are."""
    shown = context_of(context_id)
    form = forms.PackForm(request.GET or None)
    with_initials = form.is_valid() and form.cleaned_data["initials"]
    made = made_pack(request.user, shown, with_initials=with_initials)
    with recorded(request) as recorder:
        fields = ["initials"] if with_initials else []
        about = {"subject": "context", "subject_id": shown.pk, "fields": fields, "why": request.access.why}
        recorder.event("context.pack_made", **about)
        for person_id in made.shown:
            recorder.event("context.pack_made", **about, person_id=person_id)
    context = {
        "page_title": _("Pack for a conference: %(title)s") % {"title": made.title},
        "pack": made,
        "form": form,
        "back": reverse("contexts:context", args=[shown.pk]),
        "people_head": [_("Who"), _("What they have to do with it"), _("Certainty"), _("Who says so")],
        "ages_head": [_("Age"), _("Young people")],
        "actions_head": [_("What"), _("Works on"), _("Tries to"), _("Due")],
        "events_head": [_("Day"), _("What happened")],
        "reviews_head": [_("Day"), _("What it found")],
    }
    return render(request, "contexts/pack.html", context)
