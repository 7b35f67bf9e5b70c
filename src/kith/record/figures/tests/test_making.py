"""Figures of the record are those of the return from the files it was loaded from; each counts exactly those behind it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kith.figures.measures.declarations import MEASURES
from kith.figures.measures.disclosure import apply
from kith.figures.measures.figure import SUPPRESSED
from kith.record.exchange.returning import return_from_record
from kith.record.figures import actions
from kith.record.figures.making import HELD, frame, make_waiting, of_month
from kith.record.figures.models import Making
from kith.record.figures.queries import behind_rows
from kith.record.figures.rules import behind, last_whole
from kith.record.jobs.actions import perform, take, work
from kith.record.jobs.models import Run

from .conftest import BY, MONTH, make_now

pytestmark = pytest.mark.django_db


def test_figures_are_those_of_the_return_and_each_counts_exactly_those_behind_it(
    making: Making, tmp_path: Path
) -> None:
    for profile, held in (("internal", making.figures), ("published", making.published)):
        outcome = return_from_record(by=BY, month=MONTH, out=tmp_path / profile, profile=profile)
        kept = frame(held)
        assert kept.rows() == outcome.released.figures.rows()
        assert apply(kept, profile).figures.rows() == kept.rows()
    assert of_month(frame(making.figures), MONTH).height > 100
    assert frame(making.published).filter(state=SUPPRESSED).height > 0
    assert _counted_behind(making) > 100


def _counted_behind(making: Making) -> int:
    """How many figures open, each held against the rows behind it."""
    opened = 0
    for row in of_month(frame(making.figures), MONTH).iter_rows(named=True):
        measure = MEASURES[row["measure"]]
        place = (row["measure"], row["breakdown"], row["category"])
        wanted = behind(*place, "value", making.about["columns"])
        assert wanted is not None, place
        opened += row["numerator"] is not None
        rows = list(behind_rows(making, wanted).values_list("told", "person_id"))
        column = measure.counts or MEASURES[measure.share].counts
        many = len({who for _told, who in rows}) if measure.distinct else sum(told[column] for told, _who in rows)
        assert many == (row["numerator"] or 0), place
        if row["interval"] == "range" and measure.high and (more := behind(*place, "open", making.about["columns"])):
            assert len(rows) + behind_rows(making, more).count() == row["high"], place
        if not row["breakdown"] and (unsure := behind(*place, "not_known", making.about["columns"])):
            assert behind_rows(making, unsure).count() == row["unknown"], place
    return opened


def test_what_is_handed_on_is_judged_beside_what_left_before(authority: Path) -> None:
    first, second = make_now(), make_now()
    actions.hand_on(by=BY, making=first)
    first.refresh_from_db()
    again = actions.hand_on(by=BY, making=second)
    expected = apply(frame(second.figures), "published", frame(first.published)).figures
    assert frame(again.published).rows() == expected.rows()
    assert again.handed_on_at is not None
    assert actions.hand_on(by=BY, making=again).handed_on_at == again.handed_on_at


def test_asked_twice_is_made_once_and_a_making_under_way_is_left_alone(db: None) -> None:
    month = last_whole(timezone.localdate())
    assert actions.ask(by=BY, month=month).pk == actions.ask(by=BY, month=month).pk
    assert Run.objects.filter(job=actions.JOB).count() == 1
    Making.objects.update(begun_at=timezone.now())
    assert make_waiting() == 0
    Making.objects.update(begun_at=timezone.now() - HELD - timedelta(seconds=1))
    assert make_waiting() == 1
    assert make_waiting() == 0


def test_a_making_that_fails_is_told_by_its_kind_and_made_when_tried_again(db: None) -> None:
    month = last_whole(timezone.localdate())
    before = Making.objects.create(month=str(month), made_at=timezone.now(), handed_on_at=timezone.now())
    Making.objects.update(published={"period": [str(month)]})  # the other columns are lost
    making = actions.ask(by=BY, month=month)
    run = take()
    assert run is not None
    perform(run)
    making.refresh_from_db()
    run.refresh_from_db()
    assert (making.trouble, making.made_at) == ("KeyError", None)
    assert (run.trouble, run.state) == (making.trouble, Run.State.WAITING)
    before.delete()
    assert make_waiting() == 1
    making.refresh_from_db()
    assert (making.trouble, making.made_at is None) == ("", False)


def test_every_night_the_last_whole_month_is_made_and_whom_old_figures_count_is_forgotten(db: None) -> None:
    work()
    making = Making.objects.get()
    assert making.month == str(last_whole(timezone.localdate()))
    assert making.made_at is not None
    actions.make_nightly()
    assert Making.objects.count() == 1
