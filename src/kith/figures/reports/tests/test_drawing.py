"""Drawings are the same whoever makes them, and a dead engine costs time, not a chart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from kith.figures.reports import charts, drawing

BARS = [charts.Bar("Yes", 3, "3"), charts.Bar("No", 1, "1 to 4", 4)]


def test_the_engine_beside_draws_what_this_process_would() -> None:
    alone = charts.svg(charts.bars(BARS))
    with drawing.engine():
        assert charts.svg(charts.bars(BARS)) == alone


def test_a_chart_is_drawn_even_where_the_engine_has_died() -> None:
    with drawing.engine():
        beside = drawing._beside.get()
        assert beside is not None
        beside.child.kill()
        beside.child.wait()
        drawing.ahead([charts.bars(BARS)])
        assert charts.svg(charts.bars(BARS)).startswith("<svg")


def test_charts_asked_for_ahead_are_those_that_come_whichever_is_taken_first() -> None:
    specs = [charts.bars([charts.Bar("a" * 20, n, str(n)), *BARS]) for n in range(1, 30)]  # more than a pipe holds
    alone = [drawing.svg(spec) for spec in specs]
    with drawing.engine():
        drawing.ahead(specs)
        assert [drawing.svg(spec) for spec in reversed(specs)] == alone[::-1]


def test_what_was_asked_for_and_never_taken_holds_nothing_up() -> None:
    with drawing.engine():
        drawing.ahead([charts.bars(BARS)])


def test_one_engine_serves_what_is_drawn_within_another() -> None:
    with drawing.engine():
        beside = drawing._beside.get()
        with drawing.engine():
            assert drawing._beside.get() is beside
    assert drawing._beside.get() is None


def test_two_threads_are_each_given_what_they_asked_for() -> None:
    def many(letter: str) -> set[str]:
        with drawing.engine():
            return {charts.svg(charts.bars([charts.Bar(letter * 3, n, f"{letter}{n}"), *BARS])) for n in range(1, 15)}

    with ThreadPoolExecutor(2) as pool:
        ours, theirs = pool.map(many, "ab")
    assert all("aaa" in drawn and "bbb" not in drawn for drawn in ours)
    assert all("bbb" in drawn and "aaa" not in drawn for drawn in theirs)
