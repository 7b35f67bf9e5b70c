"""`review.xlsx`: the workbook in which people answer, written to be pleasant to fill in and safe to read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from kith.definitions.codes import codes
from kith.definitions.maps import normal
from kith.figures.review.decisions import Decision
from kith.figures.review.fitting import height
from kith.foundation.dates import Month, age_on, parse_date
from kith.foundation.outputs import plain_text
from kith.foundation.problems import Problems, Severity, rule
from kith.reading.sources.extracts import ROW, Sheet

KEY_HEADING = "Kith review key"

ANSWER_UNKNOWN = rule(
    "review_answer_unknown",
    Severity.ERROR,
    "An answer in the review sheet is not one of those offered, so it was not taken.",
    "Choose one from the drop-down list of that cell, then run again.",
)
DATE_UNREADABLE = rule(
    "review_date_unreadable",
    Severity.ERROR,
    "A planned end in the review sheet is not a date, so it was not taken.",
    "Write it like 31/03/2026, then run again.",
)
ANSWERED_TWICE = rule(
    "review_answered_twice",
    Severity.WARNING,
    "Two review sheets answer for the same move in different ways; the one saved last was taken.",
    "Keep one review sheet, and check this move in it.",
)
DECISION_WITHOUT_MOVE = rule(
    "review_decision_without_move",
    Severity.WARNING,
    "An earlier decision is about a move that the files no longer show; it is kept in the sheet Answered.",
    "Check whether the start date of the stay was changed in the files; if so, answer the new row.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A column that people fill in: its heading, the field of a decision and the code list offered ("" for free entry)."""

    heading: str
    field: str
    codes: str
    asks: str


QUESTIONS = (
    Question(
        "Was harm outside the home a reason for the move?",
        "due_to_efh",
        "due_to_efh",
        "Yes: the main reason. Partly: one reason among others. No: moved for other reasons. Not known: nobody can say.",
    ),
    Question(
        "Out of area?", "locality", "locality", "Only where the files could not tell. Is the home outside our boundary?"
    ),
    Question("Arranged by", "arranged_by", "arranged_by", "Who arranged the move."),
    Question("Who moved", "who_moved", "who_moved", "The young person alone, with a parent, or the whole family."),
    Question("Planned end", "planned_end", "", "Day on which the time away is planned to end, like 31/03/2026."),
    Question("Reviewed by", "by", "", "Your name or initials."),
    Question("Reviewed on", "on", "", "The day."),
    Question("Note", "note", "", "For yourselves: kept as it is, never read by Kith."),
)

# Heading, column of the candidates, width in characters.
_FACTS = (
    ("Young person", "person_id", 14),
    ("Age", "age", 6),
    ("Sex", "sex", 6),
    ("Involvement", "involvement", 20),
    ("Harms and what each rests on", "harms", 48),
    ("Moved on", "from_on", 12),
    ("Until", "to_on", 12),
    ("Away since", "away_from", 12),
    ("Placement type", "placement_type", 28),
    ("Legal basis", "legal_basis", 24),
    ("Locality in the files", "locality", 12),
    ("Host authority", "host", 20),
    ("Miles", "miles", 7),
    ("Missing in 90 days before", "missing_before", 11),
    ("Missing since", "missing_since", 9),
    ("Moves the range", "in_range", 9),
    ("Source", "source", 22),
)
_ANSWER_WIDTHS = {"planned_end": 13, "by": 13, "on": 13, "note": 40}
_LABELS = {"placement_type": "placement_type", "legal_basis": "legal_status", "locality": "locality", "sex": "sex"}


def options(question: Question) -> dict[str, str]:
    """What the drop-down offers, label by key; *not reviewed* is what an empty cell means, so it is not offered."""
    return {c.key: c.label for c in codes(question.codes).entries if c.key != "not_reviewed"} if question.codes else {}


def standing(found: pl.DataFrame, decisions: Sequence[Decision]) -> tuple[int, int]:
    """How many moves `write` would ask about, and how many were answered before."""
    answered = {decision.key for decision in decisions if decision.is_answered}
    asked = found.filter(~pl.col("key").is_in(list(answered)) & (pl.col("due_to_efh") == "not_reviewed"))
    return asked.height, len(answered)


def write(path: Path, found: pl.DataFrame, decisions: Sequence[Decision], month: Month) -> tuple[int, int]:
    """Write the workbook; give how many moves are asked and how many were answered before.

    Sheet `To review` has the candidates that neither a person nor the files have decided; `Answered` every decision so
    far, still open to change.
    """
    import xlsxwriter

    told = {decision.key: decision for decision in decisions}
    answered = {key for key, decision in told.items() if decision.is_answered}
    rows = [_facts(row, month) for row in found.iter_rows(named=True)]
    known = {row["key"] for row in rows}
    gone = [{"key": d.key, "person_id": d.person_id, "from_on": d.from_on} for d in told.values() if d.key not in known]
    asked = [row for row in rows if row["key"] not in answered and row["due_to_efh"] == "not_reviewed"]
    kept = [row for row in rows if row["key"] in answered] + gone
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(
            {"title": f"Review of moves, {month.words}", "comments": "Contains personal data. Keep inside."}
        )
        styles = _styles(book)
        _guide(book, styles, month, len(asked), len(kept))
        _table(book, styles, "To review", asked, told)
        _table(book, styles, "Answered", kept, told)
        book.get_worksheet_by_name("To review" if asked else "How to fill this in").activate()
    return len(asked), len(answered)


def _facts(row: dict[str, Any], month: Month) -> dict[str, Any]:
    born = row["birth_date"]
    labels = {name: codes(listed).label(row[name]) for name, listed in _LABELS.items() if row[name]}
    return (
        row
        | labels
        | {"age": age_on(month.last, born) if born else None, "in_range": "yes" if row["in_range"] else "no"}
    )


def _styles(book: Any) -> dict[str, Any]:
    base = {"valign": "top", "font_name": "Arial", "font_size": 10}
    return {
        "heading": book.add_format(
            base | {"bold": True, "text_wrap": True, "bg_color": "#1d70b8", "font_color": "#ffffff"}
        ),
        "asked": book.add_format(
            base | {"bold": True, "text_wrap": True, "bg_color": "#00703c", "font_color": "#ffffff"}
        ),
        "fact": book.add_format(base | {"text_wrap": True, "bg_color": "#f3f2f1"}),
        "day": book.add_format(base | {"num_format": "d mmm yyyy", "align": "left", "bg_color": "#f3f2f1"}),
        "answer": book.add_format(base | {"text_wrap": True, "border": 1, "border_color": "#b1b4b6"}),
        "answer_day": book.add_format(
            base | {"num_format": "dd/mm/yyyy", "align": "left", "border": 1, "border_color": "#b1b4b6"}
        ),
        "title": book.add_format({"bold": True, "font_size": 16, "font_name": "Arial"}),
        "words": book.add_format(base | {"text_wrap": True, "font_size": 11}),
    }


def _guide(book: Any, styles: dict[str, Any], month: Month, asked: int, kept: int) -> None:
    sheet = book.add_worksheet("How to fill this in")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100, styles["words"])
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.write(0, 0, f"Was it because of harm outside the home? Moves in {month.words}", styles["title"])
    lines = [
        f"Waiting for an answer in the sheet To review: {asked}. Answered before (sheet Answered): {kept}.",
        "Grey columns say what the files show. Green columns are yours: choose from the lists, leave open what you do not know.",
        "Being on an exploitation list and placed out of area does not mean placed because of that harm. Ask whoever knows.",
        *(f"{question.heading}  {question.asks}" for question in QUESTIONS),
        "Save the file under the same name where it is, and run the same command again: it reads your answers, keeps them, and asks only what is new.",
        "This workbook holds personal data. Do not send it outside the authority.",
    ]
    for number, line in enumerate(lines, start=2):
        sheet.set_row(number, height([(line, 95)]) + 6)
        sheet.write_string(number, 0, line, styles["words"])


def _table(book: Any, styles: dict[str, Any], name: str, rows: list[dict[str, Any]], told: dict[str, Decision]) -> None:
    sheet = book.add_worksheet(name)
    facts = len(_FACTS)
    for column, (heading, _, width) in enumerate(_FACTS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles["heading"])
    for column, question in enumerate(QUESTIONS, start=facts):
        sheet.set_column(column, column, _ANSWER_WIDTHS.get(question.field, 22))
        sheet.write_string(0, column, question.heading, styles["asked"])
        _offer(sheet, column, len(rows), question)
    key = facts + len(QUESTIONS)
    sheet.set_column(key, key, 18, None, {"hidden": True})
    sheet.write_string(0, key, KEY_HEADING, styles["heading"])
    sheet.set_row(0, height([(q.heading, 20) for q in QUESTIONS] + [(h, width - 2) for h, _, width in _FACTS]))
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, height((row.get(field), width) for _, field, width in _FACTS))
        for column, (_, field, _) in enumerate(_FACTS):
            _cell(sheet, number, column, row.get(field), styles["fact"], styles["day"])
        answer = told.get(row["key"])
        for column, question in enumerate(QUESTIONS, start=facts):
            value = getattr(answer, question.field) if answer else None
            shown = options(question).get(value, value) if isinstance(value, str) else value
            _cell(sheet, number, column, shown, styles["answer"], styles["answer_day"])
        sheet.write_string(number, key, row["key"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), key)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: there is much to read beside each question
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _offer(sheet: Any, column: int, rows: int, question: Question) -> None:
    if offered := list(options(question).values()):
        sheet.data_validation(
            1,
            column,
            max(rows, 1),
            column,
            {
                "validate": "list",
                "source": offered,
                "input_title": question.heading[:32],
                "input_message": question.asks[:255],
                "error_title": "Not on the list",
                "error_message": "Choose one of the answers offered, or clear the cell.",
            },
        )


def _cell(sheet: Any, row: int, column: int, value: object, style: Any, day: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, plain_text(str(value)), style)


def claims(sheet: Sheet) -> bool:
    """Whether a sheet is one of ours, by its key column."""
    return KEY_HEADING in sheet.header


def read(sheets: Iterable[Sheet]) -> tuple[list[Decision], Problems]:
    """Decisions given back, in order; a later sheet's answer stands before an earlier one's. Never raises for bad answers."""
    problems = Problems()
    told: dict[str, Decision] = {}
    for sheet in sheets:
        for row in sheet.frame.iter_rows(named=True):
            if not (key := row.get(KEY_HEADING)):
                continue
            decision = _decision(key, row, sheet.file, problems)
            earlier = told.get(key)
            if earlier and earlier.is_answered and decision.is_answered and earlier.due_to_efh != decision.due_to_efh:
                problems.add(ANSWERED_TWICE, sheet.file, row[ROW], QUESTIONS[0].heading)
            if decision.is_answered or not (earlier and earlier.is_answered):
                told[key] = decision
    return list(told.values()), problems


def _decision(key: str, row: dict[str, Any], file: str, problems: Problems) -> Decision:
    values: dict[str, Any] = {}
    for question in QUESTIONS:
        written = _unquoted(row.get(question.heading))
        if not written:
            continue
        if question.codes:
            keys = {normal(label): key for key, label in options(question).items()}
            if normal(written) in keys:
                values[question.field] = keys[normal(written)]
            else:
                problems.add(ANSWER_UNKNOWN, file, row[ROW], question.heading)
        elif question.field == "planned_end":
            values[question.field] = parse_date(written)
            if values[question.field] is None:
                problems.add(DATE_UNREADABLE, file, row[ROW], question.heading)
        else:
            values[question.field] = written
    moved = parse_date(row.get("Moved on") or "")
    return Decision(key=key, person_id=_unquoted(row.get("Young person")), from_on=moved, **values)


def _unquoted(cell: str | None) -> str:
    """A cell's text without the apostrophe that `plain_text` may have put before it."""
    text = cell or ""
    return text[1:] if text.startswith("'") and plain_text(text[1:]) == text else text
