"""From the basis to figures: sums of flags by authority and breakdown, as the declarations say."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS, MEASURES, RANGE_BY, Dimension, Measure
from kith.figures.measures.figure import EXACT, NOT_AVAILABLE, RANGE, figures
from kith.figures.measures.intervals import wilson

_COUNTED = [measure for measure in MEASURES.values() if measure.counts]
_PLACE = ["authority", "breakdown", "category"]


def tally(basis: pl.DataFrame, authorities: list[str], period: str) -> pl.DataFrame:
    """Every declared figure of every authority, as rows of FIGURES in the order of the declarations."""
    columns = sorted({name for m in _COUNTED for name in (m.counts, m.high, m.not_known) if name})
    sums = basis.lazy().group_by("authority").agg(pl.col(columns).cast(pl.Int64).sum()).collect()
    totals = pl.DataFrame({"authority": authorities}, schema={"authority": pl.String}).join(
        sums, on="authority", how="left"
    )
    totals = totals.with_columns(pl.col(columns).fill_null(0))
    parts = [share_figures(totals, measure) if measure.share else _count(totals, measure) for measure in _of_basis()]
    parts += [_broken_down(basis, authorities, measure) for measure in _COUNTED if measure.by]
    return ordered(pl.concat(parts).with_columns(period=pl.lit(period)))


def _of_basis() -> list[Measure]:
    return [measure for measure in MEASURES.values() if measure.counts or measure.share]


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """The figures by authority, then as declared: measure, breakdown, category. No order depends on a value."""
    measures = pl.Enum(list(MEASURES))
    places = {f"{d.key}/{category}": n for d in DIMENSIONS.values() for n, category in enumerate(d.categories())}
    rank = pl.concat_str("breakdown", pl.lit("/"), "category").replace_strict(
        list(places), list(places.values()), default=len(places), return_dtype=pl.Int32
    )
    dimension = pl.col("breakdown").cast(pl.Enum(["", *DIMENSIONS]))
    return figures(frame.sort("authority", pl.col("measure").cast(measures), dimension, rank, "category", "period"))


def _count(totals: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    return count_figures(
        totals.select(
            "authority",
            pl.lit("").alias("breakdown"),
            pl.lit("").alias("category"),
            pl.col(measure.counts).alias("count"),
            _or_null(measure.high).alias("upper"),
            _or_null(measure.not_known).alias("unknown"),
            pl.lit(f"basis[{measure.counts}]").alias("rows"),
        ),
        measure,
    )


def _or_null(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int64) if column else pl.lit(None, pl.Int64)


def count_figures(frame: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Figures of a count, from `count`, `upper` (null: no range) and `unknown`."""
    ranged = pl.col("upper").is_not_null()
    return figures(
        frame.with_columns(
            measure=pl.lit(measure.key),
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
    count, of = pl.col(part.counts), pl.col(whole.counts)
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
            rows=pl.lit(f"basis[{part.counts}]/basis[{whole.counts}]"),
        )
    )


def _broken_down(basis: pl.DataFrame, authorities: list[str], measure: Measure) -> pl.DataFrame:
    """Figures of a count by each of its breakdowns, with a zero for every listed category that nobody has."""
    columns = [name for name in (measure.counts, measure.high, measure.not_known) if name]
    flags = [
        f
        for key in measure.by
        for d in (DIMENSIONS[key],)
        for f in (d.column, *d.flags.values(), *d.unsure.values())
        if f
    ]
    people = basis.lazy().filter(pl.any_horizontal(columns)).select("authority", *columns, *flags).collect().lazy()
    parts = [part for key in measure.by for part in _by(people, measure, DIMENSIONS[key])]
    summed = pl.concat([*pl.collect_all(parts), _zeros(authorities, measure)], how="diagonal")
    summed = summed.group_by(_PLACE).agg(
        pl.col("count").sum(), _sum_or_null("upper"), _sum_or_null("unknown"), pl.col("rows").first()
    )
    return count_figures(summed, measure)


def _sum_or_null(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null().any()).then(pl.col(column).sum()).alias(column)


def _by(people: pl.LazyFrame, measure: Measure, dimension: Dimension) -> Iterator[pl.LazyFrame]:
    """Sums by one dimension: `count`, and for dimensions that everybody has `upper` and `unknown`."""
    counted = pl.col(measure.counts)
    if dimension.column:
        sums = [counted.sum().alias("count"), *_ends(measure, dimension, pl.lit(True), pl.lit(False))]
        kept = people if dimension.key in RANGE_BY else people.filter(counted)
        yield _placed(
            kept.group_by("authority", pl.col(dimension.column).alias("category")).agg(sums),
            measure,
            dimension,
            dimension.column + "=",
        )
    for category, flag in dimension.flags.items():
        unsure = pl.col(dimension.unsure[category]) if dimension.unsure else pl.lit(False)
        sums = [(counted & pl.col(flag)).sum().alias("count"), *_ends(measure, dimension, pl.col(flag), unsure)]
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
        pl.concat_str(pl.lit(f"basis[{measure.counts},{condition}"), category, pl.lit("]")).alias("rows"),
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
            "rows": f"basis[{measure.counts},{dimension.flags.get(category) or f'{dimension.column}={category}'}]",
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
