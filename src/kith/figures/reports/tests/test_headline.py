"""The sentence that people take away reads well in every state, and says no nought of what no file told of."""

from __future__ import annotations

import polars as pl
import pytest
from tests.datasets import dataset

from kith.figures.measures.figure import figures
from kith.figures.reports.headline import headline, sentence
from kith.figures.reports.tests.released import people, release
from kith.figures.reports.wording import category, interval, moves_wait, number, possible_matches, shown


def said(profile: str = "internal", **counts: int | str) -> str:
    return sentence(release(people(**counts), profile).figures)  # type: ignore[arg-type]


def test_a_range_is_said_as_one_with_why_it_is_one() -> None:
    assert said() == (
        "Of 30 young people supported, 12 were affected by harm outside the home, and of these 3 to 5 had been moved out of "
        "area because of it (25.0% to 41.7%); the range narrows as moves are reviewed."
    )


def test_what_is_reviewed_whole_is_said_as_one_number() -> None:
    assert said(open_=0) == (
        "Of 30 young people supported, 12 were affected by harm outside the home, and of these 3 had been moved out of area "
        "because of it (25.0%)."
    )


def test_one_and_none_are_said_as_people_say_them() -> None:
    assert said(supported=1, affected=1, moved=1, open_=0).startswith(
        "Of 1 young person supported, 1 was affected by harm outside the home, and of these 1 had been moved"
    )
    assert said(moved=0, open_=0).endswith("and of these none had been moved out of area because of it.")
    assert said(affected=0, moved=0, open_=0) == (
        "Of 30 young people supported, none is recorded as affected by harm outside the home."
    )
    too_young = dataset(people=[{"birth_date": "2015-01-01"}], harms=[], placements=[])
    assert sentence(release(too_young).figures) == "Nobody of 10 to 25 years is recorded as supported in this month."


def test_hidden_numbers_are_said_to_be_hidden() -> None:
    hidden = said("published", supported=40, affected=20, moved=3, open_=0)
    assert hidden == (
        "Of 40 young people supported, 20 were affected by harm outside the home, and the number moved out of area because of "
        "it is hidden."
    )
    all_hidden = said("published", supported=4, affected=3, moved=1, open_=0)
    assert all_hidden == (
        "Of the young people supported, whose number is hidden, the number affected by harm outside the home is hidden, and "
        "the number moved out of area because of it is hidden."
    )


def test_rounded_numbers_are_said_to_be_about_so_many() -> None:
    assert said("national").startswith("Of about 30 young people supported, about 10 were affected")


@pytest.mark.parametrize(
    ("absent", "says"),
    [
        ("involvements", "No file that was read says who is supported, so nothing can be counted."),
        (
            "harms",
            (
                "Of 30 young people supported, it cannot be said how many were affected by harm outside the home, because no file "
                "told of harm."
            ),
        ),
        (
            "placements relocations",
            (
                "Of 30 young people supported, 12 were affected by harm outside the home; it cannot be said how many of these had "
                "been moved, because no file told of stays away from home."
            ),
        ),
    ],
)
def test_what_no_file_told_of_is_never_said_as_nought(absent: str, says: str) -> None:
    assert said(moved=0, open_=0, absent=absent) == says


@pytest.mark.parametrize("profile", ["internal", "published", "national"])
@pytest.mark.parametrize("absent", ["involvements", "harms", "placements relocations", "missing"])
def test_no_line_of_the_headline_shows_a_nought_for_what_no_file_told_of(profile: str, absent: str) -> None:
    found = release(people(moved=0, open_=0, absent=absent), profile).figures
    gone = set(found.filter(pl.col("state") == "not_available")["measure"])
    assert gone
    assert {line.shown for line in headline(found) if line.key in gone} <= {"not available"}


def test_nothing_to_count_is_said_so() -> None:
    nobody = release(people(supported=0, affected=0, moved=0, open_=0)).figures
    unlike = figures(pl.DataFrame({"period": ["2019-09"], "measure": ["x"]}))
    assert sentence(nobody) == sentence(unlike) == "There is nothing to count for this month."


def test_a_part_of_the_confirmed_is_said_of_the_confirmed_alone() -> None:
    lines = {line.key: line for line in headline(release(people()).figures)}
    assert (lines["relocated"].shown, lines["relocated"].of) == ("3 to 5", "12")
    assert lines["more_than_one_stay"].of == "3"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": 1234.0}, "1,234"),
        ({"value": 3.0, "low": 3.0, "high": 5.0, "interval": "range", "state": "range"}, "3 to 5"),
        ({"value": 3.0, "low": 3.0, "high": 3.0, "interval": "range", "state": "range"}, "3"),
        ({"value": None, "state": "suppressed"}, "hidden"),
        ({"value": None, "state": "not_available"}, "not available"),
        ({"value": None, "state": "exact"}, "not available"),
        ({"measure": "affected_share", "value": 0.1234, "low": 0.1, "high": 0.2, "interval": "wilson_95"}, "12.3%"),
    ],
)
def test_a_figure_is_worded_by_its_state(change: dict[str, object], says: str) -> None:
    row = {"measure": "affected", "state": "exact", "low": None, "high": None, "interval": ""} | change
    assert shown(row) == says


def test_an_interval_is_worded_only_where_it_is_one_of_95_per_cent() -> None:
    row = {"measure": "affected_share", "interval": "wilson_95", "low": 0.1, "high": 0.25}
    assert interval(row) == "10.0% to 25.0%"
    assert interval(row | {"interval": "range"}) == interval(row | {"low": None}) == ""


def test_numbers_shares_and_categories_are_worded_for_people() -> None:
    assert (number(0.5, "share"), number(12345, "people"), number(-0.25, "coefficient")) == ("50.0%", "12,345", "-0.25")
    assert category({"breakdown": "", "category": ""}) == "Total"
    assert category({"breakdown": "age_band", "category": "18+"}) == "18 and over"
    assert category({"breakdown": "harm_combination", "category": "cce+cse"}).count(" and ") == 1
    assert (moves_wait(1), moves_wait(2), possible_matches(1)) == ("1 move waits", "2 moves wait", "1 possible match")
