"""From the basis to figures: sums of flags by authority and breakdown, as the declarations say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS, MEASURES, RANGE_BY, Dimension, Measure
from kith.figures.measures.figure import EXACT, NOT_AVAILABLE, RANGE, figures
from kith.figures.measures.intervals import wilson

_PLACE = ["authority", "breakdown", "category"]


def tally(
    frames: Mapping[str, pl.DataFrame], authorities: list[str], period: str, totals_only: Collection[str] = ()
) -> pl.DataFrame:
    """Every declared figure of every authority, as rows of FIGURES in the order of the declarations.

    `frames` are the rows that measures count, by `Measure.frame`; measures of a frame that is not given have no figures.
    Those named in `totals_only` are not broken down.
    """
    counts, shares = [], []
    for name, rows in frames.items():
        own = [measure for measure in MEASURES.values() if measure.frame == name]
        counted = [measure for measure in own if measure.counts]
        totals = _totals(rows, authorities, counted)
        counts.append(_counted(totals, counted))
        counts += [_broken_down(rows, authorities, m) for m in counted if m.by and m.key not in totals_only]
        shares += [share_figures(totals, measure) for measure in own if measure.share]
    made = pl.concat([count_figures(pl.concat(counts, how="diagonal")), *shares])
    return ordered(made.with_columns(period=pl.lit(period)))


def _totals(rows: pl.DataFrame, authorities: list[str], counted: list[Measure]) -> pl.DataFrame:
    """A row an authority with the sums of all columns that totals and shares are made of."""
    sums = {measure.column: _sum(measure, pl.col(measure.counts)) for measure in counted}
    sums |= {end: pl.col(end).cast(pl.Int64).sum() for m in counted for end in (m.high, m.not_known) if end}
    totals = pl.DataFrame({"authority": authorities}, schema={"authority": pl.String})
    if rows.is_empty():
        return totals.with_columns(pl.lit(0, pl.Int64).alias(name) for name in sums)
    summed = rows.lazy().group_by("authority").agg(**sums).collect()
    return totals.join(summed, on="authority", how="left").with_columns(pl.col(list(sums)).fill_null(0))


def _sum(measure: Measure, counted: pl.Expr) -> pl.Expr:
    """How many are counted, or how many young people they are of."""
    if measure.distinct:
        return pl.col("person_id").filter(counted).n_unique().cast(pl.Int64)
    return counted.cast(pl.Int64).sum()


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """The figures by authority, then as declared: measure, breakdown, category. No order depends on a value."""
    measures = pl.Enum(list(MEASURES))
    places = {f"{d.key}/{category}": n for d in DIMENSIONS.values() for n, category in enumerate(d.categories())}
    rank = pl.concat_str("breakdown", pl.lit("/"), "category").replace_strict(
        list(places), list(places.values()), default=len(places), return_dtype=pl.Int32
    )
    dimension = pl.col("breakdown").cast(pl.Enum(["", *DIMENSIONS]))
    return figures(frame.sort("authority", pl.col("measure").cast(measures), dimension, rank, "category", "period"))


def _counted(totals: pl.DataFrame, counted: list[Measure]) -> pl.DataFrame:
    """The totals of all measures under each other: a frame for each, put together, would take ten times as long."""
    sums, of = totals.to_dict(as_series=False), range(totals.height)

    def under_each_other(column: str) -> Iterator[int | None]:
        for measure in counted:
            yield from sums[name] if (name := getattr(measure, column)) else (None for _ in of)

    schema = dict.fromkeys(("authority", "measure", "rows"), pl.String) | dict.fromkeys(
        ("count", "upper", "unknown"), pl.Int64
    )
    return pl.DataFrame(
        {
            "authority": sums["authority"] * len(counted),
            "measure": [measure.key for measure in counted for _ in of],
            "rows": [f"{measure.frame}[{measure.counts}]" for measure in counted for _ in of],
            "count": list(under_each_other("column")),
            "upper": list(under_each_other("high")),
            "unknown": list(under_each_other("not_known")),
        },
        schema=schema,
    )


def _or_null(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int64) if column else pl.lit(None, pl.Int64)


def count_figures(frame: pl.DataFrame) -> pl.DataFrame:
    """Figures of counts, from `measure`, `count`, `upper` (null: no range) and `unknown`."""
    ranged = pl.col("upper").is_not_null()
    return figures(
        frame.with_columns(
            value=pl.col("count"),
            numerator=pl.col("count"),
            low=pl.when(ranged).then("count"),
            high=pl.col("upper"),
            interval=pl.when(ranged).then(pl.lit(RANGE)).otherwise(pl.lit("")),
            state=pl.when(pl.col("upper") > pl.col("count")).then(pl.lit(RANGE)).otherwise(pl.lit(EXACT)),
        )
    )


def share_figures(totals: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Figures of a share: of its Wilson interval, or, for a measure of `upper`, of its range."""
    part, whole = MEASURES[measure.share], MEASURES[measure.of]
    count, of = pl.col(part.column), pl.col(whole.column)
    divisor = pl.when(of > 0).then(of)
    upper = pl.col(part.high) if measure.upper else count
    low, high = (count / divisor, upper / divisor) if measure.upper else wilson(count, of)
    some = pl.when(upper > count).then(pl.lit(RANGE)).otherwise(pl.lit(EXACT))
    return figures(
        totals.with_columns(
            measure=pl.lit(measure.key),
            value=count / divisor,
            numerator=count,
            denominator=of,
            unknown=_or_null(part.not_known),
            low=low,
            high=high,
            interval=pl.lit(RANGE if measure.upper else "wilson_95"),
            state=pl.when(of > 0).then(some).otherwise(pl.lit(NOT_AVAILABLE)),
            rows=pl.lit(f"{part.frame}[{part.counts}]/{whole.frame}[{whole.counts}]"),
        )
    )


def _broken_down(rows: pl.DataFrame, authorities: list[str], measure: Measure) -> pl.DataFrame:
    """A count by each of its breakdowns, with a zero for every listed category that nobody has."""
    if rows.is_empty():
        return _zeros(authorities, measure).with_columns(measure=pl.lit(measure.key))
    columns = [name for name in (measure.counts, measure.high, measure.not_known) if name]
    flags = [
        f
        for key in measure.by
        for d in (DIMENSIONS[key],)
        for f in (d.column, *d.flags.values(), *d.unsure.values())
        if f
    ]
    who = ["person_id"] if measure.distinct else []
    kept = rows.lazy().filter(pl.any_horizontal(columns)).select("authority", *who, *columns, *flags).collect()
    parts = [part for key in measure.by for part in _by(kept.lazy(), measure, DIMENSIONS[key])]
    summed = pl.concat([*pl.collect_all(parts), _zeros(authorities, measure)], how="diagonal")
    summed = summed.group_by(_PLACE).agg(
        pl.col("count").sum(), _sum_or_null("upper"), _sum_or_null("unknown"), pl.col("rows").first()
    )
    return summed.with_columns(measure=pl.lit(measure.key))


def _sum_or_null(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null().any()).then(pl.col(column).sum()).alias(column)


def _by(people: pl.LazyFrame, measure: Measure, dimension: Dimension) -> Iterator[pl.LazyFrame]:
    """Sums by one dimension: `count`, and for dimensions that everybody has `upper` and `unknown`."""
    counted = pl.col(measure.counts)
    if dimension.column:
        sums = [_sum(measure, counted).alias("count"), *_ends(measure, dimension, pl.lit(True), pl.lit(False))]
        kept = people if dimension.key in RANGE_BY else people.filter(counted)
        yield _placed(
            kept.group_by("authority", pl.col(dimension.column).alias("category")).agg(sums),
            measure,
            dimension,
            dimension.column + "=",
        )
    for category, flag in dimension.flags.items():
        unsure = pl.col(dimension.unsure[category]) if dimension.unsure else pl.lit(False)
        sums = [_sum(measure, counted & pl.col(flag)).alias("count"), *_ends(measure, dimension, pl.col(flag), unsure)]
        summed = people.group_by("authority").agg(sums).with_columns(category=pl.lit(category))
        yield _placed(summed, measure, dimension, flag)


def _ends(measure: Measure, dimension: Dimension, has: pl.Expr, unsure: pl.Expr) -> list[pl.Expr]:
    """The upper end, and how many are not known: whether they count at all, or whether in this category."""
    if dimension.key not in RANGE_BY:
        return []
    upper = pl.col(measure.high or measure.counts)
    ends = [(upper & has).sum().alias("upper")] if measure.high else []
    if measure.not_known:
        ends.append(((pl.col(measure.not_known) & (has | unsure)) | (upper & unsure)).sum().alias("unknown"))
    return ends


def _placed(sums: pl.LazyFrame, measure: Measure, dimension: Dimension, condition: str) -> pl.LazyFrame:
    category = pl.col("category") if condition.endswith("=") else pl.lit("")
    return sums.with_columns(
        pl.lit(dimension.key).alias("breakdown"),
        pl.col("category").cast(pl.String),
        pl.concat_str(pl.lit(f"{measure.frame}[{measure.counts},{condition}"), category, pl.lit("]")).alias("rows"),
        pl.col("^(count|upper|unknown)$").cast(pl.Int64),
    )


def _zeros(authorities: list[str], measure: Measure) -> pl.DataFrame:
    """A nought for every listed category, so that nobody is told apart from not asked."""
    made = [
        {
            "breakdown": key,
            "category": category,
            "count": 0,
            "upper": 0 if measure.high and key in RANGE_BY else None,
            "unknown": 0 if measure.not_known and key in RANGE_BY else None,
            "rows": f"{measure.frame}[{measure.counts},{dimension.flags.get(category) or f'{dimension.column}={category}'}]",
        }
        for key in measure.by
        for dimension in (DIMENSIONS[key],)
        if dimension.every
        for category in dimension.categories()
    ]
    schema = {"breakdown": pl.String, "category": pl.String, "count": pl.Int64, "upper": pl.Int64, "unknown": pl.Int64}
    return pl.DataFrame({"authority": authorities}, schema={"authority": pl.String}).join(
        pl.DataFrame(made, schema=schema | {"rows": pl.String}), how="cross"
    )
