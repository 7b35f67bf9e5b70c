"""Nothing is joined on a guess: ids that agree join, suggestions wait for a person, and answers are remembered."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kith.reading.linkage import Linked, is_matches, link, write_matches
from kith.reading.sources.extracts import IDENTITY, Extract, Sheet
from kith.reading.sources.opening import open_file

CARE, CENSUS, LISTS = "SSDA903", "CIN census", "Lists"


def extract(kind: str, *people: dict[str, Any]) -> Extract:
    rows = []
    for n, person in enumerate(people, start=2):
        born = person.get("birth_date")
        whole = {"source": f"{kind}.csv#{n}", "own_id": True, **person}
        rows.append({**whole, "birth_date": dt.date.fromisoformat(born) if born else None})
    return Extract(kind, [f"{kind}.csv"], {}, pl.DataFrame(rows, schema=IDENTITY))


def on_list(row: int, given: str, family: str, born: str | None, **more: Any) -> dict[str, Any]:
    names = {"given_name": given, "family_name": family, "birth_date": born}
    return {"person_id": f"panel.csv#{row}", "own_id": False, "source": f"panel.csv#{row}", **names, **more}


def known(number: str, given: str, family: str, born: str, **more: Any) -> dict[str, Any]:
    return {"person_id": number, "given_name": given, "family_name": family, "birth_date": born, **more}


def who(linked: Linked) -> dict[tuple[str, str], str]:
    return {(kind, person): whom for kind, person, whom in linked.who.iter_rows()}


def told(linked: Linked) -> list[str]:
    return [problem.rule.key for problem in linked.problems]


REGISTER = extract(
    "Annex A",
    known("1", "Marta", "Kelbury", "2008-03-04", sex="F", postcode="ZQ1 1AA"),
    known("2", "Joris", "Penhallow", "2007-11-20", sex="M"),
    known("3", "Wenna", "Torsel", "2009-06-15", sex="F"),
)
PANEL = extract(
    LISTS,
    on_list(2, "Marta", "Kelbery", "2008-04-03", sex="F", postcode="ZQ1 1AA"),
    on_list(3, "Somebody", "Else", "2006-01-01"),
)


def test_the_same_own_id_is_one_person_where_birth_dates_agree_or_one_is_absent() -> None:
    linked = link(
        [
            extract(CARE, {"person_id": "1", "birth_date": "2008-01-02"}),
            extract(CENSUS, {"person_id": "1", "birth_date": "2008-01-02"}, {"person_id": "2"}),
            extract(LISTS, {"person_id": "1"}),
        ]
    )
    assert set(who(linked).values()) == {"1", "2"}
    assert told(linked) == []


def test_the_same_own_id_with_another_birth_date_is_kept_apart_told_and_asked_about() -> None:
    linked = link(
        [
            extract(CENSUS, {"person_id": "1", "birth_date": "2008-01-03"}),
            extract(CARE, {"person_id": "1", "birth_date": "2008-01-02"}),
        ]
    )
    assert who(linked) == {(CARE, "1"): "1", (CENSUS, "1"): "1 (2)"}
    assert told(linked) == ["person-birth-dates-differ"]
    assert linked.suggestions.select("person", "listed", "probability").rows() == [("1", "1 (2)", None)]
    assert linked.waiting == frozenset()


def test_a_list_with_an_own_id_and_another_birth_date_waits() -> None:
    linked = link(
        [
            extract(CARE, {"person_id": "1", "birth_date": "2008-01-02"}),
            extract(LISTS, {"person_id": "1", "birth_date": "2008-02-01"}),
        ]
    )
    assert who(linked)[(LISTS, "1")] == "1 (2)"
    assert linked.waiting == {"1 (2)"}


def test_a_month_or_an_expected_date_does_not_contradict_a_day() -> None:
    month = extract(
        CARE, {"person_id": "1", "birth_date": "2008-01-01"}, {"person_id": "2", "birth_date": "2024-05-05"}
    )
    month.tables["people"] = pl.DataFrame({"person_id": ["1", "2"], "birth_precision": ["month", "expected"]})
    days = extract(
        CENSUS, {"person_id": "1", "birth_date": "2008-01-25"}, {"person_id": "2", "birth_date": "2024-04-30"}
    )
    assert told(link([month, days])) == []
    day_first = extract(CARE, {"person_id": "1", "birth_date": "2008-01-25"})
    then_month = extract(CENSUS, {"person_id": "1", "birth_date": "2008-01-01"})
    then_month.tables["people"] = month.tables["people"]
    assert told(link([day_first, then_month])) == []


def test_the_same_pupil_number_and_birth_date_is_one_person_under_the_more_trusted_id() -> None:
    linked = link(
        [
            extract(LISTS, on_list(2, "A", "B", "2008-01-02", upn="U1")),
            extract(CARE, {"person_id": "77", "birth_date": "2008-01-02", "upn": "U1"}),
            extract(CENSUS, {"person_id": "c5", "birth_date": "2008-01-02", "upn": "U1"}),
            extract("Annex A", {"person_id": "a9", "birth_date": "2009-09-09", "upn": "U1"}),
        ]
    )
    assert who(linked) == {
        (CARE, "77"): "77",
        (CENSUS, "c5"): "77",
        (LISTS, "panel.csv#2"): "77",
        ("Annex A", "a9"): "a9",
    }


def test_two_ids_of_one_source_with_one_pupil_number_are_told_and_not_joined() -> None:
    twins = [{"person_id": str(n), "birth_date": "2008-01-02", "upn": "U1"} for n in (1, 2)]
    linked = link([extract(CARE, *twins)])
    assert set(who(linked).values()) == {"1", "2"}
    assert told(linked) == ["person-pupil-number-twice"] * 2


def test_someone_like_a_person_known_waits_and_someone_like_nobody_is_their_own_person() -> None:
    linked = link([PANEL, REGISTER])
    assert who(linked)[(LISTS, "panel.csv#2")] == "panel.csv#2"
    assert linked.waiting == {"panel.csv#2"}
    row = linked.suggestions.row(0, named=True)
    assert (linked.suggestions.height, row["person"], row["listed"]) == (1, "1", "panel.csv#2")
    assert row["probability"] > 0.9
    assert row["why"] == ("names alike; birth date with day and month changed over; the same sex; the same postcode")
    assert [(p.rule.key, p.file, p.row) for p in linked.problems] == [("match-waits", "panel.csv", 2)]


def test_rows_of_a_list_that_agree_to_the_letter_are_one_listed_person() -> None:
    twice = extract(
        LISTS,
        on_list(2, "Nessa", "Orwen", "2008-01-02"),
        on_list(9, "NESSA", "Or-wen", "2008-01-02"),
        on_list(10, "Nessa", "Orwen", None),
    )
    assert who(link([twice]))[(LISTS, "panel.csv#9")] == "panel.csv#2"
    assert who(link([twice]))[(LISTS, "panel.csv#10")] == "panel.csv#10"


def answered(linked: Linked, folder: Path, **answers: str) -> list[Sheet]:
    """The workbook as a person gives it back, with an answer for some register ids."""
    given = linked.suggestions.with_columns(
        answer=pl.col("person").replace_strict(answers, default=None, return_dtype=pl.String)
    )
    write_matches(folder / "matches.xlsx", given)
    return list(open_file(folder / "matches.xlsx").sheets)


def test_yes_joins_no_keeps_apart_and_not_sure_waits(tmp_path: Path) -> None:
    first = link([PANEL, REGISTER])
    sheets = answered(first, tmp_path, **{"1": "yes"})
    yes = link([PANEL, REGISTER], sheets)
    assert who(yes)[(LISTS, "panel.csv#2")] == "1"
    assert (yes.waiting, told(yes), yes.left) == (frozenset(), [], [])
    assert yes.suggestions["answer"].to_list() == ["yes"]

    no = link([PANEL, REGISTER], answered(first, tmp_path, **{"1": "no"}))
    assert who(no)[(LISTS, "panel.csv#2")] == "panel.csv#2"
    assert (no.waiting, no.suggestions["answer"].to_list()) == (frozenset(), ["no"])

    unsure = link([PANEL, REGISTER], answered(first, tmp_path, **{"1": "not_sure"}))
    assert unsure.waiting == {"panel.csv#2"}


def test_an_answer_holds_when_rows_move_and_when_another_list_is_read_between(tmp_path: Path) -> None:
    sheets = answered(link([PANEL, REGISTER]), tmp_path, **{"1": "yes"})
    moved = extract(LISTS, on_list(40, "marta", "KELBERY", "2008-04-03"), on_list(41, "Zel", "Quin", "2006-02-01"))
    assert who(link([moved, REGISTER], sheets))[(LISTS, "panel.csv#40")] == "1"
    between = link([REGISTER], sheets)
    assert between.suggestions["answer"].to_list() == ["yes"]
    write_matches(tmp_path / "matches.xlsx", between.suggestions)
    later = link([PANEL, REGISTER], list(open_file(tmp_path / "matches.xlsx").sheets))
    assert who(later)[(LISTS, "panel.csv#2")] == "1"


def test_yes_for_two_people_is_told_and_joins_neither(tmp_path: Path) -> None:
    alike = extract(
        "Annex A", known("1", "Marta", "Kelbury", "2008-03-04"), known("2", "Marta", "Kelbury", "2008-03-05")
    )
    listed = extract(LISTS, on_list(2, "Marta", "Kelbury", "2008-03-04"))
    sheets = answered(link([alike, listed]), tmp_path, **{"1": "yes", "2": "yes"})
    both = link([alike, listed], sheets)
    assert who(both)[(LISTS, "panel.csv#2")] == "panel.csv#2"
    assert both.waiting == {"panel.csv#2"}
    assert set(told(both)) == {"match-two-yes", "match-waits"}


def test_the_same_id_confirmed_by_a_person_is_joined(tmp_path: Path) -> None:
    sources = [extract(CARE, known("1", "A", "B", "2008-01-02")), extract(CENSUS, known("1", "A", "B", "2008-01-03"))]
    sheets = answered(link(sources), tmp_path, **{"1": "yes"})
    assert set(who(link(sources, sheets)).values()) == {"1"}


def test_an_answer_that_is_none_is_told_with_its_row_and_counts_as_none(tmp_path: Path) -> None:
    first = link([PANEL, REGISTER])
    sheet = answered(first, tmp_path)[0]
    wrong = Sheet(sheet.file, sheet.frame.with_columns(pl.lit("perhaps").alias("Same person?")))
    linked = link([PANEL, REGISTER], [wrong])
    assert next((p.rule.key, p.row) for p in linked.problems) == ("match-answer", 2)
    assert linked.waiting == {"panel.csv#2"}


def test_other_sheets_are_left() -> None:
    other = Sheet("other.csv", pl.DataFrame({"name": ["x"], "_row": [2]}))
    assert not is_matches(other)
    assert link([REGISTER], [other]).left == [other]


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    listed = extract(LISTS, on_list(2, "=cmd()", "Kelbury", "2008-03-04"))
    sheet = answered(link([REGISTER, listed]), tmp_path)[0]
    assert "'=cmd()" in sheet.frame["Given name on the list"].to_list()


def test_no_problem_carries_a_name_a_birth_date_or_a_postcode(tmp_path: Path) -> None:
    clash = extract(CENSUS, known("1", "Marta", "Kelbury", "2001-01-01"))
    linked = link([PANEL, REGISTER, clash], answered(link([PANEL, REGISTER]), tmp_path, **{"1": "not_sure"}))
    text = " ".join(f"{p.message} {p.file} {p.column}" for p in linked.problems)
    assert text
    assert not any(value in text for value in ("Marta", "Kelb", "2008", "2001", "ZQ1"))


def test_without_splink_everything_else_goes_on_and_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    linked = link([PANEL, REGISTER])
    assert [p.rule.key for p in linked.problems] == ["match-not-installed"]
    assert "pip install" in next(iter(linked.problems)).rule.remedy
    assert linked.waiting == frozenset()


def test_a_failure_inside_splink_is_told_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "splink.backends.duckdb", None)
    linked = link([PANEL, REGISTER])
    assert [p.rule.key for p in linked.problems] == ["match-failed"]
    assert capfd.readouterr() == ("", "")
