"""Drawings are the same whoever makes them, and a dead engine costs time, not a chart."""

from __future__ import annotations

from kith.figures.reports import charts, drawing

BARS = [charts.Bar("Yes", 3, "3"), charts.Bar("No", 1, "1 to 4", 4)]


def test_the_engine_beside_draws_what_this_process_would() -> None:
    alone = charts.bars(BARS)
    with drawing.engine():
        assert charts.bars(BARS) == alone


def test_a_chart_is_drawn_even_where_the_engine_has_died() -> None:
    with drawing.engine():
        assert drawing._child is not None
        drawing._child.kill()
        drawing._child.wait()
        assert charts.bars(BARS).startswith("<svg")


def test_one_engine_serves_what_is_drawn_within_another() -> None:
    with drawing.engine():
        child = drawing._child
        with drawing.engine():
            assert drawing._child is child
    assert drawing._child is None
