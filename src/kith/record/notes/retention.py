"""How long notes are kept: as long as whom or what they are about; a turning point no longer than the row it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from kith.record.audit.actions import recorded
from kith.record.interface.retention import Due, Rule
from kith.record.notes.models import Note, TurningPoint

RULES: dict[str, Rule] = {
    "with_what_it_is_about": Rule("as long as the person, the context or the episode that it is about", None, "local"),
}
RETENTION: dict[str, str] = {"Note": "with_what_it_is_about", "TurningPoint": "with_person"}
EPISODE = "harms.Episode"
"""The model that `Note.episode_id` names, which stands in a slice above."""


def due(today: date | None = None) -> Iterator[Due]:
    """Notes about an episode that is gone, and turning points about a row that is gone: a tie that was removed, say."""
    day = today or timezone.localdate()
    for pk in _without(Note.objects.exclude(episode_id=None), EPISODE, "episode_id"):
        yield Due("Note", pk, "with_what_it_is_about", day)
    for label in TurningPoint.objects.exclude(of="").order_by("of").values_list("of", flat=True).distinct():
        for pk in _without(TurningPoint.objects.filter(of=label), label, "row_id"):
            yield Due("TurningPoint", pk, "with_person", day)


def _without(rows: Any, label: str, field: str) -> Iterator[UUID]:
    """The rows of which what `field` names is not there; none where the record has no such kind."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return
    yield from rows.exclude(**{f"{field}__in": model._default_manager.values("pk")}).values_list("pk", flat=True)


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Erase them, each in a transaction of its own, with the values of their history."""
    from kith.record.notes.actions import erase_about_episode, erase_point

    gone = []
    for one in list(due(today)):
        with recorded(by) as recorder:
            if one.model == "TurningPoint" and one.id is not None:
                erase_point(by=by, point_id=one.id)
            elif (note := Note.objects.filter(pk=one.id).first()) is not None and note.episode_id is not None:
                erase_about_episode(by=by, episode_id=note.episode_id)
            recorder.event("retention.run", subject=one.model.lower(), subject_id=one.id)
        gone.append(one)
    return gone
