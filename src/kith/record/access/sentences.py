"""Whom somebody may see, as SQL that Django writes once for each kind of viewer; after that only the viewer's own values go in.

Every page asks several times whom its viewer may see. Writing that sentence anew each time took most of the page's time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from kith.record.access.once import once
from kith.record.accounts.roles import ROLES, Capability


@dataclass(frozen=True, slots=True)
class Viewer:
    """All that whom somebody sees depends on: of their account, of the moment, and the person whom a page is about."""

    role_key: str
    is_active: bool
    id: UUID
    team_id: UUID | None
    today: date
    now: datetime
    about: UUID | None = None

    @classmethod
    def of(cls, user: Any, about: UUID | None = None) -> Viewer:
        """A user, now."""
        now = timezone.now()
        return cls(user.role_key, bool(user.is_active), user.pk, user.team_id, timezone.localdate(now), now, about)

    def may(self, capability: Capability) -> bool:
        """As of the user: whether the role allows it at all."""
        return self.is_active and capability in ROLES[self.role_key].may


_FIELDS: dict[str, models.Field] = {
    "id": models.UUIDField(),
    "team_id": models.UUIDField(),
    "about": models.UUIDField(),
    "today": models.DateField(),
    "now": models.DateTimeField(),
}
"""What differs between viewers of one kind, as the database takes it."""
_NAMELESS = Viewer(
    "", False, id=UUID(int=1), team_id=UUID(int=2), about=UUID(int=3),
    today=date(1, 1, 1), now=datetime(1, 1, 1, tzinfo=UTC),
)  # fmt: skip
"""Values that no row has, in whose place a viewer's are put."""

FEW = 1000
"""So many ids, and no more, are named outright."""
Ids: TypeAlias = tuple[UUID, ...] | RawSQL
"""For `filter(person__in=...)` at once, and for nothing else."""


def ids(chosen: Callable[..., QuerySet], viewer: Viewer, *how: Any, among: Collection[UUID] | None = None) -> Ids:
    """The ids that `chosen(viewer, *how)` gives; it is asked once for each kind of viewer, so nothing else may go into it.

    Of all, or `among` these, which are then looked up one by one.

    A few, as of nearly everybody who sees anyone, are read now: a database that has them plans what is asked of them well, where
    it guesses badly of a sentence within a sentence, and takes longer to plan it than to answer.
    """
    written = _written(chosen, _kind(viewer), *how)
    if written is None:
        return ()
    asked = (written, _timeless(viewer))  # the sentence, not the section: sections often open by the same
    found: Ids = once(asked, lambda: _ids(*written, viewer))
    if among is None:
        return found
    if isinstance(found, tuple):
        return tuple(pk for pk in found if pk in among)
    return _among(found, among) if among else ()


def row(chosen: Callable[[Viewer], QuerySet], viewer: Viewer) -> dict[str, Any] | None:
    """The first row of `chosen(viewer)` by its columns, as the database gives it; None where there is none."""
    return once((chosen, _timeless(viewer)), lambda: _row(chosen, viewer))


def _timeless(viewer: Viewer) -> Viewer:
    """The viewer without the moment: to one page all its moments are one."""
    return replace(viewer, now=_NAMELESS.now)


def _ids(sql: str, nameless: tuple[Any, ...], viewer: Viewer) -> Ids:
    values = _filled(nameless, viewer)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {FEW + 1}", values)
        few = tuple(UUID(str(found)) for (found,) in cursor.fetchall())
    return few if len(few) <= FEW else RawSQL(sql, values)  # noqa: S611 - written by Django


def _among(wide: RawSQL, these: Collection[UUID]) -> tuple[UUID, ...]:
    field = _FIELDS["id"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.id FROM ({wide.sql}) s WHERE s.id IN ({', '.join(['%s'] * len(these))})",  # noqa: S608 - written by Django
            [*wide.params, *(field.get_db_prep_value(pk, connection) for pk in these)],
        )
        return tuple(UUID(str(found)) for (found,) in cursor.fetchall())


def _row(chosen: Callable[[Viewer], QuerySet], viewer: Viewer) -> dict[str, Any] | None:
    written = _written(chosen, _kind(viewer))
    if written is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(written[0], _filled(written[1], viewer))
        found = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), found, strict=True)) if found else None


def _kind(viewer: Viewer) -> Viewer:
    """The viewer without what is their own: those alike in this see by the same sentence."""
    team, about = _NAMELESS.team_id if viewer.team_id else None, _NAMELESS.about if viewer.about else None
    return replace(_NAMELESS, role_key=viewer.role_key, is_active=viewer.is_active, team_id=team, about=about)


@cache
def _written(chosen: Callable[..., QuerySet], kind: Viewer, *how: Any) -> tuple[str, tuple[Any, ...]] | None:
    """The sentence and its values; None where nothing can be found whatever the tables hold."""
    try:
        sql, values = chosen(kind, *how).query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(values)


def _filled(values: tuple[Any, ...], viewer: Viewer) -> list[Any]:
    own = {
        field.get_db_prep_value(getattr(_NAMELESS, name), connection): field.get_db_prep_value(getattr(viewer, name), connection)
        for name, field in _FIELDS.items()
    }  # fmt: skip
    return [own.get(value, value) for value in values]
