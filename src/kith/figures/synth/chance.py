"""Chance with a seed: every stream of numbers has a name, so that more of one thing does not change another."""

from __future__ import annotations

import datetime as dt
import math
import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

_FOLDER = Path(__file__).parent
T = TypeVar("T")
Rng = random.Random


def stream(*name: object) -> Rng:
    """A stream of its own for this name. A text as seed is hashed with SHA-512, so Python's hash seed makes no difference."""
    return random.Random("/".join(map(str, name)))  # noqa: S311  made-up people need no secrecy


@cache
def _parameters() -> dict[str, dict[str, Any]]:
    return tomllib.loads((_FOLDER / "parameters.toml").read_text(encoding="utf-8"))


def parameter(name: str) -> Any:
    """The value of one entry of `parameters.toml`."""
    return _parameters()[name]["value"]


@cache
def names() -> dict[str, list[str]]:
    """Given and family names to put together."""
    return tomllib.loads((_FOLDER / "names.toml").read_text(encoding="utf-8"))


def pick(rng: Rng, weights: Mapping[str, float]) -> str:
    """One key, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def within(rng: Rng, bands: Sequence[Sequence[int]]) -> int:
    """A whole number of one of the bands [first, last, weight]."""
    first, last, _ = rng.choices(bands, [band[2] for band in bands])[0]
    return rng.randint(first, last)


def some(rng: Rng, items: Sequence[T], weights: Sequence[float], count: int) -> list[T]:
    """`count` different items, heavier ones likelier (Efraimidis and Spirakis, 2006); fewer where fewer have weight."""
    keys = [rng.random() ** (1 / weight) if weight > 0 else -1.0 for weight in weights]
    order = sorted(range(len(items)), key=lambda place: -keys[place])
    return [items[place] for place in order[:count] if keys[place] >= 0]


def tail(rng: Rng, mean: float, spread: float, least: int, most: int) -> int:
    """A whole number with a long tail: log-normal, cut at both ends."""
    return max(least, min(most, round(math.exp(rng.gauss(mean, spread)))))


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)
