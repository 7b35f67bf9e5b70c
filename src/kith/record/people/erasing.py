"""Erasing a person: everything about them and every link to them goes, and an event without a value says that it did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils.module_loading import import_string

from kith.record.access import actions as access
from kith.record.accounts.models import Draft
from kith.record.audit.actions import erase_history, erase_history_of, recorded
from kith.record.notices.models import Notice
from kith.record.people.models import LikelyDuplicate, Merge, Person, Photo, SubjectAccess
from kith.record.people.photos import folder
from kith.record.people.queries import about_people, root
from kith.record.rows.models import Row

REACHED: dict[str, str] = {
    "people.Name.person": "goes",
    "people.Identifier.person": "goes",
    "people.Address.person": "goes",
    "people.Involvement.person": "goes",
    "people.FamilyTie.person": "goes",
    "people.FamilyTie.other": "goes",
    "people.Photo.person": "goes, with its file",
    "people.SearchKey.person": "goes",
    "people.SearchKey.root": "goes",
    "people.Merge.merged": "goes",
    "people.Merge.into": "goes",
    "people.LikelyDuplicate.one": "goes",
    "people.LikelyDuplicate.other": "goes",
    "people.SubjectAccess.person": "goes",
    "people.Person.kept": "goes: a record merged into one that is erased is of the same person",
}
"""Every relation that leads to a person, and what becomes of it. A test fails on one that is not here."""


def erase(*, by: Any, person_id: UUID) -> list[UUID]:
    """Erase a person with all records merged into theirs; returns the ids that are gone. The audit keeps that they were."""
    kept = root(person_id)
    merged = list(Person.objects.filter(kept=kept).values_list("pk", flat=True))
    ids = [*merged, kept]
    with recorded(by) as recorder:
        files = list(Photo.objects.filter(person__in=ids).values_list("file", flat=True))
        subjects = [*ids, *_rows(ids)]
        for each in merged:
            access.part(by=by, person_id=each)
        access.forget(by=by, person_ids=ids)
        Draft.objects.filter(subject_id__in=subjects).delete()
        Notice.objects.filter(subject_id__in=subjects).delete()
        shared = [(model, list(_shared(model, ids))) for model in _about_several()]
        Person.objects.filter(pk__in=merged).delete()
        Person.objects.filter(pk=kept).delete()
        for model, rows in shared:
            _leave_nobody(by, model, rows)
        for each in ids:
            erase_history(by, person_id=each)
            recorder.event("person.erased", subject="person", subject_id=each, person_id=each)
        transaction.on_commit(lambda: [(folder() / name).unlink(missing_ok=True) for name in files])
    return ids


def _about_several() -> list[type[Row]]:
    """The kinds of rows that are about several people and about nobody once those are gone."""
    return [model for model in apps.get_models() if issubclass(model, Row) and model.goes_without]


def _shared(model: type[Row], ids: list[UUID]) -> Iterator[UUID]:
    about = {f"{model.goes_without}__person__in": ids}
    yield from model._default_manager.filter(**about).values_list("pk", flat=True).distinct()


def _leave_nobody(by: Any, model: type[Row], rows: list[UUID]) -> None:
    """Those of the rows in which nobody is left go, with their drafts and what they used to say."""
    left = model._default_manager.filter(pk__in=rows, **{model.goes_without: None})
    for row_id in list(left.values_list("pk", flat=True)):
        Draft.objects.filter(subject_id=row_id).delete()
        if model.erased_with:
            import_string(model.erased_with)(by=by, row_id=row_id)
        erase_history_of(by, subject=model.__name__.lower(), subject_id=row_id)
        model._default_manager.filter(pk=row_id).delete()


def _rows(ids: list[UUID]) -> list[UUID]:
    """The ids of everything about these people: drafts and notices name them."""
    found: list[UUID] = []
    models: list[type[Model]] = [*about_people(), SubjectAccess]
    for model in models:
        found += model._default_manager.filter(person__in=ids).values_list("pk", flat=True)
    for model, ends in ((Merge, ("merged", "into")), (LikelyDuplicate, ("one", "other"))):
        for end in ends:
            found += model._default_manager.filter(**{f"{end}__in": ids}).values_list("pk", flat=True)
    return found
