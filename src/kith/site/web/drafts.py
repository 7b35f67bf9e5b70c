"""A user's own drafts with the way back to each form: by what the draft is of, never by what is typed in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise

from kith.record.accounts.models import Draft
from kith.record.accounts.rules import DRAFT_DAYS
from kith.record.rows.parts import Part, Parts

MOST = 10


@dataclass(frozen=True, slots=True)
class Begun:
    """What was begun and not saved: its form's title, where it goes on, when it was last typed in."""

    title: str | Promise
    href: str
    saved_at: datetime


def begun(user: Any) -> list[Begun]:
    """The newest drafts whose form can be found again, at most ten."""
    since = timezone.now() - timedelta(days=DRAFT_DAYS)
    rows = Draft.objects.filter(user=user, saved_at__gte=since).order_by("-saved_at")[:MOST]
    return [found for row in rows if (found := _begun(row)) is not None]


def _begun(row: Draft) -> Begun | None:
    app, _dot, key = row.form_key.partition(".")
    part_key, _dot, what = key.partition(".")
    for parts in _parts(app):
        part = parts.parts.get(part_key)
        if part is not None and what == "add":
            return _at(part.add_title, parts, part, "add", row, row.subject_id)
        for each in parts.parts.values():
            if key in {each.form.__name__.lower(), each.change_form.__name__.lower() if each.change_form else ""}:
                stored = each.form.model._default_manager.filter(pk=row.subject_id).first()
                owner = getattr(stored, parts.owner.kwarg, None)
                if owner is not None:
                    return _at(each.change_title, parts, each, "change", row, owner, row.subject_id)
    return None


def _parts(app: str) -> list[Parts]:
    """The parts that a slice declares."""
    module = f"kith.record.{app}.parts"
    try:
        found = import_module(module) if app.isidentifier() and find_spec(module) else None
    except ModuleNotFoundError:
        return []
    return [value for value in vars(found).values() if isinstance(value, Parts) and value.app == app] if found else []


def _at(title: str | Promise, parts: Parts, part: Part, what: str, row: Draft, *args: Any) -> Begun | None:
    try:
        return Begun(title, reverse(f"{parts.app}:{part.key}_{what}", args=args), row.saved_at)
    except NoReverseMatch:
        return None
