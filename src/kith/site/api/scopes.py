"""What a token may cover: a slice of the record, or one kind of row of people's, to read or to write. Read off the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.record.people.parts import PERSON
from kith.record.rows.parts import Part, Parts

SCOPE_OF_PEOPLE, SCOPE_OF_CONTEXTS = "people", "contexts"
_FIGURES = {"read": gettext_lazy("Read: figures"), "write": gettext_lazy("Have figures made")}


@cache
def all_parts() -> tuple[Parts, ...]:
    """Every kind of row of every slice, as its module `parts` declares them."""
    return tuple(
        parts for name in settings.SLICES if find_spec(f"{name}.parts") for parts in _declared(f"{name}.parts")
    )


def _declared(module: str) -> Iterator[Parts]:
    return (value for value in vars(import_module(module)).values() if isinstance(value, Parts))


def scopes_of(parts: Parts, part: Part, act: str) -> tuple[str, ...]:
    """The scopes any of which opens a kind of row: that of its slice and, of people's rows, one of its own."""
    whole = f"{act}:{parts.app}"
    return (f"{act}:{part.key}", whole) if parts.owner is PERSON and part.key != parts.app else (whole,)


def choices() -> list[tuple[str, str]]:
    """Every scope with its words, for the form of a token."""
    found: dict[str, str] = {}
    for act, words in (("read", _("Read: %(what)s")), ("write", _("Write: %(what)s"))):
        found[f"{act}:figures"] = str(_FIGURES[act])
        for parts in all_parts():
            whole = str(apps.get_app_config(parts.app).verbose_name)
            found.setdefault(f"{act}:{parts.app}", words % {"what": _("%(slice)s, all of it") % {"slice": whole}})
            if parts.owner is PERSON:
                for part in parts.parts.values():
                    found.setdefault(f"{act}:{part.key}", words % {"what": part.title})
    return list(found.items())
