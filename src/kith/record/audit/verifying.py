"""Finds where the chain was changed, and how: pure, so that every way of tampering can be tried on plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kith.record.audit.chain import FIRST, link

Row = tuple[Any, ...]
"""An event as `link` takes it (`chain.COLUMNS`), and its hash as the last."""

_KEY_ID, _HASH = -2, -1
_MOST = 50  # breaks told one by one; a chain with more was replaced, not slipped with


class How(StrEnum):
    """How a chain was broken, in words for whoever has to look into it."""

    CHANGED = "changed after it was written, or written by someone without the key"
    DELETED = "deleted"
    REORDERED = "put in another's place"
    INSERTED = "inserted"
    CUT_OFF = "cut off: the witness was told of it and the database no longer has it"
    WITNESS = "other than the witness was told"
    NO_KEY = "not checkable: the key under which it was written was not given (KITH_AUDIT_OLD_KEYS), or its key's name was changed"
    NO_WITNESS = "not witnessed: the witness file is missing or empty"


@dataclass(frozen=True)
class Break:
    """Events `first` to `last` and how they are broken."""

    first: int
    last: int
    how: How

    def __str__(self) -> str:
        events = f"event {self.first}" if self.first == self.last else f"events {self.first} to {self.last}"
        return f"{events}: {self.how}"


@dataclass
class Verdict:
    """What checking a chain found: how many events, its head, how many events the witness has not been told of, breaks."""

    events: int = 0
    head: tuple[int, str] = (0, FIRST)
    unwitnessed: int = 0
    breaks: list[Break] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.breaks


def check(rows: Iterable[Row], witness: Mapping[int, str], keys: Mapping[str, bytes]) -> Verdict:
    """Check rows in the order of their numbers against one another and against what the witness was told.

    `keys` are the keys by name. Reads each row once; memory holds the witness and the broken rows only.
    """
    verdict, wrong = Verdict(), _Wrong()
    expected, before, linked = 1, FIRST, True
    for row in rows:
        seq, own = row[0], row[_HASH]
        verdict.events += 1
        if not isinstance(seq, int) or seq < expected:
            place = seq if isinstance(seq, int) else expected
            verdict.breaks.append(Break(place, place, How.INSERTED))
            continue
        if seq > expected:
            verdict.breaks.append(Break(expected, seq - 1, How.DELETED))
            linked = False  # what stood before is not there to check against
        key = keys.get(row[_KEY_ID])
        if key is None:
            wrong.add(row, before, How.NO_KEY)
        elif linked and not _fits(key, before, row):
            wrong.add(row, before, How.CHANGED)
        told = witness.get(seq)
        if told is not None and told != own:
            wrong.add(row, before, How.WITNESS)
        expected, before, linked = seq + 1, own, True
    verdict.head = (expected - 1, before)
    verdict.breaks += wrong.told(keys)
    _compare_ends(verdict, witness)
    verdict.breaks.sort(key=lambda found: found.first)
    return verdict


def _fits(key: bytes, before: str, row: Row, seq: int | None = None) -> bool:
    """Whether the row's hash is that of what it says, at its own place or at `seq`."""
    try:
        return link(key, before, (row[0] if seq is None else seq, *row[1:_HASH])) == row[_HASH]
    except (TypeError, ValueError):
        return False


def _compare_ends(verdict: Verdict, witness: Mapping[int, str]) -> None:
    """Whether the witness was told of more, or of nothing."""
    head, told = verdict.head[0], max(witness, default=0)
    verdict.unwitnessed = max(0, head - told)
    if told > head:
        verdict.breaks.append(Break(head + 1, told, How.CUT_OFF))
    if head and not witness:
        verdict.breaks.append(Break(1, head, How.NO_WITNESS))


@dataclass
class _Wrong:
    """Rows that do not fit, gathered into runs."""

    runs: list[list[Any]] = field(default_factory=list)  # first, last, how, first rows with the hash before each

    def add(self, row: Row, before: str, how: How) -> None:
        last = self.runs[-1] if self.runs else None
        if last and row[0] - last[1] <= 1 and how in {last[2], How.WITNESS}:
            last[1] = row[0]
            if len(last[3]) < _MOST and last[3][-1][0] is not row:
                last[3].append((row, before))
        else:
            self.runs.append([row[0], row[0], how, [(row, before)]])

    def told(self, keys: Mapping[str, bytes]) -> list[Break]:
        """The runs as breaks, each told apart as far as the rows allow."""
        moved = self._moved(keys)
        return [Break(first, last, self._how(how, rows, moved, keys)) for first, last, how, rows in self.runs[:_MOST]]

    def _how(self, how: How, rows: list[tuple[Row, str]], moved: set[int], keys: Mapping[str, bytes]) -> How:
        if how is not How.CHANGED:
            return how
        if rows[0][0][0] in moved:
            return How.REORDERED
        for row, before in rows[1:]:
            # Numbers that were shifted to hide a gap or an insertion: the row fits its neighbour, but under another number.
            for shift in range(1, _MOST):
                if _fits(keys[row[_KEY_ID]], before, row, row[0] + shift):
                    return How.DELETED
                if _fits(keys[row[_KEY_ID]], before, row, row[0] - shift):
                    return How.INSERTED
        return how

    def _moved(self, keys: Mapping[str, bytes]) -> set[int]:
        """Places whose row is another place's: it fits there, after the hash that stands, or stood, before that place."""
        rows = [pair for run in self.runs for pair in run[3] if run[2] is How.CHANGED][:_MOST]
        hashes = {row[_HASH] for row, _ in rows}
        return {
            row[0]
            for row, _ in rows
            for place, before in rows
            if place[0] != row[0] and any(_fits(keys[row[_KEY_ID]], each, row, place[0]) for each in {before, *hashes})
        }
