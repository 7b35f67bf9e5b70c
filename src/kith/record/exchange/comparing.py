"""A dataset beside the record: for each row what it is to the record, without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import polars as pl
from django.conf import settings
from django.utils import timezone

from kith.dataset.check import check
from kith.dataset.dataset import Dataset
from kith.dataset.tables import TABLES
from kith.foundation.problems import Problems
from kith.record.audit.actions import Actor
from kith.record.exchange.matching import Matched, chunks, is_reference, match
from kith.record.exchange.models import Decision
from kith.record.exchange.remarks import NOTES, faults, none
from kith.record.exchange.remarks import state_of as remark_state
from kith.record.exchange.rules import (
    NATURAL,
    NOT_HELD,
    OTHER_AUTHORITY,
    SILENT,
    Held,
    State,
    alike,
    counted,
    refused,
    state_of,
    without_unknown_codes,
)
from kith.record.exchange.tables import Keys, digests, fillers, keyed, references, stored
from kith.record.notes.models import Note
from kith.record.rows.models import Row


@dataclass(frozen=True, slots=True)
class Met:
    """One row of the dataset beside the record. `n` is its place in the frame; `object_id` the row of the record that it is."""

    n: int
    row_id: str
    state: State
    person_ref: str = ""
    object_id: str | None = None
    digest: str = ""


@dataclass
class Compared:
    """All of a dataset beside the record, table by table; `frames` are its rows as the record can hold them."""

    keys: Keys
    matched: Matched
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    met: dict[str, list[Met]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    files: bool = False
    """Whether it comes from files, in which a blank says nothing; a dataset says what it leaves empty."""


Names = Mapping[str, Mapping[str, Any]]
"""Names by `person_id`, where files gave them."""


def compare(
    dataset: Dataset,
    names: Names,
    by: Any,
    tell: Callable[[str], None] = lambda _table: None,
    *,
    tables: Collection[str] = (*TABLES, NOTES),
    remarks: pl.DataFrame | None = None,
    files: bool = False,
) -> Compared:
    """Set the dataset beside the record. Nothing is written. `tell` is told of each table as it begins.

    Only the rows of `tables` are judged; the frames are there for all. `remarks`: what files say in words, as REMARK.
    `files`: that it was made from files, whose blanks leave the record as it is.
    """
    own = _own_rows(dataset)
    keys = Keys.known()
    compared = Compared(keys, match(own["people"], names, keys, by), problems=check(own), files=files)
    keys.people |= compared.matched.people
    for name, frame in dataset.tables.items():
        if frame.height > own[name].height:
            compared.problems.add(OTHER_AUTHORITY, name)
        if name not in fillers() and not frame.is_empty():
            compared.problems.add(NOT_HELD, name)
    for table in fillers():
        compared.frames[table] = without_unknown_codes(TABLES[table], own[table])
        if table in tables:
            tell(table)
            compared.met[table] = list(beside(table, compared.frames[table], compared))
    compared.frames[NOTES] = none() if remarks is None else remarks
    if NOTES in tables:
        compared.met[NOTES] = notes_beside(compared, by)
    return compared


def notes_beside(compared: Compared, by: Any) -> list[Met]:
    """What files say in words beside the notes of the record, once the people of the dataset were judged."""
    frame, known = compared.frames[NOTES], compared.keys.rows.get(NOTES, {})
    wrong, _problems = faults(frame, Actor.of(by).user_id, timezone.localdate())
    lost = _with_state(compared, "people", {State.REFUSED}, "person_ref")
    doubts = {*compared.matched.doubts, *lost}
    asked = [known[row_id] for row_id in frame["row_id"] if row_id in known]
    there = {
        str(pk)
        for some in chunks(asked)
        for pk in Note.objects.filter(pk__in=some, error_at=None).values_list("pk", flat=True)
    }
    return [
        Met(
            n, row_id, remark_state(row_id, ref, faulty=n in wrong, doubts=doubts, known=known, there=there), ref,
            known.get(row_id),
        )
        for n, (row_id, ref) in enumerate(frame.select("row_id", "person_id").iter_rows())
    ]  # fmt: skip


def counts(compared: Compared, dataset: Dataset) -> dict[str, dict[str, int]]:
    """How many rows of each table are in each state; tables without rows are left out."""
    found = {table: counted(one.state for one in met) for table, met in compared.met.items() if met}
    others = {n: f.height for n, f in dataset.tables.items() if n not in fillers() and not f.is_empty()}
    return found | {table: {State.NOT_HELD.value: many} for table, many in others.items()}


def _own_rows(dataset: Dataset) -> Dataset:
    ours = pl.col("authority") == settings.AUTHORITY
    return Dataset({n: f.filter(ours) for n, f in dataset.tables.items()}, dataset.covered, dataset.span)


def beside(table: str, frame: pl.DataFrame, compared: Compared) -> Iterator[Met]:
    """Each row of a table beside the record as the keys know it by now."""
    keys = compared.keys
    said = {
        (one.row_id, one.digest): one.answer
        for one in Decision.objects.filter(table=table).exclude(table="people", digest="")
    }
    now = stored(table)
    held = _held(table, now, keys)
    content = keyed(table, as_held(table, frame), keys)
    bad, waiting = refused(table, frame, compared.problems), _waiting(table, frame, compared)
    ids = _objects(table, frame, content, now, keys)
    if compared.files:
        frame = compared.frames[table] = _filled(table, frame, now, ids)
        content = keyed(table, as_held(table, frame), keys)
    made = digests(content)
    for n, (row_id, digest) in enumerate(zip(frame["row_id"], made, strict=True)):
        ref = frame["person_id"][n] if "person_id" in frame.columns else ""
        object_id = ids.get(row_id)
        if n in bad:
            state = State.REFUSED
        elif n in waiting:
            state = State.DOUBTFUL
        elif object_id is None:
            state = State.NEW
        else:
            state = state_of(
                digest,
                before=keys.before(table, row_id),
                held=held.get(object_id),
                answer=said.get((row_id, digest)),
            )
        yield Met(n, row_id, state, ref, object_id, digest)


def _filled(table: str, frame: pl.DataFrame, now: pl.DataFrame, ids: Mapping[str, str]) -> pl.DataFrame:
    """The rows of files with what they leave open as the record has it."""
    apart = {"row_id", "authority", "person_id", "source"}
    names = [column.name for column in TABLES[table].columns if column.name not in apart and not column.refers_to]
    own = pl.Series("row_id", [ids.get(row_id) for row_id in frame["row_id"]], dtype=pl.String).to_frame()
    there = own.join(now.select("row_id", *names), on="row_id", how="left", maintain_order="left")
    return frame.with_columns(
        pl.when(pl.col(name).is_null() | pl.col(name).cast(pl.String).is_in(SILENT)).then(
            pl.coalesce(there[name], name)
        ).otherwise(name).alias(name)
        for name in names
    )  # fmt: skip


def as_held(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows as the record would write them again: where it cannot tell two things apart, one of them."""
    held: Callable[[pl.DataFrame], pl.DataFrame] | None = getattr(fillers()[table], "held", None)
    return held(frame) if held and table == "people" else frame


def _held(table: str, now: pl.DataFrame, keys: Keys) -> dict[str, Held]:
    loaded = keys.digests.get(table, {})
    content = now.select(pl.exclude("row_id"))
    return {pk: Held(digest, loaded.get(pk)) for pk, digest in zip(now["row_id"], digests(content), strict=True)}


def _waiting(table: str, frame: pl.DataFrame, compared: Compared) -> set[int]:
    """Rows of somebody who is in doubt, or that refer to a row which waits or is refused."""
    found: set[int] = set()
    if "person_id" in frame.columns:
        doubts = list(compared.matched.doubts)
        found |= set(frame["person_id"].is_in(doubts).arg_true().to_list())
        lost = _with_state(compared, "people", {State.REFUSED}, "person_ref")
        found |= set(frame["person_id"].is_in(list(lost)).arg_true().to_list()) if table != "people" else set()
    required = {column.name for column in TABLES[table].columns if column.required}
    for column, to in references(TABLES[table]).items():
        if column in required:
            lost = _with_state(compared, to, {State.DOUBTFUL, State.REFUSED}, "row_id")
            found |= set(frame[column].is_in(list(lost)).arg_true().to_list())
    return found


def _with_state(compared: Compared, table: str, states: set[State], what: str) -> set[str]:
    return {getattr(met, what) for met in compared.met.get(table, ()) if met.state in states}


def _objects(table: str, frame: pl.DataFrame, content: pl.DataFrame, now: pl.DataFrame, keys: Keys) -> dict[str, str]:
    """The row of the record that each row of the dataset is, as far as there is one."""
    if table == "people":
        pairs = zip(frame["row_id"], frame["person_id"], strict=True)
        return {row_id: keys.people[ref] for row_id, ref in pairs if ref in keys.people}
    known = keys.rows.get(table, {})
    found = {row_id: known[row_id] for row_id in frame["row_id"] if row_id in known}
    found |= _the_records_own(table, [row_id for row_id in frame["row_id"] if row_id not in found])
    names = NATURAL.get(table, ())
    if len(found) == frame.height or not names:
        return found
    taken = set(found.values())
    one = _single(names, now.rename({"row_id": "id"}), taken)
    mine = _single(names, content.with_columns(id=frame["row_id"]), found)
    return found | {row_id: one[key] for key, row_id in mine.items() if key in one}


def _single(names: tuple[str, ...], frame: pl.DataFrame, apart_from: Any) -> dict[tuple[object, ...], str]:
    """By what tells rows apart, the one row that says so; where several do, none."""
    found: dict[tuple[object, ...], list[str]] = {}
    for row in frame.select("id", *names).iter_rows(named=True):
        key = alike(names, row)
        if key is not None and row["id"] not in apart_from:
            found.setdefault(key, []).append(row["id"])
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


def _the_records_own(table: str, row_ids: list[str]) -> dict[str, str]:
    """Rows that the record itself wrote, also where they were entered in error since."""
    asked = {pk: row_id for row_id in row_ids if (pk := is_reference(row_id))}
    if not asked:
        return {}
    there = (pk for some in chunks(list(asked)) for pk in model_of(table).objects.filter(pk__in=some).values_list("pk"))
    return {asked[pk]: str(pk) for (pk,) in there}


def model_of(table: str) -> Any:
    """The model whose rows fill a table."""
    if table == NOTES:
        return Note
    blank: dict[str, Any] = dict.fromkeys(TABLES[table].names)
    made: Row = fillers()[table].taken(table, blank, person_id=None, found=_nobody)
    return type(made)


def _nobody(_table: str, _row_id: str) -> UUID | None:
    return None
