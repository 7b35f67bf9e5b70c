"""The pages about harm in one young person's life: what is known at the top, the quick form, and where a harm lives."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.accounts import drafts
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts.queries import contexts_of
from kith.record.harms import wording
from kith.record.harms.actions import place, record_concern
from kith.record.harms.forms import PlacesForm, QuickForm
from kith.record.harms.models import Answer, Concern
from kith.record.harms.parts import PARTS
from kith.record.harms.queries import answers, concerns, episodes, turns
from kith.record.harms.rules import ASKED_OF_EVERYONE, flag, is_live, not_asked
from kith.record.people.parts import person_of
from kith.record.rows.parts import asks
from kith.record.rows.words import day, label, labels, span

RECORD_KEY = "harms.record"


@require_safe
@about_person(Section.RECORD, Act.READ)
def harms(request: Any, person_id: UUID) -> HttpResponse:
    """What is being done to them, where, by whom: the flag with its kinds first; changes over time, contexts and evidence under it."""
    person = person_of(person_id)
    record_view(request, "person.viewed", subject="harms", person_id=person.pk, why=request.access.why)
    today = timezone.localdate()
    rows = [row for row in concerns(request.user, person.pk) if row.error_at is None]
    live, past = _parted(rows, today)
    said = answers(person.pk)
    sections = [
        {"caption": part.title, "head": part.heads(), "rows": part.lines(part.rows(request.user, person.pk)),
         "empty": part.empty, "href": PARTS.href(part, person)}
        for part in (PARTS["assessments"], PARTS["enquiries"])
    ]  # fmt: skip
    context = {
        "page_title": _("Harms"),
        "owner": person,
        "flag": wording.flagged(flag(rows, today)),
        "head": [_("Kind"), _("Certainty"), _("Where it comes from"), _("Live"), _("What the young person knows")],
        "past": [_line(row) for row in past],
        "cards": [{"title": wording.kind(row), "rows": _details(row)} for row in live],
        "asked": [{"key": label("harm", key), "value": _said(said.get(key))} for key in ASKED_OF_EVERYONE],
        "unasked": labels("harm", not_asked({key: row.answer for key, row in said.items()})),
        "turns": [wording.turned(turn) for turn in turns(rows, request.access.reads)],
        "episodes": [_episode(row) for row in episodes(request.user, person.pk)],
        "episode_head": [_("When"), _("What"), _("Where")],
        "sections": sections,
        "writes": "record" in request.access.writes,
    }
    return render(request, "harms/harms.html", context)


def _parted(rows: list[Concern], today: Any) -> tuple[list[Concern], list[Concern]]:
    return [row for row in rows if is_live(row, today)], [row for row in rows if not is_live(row, today)]


def _line(row: Concern) -> list[str]:
    return [wording.kind(row), wording.certainty(row.certainty), wording.setting(row), span(row), wording.told(row)]


def _details(row: Concern) -> list[dict[str, str]]:
    """What is known of a live harm; what is empty is left out, and what is missing is said last."""
    said = (
        (_("Certainty"), wording.certainty(row.certainty)),
        (_("Where it comes from"), wording.setting(row)),
        (_("Live"), span(row)),
        (_("What the young person knows"), wording.told(row)),
        (_("Contexts"), ", ".join(one.name for one in row.shown_contexts)),
        (_("First noticed"), day(row.noticed_on)),
        (_("Who told"), "" if row.source == "not_known" else label("who_told", row.source)),
        (_("What it rests on"), row.evidence or row.rests_on),
        (_("What pushes them out"), labels("push", row.push)),
        (_("What pulls them"), labels("pull", row.pull)),
        (_("In somebody’s own words"), wording.quoted(row)),
        (_("Coded under"), label("working_together", row.edition)),
        (_("Still missing"), wording.gaps(row)),
    )
    return [{"key": key, "value": value} for key, value in said if value]


def _said(row: Answer | None) -> str:
    if row is None:
        return _("Not asked yet")
    return _("%(answer)s, %(day)s") % {"answer": label("state", row.answer), "day": day(row.on)}


def _episode(row: Any) -> list[Any]:
    """An episode as a line: never what part anybody had in it."""
    where = row.shown_context.name if row.shown_context else ""
    when = {"text": wording.happened(row), "href": reverse("harms:episode", args=[row.pk])}
    return [when, label("harm", row.harm), where]


@asks
@about_person(Section.RECORD, Act.WRITE)
def record(request: Any, person_id: UUID) -> HttpResponse:
    """Write down a concern with several kinds at once: all of it is saved or nothing, and nothing has to be filled in."""
    person = person_of(person_id)
    offered = contexts_of(request.user, [person.pk])
    answered = {key: wording.answered(row) for key, row in answers(person.pk).items()}
    form = QuickForm(
        request.POST if request.method == "POST" else None,
        answered=answered,
        contexts=[(str(one.pk), one.name) for one in offered],
    )
    if request.method == "POST" and form.is_valid():
        try:
            with recorded(request):
                made = record_concern(
                    by=request, person_id=person.pk, kinds=form.cleaned_data["kinds"], answers=form.answers(),
                    on=timezone.localdate(), shared=form.shared(), contexts=form.places(),
                )  # fmt: skip
                drafts.drop(user=request.user, form_key=RECORD_KEY, subject_id=person.pk)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            said = ngettext("Saved: %(many)s concern", "Saved: %(many)s concerns", len(made))
            messages.success(request, said % {"many": len(made)})
            return redirect("harms:harms", person_id=person.pk)
    context = {
        "page_title": _("Record a concern"),
        "form": form,
        "form_key": RECORD_KEY,
        "subject_id": person.pk,
        "back": reverse("harms:harms", args=[person.pk]),
        "owner": person,
    }
    return render(request, "rows/form.html", context, status=422 if form.errors else 200)


@asks
@about_person(Section.RECORD, Act.WRITE)
def places(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """In which contexts a harm lives. Those that the user may not see are neither shown nor changed."""
    person = person_of(person_id)
    concern = PARTS.row(request, PARTS["concerns"], person, row_id)
    linked = {one.pk: one for one in concern.shown_contexts}
    offered = {**{one.pk: one for one in contexts_of(request.user, [person.pk])}, **linked}
    form = PlacesForm(
        request.POST if request.method == "POST" else None,
        initial={"contexts": [str(each) for each in linked]},
        contexts=[(str(one.pk), one.name) for one in offered.values()],
    )
    back = reverse("harms:harms", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        place(by=request, concern=concern, contexts=form.places(), among=offered)
        messages.success(request, _("Saved"))
        return redirect(back)
    context = {"page_title": _("Where it lives"), "form": form, "back": back, "owner": person, "about": wording.kind(concern),
               "none": not offered}  # fmt: skip
    return render(request, "harms/places.html", context, status=422 if form.errors else 200)
