"""Turns a file's text into dates, codes and states, and tells every value that cannot be what it says."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from kith.definitions.authorities import authority, same_authority
from kith.definitions.codes import codes
from kith.foundation.dates import parse_date
from kith.foundation.problems import Detail, Rule
from kith.reading.sources.cin import rules
from kith.reading.sources.cin.elements import DATES, MAY_LIE_AHEAD, element_of
from kith.reading.sources.cin.parsing import CensusFile
from kith.reading.sources.extracts import Context

_ZONE = re.compile(r"(?:Z|[+-]\d{2}:\d{2})$")
_WHOLE_NUMBER = r"^(\d+)\.0+$"
_EARLIEST = dt.date(1900, 1, 1)
_SEX = {"1": "M", "2": "F", "0": "U", "9": "U"}
_FLAGS = {"true": "yes", "1": "yes", "false": "no", "0": "no"}


def clean(found: CensusFile, context: Context) -> dict[str, pl.DataFrame]:
    """The file's levels with dates, codes and states, `file`, `order` (later files have a greater one) and `person_id`."""
    named = authority(found.authority)
    if named and same_authority(named.code, context.authority) is False:
        found.problems.add(rules.OTHER_AUTHORITY, found.file)
    levels = {level: _dated(found, level, frame) for level, frame in _with_reviews(found.levels).items()}
    levels["children"] = _children(found, levels["children"])
    levels["episodes"] = _episodes(found, levels["episodes"])
    closed = levels["episodes"].select("episode", "referral_on", "closed_on")
    for level in ("assessments", "plans", "enquiries", "protection", "reviews"):
        levels[level] = levels[level].join(closed, on="episode", how="left", maintain_order="left")
    levels["assessments"] = _assessments(found, levels["assessments"])
    for level in ("plans", "protection"):
        levels[level] = _ends_in_order(found, level, levels[level])
    levels["enquiries"] = _enquiries(found, levels["enquiries"])
    people = levels["children"].select("child", "person_id")
    _tell_episodes_given_twice(found, levels["episodes"].join(people, on="child"))
    order = f"{found.year or 0:04d} {found.produced_at}"
    return {
        level: _placed(level, frame, people).with_columns(file=pl.lit(found.file), order=pl.lit(order))
        for level, frame in levels.items()
    }


def _placed(level: str, frame: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    if level == "children":
        return frame
    frame = frame.join(people, on="child", how="left", maintain_order="left")
    return frame if level == "episodes" else frame.drop("closed_on")  # an earlier file's closing may be out of date


def _with_reviews(levels: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    reviews = levels["protection"].select("child", "episode", on=pl.col("reviews").str.split(" "))
    return levels | {"reviews": reviews.explode("on").drop_nulls("on")}


def _dated(found: CensusFile, level: str, frame: pl.DataFrame) -> pl.DataFrame:
    for column in DATES[level]:
        frame = _read_dates(found, level, column, frame)
    return frame


def _read_dates(found: CensusFile, level: str, column: str, frame: pl.DataFrame) -> pl.DataFrame:
    text = frame[column]
    day = text.str.to_date("%Y-%m-%d", strict=False)
    if odd := text.filter(day.is_null() & text.is_not_null()).unique().to_list():
        read = {value: parse_date(_ZONE.sub("", value)) for value in odd}
        other = text.replace_strict(list(read), list(read.values()), default=None, return_dtype=pl.Date)
        day = day.fill_null(other)
        _tell(found, rules.DATE_UNREADABLE, frame.filter(text.is_not_null() & day.is_null()), level, column)
    impossible = (day < _EARLIEST).fill_null(False)
    _tell(found, rules.DATE_IMPOSSIBLE, frame.filter(impossible), level, column)
    if found.covers and (level, column) not in MAY_LIE_AHEAD:
        ahead = (day > found.covers[1]).fill_null(False)
        _tell(found, rules.DATE_AFTER_CENSUS, frame.filter(ahead), level, column)
    return frame.with_columns(day.set(impossible, None).alias(column))


def _tell(found: CensusFile, rule: Rule, broken: pl.DataFrame, level: str, column: str, detail: str = "") -> None:
    if not broken.is_empty():
        found.problems.add_rows(rule, found.file, broken["child"].to_list(), element_of(level, column), detail)


def _children(found: CensusFile, frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(
        pl.col("person_id").str.replace(_WHOLE_NUMBER, "$1"),
        pl.col("ethnicity").str.to_uppercase(),
        sex=pl.col("sex").str.to_uppercase().replace(_SEX),
        disability=pl.col("disability").str.to_uppercase(),
        own_id=pl.col("person_id").is_not_null(),
    )
    _tell(found, rules.ID_MISSING, frame.filter(~pl.col("own_id")), "children", "person_id")
    again = frame.filter(pl.col("own_id") & ~pl.col("person_id").is_first_distinct())
    _tell(found, rules.CHILD_TWICE, again, "children", "person_id")
    for column, name in (("sex", "sex"), ("ethnicity", "ethnicity"), ("disability", "disability")):
        # The two codings of sex are one list with different years; either is read without a word.
        _check_codes(found, frame, "children", column, name, years=column != "sex")
    none, some = pl.col("disability") == "NONE", pl.col("disability").is_not_null()
    return frame.with_columns(
        person_id=pl.coalesce("person_id", pl.format("{}#{}", pl.lit(found.file), "child")),
        disability=pl.when(none).then(pl.lit("no")).when(some).then(pl.lit("yes")).otherwise(pl.lit("not_known")),
    )


def _check_codes(
    found: CensusFile, frame: pl.DataFrame, level: str, column: str, name: str, years: bool = True
) -> None:
    """Tell codes that the list does not have, or not in the file's year; cells may hold several, separated by spaces."""
    known = codes(name)
    each = frame.select("child", column).drop_nulls().with_columns(pl.col(column).str.split(" ")).explode(column)
    used = each[column].unique().to_list()
    detail = Detail("List: {name}.", name=name)
    _tell(
        found,
        rules.CODE_UNKNOWN,
        each.filter(pl.col(column).is_in([c for c in used if c not in known])),
        level,
        column,
        detail,
    )
    if years and (year := found.year):
        other = [code for code in used if known.valid_in(code, year) is False]
        _tell(found, rules.CODE_OF_OTHER_YEAR, each.filter(pl.col(column).is_in(other)), level, column, detail)


def _episodes(found: CensusFile, frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(
        pl.col("made_by").str.to_uppercase(),
        no_further_action=_flag(found, frame, "episodes", "no_further_action"),
    )
    _check_codes(found, frame, "episodes", "made_by", "referral_source")
    _tell(found, rules.REFERRAL_DATE_MISSING, frame.filter(pl.col("referral_on").is_null()), "episodes", "referral_on")
    early = pl.col("closed_on") < pl.col("referral_on")
    _tell(found, rules.CLOSED_BEFORE_REFERRAL, frame.filter(early), "episodes", "closed_on")
    return frame.with_columns(closed_on=pl.when(early).then("referral_on").otherwise("closed_on"))


def _tell_episodes_given_twice(found: CensusFile, frame: pl.DataFrame) -> None:
    again = frame.drop_nulls("referral_on").filter(~pl.struct("person_id", "referral_on").is_first_distinct())
    _tell(found, rules.EPISODE_TWICE, again, "episodes", "referral_on")


def _flag(found: CensusFile, frame: pl.DataFrame, level: str, column: str) -> pl.Series:
    lower = frame[column].str.to_lowercase()
    unknown = frame.filter(lower.is_not_null() & ~lower.is_in(list(_FLAGS)))
    _tell(found, rules.CODE_UNKNOWN, unknown, level, column, "List: yes_no_flag.")
    return lower.replace_strict(_FLAGS, default="not_known", return_dtype=pl.String)


def _assessments(found: CensusFile, frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(
        factors=pl.col("factors").str.to_uppercase().str.replace_all(r"[,;\s]+", " ").str.strip_chars()
    )
    _check_codes(found, frame, "assessments", "factors", "cin_factor")
    reversed_, late = pl.col("to_on") < pl.col("from_on"), pl.col("to_on") > pl.col("closed_on")
    _tell(found, rules.ASSESSMENT_REVERSED, frame.filter(reversed_), "assessments", "from_on")
    _tell(found, rules.ASSESSMENT_AFTER_CLOSURE, frame.filter(late), "assessments", "to_on")
    return frame.with_columns(from_on=pl.when(~reversed_.fill_null(False)).then("from_on"))


def _ends_in_order(found: CensusFile, level: str, frame: pl.DataFrame) -> pl.DataFrame:
    early = pl.col("to_on") < pl.col("from_on")
    _tell(found, rules.PLAN_REVERSED, frame.filter(early), level, "to_on")
    if level == "protection":
        _tell(found, rules.START_MISSING, frame.filter(pl.col("from_on").is_null()), level, "from_on")
        frame = frame.drop_nulls("from_on")
    return frame.with_columns(to_on=pl.when(early).then("from_on").otherwise("to_on"))


def _enquiries(found: CensusFile, frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(
        conference_not_required=_flag(found, frame, "enquiries", "conference_not_required"),
    )
    _tell(found, rules.START_MISSING, frame.filter(pl.col("from_on").is_null()), "enquiries", "from_on")
    early = (pl.col("conference_on") < pl.col("from_on")).fill_null(False)
    _tell(found, rules.CONFERENCE_BEFORE_ENQUIRY, frame.filter(early), "enquiries", "conference_on")
    return frame.drop_nulls("from_on").with_columns(conference_on=pl.when(~early).then("conference_on"))
