"""How much of the truth the files give back: recall and precision of the join, measured against the answer file."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kith.figures.measures.snapshot import snapshot
from kith.figures.reports.gathering import Gathered, gather
from kith.figures.review.candidates import candidates
from kith.figures.synth import LAST, Made, write_authority
from kith.foundation.dates import Month
from kith.reading.linkage import write_matches
from kith.reading.sources.opening import open_file

_CLOSE = dt.timedelta(days=7)
"""A move is found where a stay that began within a week of it is put before a person."""

Result = dict[str, dict[str, int]]
"""Measure → `true` (so in truth), `found` (by the join), `both`, and `visible` (true, and in some file at all)."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answer file: who is truly affected, who of them can be seen in a file, and the true relocations of the month."""

    people: frozenset[str]
    affected: frozenset[str]
    visible: frozenset[str]
    moves: list[tuple[str, dt.date, bool]]
    rows: dict[tuple[str, int], str]


def measure(made: Made, month: Month = LAST) -> Result:
    """Read and join the files of a synthetic authority, and compare with its answers.

    `affected`: persons, once every suggested match has been answered rightly. `affected, no match answered`: as first read.
    `affected, ... alone`: by one source. `moves`: true relocations among the stays put before a person in the review, which
    asks about young people with known harm, or about everyone.
    """
    answers = _read(made.answers)
    first = gather(made.folder, made.authority, month)
    joined = _confirmed(made, month, first, answers)
    result = {
        "affected": _compared(answers, _affected(joined, answers, month)),
        "affected, no match answered": _compared(answers, _affected(first, answers, month)),
    }
    for name, file in (("factors", "CIN census"), ("exploitation list", "Exploitation")):
        result[f"affected, {name} alone"] = _compared(answers, _affected(joined, answers, month, file))
    result["moves"] = _moves(joined, answers, month, everyone=False)
    result["moves, everyone asked about"] = _moves(joined, answers, month, everyone=True)
    return result


def _affected(gathered: Gathered, answers: _Answers, month: Month, file: str = "") -> frozenset[str]:
    """Who is affected by the measures; with `file` by the harms of files so called alone, without any move."""
    tables = dict(gathered.dataset.tables)
    if file:
        tables["harms"] = tables["harms"].filter(pl.col("source").str.contains(file, literal=True))
        tables |= {name: tables[name].clear() for name in ("placements", "relocations")}
    return _true_ids(snapshot(tables, month).basis.filter("affected")["person_id"], gathered, answers)


def _compared(answers: _Answers, found: frozenset[str]) -> dict[str, int]:
    return {
        "true": len(answers.affected),
        "visible": len(answers.affected & answers.visible),
        "found": len(found),
        "both": len(answers.affected & found),
    }


def _moves(gathered: Gathered, answers: _Answers, month: Month, *, everyone: bool) -> dict[str, int]:
    asked = candidates(gathered.dataset, month, everyone=everyone)
    told = asked.select("person_id", pl.coalesce("away_from", "from_on"), "from_on").rows()
    true_id = _lookup(gathered, answers)
    stays = [(true_id.get(who, who), {away, begun}) for who, away, begun in told]
    hits = [
        [
            n
            for n, (who, begun) in enumerate(stays)
            if who == person and any(abs(day - from_on) <= _CLOSE for day in begun)
        ]
        for person, from_on, _ in answers.moves
    ]
    return {
        "true": len(answers.moves),
        "visible": sum(is_visible for _, _, is_visible in answers.moves),
        "found": len(stays),
        "both": sum(bool(hit) for hit in hits),
    }


def _confirmed(made: Made, month: Month, first: Gathered, answers: _Answers) -> Gathered:
    """The same folder after somebody who knows has answered every suggested match rightly."""
    if first.suggestions.is_empty():
        return first
    said = [
        "yes" if _of_row(listed, answers) == person else "no"
        for person, listed in first.suggestions.select("person", "listed").iter_rows()
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matches.xlsx"
        write_matches(path, first.suggestions.with_columns(answer=pl.Series(said)))
        return gather(made.folder, made.authority, month, earlier=open_file(path).sheets)


def _true_ids(found: Iterable[str], gathered: Gathered, answers: _Answers) -> frozenset[str]:
    lookup = _lookup(gathered, answers)
    return frozenset(lookup.get(who, who) for who in found)


def _lookup(gathered: Gathered, answers: _Answers) -> dict[str, str]:
    """Ids in the dataset that are nobody's → whom the row that they came from is truly about."""
    people = gathered.dataset["people"].select("person_id", "source").iter_rows()
    strange = {who: source for who, source in people if who not in answers.people}
    return {who: _of_row(source or who, answers) or _of_row(who, answers) or who for who, source in strange.items()}


def _of_row(source: str, answers: _Answers) -> str:
    """Whom `file#row` is about; an id that names no row is itself."""
    file, _, row = source.rpartition("#")
    if not file or not row.isdigit():
        return source
    return answers.rows.get((file.split(" [")[0], int(row)), "")


def _read(folder: Path) -> _Answers:
    rows = _rows(folder / "answers.csv")
    seen = {
        r["person_id"] for r in rows if r["harm_in_files"] or (r["relocated_in_month"] == "yes" and r["move_in_files"])
    }
    return _Answers(
        frozenset(row["person_id"] for row in rows),
        frozenset(row["person_id"] for row in rows if row["affected"] == "yes"),
        frozenset(seen),
        [
            (row["person_id"], dt.date.fromisoformat(row["from_on"]), bool(row["move_in_files"]))
            for row in rows
            if row["relocated_in_month"] == "yes" and row["affected"] == "yes"
        ],
        {(row["file"], int(row["row"])): row["person_id"] for row in _rows(folder / "rows.csv")},
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measured(children: int, seeds: Sequence[int], rates: Sequence[float]) -> dict[float, Result]:
    """For each rate of dirt the counts of all seeds together."""
    totals: dict[float, Result] = {}
    for rate in rates:
        for seed in seeds:
            with tempfile.TemporaryDirectory() as folder:
                made = write_authority(Path(folder) / "made", children=children, seed=seed, dirt=rate)
                for name, counts in measure(made).items():
                    total = totals.setdefault(rate, {}).setdefault(name, dict.fromkeys(counts, 0))
                    for key, count in counts.items():
                        total[key] += count
    return totals
