"""Whom a list showed, in the audit: an event a person, with the emergency where nothing but that lets the viewer see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from kith.record.access.queries import glasses
from kith.record.access.rules import Section
from kith.record.audit.actions import Recorder, Why


def emergencies(user: Any, section: Section = Section.IDENTITY) -> Mapping[UUID, Why]:
    """Of those whom a list shows through the user's own broken glass alone, why. One query, unless the user has broken one.

    section: the one that decides whether the list shows somebody.
    """
    return {pk: Why(relation="break_glass", break_glass=glass) for pk, glass in glasses(user, section)}


def told(
    recorder: Recorder,
    user: Any,
    people: Iterable[UUID],
    section: Section = Section.IDENTITY,
    action: str = "people.listed",
) -> None:
    """Add the event `action` for each of `people`, once; `section` as of `emergencies`."""
    opened = emergencies(user, section)
    for pk in dict.fromkeys(people):
        recorder.event(action, subject="person", subject_id=pk, person_id=pk, why=opened.get(pk))
