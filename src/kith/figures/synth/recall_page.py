"""Writes the page that says how much the join finds, so that its numbers are the measured ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from kith.figures.synth.recall import Result, measured
from kith.foundation.dates import in_words
from kith.foundation.outputs import whole_folder

RATES = (0.0, 0.02, 0.1)
_ROWS = {
    "affected": "Affected young people, all sources joined, matches answered",
    "affected, no match answered": "The same, before anybody has answered a match",
    "affected, factors alone": "The same, from assessment factors alone",
    "affected, exploitation list alone": "The same, from the exploitation list alone",
    "moves": "Relocations put before a person in the review sheet",
    "moves, everyone asked about": "The same with `--review-everyone`",
}
_PAGE = """# How much the join finds

Nobody can say of real files what they leave out. Of synthetic ones we can: an answer file says what truly happened to each
young person and is written before any file is made of it. This page compares what Kith makes of the files with those answers.
It is generated (`kith.figures.synth.recall_page.write_page`); do not edit it.

Measured on {day}: {authorities} synthetic authorities of {children:,} people each (seeds {seeds}), three collection years,
September 2025; together {affected:,} truly affected young people and {moves:,} true relocations in the month. *Dirt* is the share of
rows with something wrong in them: a date with day and month swapped, an id with two digits transposed, a misspelt name, a blank.

- **Recall**: of what is truly so, how much is found. **Precision**: of what is found, how much is truly so.
- **Of what can be seen**: recall among the affected whom at least one file names; nothing can find the others.

{tables}
## What to make of it

- No single source is enough. Factors miss whoever was not assessed since the harm was noticed, and harms that have no factor (serious
  youth violence, online, relationship abuse); the list misses whom the panel has not heard of. Joined, they find more than either.
- Some are in no file at all: in these authorities {unseen} of {affected}. No join finds them; only people who know the young people do.
- What is lost though some file names something has these causes. The only factors are 18B or 19B, which do not say whether the harm
  was outside the home, or 10A, as going missing alone does not count. In Annex A early help is known by an assessment's dates and
  seems over when it is complete. A relocated young person's harm is named nowhere, and nobody has said yet why they moved. A
  list's row without id stays out until someone confirms who it is. A mistyped id or birth date makes a stranger of somebody.
- Found wrongly are young people sexually exploited inside the family alone: factor 11A cannot tell them apart, so that figures
  resting on factors alone are labelled as assumed.
- Precision of the review sheet is low on purpose: it asks about stays of young people with known harm, and most of these stays have
  other reasons. A person decides. A relocation of someone whose harm no file names is asked about only with `--review-everyone`,
  which asks many more questions for the few that it adds.
- These shares are those of made-up authorities, drawn from the parameters in `src/kith/figures/synth/parameters.toml`, some of
  which are published and some assumed. They say what the join can do, not how well any authority records.
"""


def write_page(path: Path, *, children: int = 4000, seeds: Sequence[int] = (1, 2, 3), day: dt.date) -> None:
    """Measure and write the page; `day` is the date that it bears. Takes some minutes."""
    results = measured(children, seeds, RATES)
    first = results[RATES[0]]
    text = _PAGE.format(
        day=in_words(day),
        authorities=len(seeds),
        children=children,
        seeds=", ".join(map(str, seeds)),
        affected=first["affected"]["true"],
        moves=first["moves"]["true"],
        unseen=first["affected"]["true"] - first["affected"]["visible"],
        tables="\n".join(_table(rate, results[rate]) for rate in RATES),
    )
    with whole_folder(path.parent) as stage:
        (stage / path.name).write_text(text, encoding="utf-8", newline="\n")


def _table(rate: float, result: Result) -> str:
    lines = [
        f"### {'No dirt' if not rate else f'{rate:.0%} of rows dirty'}",
        "",
        "| | Recall | Of what can be seen | Precision | Found / true |",
        "|---|---|---|---|---|",
    ]
    for key, words in _ROWS.items():
        counts = result[key]
        shares = [_share(counts["both"], counts[of]) for of in ("true", "visible", "found")]
        lines.append(f"| {words} | {' | '.join(shares)} | {counts['both']} of {counts['true']} |")
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{min(part / whole, 1):.0%}" if whole else "-"
