"""The rows of this slice as tables of the dataset, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.record.relocations.models import AfterLook, Approval, Condition, Decision, Relocation, Tried, View
from kith.record.rows.models import Row
from kith.record.rows.tables import Filled, Found

_FILES = {"from_files": True}
# A proposal that is only being thought through says nothing yet; one of a move judged necessary says that it waits.
_SAID = Q(decided_on__isnull=False) | Q(necessary_on__isnull=False) | Q(from_files=True)
FILLED = {
    filled.table: filled
    for filled in (
        # Young people whom another authority placed here are in that authority's figures.
        Filled("relocations", Relocation, {"placement_id": "stay_id"}, Q(placed_by=""), _FILES),
        Filled("decisions", Decision, {"approvals": "approvals_given"},
               _SAID & (Q(relocation=None) | Q(relocation__placed_by="")), _FILES),
        Filled("conditions", Condition, only=Q(relocation__placed_by="")),
        Filled("after_looks", AfterLook, only=Q(relocation__placed_by="")),
        Filled("voices", View),
    )
}  # fmt: skip
TABLES: tuple[str, ...] = tuple(FILLED)
_STANDS = {"move": "moved", "no_move": "stayed", "later": "deferred", "": "decided"}


def written(table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table that the record holds. What stands in rows of its own beside a decision is gathered into it."""
    rows = FILLED[table].written()
    return _gathered(rows) if table == "decisions" else rows


def _gathered(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What was tried, and the approvals given, of a decision: those in its own columns, then those in rows."""
    tried = _by_decision(Tried.objects.filter(error_at=None))
    given = _by_decision(Approval.objects.filter(error_at=None, answer="given"))
    for row in rows:
        yield row | {
            "tried_first": _with(row["tried_first"], tried.get(row["row_id"], ())),
            "approvals": _with(row["approvals"], given.get(row["row_id"], ())),
        }


def _by_decision(rows: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for decision_id, kind in rows.exclude(decision=None).order_by("made_at", "pk").values_list("decision_id", "kind"):
        found.setdefault(str(decision_id), []).append(kind)
    return found


def _with(written_already: str | None, keys: Any) -> str | None:
    known = (written_already or "").split()
    more = [key for key in dict.fromkeys(keys) if key not in known]
    return " ".join([written_already, *more] if written_already else more) or None


def taken(table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
    """The row of the record, not saved, that a row of the dataset makes."""
    made: Any = FILLED[table].taken(row, person_id=person_id, found=found)
    if table == "decisions":
        made.stands = _STANDS[made.outcome] if made.decided_on else "draft"
    kept: Row = made
    return kept
