"""What files say in words, as notes of the record: each once, in the section where it belongs, and never by way of the dataset.

Police intelligence comes with its source, how it is known, its handling and the day until which it may be read, or not at all;
what may be shared with conditions alone is read by whoever brought it, who answers for the conditions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl

from kith.definitions.codes import codes
from kith.foundation.problems import Problems, Rule
from kith.reading.sources.extracts import REMARK
from kith.record.exchange.rules import INTELLIGENCE_CONDITIONS, INTELLIGENCE_OVER, WORDS_NOT_HELD, State
from kith.record.notes.models import WORDS, Note

NOTES = "notes"
"""How the words are called among the tables; no table of the dataset is called so."""
POLICE = "police_intelligence"
_MARKS = ("intelligence_source", "intelligence_assessment", "intelligence_handling")
_AUTHOR = 120


def faults(remarks: pl.DataFrame, user_id: UUID | None, today: date) -> tuple[dict[int, Rule], Problems]:
    """The rows (from 0) that cannot become a note, each with why; the same as problems of their files, without a word of them."""
    found: dict[int, Rule] = {}
    problems = Problems()
    for n, row in enumerate(remarks.iter_rows(named=True)):
        why = _fault(row, user_id, today)
        if why is not None:
            file, _, number = str(row["source"] or "").rpartition("#")
            found[n] = why
            problems.add(why, file or NOTES, int(number) if number.isdecimal() else None)
    return found, problems


def _fault(row: Mapping[str, Any], user_id: UUID | None, today: date) -> Rule | None:
    words = row["words"] or ""
    if not words.strip() or len(words) > WORDS or "\0" in words or row["section"] not in codes("note_section"):
        return WORDS_NOT_HELD
    if row["section"] != POLICE:
        return None
    if row["expires_on"] is None or any(row[mark] not in codes(mark) for mark in _MARKS):
        return WORDS_NOT_HELD
    if row["expires_on"] < today:
        return INTELLIGENCE_OVER
    return INTELLIGENCE_CONDITIONS if row["intelligence_handling"] == "C" and user_id is None else None


def state_of(
    row_id: str,
    person_ref: str,
    *,
    faulty: bool,
    doubts: Collection[str],
    known: Mapping[str, str],
    there: Collection[str],
) -> State:
    """What is to be done with one. known: row id → note, of earlier loads; there: those of these notes that still count."""
    if faulty:
        return State.REFUSED
    if person_ref in doubts:
        return State.DOUBTFUL
    if row_id in known:
        return State.UNCHANGED if known[row_id] in there else State.DECIDED
    return State.NEW


def note_of(row: Mapping[str, Any], person_id: UUID | None, user_id: UUID | None) -> Note:
    """The note, not saved, that words make. Whose they are, where the file does not say: the file's."""
    file = str(row["source"] or "").rpartition("#")[0]
    made = Note(
        person_id=person_id, kind="other", on=row["on"], words=row["words"], belongs=row["section"], made_by=user_id,
        author=(row["author"] or file)[:_AUTHOR],
    )  # fmt: skip
    if row["section"] == POLICE:
        made.source, made.assessment, made.handling = (row[mark] for mark in _MARKS)
        made.expires_on = row["expires_on"]
        made.named = str(user_id) if made.handling == "C" and user_id else ""
    return made


def none() -> pl.DataFrame:
    """No words."""
    return pl.DataFrame(schema=REMARK)
