"""How long everything is kept, as data: each slice's `retention.py` has a line a model and the rules that the lines name.

A slice's module has `RULES: dict[str, Rule]`, `RETENTION: dict[str, str]` (model → key of a rule, of its own or of a slice below),
and, where something of it ends by itself, `due(today)` and `run(by=, today=)`. A house test holds every model to a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Rule:
    """How long, from when, and why. `read` says whether the source's own text was read or the rule was recalled."""

    says: str
    years: int | None
    source: str
    read: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What has been kept long enough: under which rule, and since when. Without an id, passing rows that nobody refers to."""

    model: str
    id: UUID | None
    rule: str
    since: date


def modules() -> dict[str, ModuleType]:
    """Each slice's retention, by the slice's name, from the bottom up."""
    found = {name: f"{name}.retention" for name in settings.SLICES if f"{name}.retention" != __name__}
    return {name: import_module(module) for name, module in found.items() if find_spec(module)}


def rules() -> dict[str, Rule]:
    """Every rule by its key."""
    return {key: rule for module in modules().values() for key, rule in module.RULES.items()}


def due(today: date | None = None) -> Iterator[Due]:
    """What would go on `today` (London), of every slice. Nothing is changed."""
    for module in modules().values():
        if hasattr(module, "due"):
            yield from module.due(today)


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Erase all that is due, slice by slice from the top down, and say what went."""
    return [
        gone
        for module in reversed(modules().values())
        if hasattr(module, "run")
        for gone in module.run(by=by, today=today)
    ]
