"""The kinds of rows about harm as data: what each is called, whom it is open to, what a row of it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.access.rules import Act, Section
from kith.record.harms import forms, wording
from kith.record.harms.actions import EPISODES, WRITER
from kith.record.harms.guard import about_episode
from kith.record.harms.models import Answer, Assessment, Concern, Enquiry, Episode, EpisodeRole
from kith.record.harms.queries import concerns, roles, shown_in
from kith.record.notes.actions import WRITER as NOTES_WRITER
from kith.record.notes.parts import NOTES, NotePages
from kith.record.notes.queries import of_episode
from kith.record.people.models import Person
from kith.record.people.parts import PERSON
from kith.record.people.queries import may, of
from kith.record.people.search import Asked, find
from kith.record.rows.actions import Refused
from kith.record.rows.parts import Owner, Part, Parts
from kith.record.rows.words import day, label, labels, span

_DATES = _L("When")


def _concern(row: Concern) -> list[str]:
    return [
        wording.kind(row), wording.certainty(row.certainty), wording.setting(row), span(row), day(row.noticed_on),
        label("who_told", row.source), ", ".join(one.name for one in row.shown_contexts), row.evidence or row.rests_on,
        labels("push", row.push), labels("pull", row.pull), wording.quoted(row), wording.told(row),
        label("working_together", row.edition), wording.gaps(row),
    ]  # fmt: skip


def _where(row: Concern, person: Person) -> dict[str, Any]:
    """Where it lives is asked on a page of its own."""
    return {"links": [{"href": reverse("harms:places", args=[person.pk, row.pk]), "text": _("Where it lives")}]}


def _newest(model: type[Any], field: str) -> Any:
    return lambda _user, person_id: list(of(model, person_id).order_by(f"-{field}", "-made_at"))


_PERSON_PARTS = (
    Part(
        "concerns", _L("Concerns"), _L("Add a concern"), _L("Change a concern"), _L("No concern is recorded."),
        Section.RECORD, forms.ConcernForm,
        (_L("Kind"), _L("Certainty"), _L("Where it comes from"), _L("Live"), _L("First noticed"), _L("Who told"),
         _L("Contexts"), _L("What it rests on"), _L("Pushes"), _L("Pulls"), _L("Words"), _L("The young person"),
         _L("Coded under"), _L("Still missing")),
        _concern, concerns, extras=_where,
    ),
    Part(
        "asked", _L("Asked about exploitation"), _L("Add an answer"), _L("Change an answer"),
        _L("Nobody has said whether sexual or criminal exploitation is in their life. Both are asked of everyone."),
        Section.RECORD, forms.AnswerForm, (_L("Asked about"), _L("Answer"), _L("Day")),
        lambda row: [label("harm", row.harm), label("state", row.answer), day(row.on)], _newest(Answer, "on"),
    ),
    Part(
        "assessments", _L("Statutory assessments"), _L("Add an assessment"), _L("Change an assessment"),
        _L("No statutory assessment is recorded."), Section.RECORD, forms.AssessmentForm,
        (_DATES, _L("Factors")), lambda row: [span(row), labels("cin_factor", row.factors)],
        _newest(Assessment, "from_on"),
    ),
    Part(
        "enquiries", _L("Section 47 enquiries"), _L("Add an enquiry"), _L("Change an enquiry"),
        _L("No enquiry is recorded."), Section.RECORD, forms.EnquiryForm,
        (_L("Began"), _L("Initial conference"), _L("Conference held not to be needed")),
        lambda row: [day(row.from_on), day(row.conference_on), label("state", row.conference_not_required)],
        _newest(Enquiry, "from_on"),
    ),
)  # fmt: skip
PARTS = Parts("harms", PERSON, WRITER, {part.key: part for part in _PERSON_PARTS})
"""What is about one person, in the order of its pages."""


# Who was in an episode


def episode_of(episode_id: UUID) -> Episode:
    """The episode of a page."""
    found = Episode.objects.filter(pk=episode_id).first()
    if found is None:
        raise Http404
    return found


EPISODE = Owner("episodes", "episode_id", about_episode, episode_of, "harms:episode", "episode.viewed")
"""Whose parts the roles are."""


def name_of(person: Person) -> str:
    return person.shown_name.whole if person.shown_name else _("Name not known")


def _found(request: Any, row: Any) -> dict[str, Any]:
    """Whom the words typed find, as choices; of a stored role, nobody else."""
    if row is not None:
        return {"asks_who": False}
    words = request.POST.get("q", "") if request.method == "POST" else ""
    found = find(request.user, Asked(words))[:10] if words else []
    return {"found": [(str(result.person.pk), name_of(result.person)) for result in found]}


def _may_add(request: Any, row: EpisodeRole) -> None:
    if not may(request.user, UUID(str(row.person_id)), Section.RECORD, Act.WRITE):
        raise Refused(_("You cannot write in this person’s record. Ask whoever works with them to add them."))


class RoleParts(Parts):
    """Parts of an episode, of which each row is of another person: it is changed by whoever may write in that person's record."""

    def row(self, request: Any, part: Part, owner: Any, row_id: UUID) -> Any:
        row = super().row(request, part, owner, row_id)
        if not may(request.user, row.person_id, Section.RECORD, Act.WRITE):
            raise Http404
        return row


_ROLES = Part(
    "roles", _L("Who was in it"), _L("Add somebody who was in it"), _L("Change the part somebody had in it"),
    _L("Nobody whom you may see."), Section.RECORD, forms.RoleForm, (_L("Who"), _L("Part in this episode")),
    lambda row: [name_of(row.shown_person), label("episode_role", row.role)],
    lambda user, episode_id: roles(user, episode_id), more=_found, check=_may_add,
)  # fmt: skip
ROLES = RoleParts("harms", EPISODE, EPISODES, {_ROLES.key: _ROLES})


# Notes about an episode

EPISODE_NOTES = NotePages(
    "harms",
    EPISODE,
    NOTES_WRITER,
    {"notes": replace(NOTES, form=forms.EpisodeNoteForm)},
    found=of_episode,
    concerns=shown_in,
)
"""The pages of notes, of an episode: open to whoever may open it, and told to everyone in it whom they may see."""
