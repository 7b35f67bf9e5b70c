"""An authority may hold itself to less than the law allows, and never to more; everything wrong is said at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kith.clocks.adjustments import Adjustment, may_be_longer, read_adjustments
from kith.clocks.cases import Case, Standing
from kith.clocks.conditions import Answer
from kith.clocks.declarations import Limit, Read, clocks
from kith.clocks.standing import stand
from kith.foundation.dates import LONDON, Nation

D = dt.date.fromisoformat
WHO = 'reason = "practice"\nby = "the director"\non = 2026-05-01\n'


def read(tmp_path: Path, text: str) -> tuple[dict[str, Adjustment], list[tuple[str, int | None, str | None]]]:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    found, problems = read_adjustments(path)
    return dict(found), [(problem.rule.key, problem.row, problem.column) for problem in problems]


def one(tmp_path: Path, lines: str) -> tuple[dict[str, Adjustment], list[str]]:
    found, problems = read(tmp_path, f"[[adjust]]\n{lines}\n{WHO}")
    return found, [key for key, _, _ in problems]


def standing(
    key: str, adjustment: Adjustment, now: str, answers: dict[str, Answer] | None = None, **events: str
) -> Standing:
    given = {event: [D(day) for day in days.split()] for event, days in events.items()}
    return stand(clocks()[key], Case(nation=Nation.ENGLAND, events=given, answers=answers or {}), D(now), adjustment)


def test_the_page_that_explains_it_is_right(tmp_path: Path) -> None:
    page = Path(__file__).parents[4] / "docs" / "how-to" / "adjust-a-clock.md"
    example = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    found, problems = read(tmp_path, example)
    assert (sorted(found), problems) == (["fgdm_offer", "strategy_discussion", "visit_care_order_home"], [])
    assert found["strategy_discussion"].limit == Limit.parse("24 hours")
    assert found["strategy_discussion"].holds_from == D("2026-06-01")


def test_a_shorter_limit_holds_and_the_laws_stays_in_sight(tmp_path: Path) -> None:
    found, problems = one(tmp_path, 'clock = "review_first"\nlimit = "15 working_days"')
    assert problems == []
    facts = {"looked_after": Answer.YES}
    result = standing("review_first", found["review_first"], "2026-03-24", facts, became_looked_after="2026-03-02")
    assert (result.state, result.due, result.periods[-1].national_due) == ("overdue", D("2026-03-23"), D("2026-03-30"))
    assert result.clock.read is Read.YES


def test_guidance_may_be_lengthened_and_shows_both(tmp_path: Path) -> None:
    found, problems = one(tmp_path, 'clock = "cp_conference"\nlimit = "20 working_days"')
    assert problems == []
    result = standing(
        "cp_conference",
        found["cp_conference"],
        "2026-03-03",
        {"continuing_risk": Answer.YES},
        section_47_discussion_held="2026-03-02",
    )
    assert (result.due, result.periods[-1].national_due) == (D("2026-03-30"), D("2026-03-23"))


def test_law_is_not_lengthened_even_by_an_adjustment_that_was_never_checked() -> None:
    longer = Adjustment(clock="review_first", limit=Limit.parse("6 weeks"), reason="r", by="b", on=D("2026-01-01"))
    facts = {"looked_after": Answer.YES}
    assert standing("review_first", longer, "2026-03-03", facts, became_looked_after="2026-03-02").due == D(
        "2026-03-30"
    )


def test_a_limit_can_be_set_where_there_is_none(tmp_path: Path) -> None:
    found, problems = one(tmp_path, 'clock = "strategy_discussion"\nlimit = "24 hours"\nfrom = 2026-06-01')
    assert problems == []
    clock, adjustment = clocks()["strategy_discussion"], found["strategy_discussion"]
    suspected = dt.datetime(2026, 6, 2, 16, 0, tzinfo=LONDON)
    result = stand(clock, Case(nation=Nation.ENGLAND, events={clock.runs_from: [suspected]}), suspected, adjustment)
    assert result.due == suspected + dt.timedelta(hours=24)
    assert (
        standing(clock.key, adjustment, "2026-05-31", significant_harm_suspected="2026-05-31").message.key == "no_limit"
    )


def test_later_limits_of_a_clock_that_comes_again_can_be_shortened(tmp_path: Path) -> None:
    found, problems = one(tmp_path, 'clock = "visit_care_order_home"\nevery = "4 weeks"')
    assert problems == []
    facts = {"care_order_at_home": Answer.YES}
    visited = {"care_order_made": "2026-03-02", "visit_held": "2026-03-06"}
    result = standing("visit_care_order_home", found["visit_care_order_home"], "2026-03-07", facts, **visited)
    assert (result.due, result.periods[0].due) == (D("2026-04-03"), D("2026-03-09"))


def test_a_duty_of_2026_can_be_switched_on_from_a_day(tmp_path: Path) -> None:
    found, problems = one(tmp_path, 'clock = "fgdm_offer"\ncommenced = 2027-01-04')
    assert problems == []
    on = found["fgdm_offer"]
    assert standing("fgdm_offer", on, "2026-12-01", proceedings_issued="2026-12-10").message.key == "not_in_force"
    assert standing("fgdm_offer", on, "2027-01-04", proceedings_issued="2027-01-10").state == "due"


def test_a_day_that_was_set_goes_before_a_local_interval(tmp_path: Path) -> None:
    found, problems = one(tmp_path, 'clock = "mace_review"\nlimit = "4 weeks"')
    assert problems == []
    clock, events = clocks()["mace_review"], {"exploitation_panel_held": [D("2026-03-02")]}
    result = stand(clock, Case(nation=Nation.WALES, events=events), D("2026-03-03"), found["mace_review"])
    assert result.due == D("2026-03-30")
    agreed = Case(nation=Nation.WALES, events=events, set_days={"mace_review": D("2026-04-15")})
    assert stand(clock, agreed, D("2026-03-03"), found["mace_review"]).due == D("2026-04-15")


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ('clock = "no_such"\nlimit = "1 days"', "clocks.no_such_clock"),
        ('clock = 7\nlimit = "1 days"', "clocks.no_such_clock"),
        ('clock = "review_first"\nlimit = "21 working_days"', "clocks.longer"),
        ('clock = "review_first"\nlimit = "4 weeks"', "clocks.longer"),  # a day more from a Saturday, two from a Sunday
        ('clock = "review_first"\nlimit = "26 days"', None),
        ('clock = "review_first"\nlimit = "30 days"', "clocks.longer"),
        ('clock = "secure_review_first"\nlimit = "28 days"', None),
        ('clock = "secure_review_first"\nlimit = "31 days"', "clocks.longer"),
        ('clock = "data_breach"\nlimit = "3 days"', "clocks.longer"),  # three whole days may be more than 72 hours
        ('clock = "exclusion_irp_held"\nlimit = "10 days"', "clocks.longer"),  # not comparable
        ('clock = "visit_care_order_home"\nevery = "7 weeks"', "clocks.longer"),
        ('clock = "visit_first"\nevery = "1 weeks"', "clocks.no_limit_here"),
        ('clock = "ooa_wishes"\nlimit = "2 days"', "clocks.no_limit_here"),
        ('clock = "secure_72h"\nlimit = "24 hours"', "clocks.no_limit_here"),
        ('clock = "review_first"\nlimit = "soon"', "clocks.field"),
        ('clock = "review_first"\nlimit = 5', "clocks.field"),
        ('clock = "review_first"\nlimit = "5 days"\ncolour = "red"', "clocks.field"),
        ('clock = "review_first"\nlimit = "5 days"\nfrom = "June"', "clocks.field"),
        ('clock = "review_first"', "clocks.nothing"),
        ('clock = "review_first"\ncommenced = 2026-01-01', "clocks.already_in_force"),
    ],
)
def test_an_adjustment_is_held_against_the_law(tmp_path: Path, lines: str, rule: str | None) -> None:
    found, problems = one(tmp_path, lines)
    assert problems == ([rule] if rule else [])
    assert bool(found) == (rule is None)


def test_all_that_is_wrong_is_said_at_once_and_the_rest_is_used(tmp_path: Path) -> None:
    text = (
        '[[adjust]]\nclock = "review_first"\nlimit = "21 working_days"\n'
        f'[[adjust]]\nclock = "visit_first"\nlimit = "3 days"\n{WHO}'
        f'[[adjust]]\nclock = "visit_first"\nlimit = "2 days"\n{WHO}'
        '[[adjust]]\nclock = "secret-name"\nreason = " "\n'
    )
    found, problems = read(tmp_path, text)
    assert {(key, row) for key, row, _ in problems} == {
        ("clocks.no_reason", 1),
        ("clocks.longer", 1),
        ("clocks.twice", 3),
        ("clocks.no_such_clock", 4),
        ("clocks.no_reason", 4),
        ("clocks.nothing", 4),
    }
    assert list(found) == ["visit_first"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"adjust = 3", b"[[other]]\na = 1", b"[[adjust", b"adjust = [1]", b"a = " + b"[" * 5000]
)
def test_a_file_that_cannot_be_read_is_a_problem_and_no_crash(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes(content)
    found, problems = read_adjustments(path)
    assert (dict(found), [problem.rule.key for problem in problems]) == ({}, ["clocks.unreadable"])
    found, problems = read_adjustments(tmp_path / "absent.toml")
    assert [problem.rule.key for problem in problems] == ["clocks.unreadable"]


def test_a_problem_never_repeats_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('[[adjust]]\nclock = "Jane Doe"\nlimit = "Jane"\nJane = 1\n', encoding="utf-8")
    _, problems = read_adjustments(path)
    assert len(problems) >= 3
    assert "Jane" not in "".join(problem.message + problem.rule.remedy for problem in problems)


def test_limits_are_compared_over_leap_years_and_holidays() -> None:
    assert not may_be_longer(Limit.parse("28 days"), Limit.parse("1 months"))
    assert may_be_longer(Limit.parse("29 days"), Limit.parse("1 months"))
    assert may_be_longer(Limit.parse("1 months"), Limit.parse("28 days"))
    assert may_be_longer(Limit.parse("5 working_days"), Limit.parse("8 days"))  # over Christmas
    assert not may_be_longer(Limit.parse("72 hours"), Limit.parse("3 days"))
