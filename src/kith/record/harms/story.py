"""What concerns and episodes tell of a young person's story. What part they had in an episode is said on its own page alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.harms.models import Concern
from kith.record.harms.queries import episodes
from kith.record.people.queries import of
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"concern": _L("Concern"), "episode": _L("Episode")}


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """When a concern was first noticed and when it ended, and each episode."""
    href = reverse("harms:harms", args=[person_id])
    for row in of(Concern, person_id).filter(error_at=None):
        harm = label("harm", row.harm)
        own = row.words if row.words_of == "young_person" else ""
        yield happened(
            row, row.noticed_on or row.from_on, harm, "concern", text=row.evidence, young_words=own, href=href
        )
        if row.to_on is not None:
            yield happened(row, row.to_on, _("No longer live: %(harm)s") % {"harm": harm}, "concern", href=href)
    for episode in episodes(user, person_id):
        page = reverse("harms:episode", args=[episode.pk])
        yield happened(episode, episode.from_on, label("harm", episode.harm), "episode", text=episode.what, href=page)
