"""Supported, affected and relocated by month over many years, by arithmetic on intervals of months instead of many snapshots.

Polars is used directly: the sweep needs one running sum over the whole of sorted events, which Narwhals gives only where a
frame is held in order, and Spark not without bringing everything to one worker. A national body runs it by authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from kith.figures.measures.declarations import MEASURES
from kith.figures.measures.spans import PERSON
from kith.figures.measures.supported import OLDEST, YOUNGEST
from kith.figures.measures.tally import count_figures, ordered, share_figures
from kith.foundation.dates import Month

_SETS = ("supported", "harmed", "sure", "maybe")
"""The months of a person that the figures are made of; `sure` and `maybe` are stays, as `relocated` judges them."""


def series(tables: Mapping[str, Any], first: Month, last: Month) -> pl.DataFrame:
    """Figures (FIGURES) of each month from `first` to `last`: supported, affected, relocated and its rates, as a snapshot has them.

    `tables` maps a dataset table's name to a frame of Polars, eager or lazy. ValueError where `last` is before `first`.
    """
    if last < first:
        raise ValueError("The last month of a series is not before its first.")
    lazy = {name: tables[name].lazy() for name in ("people", "involvements", "harms", "placements", "relocations")}
    authorities, people = pl.collect_all(
        [lazy["people"].select("authority").unique().sort("authority"), _people(lazy["people"], first)],
        engine="streaming",
    )
    months = last.index - first.index + 1
    people = people.join(authorities.with_row_index("place"), on="authority").with_row_index("person")
    changes = _swept(_events(lazy, people.lazy(), first, months), people, months)
    return _figures(changes, authorities, first, months)


def _index(day: pl.Expr, first: Month) -> pl.Expr:
    """Months from the first of the series."""
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month() - 1 - first.index


def _people(people: pl.LazyFrame, first: Month) -> pl.LazyFrame:
    """Those who can be young people, with the months from and to which they are (see `supported.young`).

    Born on 29 February one comes of age on 1 March: neither 10 nor 26 years later has such a day.
    """
    born = pl.col("birth_date")
    leap = ((born.dt.month() == 2) & (born.dt.day() == 29)).cast(pl.Int32)
    unborn = born.is_null() & (pl.col("birth_precision") == "expected").fill_null(False)
    month = _index(born, first) + leap
    return people.filter(~unborn).select(
        *PERSON, (month + 12 * YOUNGEST).alias("of_age"), (month + 12 * (OLDEST + 1) - 1).alias("until")
    )


def _spans(lazy: dict[str, pl.LazyFrame], first: Month) -> dict[str, pl.LazyFrame]:
    """Months from `start` to `end` (null: open) of each of the sets."""
    start, end = _index(pl.col("from_on"), first), _index(pl.col("to_on"), first)
    harmed = (
        (pl.col("harm") != "missing")
        & pl.col("setting").is_in(["outside", "both"])
        & (pl.col("certainty").fill_null("suspected") != "ruled_out")
    )
    stays = _stays(lazy)
    second = _index(pl.col("started").dt.offset_by("2d"), first)
    nights = (pl.col("to_on") - pl.col("started")).dt.total_days()
    open_ended, confirmed = pl.col("to_on").is_null(), pl.col("due_to_efh").is_in(["yes", "partly"])
    from_second = pl.when(open_ended).then(pl.max_horizontal(start, second)).otherwise(start)
    return {
        "supported": lazy["involvements"].select(*PERSON, start.alias("start"), end.alias("end")),
        "harmed": lazy["harms"].filter(harmed).select(*PERSON, start.alias("start"), end.alias("end")),
        "sure": stays.filter(confirmed & (open_ended | (nights >= 2))).select(
            *PERSON, from_second.alias("start"), end.alias("end")
        ),
        "maybe": stays.filter(open_ended | pl.when(confirmed).then(nights == 1).otherwise(nights >= 1)).select(
            *PERSON,
            start.alias("start"),
            pl.when(confirmed & open_ended).then(second - 1).otherwise(end).alias("end"),
        ),
    }


def _stays(lazy: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Stays outside the area that may be due to harm, with the day that their nights are counted from."""
    out = (pl.col("locality") == "out") & (pl.col("due_to_efh").fill_null("not_known") != "no")
    columns = (*PERSON, "from_on", "to_on", "started", pl.col("due_to_efh").fill_null("not_known"))
    care = lazy["placements"].filter(out).with_columns(started=pl.coalesce("away_from", "from_on"))
    moves = lazy["relocations"].filter(out & pl.col("placement_id").is_null() & pl.col("from_on").is_not_null())
    return pl.concat([care.select(columns), moves.with_columns(started="from_on").select(columns)])


def _events(lazy: dict[str, pl.LazyFrame], people: pl.LazyFrame, first: Month, months: int) -> pl.DataFrame:
    """A row for each beginning and end: `at` is person and month in one number, `change` adds to or takes from a counter.

    The four sets' counters stand side by side in one whole number, sixteen bits each, so that one running sum keeps all.
    """
    kept = people.select(*PERSON, "person", "of_age", "until")
    parts = []
    for name, spans in _spans(lazy, first).items():
        start, end = pl.col("start"), pl.col("end")
        inside = spans.filter((end.is_null() | (end >= 0)) & (start.is_null() | (start < months)))
        ages = (["of_age"], ["until"]) if name == "supported" else ([], [])
        begin = pl.max_horizontal(start.fill_null(0), pl.lit(0), *ages[0])
        finish = pl.min_horizontal(end.fill_null(months - 1), pl.lit(months - 1), *ages[1])
        place, one = pl.col("person").cast(pl.Int64) * (months + 1), 1 << (16 * _SETS.index(name))
        clipped = inside.join(kept, on=list(PERSON), how="inner").filter(begin <= finish)
        parts += [
            clipped.select((place + begin).alias("at"), pl.lit(one, pl.Int64).alias("change")),
            clipped.select((place + finish + 1).alias("at"), pl.lit(-one, pl.Int64).alias("change")),
        ]
    return pl.concat(pl.collect_all(parts, engine="streaming"))


def _swept(events: pl.DataFrame, people: pl.DataFrame, months: int) -> pl.DataFrame:
    """`place` (of the authority), `month`, and by how much each figure changes there."""
    at, running = pl.col("at"), pl.col("running")
    is_in = {name: (running & (0x7FFF << (16 * n))) != 0 for n, name in enumerate(_SETS)}
    supported, harmed, sure = is_in["supported"], is_in["harmed"], is_in["sure"]
    flags = {
        "supported": supported,
        "affected": supported & (harmed | sure),
        "relocated": supported & sure,
        "relocated_high": supported & (sure | (harmed & is_in["maybe"])),
    }
    states = (
        events.lazy()
        .sort("at")
        .with_columns(running=pl.col("change").cum_sum())
        .filter((at != at.shift(-1)).fill_null(True))
        .select("at", *[flag.cast(pl.Int8).alias(name) for name, flag in flags.items()])
        .with_columns(*[(pl.col(name) - pl.col(name).shift(1, fill_value=0)).alias(name) for name in flags])
        .filter(pl.any_horizontal(pl.col(name) != 0 for name in flags))
        .with_columns(month=(at % (months + 1)).cast(pl.Int32), person=(at // (months + 1)).cast(pl.UInt32))
        .filter(pl.col("month") < months)
        .with_columns(place=pl.lit(people["place"]).gather(pl.col("person")))
    )
    return states.group_by("place", "month").agg(pl.col(list(flags)).cast(pl.Int64).sum()).collect()


def _figures(changes: pl.DataFrame, authorities: pl.DataFrame, first: Month, months: int) -> pl.DataFrame:
    """The running sum of the changes of each authority, as figures."""
    names = ["supported", "affected", "relocated", "relocated_high"]
    periods = [str(first + n) for n in range(months)]
    grid = authorities.with_row_index("place").join(
        pl.DataFrame({"month": range(months), "period": periods}, schema={"month": pl.Int32, "period": pl.String}),
        how="cross",
    )
    totals = (
        grid.join(changes, on=["place", "month"], how="left")
        .sort("place", "month")
        .with_columns(pl.col(names).fill_null(0).cum_sum().over("place"))
    )
    made = []
    for key in ("supported", "affected", "relocated"):
        upper = pl.col("relocated_high") if key == "relocated" else pl.lit(None, pl.Int64)
        counts = totals.select(
            "authority",
            "period",
            pl.lit("").alias("breakdown"),
            pl.lit("").alias("category"),
            pl.col(key).alias("count"),
            upper.alias("upper"),
            pl.lit(None, pl.Int64).alias("unknown"),
            pl.lit(key).alias("measure"),
        )
        made.append(count_figures(counts))
    with_unknown = totals.with_columns(relocated_unknown=pl.lit(None, pl.Int64))
    for key in ("relocation_rate", "relocation_rate_range"):
        made.append(share_figures(with_unknown, MEASURES[key]))
    return ordered(pl.concat(made))
