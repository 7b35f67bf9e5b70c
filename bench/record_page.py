"""The section of the page of benchmarks about the record under load, made from its results alone."""

from __future__ import annotations

from typing import Any

WHAT = {
    "empty": "the start page, which is all but empty: the floor",
    "bare": "my notices, of which there are none: the floor",
    "work": "my work: what is due for one’s own young people",
    "record": "a young person's record",
    "search": "a search by a misspelt name among one's own people: search and results",
    "search_anybody": "the same among everybody, by an on-call worker",
    "list": "my young people",
    "seen": "who has seen this record",
    "contexts": "the contexts one may see",
    "context": "a context: what makes it unsafe, who is affected",
    "notes": "the notes about a young person",
    "story": "a young person’s story",
}


def section(result: dict[str, Any]) -> str:
    """The section (Markdown)."""
    made, sign_ins = result["made"], result["sign_ins"]
    floor = result["pages"].get("bare") or result["pages"]["empty"]
    beside = f", {made['contexts']:,} contexts, {made['notes']:,} notes" if "contexts" in made else ""
    rows = [_row(WHAT[name], result["pages"][name], floor) for name in WHAT if name in result["pages"]]
    rows.append(_row("signing in: form, password, start page", sign_ins, floor))
    table = "\n".join(
        ["| | times | p50 ms | p95 ms | p99 ms | p50, times the floor |", "|---|---|---|---|---|---|", *rows]
    )
    about = "; ".join(f"{name.lower()}: {text}" for name, text in result["machine"].items())
    return f"""## The record under load

`python3 start.py bench record` (some ten minutes; it needs PostgreSQL's programs) makes {made["people"]:,} people{beside} and {made["events"]:,} events of the
audit in a chain that verifies, with {made["workers"]} practitioners who have {made["open"]:,} young people allocated, on a PostgreSQL of its own that waits for
the disk, and serves the site as `start.py serve --no-jobs` does (what is done at night is not done meanwhile). {result["users"]} people each ask for a page every {result["every"]:g} seconds for {result["seconds"]} seconds; then {sign_ins["asked"]}
sign-ins of {sign_ins["people"]} people begin within a minute. All are asked from the same machine, over loopback, so the asking costs some of what is measured. A page's time
runs from the moment when it should have been asked. *p95*: 95 of a hundred were quicker.

{table}

Pages that failed: {result["failed"]}. Sign-ins that failed: {sign_ins["failed"]}; all were done {sign_ins["within"]:g} s after the first began. Making it all took
{sum(made["seconds"].values()):,.0f} s. Measured on {result["on"]}; {about}.
"""


def _row(what: str, spread: dict[str, float], floor: dict[str, float]) -> str:
    ratio = spread["p50"] / floor["p50"]
    return f"| {what} | {spread['times']:,} | {spread['p50']:,.0f} | {spread['p95']:,.0f} | {spread['p99']:,.0f} | {ratio:.1f} |"
