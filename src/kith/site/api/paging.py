"""Pages of a list by the id of the last row that was had: nothing is counted, so no count tells of what is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

MOST = 200
LIMIT: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": MOST}


def page(rows: Sequence[Any], after: UUID | None, limit: int) -> tuple[list[Any], str | None]:
    """The rows after one, and the id to ask after next; an id that is not among them is after none."""
    start = next((place + 1 for place, row in enumerate(rows) if row.pk == after), len(rows)) if after else 0
    return _cut(list(rows[start : start + limit + 1]), limit)


def page_by_key(rows: QuerySet, after: UUID | None, limit: int) -> tuple[list[Any], str | None]:
    """The same of rows in the database, in the order of their keys, which say nothing."""
    return _cut(list(rows.filter(Q(pk__gt=after) if after else Q()).order_by("pk")[: limit + 1]), limit)


def _cut(found: list[Any], limit: int) -> tuple[list[Any], str | None]:
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else None
