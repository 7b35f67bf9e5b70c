"""Laws of the reader: cutting into years, the order of rows and files, and rubbish may not change or lose anyone."""

from __future__ import annotations

import datetime as dt
import random

import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kith.reading.sources.extracts import ROW, Extract, Sheet
from kith.reading.sources.ssda903.parts import PARTS
from kith.reading.sources.ssda903.tests.given import Rows, episodes, header, read, sheet

DAY = dt.timedelta(days=1)
# A counterexample of these laws is small enough to read; making it smaller takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
LEGAL, PLACES = ("C1", "C2", "V2", "E1"), ("U6", "K2", "R1", "T0")


@st.composite
def histories(draw, child: str) -> Rows:
    """One child's episodes as the whole truth has them: linked by X1, with times out of care, open at the end or not."""
    day = dt.date(2016, 4, 1) + DAY * draw(st.integers(0, 700))
    rows: Rows = []
    for _ in range(draw(st.integers(1, 2))):  # times of care
        legal, place = draw(st.sampled_from(LEGAL)), draw(st.sampled_from(PLACES))
        for n in range(draw(st.integers(1, 4))):
            reason = draw(st.sampled_from("LPTBU")) if n else "S"
            if reason in "LBU":
                legal = draw(st.sampled_from([code for code in LEGAL if code != legal]))
            if reason in "PTBU":
                place = draw(st.sampled_from(PLACES))
            end = day + DAY * draw(st.integers(1, 300))
            row = {"CHILD": child, "RNE": reason, "LS": legal, "PLACE": place}
            rows.append(row | {"DECOM": british(day), "DEC": british(end), "REC": "X1"})
            day = end
        rows[-1]["REC"] = "E4A"
        day += DAY * draw(st.integers(1, 200))
    if draw(st.booleans()):
        rows[-1] |= {"DEC": "", "REC": ""}
    return rows


def british(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def day_of(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007 - a day has no zone


def of_year(rows: Rows, year: int) -> Rows:
    """What an authority returns in that collection year: episodes that met it, those open at its end without an end."""
    first, last = dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
    found = []
    for row in rows:
        began, ended = day_of(row["DECOM"]), day_of(row["DEC"])
        if began <= last and (ended is None or ended >= first):
            found.append(row if ended and ended <= last else row | {"DEC": "", "REC": ""})
    return found


def yearly(rows: Rows) -> list[Sheet]:
    years = range(2017, 2036)
    return [episodes(*part, file=f"{year}.csv") for year in years if (part := of_year(rows, year))]


def content(extract: Extract) -> dict[str, list[tuple[object, ...]]]:
    return {name: frame.drop("source").rows() for name, frame in extract.tables.items()}


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(st.tuples(histories("1"), histories("2"), histories("3")))
def test_a_history_cut_into_yearly_files_reads_as_it_does_whole(children):
    rows = [row for child in children for row in child]
    whole, cut = read(header("1", "2", "3"), episodes(*rows)), read(header("1", "2", "3"), *yearly(rows))
    assert content(cut) == content(whole)
    told = {problem.rule.key for problem in cut.problems if problem.file != "header.csv"}
    assert told <= {"ssda903_closed_later", "ssda903_repeated", "ssda903_place_changed"}


@settings(max_examples=10, deadline=None, phases=PHASES)
@given(st.tuples(histories("1"), histories("2")), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_files_does_not_matter(children, chance: random.Random):
    rows = [row for child in children for row in child]
    files = [header("1", "2"), *yearly(rows)]
    expected = content(read(*files))
    shuffled = [
        Sheet(
            one.file,
            one.frame.drop(ROW).sample(fraction=1, shuffle=True, seed=chance.randint(0, 99)).with_row_index(ROW, 2),
        )
        for one in chance.sample(files, len(files))
    ]
    assert content(read(*shuffled)) == expected


@settings(max_examples=10, deadline=None, phases=PHASES)
@given(histories("1"))
def test_the_days_in_care_are_those_of_the_episodes_and_of_the_stays(rows):
    found = read(header("1"), episodes(*rows))

    def days(pairs) -> set[dt.date]:
        far = dt.date(2036, 1, 1)
        return {first + DAY * n for first, last in pairs if first for n in range(((last or far) - first).days + 1)}

    told = days((day_of(row["DECOM"]), day_of(row["DEC"])) for row in rows)
    for table in ("placements", "involvements"):
        assert days(found.tables[table].select("from_on", "to_on").iter_rows()) == told


CELLS = (
    *("", "1", "2", "X1", "L", "S", "C2", "V4", "K2", "M", "F", "PN1", "01/04/2017", "31/03/2018", "31/02/2018"),
    *("05/06/2018", "2018-06-05", "x", "=1+1", "9" * 40, "01/01/0001", "ÿ\x00", "99999"),
)
CELL = st.sampled_from(CELLS)


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(st.data())
def test_rubbish_in_any_cell_of_any_file_loses_no_child_and_raises_nothing(data):
    files = []
    for part in data.draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4)):
        names = [field.name for field in part.fields]
        rows = data.draw(st.lists(st.lists(CELL, min_size=len(names), max_size=len(names)), max_size=6))
        files.append(sheet(f"{len(files)}.csv", names, rows))
    found = read(*files)
    named = {child for one in files for child in one.frame["CHILD"].drop_nulls()}
    assert set(found.tables["people"]["person_id"]) == named == set(found.identities["person_id"])
    for name, frame in found.tables.items():
        assert frame["row_id"].is_unique().all(), name
        if "to_on" in frame.columns:
            assert frame.filter(pl.col("to_on") < pl.col("from_on")).is_empty(), name
