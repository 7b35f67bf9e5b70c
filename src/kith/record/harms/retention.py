"""How long harm is kept: as long as the person's record; an episode as long as anybody who was in it is of the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from kith.record.audit.actions import erase_history, recorded
from kith.record.harms.models import Episode
from kith.record.interface.retention import Due, Rule

RULES: dict[str, Rule] = {
    "with_episode": Rule("as long as the record of anybody who was in the episode", None, "local"),
}
RETENTION: dict[str, str] = {
    "Concern": "with_person",
    "ConcernContext": "with_person",
    "Answer": "with_person",
    "Episode": "with_episode",
    "EpisodeRole": "with_person",
    "Assessment": "with_person",
    "Enquiry": "with_person",
}
"""Model → rule."""


def due(today: date | None = None) -> Iterator[Due]:
    """Episodes in which nobody is left: the people were erased, and what is told of them goes too."""
    day = today or timezone.localdate()
    for row in Episode.objects.filter(roles=None).order_by("pk"):
        if timezone.localdate(row.made_at) < day:
            yield Due("Episode", row.pk, "with_episode", timezone.localdate(row.made_at))


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Erase them, with what they used to say."""
    gone = list(due(today))
    for one in gone:
        with recorded(by) as recorder:
            Episode.objects.filter(pk=one.id).delete()
            erase_history(by, subject_id=one.id)
            recorder.event("retention.run", subject="episode", subject_id=one.id)
    return gone
