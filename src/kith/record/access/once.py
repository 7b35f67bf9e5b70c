"""What many parts of a page ask of the database alike is asked once, as long as nothing is changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_READ: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """What is asked by the same key in here is asked once. Only for what changes nothing; one within another is the other."""
    if _READ.get() is not None:
        yield
        return
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def known(key: Hashable) -> Any:
    """What was given by this key, if it was asked within the `read_once` that this is in; else None."""
    return (_READ.get() or {}).get(key)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """What `ask` gives; within `read_once`, what it gave the first time by this key."""
    held = _READ.get()
    if held is None:
        return ask()
    if key not in held:
        held[key] = ask()
    found: T = held[key]
    return found
