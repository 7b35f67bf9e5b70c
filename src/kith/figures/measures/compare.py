"""Several services together: their figures pooled, and how far they differ by more than chance. Nothing is ranked."""

from __future__ import annotations

from collections.abc import Iterator
from math import atanh, sqrt, tanh
from typing import Any

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.measures.figure import EXACT, NOT_AVAILABLE, TOGETHER, figures
from kith.figures.measures.intervals import Z95
from kith.figures.measures.tally import count_figures, ordered, share_figures

ZERO_REPORT = 0.05
"""Nobody reported is a finding where, at the share that the other services report, it would be less likely than this."""

FEWEST = 4
"""Services below which no rank correlation is given: its interval does not exist for three."""

Figure = dict[str, Any]


def compare(several: pl.DataFrame) -> pl.DataFrame:
    """The figures (FIGURES) of services together, from the figures of each: give internal figures, suppress afterwards.

    Rows of TOGETHER are sums of the services, shares of sums, and statistics over them; rows of a service are its rate
    group, its distance from the pooled rate, and the harms it reports nobody for. Services come by name alone.
    """
    own = several.filter(pl.col("authority") != TOGETHER)
    made = [pooled(own)]
    for (period,), month in own.group_by(["period"], maintain_order=True):
        rows = [{"period": period, "authority": TOGETHER, "state": EXACT} | row for row in _compared(_services(month))]
        made.append(figures(pl.DataFrame(rows, infer_schema_length=None)))
    return ordered(pl.concat(made))


def pooled(several: pl.DataFrame) -> pl.DataFrame:
    """Counts summed over the services, and shares of the sums with intervals of their own.

    A count that any of them cannot tell cannot be told of all together: it is not available, never the sum of the others.
    """
    told = several.filter(pl.col("measure").is_in([m.key for m in MEASURES.values() if m.counts]))
    silent = told.filter(pl.col("state") == NOT_AVAILABLE).select("period", "measure").unique()
    counts = told.join(silent, on=["period", "measure"], how="anti")
    place = ["period", "measure", "breakdown", "category"]
    sums = counts.group_by(place).agg(
        pl.col("numerator").sum().alias("count"),
        *[
            pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).cast(pl.Int64).sum()).alias(new)
            for name, new in (("high", "upper"), ("unknown", "unknown"))
        ],
    )
    sums = sums.with_columns(authority=pl.lit(TOGETHER), rows=pl.lit("the services' own rows"))
    made = [count_figures(sums)]
    for (period,), part in sums.filter(pl.col("breakdown") == "").group_by(["period"]):
        totals: Figure = {"authority": TOGETHER}
        for row in part.iter_rows(named=True):
            measure = MEASURES[row["measure"]]
            columns = ((measure.column, "count"), (measure.high, "upper"), (measure.not_known, "unknown"))
            totals |= {column: row[name] for column, name in columns if column}
        frame = pl.DataFrame([totals])
        for share in [m for m in MEASURES.values() if m.share]:
            part_of, whole = MEASURES[share.share], MEASURES[share.of]
            if {part_of.column, whole.column} <= totals.keys():
                made.append(share_figures(frame, share).with_columns(period=pl.lit(period), rows=pl.lit("")))
    shares = [(m.key, part) for m in MEASURES.values() if m.share for part in (m.share, m.of)]
    of_silent = pl.DataFrame(shares, schema={"share": pl.String, "measure": pl.String}, orient="row").join(
        silent, on="measure"
    )
    untold = pl.concat([silent, of_silent.select("period", measure="share").unique()])
    made.append(figures(untold.with_columns(authority=pl.lit(TOGETHER), state=pl.lit(NOT_AVAILABLE))))
    return pl.concat(made)


Service = dict[str, Any]


def _services(month: pl.DataFrame) -> list[Service]:
    """Each service with what is compared: affected, relocated, and affected by harm; in the order of their codes."""
    counts = {(a, m, c): n for a, m, c, n in month.select("authority", "measure", "category", "numerator").iter_rows()}
    by_harm = month.filter((pl.col("measure") == "affected") & (pl.col("breakdown") == "harm"))
    harms = {(a, c): n for a, c, n in by_harm.select("authority", "category", "numerator").iter_rows()}
    return [
        {
            "authority": name,
            "affected": counts.get((name, "affected", ""), 0),
            "relocated": counts.get((name, "relocated", ""), 0),
            "harm": {key: harms.get((name, key), 0) for key in DIMENSIONS["harm"].flags},
        }
        for name in sorted(month["authority"].unique())
    ]


def _compared(services: list[Service]) -> Iterator[Figure]:
    yield {"measure": "services", "value": len(services), "numerator": len(services)}
    yield from _rate_groups(services)
    with_rate = [service for service in services if service["affected"]]
    yield from _funnel(with_rate)
    yield from _correlations(with_rate)
    yield from _zero_reports(with_rate)


def rate_group(relocated: int, affected: int) -> str:
    """The group of the study's stated rule: under 5, 5 to 10 inclusive, over 10 per cent (whole numbers, so exactly)."""
    if not affected:
        return "not_known"
    if relocated * 20 < affected:
        return "under_5"
    return "5_to_10" if relocated * 10 <= affected else "over_10"


def _rate_groups(services: list[Service]) -> Iterator[Figure]:
    groups = [rate_group(service["relocated"], service["affected"]) for service in services]
    place = {"measure": "rate_group", "breakdown": "rate_group"}
    for key in DIMENSIONS["rate_group"].categories():
        yield place | {"category": key, "value": groups.count(key), "numerator": groups.count(key)}
    for service, key in zip(services, groups, strict=True):
        yield place | {"authority": service["authority"], "category": key, "value": 1, "numerator": 1}


def _funnel(services: list[Service]) -> Iterator[Figure]:
    """Chi-square, overdispersion and each service's z. The limits are widened by the square root of phi = chi-square / df
    (multiplicative: Spiegelhalter 2005, Statistics in Medicine 24), never narrowed, and nothing is winsorised."""
    relocated, affected = (sum(service[key] for service in services) for key in ("relocated", "affected"))
    if len(services) < 2 or not 0 < relocated < affected:
        for key in ("funnel_chi_square", "funnel_dispersion"):
            yield {"measure": key, "state": NOT_AVAILABLE}
        return
    from scipy.stats import chi2_contingency

    table = [[s["relocated"] for s in services], [s["affected"] - s["relocated"] for s in services]]
    test = chi2_contingency(table, correction=False)
    phi = float(test.statistic) / int(test.dof)
    yield {"measure": "funnel_chi_square", "value": float(test.statistic), "denominator": int(test.dof)}
    yield {"measure": "funnel_dispersion", "value": phi, "denominator": int(test.dof)}
    rate = relocated / affected
    for service in services:
        z = (service["relocated"] / service["affected"] - rate) / sqrt(rate * (1 - rate) / service["affected"])
        for key, value in (("funnel_z", z), ("funnel_z_widened", z / sqrt(max(phi, 1.0)))):
            place = {"authority": service["authority"], "measure": key}
            yield place | {"value": value, "numerator": int(abs(value) > Z95), "denominator": 1}


def _correlations(services: list[Service]) -> Iterator[Figure]:
    """Spearman of each harm's share among affected with the relocation rate, over the services.

    The interval is Fisher's with the variance (1 + r²/2) / (n - 3) of Bonett and Wright (2000, Psychometrika 65).
    """
    n = len(services)
    rates = [service["relocated"] / service["affected"] for service in services]
    for harm in DIMENSIONS["harm"].flags:
        place: Figure = {"breakdown": "harm", "category": harm, "denominator": n}
        shares = [service["harm"][harm] / service["affected"] for service in services]
        if n < FEWEST or len(set(shares)) < 2 or len(set(rates)) < 2:
            for key in ("harm_share_correlation", "harm_share_correlation_p"):
                yield place | {"measure": key, "state": NOT_AVAILABLE}
            continue
        from scipy.stats import spearmanr

        found = spearmanr(shares, rates)
        r = max(-1.0, min(1.0, float(found.statistic)))
        ends: Figure = {}
        if abs(r) < 1 - 1e-12:
            half = Z95 * sqrt((1 + r * r / 2) / (n - 3))
            ends = {"low": tanh(atanh(r) - half), "high": tanh(atanh(r) + half), "interval": "fisher_95"}
        yield place | {"measure": "harm_share_correlation", "value": r} | ends
        yield place | {"measure": "harm_share_correlation_p", "value": float(found.pvalue)}


def _zero_reports(services: list[Service]) -> Iterator[Figure]:
    """Services that report nobody for a harm, and how likely that is at the others' pooled share (binomial)."""
    for harm in DIMENSIONS["harm"].flags:
        place: Figure = {"breakdown": "harm", "category": harm}
        silent = [service for service in services if not service["harm"][harm]]
        findings = 0
        for service in silent:
            others = [other for other in services if other is not service]
            affected = sum(other["affected"] for other in others)
            share = sum(other["harm"][harm] for other in others) / affected if affected else 0.0
            none = (1 - share) ** service["affected"]
            findings += none < ZERO_REPORT
            finding = {"value": none, "numerator": int(none < ZERO_REPORT), "denominator": 1}
            yield place | {"measure": "zero_report_probability", "authority": service["authority"]} | finding
        counted = {"denominator": len(services)}
        yield place | counted | {"measure": "none_reported", "value": len(silent), "numerator": len(silent)}
        yield place | counted | {"measure": "zero_report", "value": findings, "numerator": findings}
