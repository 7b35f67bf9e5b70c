"""The report: one page that stands by itself, read aloud as well as by eye, printed or on a phone, asking nothing of a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from kith.definitions.authorities import attribution
from kith.figures.measures.coverage import lacking
from kith.figures.measures.declarations import DIMENSIONS, FAMILIES, MEASURES, Dimension, Measure
from kith.figures.measures.disclosure import Released
from kith.figures.measures.figure import NOT_AVAILABLE, SUPPRESSED
from kith.figures.reports import charts, drawing
from kith.figures.reports.gathering import MONTH_NOT_COVERED
from kith.figures.reports.headline import Line, headline, line, sentence
from kith.figures.reports.speaking import gettext as _
from kith.figures.reports.speaking import month_words
from kith.figures.reports.wording import Row, category, count, labelled, moves_wait, number, possible_matches, shown
from kith.foundation.dates import Month
from kith.foundation.problems import RULES, Problems, Severity

if TYPE_CHECKING:
    from kith.figures.reports.returns import Outcome

PROFILES = {
    "internal": "Internal: holds small numbers, not to be handed on",
    "published": "Small numbers hidden",
    "national": "Rounded to ten",
}

PLACES = 4
"""Files and columns named beside a problem; the rest is in `problems.csv`."""

METHOD = (
    (
        "Affected",
        (
            "An assessment factor says what the harm is and not where it happened, so exploitation, trafficking and gang factors "
            "are held to be outside the home, and the report says how many young people rest on that alone. A factor holds from "
            "the end of its assessment until the episode of need closes. Child-on-child factors can be in the home: where they "
            "are all there is, the young person is counted as not known."
        ),
    ),
    (
        "Moved because of harm",
        (
            "No national file says why a young person was moved. A move is counted once someone who knows has said in the review "
            "that harm outside the home was the reason, or part of it. Until then the figure is a range: from the moves confirmed "
            "to these and all still open. A blank is never a no."
        ),
    ),
    (
        "Over 24 hours",
        "Files hold days, not hours: a stay of two nights or more is over 24 hours, one of a single night may or may not be.",
    ),
    (
        "Four meanings of out of area",
        (
            "Outside the authority's boundary, not in an adjoining authority, over 20 miles from home, and moved for safety are "
            "four different facts. The figures here rest on the first and the last; the others stand beside them."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Block:
    """One breakdown: what it shows, the finding in words, a chart, and the table that says the same.

    `measure`, `breakdown` and `categories` (one a row) say of which figures; they are empty where it is of none alone.
    """

    title: str
    finding: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    draw: Callable[[], charts.Spec] | None = None
    note: str = ""
    whole: bool = False
    measure: str = ""
    breakdown: str = ""
    categories: Sequence[str] = ()

    def chart(self) -> Markup | str:
        """The drawing, made anew at each call and so when it is shown: a workbook has none."""
        return Markup(charts.svg(self.draw())) if self.draw else ""  # noqa: S704 - drawn here


@dataclass(slots=True)
class Section:
    """One section: its totals as facts, its breakdowns as blocks."""

    key: str
    title: str
    empty: str
    lead: str = ""
    facts: list[dict[str, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def heads(self) -> dict[str, str]:
        """Headings of the facts by their key; a column that would be empty is left out."""
        heads = {"shown": _("Figure"), "of": _("Of"), "unknown": _("Not known")}
        return {key: head for key, head in heads.items() if any(fact[key] for fact in self.facts)}


def draw_ahead(page: dict[str, Any]) -> None:
    """Have its charts drawn, where a process draws, while something else is done."""
    drawing.ahead(block.draw() for section in page["sections"] for block in section.blocks if block.draw)


def render(page: dict[str, Any]) -> str:
    """The page as HTML with everything in it."""
    css = files(__package__).joinpath("templates/report.css").read_text(encoding="utf-8")
    return template().render(page=page, css=Markup(css))  # noqa: S704 - our own file


@cache
def template() -> Template:
    """The page's template, compiled once in a process."""
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def of_return(outcome: Outcome) -> dict[str, Any]:
    """What the page of one authority's return shows."""
    figures = outcome.released.figures
    now = figures.filter(pl.col("period") == str(outcome.month))
    sections = sections_of(now)
    relocated = next((section for section in sections if section.key == "relocated"), None)
    if relocated and (by_month := history(figures)):
        relocated.blocks.insert(0, by_month)
    return of_figures(
        heading=outcome.authority.name,
        period=f"Young people harmed outside the home, and moved because of it, in {outcome.month.words}",
        released=outcome.released,
        sentence=sentence(now),
        now=now,
        sections=sections,
        notices=_notices(outcome),
        sources=[
            {"kind": s.kind, "files": ", ".join(s.files), "rows": f"{s.rows:,}", "covers": s.covers or "not said"}
            for s in outcome.sources
        ],
        problems=outcome.problems,
        footer=f"Made by Kith from {outcome.authority.name}'s {outcome.origin}. Nothing on this page is fetched from anywhere.",
    )


def of_figures(
    *,
    heading: str,
    period: str,
    released: Released,
    sentence: str,
    now: pl.DataFrame,
    sections: list[Section],
    notices: list[dict[str, str]],
    sources: list[dict[str, str]],
    problems: Problems,
    footer: str,
) -> dict[str, Any]:
    """What a page of figures shows, whosever they are; only what disclosure control has released can be shown."""
    return {
        "title": f"Relocation return: {heading}",
        "heading": heading,
        "period": period,
        "profile": released.profile.key,
        "profile_says": PROFILES[released.profile.key],
        "sentence": sentence,
        "tiles": tiles(now),
        "notices": notices,
        "sections": sections,
        "sources": sources,
        **_quality(problems),
        **_method(sections),
        "footer": footer,
    }


def _method(sections: Sequence[Section]) -> dict[str, Any]:
    shown_here = {section.key for section in sections}
    said = [m for m in MEASURES.values() if m.section in shown_here or not FAMILIES[m.section].optional]
    return {
        "method": [{"title": title, "text": text} for title, text in METHOD],
        "measures": [measure for measure in said if measure.made == "snapshot"],
        "attribution": attribution(),
    }


def tiles(now: pl.DataFrame) -> list[dict[str, str]]:
    """The few figures that stand in large numbers at the top: label, figure, a note, and the measure's key."""
    labels = {
        "supported": _("Supported"),
        "affected": _("Affected by harm outside the home"),
        "relocated": _("Moved out of area because of it"),
        "relocation_rate_range": _("Of those affected"),
        "missing_from_stay": _("Missing from where they were moved to"),
    }
    return [
        {
            "label": labels[found.key],
            "shown": found.shown,
            "note": _not_known(found),
            "key": found.key,
        }
        for found in headline(now)
        if found.key in labels
    ]


def _not_known(said: Line) -> str:
    if said.unknown in ("", "0") or _("hidden") in (said.shown, said.unknown):
        return ""
    return _("not known for %(many)s more") % {"many": said.unknown}


def _notices(outcome: Outcome) -> list[dict[str, str]]:
    notices = [{"title": "A demonstration.", "text": outcome.notice}] if outcome.notice else []
    notices += [
        {
            "title": f"Nothing can be said of {need.what}.",
            "text": f"No file that tells of it was read. Add {need.files}.",
        }
        for need in lacking(outcome.dataset.covered)
    ]
    if any(problem.rule is MONTH_NOT_COVERED for problem in outcome.problems):
        notices.append({"title": MONTH_NOT_COVERED.says, "text": MONTH_NOT_COVERED.remedy})
    if outcome.asked:
        text = (
            f"{moves_wait(outcome.asked)} for someone who knows to say whether harm was a reason ({outcome.answered:,} are "
            f"answered). {outcome.to_review}"
        )
        notices.append({"title": "The range is wide because moves are not reviewed.", "text": text})
    if outcome.matches:
        text = (
            f"{possible_matches(outcome.matches)} in matches.xlsx. Until someone says yes, these rows are not counted."
        )
        notices.append({"title": "Some people on lists may be people of other files.", "text": text})
    return notices


def sections_of(figures: pl.DataFrame) -> list[Section]:
    """The sections of a page from one period's figures of one authority, or of several together."""
    sections = {key: Section(key, _(family.title), _(family.empty)) for key, family in FAMILIES.items()}
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in _asked_for(figures).iter_rows(named=True):
        grouped.setdefault((row["measure"], row["breakdown"]), []).append(row)
    totals = {measure: rows[0] for (measure, breakdown), rows in grouped.items() if not breakdown}
    for measure in MEASURES.values():
        section = sections[measure.section]
        for row in grouped.get((measure.key, ""), ()):
            section.facts.append(_fact(measure, row, totals))
        for breakdown in (name for key, name in grouped if key == measure.key and name and key not in _BESIDE):
            whose = grouped.get((measure.people, breakdown), ())
            block = _breakdown(measure, breakdown, grouped[measure.key, breakdown], totals.get(measure.key), whose)
            section.blocks.extend([block] if block else [])
    if sections["relocated"].blocks and totals.get("relocated", {}).get("interval") == "range":
        sections["relocated"].lead = _("Blue is confirmed; grey is what reviews still waiting could add.")
    if beside := _purpose_beside_effect(grouped):
        sections["safety"].blocks.insert(0, beside)
    return [section for section in sections.values() if section.facts or section.blocks]


def _asked_for(figures: pl.DataFrame) -> pl.DataFrame:
    """Without the families that most sources cannot tell of, where none did."""
    optional = [measure.key for measure in MEASURES.values() if FAMILIES[measure.section].optional]
    return figures.filter(~pl.col("measure").is_in(optional) | (pl.col("state") != NOT_AVAILABLE))


def _fact(measure: Measure, row: Row, totals: Mapping[str, Row]) -> dict[str, str]:
    said = line(row, totals)
    interval = _("95%% interval %(interval)s. ") % {"interval": said.interval} if said.interval else ""
    return {
        "key": measure.key,
        "title": _(measure.title),
        "says": interval + _(measure.says),
        "interval": said.interval,
        "shown": said.shown,
        "of": said.of,
        "unknown": said.unknown,
    }


_BESIDE = {measure.people for measure in MEASURES.values() if measure.people}
"""Measures whose breakdowns stand as a column beside those of the rows of which they count the young people."""


def _breakdown(
    measure: Measure, breakdown: str, rows: list[Row], total: Row | None, whose: Sequence[Row] = ()
) -> Block | None:
    """The block of one breakdown; None where nobody is in any category."""
    if not any(row["value"] or row["high"] or row["unknown"] or row["state"] == "suppressed" for row in rows):
        return None
    dimension = DIMENSIONS[breakdown]
    if dimension.parts:
        return _crossed(dimension, rows)
    order = {key: place for place, key in enumerate(dimension.categories())}
    rows = sorted(rows, key=lambda row: (order.get(row["category"], len(order)), -(row["value"] or 0), row["category"]))
    columns: list[tuple[str, list[str]]] = [(_(measure.unit.capitalize()), [shown(row) for row in rows])]
    if total and total["value"] and total["state"] == "exact" and measure.unit == "people":
        columns.append((_("Share"), [_share(row, total) for row in rows]))
    if any(row["unknown"] for row in rows):
        columns.append((_("Not known"), [count(row["unknown"]) for row in rows]))
    if whose:
        young = {row["category"]: shown(row) for row in whose}
        columns.append((_("Young people"), [young.get(row["category"], "") for row in rows]))
    labels = [category(row) for row in rows]
    return Block(
        title=measure.title if measure.made == "compare" else _(dimension.title),
        finding=_finding(rows, total),
        heads=(_(dimension.title).split(" (")[0], *(head for head, _cells in columns)),
        rows=list(zip(labels, *(cells for _head, cells in columns), strict=True)),
        # Categories met in the data alone are many and long: their table says it better than a drawing.
        draw=_bars(labels, rows) if dimension.every else None,
        note=_note(rows, total),
        measure=measure.key,
        breakdown=breakdown,
        categories=[row["category"] for row in rows],
    )


def _crossed(dimension: Dimension, rows: Sequence[Row]) -> Block:
    """A breakdown of parts as a table: the last part across, and of the others only what anybody is in down."""
    *down, across = dimension.parts
    cells = {row["category"]: row for row in rows}
    heads = across.categories()
    places = dict.fromkeys(
        row["category"].rpartition("/")[0] for row in rows if row["value"] or row["state"] == SUPPRESSED
    )
    return Block(
        title=_(dimension.title),
        finding="",
        heads=(": ".join(_(part.title) for part in down), *(labelled(across, head) for head in heads)),
        rows=[
            (
                ": ".join(labelled(part, key) for part, key in zip(down, place.split("/"), strict=True)),
                *(shown(cells[f"{place}/{head}"]) if f"{place}/{head}" in cells else "" for head in heads),
            )
            for place in ("/".join(keys) for keys in product(*(part.categories() for part in down)))
            if place in places
        ],
        note=_note(rows, None),
        whole=True,
    )


def _purpose_beside_effect(grouped: Mapping[tuple[str, str], Sequence[Row]]) -> Block | None:
    """What moves are for, beside what each voice says of the same safety since; None where nobody was asked."""
    for_it = {row["category"]: row for row in grouped.get(("moves", "purpose"), ())}
    effect = {row["category"]: row for row in grouped.get(("views", "change_by_dimension"), ())}
    if not for_it or not any(row["value"] or row["state"] == SUPPRESSED for row in effect.values()):
        return None
    safety, change = DIMENSIONS["change_by_dimension"].parts
    return Block(
        title=_("What moves are for, beside what is said since"),
        finding=_(
            "Moves are young people, effects are views: each voice beside its own rating before, nothing added up."
        ),
        heads=(_(safety.title), _("Moves for it"), *(labelled(change, key) for key in change.categories())),
        rows=[
            (labelled(safety, key), shown(for_it[key]), *(shown(effect[f"{key}/{how}"]) for how in change.categories()))
            for key in safety.categories()
        ],
        note=_note([*for_it.values(), *effect.values()], None),
        whole=True,
    )


def _bars(labels: Sequence[str], rows: Sequence[Row]) -> Callable[[], charts.Spec] | None:
    """A drawing of the categories that have anybody; none where there is nothing to compare. The table has the noughts."""
    bars = [
        charts.Bar(label, row["value"], shown(row), row["high"] if row["interval"] == "range" else None)
        for label, row in zip(labels, rows, strict=True)
        if row["value"] or row["high"] or row["state"] == SUPPRESSED
    ]
    drawn = len(bars) > 1 and any(bar.value or bar.high for bar in bars)
    return partial(charts.bars, bars) if drawn else None


def _note(rows: Iterable[Row], total: Row | None) -> str:
    if _any_hidden(rows):
        return _("Hidden: a small number, or one that would give a small number away.")
    return _("Of the moves confirmed so far.") if total and _only_confirmed(rows, total) else ""


def _only_confirmed(rows: Iterable[Row], total: Row) -> bool:
    """Whether the total is a range and its parts are of what is confirmed alone."""
    return total["interval"] == "range" and not any(row["interval"] == "range" for row in rows)


def _share(row: Row, total: Row) -> str:
    return "" if row["value"] is None else f"{row['value'] / total['value']:.0%}"


def _any_hidden(rows: Iterable[Row]) -> bool:
    return any(row["state"] == SUPPRESSED for row in rows)


def _finding(rows: list[Row], total: Row | None) -> str:
    """The largest category, said only where it is larger than all others could be and none is hidden."""
    known = sorted((row for row in rows if row["value"]), key=lambda row: row["value"], reverse=True)
    if not known or _any_hidden(rows):
        return ""
    most = known[0]
    if any((row["high"] or row["value"] or 0) >= most["value"] for row in rows if row is not most):
        return ""
    said = {"category": category(most), "many": shown(most)}
    if not total or total["value"] is None:
        return _("Most: %(category)s, %(many)s.") % said
    if _only_confirmed(rows, total):
        said["of"] = number(total["value"], "people")
        return _("Most: %(category)s, %(many)s of %(of)s confirmed.") % said
    return _("Most: %(category)s, %(many)s of %(of)s.") % {**said, "of": shown(total)}


def history(figures: pl.DataFrame) -> Block | None:
    """The months of a series as one block; None where they are fewer than three."""
    totals = figures.filter(pl.col("breakdown") == "").sort("period")
    rows = list(totals.filter(pl.col("measure") == "relocated").iter_rows(named=True))
    affected = {r["period"]: shown(r) for r in totals.filter(pl.col("measure") == "affected").iter_rows(named=True)}
    if len(rows) < 3:
        return None
    points = [charts.Point(row["period"], row["value"], row["high"] or row["value"]) for row in rows]
    draw = partial(charts.months, points) if any(row["value"] is not None for row in rows) else None
    return Block(
        _("Moved out of area because of harm, month by month"),
        _("The line is what is confirmed; the pale band is what is still open."),
        (_("Month"), _("Moved"), _("Affected")),
        [[month_words(Month.parse(row["period"])), shown(row), affected.get(row["period"], "")] for row in rows],
        draw,
        whole=True,
    )


def _quality(problems: Problems) -> dict[str, Any]:
    """Problems by rule: errors and warnings first, notes apart, each with the files and columns it was met in."""
    met: dict[str, dict[str, int]] = {}
    for (key, file, column), times in problems.counts().items():
        place = f"{file}, {column}" if column else file
        met.setdefault(key, {})[place] = times
    rows = [
        {
            "severity": RULES[key].severity.value,
            "says": RULES[key].says,
            "where": "; ".join(sorted(places)[:PLACES])
            + (f"; and {len(places) - PLACES} more" if len(places) > PLACES else ""),
            "times": f"{sum(places.values()):,}",
            "remedy": RULES[key].remedy,
        }
        for key, places in sorted(met.items(), key=lambda found: (-sum(found[1].values()), found[0]))
    ]
    rank = [severity.value for severity in (Severity.ERROR, Severity.WARNING)]
    return {
        "problems": sorted((r for r in rows if r["severity"] in rank), key=lambda r: rank.index(r["severity"])),
        "remarks": [row for row in rows if row["severity"] not in rank],
        "problems_says": f"{len(problems):,} in all; each with its row in problems.csv.",
    }
