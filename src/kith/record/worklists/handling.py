"""How every field of worklists is handled, and what an erasure makes of each link."""

from __future__ import annotations

from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE
from kith.record.worklists.retention import RETENTION

_OF_USERS = {"made_by", "error_by", "error_why"}


def _row(model: str, **fields: tuple[str, Sensitivity]) -> dict[str, Handled]:
    kept = RETENTION[model]
    alike = {
        name: Handled(says, "personal" if name in _OF_USERS else "none", kept) for name, says in HANDLED_ALIKE.items()
    }
    own = {name: Handled(says, how, kept) for name, (says, how) in fields.items()}
    return {f"{model}.{name}": how for name, how in {**alike, **own}.items()}


HANDLING: dict[str, Handled] = {
    **_row(
        "ClockAnswer",
        person=("Whom it is about.", "personal"),
        clock=("Which clock, by its key.", "special_category"),
        start_on=("The day on which the run began that was answered.", "personal"),
        kind=("Done, not applicable or later.", "personal"),
        on=("The day it was done.", "personal"),
        until=("The day before which it is not shown.", "personal"),
        why=("Why, in words.", "special_category"),
    ),
    **_row(
        "ClockFact",
        person=("Whom it is about.", "personal"),
        condition=("What was asked, by its key.", "special_category"),
        state=("Yes, no or not known.", "special_category"),
        on=("Since when it is known.", "personal"),
        why=("What it rests on, in words.", "special_category"),
    ),
    **_row(
        "Adjustment",
        clock=("Which clock, by its key.", "none"),
        limit=("This authority's limit.", "none"),
        every=("This authority's later limit.", "none"),
        commenced=("Since when it is in force.", "none"),
        holds_from=("For what begins on or after this day.", "none"),
        reason=("Why it was changed, in words.", "none"),
        decided_by=("Who decided it.", "personal"),
        decided_on=("When it was decided.", "none"),
    ),
    **_row(
        "Term",
        kind=("A term, or a closure within one.", "none"),
        name=("Its name.", "none"),
        from_on=("The first day.", "none"),
        to_on=("The last day.", "none"),
    ),
}
REACHED: dict[str, str] = {
    "worklists.ClockAnswer.person": "goes",
    "worklists.ClockFact.person": "goes",
}
"""Every relation of this slice that leads to a person or a context, and what becomes of it when that is erased."""
