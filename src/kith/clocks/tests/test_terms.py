"""Term dates are read from TOML or CSV, with every problem said and nothing guessed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kith.clocks.terms import TermCalendar, TermsUnknown, read_terms
from kith.foundation.dates import Nation

D = dt.date.fromisoformat
CSV = "kind,from,to\nterm,02/09/2026,18/12/2026\nclosed,26/10/2026,30/10/2026\nterm,2027-01-04,2027-03-25\n"


def read(tmp_path: Path, name: str, text: str | bytes) -> tuple[TermCalendar, list[tuple[str, int | None]]]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    calendar, problems = read_terms(path)
    return calendar, [(problem.rule.key, problem.row) for problem in problems]


def test_both_forms_give_the_same_calendar(tmp_path: Path) -> None:
    page = Path(__file__).parents[4] / "docs" / "how-to" / "adjust-a-clock.md"
    toml = page.read_text(encoding="utf-8").split("```toml\n")[2].split("```")[0]
    toml += "\n[[term]]\nfrom = 2027-01-04\nto = 2027-03-25\n"
    from_toml, none = read(tmp_path, "terms.toml", toml)
    assert (read(tmp_path, "terms.csv", "\ufeff" + CSV), none) == ((from_toml, []), [])


def test_a_school_day_lies_in_term_and_is_neither_closed_nor_a_holiday(tmp_path: Path) -> None:
    calendar, _ = read(tmp_path, "terms.csv", CSV)
    open_days = {"2026-09-02", "2026-12-18", "2027-01-04"}
    shut = {"2026-09-05", "2026-10-28", "2026-12-21", "2027-01-01"}
    assert {day for day in open_days | shut if calendar.is_school_day(D(day), Nation.WALES)} == open_days
    assert not calendar.is_school_day(D("2026-09-03"), Nation.WALES, {D("2026-09-03")})
    with pytest.raises(TermsUnknown):
        calendar.is_school_day(D("2027-04-01"), Nation.WALES)


def test_the_next_term_is_the_one_after_this_or_after_the_holidays(tmp_path: Path) -> None:
    calendar, _ = read(tmp_path, "terms.csv", CSV)
    for day in ("2026-10-01", "2026-12-25"):
        assert calendar.end_of_term_after(D(day)) == D("2027-03-25")
    for day in ("2026-08-01", "2027-02-01", "2027-04-01"):
        with pytest.raises(TermsUnknown):
            calendar.end_of_term_after(D(day))


@pytest.mark.parametrize(
    ("name", "text", "problems"),
    [
        ("t.csv", "kind,from,to\nterm,x,2026-12-18\nholiday,2026-01-01,2026-01-02\n",
         [("terms.dates", 2), ("terms.unreadable", 3), ("terms.none", None)]),
        ("t.csv", "kind,from,to\nterm,2026-12-18,2026-09-02\nterm,2020-01-01,2026-01-01\nterm\n",
         [("terms.dates", 2), ("terms.dates", 3), ("terms.dates", 4), ("terms.none", None)]),
        ("t.csv", CSV + "term,2026-12-18,2027-01-10\n", [("terms.overlap", None)]),
        ("t.csv", "from,to\n", [("terms.unreadable", None)]),
        ("t.csv", b"\xff\xfe", [("terms.unreadable", None)]),
        ("t.toml", "", [("terms.none", None)]),
        ("t.toml", "term = 3", [("terms.unreadable", None)]),
        ("t.toml", "[[term]]\nfrom = 2026-09-02T08:00:00\nto = 2026-12-18", []),
        ("t.toml", "[[term]]\nfrom = 09:00:00\nto = [1]", [("terms.dates", None), ("terms.none", None)]),
        ("t.toml", "x" * 1_000_001, [("terms.unreadable", None)]),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_file_is_said(
    tmp_path: Path, name: str, text: str | bytes, problems: list[tuple[str, int | None]]
) -> None:
    assert read(tmp_path, name, text)[1] == problems
