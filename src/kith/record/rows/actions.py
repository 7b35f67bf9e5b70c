"""How rows are written: each action is one transaction with its audit event, and there is no other way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.access.rules import Section
from kith.record.audit.actions import Recorder, recorded
from kith.record.rows.models import Row
from kith.record.rows.queries import root_of


class Stale(Exception):
    """Somebody saved in between: what is stored now stands beside what was to be saved. Nothing was overwritten."""

    def __init__(self, stored: Row) -> None:
        super().__init__("The row was saved by somebody else in between.")
        self.stored = stored


class Refused(ValidationError):
    """What the record cannot take, with a sentence for whoever asked."""


def as_json(row: Row, fields: Sequence[str]) -> dict[str, Any]:
    """The fields' values as the erasable history holds them."""
    values = {name: getattr(row, name) for name in fields}
    return {
        name: v.isoformat() if isinstance(v, date | time) else str(v) if isinstance(v, UUID) else v
        for name, v in values.items()
    }


def _nothing(_row: Any) -> None:
    pass


def _nothing_follows(_row: Any, _changed: Sequence[str], _recorder: Recorder) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Ways:
    """What one kind of row needs beyond the rest. Each raises `Refused` to stop the write.

    prepare: sets what is derived from what was typed. follow: writes what must change with the row (its keys of search, say), given
    the fields that changed, in the same transaction. may_end: refuses a mark of "entered in error".
    unchecked: fields and constraints that `full_clean` leaves to the database.
    """

    prepare: Callable[[Any], None] = _nothing
    follow: Callable[[Any, Sequence[str], Recorder], None] = _nothing_follows
    may_end: Callable[[Any], None] = _nothing
    unchecked: tuple[str, ...] = ()
    check_constraints: bool = True


_PLAIN = Ways()


@dataclass(frozen=True)
class Writer:
    """The writes of one slice's rows. `noun` begins its audit actions: `person.changed`, `context.changed`."""

    noun: str = "person"
    ways: Mapping[type[Row], Ways] = field(default_factory=dict)

    def add(self, *, by: Any, row: Any) -> Any:
        """Keep a new row, given unsaved. ValidationError for what the record cannot take."""
        with recorded(by) as recorder:
            row.made_by = recorder.by.user_id
            self._clean(row)
            row.save(force_insert=True)
            self._way(row).follow(row, row.edited, recorder)
            self._tell(recorder, row, dict.fromkeys(row.edited), as_json(row, row.edited), row.section)
            return row

    def change(self, *, by: Any, row: Any, seen: int, values: Mapping[str, Any]) -> Any:
        """Change a row that was read at version `seen`. Raises `Stale` with what is stored where somebody saved in between."""
        if strange := set(values) - set(row.edited):
            raise ValueError(f"not fields that people edit: {', '.join(sorted(strange))}")
        with recorded(by) as recorder:
            stored = self._locked(row, seen)
            if stored.error_at is not None:
                raise Stale(stored)
            before, section = as_json(stored, stored.edited), stored.section
            for name, value in values.items():
                setattr(stored, name, value)
            self._clean(stored)
            after = as_json(stored, stored.edited)
            if before == after:
                return stored
            self._save(stored, seen)
            self._way(stored).follow(stored, [name for name in before if before[name] != after[name]], recorder)
            # An address that was withheld stays out of the history of those who may not see withheld ones.
            narrower = section if section is not Section.ADDRESS else stored.section
            self._tell(recorder, stored, before, after, narrower)
            return stored

    def enter_in_error(self, *, by: Any, row: Any, seen: int, why_so: str) -> Any:
        """Mark a row as entered in error: it stays to be read, counts for nothing and can be taken back."""
        if not why_so.strip():
            raise Refused(_("Say why it was an error"))
        with recorded(by) as recorder:
            stored = self._locked(row, seen)
            self._way(stored).may_end(stored)
            stored.error_at, stored.error_by, stored.error_why = timezone.now(), recorder.by.user_id, why_so.strip()
            return self._mark(stored, seen, recorder, "entered_in_error")

    def restore(self, *, by: Any, row: Any, seen: int) -> Any:
        """Take back that a row was entered in error. ValidationError where it would stand against what was written since."""
        with recorded(by) as recorder:
            stored = self._locked(row, seen)
            stored.error_at, stored.error_by, stored.error_why = None, None, ""
            self._way(stored).prepare(stored)
            if self._way(stored).check_constraints:
                stored.validate_constraints()  # another row may have taken its place
            return self._mark(stored, seen, recorder, "restored")

    def _way(self, row: Row) -> Ways:
        return self.ways.get(type(row), _PLAIN)

    def _clean(self, row: Any) -> None:
        way = self._way(row)
        way.prepare(row)
        row.full_clean(exclude=["person", *way.unchecked], validate_constraints=False)
        if way.check_constraints:
            row.validate_constraints()  # those of the person too, which `exclude` would leave to the database and an error page

    def _locked(self, row: Any, seen: int) -> Any:
        stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
        if stored.version != seen:
            raise Stale(stored)
        return stored

    def _save(self, stored: Any, seen: int) -> None:
        stored.version = seen + 1
        stored.save(force_update=True)

    def _mark(self, stored: Any, seen: int, recorder: Recorder, how: str) -> Any:
        self._save(stored, seen)
        self._way(stored).follow(stored, (), recorder)
        recorder.event(
            f"{self.noun}.{how}", subject=subject(stored), subject_id=stored.pk, person_id=root_of(stored.about)
        )
        return stored

    def _tell(
        self, recorder: Recorder, row: Any, before: Mapping[str, Any], after: Mapping[str, Any], section: Section
    ) -> None:
        recorder.changed(
            f"{self.noun}.changed",
            subject=subject(row),
            subject_id=row.pk,
            person_id=root_of(row.about),
            before=before,
            after=after,
            section=section.value,
        )


def subject(row: Row) -> str:
    """What the audit calls a kind of row."""
    return type(row).__name__.lower()
