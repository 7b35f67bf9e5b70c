"""Charts as drawings inside the page, declared in Vega-Lite and drawn without a browser; each stands beside its table."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kith.figures.reports import drawing

# Two colours that survive print and colour blindness: blue for what is known, a pale one for what is not yet known.
KNOWN = "#1d70b8"
OPEN = "#b1b4b6"
LABEL = 25
"""Letters of a label in one line."""

_TEXT = "#0b0c0c"
_CONFIG: dict[str, Any] = {
    "font": "Arial, Helvetica, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 14,
        "labelColor": _TEXT,
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelLimit": 0,
    },
    "text": {"fontSize": 14, "color": _TEXT},
    "background": "transparent",
}
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length, what is written at its end (a count, `hidden`), and how far it may reach if all that is open were yes."""

    label: str
    value: float | None
    shown: str
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a series: the value, and the top of its range; None where hidden or not known."""

    month: str
    value: float | None
    high: float | None = None


Spec = dict[str, Any]
"""What is to be drawn, as Vega-Lite specifies it; `svg` has it drawn."""


def bars(rows: Sequence[Bar]) -> Spec:
    """Horizontal bars with their numbers written at the end."""
    lines = {row.label: textwrap.wrap(row.label, LABEL, max_lines=2, placeholder=" …") for row in rows}
    values: list[dict[str, Any]] = [
        {
            "label": "|".join(lines[row.label]),
            "value": row.value or 0,
            "open": max(row.high or 0, row.value or 0),
            "shown": row.shown,
        }
        for row in rows
    ]
    longest = max((len(line) for wrapped in lines.values() for line in wrapped), default=0)
    axis = {
        "labelExpr": "split(datum.label, '|')",
        "minExtent": longest * 8.4 + 8,  # fonts differ between machines: room for a wide one
        "labelLineHeight": 15,
        "labelPadding": 6,
    }
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": axis}
    top: float = max((value["open"] for value in values), default=0) or 1
    room = 1 + max((len(row.shown) for row in rows), default=0) * 0.045  # for the number written after the longest bar
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, top * room]}}
    height = len(rows) * (36 if any(len(wrapped) > 1 for wrapped in lines.values()) else 26)
    mark = {"type": "bar", "height": 17}
    return _with_look(
        {
            "width": 470,
            "height": height,
            "autosize": {"type": "fit", "contains": "padding"},
            "padding": 2,
            "data": {"values": values},
            "layer": [
                {"mark": mark | {"color": OPEN}, "encoding": {"y": y, "x": x | {"field": "open"}}},
                {"mark": mark | {"color": KNOWN}, "encoding": {"y": y, "x": x | {"field": "value"}}},
                {
                    "mark": {"type": "text", "align": "left", "dx": 5},
                    "encoding": {"y": y, "x": x | {"field": "open"}, "text": {"field": "shown"}},
                },
            ],
        }
    )


def months(points: Sequence[Point]) -> Spec:
    """A line a month with a pale band up to the top of the range."""
    values = [{"month": p.month + "-01", "value": p.value, "high": p.high} for p in points]
    x = {
        "field": "month",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%b %Y", "labelFontSize": 12, "labelPadding": 8, "tickCount": 6},
    }
    y = {"type": "quantitative", "title": None, "scale": {"zero": True, "nice": True}}
    axis = {"axis": {"grid": True, "tickMinStep": 1, "gridColor": "#dee0e2", "tickCount": 4}}
    return _with_look(
        {
            "width": 560,
            "height": 200,
            "data": {"values": values},
            "layer": [
                {
                    "mark": {"type": "area", "color": OPEN, "opacity": 0.6},
                    "encoding": {"x": x, "y": y | axis | {"field": "value"}, "y2": {"field": "high"}},
                },
                {
                    "mark": {"type": "line", "color": KNOWN, "point": {"color": KNOWN, "size": 40}, "strokeWidth": 2.5},
                    "encoding": {"x": x, "y": y | axis | {"field": "value"}},
                },
            ],
        }
    )


def funnel(points: Sequence[dict[str, Any]], curves: Sequence[dict[str, Any]], pooled: float) -> Spec:
    """Services' rates by size against limits; `points` have n, rate, name; `curves` n, low, high (widened limits)."""
    x = {
        "field": "n",
        "type": "quantitative",
        "title": "Young people affected",
        "axis": {"format": ",d", "titleFontSize": 13},
    }
    y: dict[str, Any] = {
        "type": "quantitative",
        "title": "Rate of relocation",
        "axis": {"format": ".0%", "grid": True, "titleFontSize": 13},
    }
    limit = {"type": "line", "color": "#505a5f", "strokeDash": [5, 4], "clip": True}
    return _with_look(
        {
            "width": 560,
            "height": 320,
            "layer": [
                {"data": {"values": list(curves)}, "mark": limit, "encoding": {"x": x, "y": y | {"field": "low"}}},
                {"data": {"values": list(curves)}, "mark": limit, "encoding": {"x": x, "y": y | {"field": "high"}}},
                {
                    "data": {"values": [{"pooled": pooled}]},
                    "mark": {"type": "rule", "color": "#505a5f"},
                    "encoding": {"y": y | {"field": "pooled"}},
                },
                {
                    "data": {"values": list(points)},
                    "mark": {"type": "point", "filled": True, "size": 70, "color": KNOWN, "opacity": 1},
                    "encoding": {"x": x, "y": y | {"field": "rate"}},
                },
                {
                    "data": {"values": list(points)},
                    "mark": {"type": "text", "align": "left", "dx": 7, "dy": -5, "fontSize": 12},
                    "encoding": {"x": x, "y": y | {"field": "rate"}, "text": {"field": "name"}},
                },
            ],
        }
    )


def _with_look(spec: Spec) -> Spec:
    return {"$schema": _SCHEMA, "config": _CONFIG, **spec}


def svg(spec: Spec) -> str:
    """The drawing as SVG text that goes into a page."""
    drawn = drawing.svg(spec)
    # The drawing is told in words by its table, so readers that read aloud skip it; its size follows the page.
    drawn = re.sub(
        r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)"',
        r'<svg \1width="\2" height="\3" style="max-width:100%;height:auto;overflow:visible"',
        drawn,
        count=1,
    )
    drawn = re.sub(
        r'(<text text-anchor="end"[^>]*)(><tspan>)', r'\1 dy="-7.5"\2', drawn
    )  # a label of two lines, in the middle
    return drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
