"""How the rows of this slice are written: the writes of all rows, each one transaction with its audit event."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.record.moments.models import Missing, Moment
from kith.record.moments.telling import tell_at_once
from kith.record.rows.actions import Refused, Ways, Writer


def _ends_in_order(row: Any) -> None:
    same_day = row.to_on == row.from_on and row.from_time is not None and row.to_time is not None
    if same_day and row.to_time < row.from_time:
        raise Refused({"to_time": _("They cannot have come back before they were missing")})


def _reached(row: Any) -> None:
    """A day of being reached says that they were."""
    if row.reached_on is not None and row.reached == "not_known":
        row.reached = "yes"


WRITER = Writer(
    "person",
    {
        Missing: Ways(prepare=_ends_in_order, follow=tell_at_once),
        Moment: Ways(prepare=_reached, follow=tell_at_once, unchecked=("context",)),
    },
)
add, change, enter_in_error, restore = WRITER.add, WRITER.change, WRITER.enter_in_error, WRITER.restore


def answer(*, by: Any, row: Moment, seen: int, **values: Any) -> Any:
    """Say who reached a young person after a moment, when, and what it opened: `reached`, `reached_on`, `responded`, `opened` …"""
    return change(by=by, row=row, seen=seen, values=values)
