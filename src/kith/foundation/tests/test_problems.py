"""Problems are all kept, in order, and a rule has one meaning."""

from __future__ import annotations

import pickle

import pytest

from kith.foundation.problems import RULES, Detail, Problem, Problems, Severity, rule

BLANK = rule("tests.blank", Severity.WARNING, "The cell is empty.", "Fill it in.")
LOST = rule("tests.lost", Severity.ERROR, "The row was lost.", "Find it.")


@pytest.fixture
def problems() -> Problems:
    made = Problems([Problem(LOST, "b.csv")])
    made.add(BLANK, "a.csv", 3, "sex", "The list is sex.")
    made.add_rows(BLANK, "a.csv", [5, 7], "sex")
    made.extend(Problems([Problem(LOST, "c.csv", 2)]))
    return made


def test_every_problem_is_kept_in_the_order_found(problems: Problems) -> None:
    assert [(p.rule.key, p.file, p.row, p.column) for p in problems] == [
        ("tests.lost", "b.csv", None, None),
        ("tests.blank", "a.csv", 3, "sex"),
        ("tests.blank", "a.csv", 5, "sex"),
        ("tests.blank", "a.csv", 7, "sex"),
        ("tests.lost", "c.csv", 2, None),
    ]
    assert len(problems) == 5
    assert problems
    assert not Problems()


def test_problems_are_picked_by_severity_and_counted_by_place(problems: Problems) -> None:
    assert len(problems.of(Severity.ERROR)) == 2
    assert problems.of(Severity.NOTE) == []
    assert problems.counts()["tests.blank", "a.csv", "sex"] == 3


def test_a_message_is_what_the_rule_says_and_its_detail(problems: Problems) -> None:
    assert [problem.message for problem in problems][:3] == [
        "The row was lost.",
        "The cell is empty. The list is sex.",
        "The cell is empty.",
    ]


def test_a_rule_declared_again_must_mean_the_same() -> None:
    assert rule("tests.blank", Severity.WARNING, "The cell is empty.", "Fill it in.") == BLANK
    with pytest.raises(ValueError, match=r"tests\.blank is declared twice"):
        rule("tests.blank", Severity.ERROR, "The cell is empty.", "Fill it in.")
    assert RULES["tests.blank"] == BLANK


def test_a_detail_is_english_by_itself_and_says_what_it_was_made_of() -> None:
    made = Detail("Rows: {count}; why: {why}.", count=3, why=Detail("the {{list}} has no {what}", what="{code}"))
    assert made == "Rows: 3; why: the {list} has no {code}."
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own
    for one in (made, again):
        assert (one, one.template, one.values["count"]) == (str(made), "Rows: {count}; why: {why}.", "3")
        assert one.values["why"].values == {"what": "{code}"}
