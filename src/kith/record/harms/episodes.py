"""The pages of episodes: those somebody was in, one with who was in it, and how one is written down, changed and marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.accounts import drafts
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts.queries import places, with_context
from kith.record.harms import queries, wording
from kith.record.harms.actions import EPISODES, add_episode
from kith.record.harms.forms import EpisodeForm, FirstEpisodeForm
from kith.record.harms.guard import about_episode
from kith.record.harms.models import Episode, EpisodeRole
from kith.record.harms.parts import EPISODE_NOTES, ROLES, episode_of, name_of
from kith.record.harms.rules import met_as_children
from kith.record.people.models import Person
from kith.record.people.parts import person_of
from kith.record.people.rules import age_on
from kith.record.rows.actions import Refused, Stale
from kith.record.rows.forms import WhyForm
from kith.record.rows.parts import asks, change_row
from kith.record.rows.words import label

ADD_KEY = "harms.episode.add"
_A_FEW = 3
"""How many notes stand on the episode's own page."""


@require_safe
@about_person(Section.RECORD, Act.READ)
def of_person(request: Any, person_id: UUID) -> HttpResponse:
    """The episodes somebody was in: what happened, when and where. What part they had is said on the episode's own page alone."""
    person = person_of(person_id)
    record_view(request, "person.viewed", subject="episodes", person_id=person.pk, why=request.access.why)
    rows = [
        [{"text": wording.happened(row), "href": reverse("harms:episode", args=[row.pk])}, label("harm", row.harm),
         row.shown_context.name if row.shown_context else "", wording.certainty(row.certainty)]
        for row in queries.episodes(request.user, person.pk)
    ]  # fmt: skip
    context = {
        "page_title": _("Episodes"),
        "owner": person,
        "head": [_("When"), _("Kind of harm"), _("Where"), _("Certainty")],
        "rows": rows,
        "writes": "record" in request.access.writes,
    }
    return render(request, "harms/episodes.html", context)


def _choices(request: Any, people: Iterable[UUID], *, held: Any = None) -> list[tuple[str, str]]:
    """The contexts to choose from: those the people are connected with, what was looked for, and the one that is stored."""
    words = request.POST.get("where", "") if request.method == "POST" else ""
    return places(request.user, people, words=words, held=held)


@asks
@about_person(Section.RECORD, Act.WRITE)
def add(request: Any, person_id: UUID) -> HttpResponse:
    """Write down what happened, beginning with somebody who was in it."""
    person = person_of(person_id)
    form = FirstEpisodeForm(request.POST if request.method == "POST" else None, contexts=_choices(request, [person.pk]))
    if request.method == "POST" and form.is_valid():
        try:
            with recorded(request):
                made = add_episode(by=request, person_id=person.pk, role=form.cleaned_data["role"], **form.values())
                drafts.drop(user=request.user, form_key=ADD_KEY, subject_id=person.pk)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved. Say now who else was in it."))
            return redirect("harms:episode", episode_id=made.pk)
    context = {"page_title": _("Write down an episode"), "form": form, "form_key": ADD_KEY, "subject_id": person.pk,
               "back": reverse("harms:episodes", args=[person.pk]), "owner": person}  # fmt: skip
    return render(request, "rows/form.html", context, status=422 if form.errors else 200)


@require_safe
@about_episode(Section.RECORD, Act.READ)
def episode(request: Any, episode_id: UUID) -> HttpResponse:
    """What happened, and who was in it in which part, of those whom the user may see: without a gap and without a count."""
    shown = with_context(request.user, [episode_of(episode_id)])[0]
    present = [row for row in queries.roles(request.user, episode_id) if row.error_at is None]
    _looked(request, shown.pk, present)
    context = {
        "page_title": _("Episode"),
        "owner": shown,
        "episode": shown,
        "details": _details(shown),
        "head": [_("Who"), _("Part in this episode")],
        "rows": [[_linked(row.shown_person), label("episode_role", row.role)] for row in present],
        "roles_href": ROLES.href(ROLES["roles"], shown),
        "add_href": ROLES.href(ROLES["roles"], shown, "add"),
        "met": _met(present),
        "notes": EPISODE_NOTES.newest(request, shown, _A_FEW),
        "notes_href": EPISODE_NOTES.href(EPISODE_NOTES["notes"], shown),
        "note_href": EPISODE_NOTES.href(EPISODE_NOTES["notes"], shown, "add"),
        "writes": "record" in request.access.writes,
    }
    return render(request, "harms/episode.html", context)


def _looked(request: Any, episode_id: UUID, present: list[EpisodeRole]) -> None:
    """The look at an episode, by everyone in it whom the user may see."""
    with recorded(request) as recorder:
        for person_id in dict.fromkeys(row.shown_person.pk for row in present):
            recorder.event("episode.viewed", subject="episode", subject_id=episode_id, person_id=person_id, why=request.access.why)  # fmt: skip


def _linked(person: Person) -> dict[str, str]:
    return {"text": name_of(person), "href": reverse("harms:harms", args=[person.pk])}


def _details(row: Episode) -> list[dict[str, str]]:
    said = (
        (_("When"), wording.happened(row)),
        (_("Kind of harm"), label("harm", row.harm)),
        (_("Where"), row.shown_context.name if row.shown_context else ""),
        (_("What happened"), row.what),
        (_("Who told"), label("who_told", row.source)),
        (_("Certainty"), wording.certainty(row.certainty)),
    )
    return [{"key": key, "value": value} for key, value in said if value]


def _met(present: list[EpisodeRole]) -> list[dict[str, str]]:
    """Of each child said to have harmed, whether they have a plan of their own, and the way to it."""
    today = timezone.localdate()
    people = {row.shown_person.pk: row.shown_person for row in present if row.role == "said_to_have_harmed"}
    plans = queries.own_plans(people, today)
    aged = [
        (one, age_on(one.born_on, one.birth_precision, one.died_on or today), plans[one.pk]) for one in people.values()
    ]
    return [
        {
            "text": wording.met(one, name_of(one.person)),
            "link": _("The plan of %(name)s") % {"name": name_of(one.person)},
            "href": reverse("plans:plan", args=[one.person.pk]),
        }
        for one in met_as_children(aged)
    ]


@asks
@about_episode(Section.RECORD, Act.WRITE)
def change(request: Any, episode_id: UUID) -> HttpResponse:
    """Change what is said of an episode; who was in it is changed beside it."""
    shown = with_context(request.user, [episode_of(episode_id)])[0]
    roles = queries.roles(request.user, episode_id)
    people = [row.person_id for row in roles]
    if request.method != "POST":
        _looked(request, episode_id, roles)
    unseen = shown.context_id is not None and shown.shown_context is None
    return change_row(
        request,
        EPISODES,
        shown,
        EpisodeForm,
        title=_("Change the episode"),
        back=reverse("harms:episode", args=[shown.pk]),
        owner=shown,
        contexts=None if unseen else _choices(request, people, held=shown.shown_context),
    )


@asks
@about_episode(Section.RECORD, Act.WRITE)
def error(request: Any, episode_id: UUID) -> HttpResponse:
    """Mark an episode as entered in error; it stays to be read by whoever could read it."""
    shown = episode_of(episode_id)
    back = reverse("harms:episode", args=[shown.pk])
    if request.method != "POST":
        _looked(request, episode_id, queries.roles(request.user, episode_id))
    form = WhyForm(request.POST if request.method == "POST" else None, initial={"seen": shown.version})
    if request.method == "POST" and form.is_valid():
        try:
            EPISODES.enter_in_error(
                by=request, row=shown, seen=form.cleaned_data["seen"] or 0, why_so=form.cleaned_data["why"]
            )
        except Stale:
            form.add_error(None, _("Somebody saved this in between. Look at it again first."))
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            return redirect(back)
    cells = [(_("When"), wording.happened(shown)), (_("Kind of harm"), label("harm", shown.harm))]
    context = {"page_title": _("Entered in error"), "form": form, "back": back, "owner": shown, "row": {"cells": cells}}
    return render(request, "rows/error.html", context, status=422 if form.errors else 200)


@require_POST
@about_episode(Section.RECORD, Act.WRITE)
def restore(request: Any, episode_id: UUID) -> HttpResponse:
    """Take back the mark of entered in error."""
    shown = episode_of(episode_id)
    try:
        EPISODES.restore(by=request, row=shown, seen=int(request.POST.get("seen") or 0))
    except (Stale, ValueError):
        messages.info(request, _("Somebody saved this in between. Look at it again first."))
    except Refused as wrong:
        messages.info(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("Taken back"))
    return redirect("harms:episode", episode_id=shown.pk)
