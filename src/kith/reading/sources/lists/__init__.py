"""Lists as people keep them: exploitation panels, out-of-area placements, youth justice, schools and others, any headings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kith.dataset.dataset import conform
from kith.dataset.tables import TABLES
from kith.foundation.identifiers import row_id
from kith.foundation.problems import Detail, Problem, Problems
from kith.reading.sources.extracts import IDENTITY, PLACEMENT_EXTRAS, REMARK, Context, Extract, Reader, Sheet, XmlFile
from kith.reading.sources.folder import UNSURE
from kith.reading.sources.lists import rules
from kith.reading.sources.lists.cells import Cells
from kith.reading.sources.lists.kinds import KIND
from kith.reading.sources.lists.mapping import Mapping, is_named_for, is_of_something_else, read_mapping, write_mapping
from kith.reading.sources.lists.people import people_of, young_people
from kith.reading.sources.lists.proposing import certain, is_ours, looks_like_a_list, propose, propose_for_folder
from kith.reading.sources.lists.remarks import REMARKS
from kith.reading.sources.lists.tables import READ
from kith.reading.sources.opening import find_heading

__all__ = ["READER", "Mapping", "propose", "propose_for_folder", "read_mapping", "write_mapping"]

_PROVENANCE = ("row_id", "source", "evidence")
"""Columns that tell where a row is from; two rows that differ in nothing else are one."""


@dataclass(slots=True)
class ListReader:
    """Reads lists by the mappings of their folder, or by headings that leave no doubt."""

    mappings: tuple[Mapping, ...] = ()
    mistakes: tuple[Problem, ...] = ()
    kind: str = KIND

    def of_folder(self, folder: Path) -> Reader:
        """The reader with every mapping in the folder."""
        mappings: list[Mapping] = []
        mistakes: list[Problem] = []
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            made = read_mapping(path)
            if isinstance(made, Mapping):
                mappings.append(made)
            elif not is_of_something_else(path, made):
                mistakes.extend(made)
        return ListReader(tuple(mappings), tuple(mistakes))

    def claims_sheet(self, sheet: Sheet) -> str | None:
        """The kind of list; UNSURE for what is probably a list but cannot be read yet."""
        if is_ours(sheet):
            return None
        meant = self._meant(sheet)
        if mapping := meant[0] if meant else certain(sheet):
            return mapping.kind
        return UNSURE if looks_like_a_list(sheet) or self._spoilt(sheet) else None

    def claims_xml(self, xml: XmlFile) -> bool:
        return False

    def read(self, sheets: list[tuple[str, Sheet]], xmls: list[XmlFile], context: Context) -> Extract:
        """Every list as dataset rows, the same row in two lists once."""
        extract = Extract(self.kind, [sheet.file for _, sheet in sheets])
        extract.problems.extend(self.mistakes)
        for mapping in self.mappings:
            if not any(mapping.is_for(sheet) for _, sheet in sheets):
                extract.problems.add(rules.MAPPING_UNUSED, mapping.name)
        parts: dict[str, list[pl.DataFrame]] = {}
        everyone: list[pl.DataFrame] = []
        said: list[pl.DataFrame] = []
        for _, given in sheets:
            usable = self._usable(given, extract.problems)
            if usable is None:
                continue
            cells = Cells(*usable, context, extract.problems)
            who = people_of(cells)
            everyone.append(who.filter("named"))
            read = READ[cells.mapping.kind](cells, who)
            said.append(read.pop(REMARKS, pl.DataFrame(schema=REMARK)))
            for name, frame in read.items():
                parts.setdefault(name, []).append(_shaped(name, frame, context.authority))
        if everyone:
            who = pl.concat(everyone)
            _tell_birth_dates(who, extract.problems)
            parts["people"] = [_shaped("people", young_people(who, context.authority), context.authority)]
            extract.identities = who.select(IDENTITY.names()).cast(IDENTITY)
            extract.remarks = pl.concat(said).unique("row_id", keep="first", maintain_order=True)
        extract.tables = {
            name: _identified(name, pl.concat(frames), extract.problems) for name, frames in parts.items()
        }
        return extract

    def _meant(self, sheet: Sheet) -> list[Mapping]:
        return [mapping for mapping in self.mappings if mapping.is_for(sheet)]

    def _spoilt(self, sheet: Sheet) -> bool:
        """Whether a mapping with mistakes is meant for the sheet: then the headings are not trusted either."""
        return any(is_named_for(mistake.file, sheet) for mistake in self.mistakes)

    def _usable(self, sheet: Sheet, problems: Problems) -> tuple[Sheet, Mapping] | None:
        """The sheet from its heading down with its mapping; None where it cannot be read, which is then a problem."""
        meant = self._meant(sheet)
        if len(meant) > 1:
            problems.add(rules.TWO_MAPPINGS, sheet.file, detail=Detail("Used: {file}.", file=meant[0].name))
        if meant:
            lower = find_heading(sheet)
            if meant[0].headings() <= {*lower.header}:
                return lower, meant[0]
            absent = sorted(meant[0].headings() - {*sheet.header})
            for heading in absent:
                problems.add(
                    rules.MAPPING_COLUMN,
                    sheet.file,
                    column=heading,
                    detail=Detail("Mapping: {file}.", file=meant[0].name),
                )
            return None if absent else (sheet, meant[0])
        mapping = None if self._spoilt(sheet) else certain(sheet)
        if mapping is None:
            problems.add(rules.UNMAPPED, sheet.file)
            return None
        detail = Detail("Read as {kind}; columns not used: {count}.", kind=mapping.kind, count=len(mapping.unused))
        problems.add(rules.GUESSED, sheet.file, detail=detail)
        return sheet, mapping


READER = ListReader()


def _shaped(name: str, frame: pl.DataFrame, authority: str) -> pl.DataFrame:
    """The table's columns and those that locality is worked out from."""
    table = TABLES[name]
    extras = [
        column for column in PLACEMENT_EXTRAS if column in frame.columns and name in ("placements", "relocations")
    ]
    shaped = conform(table, frame.with_columns(authority=pl.lit(authority)))
    return shaped.with_columns(frame.select(pl.col(extras).cast(pl.String)) if extras else [])


def _identified(name: str, frame: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Each row once, with its id made from what it says."""
    content = [column for column in frame.columns if column not in _PROVENANCE]
    numbered = frame.with_row_index("at")
    once = numbered.unique(content, keep="first", maintain_order=True)
    if name != "involvements":  # they repeat wherever a person has two stays; nobody need be told
        repeated = numbered.join(once, on="at", how="anti", maintain_order="left")
        for file, row in map(_place, repeated["source"].unique(maintain_order=True).to_list()):
            problems.add(rules.REPEATED, file, row)
    stated = [column for column in content if column not in PLACEMENT_EXTRAS]
    said = pl.concat_str(pl.col(stated).cast(pl.String).fill_null(""), separator="\x1f")
    parts = once.select(said=said, equal=pl.int_range(pl.len()).over(stated))
    ids = [row_id(name, *part) for part in parts.iter_rows()]
    return once.drop("at").with_columns(pl.Series("row_id", ids, dtype=pl.String))


def _tell_birth_dates(who: pl.DataFrame, problems: Problems) -> None:
    differing = pl.col("birth_date").drop_nulls().n_unique().over("person_id") > 1
    for file, row in map(_place, who.filter("own_id").filter(differing)["source"].to_list()):
        problems.add(rules.BIRTH_DATES, file, row)


def _place(source: str) -> tuple[str, int]:
    file, _, row = source.rpartition("#")
    return file, int(row)
