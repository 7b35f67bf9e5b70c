"""Postcodes as people write them, made comparable; slips of the keyboard are put right only where one reading exists."""

from __future__ import annotations

import itertools
import re

import polars as pl

SHAPE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
"""A postcode without its space (Royal Mail's Postcode Address File: outward code, then a digit and two letters)."""

_SWAPS = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
_MOST_SWAPS = 6


def compact(column: str) -> pl.Expr:
    """The postcode in capitals with nothing but letters and digits; null where nothing is left."""
    text = pl.col(column).str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    return pl.when(text != "").then(text)


def other_readings(postcode: str) -> list[str]:
    """The same text with O for 0 and I for 1, or the other way about, in every combination that has a postcode's shape."""
    options = [_SWAPS.get(letter, letter) for letter in postcode]
    if len(postcode) > 7 or sum(len(option) > 1 for option in options) > _MOST_SWAPS:
        return []
    readings = ("".join(letters) for letters in itertools.product(*options))
    return [reading for reading in readings if reading != postcode and SHAPE.fullmatch(reading)]
