"""The page of benchmarks, made from the results alone, so that what it says is what was measured."""

from __future__ import annotations

from typing import Any

from bench import record_page

NOTICE = (
    "<!-- Made by `python3 start.py bench` from benchmarks.json: run it again, or change bench/, not this page. -->\n"
)
ABOUT = """
What Kith is measured on, and against what. Every figure of this page comes from one run on one machine; seconds differ on
another, ratios less, so the ratios are the ones to look at. Each is the median of several runs after a warm-up, each run in a
process of its own, with the least and the greatest and the number of runs behind it; memory is the most that the process held at once.

## To repeat it

    python3 start.py bench                 # all, and this page written anew
    python3 start.py bench --only 1,4      # some; shown, this page is left alone
    python3 start.py bench --small         # small sizes, to see that it runs; not the published sizes

The whole run takes about a quarter of an hour, a third of it one validator on one file, and {disk:,} MB of disk in the folder `build`, which is
given back at the end but for the validators' environment. They are installed there the first time, with Python 3.11 and a network; without them their rows say so.
"""
SMALL = "\n**A small run, to see that it works: these are not the published sizes, and no aim is judged.**\n"


def render(results: dict[str, Any]) -> str:
    """The page (Markdown) of results as `run.py` keeps them."""
    benchmarks = results["benchmarks"].items()
    small = results["small"]
    parts = ["# Benchmarks\n", NOTICE]
    parts += [SMALL] if small else []
    parts += [ABOUT.format(disk=results["disk_mb"]), "## At a glance\n", _glance(results)]
    parts += [_section(number, one) for number, one in benchmarks]
    parts += [record_page.section(results["record"])] if "record" in results else []
    about = [[name, text] for name, text in results["machine"].items()] + [["Measured on", results["on"]]]
    versions = [[name, text] for name, text in {**results["versions"], **results["peers"]}.items()]
    parts += ["## The machine\n", _table(["", ""], about), "## Versions\n", _table(["Package", "Version"], versions)]
    return "\n".join(parts)


def _glance(results: dict[str, Any]) -> str:
    rows = []
    for number, one in results["benchmarks"].items():
        if one.get("reason"):
            rows.append([number, one["title"], "", f"not measured: {one['reason']}", "", ""])
            continue
        memory = _memory(one["measured"][0])
        for place, aim in enumerate(one["aims"]):
            lead = ["", "", ""] if place else [number, one["title"], memory]
            met = "" if results["small"] else _met(aim)
            rows.append([*lead[:2], aim["what"], _measured(aim), _aim(aim), met, lead[2]])
    return _table(["", "Benchmark", "What", "Measured", "Aim", "Met", "Peak memory"], [_filled(row) for row in rows])


def _measured(aim: dict[str, Any]) -> str:
    return ("more than " if aim.get("or_more") else "") + _value(aim["value"], aim.get("unit", ""))


def _filled(row: list[str]) -> list[str]:
    return [*row, *[""] * (7 - len(row))]


def _section(number: str, one: dict[str, Any]) -> str:
    heading = f"## {number}. {one['title']}\n"
    if one.get("reason"):
        return f"{heading}\nNot measured: {one['reason']}.\n"
    rows = [_row(entry) for entry in one["measured"]]
    table = _table(["", "Seconds, whole process", "Seconds, the work alone", "Peak memory"], rows)
    return f"{heading}\n{one['means']}\n\nSize: {one['size']}.\n\n{table}"


def _row(entry: dict[str, Any]) -> list[str]:
    if entry.get("reason"):
        return [entry["what"], f"not measured: {entry['reason']}", "", ""]
    told = entry["told"]
    names = {"inside": "", "first": "first ", "best": "best ", "seconds": ""}
    alone = "; ".join(words + _spread(told[key]) for key, words in names.items() if key in told)
    whole = _spread(entry["seconds"])
    if entry.get("stopped"):
        whole = f"more than {_number(entry['seconds']['median'])}, then stopped"
    return [entry["what"], whole, alone, _memory(entry)]


def _spread(spread: dict[str, float]) -> str:
    """Median, and range and number of runs where there were several."""
    median = _number(spread["median"])
    if spread["runs"] == 1:
        return f"{median} (one run)"
    return f"{median} ({_number(spread['min'])}–{_number(spread['max'])}, {spread['runs']} runs)"


def _memory(entry: dict[str, Any]) -> str:
    return f"{entry['memory_mb']['median']:,.0f} MB" if entry.get("memory_mb") else ""


def _aim(aim: dict[str, Any]) -> str:
    unit = aim.get("unit", "")
    if "at_most" in aim:
        return f"at most {_value(aim['at_most'], unit)}"
    return f"at least {_value(aim['at_least'], unit)}" if "at_least" in aim else ""


def _met(aim: dict[str, Any]) -> str:
    if "at_most" in aim:
        return "yes" if aim["value"] <= aim["at_most"] else "no"
    if "at_least" in aim:
        return "yes" if aim["value"] >= aim["at_least"] else "no"
    return ""


def _value(value: float, unit: str) -> str:
    return f"{_number(value)} {unit}".strip()


def _number(value: float) -> str:
    """Three digits, or the whole number where it has more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 0.01 else f"{value:.3f}"


def _table(heading: list[str], rows: list[list[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
