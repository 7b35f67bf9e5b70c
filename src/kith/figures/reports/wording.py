"""How a figure is said: counts with their range, what is hidden, what is not known; the same on page, sheet and screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kith.definitions.authorities import authority
from kith.definitions.codes import codes
from kith.figures.measures.declarations import DIMENSIONS, FAMILIES, MEASURES, Dimension
from kith.figures.reports.speaking import gettext as _
from kith.figures.reports.speaking import language, ngettext

SHARES = {"share", "rate"}

Row = dict[str, Any]
"""One row of the figures frame."""


def number(value: float | None, unit: str) -> str:
    """A number as people read it: 1,234, or 12.3% for a share."""
    if value is None:
        return _("not known")
    if unit in SHARES:
        return f"{value:.1%}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def unit_of(row: Row) -> str:
    measure = MEASURES.get(row["measure"])
    return measure.unit if measure else ""


def shown(row: Row) -> str:
    """The figure in a cell: `12`, `10 to 25`, `hidden`, `not available`."""
    if row["state"] == "suppressed":
        return _("hidden")
    if row["state"] == "not_available" or row["value"] is None:
        return _("not available")
    unit = unit_of(row)
    low, high = number(row["low"], unit), number(row["high"], unit)
    if row["interval"] == "range" and row["low"] is not None and row["high"] is not None and low != high:
        return _between(low, high)
    return number(row["value"], unit)


def interval(row: Row) -> str:
    """The 95% interval in words, empty where there is none."""
    if not row["interval"].endswith("_95") or row["low"] is None or row["high"] is None:
        return ""
    unit = unit_of(row)
    return _between(number(row["low"], unit), number(row["high"], unit))


def _between(low: str, high: str) -> str:
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def count(value: int | None, *, hidden: bool = False) -> str:
    """A count beside a figure: empty where there is none."""
    return _("hidden") if hidden else "" if value is None else f"{value:,}"


def moves_wait(asked: int) -> str:
    """How many moves wait for an answer: `1 move waits`, `1,200 moves wait`."""
    return ngettext("%(many)s move waits", "%(many)s moves wait", asked) % {"many": f"{asked:,}"}


def possible_matches(waiting: int) -> str:
    """How many matches wait for an answer: `1 possible match`, `20 possible matches`."""
    return ngettext("%(many)s possible match", "%(many)s possible matches", waiting) % {"many": f"{waiting:,}"}


def category(row: Row) -> str:
    """What the row's category is called; *Total* where it has none."""
    if not row["category"]:
        return _("Total")
    dimension = DIMENSIONS.get(row["breakdown"])
    return labelled(dimension, row["category"]) if dimension else str(row["category"])


def labelled(dimension: Dimension, key: str) -> str:
    """`Dimension.label` in the language spoken."""
    if dimension.parts:
        return ": ".join(labelled(part, own) for part, own in zip(dimension.parts, key.split("/"), strict=True))
    if key in dimension.extra:
        return _(dimension.extra[key])
    if dimension.key == "host_authority":
        found = authority(key)
        return ((language() == "cy" and found.name_welsh) or found.name) if found else key
    listed = codes(dimension.codes) if dimension.codes else None
    if listed and key in listed:  # 18+ is one code
        return listed.label(key, language())
    return _(" and ").join(listed.label(part, language()) if listed else part for part in key.split("+"))


def declared() -> Iterator[str]:
    """The texts of figures that are declared as data, for whoever translates them; others stand where they are said."""
    for family in FAMILIES.values():
        yield from (family.title, family.empty, *(need.what for need in family.needs))
    for measure in MEASURES.values():
        if measure.made == "snapshot":
            yield from (measure.title, measure.says, measure.unit.capitalize())
    for dimension in DIMENSIONS.values():
        yield from (dimension.title, *dimension.extra.values())
