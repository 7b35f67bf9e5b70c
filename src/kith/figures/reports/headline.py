"""The headline: what a reader takes away from one month of one authority, in one sentence and a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kith.figures.measures.declarations import MEASURES
from kith.figures.measures.figure import EXACT, NOT_AVAILABLE, ROUNDED, SUPPRESSED
from kith.figures.reports.speaking import gettext as _
from kith.figures.reports.speaking import ngettext
from kith.figures.reports.wording import Row, count, interval, number, shown

KEYS = (
    "supported",
    "affected",
    "affected_share",
    "relocated",
    "relocation_rate_range",
    "planned_moves",
    "more_than_one_stay",
    "missing_from_stay",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as words: what it counts, the figure, of how many, of how many it is not known, and its 95% interval."""

    key: str
    label: str
    shown: str
    of: str
    unknown: str
    interval: str = ""


def totals(figures: pl.DataFrame, period: str | None = None) -> dict[str, Row]:
    """The totals of a period (the latest where not given) by measure."""
    period = period or figures["period"].max()  # type: ignore[assignment]
    if period is None:
        return {}
    found = figures.filter((pl.col("breakdown") == "") & (pl.col("period") == period))
    return {row["measure"]: row for row in found.iter_rows(named=True)}


def line(row: Row, found: Mapping[str, Row]) -> Line:
    """One total as words; `found` has the other totals, for what it is a part of."""
    measure = MEASURES[row["measure"]]
    can_be_unknown = bool(measure.not_known or (measure.share and MEASURES[measure.share].not_known))
    whole = found.get(measure.of)
    return Line(
        row["measure"],
        _(measure.title),
        shown(row),
        _of(row, whole) if whole else count(row["denominator"]),
        count(row["unknown"], hidden=can_be_unknown and row["unknown"] is None and row["state"] != NOT_AVAILABLE),
        interval(row),
    )


def headline(figures: pl.DataFrame) -> list[Line]:
    """The few lines that a person would want first."""
    found = totals(figures)
    return [line(found[key], found) for key in KEYS if key in found]


def _of(row: Row, whole: Row) -> str:
    """How many it is a part of: of a range the confirmed alone, unless the figure is a range too."""
    if whole["interval"] != "range" or row["interval"] == "range" or whole["value"] is None:
        return shown(whole)
    return number(whole["value"], "people")


def sentence(figures: pl.DataFrame) -> str:
    """The month in one sentence, saying what is open, hidden or not to be had; never a nought for what no file told of."""
    found = totals(figures)
    if not {"supported", "affected", "relocated"} <= found.keys():
        return _("There is nothing to count for this month.")
    supported, affected, relocated = (found[key] for key in ("supported", "affected", "relocated"))
    if supported["state"] == NOT_AVAILABLE:
        return _("No file that was read says who is supported, so nothing can be counted.")
    if supported["value"] == 0 and supported["state"] == EXACT:
        return _("Nobody of 10 to 25 years is recorded as supported in this month.")
    return f"{_of_supported(supported)}, {_were_affected(affected)}{_were_moved(affected, relocated, found)}."


def _told(row: Row) -> str:
    return _("about %(many)s") % {"many": shown(row)} if row["state"] == ROUNDED else shown(row)


def _of_supported(row: Row) -> str:
    if row["state"] == SUPPRESSED:
        return _("Of the young people supported, whose number is hidden")
    said = ngettext("Of %(many)s young person supported", "Of %(many)s young people supported", round(row["value"]))
    return said % {"many": _told(row)}


def _were_affected(row: Row) -> str:
    if row["state"] == NOT_AVAILABLE:
        return _("it cannot be said how many were affected by harm outside the home, because no file told of harm")
    if row["state"] == SUPPRESSED:
        return _("the number affected by harm outside the home is hidden")
    if row["value"] == 0 and row["state"] == EXACT:
        return _("none is recorded as affected by harm outside the home")
    return ngettext("%(many)s was affected by harm outside the home", "%(many)s were affected by harm outside the home",
                    round(row["value"])) % {"many": _told(row)}  # fmt: skip


def _were_moved(affected: Row, row: Row, found: Mapping[str, Row]) -> str:
    nobody = affected["state"] == NOT_AVAILABLE or (affected["value"] == 0 and affected["state"] == EXACT)
    if nobody:
        return ""
    if row["state"] == NOT_AVAILABLE:
        return _("; it cannot be said how many of these had been moved, because no file told of stays away from home")
    if row["state"] == SUPPRESSED:
        return _(", and the number moved out of area because of it is hidden")
    if row["high"] in (0, None) and row["value"] == 0 and row["state"] == EXACT:
        return _(", and of these none had been moved out of area because of it")
    said = _(", and of these %(many)s had been moved out of area because of it") % {"many": _told(row)}
    rate = found.get("relocation_rate_range")
    if rate and rate["value"] is not None and rate["state"] != SUPPRESSED:
        said += f" ({shown(rate)})"
    if row["interval"] == "range" and row["low"] != row["high"]:
        said += _("; the range narrows as moves are reviewed")
    return said
