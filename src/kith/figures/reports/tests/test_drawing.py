"""Drawings are the same whoever makes them, and a dead engine costs time, not a chart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from kith.figures.reports import charts, drawing

BARS = [charts.Bar("Yes", 3, "3"), charts.Bar("No", 1, "1 to 4", 4)]


def test_the_engine_beside_draws_what_this_process_would() -> None:
    alone = charts.bars(BARS)
    with drawing.engine():
        assert charts.bars(BARS) == alone


def test_a_chart_is_drawn_even_where_the_engine_has_died() -> None:
    with drawing.engine():
        child = drawing._beside.get()
        assert child is not None
        child.kill()
        child.wait()
        assert charts.bars(BARS).startswith("<svg")


def test_one_engine_serves_what_is_drawn_within_another() -> None:
    with drawing.engine():
        child = drawing._beside.get()
        with drawing.engine():
            assert drawing._beside.get() is child
    assert drawing._beside.get() is None


def test_two_threads_are_each_given_what_they_asked_for() -> None:
    def many(letter: str) -> set[str]:
        with drawing.engine():
            return {charts.bars([charts.Bar(letter * 3, n, f"{letter}{n}"), *BARS]) for n in range(1, 15)}

    with ThreadPoolExecutor(2) as pool:
        ours, theirs = pool.map(many, "ab")
    assert all("aaa" in drawn and "bbb" not in drawn for drawn in ours)
    assert all("bbb" in drawn and "aaa" not in drawn for drawn in theirs)
