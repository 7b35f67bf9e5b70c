"""From the extracts of all sources to one dataset: people joined, places located, and nothing counted twice or lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kith.dataset.dataset import Dataset, conform
from kith.dataset.schema import Kind
from kith.dataset.tables import TABLES
from kith.foundation.identifiers import row_id
from kith.foundation.problems import Problems
from kith.reading.assembly import people, periods, stays
from kith.reading.linkage import Linked, link
from kith.reading.locality import Directory, directory_from, locate, national
from kith.reading.sources.extracts import BEGINS_BEFORE, PLACEMENT_EXTRAS, REMARK, Context, Extract, Sheet

TRUST = ("SSDA903", "CIN census", "Annex A")
"""Kinds of source, the most trusted first; every other kind comes after, by name."""

Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A dataset with what was met on the way.

    `suggestions` are for `kith.reading.linkage.write_matches`; `unclaimed` the sheets that are neither a directory nor answers;
    `identities` has names and postcodes by `who` (the dataset's `person_id`), for the review sheet alone: never write it out
    with the dataset; `remarks` are the files' own words under the same ids, for the record's notes alone and likewise;
    `locality_not_known` counts stays by the reason (keys of `kith.reading.locality.REASONS`).
    """

    dataset: Dataset
    problems: Problems
    suggestions: pl.DataFrame
    unclaimed: list[Sheet]
    identities: pl.DataFrame
    locality_not_known: dict[str, int]
    remarks: pl.DataFrame


def assemble(
    extracts: Sequence[Extract], unclaimed_sheets: Sequence[Sheet], context: Context, directory: Directory | None = None
) -> Assembled:
    """Assemble the extracts (in any order) to a dataset that conforms to the schema, its row ids those of the extracts.

    `directory` is where postcodes are looked up beside a directory in the folder; the national one if not given.
    """
    trusted = sorted(extracts, key=lambda extract: (_rank(extract.kind), extract.kind, extract.files))
    places, left, problems = directory_from(unclaimed_sheets, directory or national())
    linked = link(trusted, left)
    problems.extend(linked.problems)
    tables = _of_all(trusted, linked)
    not_known: dict[str, int] = {}
    for name in ("placements", "relocations"):
        located = locate(tables[name], context.authority, places)
        tables[name] = located.frame
        problems.extend(located.problems)
        for why, count in located.not_known.items():
            not_known[why] = not_known.get(why, 0) + count
    tables = _merged(tables, problems)
    tables["people"] = people.one_row_a_person(_everybody(tables), problems)
    # What no source speaks of is not known. A reader that could tell of a thing gives its table, if need be empty.
    covered = frozenset(name for extract in extracts for name in extract.tables)
    dataset = Dataset({name: _finished(name, frame, context.authority) for name, frame in tables.items()}, covered)
    said = _remarks(trusted, linked)
    return Assembled(dataset, problems, linked.suggestions, linked.left, linked.people, not_known, said)


def _rank(kind: str) -> int:
    return TRUST.index(kind) if kind in TRUST else len(TRUST)


def _of_all(extracts: Sequence[Extract], linked: Linked) -> Frames:
    """Each table of the schema with the rows of all extracts, under the people's joint ids, in order of trust.

    Beside the table's columns there are `rank` and `kind` (of source) and, for stays, what locality is worked out from.
    Rows of people who wait for a confirmed match are left out.
    """
    made: dict[str, list[pl.DataFrame]] = {name: [] for name in TABLES}
    for extract in extracts:
        for name, frame in extract.tables.items():
            rows = _conformed(name, frame)
            if "person_id" in rows.columns:
                rows = _of_whom(rows, extract.kind, linked)
            made[name].append(rows.with_columns(rank=pl.lit(_rank(extract.kind)), kind_of_source=pl.lit(extract.kind)))
    return {name: pl.concat(parts or [_none(name)]) for name, parts in made.items()}


def _of_whom(rows: pl.DataFrame, kind: str, linked: Linked) -> pl.DataFrame:
    """The rows of one kind of source under the people's joint ids, without those of people who wait."""
    changed = linked.who.filter((pl.col("who") != pl.col("person_id")) & (pl.col("kind") == kind))
    rows = rows.with_columns(pl.col("person_id").replace(dict(changed.select("person_id", "who").iter_rows())))
    return rows.filter(~pl.col("person_id").is_in(list(linked.waiting)))


def _remarks(extracts: Sequence[Extract], linked: Linked) -> pl.DataFrame:
    """The words of all sources, each once."""
    parts = [_of_whom(extract.remarks, extract.kind, linked) for extract in extracts]
    return pl.concat([pl.DataFrame(schema=REMARK), *parts]).unique("row_id", keep="first", maintain_order=True)


def _conformed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    rows = conform(TABLES[name], frame)
    if name not in ("placements", "relocations"):
        return rows
    blank = [pl.lit(None, dtype=kind).alias(extra) for extra, kind in PLACEMENT_EXTRAS.items()]
    extras = [extra for extra in PLACEMENT_EXTRAS if extra in frame.columns]
    before = frame[BEGINS_BEFORE] if BEGINS_BEFORE in frame.columns else pl.lit(False)
    return rows.with_columns(*blank, before.alias(BEGINS_BEFORE)).with_columns(
        frame[extra].cast(pl.String) for extra in extras
    )


def _none(name: str) -> pl.DataFrame:
    rows = _conformed(name, pl.DataFrame(schema=TABLES[name].polars_schema()))
    return rows.with_columns(rank=pl.lit(0), kind_of_source=pl.lit(""))


def _merged(tables: Frames, problems: Problems) -> Frames:
    """The tables with everything that several sources tell of told once."""
    placements = tables["placements"].partition_by("kind_of_source", maintain_order=True)
    kept, into = stays.one_row_a_stay(placements or [tables["placements"]], problems)
    tables = _repointed(tables, "placements", into)
    relocations = stays.with_placement(tables["relocations"], kept)
    led_to = relocations.select(other="row_id", row_id="placement_id").drop_nulls()
    kept = stays.enrich(kept, relocations, led_to, problems)
    merged = {
        "placements": stays.away_from(kept),
        "relocations": relocations,
        "involvements": periods.joined_involvements(tables["involvements"]),
        "missing": periods.distinct_missing(tables["missing"]),
        "harms": periods.distinct_harms(tables["harms"]),
    }
    return {name: _told_once(frame) for name, frame in {**tables, **merged}.items()}


def _repointed(tables: Frames, table: str, into: dict[str, str]) -> Frames:
    """The tables with every reference to a row that was taken into another pointing to that one."""
    if not into:
        return tables
    changed = dict(tables)
    for name, declared in TABLES.items():
        columns = [c.name for c in declared.columns if c.kind is Kind.REFERENCE and c.refers_to == table]
        if columns:
            changed[name] = tables[name].with_columns(pl.col(columns).replace(into))
    return changed


def _told_once(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with the same id are one where they tell the same; where they do not, the later ones get ids of their own."""
    again = pl.col("row_id").is_duplicated()
    if not frame.select(again.any()).item():
        return frame
    content = [name for name in frame.columns if name not in ("source", "rank", "kind_of_source", "evidence")]
    if "evidence" in frame.columns:  # harms: each source keeps its own row
        content = [name for name in frame.columns if name not in ("rank",)]
    several = frame.filter(again).unique(content, keep="first", maintain_order=True)
    nth = pl.int_range(pl.len()).over("row_id")
    renamed = [
        row if not n else row_id(row, source, n)
        for row, source, n in several.select("row_id", "source", nth.alias("n")).iter_rows()
    ]
    return pl.concat([frame.filter(~again), several.with_columns(row_id=pl.Series(renamed, dtype=pl.String))])


def _everybody(tables: Frames) -> pl.DataFrame:
    """The people of all sources, and a row for anybody whom only another table has: no person is lost."""
    told = tables["people"]
    others = [
        frame.select("person_id", "source", "rank", "kind_of_source")
        for name, frame in tables.items()
        if name != "people" and "person_id" in frame.columns
    ]
    lost = pl.concat(others).join(told, on="person_id", how="anti").drop_nulls("person_id")
    first = lost.sort("rank", "source").unique("person_id", keep="first", maintain_order=True)
    ids = pl.Series("row_id", [row_id("people", person) for person in first["person_id"]], dtype=pl.String)
    states = {"birth_precision": "not_known", "disability": "not_known", "uasc": "not_known"}
    return pl.concat([told, first.with_columns(ids, **{k: pl.lit(v) for k, v in states.items()})], how="diagonal")


def _finished(name: str, frame: pl.DataFrame, authority: str) -> pl.DataFrame:
    """In one order whatever the files' was, under the responsible authority."""
    by = [column for column in ("person_id", "from_on", "on", "row_id") if column in frame.columns]
    return conform(TABLES[name], frame.with_columns(authority=pl.lit(authority)).sort(by, nulls_last=True))
