"""The copy of what is held as its person reads it: fields by their names, codes by their labels, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import Field, ForeignKey
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kith.record.accounts.roles import ROLES
from kith.record.rows.models import CodeField, CodesField, Row
from kith.record.rows.words import day, hour, label, labels

Said = tuple[str, str]
"""The name of a field and what it says."""


def in_words(row: Row, names: Iterable[str]) -> list[Said]:
    """Those of the fields that hold something. Which rows belong together is not said: a key says nothing to a reader."""
    found = [(name, row._meta.get_field(name)) for name in names]
    columns = [
        (name, column) for name, column in found if isinstance(column, Field) and not isinstance(column, ForeignKey)
    ]
    said = [(str(capfirst(column.verbose_name)), _text(row, name, column)) for name, column in columns]
    return [(head, text) for head, text in said if text]


def _text(row: Any, name: str, column: Field) -> str:
    value = getattr(row, name)
    if value is None or value == "" or value == []:
        return ""
    if name in row.spoken:
        return "; ".join(row.spoken[name](one) for one in (value if isinstance(value, list) else [value]))
    if isinstance(column, CodeField):
        return label(column.list_name, value)
    if isinstance(column, CodesField):
        return labels(column.list_name, value)
    return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return day(timezone.localtime(value).date())
        case date():
            return day(value)
        case time():
            return hour(value)
        case float():
            return f"{value:g}"
    return str(value)


def seen_by(lines: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Who looked, as `subject_access` counts them, with the day and the role in words."""
    for line in lines:
        role = ROLES.get(line["role"])
        yield {
            "on": day(date.fromisoformat(line["on"])),
            "role": str(role.title) if role else _("Kith by itself") if line["role"].startswith("system.") else "",
            "did": line["did"],
        }
