"""In which language figures are said: English, unless whoever shows them brings the words of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from kith.foundation.dates import Month


def _one_or_many(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: how a text, a text with a number and a month are said in it. `key` is that of the code lists: en, cy."""

    key: str = "en"
    text: Callable[[str], str] = str
    plural: Callable[[str, str, int], str] = _one_or_many
    month: Callable[[Month], str] = lambda month: month.words


_spoken: ContextVar[Tongue | None] = ContextVar("_spoken", default=None)
_ENGLISH = Tongue()


def _tongue() -> Tongue:
    return _spoken.get() or _ENGLISH


@contextmanager
def spoken(tongue: Tongue) -> Iterator[None]:
    """While the block runs, whatever is said of figures is said in this language."""
    before = _spoken.set(tongue)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The key of the language spoken."""
    return _tongue().key


def gettext(text: str) -> str:
    """The text in the language spoken."""
    return _tongue().text(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The text that fits the number, in the language spoken."""
    return _tongue().plural(one, many, number)


def month_words(month: Month) -> str:
    """`September 2019` in the language spoken."""
    return _tongue().month(month)
