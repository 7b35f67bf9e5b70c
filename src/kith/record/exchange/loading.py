"""In: what a dataset says is written into the record, in one transaction, in parts, and can be undone while nobody edited it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from kith.dataset.dataset import Dataset
from kith.record.accounts.models import Team
from kith.record.audit.actions import Recorder, recorded
from kith.record.exchange.comparing import Compared, Met, Names, as_held, beside, compare, counts, notes_beside
from kith.record.exchange.matching import is_reference
from kith.record.exchange.models import Decision, Load, LoadedRow, RowMatch
from kith.record.exchange.newcomers import begin
from kith.record.exchange.remarks import NOTES, note_of
from kith.record.exchange.rules import State
from kith.record.exchange.tables import digests, fillers, keyed, stored
from kith.record.people.actions import settle
from kith.record.people.loading import pour
from kith.record.people.models import Person
from kith.record.rows.actions import as_json, subject
from kith.record.rows.models import Row
from kith.record.rows.tables import Found

_CHUNK = 5_000
Tell = Callable[[str], None]


def load(
    *,
    by: Any,
    load: Load,
    dataset: Dataset,
    names: Names,
    words: pl.DataFrame,
    team: Team | None = None,
    tell: Tell = lambda _table: None,
) -> Counter[str]:
    """Write everything of the dataset that is not in doubt, and what files say in words; how many rows were made, changed or refused.

    New people are put in relation to `team`, else nobody sees them yet. What waits for a decision stays out: the same load can be
    done again once it was made. All or nothing.
    """
    with recorded(by) as recorder:
        work = _Work(
            recorder, load, compare(dataset, names, by, tables=("people",), remarks=words, files=load.kind == "files")
        )
        begun = begin(work.compared, names, team=team, by=recorder.by)
        for table in fillers():
            tell(table)
            work.do(table, begun)
        work.note()
        work.remember()
        load.state, load.loaded_at, load.loaded_by = Load.State.LOADED, timezone.now(), recorder.by.user_id
        load.counts = counts(work.compared, dataset)
        load.save()
        recorder.event("people.loaded", subject="load", subject_id=load.pk)
        for person_id in sorted({row.person_id for row in work.done if row.person_id}):
            recorder.event("person.loaded", subject="load", subject_id=load.pk, person_id=person_id)
    return work.many


class _Work:
    """One load as it goes on, table by table, each knowing the ids that those before it made."""

    def __init__(self, recorder: Recorder, load: Load, compared: Compared) -> None:
        self.recorder, self.load, self.compared = recorder, load, compared
        self.keys = compared.keys
        self.matches: list[RowMatch] = []
        self.done: list[LoadedRow] = []
        self.many: Counter[str] = Counter()

    def do(self, table: str, begun: Mapping[str, UUID]) -> None:
        """All rows of a table."""
        frame = self.compared.frames[table]
        if table != "people":  # whose states were asked before anybody new was begun
            self.compared.met[table] = list(beside(table, frame, self.compared))
        met = self.compared.met[table]
        if table == "people":
            made = {one.row_id: begun[one.person_ref] for one in met if one.person_ref in begun}
            self.done += [self._line(table, pk, pk, made=True) for pk in made.values()]
            refused: set[str] = set()
            self.many["made"] += len(made)
        else:
            made, refused = self._add(table, [one for one in met if one.state is State.NEW])
        self.keys.rows.setdefault(table, {}).update({row_id: str(pk) for row_id, pk in made.items()})
        self._change(table, [one for one in met if one.state is State.CHANGED], refused)
        self.many["refused"] += len(refused)
        self.compared.met[table] = [
            replace(one, state=State.REFUSED) if one.row_id in refused else one for one in self.compared.met[table]
        ]
        self._match(table, [one for one in met if one.row_id not in refused], made)

    def note(self) -> None:
        """What files say in words, as notes."""
        met = self.compared.met[NOTES] = notes_beside(self.compared, self.recorder.by)
        made, refused = self._add(NOTES, [one for one in met if one.state is State.NEW])
        self.many["refused"] += len(refused)
        for one in met:
            if one.row_id in made:
                person = UUID(self.keys.people[one.person_ref])
                self.matches.append(
                    RowMatch(table=NOTES, row_id=one.row_id, object_id=made[one.row_id], person_id=person)
                )
        if refused:
            self.compared.met[NOTES] = [
                replace(one, state=State.REFUSED) if one.row_id in refused else one for one in met
            ]

    def _add(self, table: str, new: Sequence[Met]) -> tuple[dict[str, UUID], set[str]]:
        made: dict[str, UUID] = {}
        refused: set[str] = set()
        for start in range(0, len(new), _CHUNK):
            some = new[start : start + _CHUNK]
            rows = dict(zip((one.row_id for one in some), self._rows(table, some), strict=True))
            kept = _stored_rows(list(rows.values()))
            for row_id, row in rows.items():
                if row.pk in kept:
                    made[row_id] = row.pk
                    self.done.append(self._line(table, row.pk, row.about, made=True))
                else:
                    refused.add(row_id)
        self.many["made"] += len(made)
        return made, refused

    def _rows(self, table: str, some: Sequence[Met]) -> Iterator[Row]:
        """The rows of the record, not saved, that these rows of the dataset make."""
        taken, frame = self._note if table == NOTES else fillers()[table].taken, self.compared.frames[table]
        for one, row in zip(some, frame[[one.n for one in some]].iter_rows(named=True), strict=True):
            person = self.keys.people.get(one.person_ref)
            made = taken(table, row, person_id=UUID(person) if person else None, found=self._found)
            made.id, made.made_by = uuid4(), self.recorder.by.user_id
            yield made

    def _note(self, _table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
        return note_of(row, person_id, self.recorder.by.user_id)

    def _found(self, table: str, row_id: str) -> UUID | None:
        known = self.keys.rows.get(table, {}).get(row_id) or row_id
        return is_reference(known)

    def _change(self, table: str, changed: Sequence[Met], refused: set[str]) -> None:
        if not changed:
            return
        now = {row["row_id"]: row for row in stored(table).iter_rows(named=True)}
        for one, fresh in zip(changed, self._rows(table, changed), strict=True):
            person = getattr(fresh, "person_id", None)
            stale = fillers()[table].taken(
                table, now[str(one.object_id)], person_id=person, found=lambda _table, pk: is_reference(pk)
            )
            if not self._save(table, one, fresh, stale):
                refused.add(one.row_id)

    def _save(self, table: str, one: Met, fresh: Row, stale: Row) -> bool:
        """Write the fields in which the dataset and the record differ, whole or not at all."""
        apart = {"id", "version", "made_at", "made_by", "error_at", "error_by", "error_why", "kept", "shown_name"}
        names = [f.attname for f in fresh._meta.concrete_fields if f.name not in apart]
        differ = [name for name in names if getattr(fresh, name) != getattr(stale, name)]
        row = type(fresh)._default_manager.select_for_update().get(pk=one.object_id)
        before = as_json(row, differ)
        for name in differ:
            setattr(row, name, getattr(fresh, name))
        row.version += 1
        try:
            with transaction.atomic():
                row.save(force_update=True)
        except (IntegrityError, DataError):
            return False
        if isinstance(row, Person):
            settle(row, differ)
        about = row.about
        noun = "person" if about else subject(row)
        self.recorder.changed(f"{noun}.changed", subject=subject(row), subject_id=row.pk, person_id=about,
                              before=before, after=as_json(row, differ), section=row.section.value)  # fmt: skip
        self.done.append(self._line(table, row.pk, about, made=False, version=row.version, before=before))
        self.many["changed"] += 1
        return True

    def _match(self, table: str, met: Sequence[Met], made: Mapping[str, UUID]) -> None:
        """Remember which rows are which. What the record kept against the dataset is remembered too, so as not to be asked again."""
        frame = self.compared.frames[table]
        now = digests(keyed(table, as_held(table, frame), self.keys))
        for one in met:
            object_id = str(made[one.row_id]) if one.row_id in made else one.object_id
            if object_id is None or one.state in {State.REFUSED, State.DOUBTFUL, State.BOTH}:
                continue
            if one.state is State.DECIDED:
                continue
            person = self.keys.people.get(one.person_ref)
            self.matches.append(
                RowMatch(table=table, row_id=one.row_id, object_id=UUID(object_id), digest=now[one.n],
                         person_id=UUID(person) if person else None,
                         person_ref=one.person_ref if table == "people" else "")
            )  # fmt: skip

    def remember(self) -> None:
        """Store which rows are which, and what was done to each."""
        RowMatch.objects.bulk_create(
            self.matches,
            batch_size=_CHUNK,
            update_conflicts=True,
            unique_fields=["table", "row_id"],
            update_fields=["object_id", "person", "person_ref", "digest"],
        )
        LoadedRow.objects.bulk_create(self.done, batch_size=_CHUNK)

    def _line(
        self,
        table: str,
        pk: UUID,
        about: UUID | None,
        *,
        made: bool,
        version: int = 1,
        before: Mapping[str, Any] | None = None,
    ) -> LoadedRow:
        return LoadedRow(
            load=self.load, table=table, object_id=pk, person_id=about, made=made, version=version, before=before or {}
        )


def _stored_rows(rows: Sequence[Row]) -> set[UUID]:
    """Store new rows of one model; returns the keys of those that the database took. What it refuses is found by halving."""
    if not rows:
        return set()
    try:
        with transaction.atomic(), connection.wrap_database_errors:  # a COPY's own errors are the driver's
            pour(type(rows[0]), rows)
    except (IntegrityError, DataError, ValidationError):
        if len(rows) == 1:
            return set()
        half = len(rows) // 2
        return _stored_rows(rows[:half]) | _stored_rows(rows[half:])
    return {row.pk for row in rows}


def decisions_of(load: Load) -> int:
    """How many decisions were made since the load was last done: a reason to do it again."""
    since = load.loaded_at
    return Decision.objects.filter(made_at__gt=since).count() if since else 0
