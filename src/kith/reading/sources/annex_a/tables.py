"""Makes dataset tables of the lists: what each list's row is, and until when."""

from __future__ import annotations

import polars as pl

from kith.foundation.identifiers import row_id
from kith.foundation.problems import Detail, Problems, Rule
from kith.reading.sources.annex_a import rules
from kith.reading.sources.annex_a.values import read_case_status, read_locality

_SHORT_BREAKS = ["V3", "V4"]
_SPAN = ["person_id", "from_on", "to_on", "source", "made_on"]
Lists = dict[str, pl.DataFrame]


def work(lists: Lists, problems: Problems) -> Lists:
    """`referrals`, `assessments`, `enquiries`, `reviews` and `visits`."""
    enquiries, care, plans = lists["list_5"], lists["list_8"], lists["list_7"]
    early = (pl.col("conference_on") < pl.col("from_on")).fill_null(False)
    _tell(rules.CONFERENCE_BEFORE_ENQUIRY, enquiries.filter(early), "conference_on", problems)
    return {
        "referrals": lists["list_3"].with_columns(kind=pl.lit("childrens_services")),
        "assessments": lists["list_4"],
        "enquiries": enquiries.with_columns(conference_on=pl.when(~early).then("conference_on")),
        "reviews": pl.concat(
            _dated(frame, "reviewed_on").with_columns(kind=pl.lit(kind))
            for frame, kind in ((care, "looked_after"), (plans, "child_protection"), (lists["list_9"], "pathway"))
        ),
        "visits": pl.concat(
            [
                _dated(plans, "visited_on", "seen_alone"),
                _dated(care, "visited_on").with_columns(seen_alone=pl.lit("not_known")),
            ]
        ),
    }


def _dated(frame: pl.DataFrame, day: str, *others: str) -> pl.DataFrame:
    return frame.drop_nulls(day).select("person_id", "source", "made_on", pl.col(day).alias("on"), *others)


def involvements(lists: Lists, problems: Problems) -> pl.DataFrame:
    """Early help, child in need, child protection, looked after and care leaver, from their own lists."""
    spans = {"list_2": "early_help", "list_7": "child_protection", "list_8": "looked_after"}
    made = [lists[key].select(*_SPAN, status=pl.lit(status)) for key, status in spans.items()]
    # List 9 gives no first day. Former relevant children are such from 18 (Children Act 1989 s.23C(1)); of the others it
    # is known for the year that the workbook speaks of.
    grown = pl.col("birth_date").dt.offset_by("18y")
    leavers = lists["list_9"].with_columns(
        from_on=pl.when(grown <= pl.col("made_on")).then(grown).otherwise("year_from"),
        to_on=pl.lit(None, dtype=pl.Date),
        status=pl.lit("care_leaver"),
    )
    return pl.concat([*made, leavers.select(*_SPAN, "status"), _cases(lists, problems)])


def _cases(lists: Lists, problems: Problems) -> pl.DataFrame:
    """List 6 by case status. Who is looked after or on a plan is taken from lists 8 and 7, with their days, where they are there."""
    cases = lists["list_6"].with_columns(
        read=pl.col("case_status").map_elements(read_case_status, return_dtype=pl.String)
    )
    _tell(rules.VALUE_UNKNOWN, cases.filter(pl.col("read").is_null()), "case_status", problems)
    endless = (pl.col("read") == "closed") & pl.col("to_on").is_null()
    _tell(rules.CLOSED_WITHOUT_DATE, cases.filter(endless), "to_on", problems)
    cases = cases.with_columns(
        to_on=pl.when(endless).then("made_on").otherwise("to_on"),
        status=pl.col("read").replace("closed", "child_in_need").fill_null("not_known"),
    )
    told = pl.concat(
        lists[key].select("person_id", "made_on", status=pl.lit(status))
        for key, status in (("list_8", "looked_after"), ("list_7", "child_protection"))
    ).unique()
    return cases.join(told, on=["person_id", "made_on", "status"], how="anti").select(*_SPAN, "status")


def placements(care: pl.DataFrame) -> pl.DataFrame:
    """The most recent placement of each period of care; a later workbook's placement ends an earlier one's."""
    where = pl.col("placement_location").map_elements(read_locality, return_dtype=pl.String)
    named = pl.when(where.is_null()).then("placement_location")
    made = care.drop_nulls("placed_on").select(
        "person_id",
        "source",
        "made_on",
        "placement_type",
        "legal_basis",
        "provider",
        "placement_postcode",
        from_on="placed_on",
        to_on=pl.when(pl.col("to_on") >= pl.col("placed_on")).then("to_on"),
        placement_authority=pl.coalesce("placement_la", named),
        locality=where.fill_null("not_known"),
        due_to_efh=pl.lit("not_reviewed"),
        home_postcode=pl.lit(None, dtype=pl.String),
    )
    latest = made.filter(pl.col("made_on") == pl.col("made_on").max().over("person_id", "from_on"))
    following = pl.col("from_on").shift(-1).over("person_id")
    return latest.sort("person_id", "from_on", "source").with_columns(to_on=pl.coalesce("to_on", following))


def missing_counts(care: pl.DataFrame) -> pl.DataFrame:
    """List 8's two counts as rows; the interview is of the last missing episode, so it is not told of absences."""
    shared = care.select("person_id", "source", "made_on", from_on="year_from", to_on="made_on")
    untold = pl.lit("not_known")
    return pl.concat(
        [
            shared.with_columns(
                care.select("interview_offered", "interview_held", episodes="missing"), kind=pl.lit("missing")
            ),
            shared.with_columns(
                interview_offered=untold, interview_held=untold, episodes=care["away"], kind=pl.lit("away")
            ),
        ]
    )


def without_short_breaks(care: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """List 8 without children in short breaks (V3, V4), told once a sheet."""
    short = pl.col("legal_basis").is_in(_SHORT_BREAKS).fill_null(False)
    for (file,), rows in care.filter(short).group_by("file", maintain_order=True):
        problems.add(rules.SHORT_BREAKS, str(file), detail=Detail("Children: {count}.", count=rows.height))
    return care.filter(~short)


def in_order(frame: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Ends that lie before their start are told and moved to it: what has ended is not open."""
    early = (pl.col("to_on") < pl.col("from_on")).fill_null(False)
    _tell(rules.REVERSED, frame.filter(early), "to_on", problems)
    return frame.with_columns(to_on=pl.when(early).then("from_on").otherwise("to_on"))


def _tell(rule: Rule, broken: pl.DataFrame, column: str, problems: Problems) -> None:
    for file, row in broken.select("file", "row").iter_rows():
        problems.add(rule, file, row, column)


KEYS = {
    "people": (),
    "involvements": ("status", "from_on"),
    "referrals": ("kind", "on"),
    "assessments": ("from_on",),
    "enquiries": ("from_on",),
    "reviews": ("kind", "on"),
    "visits": ("on",),
    "placements": ("from_on",),
    "missing_counts": ("kind", "to_on"),
}
"""What identifies a row by its content, beside the person; of several workbooks the latest stands."""


def finish(name: str, frame: pl.DataFrame, authority: str) -> pl.DataFrame:
    """The table with ids and authority: rows that an earlier workbook says too, or that repeat, left out."""
    keys = ["person_id", *KEYS[name]]
    content = sorted(set(frame.columns) - {"source", "made_on"})
    latest = frame.filter(pl.col("made_on") == pl.col("made_on").max().over(keys)).sort(*content, "source")
    once = latest.unique(content, keep="first", maintain_order=True)
    ordered = once.sort(*keys, maintain_order=True).with_columns(_equal=pl.int_range(pl.len()).over(keys))
    parts = ordered.select(pl.col(keys).cast(pl.String).fill_null(""), "_equal")
    ids = [row_id(name, *values) for values in parts.iter_rows()]
    return ordered.with_columns(pl.Series("row_id", ids, dtype=pl.String), authority=pl.lit(authority))
