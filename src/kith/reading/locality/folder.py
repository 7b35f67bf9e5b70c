"""A postcode directory may lie in the input folder as a sheet (a synthetic authority brings its own): found by its headings."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from kith.foundation.problems import Problems, Severity, rule
from kith.reading.locality.directory import ENTRY, Directory, FolderDirectory
from kith.reading.locality.postcodes import compact
from kith.reading.sources.extracts import ROW, Sheet

POSTCODES = frozenset({"postcode", "district_code", "easting", "northing"})
ADJOINING = frozenset({"code", "adjoining_code"})

NO_GRID = rule(
    "directory-grid",
    Severity.WARNING,
    "A postcode in the directory of this folder has an easting or northing that is no whole number of metres.",
    "Correct the grid reference; until then no distance is worked out for it.",
)
TWICE = rule(
    "directory-twice",
    Severity.WARNING,
    "A postcode stands in the directory of this folder more than once, in different districts or places.",
    "Keep the right line; until then the postcode counts as not known.",
)
SHORT = rule(
    "directory-short",
    Severity.WARNING,
    "A line of the directory of this folder lacks its postcode or a code, and was left out.",
    "Fill the line in or delete it.",
)


def directory_part(sheet: Sheet) -> str | None:
    """`postcodes` or `adjoining` where the sheet is part of a directory, by its headings; None if not."""
    header = frozenset(name.strip().lower() for name in sheet.header)
    return {POSTCODES: "postcodes", ADJOINING: "adjoining"}.get(header)


def directory_from(sheets: Iterable[Sheet], beside: Directory) -> tuple[Directory, list[Sheet], Problems]:
    """The directory to use (`beside` alone, or under those in the sheets), the sheets that are none, and problems met."""
    problems, left = Problems(), []
    entries: list[pl.DataFrame] = []
    pairs: list[tuple[str, str]] = []
    for sheet in sheets:
        part = directory_part(sheet)
        if part is None:
            left.append(sheet)
            continue
        lowered = Sheet(sheet.file, sheet.frame.rename(lambda name: name.strip().lower()))
        if part == "postcodes":
            entries.append(_entries(lowered, problems))
        else:
            pairs += _pairs(lowered, problems)
    if not entries and not pairs:
        return beside, left, problems
    all_entries = _once(pl.concat(entries), problems) if entries else pl.DataFrame(schema=ENTRY)
    return FolderDirectory(all_entries, _both_ways(pairs), beside), left, problems


def _entries(sheet: Sheet, problems: Problems) -> pl.DataFrame:
    metres = {
        name: pl.col(name).cast(pl.Float64, strict=False).round().cast(pl.Int32, strict=False)
        for name in ("easting", "northing")
    }
    no_grid = pl.any_horizontal(pl.col(name).is_not_null() & grid.is_null() for name, grid in metres.items())
    frame = sheet.frame.select(
        compact("postcode"),
        **metres,
        district="district_code",
        bad_grid=no_grid,
        row=pl.col(ROW),
        file=pl.lit(sheet.file),
    )
    whole = pl.col("postcode").is_not_null() & pl.col("district").is_not_null()
    problems.add_rows(SHORT, sheet.file, frame.filter(~whole)["row"], "postcode")
    problems.add_rows(NO_GRID, sheet.file, frame.filter("bad_grid")["row"], "easting")
    return frame.filter(whole)


def _once(entries: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    fields = list(ENTRY.names())
    several = entries.select(fields).unique().group_by("postcode").len().filter(pl.col("len") > 1)
    for file, row in entries.join(several, on="postcode", how="semi").select("file", "row").iter_rows():
        problems.add(TWICE, file, row, "postcode")
    return entries.join(several, on="postcode", how="anti").select(fields).unique("postcode").sort("postcode")


def _pairs(sheet: Sheet, problems: Problems) -> list[tuple[str, str]]:
    whole = pl.col("code").is_not_null() & pl.col("adjoining_code").is_not_null()
    problems.add_rows(SHORT, sheet.file, sheet.frame.filter(~whole)[ROW], "code")
    return sheet.frame.filter(whole).select("code", "adjoining_code").rows()


def _both_ways(pairs: list[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {code: frozenset(others) for code, others in found.items()}
