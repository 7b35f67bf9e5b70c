"""What happened in a young person's life, told by every slice in one shape, so that their story writes itself from what is recorded.

A slice has a module `story.py` with `KINDS: dict[str, text]`, the kinds of what it tells, and `told(user, person_id)`, which
gives a `Happening` for each: only of rows not entered in error that the user may see, in as many queries for a thousand rows as
for one. Whether the user may read the section of each is asked here, once for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise

from kith.record.access.rules import Section
from kith.record.rows.models import Row


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened. `kind`: a key of its slice's `KINDS`. `of`, `row_id`: the row that says so.

    on, precision: the day, and whether it is known to the "day", the "month" or the "year"; None where it is not known.
    young_words: what the young person said of it, word for word.
    """

    on: date | None
    title: str
    kind: str
    of: str
    row_id: UUID
    section: Section = Section.RECORD
    precision: str = "day"
    text: str = ""
    young_words: str = ""
    href: str = ""
    by: str = ""
    people: tuple[UUID, ...] = ()
    """Of whom it tells something, where it is not told of one person: for the audit."""


def happened(row: Row, on: date | None, title: str, kind: str, **more: Any) -> Happening:
    """What a row tells, in the section that it belongs to."""
    return Happening(on, title, kind, row._meta.label, row.pk, row.section, **more)


def tellers() -> list[ModuleType]:
    """Each slice's `story`, from the bottom up."""
    names = (f"{name}.story" for name in settings.SLICES)
    return [import_module(name) for name in names if name != __name__ and find_spec(name)]


def kinds() -> dict[str, str | Promise]:
    """Every kind of happening by its key, with what people call it."""
    return {key: says for module in tellers() for key, says in module.KINDS.items()}


def told(user: Any, person_id: UUID, reads: Collection[str]) -> list[Happening]:
    """All that is recorded of a person and that the user may see, newest first, what has no day last. `reads`: the open sections."""
    return sorted(_all(user, person_id, reads), key=_place)


def told_of_context(user: Any, context_id: UUID) -> list[Happening]:
    """What is recorded of a context, and of people in it whom the user may see, newest first, what has no day last.

    A slice whose rows happen in contexts has a function of this name in its `story`. It gives only what the user may read, and
    names nobody whose tie to the context is not held today.
    """
    asked = [module for module in tellers() if hasattr(module, "told_of_context")]
    return sorted((one for module in asked for one in module.told_of_context(user, context_id)), key=_place)


def _all(user: Any, person_id: UUID, reads: Collection[str]) -> Iterator[Happening]:
    for module in tellers():
        yield from (one for one in module.told(user, person_id) if one.section.value in reads)


def _place(one: Happening) -> tuple[bool, int, str, str]:
    return (one.on is None, -(one.on or date.min).toordinal(), one.kind, str(one.row_id))
