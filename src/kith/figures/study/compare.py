"""Published against computed: every printed figure beside the one that the measures give for the twin, and what each pair is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum
from pathlib import Path

from kith.dataset.dataset import Dataset
from kith.figures.measures.compare import compare as compare_services
from kith.figures.measures.snapshot import snapshot
from kith.figures.study.published import Finding, Published, figures, findings, table
from kith.figures.study.reckonings import OF_SERVICE, RECKONINGS, Found, Value
from kith.figures.study.twin import MONTH, twin
from kith.foundation.outputs import whole_folder

NOT_OF_THE_DATASET = "Not of the dataset"
"""The part of the papers' other figures: interviews and case reviews."""


class State(Enum):
    """What a published and a computed figure are to each other."""

    EQUAL = "equal"
    ROUNDED = "equal after the published rounding"
    FINDING = "finding"
    NOT_HAD = "cannot be had"
    NOT_OF_THE_DATASET = "not a figure of the dataset"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Row:
    """One published figure beside the computed one. `remark` says what a finding is, or why a figure cannot be had."""

    part: str
    figure: str
    service: str
    published: str
    computed: str
    unit: str
    state: str
    source: str
    remark: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows, in the order of the papers."""

    rows: tuple[Row, ...]

    @property
    def differs(self) -> bool:
        """Whether any figure differs that is no declared finding, or a declared finding no longer holds."""
        return bool(self.of(State.DIFFERS))

    def of(self, state: State) -> list[Row]:
        """The rows of one state."""
        return [row for row in self.rows if row.state == state.value]

    def write_csv(self, path: Path) -> None:
        """One line a row under the names of its fields; whole or not at all (OutputRefused)."""
        with whole_folder(path.parent) as folder, (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(field.name for field in fields(Row))
            writer.writerows(map(astuple, self.rows))


def compare(dataset: Dataset | None = None) -> Comparison:
    """Run the measures on the twin, or on another dataset of its shape, and hold every published figure against them."""
    tables = (twin() if dataset is None else dataset).tables
    month = snapshot(tables, MONTH)
    found = Found(month, compare_services(month.figures))
    declared = findings()
    rows = [_judged(one, found, declared.get(one.key)) for one in figures()]
    unmet = declared.keys() - {one.key for one in figures()}
    if unmet:
        raise LookupError(f"findings.csv names figures that are not published: {sorted(unmet)}")
    return Comparison((*rows, *_not_of_the_dataset()))


def _judged(one: Published, found: Found, finding: Finding | None) -> Row:
    if one.not_had:
        return _row(one, "", State.NOT_HAD, one.not_had)
    computed = _computed(one, found)
    state = judge(one.published, computed, finding)
    remark = f"{finding.what} {finding.how_we_know}" if finding else one.note
    if finding and state is State.DIFFERS:
        remark = f"The declared finding does not hold: the rows were to give {finding.computed}."
    return _row(one, _in_words(computed), state, remark)


def _computed(one: Published, found: Found) -> Value:
    if one.reckoned and one.service:
        return OF_SERVICE[one.reckoned](found, one.service)
    if one.reckoned:
        return RECKONINGS[one.reckoned](found)
    place = (one.measure, one.breakdown, one.category)
    value = found.by_service(*place)[one.service] if one.service else found.together(*place)
    return 100 * value if one.unit == "percent" else value


def judge(published: str, computed: Value, finding: Finding | None) -> State:
    """What the two are to each other. With a finding, published and computed must both be what it says, else they differ.

    The published decimals are the rounding that a computed number is held to, halves away from nought.
    """
    if finding:
        holds = published == finding.published and same(finding.computed, computed) in (State.EQUAL, State.ROUNDED)
        return State.FINDING if holds and same(published, computed) is State.DIFFERS else State.DIFFERS
    return same(published, computed)


def same(printed: str, computed: Value) -> State:
    """Equal, equal after the rounding of the printed text, or different."""
    try:
        number = Decimal(printed)
    except InvalidOperation:
        return State.EQUAL if printed == computed else State.DIFFERS
    if computed is None or isinstance(computed, str):
        return State.EQUAL if printed == computed else State.DIFFERS
    if number == Decimal(repr(float(computed))):
        return State.EQUAL
    rounded = Decimal(repr(float(computed))).quantize(number, ROUND_HALF_UP)
    return State.ROUNDED if rounded == number else State.DIFFERS


def _in_words(computed: Value) -> str:
    if computed is None:
        return "none"
    return computed if isinstance(computed, str) else f"{computed:.6f}".rstrip("0").rstrip(".")


def _row(one: Published, computed: str, state: State, remark: str) -> Row:
    return Row(one.part, one.figure, one.service, one.published, computed, one.unit, state.value, one.source, remark)


def _not_of_the_dataset() -> Iterator[Row]:
    """Interviews and case reviews: beside the printed figure stands another that the papers give for it, where they do."""
    for row in table("not_of_the_dataset"):
        state = State.FINDING if row["at_odds"] else State.NOT_OF_THE_DATASET
        place = (NOT_OF_THE_DATASET, row["figure"], "", row["value"], row["at_odds"])
        yield Row(*place, "", state.value, row["source"], row["note"])
