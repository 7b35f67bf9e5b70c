"""What was looked for in notes: it lies sealed in the session under a reference, so that no address holds a word of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from kith.record.accounts.sealing import Unreadable, seal, unseal

_SEARCHES = "notes_searches"
_MOST = 5


def keep(request: Any, owner_id: UUID, words: str) -> str:
    """Keep the words of a search within one owner's notes; returns the reference. The five newest are kept."""
    reference = str(uuid4())
    others = list(request.session.get(_SEARCHES, {}).items())[-_MOST + 1 :]
    request.session[_SEARCHES] = {**dict(others), reference: seal(words, about=_about(request, owner_id, reference))}
    return reference


def kept(request: Any, owner_id: UUID, reference: str) -> str:
    """The words again; nothing where they are no longer kept, or were of somebody else's notes."""
    try:
        return unseal(request.session.get(_SEARCHES, {})[reference], about=_about(request, owner_id, reference))
    except (KeyError, Unreadable):
        return ""


def _about(request: Any, owner_id: UUID, reference: str) -> str:
    return f"search in notes {request.user.pk} {owner_id} {reference}"
