"""What is said of all services together, until the measures say it."""

from __future__ import annotations

import polars as pl

from kith.figures.measures.intervals import wilson

EVERYONE = "ALL"


def together(figures: pl.DataFrame) -> pl.DataFrame:
    """Rate groups of the services, the pooled rate with its interval, chi-square and overdispersion."""
    rates = figures.filter(pl.col("measure") == "relocation_rate")
    part, whole = pl.col("numerator"), pl.col("denominator")
    value = pl.col("value")
    group = pl.when(value < 0.05).then(pl.lit("under_5")).when(value <= 0.1).then(pl.lit("5_to_10"))
    groups = rates.select(
        "authority",
        measure=pl.lit("rate_group"),
        category=group.otherwise(pl.lit("over_10")),
        value=pl.lit(1.0),
    )
    low, high = wilson(part.sum(), whole.sum())
    pooled = rates.select(part.sum() / whole.sum()).item()
    chi = rates.select(((value - pooled) ** 2 * whole / (pooled * (1 - pooled))).sum()).item()
    ends = rates.select(low.alias("low"), high.alias("high"))
    rows = [
        {"measure": "relocation_rate", "value": pooled, "low": ends["low"].item(), "high": ends["high"].item()},
        {"measure": "funnel_chi_square", "value": chi, "denominator": rates.height - 1},
        {"measure": "funnel_dispersion", "value": chi / (rates.height - 1)},
    ]
    of_all = pl.DataFrame(rows).with_columns(authority=pl.lit(EVERYONE), category=pl.lit(""))
    return pl.concat([groups, of_all], how="diagonal")
