"""What the record writes as the dataset, it takes back as it was: every column of every table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kith.dataset.dataset import Dataset
from kith.dataset.tests.examples import datasets
from kith.record.people.merging import merge
from kith.record.relocations import dataset
from kith.record.relocations.actions import add, enter_in_error
from kith.record.relocations.models import Approval, Condition, Decision, NextHome, Relocation, Tried, View

pytestmark = pytest.mark.django_db
CHECKED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=8,
                   phases=[Phase.explicit, Phase.generate],
                   deadline=None)  # fmt: skip
DAY = date(2026, 3, 3)
APART = {"row_id", "person_id", "authority", "source"}


@pytest.mark.parametrize("table", dataset.TABLES)
@CHECKED
@given(data=st.data())
def test_rows_come_back_as_they_were(table: str, new: Any, data: st.DataObject) -> None:
    person = new()
    move = Relocation.objects.create(person=person, from_files=True)
    given_rows: Dataset = data.draw(datasets((table,)))
    rows = [_plain(row) for row in given_rows[table].iter_rows(named=True)]
    links = {"relocations": move.pk}
    made = [dataset.taken(table, row, person_id=person.pk, found=lambda of, _row: links.get(of)) for row in rows]
    if made:
        type(made[0])._default_manager.bulk_create(made)
    kept_ids = {str(row.pk) for row in made}
    written = {row["row_id"]: row for row in dataset.written(table) if row["row_id"] in kept_ids}
    assert len(written) == len(rows)
    for row, kept in zip(rows, made, strict=True):
        found = written[str(kept.pk)]
        own = row.keys() - APART
        expected = {name: str(move.pk) if name == "relocation_id" and row[name] else row[name] for name in own}
        assert {name: found[name] for name in found.keys() - APART} == expected


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Text that a database can hold, and references to rows that there are: none may have a nought character."""
    unlinked: dict[str, Any] = dict.fromkeys(row.keys() & {"placement_id", "context_id"})
    unlinked |= {"relocation_id": "the move"} if "relocation_id" in row else {}
    return {
        name: value.replace("\0", "x") if isinstance(value, str) else value for name, value in row.items()
    } | unlinked


def test_what_was_tried_and_approved_in_rows_stands_in_the_decision_once(new: Any, worker: Any) -> None:
    person = new()
    decision = Decision.objects.create(person=person, stands="moved", decided_on=DAY, proposed_on=DAY, outcome="move",
                                       tried_first=["housing"])  # fmt: skip
    add(by=worker, row=Tried(person=person, decision=decision, kind="housing"))
    add(by=worker, row=Tried(person=person, decision=decision, kind="disruption"))
    wrong = add(by=worker, row=Tried(person=person, decision=decision, kind="prosecution"))
    enter_in_error(by=worker, row=wrong, seen=1, why_so="another child")
    answer = {"answered_on": DAY, "answered_by": "Ann"}
    add(
        by=worker,
        row=Approval(person=person, decision=decision, kind="director", asked_on=DAY, answer="given", **answer),
    )
    add(by=worker, row=Approval(person=person, decision=decision, kind="panel", asked_on=DAY))
    [row] = dataset.written("decisions")
    assert (row["tried_first"], row["approvals"]) == ("housing disruption", "director")


def test_a_proposal_that_is_not_decided_is_no_row_of_the_decisions(new: Any) -> None:
    Decision.objects.create(person=new())
    assert list(dataset.written("decisions")) == []


def test_a_proposal_of_a_move_judged_necessary_stands_among_the_decisions_while_it_waits(new: Any) -> None:
    Decision.objects.create(person=new(), necessary_on=DAY)
    [row] = dataset.written("decisions")
    assert (row["necessary_on"], row["decided_on"], row["outcome"]) == (DAY, None, None)


def test_the_newest_choice_of_a_next_home_stands_in_the_move_with_whose_it_is_and_when(new: Any, worker: Any) -> None:
    person, june = new(), date(2026, 6, 1)
    move = add(by=worker, row=Relocation(person=person, from_on=DAY))
    about = {"person": person, "relocation": move}
    add(by=worker, row=NextHome(**about, on=DAY, choice="return", chosen_by="young_person"))
    later = add(by=worker, row=NextHome(**about, on=june, choice="stay", chosen_by="court"))
    assert _homes() == [("stay", "court", june)]
    enter_in_error(by=worker, row=later, seen=1, why_so="another child")
    assert _homes() == [("return", "young_person", DAY)]


def _homes() -> list[tuple[Any, ...]]:
    return [(row["next_home"], row["next_home_by"], row["next_home_on"]) for row in dataset.written("relocations")]


def test_a_condition_of_a_proposal_waits_for_its_move(new: Any, worker: Any) -> None:
    person = new()
    add(by=worker, row=Condition(person=person, what="Light on the steps"))
    assert list(dataset.written("conditions")) == []


def test_young_people_placed_here_by_others_stay_out_of_our_figures(new: Any, worker: Any) -> None:
    add(by=worker, row=Relocation(person=new(), from_on=DAY, placed_by="Westshire"))
    assert list(dataset.written("relocations")) == []


def test_a_row_of_a_merged_person_is_written_under_the_record_kept(new: Any, manager: Any) -> None:
    kept, twin = new("Jess", "Birch"), new("Jes", "Birch")
    add(by=manager, row=View(person_id=twin.pk, voice="young_person", on=DAY, words="I want to stay"))
    merge(by=manager, kept=kept, merged=twin, seen=(kept.version, twin.version), take=(), why="one child")
    assert [row["person_id"] for row in dataset.written("voices")] == [str(kept.pk)]
