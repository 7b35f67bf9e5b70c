"""The SSDA903 (children looked after) return as a source: its CSV files and its XML form, of one year or several."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from kith.foundation.identifiers import row_ids
from kith.foundation.problems import Detail, Problems
from kith.reading.sources.extracts import ROW, Context, Extract, Sheet, XmlFile
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.cells import FILE, UNREAD_END, YEAR, startless, tell_codes, typed
from kith.reading.sources.ssda903.children import children, identities, people
from kith.reading.sources.ssda903.episodes import chain
from kith.reading.sources.ssda903.parts import BY_KEY, CHILD, PARTS, Part, headings, part_of
from kith.reading.sources.ssda903.stays import care, legal_statuses, placements
from kith.reading.sources.ssda903.xml_form import looks_ours
from kith.reading.sources.ssda903.xml_form import sheets as sheets_of
from kith.reading.sources.ssda903.years import latest, once, with_years

# What identifies a row by its content, beside the child.
_IDENTIFIED_BY = {
    "people": (),
    "involvements": ("status", "from_on"),
    "placements": ("from_on",),
    "legal_statuses": ("from_on",),
    "missing": ("kind", "from_on"),
    "reviews": ("kind", "on"),
    "authorisations": ("kind", "from_on"),
}


@dataclass(frozen=True, slots=True)
class Ssda903:
    """Reader of the SSDA903 return (see `Reader`)."""

    kind: str = "SSDA903"

    def claims_sheet(self, sheet: Sheet) -> str | None:
        """The part of the return that the sheet's headings are those of."""
        part = part_of(set(headings(sheet)))
        return part.key if part else None

    def claims_xml(self, xml: XmlFile) -> bool:
        """Whether the file's first elements are of this return."""
        return looks_ours(xml)

    def read(self, sheets: list[tuple[str, Sheet]], xmls: list[XmlFile], context: Context) -> Extract:
        """People, involvements, placements, missing, reviews and authorisations of all files together."""
        problems = Problems()
        every = [*sheets, *(part for xml in xmls for part in sheets_of(xml, problems))]
        frames = with_years([(BY_KEY[key], typed(BY_KEY[key], sheet, problems)) for key, sheet in every])
        for part, frame in frames:
            tell_codes(part, frame, problems)
        parts = {part.key: _together(part, frames) for part in PARTS}
        found = children(parts, _not_listed([key for key, _ in every]), problems)
        dated = {part.key: startless(part, parts[part.key], problems) for part in PARTS}
        made = _tables(dated, problems)
        given = {key for key, _ in every}
        tables = {name: made[name] for name, part in PART_OF.items() if part in given} | {"people": people(found)}
        for file, count in parts["oc3"].group_by(FILE).len().sort(FILE).iter_rows():
            problems.add(rules.CARE_LEAVERS_UNDATED, file, detail=Detail("Rows: {count}.", count=count))
        return Extract(
            kind=self.kind,
            files=list(dict.fromkeys([*(sheet.file for _, sheet in sheets), *(xml.file for xml in xmls)])),
            tables={name: _finished(name, frame, context) for name, frame in tables.items()},
            identities=identities(found),
            problems=problems,
            covers=_covers(dated),
        )


def _together(part: Part, frames: list[tuple[Part, pl.DataFrame]]) -> pl.DataFrame:
    mine = [frame for other, frame in frames if other is part]
    if mine:
        return pl.concat(mine)
    nothing = Sheet("", pl.DataFrame(schema={ROW: pl.Int64, **{field.name: pl.String for field in part.fields}}))
    return typed(part, nothing, Problems()).with_columns(pl.lit(None, dtype=pl.Int32).alias(YEAR))


def _not_listed(keys: list[str]) -> str:
    # Only where every year has its list of unaccompanied children does absence from it say no.
    lists = keys.count("uasc")
    return "no" if lists and lists >= keys.count("header") else "not_known"


PART_OF = {
    "involvements": "episodes",
    "placements": "episodes",
    "legal_statuses": "episodes",
    "missing": "missing",
    "reviews": "reviews",
    "authorisations": "dolo",
}
"""The part that each table is made of: where it is not given, the table is not known, which is not the same as empty."""


def _tables(parts: dict[str, pl.DataFrame], problems: Problems) -> dict[str, pl.DataFrame]:
    episodes = chain(latest(BY_KEY["episodes"], parts["episodes"], problems, ("PLACE", "LS")), problems)
    missing = latest(BY_KEY["missing"], parts["missing"], problems)
    orders = latest(BY_KEY["dolo"], parts["dolo"], problems)
    return {
        "involvements": care(episodes),
        "placements": placements(episodes, problems),
        "legal_statuses": legal_statuses(episodes),
        "missing": missing.select(
            CHILD,
            FILE,
            ROW,
            pl.col("MISSING").replace({"M": "missing", "A": "away"}).alias("kind"),
            pl.col("MIS_START").alias("from_on"),
            _end("MIS_START", "MIS_END"),
        ),
        "reviews": once(parts["reviews"]).select(
            CHILD,
            FILE,
            ROW,
            pl.lit("looked_after").alias("kind"),
            pl.col("REVIEW").alias("on"),
            pl.col("REVIEW_CODE").alias("participation"),
        ),
        "authorisations": orders.select(
            CHILD,
            FILE,
            ROW,
            pl.lit("deprivation_of_liberty").alias("kind"),
            pl.col("DOLO_START").alias("from_on"),
            _end("DOLO_START", "DOLO_END"),
        ),
    }


def _end(start: str, end: str) -> pl.Expr:
    """The last day; where it was given but cannot be read, the first, which is the one day known."""
    return pl.coalesce(end, pl.when(UNREAD_END).then(start)).alias("to_on")


def _finished(name: str, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    by = _IDENTIFIED_BY[name]
    content = [column for column in frame.columns if column not in (FILE, ROW)]
    frame = frame.sort(content, nulls_last=True).with_columns(
        pl.int_range(pl.len()).over(CHILD, *by).alias("_nth") if frame.height else pl.lit(0).alias("_nth")
    )
    # Joined here as `row_id` joins its parts, a column at a time.
    given = pl.col(CHILD, *by, "_nth").cast(pl.String).fill_null("")  # a missing day makes no row like another
    parts = frame.select(pl.concat_str(pl.lit(name), given, separator="\x1f"))
    ids = row_ids(parts.to_series().to_list())
    return frame.select(
        pl.Series("row_id", ids, dtype=pl.String),
        pl.lit(context.authority).alias("authority"),
        pl.col(CHILD).alias("person_id"),
        pl.exclude(CHILD, FILE, ROW, "_nth"),
        pl.format("{}#{}", FILE, ROW).alias("source"),
    )


def _covers(parts: dict[str, pl.DataFrame]) -> tuple[dt.date, dt.date] | None:
    """From 1 April to 31 March of the collection years: those of the episodes, or of all parts where there are none."""
    chosen = [parts["episodes"]] if parts["episodes"].height else list(parts.values())
    years = [year for frame in chosen for year in frame[YEAR].unique() if year is not None]
    return (dt.date(min(years) - 1, 4, 1), dt.date(max(years), 3, 31)) if years else None


READER = Ssda903()
