"""Makes asvs.md of asvs.csv: `python docs/reference/asvs.py > docs/reference/asvs.md`. Change the table, not the page."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

CHAPTERS = {
    "1": "Encoding and cleaning",
    "2": "Checks and business logic",
    "3": "The browser",
    "4": "Messages over HTTP",
    "5": "Files",
    "6": "Signing in",
    "7": "Sessions",
    "8": "Who may do what",
    "9": "Tokens that carry their content",
    "10": "OAuth and OpenID Connect",
    "11": "Cryptography",
    "12": "Communication",
    "13": "Configuration",
    "14": "Protecting data",
    "15": "Coding and components",
    "16": "Logging and errors",
    "17": "WebRTC",
}
HEAD = """<!-- Made by `python docs/reference/asvs.py` from asvs.csv: change the table, not this page. -->
# Held against the OWASP ASVS

The Application Security Verification Standard of OWASP, version 5.0.0: levels 1 and 2, and level 3 of the chapters on who may do what
(8) and on logging (16). The numbers are the standard's; the few words beside them are ours, so read the standard for what each asks.
*Met* names the test, setting or file that shows it, and a test holds that each is there. *Open* means not met, or not shown. We have judged ourselves: nobody else has yet.
"""


def page(rows: list[dict[str, str]]) -> str:
    """The page as Markdown."""
    counts = Counter(row["state"] for row in rows)
    lines = [
        HEAD,
        f"{len(rows)} requirements: " + ", ".join(f"{many} {state}" for state, many in counts.most_common()) + ".",
        "",
    ]
    for number, title in CHAPTERS.items():
        lines += [f"## {number}. {title}", "", "| | level | | state | shown by | |", "|---|---|---|---|---|---|"]
        for row in rows:
            if row["number"].partition(".")[0] == number:
                shown = ", ".join(f"`{_short(one)}`" for one in row["shown_by"].split())
                lines.append(
                    f"| {row['number']} | {row['level']} | {row['says']} | {row['state']} | {shown} | {row['why']} |"
                )
        lines.append("")
    return "\n".join(lines)


def _short(shown: str) -> str:
    """What shows it, as it is looked for: a test by its name, a setting by its name, a file by its path."""
    kind, _, what = shown.partition(":")
    return what.rpartition("::")[2] if kind == "test" else what


def rows() -> list[dict[str, str]]:
    """The table's rows."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    print(page(rows()))  # noqa: T201 - a page for a file
