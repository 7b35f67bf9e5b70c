"""Intervals that one authority's report needs, in closed form, so that it need not wait for SciPy."""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

Z95 = NormalDist().inv_cdf(0.975)


def wilson(count: pl.Expr, of: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper end of the 95 per cent score interval of `count / of` (Wilson 1927), null where `of` is 0."""
    n = pl.when(of > 0).then(of.cast(pl.Float64))
    share, z2 = count / n, Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
    low = pl.when(count == 0).then(0.0).otherwise((middle - half).clip(0.0, 1.0))
    high = pl.when(count == of).then(1.0).otherwise((middle + half).clip(0.0, 1.0))
    return pl.when(n.is_not_null()).then(low), pl.when(n.is_not_null()).then(high)
