"""Every clock of the design is declared with its law, its source and its mark, and names only what exists."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from kith.clocks.conditions import keys
from kith.clocks.declarations import Clock, Kind, Limit, Step, Unit, by_event, clocks, conditions, events
from kith.clocks.messages import message_keys, text
from kith.clocks.page import page

DESIGN = Path(__file__).parents[5] / "shared" / "design" / "clocks.csv"
ALL = list(clocks().values())


@pytest.fixture(scope="module")
def design() -> dict[str, dict[str, str]]:
    if not DESIGN.is_file():
        pytest.skip("the design's list of clocks is not beside this project")
    with DESIGN.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def test_there_are_157_clocks_and_each_stands_under_its_event() -> None:
    assert len(clocks()) == 157
    assert sum(map(len, by_event().values())) == 157


def test_no_row_of_the_design_is_lost_and_none_is_added(design: dict[str, dict[str, str]]) -> None:
    assert sorted(design) == sorted(clocks())


def test_the_facts_are_those_of_the_design(design: dict[str, dict[str, str]]) -> None:
    differ = []
    for clock in ALL:
        row = design[clock.key]
        differ += [
            (clock.key, name)
            for name, ours, theirs in [
                ("nation", clock.nation, row["nation"].lower()),
                ("basis", clock.basis.value.replace("_", " "), row["law_or_guidance"]),
                ("provision", clock.provision, row["provision"]),
                ("in force", clock.in_force_from, row["in_force_from"]),
                ("url", clock.url, row["source_url"]),
                ("read", clock.read.value, row["verified"]),
            ]
            if ours != theirs
        ]
        limit = clock.not_before if clock.kind is Kind.NOT_BEFORE else clock.limit
        if row["limit_value"] and clock.kind is not Kind.NOT_TIMED:
            assert str(limit) == f"{row['limit_value']} {row['limit_unit'].replace(' ', '_')}", clock.key
        assert (clock.kind is Kind.BEFORE) == (row["limit_unit"] == "before"), clock.key
    assert differ == []


def test_marks_are_counted() -> None:
    marks = [clock.read.value for clock in ALL]
    assert (marks.count("yes"), marks.count("partly"), marks.count("no")) == (79, 62, 16)


def test_duties_not_commenced_are_switched_off() -> None:
    off = {clock.key for clock in ALL if not clock.commenced}
    assert off == {"dol_relevant_accommodation", "fgdm_offer", "macpt", "csa_report", "staying_close"}


def named(clock: Clock) -> set[str]:
    windows = {window.event for window in (clock.only_within, clock.only_after) if window}
    steps = {step.until for step in clock.then}
    return {clock.runs_from, clock.extended_by, clock.restarts_at, clock.stops_at, *windows, *steps} - {""}


@pytest.mark.parametrize("clock", ALL, ids=lambda clock: clock.key)
def test_a_clock_names_only_what_exists(clock: Clock) -> None:
    assert named(clock) <= events().keys()
    assert clock.done_by in {clock.key, *events()}
    asked = [*clock.applies_if, *clock.excused_by, clock.also_if, *(step.given for step in clock.then)]
    assert {key for condition in filter(None, asked) for key in keys(condition)} <= conditions().keys()
    assert clock.nation in {"england", "wales", "both"}
    assert clock.law_of in {"responsible", "school"}
    assert clock.title
    assert clock.provision
    assert clock.first_day is None or clock.first_day <= dt.date(2026, 11, 22)


@pytest.mark.parametrize("clock", ALL, ids=lambda clock: clock.key)
def test_a_clock_is_whole(clock: Clock) -> None:
    timed = clock.kind in (Kind.WITHIN, Kind.ENDS, Kind.TOTAL)
    assert (clock.limit is not None) == timed
    assert (clock.not_before is not None) or clock.kind is not Kind.NOT_BEFORE
    assert (clock.in_any is not None) == (clock.kind is Kind.TOTAL)
    assert bool(clock.why_not_timed) == (clock.kind is Kind.NOT_TIMED)
    assert bool(clock.extension) == bool(clock.extended_by)
    assert not clock.extension or clock.limit is None or clock.extension.unit is clock.limit.unit
    assert bool(clock.then) or not clock.repeats
    if clock.why_not_timed:
        assert f"not_timed_{clock.why_not_timed}" in message_keys()


def test_every_event_and_condition_is_used() -> None:
    asked = [c for clock in ALL for c in (*clock.applies_if, *clock.excused_by, clock.also_if)]
    asked += [step.given for clock in ALL for step in clock.then]
    assert conditions().keys() - {key for one in filter(None, asked) for key in keys(one)} == set()
    assert events().keys() - {e for clock in ALL for e in named(clock) | {clock.done_by}} == set()


def test_words_have_texts() -> None:
    for unit in Unit:
        assert text(f"word_{unit.value}")
    assert text("overdue", "cy") == "Hwyr ers {due}"


@pytest.mark.parametrize(
    "written",
    ["", "5", "days", "0 days", "-1 days", "5 fortnights", "5.5 days", "²  days", "99999999 days", "5 days x"],
)
def test_a_limit_that_is_none_is_refused_without_its_words(written: str) -> None:
    with pytest.raises(ValueError, match="a limit is a whole number") as error:
        Limit.parse(written)
    assert "fortnights" not in str(error.value)


@pytest.mark.parametrize("written", ["6 weeks", "1 weeks until review_held", "6 months if under_5"])
def test_a_step_is_written_as_it_is_read(written: str) -> None:
    assert str(Step.parse(written)) == written


def test_every_clock_is_on_the_page_with_its_provision_and_mark() -> None:
    lines = page().splitlines()
    for clock in ALL:
        line = next(line for line in lines if line.startswith(f"| `{clock.key}` |"))
        assert clock.provision in line
        assert {"yes": "*read*", "partly": "*read in part*", "no": "*not read*"}[clock.read.value] in line
        assert ("Switched off" in line) != clock.commenced
