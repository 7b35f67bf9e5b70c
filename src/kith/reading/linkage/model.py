"""stub"""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Problems

PAIR = pl.Schema({"person": pl.String(), "listed": pl.String(), "probability": pl.Float64(), "why": pl.String()})


def suggest(register: pl.DataFrame, listed: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    return pl.DataFrame(schema=PAIR)
