"""What a suggestion is: two people who may be one, side by side, with a probability, reasons in words and a person's answer."""

from __future__ import annotations

import polars as pl

SIDES = ("given_name", "family_name", "birth_date", "sex", "postcode", "source")
"""What is shown of either side of a suggestion."""

_SIDE = {"birth_date": pl.Date()}

SUGGESTION = pl.Schema(
    {
        "key": pl.String(),  # `<person key>-<listed key>`: the same for the same two in every run, whatever the order of rows
        "person": pl.String(),  # id of the person in the register (with the authority's own id)
        "listed": pl.String(),  # id of the other: a person on a list, or the same own id with another birth date
        "probability": pl.Float64(),
        "why": pl.String(),
        **{f"{side}_{name}": _SIDE.get(name, pl.String()) for name in SIDES for side in ("known", "listed")},
        "answer": pl.String(),  # yes, no, not_sure; null is not answered
    }
)
