"""Stored values as people read them, in their language."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.definitions.authorities import authority
from kith.definitions.codes import codes
from kith.foundation.problems import Detail


def language() -> str:
    """`en` or `cy`."""
    return (get_language() or "en")[:2]


def label(list_name: str, key: str) -> str:
    """What a person reads for a code, in their language."""
    return codes(list_name).label(key, language())


def labels(list_name: str, keys: list[str]) -> str:
    """Several codes in one cell."""
    return ", ".join(label(list_name, key) for key in keys)


def authority_name(code: str) -> str:
    """The name of an authority by its code, or what was written."""
    found = authority(code) if code else None
    if found is None:
        return code
    return found.name_welsh if language() == "cy" and found.name_welsh else found.name


def detail(said: str) -> str:
    """What a problem's message adds, in the reader's language; as it is where it has no words of ours."""
    if not isinstance(said, Detail):
        return said
    return _(said.template).format(**{name: detail(value) for name, value in said.values.items()})


def day(value: date | None) -> str:
    """3 March 2026, or nothing."""
    return formats.date_format(value, "j F Y") if value else ""


def hour(value: time | None) -> str:
    """14:05, or nothing."""
    return value.strftime("%H:%M") if value else ""


def moment(on: date | None, at: time | None) -> str:
    """3 March 2026, 14:05: the time of day only where it is known."""
    return ", ".join(filter(None, [day(on), hour(at)]))


def span(row: Any) -> str:
    """When a row holds."""
    start, end = day(row.from_on), day(row.to_on)
    if not start and not end:
        return _("Not known")
    if start and not end:
        return _("Since %(day)s") % {"day": start}
    if start == end:
        return start
    return _("%(first)s to %(last)s") % {"first": start or _("not known"), "last": end}


def said(field: Any, value: Any) -> str:
    """A stored value as a form's field would name it."""
    if value in (None, "", []):
        return _("Not given")
    if hasattr(value, "year"):
        return day(value)
    if hasattr(value, "hour"):
        return hour(value)
    named = {str(key): text for key, text in getattr(field, "choices", [])}
    return ", ".join(_named(named, one) for one in (value if isinstance(value, list) else [value]))


def _named(named: dict[str, Any], value: Any) -> str:
    """A value by its choice. A reference that is none of the choices may be to what this user must not see."""
    if isinstance(value, UUID):
        return str(named.get(str(value), _("Something that is not shown here")))
    return str(named.get(str(value), value))


def harmless(cell: str) -> str:
    """A cell of an export that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
