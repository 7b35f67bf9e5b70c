"""Every measure and every breakdown, declared once: what it counts, of whom, by what, and where it comes from.

A module here is the families of measures of one concept: `FAMILIES`, `dimensions()` and `measures()`.
"""

from __future__ import annotations

from kith.figures.measures.declarations import compared, life, missing, moves, people, relocations, work
from kith.figures.measures.declarations.measure import Dimension, Family, Measure, Need
from kith.figures.measures.declarations.people import PEOPLE_BY

__all__ = ["DIMENSIONS", "FAMILIES", "MEASURES", "RANGE_BY", "Dimension", "Family", "Measure", "Need"]

_MODULES = (people, relocations, missing, moves, work, life, compared)

FAMILIES: dict[str, Family] = {family.key: family for module in _MODULES for family in module.FAMILIES}
"""Every family of measures by its key (`Measure.section`), in the order in which to show them."""

DIMENSIONS: dict[str, Dimension] = {
    dimension.key: dimension for module in _MODULES for dimension in module.dimensions()
}
"""Every breakdown by its key."""

MEASURES: dict[str, Measure] = {measure.key: measure for module in _MODULES for measure in module.measures()}
"""Every measure by its key, in the order in which to show them."""

RANGE_BY = ("harm", *PEOPLE_BY)
"""Breakdowns that people have who are in the range alone: they have no confirmed stay to describe."""
