"""Whether a clock is owed on what is known: yes, no or not known, and what has to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Answer(StrEnum):
    """Three states: a blank is never a no."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


_OPPOSITE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.NOT_KNOWN: Answer.NOT_KNOWN}
Answers = Mapping[str, Answer]
"""What is known of a case by condition; one that is absent is not known."""


def answer(condition: str, known: Answers) -> Answer:
    """Of `a`, `!a` (not) or `a|!b` (either)."""
    found = {_one(term, known) for term in condition.split("|")}
    return next((state for state in (Answer.YES, Answer.NOT_KNOWN) if state in found), Answer.NO)


def keys(condition: str) -> list[str]:
    """The conditions named in one."""
    return [term.removeprefix("!") for term in condition.split("|")]


def not_known(wanted: Iterable[str], known: Answers) -> tuple[str, ...]:
    """The keys to ask about, of those conditions whose answer is not known."""
    asked = (key for one in wanted if answer(one, known) is Answer.NOT_KNOWN for key in keys(one))
    return tuple(dict.fromkeys(key for key in asked if known.get(key, Answer.NOT_KNOWN) is Answer.NOT_KNOWN))


def _one(term: str, known: Answers) -> Answer:
    found = known.get(term.removeprefix("!"), Answer.NOT_KNOWN)
    return _OPPOSITE[found] if term.startswith("!") else found
