"""The review asks only what a person must say, keeps every answer, and moves nothing on its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.dataset.dataset import Dataset
from kith.figures.review import sheet
from kith.figures.review.candidates import candidates, stays
from kith.figures.review.decisions import Decision, apply
from kith.foundation.dates import Month
from kith.reading.sources.opening import open_file

SEPTEMBER = Month(2019, 9)
PLACED = {
    "authority": "E09000012",
    "person_id": "A1",
    "row_id": "p1",
    "from_on": dt.date(2019, 8, 20),
    "locality": "out",
    "due_to_efh": "not_reviewed",
    "source": "episodes.csv#2",
}
HARMED = {
    "authority": "E09000012",
    "person_id": "A1",
    "row_id": "h1",
    "harm": "cce",
    "setting": "outside",
    "setting_basis": "assumed",
    "from_on": dt.date(2019, 1, 1),
    "source": "cin.xml#1",
    "evidence": "CIN factor 24A",
}


def dataset(placements: list[dict[str, Any]], harms: list[dict[str, Any]], **others: list[dict[str, Any]]) -> Dataset:
    people = {(r["authority"], r["person_id"]) for r in placements + harms}
    rows = {
        "people": [
            {"authority": a, "person_id": p, "row_id": f"person {p}", "birth_date": dt.date(2004, 5, 1), "source": "x"}
            for a, p in sorted(people)
        ],
        "placements": placements,
        "harms": harms,
        **others,
    }
    return Dataset({name: pl.DataFrame(listed, infer_schema_length=None) for name, listed in rows.items() if listed})


def written(tmp_path: Path, data: Dataset, decisions: list[Decision]) -> tuple[int, int, Path]:
    path = tmp_path / "review.xlsx"
    asked, answered = sheet.write(path, candidates(data, SEPTEMBER), decisions, SEPTEMBER)
    assert sheet.standing(candidates(data, SEPTEMBER), decisions) == (asked, answered)
    return asked, answered, path


def given_back(path: Path) -> list[Decision]:
    opened = open_file(path)
    decisions, problems = sheet.read([s for s in opened.sheets if sheet.claims(s)])
    assert not list(problems)
    return decisions


def key_of(data: Dataset) -> str:
    return str(stays(data)["key"][0])


def test_a_stay_out_of_area_of_a_young_person_with_live_harm_is_asked_about() -> None:
    found = candidates(dataset([PLACED], [HARMED]), SEPTEMBER)
    assert found["person_id"].to_list() == ["A1"]
    assert "CIN factor 24A" in found["harms"][0]
    assert found["in_range"].to_list() == [True]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"locality": "in"}, "inside the area"),
        ({"to_on": dt.date(2019, 8, 30)}, "over before the month"),
        ({"from_on": dt.date(2019, 10, 1)}, "after the month"),
        ({"from_on": dt.date(2019, 9, 3), "to_on": dt.date(2019, 9, 3)}, "no night away"),
    ],
)
def test_a_stay_that_cannot_be_a_relocation_in_the_month_is_not_asked_about(change: dict[str, Any], why: str) -> None:
    assert candidates(dataset([PLACED | change], [HARMED]), SEPTEMBER).is_empty(), why


@pytest.mark.parametrize("change", [{"setting": "inside"}, {"certainty": "ruled_out"}, {"to_on": dt.date(2019, 8, 31)}])
def test_harm_inside_ruled_out_or_over_asks_nothing_unless_everyone_is_asked_about(change: dict[str, Any]) -> None:
    data = dataset([PLACED], [HARMED | change])
    assert candidates(data, SEPTEMBER).is_empty()
    assert candidates(data, SEPTEMBER, everyone=True).height == 1


@pytest.mark.parametrize("change", [{"harm": "missing"}, {"setting": "not_known"}])
def test_going_missing_alone_and_harm_of_unknown_setting_are_asked_about_but_do_not_move_the_range(
    change: dict[str, Any],
) -> None:
    assert candidates(dataset([PLACED], [HARMED | change]), SEPTEMBER)["in_range"].to_list() == [False]


def test_missing_episodes_are_counted_before_the_move_and_since() -> None:
    went = [
        {
            "authority": "E09000012",
            "person_id": "A1",
            "row_id": f"m{i}",
            "kind": "missing",
            "from_on": day,
            "source": "x",
        }
        for i, day in enumerate([dt.date(2019, 5, 1), dt.date(2019, 8, 1), dt.date(2019, 8, 20), dt.date(2019, 9, 2)])
    ]
    row = candidates(dataset([PLACED], [HARMED], missing=went), SEPTEMBER).row(0, named=True)
    assert (row["missing_before"], row["missing_since"]) == (1, 2)


def test_an_answer_completes_the_dataset_and_leaves_open_what_was_left_open(tmp_path: Path) -> None:
    data = dataset([PLACED | {"arranged_by": "police"}], [HARMED])
    decision = Decision(key_of(data), "A1", dt.date(2019, 8, 20), "partly", planned_end=dt.date(2020, 1, 31))
    after, without = apply(data, [decision])
    row = after["placements"].row(0, named=True)
    assert (row["due_to_efh"], row["arranged_by"], row["planned_end"]) == ("partly", "police", dt.date(2020, 1, 31))
    assert without == []


def test_an_answer_makes_no_table_known_that_the_files_do_not_tell_of() -> None:
    data = dataset([PLACED], [HARMED])
    done, _ = apply(data, [Decision(key_of(data), "A1", None, due_to_efh="yes")])
    assert "relocations" not in done.covered
    assert done.covered == data.covered


def test_a_second_run_keeps_earlier_decisions_and_asks_only_what_is_new(tmp_path: Path) -> None:
    first = dataset([PLACED], [HARMED])
    answer = Decision(key_of(first), "A1", dt.date(2019, 8, 20), "yes", by="JB", note="=1+1 said at panel")
    asked, answered, path = written(tmp_path, first, [answer])
    assert (asked, answered) == (0, 1)
    assert given_back(path) == [answer]
    second = dataset(
        [PLACED, PLACED | {"person_id": "B2", "row_id": "p2"}], [HARMED, HARMED | {"person_id": "B2", "row_id": "h2"}]
    )
    assert written(tmp_path, second, given_back(path))[:2] == (1, 1)


def test_what_the_files_already_decide_is_not_asked(tmp_path: Path) -> None:
    assert written(tmp_path, dataset([PLACED | {"due_to_efh": "no"}], [HARMED]), [])[0] == 0


def test_a_decision_whose_move_has_gone_from_the_files_is_kept_and_told(tmp_path: Path) -> None:
    data = dataset([PLACED], [HARMED])
    gone = Decision("0123456789abcdef", "Z9", dt.date(2019, 1, 1), "yes")
    assert apply(data, [gone])[1] == [gone]
    assert gone in given_back(written(tmp_path, data, [gone])[2])


def test_an_answer_that_is_not_offered_is_reported_and_not_taken(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, dataset([PLACED], [HARMED]), [])[2])
    ours = next(s for s in opened.sheets if sheet.claims(s) and s.frame.height)
    heading = {q.field: q.heading for q in sheet.QUESTIONS}
    spoilt = ours.frame.with_columns(
        pl.lit("perhaps").alias(heading["due_to_efh"]), pl.lit("31 February").alias(heading["planned_end"])
    )
    decisions, problems = sheet.read([type(ours)(ours.file, spoilt)])
    assert [(p.rule.key, p.row) for p in problems] == [("review_answer_unknown", 2), ("review_date_unreadable", 2)]
    assert not decisions[0].is_answered
    assert not any("perhaps" in p.message or "February" in p.message for p in problems)


@given(
    due=st.sampled_from(sorted(sheet.options(sheet.QUESTIONS[0]))),
    who=st.sampled_from(["", *sorted(sheet.options(sheet.QUESTIONS[3]))]),
    note=st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40).map(str.strip),
    end=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2099, 1, 1)),
)
def test_whatever_a_person_answers_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, due: str, who: str, note: str, end: dt.date | None
) -> None:
    data = dataset([PLACED], [HARMED])
    answer = Decision(key_of(data), "A1", dt.date(2019, 8, 20), due, who_moved=who, planned_end=end, note=note)
    assert given_back(written(tmp_path_factory.mktemp("review"), data, [answer])[2]) == [answer]
