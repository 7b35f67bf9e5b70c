"""Who the files are about: one person a child, from the latest header and, failing that, from whatever names the child."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Problems
from kith.reading.sources.extracts import IDENTITY, ROW
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.cells import FILE, YEAR
from kith.reading.sources.ssda903.parts import CHILD

_SEX = {"M": "M", "F": "F", "U": "U", "1": "M", "2": "F", "MALE": "M", "FEMALE": "F"}
# UN1 to UN6 say why a child has no unique pupil number; they identify nobody.
_NO_UPN = r"(?i)^UN\d$"
Parts = dict[str, pl.DataFrame]


def children(parts: Parts, not_listed: str, problems: Problems) -> pl.DataFrame:
    """One row a child of any part: CHILD, DOB, SEX (M, F, U), ETHNIC, UPN, uasc, postcode, FILE, ROW; problems told.

    `not_listed` is the state `uasc` of a child in no list of unaccompanied children.
    """
    header = _latest_header(parts["header"], problems)
    everyone = pl.concat([_named(parts[key]) for key in ("header", "uasc", *parts)])
    first_named = everyone.unique(CHILD, keep="first", maintain_order=True)
    elsewhere = everyone.drop_nulls("DOB").unique(CHILD, keep="first", maintain_order=True)
    people = (
        first_named.select(CHILD, FILE, ROW)
        .join(header.select(CHILD, "DOB", "SEX", "ETHNIC", "UPN"), on=CHILD, how="left")
        .join(elsewhere.select(CHILD, pl.col("DOB").alias("_dob")), on=CHILD, how="left")
        .join(_sex_in_uasc(parts["uasc"]), on=CHILD, how="left")
        .join(_home(parts["episodes"]), on=CHILD, how="left")
        .with_columns(
            pl.coalesce("DOB", "_dob").alias("DOB"),
            pl.coalesce(_sex(pl.col("SEX")), _sex(pl.col("_sex")), pl.lit("U")).alias("SEX"),
            pl.when(~pl.col("UPN").str.contains(_NO_UPN)).then("UPN").alias("UPN"),
            pl.when(pl.col(CHILD).is_in(parts["uasc"][CHILD].to_list()))
            .then(pl.lit("yes"))
            .otherwise(pl.lit(not_listed))
            .alias("uasc"),
        )
    )
    _tell_absent(people, header, problems)
    _tell_births(parts, people, problems)
    return people.sort(CHILD)


def people(found: pl.DataFrame) -> pl.DataFrame:
    """The rows of the dataset's `people`, still under CHILD, FILE and ROW."""
    return found.select(
        CHILD,
        FILE,
        ROW,
        pl.col("DOB").alias("birth_date"),
        pl.when(pl.col("DOB").is_null()).then(pl.lit("not_known")).otherwise(pl.lit("day")).alias("birth_precision"),
        pl.col("SEX").alias("sex"),
        pl.col("ETHNIC").alias("ethnicity"),
        pl.lit("not_known").alias("disability"),
        "uasc",
    )


def identities(found: pl.DataFrame) -> pl.DataFrame:
    """Who they are, for linkage: the authority's own id, birth date, sex, pupil number and latest home postcode."""
    return found.select(
        pl.col(CHILD).alias("person_id"),
        pl.lit(True).alias("own_id"),
        pl.lit(None, dtype=pl.String).alias("given_name"),
        pl.lit(None, dtype=pl.String).alias("family_name"),
        pl.col("DOB").alias("birth_date"),
        pl.col("SEX").alias("sex"),
        pl.col("UPN").alias("upn"),
        "postcode",
        pl.format("{}#{}", FILE, ROW).alias("source"),
    ).cast(IDENTITY)


def _latest_header(header: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    content = ["DOB", "SEX", "ETHNIC", "UPN"]
    rows = header.with_columns(_sex(pl.col("SEX")).alias("_known_sex")).sort(
        pl.col(YEAR), FILE, *content, nulls_last=False
    )
    kept = rows.with_columns(pl.col("DOB", "_known_sex").drop_nulls().last().over(CHILD).name.suffix("_kept"))
    for column, name in (("DOB", "DOB"), ("SEX", "_known_sex")):
        conflict = kept.filter(pl.col(name) != pl.col(f"{name}_kept"))
        for file, row in conflict.select(FILE, ROW).sort(FILE, ROW).iter_rows():
            problems.add(rules.CHILD_CONFLICT, file, row, column)
    return rows.group_by(CHILD, maintain_order=True).agg(pl.exclude(CHILD).drop_nulls().last())


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    born = pl.col("DOB") if "DOB" in frame.columns else pl.lit(None, dtype=pl.Date).alias("DOB")
    newest_first = frame.select(CHILD, born, FILE, ROW, YEAR).sort(
        [YEAR, FILE, "DOB", ROW], descending=[True, True, False, False], nulls_last=True
    )
    return newest_first.drop(YEAR)


def _sex(code: pl.Expr) -> pl.Expr:
    return code.replace_strict(_SEX, default=None, return_dtype=pl.String)


def _sex_in_uasc(uasc: pl.DataFrame) -> pl.DataFrame:
    rows = uasc.sort(YEAR, FILE, "SEX").group_by(CHILD).agg(pl.col("SEX").drop_nulls().last().alias("_sex"))
    return rows.select(CHILD, "_sex")


def _home(episodes: pl.DataFrame) -> pl.DataFrame:
    known = episodes.drop_nulls("HOME_POST").sort(
        YEAR, "DECOM", "DEC", "HOME_POST", nulls_last=[False, False, True, True]
    )
    return known.group_by(CHILD).agg(pl.col("HOME_POST").last().alias("postcode"))


def _tell_absent(people: pl.DataFrame, header: pl.DataFrame, problems: Problems) -> None:
    absent = people.join(header.select(CHILD), on=CHILD, how="anti")
    for file, row in absent.select(FILE, ROW).sort(FILE, ROW).iter_rows():
        problems.add(rules.NOT_IN_HEADER, file, row, CHILD)


def _tell_births(parts: Parts, people: pl.DataFrame, problems: Problems) -> None:
    born = people.select(CHILD, pl.col("DOB").alias("_born"))
    for key, frame in parts.items():
        if key == "episodes":
            rule, column, wrong = rules.BORN_AFTER_START, "DECOM", pl.col("DECOM") < pl.col("_born")
        elif key != "header":
            rule, column, wrong = rules.BIRTH_DATE_DIFFERS, "DOB", pl.col("DOB") != pl.col("_born")
        else:
            continue
        found = frame.select(CHILD, column, FILE, ROW).join(born, on=CHILD).filter(wrong)
        for file, row in found.select(FILE, ROW).sort(FILE, ROW).iter_rows():
            problems.add(rule, file, row, column)
