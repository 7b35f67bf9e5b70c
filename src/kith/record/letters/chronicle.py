"""What happened to a person, from every slice below, in the order of days, for a chronology."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.figures.documents.kinds import Event
from kith.record.access.rules import Section
from kith.record.moments.models import Education, Missing, Moment
from kith.record.people.models import Involvement
from kith.record.people.queries import of
from kith.record.placements.models import LegalStatus, Stay
from kith.record.placements.wording import what
from kith.record.plans.models import Control, Review
from kith.record.relocations.models import Decision, Relocation
from kith.record.rows.models import Row
from kith.record.rows.words import day, label, span


def events(person_id: UUID, today: date, *, open_: Callable[[Section], bool]) -> tuple[Event, ...]:
    """Every event until today, the earliest first; of the sections that the document holds alone. Nobody else is named."""
    found: list[tuple[date, Event]] = []
    for model, (field, says) in _TOLD.items():
        for row in of(model, person_id).filter(error_at=None).order_by("made_at"):
            on = getattr(row, field)
            section = (
                row.section if row.section is not Section.WITHHELD_ADDRESS else Section.RECORD
            )  # told without its place
            if on is not None and on <= today and open_(section):
                kind, words = says(row)
                found.append((on, Event(span(row) if hasattr(row, "to_on") else day(on), kind, words)))
    return tuple(event for _on, event in sorted(found, key=lambda pair: pair[0]))


def _stay(row: Any) -> str:
    return what(row) if row.withheld == "no" else label("stay_kind", row.kind)


def _moment(row: Any) -> str:
    return ". ".join(filter(None, [label("critical_moment", row.kind), row.words]))


def _missing(row: Any) -> str:
    held = _("Return interview held: %(answer)s") % {"answer": label("state", row.interview_held)}
    return ". ".join([label("missing_kind", row.kind), held])


def _education(row: Any) -> str:
    return ", ".join(filter(None, [label("education", row.kind), row.school]))


def _review(row: Any) -> str:
    return ". ".join(filter(None, [label("review", row.kind), row.words]))


def _decision(row: Any) -> str:
    return ". ".join(filter(None, [label("decision_state", row.stands), row.best_interests]))


_TOLD: dict[type[Row], tuple[str, Callable[[Any], tuple[str, str]]]] = {
    Involvement: ("from_on", lambda row: (_("Children’s services"), label("involvement", row.status))),
    LegalStatus: ("from_on", lambda row: (_("Legal status"), label("legal_status", row.legal_status))),
    Stay: ("from_on", lambda row: (_("Stay away from home"), _stay(row))),
    Relocation: ("from_on", lambda row: (_("Move for safety"), label("move_kind", row.kind))),
    Decision: ("decided_on", lambda row: (_("Decision on a move"), _decision(row))),
    Moment: ("from_on", lambda row: (_("Critical moment"), _moment(row))),
    Missing: ("from_on", lambda row: (_("Missing"), _missing(row))),
    Education: ("from_on", lambda row: (_("Education"), _education(row))),
    Control: ("from_on", lambda row: (_("Control"), label("control", row.kind))),
    Review: ("on", lambda row: (_("Review of the plan"), _review(row))),
}
"""Model → the field of its day, and its kind and words."""
