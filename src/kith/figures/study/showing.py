"""The comparison for people: on the terminal, and as the reference page on the study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from kith.figures.study.compare import NOT_OF_THE_DATASET, Comparison, Row, State, compare

MARKS = {
    State.EQUAL.value: "=",
    State.ROUNDED.value: "~",
    State.FINDING.value: "*",
    State.NOT_HAD.value: "-",
    State.NOT_OF_THE_DATASET.value: "-",
    State.DIFFERS.value: "!",
}
"""What stands between published and computed. Plain characters: a Windows console may know no others."""

STYLES = {State.FINDING.value: "yellow", State.DIFFERS.value: "bold red", State.NOT_HAD.value: "dim"}

LEGEND = "= equal  ~ equal after the published rounding  * finding  ! differs  - not to be had"

HEADINGS = {
    "affected by extra-familial harm": "Affected",
    "in out-of-area placements": "Out of area",
    "rate of relocation": "Rate, %",
    "in multiple out-of-area placements": "Multiple",
    "missing from out-of-area placements": "Missing",
    "missing episodes": "Episodes",
    "rate group": "Group",
}
"""Short names for the columns of Table 2 on the terminal."""


def summary(comparison: Comparison) -> str:
    """How many figures are in each state, in a sentence."""
    counts = [(len(comparison.of(state)), state.value) for state in State]
    return ", ".join(f"{count} {words}" for count, words in counts if count) + "."


def show(comparison: Comparison, console: Console) -> None:
    """Print published against computed by part, then each finding and whatever differs with its reason."""
    console.print(f"Published, then computed from the rows of a made-up twin.\n{LEGEND}\n")
    for part, rows in groupby(comparison.rows, key=lambda row: row.part):
        if part != NOT_OF_THE_DATASET:
            console.print(_terminal_table(part, list(rows)))
    for state in (State.FINDING, State.NOT_HAD, State.DIFFERS):
        if found := comparison.of(state):
            console.print(f"[bold]{state.value.capitalize()}[/bold]")
        for row in found:
            console.print(Padding(escape(_told(row)), (0, 0, 0, 2)))
    console.print(f"\n[bold]{len(comparison.rows)} figures:[/bold] {summary(comparison)}")


def _terminal_table(title: str, rows: list[Row]) -> Table:
    """One line a service where figures are by service, else one line a figure."""
    by_service = bool(rows[0].service)
    names = list(dict.fromkeys(row.figure for row in rows)) if by_service else ["Published and computed"]
    table = Table("Service" if by_service else "Figure", title=title, title_justify="left", box=SIMPLE_HEAD, padding=0)
    for name in names:
        table.add_column(HEADINGS.get(name, name))
    lines: dict[str, dict[str, str]] = {}
    for row in rows:
        line, column = (row.service, row.figure) if by_service else (row.figure, names[0])
        lines.setdefault(line, {})[column] = _pair(row)
    for line, cells in lines.items():
        table.add_row(escape(line), *(cells.get(name, "") for name in names))
    return table


def _pair(row: Row) -> str:
    text = escape(
        f"{row.published} {MARKS[row.state]} {_short(row.computed)}{' ' + row.unit if not row.service else ''}"
    )
    style = STYLES.get(row.state)
    return f"[{style}]{text}[/{style}]" if style else text


def _short(computed: str) -> str:
    """At most three decimals, which shows the rounding of any printed figure."""
    try:
        return f"{float(computed):.3f}".rstrip("0").rstrip(".")
    except ValueError:
        return computed


def _told(row: Row) -> str:
    service = f", service {row.service}" if row.service else ""
    beside = f" beside {row.computed}" if row.computed else ""
    return f"{row.figure}{service}: {row.published}{beside}. {row.remark}"


INTRODUCTION = """
`kith study` makes up a record-level twin of the thirteen services of the *Securing Safety* study (September 2019), runs the same
measures on it as on any authority's return, and sets each published figure beside the computed one. It ends with status 1 if
anything differs but the findings below.

The twin's young people are made up. Each service stands under its letter, which is no authority. What the papers print is what the
rows were made from; that the figures come out again shows that the measures count as the study counted, and where the
printed figures do not agree with each other. What no paper gives is left not known, or is allotted in a way that the
twin's code and `allocation.csv` say: numbers supported by service (in proportion to numbers affected), planned moves by service, which services
report which kinds of harm or disability, and which lengths of placement. Nothing can be learnt from those.

Sources: Firmin, Wroe and Skidmore, *A sigh of relief* (2020; SR); Firmin, Wroe and Bernard, *Last resort or best interest?* (2021; LR);
the paper on relationships and relocation from the same study (RR); Child Safeguarding Practice Review Panel, *It was hard to escape*
(2020; HE). A number after the letters is a line of the plain text that was read.
"""

ABOUT_FINDINGS = "Faults of the published figures, kept as printed and never mended."

_NOTICE = "<!-- Made by `kith docs` from the code: change the declarations, not this page. -->\n"


def page() -> str:
    """The reference page on the study (Markdown), made from the comparison."""
    comparison = compare()
    parts = [_NOTICE, "# The study, reproduced", INTRODUCTION, summary(comparison), "## Findings", ABOUT_FINDINGS]
    parts.append(_markdown(_FINDING, comparison.of(State.FINDING)))
    for part, rows in groupby(comparison.rows, key=lambda row: row.part):
        parts += [f"## {part}", _markdown(_PAIR, list(rows))]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _remark(row: Row) -> str:
    return "" if row.state == State.FINDING.value else row.remark


_LEAD: dict[str, Callable[[Row], str]] = {
    "Figure": lambda row: row.figure,
    "Service": lambda row: row.service,
    "Published": lambda row: row.published,
}
_FINDING = _LEAD | {
    "Beside it": lambda row: row.computed,
    "What is wrong and how we know": lambda row: row.remark,
    "Source": lambda row: row.source,
}
_PAIR = _LEAD | {
    "Computed": lambda row: row.computed,
    "Unit": lambda row: row.unit,
    "State": lambda row: row.state,
    "Remark": _remark,
    "Source": lambda row: row.source,
}
"""The columns of the page's tables: heading → what stands in it."""


def _markdown(columns: dict[str, Callable[[Row], str]], rows: Sequence[Row]) -> str:
    """A Markdown table without the columns that are empty in every row."""
    filled = {head: cell for head, cell in columns.items() if any(map(cell, rows))}
    lines = [list(filled), ["---"] * len(filled)]
    lines += [[cell(row).replace("|", "\\|") for cell in filled.values()] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
