"""A user's own drafts with the way back to each form: by what the draft is of, never by what is typed in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
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
    for parts, part in _parts():
        if row.form_key == parts.draft(part):
            return _at(part.add_title, parts.name(part, "add"), row, row.subject_id)
        if row.form_key in _changes(part):
            stored = part.form.model._default_manager.filter(pk=row.subject_id).first()
            owner = getattr(stored, parts.owner.kwarg, None)
            if owner is not None:
                return _at(part.change_title, parts.name(part, "change"), row, owner, row.subject_id)
    return None


def _changes(part: Part) -> set[str]:
    """The keys of drafts of a change to a row of the part."""
    return {f"{one.model._meta.app_label}.{one.__name__.lower()}" for one in (part.form, part.change_form) if one}


@cache
def _parts() -> list[tuple[Parts, Part]]:
    """Every part that a slice declares, with the parts it is among."""
    modules = [import_module(f"{name}.parts") for name in settings.SLICES if find_spec(f"{name}.parts")]
    found = {id(each): each for module in modules for each in vars(module).values() if isinstance(each, Parts)}
    return [(parts, part) for parts in found.values() for part in parts.parts.values()]


def _at(title: str | Promise, name: str, row: Draft, *args: Any) -> Begun | None:
    try:
        return Begun(title, reverse(name, args=args), row.saved_at)
    except NoReverseMatch:
        return None
