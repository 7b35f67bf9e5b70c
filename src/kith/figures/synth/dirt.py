"""Dirt as it is found in real files, put in at a chosen rate and logged cell by cell, so that what it costs can be measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from kith.figures.synth.chance import Rng, days
from kith.figures.synth.tables import Cell, Sheet

LOG = ("file", "row", "column", "kind")


@dataclass(slots=True)
class Dirt:
    """Makes a share `rate` of all rows dirty. `log` has (file, row, column, kind) of each; a whole file has no row."""

    rng: Rng
    rate: float
    log: list[tuple[str, int | None, str, str]] = field(default_factory=list)

    def touch(self, sheet: Sheet) -> None:
        """Dirty the sheet in place: first rows repeated, then cells, so that row numbers are those of the file."""
        if not self.rate:
            return
        touched = [row for row in sheet.rows if self.rng.random() < self.rate]
        repeated = {id(row) for row in touched if self.rng.random() < 0.1}
        sheet.rows[:] = [again for row in sheet.rows for again in ((row, dict(row)) if id(row) in repeated else (row,))]
        dirty = {id(row) for row in touched} - repeated
        for number, row in enumerate(sheet.rows, sheet.first):
            if id(row) in repeated:
                self.log.append((sheet.file, number + 1, "", "row repeated"))
            elif id(row) in dirty:
                self._cell(sheet, number, row)

    def encode(self, sheet: Sheet, encoding: str) -> None:
        """The whole file in another encoding than UTF-8."""
        if self.rate:
            sheet.encoding = encoding
            self.log.append((sheet.file, None, "", f"encoded as {encoding}"))

    def _cell(self, sheet: Sheet, number: int, row: dict[str, Cell]) -> None:
        columns = [column for column in sheet.columns if row.get(column) is not None and column in sheet.holds]
        self.rng.shuffle(columns)
        for column in columns:
            cell = row[column]
            kinds = list(_KINDS[sheet.holds[column]])
            self.rng.shuffle(kinds)
            for kind in kinds:
                changed = kind[1](cell, self.rng)
                if changed != cell:
                    row[column] = changed
                    self.log.append((sheet.file, number, column, kind[0]))
                    return


Kind = tuple[str, Callable[[Cell, Rng], Cell]]


def _missing(cell: Cell, rng: Rng) -> Cell:
    return None


def _swapped(cell: Cell, rng: Rng) -> Cell:
    if isinstance(cell, dt.date) and cell.day <= 12:
        return cell.replace(day=cell.month, month=cell.day)
    return cell


def _overlapping(cell: Cell, rng: Rng) -> Cell:
    return cell + days(rng.randint(2, 9)) if isinstance(cell, dt.date) else cell


def _mistyped_date(cell: Cell, rng: Rng) -> Cell:
    """Two digits of the day or the month changed places, whether or not such a day exists."""
    if not isinstance(cell, dt.date):
        return cell
    text = f"{cell:%d/%m/%Y}"
    at = rng.choice((0, 3))
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _transposed(cell: Cell, rng: Rng) -> Cell:
    text = str(cell)
    at = rng.randrange(len(text) - 1) if len(text) > 1 else 0
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _misspelt(cell: Cell, rng: Rng) -> Cell:
    text = str(cell)
    at = rng.randrange(1, len(text)) if len(text) > 1 else 0
    return rng.choice((text[:at] + text[at + 1 :], text[:at] + text[at - 1] + text[at:], str(_transposed(text, rng))))


def _spaced(cell: Cell, rng: Rng) -> Cell:
    return f"{cell}  "


def _lower(cell: Cell, rng: Rng) -> Cell:
    return str(cell).lower()


def _unknown(cell: Cell, rng: Rng) -> Cell:
    return "ZZ9"


def _letter_for_digit(cell: Cell, rng: Rng) -> Cell:
    return str(cell).replace("0", "O", 1).replace("1", "I", 1)


_KINDS: dict[str, tuple[Kind, ...]] = {
    "date": (("missing", _missing), ("day and month swapped", _swapped), ("digits transposed", _mistyped_date)),
    "end": (("missing", _missing), ("overlaps the next", _overlapping), ("digits transposed", _mistyped_date)),
    "code": (("missing", _missing), ("lower case", _lower), ("unknown code", _unknown), ("trailing spaces", _spaced)),
    "name": (("misspelt", _misspelt), ("trailing spaces", _spaced)),
    "id": (("digits transposed", _transposed), ("trailing spaces", _spaced), ("missing", _missing)),
    "postcode": (("missing", _missing), ("lower case", _lower), ("letter for a digit", _letter_for_digit)),
    "text": (("missing", _missing), ("trailing spaces", _spaced)),
}
