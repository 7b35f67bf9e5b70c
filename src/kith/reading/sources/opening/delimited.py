"""CSV as it comes: any usual encoding and separator, ragged rows kept and told, read by columns where it is regular."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

import polars as pl

from kith.foundation.problems import Detail, Problems
from kith.reading.sources.extracts import Sheet
from kith.reading.sources.opening import rules
from kith.reading.sources.opening.tabling import sheet

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_HINT = re.compile(r"sep=(.)\n", re.IGNORECASE)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x00\x1a\x1b")
_SAMPLE = 65_536


def decoded(data: bytes, file: str, problems: Problems) -> str | None:
    """The text of these bytes with `\\n` line ends; None (and a problem) where they are no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, errors="replace")
            if "\ufffd" in text:
                problems.add(rules.ODD_BYTES, file)
            break
    else:
        found = _guessed(data, file, problems)
        if found is None:
            problems.add(rules.BINARY, file)
            return None
        text = found
    if "\0" in text:
        problems.add(rules.NULS, file)
        text = text.replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _guessed(data: bytes, file: str, problems: Problems) -> str | None:
    sample = data[:_SAMPLE]
    for encoding, nul, letter in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if len(sample) > 3 and sample[nul::2].count(0) > 4 * len(sample) // 10 and not sample[letter::2].count(0):
            return data.decode(encoding, errors="replace")
    odd = len(sample) - len(sample.translate(None, _CONTROLS))
    if odd > len(sample) // 100 or sample.count(0) > len(sample) // 10:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # cut off within its last character: still UTF-8
            problems.add(rules.ODD_BYTES, file)
            return data.decode(errors="replace")
    problems.add(rules.CP1252, file)
    text = data.decode("cp1252", errors="replace")
    if "\ufffd" in text:
        problems.add(rules.ODD_BYTES, file)
    return text


def read_text(text: str, file: str, problems: Problems) -> Sheet | None:
    """The table in this text (`\\n` line ends); None where it has no columns or is refused, which is then a problem."""
    if hint := _HINT.match(text):  # Excel's own first line, which Excel does not show
        separator: str | None = hint.group(1)
        text = text[hint.end() :]
    else:
        separator = _separator(text)
    if separator is None:
        problems.add(rules.EMPTY if not text.strip() else rules.NO_TABLE, file)
        return None
    found = _regular(text, separator)
    raw, rows = found if found is not None else _irregular(text, separator, file, problems)
    if raw is None:
        return None
    longest = raw.select(pl.max_horizontal(pl.all().str.len_chars().max())).item() if raw.width else 0
    if longest is not None and longest > rules.FIELD_CHARACTERS:
        problems.add(rules.LONG_FIELD, file)
        return None
    made = sheet(file, raw, rows)
    if made is None:
        problems.add(rules.EMPTY, file)
    return made


def _separator(text: str) -> str | None:
    """The separator that gives the most columns in the most of the first lines."""
    lines = [line for line in text[:_SAMPLE].split("\n")[:50] if line.strip()]
    best, found = 0, None
    for separator in _SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
        except csv.Error:
            widths = Counter(line.count(separator) + 1 for line in lines if separator in line)
        score = max((count * (width - 1) for width, count in widths.items()), default=0)
        if score > best:
            best, found = score, separator
    return found


def _regular(text: str, separator: str) -> tuple[pl.DataFrame, pl.Series] | None:
    """All columns at once, where quotation marks hold whole cells and every line has as many cells; None otherwise."""
    body = text.strip("\n")
    before = len(text) - len(text.lstrip("\n"))
    quoted = '"' in body
    bare = _QUOTED.sub("\0", body) if quoted else body  # a cell in quotation marks is now one NUL (or several)
    if quoted and ('"' in bare or re.search(rf"[^\0\n{re.escape(separator)}]\0|\0[^\0\n{re.escape(separator)}]", bare)):
        return None
    lines = pl.Series(bare.split("\n"))
    counts = lines.str.count_matches(separator, literal=True)
    blank = lines.str.strip_chars() == ""
    if (
        blank[0]
        or counts.filter(~blank).n_unique() != 1
        or counts[0] >= rules.SHEET_COLUMNS
        or (blank & (counts > 0)).any()
    ):
        return None
    try:
        raw = pl.read_csv(
            body.encode(),
            has_header=False,
            separator=separator,
            quote_char='"' if quoted else None,
            infer_schema=False,
            glob=False,
        )
    except pl.exceptions.PolarsError:  # what it will not take is read row by row
        return None
    if raw.height != len(lines) or raw.width != counts[0] + 1:
        return None
    return raw, pl.int_range(before + 1, before + raw.height + 1, eager=True)


def _irregular(
    text: str, separator: str, file: str, problems: Problems
) -> tuple[pl.DataFrame, pl.Series] | tuple[None, None]:
    """Row by row, so that each ragged row can be told of; nothing is left out."""
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        if "field limit" in str(error):
            problems.add(rules.LONG_FIELD, file)
            return None, None
        problems.add(rules.QUOTES, file)
        records = _line_by_line(text, separator)
    usual = Counter(count for count in map(len, records) if count > 1).most_common(1)
    width = usual[0][0] if usual else 1
    odd = {row: _width(record) for row, record in enumerate(records) if len(record) != width}
    widest = max([width, *odd.values()])
    if widest > rules.SHEET_COLUMNS or widest * len(records) > rules.SHEET_CELLS:
        problems.add(rules.WIDE_SHEET, file)
        return None, None
    for row, filled in odd.items():
        cells = len(records[row])
        if filled and cells < width:
            problems.add(
                rules.SHORT_ROW, file, row + 1, detail=Detail("{count} of {width} cells.", count=cells, width=width)
            )
        elif filled > width:
            problems.add(
                rules.LONG_ROW,
                file,
                row + 1,
                detail=Detail("{count} cells instead of {width}.", count=filled, width=width),
            )
    for row in odd if widest == width else range(len(records)):
        records[row] = (records[row] + [""] * widest)[:widest]
    columns = {f"{place}": column for place, column in enumerate(zip(*records, strict=True))}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), pl.int_range(
        1, len(records) + 1, eager=True
    )


def _line_by_line(text: str, separator: str) -> list[list[str]]:
    records: list[list[str]] = []
    for line in text.split("\n"):
        try:
            records.extend(csv.reader([line], delimiter=separator) if line else [[]])
        except csv.Error:
            records.append(line.split(separator))
    return records


def _width(record: list[str]) -> int:
    """Cells up to the last that is filled."""
    return next((i for i in range(len(record), 0, -1) if record[i - 1].strip()), 0)
