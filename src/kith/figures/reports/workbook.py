"""`return.xlsx`: the return as a person would submit it, section by section, with its notes and problems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.measures.disclosure import Released
from kith.figures.reports import tidy
from kith.figures.reports.headline import sentence
from kith.figures.reports.page import METHOD, PROFILES, sections_of
from kith.figures.reports.wording import Row, category, interval, shown
from kith.figures.review.fitting import height
from kith.foundation.outputs import plain_text
from kith.foundation.problems import Problems

if TYPE_CHECKING:
    from kith.figures.reports.returns import Outcome

FIRST = 78
"""Width of the first column of the sheet Return, in characters."""

MOST_PROBLEMS = 5000
"""Rows of problems that the workbook carries; `problems.csv` has them all."""


def write(path: Path, outcome: Outcome) -> None:
    """The workbook of one authority's return: Return, Notes, Problems, Figures."""
    notes = [
        ("Authority", f"{outcome.authority.name} ({outcome.authority.code})"),
        ("Month", outcome.month.words),
        ("For whom", PROFILES[outcome.released.profile.key]),
        ("Review", f"{outcome.answered} moves answered, {outcome.asked} waiting"),
        *(("Read", f"{s.kind}: {', '.join(s.files)}. {s.rows:,} rows. {s.covers}".strip()) for s in outcome.sources),
        *METHOD,
    ]
    month = outcome.released.figures.filter(pl.col("period") == str(outcome.month))
    write_book(
        path, f"{outcome.authority.name}, {outcome.month.words}", month, outcome.released, notes, outcome.problems
    )


def write_book(
    path: Path,
    title: str,
    month: pl.DataFrame,
    released: Released,
    notes: Sequence[tuple[str, str]],
    problems: Problems,
) -> None:
    """A workbook of figures: `month` is laid out by section, `released` stands whole in the last sheet."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 16}),
            "section": book.add_format({"bold": True, "font_size": 13, "bottom": 2, "bottom_color": "#1d70b8"}),
            "head": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#f3f2f1", "valign": "top"}),
            "head_right": book.add_format(
                {"bold": True, "text_wrap": True, "bg_color": "#f3f2f1", "valign": "top", "align": "right"}
            ),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "right": book.add_format({"align": "right", "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
        }
        _sections(book, styles, title, month, released.profile.key)
        _rows(book, styles, "Notes", ("", ""), [[key, text] for key, text in notes], (24, 110))
        told = tidy.problem_rows(problems)[:MOST_PROBLEMS]
        heads = ("severity", "file", "row", "column", "problem", "remedy", "rule")
        widths = (10, 28, 8, 20, 60, 60, 26)
        _rows(book, styles, "Problems", heads, [[problem[head] for head in heads] for problem in told], widths)
        figures = [_figure(row) for row in released.figures.iter_rows(named=True)]
        columns = ("Measure", "By", "Category", "Month", "Figure", "Of", "Not known", "95% interval", "State", "Key")
        _rows(book, styles, "Figures", columns, figures, (60, 24, 34, 10, 16, 10, 10, 18, 12, 30))


def _sections(book: Any, styles: dict[str, Any], title: str, month: pl.DataFrame, profile: str) -> None:
    sheet = book.add_worksheet("Return")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, FIRST)
    sheet.set_column(1, 9, 16)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, title, styles["title"])
    for row, words in enumerate((sentence(month), PROFILES[profile]), start=1):
        sheet.set_row(row, height([(words, FIRST)]))
        sheet.write_string(row, 0, words, styles["text"])
    sheet.set_header(f"&L{title.replace('&', '&&')}&R{PROFILES[profile]}")
    sheet.set_footer("&RPage &P of &N")
    at = 4
    for letter, section in zip(ascii_uppercase, sections_of(month), strict=False):
        sheet.write_string(at, 0, f"{letter}. {section.title}", styles["section"])
        at = _grid(
            sheet,
            styles,
            at + 1,
            ("What is counted", *section.heads.values()),
            [(fact["title"], *(fact[key] for key in section.heads)) for fact in section.facts],
        )
        for block in section.blocks:
            at = _grid(sheet, styles, at, (block.title, *block.heads[1:]), block.rows)
        at += 1
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def _grid(sheet: Any, styles: dict[str, Any], at: int, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    for column, head in enumerate(heads):
        sheet.write_string(at, column, head, styles["head" if column == 0 else "head_right"])
    for at, row in enumerate(rows, start=at + 1):  # noqa: B020 - the place moves on with the rows
        sheet.set_row(at, height([(row[0], FIRST)]))
        for column, cell in enumerate(row):
            _write(sheet, at, column, cell, styles)
    return at + 2


def _rows(
    book: Any,
    styles: dict[str, Any],
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[int],
) -> None:
    sheet = book.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, heads, styles["head"])
    for at, row in enumerate(rows, start=1):
        sheet.set_row(at, height(zip(row, widths, strict=True)))
        for column, cell in enumerate(row):
            _write(sheet, at, column, cell, styles)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    if rows and any(heads):
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _write(sheet: Any, row: int, column: int, cell: Any, styles: dict[str, Any]) -> None:
    """A number stays a number, also one that came as words; anything else is text that no spreadsheet will run."""
    written = str(cell).replace(",", "") if cell is not None else ""
    if isinstance(cell, int) or written.isdecimal():
        sheet.write_number(row, column, int(written), styles["number"])
    elif cell not in (None, ""):
        short = column and len(str(cell)) < 16
        sheet.write_string(row, column, plain_text(str(cell)), styles["right" if short else "text"])


def _figure(row: Row) -> list[Any]:
    by = DIMENSIONS[row["breakdown"]].title if row["breakdown"] else ""
    title = MEASURES[row["measure"]].title if row["measure"] in MEASURES else row["measure"]
    return [
        title, by, category(row), row["period"], shown(row), row["denominator"], row["unknown"], interval(row),
        row["state"], row["measure"],
    ]  # fmt: skip
