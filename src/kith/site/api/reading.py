"""Reads what a service sends: JSON of one flat object, strictly, so that nothing is guessed at and nothing overlooked."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest

from kith.site.api.problems import Refusal

DEEPEST = 3
"""An object, a list in it, the list's items: nothing here is deeper."""


def body(request: HttpRequest) -> dict[str, Any]:
    """The object that was sent. Refusal for what is no such thing."""
    try:
        read = json.loads(request.body.decode(), object_pairs_hook=_once, parse_constant=_never)
        json.dumps(read, ensure_ascii=False).encode()  # half of a character, which no database takes
    except (ValueError, RecursionError):
        raise Refusal("not_readable") from None
    if not isinstance(read, dict) or _depth(read) > DEEPEST:
        raise Refusal("not_readable")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def _never(_constant: str) -> None:
    raise ValueError("no number")


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, dict | list):
            deepest = max(deepest, depth)
            waiting += [(inner, depth + 1) for inner in (one.values() if isinstance(one, dict) else one)]
    return deepest
