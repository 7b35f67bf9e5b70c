"""How well the suggestions find people written with errors, on invented people whose truth is known."""

from __future__ import annotations

import datetime as dt
import logging
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.foundation.problems import Problems
from kith.reading.linkage.model import SUGGEST_FROM, TRAIN_FROM, suggest

COLUMNS = {
    "who": pl.String,
    "given_name": pl.String,
    "family_name": pl.String,
    "birth_date": pl.Date,
    "sex": pl.String,
    "postcode": pl.String,
}
PARTS = [
    "an",
    "be",
    "cor",
    "dal",
    "el",
    "fen",
    "gar",
    "hol",
    "is",
    "jor",
    "kel",
    "lan",
    "mor",
    "nes",
    "or",
    "pel",
    "quin",
    "ros",
    "sel",
    "tam",
    "ul",
    "ver",
    "wen",
    "yar",
    "zel",
]
Row = tuple[str, str, str, dt.date | None, str | None, str | None]


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def invented(people: int, listed: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People, and a list: four in five of it are people known, a third of those written with an error; the rest are strangers."""
    chance = random.Random(seed)

    def name() -> str:
        return "".join(chance.choice(PARTS) for _ in range(chance.randint(2, 3))).title()

    def person(who: str) -> Row:
        born = dt.date(2000, 1, 1) + dt.timedelta(days=chance.randrange(6_500))
        return who, name(), name(), born, chance.choice("MF"), f"ZQ{chance.randint(1, 30)} 1A{chance.choice('ABDE')}"

    def again(row: Row) -> Row:
        who, given, family, born, sex, postcode = row
        assert born is not None
        place = chance.randrange(1, len(family))
        error = chance.randrange(15)
        if error == 0:
            family = family[:place] + family[place + 1 :]
        elif error == 1:
            given = given[:place] + "x" + given[place:]
        elif error == 2:
            given, family = family, given
        elif error == 3:
            born = born.replace(month=born.day, day=born.month) if born.day <= 12 else born.replace(day=born.day - 10)
        elif error == 4:
            born, sex = None, None
        return f"{who}#L", given, family, born, sex, postcode if chance.random() > 0.4 else None

    known = [person(f"k{n}") for n in range(people)]
    written = [again(row) for row in chance.sample(known, listed * 4 // 5)]
    strangers = [person(f"n{n}#L") for n in range(listed - len(written))]
    return frame(known), frame(written + strangers)


def precision_and_recall(known: pl.DataFrame, listed: pl.DataFrame, threshold: float) -> tuple[float, float]:
    problems = Problems()
    pairs = suggest(known, listed, problems).filter(pl.col("probability") >= threshold)
    assert not problems
    right = pairs.filter(pl.format("{}#L", "person") == pl.col("listed")).height
    return right / pairs.height, right / listed["who"].str.starts_with("k").sum()


@pytest.mark.parametrize(("people", "listed"), [(2_000, 40), (2_000, 300), (3_000, 1_000)])
def test_people_written_with_errors_are_found(people: int, listed: int) -> None:
    assert ((people, listed) >= TRAIN_FROM) or listed < TRAIN_FROM[1]
    known, written = invented(people, listed, seed=people + listed)
    precision, recall = precision_and_recall(known, written, 0.9)
    assert precision >= 0.97
    assert recall >= 0.93
    precision, recall = precision_and_recall(known, written, SUGGEST_FROM)
    assert precision >= 0.9
    assert recall >= 0.95


def test_the_same_data_give_the_same_suggestions_in_any_order() -> None:
    known, written = invented(1_200, 600, seed=5)
    once = suggest(known, written, Problems())
    again = suggest(known.sample(fraction=1, shuffle=True, seed=1), written.reverse(), Problems())
    assert (
        once.select("person", "listed", "why")
        .sort("person", "listed")
        .equals(again.select("person", "listed", "why").sort("person", "listed"))
    )


def test_a_birth_date_and_sex_alone_suggest_where_there_are_no_names() -> None:
    born = dt.date(2008, 5, 4)
    known = frame([("1", None, None, born, "F", None), ("2", None, None, dt.date(2009, 1, 1), "F", None)])  # type: ignore[list-item]
    pairs = suggest(known, frame([("l#2", "Some", "Body", born, "F", None)]), Problems())
    assert pairs["person"].to_list() == ["1"]
    assert pairs["why"].to_list() == ["the same birth date; the same sex"]


@pytest.mark.parametrize("absent", [("given_name", "family_name"), ("birth_date",)])
def test_many_people_without_names_or_birth_dates_on_one_side_are_no_trouble(absent: tuple[str, ...]) -> None:
    known, written = invented(1_500, 600, seed=4)
    bare = known.with_columns(pl.lit(None, dtype=COLUMNS[name]).alias(name) for name in absent)
    problems = Problems()
    pairs = suggest(bare, written, problems)
    assert not problems
    right = pairs.filter(pl.format("{}#L", "person") == pl.col("listed")).height
    assert right / written["who"].str.starts_with("k").sum() >= 0.6


def test_nothing_is_said_while_working(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        suggest(*invented(1_500, 600, seed=3), Problems())
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.name.startswith("splink")]


def test_nobody_on_one_side_suggests_nothing() -> None:
    known, written = invented(5, 5, seed=1)
    assert suggest(known.clear(), written, Problems()).is_empty()
    assert suggest(known, written.clear(), Problems()).is_empty()


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_for_a_name_is_compared_without_a_problem(given_name: str, family_name: str) -> None:
    born = dt.date(2008, 5, 4)
    problems = Problems()
    pairs = suggest(
        frame([("1", given_name, family_name, born, "F", "ZQ1 1AA")]),
        frame([("l#2", given_name, family_name, born, "F", "ZQ1 1AA")]),
        problems,
    )
    assert not problems
    assert pairs.height == 1
