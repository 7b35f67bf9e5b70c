"""From postcodes to the meanings of out of area, each worked out and stored by itself: boundary, adjoining, miles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from kith.foundation.problems import Detail, Problems, Rule, Severity, rule
from kith.reading.locality.areas import Area, Responsible
from kith.reading.locality.directory import Directory
from kith.reading.locality.postcodes import SHAPE, compact, other_readings
from kith.reading.sources.extracts import PLACEMENT_EXTRAS

METRES_A_MILE = 1609.344

REASONS = {
    "no_postcode": Detail("no postcode of the placement and no authority"),
    "not_in_directory": Detail("the postcode is not in the directory"),
    "not_a_postcode": Detail("what stands for a postcode is none"),
    "ended": Detail("the postcode has ended and has no district any more"),
    "district_not_known": Detail("the postcode's district is not in the reference lists"),
    "authority_not_known": Detail("the authority named is not in the reference lists"),
    "split": Detail("the authority was split since, and the place could be in either part"),
}
"""Why it is not known whether a placement is in the area, by key, in words."""

CORRECTED = rule(
    "postcode-slip",
    Severity.NOTE,
    "The postcode is in no directory as written, but with O for 0 or I for 1 exactly one is; that one was used.",
    "Correct the postcode in the file.",
)
NOT_FOUND = rule(
    "postcode-not-found",
    Severity.WARNING,
    "The postcode is in no directory, so it does not say where the placement is.",
    "Correct the postcode, or give the authority in which the placement lies.",
)
HOME_NOT_FOUND = rule(
    "postcode-home-not-found",
    Severity.NOTE,
    "The home postcode is in no directory, so no distance can be worked out.",
    "Correct the postcode in the file.",
)
NO_POSTCODE = rule(
    "postcode-no-sense",
    Severity.WARNING,
    "What stands for a postcode is none, so it does not say where the placement is.",
    "Write the postcode in full, or give the authority in which the placement lies.",
)
CONTRADICTION = rule(
    "locality-contradiction",
    Severity.WARNING,
    "The file says in the area or out of it, and the postcode or authority of the placement says otherwise; the place was believed.",
    "Check which is right and correct the file.",
    "Four meanings of out of area are kept apart; this is the one of the boundary.",
)
PLACES_DIFFER = rule(
    "locality-places-differ",
    Severity.WARNING,
    "The placement's postcode lies in another authority than the one named beside it; the postcode was believed.",
    "Check which is right and correct the file.",
)
NOT_KNOWN = rule(
    "locality-not-known",
    Severity.WARNING,
    "It is not known of some placements whether they are in the area or out of it; they widen the range of the figures.",
    "Give the placement's postcode, or the authority in which it lies.",
)

_SHAPE = f"^{SHAPE.pattern}$"
_FILE = pl.col("source").str.replace(r"#[^#]*$", "")
_ROW = pl.col("source").str.extract(r"#(\d+)$").cast(pl.Int64)


@dataclass(frozen=True, slots=True)
class Located:
    """Rows with host_authority, locality, adjoining and miles; what was met; and of how many rows it is not known why (REASONS)."""

    frame: pl.DataFrame
    problems: Problems = field(default_factory=Problems)
    not_known: dict[str, int] = field(default_factory=dict)


def locate(placements: pl.DataFrame, authority: str, directory: Directory) -> Located:
    """Work out where each row of `placements` or `relocations` lies, seen from the authority (code of any year).

    Takes rows with `source`, and any of PLACEMENT_EXTRAS, `locality`, `adjoining`, `miles`, `host_authority`. What the place
    tells (its postcode before its authority's name) comes before what the file says, which fills what the place leaves open.
    Miles are in a straight line, to one decimal; empty where either end is not known or the ends are on different grids
    (Ireland's is another one). The extras are dropped.
    """
    problems = Problems()
    rows = _with_columns(placements)
    found = _look_up(rows, directory, problems)
    responsible = Responsible.of(authority, directory.neighbours())
    by_postcode = _areas(found["district"], responsible.district, "district", "p_")
    by_name = _areas(rows["placement_authority"].drop_nulls(), responsible.named, "placement_authority", "a_")
    rows = (
        rows.join(
            found.drop("outcome").select(pl.all().name.prefix("home_")),
            on="home_postcode",
            how="left",
            maintain_order="left",
        )
        .join(found, left_on="placement_postcode", right_on="postcode", how="left", maintain_order="left")
        .join(by_postcode, on="district", how="left", nulls_equal=True, maintain_order="left")
        .join(by_name, on="placement_authority", how="left", maintain_order="left")
        .with_columns(**_decided())
    )
    _tell_contradictions(rows, problems)
    not_known = _tell_not_known(rows, problems)
    kept = [name for name in placements.columns if name not in PLACEMENT_EXTRAS]
    added = [name for name in ("host_authority", "locality", "adjoining", "miles") if name not in kept]
    frame = rows.with_columns(host_authority="host", locality="where", adjoining="adjoins", miles="distance")
    return Located(frame.select(*kept, *added), problems, not_known)


def _with_columns(placements: pl.DataFrame) -> pl.DataFrame:
    """The rows with every column that locating reads; a host already named counts as the authority of the placement."""
    blank = {**PLACEMENT_EXTRAS, "host_authority": pl.String(), "locality": pl.String(), "adjoining": pl.String()}
    absent = {name: kind for name, kind in {**blank, "miles": pl.Float64()}.items() if name not in placements.columns}
    return placements.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in absent.items()).with_columns(
        pl.col("locality", "adjoining").fill_null("not_known"),
        placement_authority=pl.coalesce("placement_authority", "host_authority"),
    )


def _look_up(rows: pl.DataFrame, directory: Directory, problems: Problems) -> pl.DataFrame:
    """Each postcode as written (`postcode`) with its entry and `outcome`: found, or why not; slips put right are told."""
    written = pl.concat([rows["home_postcode"], rows["placement_postcode"]]).drop_nulls().unique().alias("postcode")
    texts = written.to_frame().with_columns(reading=compact("postcode"))
    entries = directory.find(texts["reading"].drop_nulls())
    lost = texts.join(entries, left_on="reading", right_on="postcode", how="anti")
    misshapen = lost.filter(~pl.col("reading").str.contains(_SHAPE))  # null is neither: it drops out too
    slips = _slips(misshapen["reading"].to_list(), directory)
    found = texts.with_columns(right=pl.col("reading").replace(slips)).with_columns(
        corrected=(pl.col("right") != pl.col("reading")).fill_null(False)
    )
    if slips:
        entries = pl.concat([entries, directory.find(pl.Series(list(slips.values())))]).unique("postcode")
        _tell(rows, found.filter("corrected")["postcode"], CORRECTED, CORRECTED, problems)
    found = found.join(entries.with_columns(hit=True), left_on="right", right_on="postcode", how="left").with_columns(
        outcome=pl.when("hit")
        .then(pl.lit("found"))
        .when(pl.col("reading").str.contains(_SHAPE))
        .then(pl.lit("not_in_directory"))
        .otherwise(pl.lit("not_a_postcode"))
    )
    for outcome, told in (("not_in_directory", NOT_FOUND), ("not_a_postcode", NO_POSTCODE)):
        _tell(rows, found.filter(pl.col("outcome") == outcome)["postcode"], told, HOME_NOT_FOUND, problems)
    return found.select("postcode", "district", "easting", "northing", "outcome")


def _slips(lost: list[str], directory: Directory) -> dict[str, str]:
    """Postcode as written → the one reading of it that the directory has, where there is exactly one."""
    readings = {postcode: other_readings(postcode) for postcode in lost}
    every = pl.Series([reading for several in readings.values() for reading in several], dtype=pl.String)
    real = set(directory.find(every)["postcode"]) if len(every) else set()
    exist = {postcode: [reading for reading in several if reading in real] for postcode, several in readings.items()}
    return {postcode: several[0] for postcode, several in exist.items() if len(several) == 1}


def _tell(rows: pl.DataFrame, postcodes: pl.Series, placement: Rule, home: Rule, problems: Problems) -> None:
    for column, told in (("placement_postcode", placement), ("home_postcode", home)):
        met = rows.filter(pl.col(column).is_in(postcodes.implode()))
        _tell_rows(met, told, column, problems)


def _tell_rows(rows: pl.DataFrame, told: Rule, column: str, problems: Problems) -> None:
    for file, row in rows.select(_FILE.alias("file"), _ROW.alias("row")).iter_rows():
        problems.add(told, file, row, column)


def _areas(values: pl.Series, area_of: Callable[[Any], Area], key: str, prefix: str) -> pl.DataFrame:
    """One row a distinct value, with its area's fields under the prefix."""
    distinct = values.unique().to_list()
    columns = {"host": pl.String, "locality": pl.String, "adjoining": pl.String, "why_not": pl.String}
    schema = {key: pl.String, **{prefix + name: kind for name, kind in columns.items()}}
    return pl.DataFrame([(value, *asdict(area_of(value)).values()) for value in distinct], schema=schema, orient="row")


def _decided() -> dict[str, pl.Expr]:
    """The answers: by the postcode where it tells anything, else by the authority's name, else what the file says."""
    found = pl.col("outcome") == "found"
    by_postcode = (found & (pl.col("p_host").is_not_null() | (pl.col("p_locality") != "not_known"))).fill_null(False)

    def place(name: str) -> pl.Expr:
        return pl.when(by_postcode).then(pl.col("p_" + name)).otherwise(pl.col("a_" + name)).fill_null("not_known")

    def or_given(name: str) -> pl.Expr:
        return pl.when(place(name) != "not_known").then(place(name)).otherwise(pl.col(name))

    no_entry = pl.when(found).then(pl.col("p_why_not")).otherwise(pl.col("outcome"))
    return {
        "host": pl.when(by_postcode).then(pl.col("p_host")).otherwise(pl.col("a_host")),
        "by_place": place("locality"),
        "where": or_given("locality"),
        "adjoins": or_given("adjoining"),
        "distance": pl.coalesce(_miles(), pl.col("miles")),
        "why": pl.when(by_postcode)
        .then(pl.col("p_why_not"))
        .otherwise(pl.coalesce(no_entry, "a_why_not", pl.lit("no_postcode"))),
        "differ": by_postcode & (pl.col("p_host") != pl.col("a_host")),
    }


def _miles() -> pl.Expr:
    same_grid = pl.col("district").str.starts_with("N") == pl.col("home_district").str.starts_with("N")
    east, north = (pl.col(name) - pl.col("home_" + name) for name in ("easting", "northing"))
    metres = (east.cast(pl.Float64) ** 2 + north.cast(pl.Float64) ** 2).sqrt()
    return pl.when(same_grid).then((metres / METRES_A_MILE).round(1))


def _tell_contradictions(rows: pl.DataFrame, problems: Problems) -> None:
    said, known = pl.col("locality") != "not_known", pl.col("by_place") != "not_known"
    contradicted = rows.filter(said & known & (pl.col("locality") != pl.col("by_place")))
    _tell_rows(contradicted, CONTRADICTION, "locality", problems)
    _tell_rows(rows.filter("differ"), PLACES_DIFFER, "placement_authority", problems)


def _tell_not_known(rows: pl.DataFrame, problems: Problems) -> dict[str, int]:
    """How many rows' locality is not known, by reason; one problem for each file and reason, with the count."""
    counted = rows.filter(pl.col("where") == "not_known").group_by(_FILE.alias("file"), "why").len().sort("file", "why")
    not_known: dict[str, int] = {}
    for file, why, count in counted.iter_rows():
        not_known[why] = not_known.get(why, 0) + count
        problems.add(
            NOT_KNOWN,
            file,
            None,
            "placement_postcode",
            Detail("Rows: {count}; why: {why}.", count=count, why=REASONS[why]),
        )
    return not_known
