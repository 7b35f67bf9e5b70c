"""What concerns and episodes tell of a young person's story. What part they had in an episode is said on its own page alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.harms.models import Concern
from kith.record.harms.parts import name_of
from kith.record.harms.queries import episodes, episodes_in, living_in
from kith.record.notes.models import Note
from kith.record.notes.queries import of_episodes
from kith.record.notes.story import written
from kith.record.people.queries import of
from kith.record.people.rules import initials
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"concern": _L("Concern"), "episode": _L("Episode")}


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """When a concern was first noticed and when it ended, each episode, and what was written about it."""
    href = reverse("harms:harms", args=[person_id])
    for row in of(Concern, person_id).filter(error_at=None):
        harm = label("harm", row.harm)
        own = row.words if row.words_of == "young_person" else ""
        yield happened(
            row, row.noticed_on or row.from_on, harm, "concern", text=row.evidence, young_words=own, href=href
        )
        if row.to_on is not None:
            yield happened(row, row.to_on, _("No longer live: %(harm)s") % {"harm": harm}, "concern", href=href)
    shown = episodes(user, person_id)
    for episode in shown:
        page = reverse("harms:episode", args=[episode.pk])
        where = episode.shown_context.name if episode.shown_context else ""  # type: ignore[attr-defined]
        title = ": ".join(filter(None, [label("harm", episode.harm), where]))
        yield happened(episode, episode.from_on, title, "episode", text=episode.what, href=page)
    yield from written(of_episodes(user, [episode.pk for episode in shown]), "episode", _page)


def _page(note: Note) -> str:
    return reverse("harms:notes_note", args=[note.episode_id, note.pk])


def told_of_context(user: Any, context_id: UUID) -> Iterator[Happening]:
    """The episodes in a context, which name nobody, and by initials whose harm lives there while their tie to it is held."""
    for episode, people in episodes_in(user, context_id):
        page = reverse("harms:episode", args=[episode.pk])
        yield happened(
            episode, episode.from_on, label("harm", episode.harm), "episode", text=episode.what, href=page,
            people=tuple(people),
        )  # fmt: skip
    for row in living_in(user, context_id):
        person = row.shown_person  # type: ignore[attr-defined]
        about = {"href": reverse("harms:harms", args=[person.pk]), "people": (person.pk,)}
        said = {"harm": label("harm", row.harm), "who": initials(name_of(person))}
        noticed = _("Harm was noticed: %(harm)s, %(who)s") % said
        yield happened(row, row.noticed_on or row.from_on, noticed, "concern", **about)
        if row.to_on is not None:
            yield happened(row, row.to_on, _("No longer live: %(harm)s, %(who)s") % said, "concern", **about)
