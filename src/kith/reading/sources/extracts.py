"""What a reader takes and gives: files opened as sheets or XML, and an extract of dataset rows with every problem met."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

import polars as pl

from kith.foundation.problems import Problems

ROW = "_row"
"""Column of a sheet with the row number that a person sees in the file (the heading is row 1, so data begin at 2)."""

IDENTITY = pl.Schema(
    {
        "person_id": pl.String(),  # as used in the extract's tables
        "own_id": pl.Boolean(),  # True where it is the authority's own id, False where made for this file alone
        "given_name": pl.String(),
        "family_name": pl.String(),
        "birth_date": pl.Date(),
        "sex": pl.String(),
        "upn": pl.String(),
        "postcode": pl.String(),  # home postcode
        "source": pl.String(),  # file and row
    }
)
"""Who the rows are about, for linkage only; names and postcodes never reach the dataset."""

PLACEMENT_EXTRAS = pl.Schema(
    {"home_postcode": pl.String(), "placement_postcode": pl.String(), "placement_authority": pl.String()}
)
"""Columns that a reader may add to `placements` and `relocations` for locality to be worked out from; then dropped.

`placement_authority` is an authority's name or code as the file gives it.
"""


REMARK = pl.Schema(
    {
        "row_id": pl.String(),  # from what it says, so that the same words come once
        "person_id": pl.String(),  # as used in the extract's tables
        "on": pl.Date(),
        "section": pl.String(),  # of the record: record, health, police_intelligence (list `note_section`)
        "words": pl.String(),
        "author": pl.String(),  # as the file gives it
        "intelligence_source": pl.String(),  # the three marks and the end of police intelligence; of other words empty
        "intelligence_assessment": pl.String(),
        "intelligence_handling": pl.String(),
        "expires_on": pl.Date(),
        "source": pl.String(),  # file and row
    }
)
"""What files say in words, for the record's notes only; like names it never reaches the dataset."""


BEGINS_BEFORE = "begins_before"
"""Column (true or false) that a reader may add to `placements`: the stay began before the first day that its files know of."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as found: a CSV file, or one sheet of a workbook.

    `frame` has every cell as trimmed text (empty cells null; dates as ISO, whole numbers without decimals), columns named as
    in the heading (a repeated or empty heading gets ` (2)` …, `column 5`), and ROW.
    """

    file: str  # how it is called in problems: `episodes.csv`, or `Annex A.xlsx [List 8]`
    frame: pl.DataFrame

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(name for name in self.frame.columns if name != ROW)


@dataclass(frozen=True, slots=True)
class XmlFile:
    """An XML file found safe to parse (no document type, no entities): `root` is its root tag, `collection` a hint of content."""

    file: str
    path: Path
    root: str
    content: bytes | None = field(default=None, repr=False)  # where it came packed in `path`

    def open(self) -> BinaryIO:
        """The bytes, from their start; OSError where the file has gone."""
        return self.path.open("rb") if self.content is None else io.BytesIO(self.content)


@dataclass(frozen=True, slots=True)
class Context:
    """What readers need to know of the run: whose files, and the last day that the return is about."""

    authority: str  # newest national statistics code
    as_of: dt.date
    child_on_child_outside: bool = False  # count CIN factors 18B and 19B as outside the home (assumed)


@dataclass(slots=True)
class Extract:
    """Rows from one kind of source. `tables` are dataset tables (missing columns are filled by `conform`).

    A table that is there and empty says that there is none; one that the files cannot tell of is left out.
    """

    kind: str
    files: list[str] = field(default_factory=list)
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    identities: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=IDENTITY))
    remarks: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REMARK))
    problems: Problems = field(default_factory=Problems)
    covers: tuple[dt.date, dt.date] | None = None  # first and last day that the files speak of


class Reader(Protocol):
    """A reader of one kind of source. It is a module-level object `READER` in its folder's `__init__`."""

    kind: str  # also what a person is told: "SSDA903", "CIN census"

    def claims_sheet(self, sheet: Sheet) -> str | None:
        """The part of the source that this sheet is (`episodes`, `list_8`), judged by its headings; None if not ours."""

    def claims_xml(self, xml: XmlFile) -> bool:
        """Whether this XML file is of our kind."""

    def read(self, sheets: list[tuple[str, Sheet]], xmls: list[XmlFile], context: Context) -> Extract:
        """Read all parts claimed in the folder together. Never raises for bad input: that is in `problems`."""
