"""Several authorities' returns together: pooled, compared without ranking, and only then made safe to hand on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import sqrt
from pathlib import Path
from typing import Any

import polars as pl

from kith.definitions.authorities import authority as find_authority
from kith.figures.measures import disclosure
from kith.figures.measures.compare import compare
from kith.figures.measures.declarations import FAMILIES
from kith.figures.measures.figure import NOT_AVAILABLE, TOGETHER
from kith.figures.measures.intervals import Z95
from kith.figures.reports import charts, drawing, page, tidy, workbook
from kith.figures.reports.headline import sentence
from kith.figures.reports.wording import category, shown
from kith.foundation.dates import Month
from kith.foundation.outputs import whole_folder
from kith.foundation.problems import Detail, Problems, Severity, rule

ANOTHER_MONTH = rule(
    "return_of_another_month",
    Severity.WARNING,
    "This return is of another month than most, so it is left out.",
    "Make the return again for the same month.",
)
TWICE = rule(
    "authority_returned_twice",
    Severity.ERROR,
    "Two returns are of the same authority; the one given later is left out.",
    "Give each authority's return once.",
)
NOT_INTERNAL = rule(
    "return_already_suppressed",
    Severity.ERROR,
    "This return was made with small numbers hidden or rounded, so it cannot be pooled and is left out.",
    "Give the return made with the default profile; disclosure control comes after pooling.",
)
CANNOT_SAY = rule(
    "return_cannot_say",
    Severity.WARNING,
    "This return cannot say how many were affected or moved, because no file told of it, so it is left out.",
    "Make the return again with a file that names harm and one that has placements.",
)
STILL_OPEN = rule(
    "return_still_open",
    Severity.NOTE,
    "Moves in this return wait for review, so its confirmed count can still rise.",
    "Answer the review, make the return again, and combine again.",
)


@dataclass(slots=True)
class Together:
    """Returns that can be pooled: one month, each authority once."""

    month: Month
    figures: pl.DataFrame
    names: dict[str, str]
    problems: Problems = field(default_factory=Problems)


@drawing.engine()
def combine(
    folders: Sequence[Path], out: Path, *, profile: str = "published", tell: Callable[[str], None] = lambda step: None
) -> Path:
    """Pool and compare the returns in `folders`; write figures, workbook and page to `out` and give the page's path.

    Raises NotAReturn where a folder holds none or fewer than two can be pooled, OutputRefused where `out` cannot be written.
    """
    tell("Reading the returns")
    together = read(folders)
    tell("Comparing")
    own = together.figures.filter(pl.col("period") == str(together.month))
    released = disclosure.apply(pl.concat([own, compare(own)]), profile)
    tell("Writing")
    with whole_folder(out) as stage:
        _write(stage, together, released)
    return out / "report.html"


def read(folders: Sequence[Path]) -> Together:
    """The returns that can be pooled, with what had to be left out and why."""
    returns = [(folder.name, *tidy.read_json(folder)) for folder in folders]
    months = Counter(str(about["month"]) for _, _, about in returns)
    problems = Problems()
    month = max(months, key=lambda key: (months[key], key))
    kept: dict[str, pl.DataFrame] = {}
    names: dict[str, str] = {}
    for folder, figures, about in returns:
        code = about["authority"]
        if why := _left_out(figures, about, month, kept):
            problems.add(why, folder)
            continue
        kept[code] = figures
        known = find_authority(code)
        names[code] = known.name if known else about.get("name", code)
        if waiting := about.get("review", {}).get("waiting"):
            problems.add(STILL_OPEN, folder, detail=Detail("{count} wait.", count=waiting))
    if len(kept) < 2:
        reasons = "; ".join(f"{p.file}: {p.rule.says}" for p in problems if p.rule is not STILL_OPEN)
        raise tidy.NotAReturn(f"Fewer than two returns can be pooled. {reasons}".strip())
    return Together(Month.parse(month), pl.concat(kept.values()), names, problems)


def _left_out(figures: pl.DataFrame, about: dict[str, Any], month: str, kept: dict[str, pl.DataFrame]) -> Any:
    """The rule by which a return is left out, None where it is kept."""
    heads = (pl.col("measure").is_in(["affected", "relocated"])) & (pl.col("breakdown") == "")
    now = figures.filter(heads & (pl.col("period") == str(about["month"])))
    if about["profile"] != "internal":
        return NOT_INTERNAL
    if about["month"] != month:
        return ANOTHER_MONTH
    if about["authority"] in kept:
        return TWICE
    return CANNOT_SAY if now.height < 2 or (now["state"] == NOT_AVAILABLE).any() else None


def _write(stage: Path, together: Together, released: disclosure.Released) -> None:
    about = {
        "authority": TOGETHER,
        "month": str(together.month),
        "services": list(together.names),
        "problems": len(together.problems),
        "made_on": dt.date.today().isoformat(),  # noqa: DTZ011 - the day as the maker's calendar has it
    }
    title = f"{len(together.names)} services together, {together.month.words}"
    notes = [("Services", ", ".join(sorted(together.names.values()))), *page.METHOD]
    pooled = released.figures.filter(pl.col("authority") == TOGETHER)
    tidy.write_csv(stage / "figures.csv", released)
    tidy.write_json(stage / "figures.json", released, about)
    tidy.write_problems(stage / "problems.csv", together.problems)
    workbook.write_book(stage / "combined.xlsx", title, pooled, released, notes, together.problems)
    (stage / "report.html").write_text(page.render(_page(together, released)), encoding="utf-8")


def _page(together: Together, released: disclosure.Released) -> dict[str, Any]:
    pooled = released.figures.filter(pl.col("authority") == TOGETHER)
    sections = page.sections_of(pooled)
    blocks = [_services(together, released.figures), _zero_reports(together, released.figures)]
    compared = next((section for section in sections if section.key == "compared"), None)
    if compared is None:
        family = FAMILIES["compared"]
        compared = page.Section(family.key, family.title, family.empty)
        sections.append(compared)
    compared.lead = "Services stand by name, not in order of anything. Differences also say who records what."
    compared.blocks[:0] = [block for block in blocks if block]
    return page.of_figures(
        heading=f"{len(together.names)} services together",
        period=f"Young people harmed outside the home, and moved because of it, in {together.month.words}",
        released=released,
        sentence=sentence(pooled),
        now=pooled,
        sections=sections,
        notices=[],
        sources=[],
        problems=together.problems,
        footer="Made by Kith from the services' own returns. Nothing on this page is fetched from anywhere.",
    )


def _services(together: Together, figures: pl.DataFrame) -> page.Block:
    """Each service's counts and rate, with the funnel where every count it rests on may be shown."""
    rows = {
        (row["authority"], row["measure"]): row
        for row in figures.filter(pl.col("breakdown") == "").iter_rows(named=True)
        if row["measure"] in ("affected", "relocated", "relocation_rate", "funnel_z_widened")
    }
    by_name = sorted(together.names, key=lambda code: together.names[code])
    table = [
        [together.names[code], *(_cell(rows.get((code, m))) for m in _COMPARED), _beyond(rows, code)]
        for code in by_name
    ]
    points = [
        {"name": together.names[code], "n": n, "rate": rate}
        for code in by_name
        if (n := _value(rows, code, "affected")) and (rate := _value(rows, code, "relocation_rate")) is not None
    ]
    pooled = _value(rows, TOGETHER, "relocation_rate")
    phi = figures.filter((pl.col("measure") == "funnel_dispersion") & pl.col("value").is_not_null())["value"].to_list()
    drawn = None
    if pooled and phi and points:
        drawn = partial(charts.funnel, points, _limits(points, pooled, phi[0]), pooled)
    return page.Block(
        title="Rates of relocation, service by service",
        finding=FUNNEL_SAYS if drawn else "No limits can be drawn from what may be shown.",
        heads=("Service", "Affected", "Relocated", "Rate", "Beyond the widened limits")[: 5 if drawn else 4],
        rows=table if drawn else [row[:4] for row in table],
        draw=drawn,
        note="Confirmed moves only.",
        whole=True,
    )


FUNNEL_SAYS = "The broken lines are where 95% of services would lie by chance, widened because services differ anyway."
_COMPARED = ("affected", "relocated", "relocation_rate")


def _cell(row: dict[str, Any] | None) -> str:
    return shown(row) if row else ""


def _value(rows: dict[tuple[str, str], dict[str, Any]], code: str, measure: str) -> float | None:
    row = rows.get((code, measure))
    return row["value"] if row else None


def _beyond(rows: dict[tuple[str, str], dict[str, Any]], code: str) -> str:
    z = _value(rows, code, "funnel_z_widened")
    return "" if z is None else "no" if abs(z) <= Z95 else "above" if z > 0 else "below"


def _limits(points: Sequence[dict[str, Any]], rate: float, phi: float) -> list[dict[str, float]]:
    """The widened 95% limits over the range of sizes (multiplicative overdispersion, Spiegelhalter 2005)."""
    least, most = min(p["n"] for p in points), max(p["n"] for p in points)
    sizes = [max(least * 0.7, 1) + step * (most * 1.1 - least * 0.7) / 60 for step in range(61)]
    half = [Z95 * sqrt(max(phi, 1.0) * rate * (1 - rate) / n) for n in sizes]
    return [
        {"n": n, "low": max(rate - width, 0.0), "high": min(rate + width, 1.0)}
        for n, width in zip(sizes, half, strict=True)
    ]


def _zero_reports(together: Together, figures: pl.DataFrame) -> page.Block | None:
    found = figures.filter((pl.col("measure") == "zero_report") & pl.col("authority").is_in(list(together.names)))
    rows = [
        [together.names[row["authority"]], category(row)]
        for row in found.iter_rows(named=True)
        if row["value"] or row["state"] == "suppressed"
    ]
    if not rows:
        return None
    return page.Block(
        title="Harms that a service reports nobody for",
        finding="At the share that the others report, nobody would be less likely than 1 in 20: a finding about recording.",
        heads=("Service", "Reports nobody for"),
        rows=sorted(rows),
    )
