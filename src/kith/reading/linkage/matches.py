"""The sheet in which a person says who is the same: suggestions side by side, a dropdown, and the answers read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from kith.definitions.maps import normal
from kith.foundation.dates import parse_date
from kith.foundation.outputs import plain_text
from kith.foundation.problems import Problems, Severity, rule
from kith.reading.linkage.suggestion import SIDES, SUGGESTION
from kith.reading.sources.extracts import ROW, Sheet

NOT_AN_ANSWER = rule(
    "match-answer",
    Severity.WARNING,
    "What stands under `Same person?` is none of yes, no and not sure, so it counts as not answered.",
    "Choose from the list in the cell.",
)

ANSWERS = {"yes": "yes", "no": "no", "not sure": "not_sure"}
_READ = {**ANSWERS, "y": "yes", "n": "no", "not_sure": "not_sure", "unsure": "not_sure", "same": "yes"}
_ANSWER, _KEY = "Same person?", "Match"
_SIDE_NAMES = {"known": "in the records", "listed": "on the list"}
_FACTS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "birth_date": "Birth date",
    "sex": "Sex",
    "postcode": "Postcode",
    "source": "Found in",
}
_HEADINGS = {
    _ANSWER: "answer",
    "Probability": "probability",
    "Why": "why",
    **{f"{_FACTS[name]} {words}": f"{side}_{name}" for name in SIDES for side, words in _SIDE_NAMES.items()},
    "Id in the records": "person",
    "Id on the list": "listed",
    _KEY: "key",
}
_WIDTHS = {"answer": 14, "probability": 11, "why": 48, "key": 36}


def is_matches(sheet: Sheet) -> bool:
    """Whether the sheet is a sheet of suggestions that we wrote, by its headings."""
    return {_ANSWER, _KEY}.issubset(sheet.header)


def read_matches(sheet: Sheet, problems: Problems) -> pl.DataFrame:
    """The answered suggestions of the sheet, as SUGGESTION; what is no answer is a problem and counts as none."""
    rows: list[dict[str, Any]] = []
    for line in sheet.frame.iter_rows(named=True):
        said = normal(line[_ANSWER] or "")
        if said and said not in _READ:
            problems.add(NOT_AN_ANSWER, sheet.file, line[ROW], _ANSWER)
        elif said and line[_KEY]:
            rows.append({column: _read(column, line.get(heading)) for heading, column in _HEADINGS.items()})
            rows[-1]["answer"] = _READ[said]
    return pl.DataFrame(rows, schema=SUGGESTION)


def _read(column: str, text: str | None) -> object:
    if text is None:
        return None
    if column.endswith("birth_date"):
        return parse_date(text)
    if column == "probability":
        try:
            return float(text)
        except ValueError:
            return None
    return text[1:] if text.startswith("'") else text


def write_matches(path: Path, suggestions: pl.DataFrame) -> None:
    """Write the suggestions (SUGGESTION), the likeliest first, to a workbook with a dropdown for the answer in each row."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("Same person")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        answer = book.add_format({"bg_color": "#FFF2CC", "border": 1})
        for place, (words, column) in enumerate(_HEADINGS.items()):
            page.write_string(0, place, words, heading)
            page.set_column(place, place, _WIDTHS.get(column, 18))
        for n, row in enumerate(suggestions.select(list(_HEADINGS.values())).iter_rows(named=True), start=1):
            for place, column in enumerate(_HEADINGS.values()):
                _write(page, n, place, _shown(column, row[column]), day, answer if column == "answer" else None)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(suggestions.height, 1), len(_HEADINGS) - 1)
        page.set_landscape()
        page.set_paper(8)  # A3: both sides stand side by side
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.data_validation(1, 0, max(suggestions.height, 1), 0, _dropdown())


def _dropdown() -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(ANSWERS),
        "input_title": "Are they one person?",
        "input_message": "Only `yes` joins them. Until it is answered, the row of the list is left out of the figures.",
        "error_title": "Choose an answer",
        "error_message": "yes, no or not sure",
    }


def _shown(column: str, value: Any) -> Any:
    if column == "answer":
        return next((words for words, key in ANSWERS.items() if key == value), None)
    return round(value, 3) if isinstance(value, float) else value


def _write(page: Any, row: int, place: int, value: Any, day: Any, form: Any) -> None:
    if value is None:
        page.write_blank(row, place, None, form)
    elif isinstance(value, str):
        page.write_string(row, place, plain_text(value), form)
    elif isinstance(value, float):
        page.write_number(row, place, value)
    else:
        page.write_datetime(row, place, value, day)
