"""The last step before anything is shown: what a profile hides of a whole release, judged together, or rounds."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.measures.figure import KEY, NOT_AVAILABLE, ROUNDED, SUPPRESSED, TOGETHER, figures
from kith.figures.measures.intervals import wilson
from kith.figures.measures.profiles import PROFILES, Profile

_APPLIED = object()


@dataclass(frozen=True, slots=True)
class Released:
    """Figures that a profile has been applied to. Only `apply` makes one, so that a report cannot be written without it.

    A null `unknown` of a measure that has one (`Measure.not_known`) is hidden.
    """

    figures: pl.DataFrame
    profile: Profile
    _made_by: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._made_by is not _APPLIED:
            raise TypeError("Released figures come from kith.figures.measures.disclosure.apply alone.")


def apply(release: pl.DataFrame, profile: str, earlier: pl.DataFrame | None = None) -> Released:
    """The figures of a whole release (rows of FIGURES) as the profile lets them be shown.

    Give everything that leaves together in one frame: tables that are each safe alone give cells away together.
    `earlier`: what was shown of earlier releases; its numbers count as known. LookupError for a profile that is none.
    """
    if profile not in PROFILES:
        raise LookupError(f"There is no profile {profile!r}. The profiles are: {', '.join(PROFILES)}.")
    chosen = PROFILES[profile]
    shown = figures(release)
    if chosen.hides_to:
        shown = _hidden(shown, chosen, earlier)
    if chosen.rounds_to > 1:
        shown = _rounded(shown, chosen.rounds_to)
    if not chosen.rows:
        shown = shown.with_columns(rows=pl.lit(""))
    return Released(shown, chosen, _APPLIED)


def _hidden(release: pl.DataFrame, profile: Profile, earlier: pl.DataFrame | None) -> pl.DataFrame:
    from kith.figures.measures.suppression import cells_to_hide

    rows, unknowns = cells_to_hide(release, profile.hides_to, earlier)
    cells = [tuple(row) for row in release.select(KEY).iter_rows()]
    noughts = {cell for cell, count in zip(cells, release["numerator"], strict=True) if count == 0} & rows
    hide = pl.Series([_is_hidden(cell, rows, noughts) for cell in cells], dtype=pl.Boolean)
    hide_unknown = pl.Series([_unknown_cell(cell) in unknowns for cell in cells], dtype=pl.Boolean)
    numbers = ["value", "numerator", "denominator", "low", "high"]
    listed = pl.col("breakdown").replace_strict({"": True} | {key: d.every for key, d in DIMENSIONS.items()})
    return release.with_columns(
        *[pl.when(~hide).then(pl.col(name)).alias(name) for name in numbers],
        pl.when(~hide & ~hide_unknown).then("unknown").alias("unknown"),
        pl.when(hide).then(pl.lit(SUPPRESSED)).otherwise("state").alias("state"),
        pl.when(hide).then(pl.lit("")).otherwise("interval").alias("interval"),
    ).filter(~hide | listed)


Cell = tuple[str, ...]


def _unknown_cell(cell: Cell) -> Cell:
    """The count whose `unknown` a row shows: a share shows that of its numerator."""
    measure = MEASURES[cell[2]]
    return (*cell[:2], measure.share, *cell[3:]) if measure.share else cell


def _is_hidden(cell: Cell, hidden: set[Cell], noughts: set[Cell]) -> bool:
    """A count that was chosen; a share of a hidden count; a statistic over services of which any input is hidden.

    How many services report nobody tells something new only where a nought is hidden. A service's rate group rests on its own
    counts; how many are in each group would tell the group of one that is hidden.
    """
    authority, period, key, _, category = cell
    measure = MEASURES[key]
    if measure.share:
        return any((*cell[:2], part, *cell[3:]) in hidden for part in (measure.share, measure.of))
    if measure.made != "compare" or key == "services":
        return cell in hidden
    if key == "none_reported":
        return any(other[1:] == (period, "affected", "harm", category) for other in noughts)
    own = authority if key == "rate_group" and authority != TOGETHER else ""
    inputs = {("affected", ""), ("relocated", "")} | ({("affected", "harm")} if "harm" in measure.by else set())
    return any(o[1] == period and o[2:4] in inputs and own in ("", o[0]) for o in hidden)


def _rounded(release: pl.DataFrame, to: int) -> pl.DataFrame:
    """Counts to the nearest multiple (half goes up), shares from rounded counts, coefficients to one decimal."""

    def near(column: str) -> pl.Expr:
        return ((pl.col(column) + to / 2) // to * to).cast(pl.Int64)

    keys = pl.col("measure")
    count = keys.is_in([m.key for m in MEASURES.values() if m.counts])
    share = keys.is_in([m.key for m in MEASURES.values() if m.share])
    each = keys.is_in(["funnel_z", "funnel_z_widened"])
    numbers = release.with_columns(
        pl.when(count | share).then(near("numerator")).otherwise("numerator").alias("numerator"),
        pl.when(share).then(near("denominator")).otherwise("denominator").alias("denominator"),
        near("unknown"),
        pl.when(count).then(near("low")).when(~share).then(pl.col("low").round(1)).alias("low"),
        pl.when(count).then(near("high")).when(~share).then(pl.col("high").round(1)).alias("high"),
        # the upper count of a share given as a range, so that its end too is made from rounded counts
        (pl.col("high") * pl.col("denominator")).round().alias("top"),
    ).with_columns(near("top"))
    n, of = pl.col("numerator"), pl.col("denominator")
    ranged = pl.col("interval") == "range"
    low, high = wilson(n, of)
    rate = pl.when(of > 0).then((n / of).clip(0, 1))
    made = numbers.with_columns(
        pl.when(count)
        .then(n)
        .when(share)
        .then(rate)
        .when(each)
        .then(None)
        .otherwise(pl.col("value").round(1))
        .alias("value"),
        pl.when(share & ranged).then(rate).when(share).then(low).otherwise("low").alias("low"),
        pl.when(share & ranged)
        .then(pl.when(of > 0).then((pl.col("top") / of).clip(0, 1)))
        .when(share)
        .then(high)
        .otherwise("high")
        .alias("high"),
    )
    nothing = share & pl.col("value").is_null()
    state = (
        pl.when(each)
        .then(pl.lit(SUPPRESSED))
        .when(nothing | (pl.col("state") == NOT_AVAILABLE))
        .then(pl.lit(NOT_AVAILABLE))
    )
    return figures(made.with_columns(state=state.otherwise(pl.lit(ROUNDED))))
