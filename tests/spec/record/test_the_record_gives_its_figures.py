"""End to end: what practitioners recorded, written out as the dataset and counted, is what one counts in its rows by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.conf import settings
from django.utils import timezone

from kith.foundation.dates import Month
from kith.record.audit.actions import Actor
from kith.record.exchange.returning import return_from_record
from kith.record.exchange.writing import dataset_of_record
from kith.record.moments import demo as moments_demo
from kith.record.moments.models import Moment
from kith.record.people.models import Involvement
from kith.record.plans import demo as plans_demo
from kith.record.plans.models import Action
from kith.record.relocations import demo as relocations_demo
from kith.record.relocations.models import AfterLook, Condition, Decision, NextHome, Relocation

pytestmark = pytest.mark.django_db
THREE_DAYS = timedelta(days=3)


@pytest.fixture
def demonstration(new: Any, worker: Any, manager: Any) -> Month:
    """The demonstration's moves, plans and moments, of ten young people; the month that is now."""
    today = timezone.localdate()
    for n in range(10):
        new(
            "Jess",
            f"Birch{n}",
            Involvement(status="looked_after", from_on=date(2020, 1, 1)),
            born_on=date(today.year - 15, 3, 4),
        )
    by = {"practitioner": worker, "team_manager": manager}
    for rows in (moments_demo, relocations_demo, plans_demo):
        assert rows.load(by, today) > 5
    return Month(today.year, today.month)


@pytest.fixture
def figures(demonstration: Month, tmp_path: Path) -> pl.DataFrame:
    """The figures of the return from the record."""
    made = return_from_record(by=Actor.system("exchange"), month=demonstration, out=tmp_path / "return")
    return made.released.figures.filter(pl.col("period") == str(demonstration))


def by(figures: pl.DataFrame, measure: str, breakdown: str = "") -> dict[str, int]:
    """Category → count, of those that anybody is in."""
    rows = figures.filter(
        (pl.col("measure") == measure) & (pl.col("breakdown") == breakdown) & (pl.col("numerator") > 0)
    )
    return dict(rows.select("category", "numerator").iter_rows())


def under_way(month: Month) -> list[Relocation]:
    """The confirmed moves out of the area of the month, in the models."""
    return [
        move
        for move in Relocation.objects.filter(error_at=None, locality="out", due_to_efh__in=["yes", "partly"])
        if move.from_on and move.from_on <= month.last and (move.to_on is None or move.to_on >= month.first)
    ]


def test_moves_by_purpose_drift_and_next_home(demonstration: Month, figures: pl.DataFrame) -> None:
    moves = under_way(demonstration)
    assert len(moves) > 2
    assert by(figures, "moves") == {"": len(moves)}
    assert by(figures, "moves", "purpose") == Counter(key for move in moves for key in move.purpose or ["none"])
    homes, chosen_by = Counter(), Counter()
    for move in moves:
        said = NextHome.objects.filter(relocation=move, error_at=None, on__lte=demonstration.last).order_by("on").last()
        homes[said.choice if said else "not_known"] += 1
        chosen_by[said.chosen_by if said else "not_known"] += 1
    assert by(figures, "moves", "next_home") == homes
    assert by(figures, "moves", "next_home_by") == chosen_by
    past = [move for move in moves if move.planned_end and move.planned_end < demonstration.last]
    assert sum(by(figures, "moves_past_end").values()) == len(past) > 0
    assert sum(by(figures, "moves_without_end").values()) == sum(move.planned_end is None for move in moves)
    assert sum(by(figures, "moves", "time_to_18").values()) == len(moves)


def test_what_must_change_at_home_by_state(demonstration: Month, figures: pl.DataFrame) -> None:
    rows = list(Condition.objects.filter(error_at=None, relocation__in=under_way(demonstration)))
    assert len(rows) > 2
    assert by(figures, "conditions", "condition_state") == Counter(row.state for row in rows)
    late = [
        row for row in rows if row.due_on and row.due_on <= demonstration.last and row.state not in ("met", "given_up")
    ]
    assert sum(by(figures, "conditions_overdue").values()) == len(late)
    assert by(figures, "conditions_people") == {"": len({row.person_id for row in rows})}


def test_moves_judged_necessary_and_waiting(demonstration: Month, figures: pl.DataFrame) -> None:
    waiting = [
        row
        for row in Decision.objects.filter(error_at=None, necessary_on__isnull=False).select_related("relocation")
        if not (row.relocation and row.relocation.from_on) and row.outcome != "no_move"
    ]
    assert len(waiting) > 0
    assert by(figures, "moves_waiting") == {"": len(waiting)}


def test_looks_after_a_move(demonstration: Month, figures: pl.DataFrame) -> None:
    """Of each move that ended: the look at 72 hours alone here, which nobody moved again before."""
    found = Counter()
    for move in Relocation.objects.filter(error_at=None, to_on__isnull=False, locality="out", due_to_efh="yes"):
        look = AfterLook.objects.filter(relocation=move, kind="72_hours", error_at=None).first()
        due = (look and look.by_on) or move.to_on + THREE_DAYS
        held = look is not None and look.on is not None
        found["72_hours/" + ("not_held" if not held else "in_time" if look.on <= due else "late")] += 1
    made = by(figures, "looks", "look_and_held")
    assert {key: n for key, n in made.items() if key.startswith("72_hours")} == found
    assert found["72_hours/in_time"] > 0


def test_actions_by_target_aim_stage_and_outcome(demonstration: Month, figures: pl.DataFrame) -> None:
    rows = [
        row
        for row in Action.objects.filter(error_at=None)
        if row.from_on <= demonstration.last and (row.to_on is None or row.to_on >= demonstration.first)
    ]
    assert len(rows) > 5
    for breakdown in ("target", "aim", "stage"):
        assert by(figures, "actions", breakdown) == Counter(getattr(row, breakdown) for row in rows)
    assert by(figures, "actions", "aim_by_stage") == Counter(f"{row.stage}/{row.aim}" for row in rows)
    whose = {person: {row.aim for row in rows if row.person_id == person} for person in {row.person_id for row in rows}}
    only = [aims for aims in whose.values() if aims <= {"monitor", "disrupt"}]
    assert by(figures, "actions_only_watch") == {"": len(only)}
    assert by(figures, "actions_people") == {"": len(whose)}


def test_moments_and_how_fast(demonstration: Month, figures: pl.DataFrame) -> None:
    rows = list(Moment.objects.filter(error_at=None, from_on__range=(demonstration.first, demonstration.last)))
    assert by(figures, "moments", "critical_moment") == Counter(row.kind for row in rows)
    unmet = [row for row in rows if row.reached_on is None]
    assert sum(by(figures, "moments_not_reached").values()) == len(unmet)


def test_what_no_slice_records_is_not_available_and_never_a_nought(figures: pl.DataFrame) -> None:
    assert {"relationships", "safety"}.isdisjoint(dataset_of_record().covered)
    rows = figures.filter(pl.col("measure").is_in(["relationships", "views"]))
    assert rows.select("measure", "value", "state").rows() == [
        (key, None, "not_available") for key in ("relationships", "views")
    ]
    assert figures["authority"].unique().to_list() == [settings.AUTHORITY]
