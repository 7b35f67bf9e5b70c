"""Undoing a whole load: what it made goes, what it changed says again what it said, unless anybody has edited any of it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.access import actions as access
from kith.record.audit.actions import recorded
from kith.record.exchange.comparing import model_of
from kith.record.exchange.matching import chunks
from kith.record.exchange.models import Load, LoadedRow, RowMatch
from kith.record.exchange.remarks import NOTES
from kith.record.exchange.tables import digests, fillers, stored
from kith.record.people.models import Identifier, Merge, Name, Person
from kith.record.people.queries import about_people
from kith.record.rows.actions import Refused, as_json, subject


def undo(*, by: Any, load: Load) -> int:
    """Undo a load; returns how many rows went or were put back. `Refused` where somebody has edited any of it, or added to it, since."""
    with recorded(by) as recorder:
        rows = _by_table(load)
        if load.state != Load.State.LOADED or _edited(rows) or _added_to(rows):
            raise Refused(_("Somebody has worked on what was loaded since, so it cannot be undone as a whole."))
        for table in (NOTES, *reversed(list(fillers()))):
            changed = [row for row in rows[table] if not row.made]
            for row in reversed(changed):
                _put_back(recorder, table, row)
            _as_before(table, {row.object_id for row in changed})
            made = [row.object_id for row in rows[table] if row.made]
            if table != "people":
                _delete(model_of(table), made)
            _forget(table, made)
        people = [row.object_id for row in rows["people"] if row.made]
        for person_id in sorted({row.person_id for found in rows.values() for row in found if row.person_id}):
            recorder.event("person.load_undone", subject="load", subject_id=load.pk, person_id=person_id)
        many = sum(map(len, rows.values()))
        LoadedRow.objects.filter(load=load).delete()
        _without(people, by)
        load.state, load.ended_at, load.ended_by = Load.State.UNDONE, timezone.now(), recorder.by.user_id
        load.save()
        recorder.event("dataset.load_undone", subject="load", subject_id=load.pk)
    return many


def _by_table(load: Load) -> dict[str, list[LoadedRow]]:
    found: dict[str, list[LoadedRow]] = defaultdict(list)
    for row in LoadedRow.objects.filter(load=load).order_by("pk"):
        found[row.table].append(row)
    return found


def _edited(rows: dict[str, list[LoadedRow]]) -> bool:
    """Whether any row has another version than the load left it at. The last word counts where a load was done twice."""
    for table, found in rows.items():
        left = {row.object_id: row.version for row in sorted(found, key=lambda row: row.pk)}
        model, there = model_of(table), 0
        for some in chunks(list(left)):
            for pk, version in model.objects.filter(pk__in=some).values_list("pk", "version"):
                there += 1
                if version != left[pk]:
                    return True
        if there != len(left):
            return True
    return False


def _added_to(rows: dict[str, list[LoadedRow]]) -> bool:
    """Whether anything was added about those whom the load began: their own rows apart, everything that bears their name."""
    people = [row.object_id for row in rows.get("people", ()) if row.made]
    if not people:
        return False
    made = {row.object_id for found in rows.values() for row in found if row.made}
    load_id = rows["people"][0].load_id
    loaded_at = Load.objects.values_list("loaded_at", flat=True).get(pk=load_id)
    for some in chunks(people):
        if Merge.objects.filter(merged__in=some).exists() or Person.objects.filter(kept__in=some).exists():
            return True
        for model in about_people():
            other = model._default_manager.filter(person__in=some)
            if model in {Name, Identifier}:  # the load gave them one; what is newer is someone else's
                other = other.filter(made_at__gt=loaded_at) | other.filter(version__gt=1)
            ids = set(other.values_list("pk", flat=True))
            if ids - made:
                return True
    return False


def _put_back(recorder: Any, table: str, line: LoadedRow) -> None:
    model = model_of(table)
    row = model.objects.select_for_update().get(pk=line.object_id)
    now = as_json(row, list(line.before))
    for name, value in line.before.items():
        setattr(row, name, model._meta.get_field(name).to_python(value))
    row.version += 1
    row.save(force_update=True)
    about = row.about
    noun = "person" if about else subject(row)
    recorder.changed(f"{noun}.changed", subject=subject(row), subject_id=row.pk, person_id=about, before=now,
                     after=line.before, section=row.section.value)  # fmt: skip


def _as_before(table: str, ids: set[UUID]) -> None:
    """Let what is put back count as it was loaded before: the next load may change it."""
    if not ids:
        return
    now = stored(table).filter(pl.col("row_id").is_in([str(pk) for pk in ids]))
    for pk, digest in zip(now["row_id"], digests(now.select(pl.exclude("row_id"))), strict=True):
        RowMatch.objects.filter(table=table, object_id=pk).update(digest=digest)


def _delete(model: Any, ids: list[UUID]) -> None:
    for some in chunks(ids):
        try:
            with transaction.atomic():
                model.objects.filter(pk__in=some).delete()
        except ProtectedError as held:
            raise Refused(
                _("Somebody has worked on what was loaded since, so it cannot be undone as a whole.")
            ) from held


def _forget(table: str, ids: Iterable[UUID]) -> None:
    for some in chunks(list(ids)):
        RowMatch.objects.filter(table=table, object_id__in=some).delete()


def _without(people: list[UUID], by: Any) -> None:
    """The people whom the load began, with their names, numbers and relations."""
    for some in chunks(people):
        Person.objects.filter(pk__in=some).update(shown_name=None)
        access.forget(by=by, person_ids=some)
        Person.objects.filter(pk__in=some).delete()
