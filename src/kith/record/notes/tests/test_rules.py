"""Tries who may read a note against its SQL in every case, when a change is a correction, and the order of the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kith.record.access.rules import Section
from kith.record.accounts.models import User
from kith.record.contexts.models import Context
from kith.record.notes.actions import WRITER, add_about_episode, erase_about_episode
from kith.record.notes.models import Note
from kith.record.notes.queries import Seen, last_seen, marks_of, of_episode, readable
from kith.record.notes.rules import inserted, is_correction, may_read, moved
from kith.record.people.models import Person
from kith.record.rows.actions import Refused

TODAY = date(2026, 11, 22)
Write = Callable[..., Note]


@pytest.mark.django_db
def test_the_lists_and_the_rule_say_the_same_in_every_case(worker: User, jess: Person, write: Write) -> None:
    days, others = (-1, 0, 1), ("", str(worker.pk), str(uuid4()))
    for handling, off, named in product("PC", days, others):
        row = write(
            jess, belongs="police_intelligence", source="1", assessment="B", handling=handling,
            expires_on=TODAY + timedelta(days=off), by=worker,
        )  # fmt: skip
        Note.objects.filter(pk=row.pk).update(named=named)
    write(jess)
    write(jess, belongs="health")
    sections = [Section.RECORD, Section.HEALTH, Section.POLICE_INTELLIGENCE, Section.IDENTITY]
    for chosen in product((False, True), repeat=4):
        reads = {part for part, there in zip(sections, chosen, strict=True) if there}
        by_rule = {row.pk for row in Note.objects.all() if may_read(worker.pk, reads, marks_of(row), TODAY)}
        by_sql = readable(Note.objects.all(), worker, {part.value for part in reads}, TODAY)
        assert set(by_sql.values_list("pk", flat=True)) == by_rule
    assert len(Note.objects.all()) == 20


def test_a_change_is_a_correction_by_another_or_after_a_day() -> None:
    me, then = uuid4(), datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert not is_correction(me, me, then, then + timedelta(days=1))
    assert is_correction(me, me, then, then + timedelta(days=1, seconds=1))
    assert is_correction(me, uuid4(), then, then)
    assert is_correction(None, None, then, then)


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1))


@given(st.lists(DAYS, max_size=8), DAYS)
def test_a_point_goes_after_the_last_that_is_not_later(line: list[date | None], day: date | None) -> None:
    at = inserted(line, day)
    assert 0 <= at <= len(line)
    assert all(other is None or day is None or other > day for other in line[at:])
    if all(line) and line == sorted(line, key=lambda one: one or date.max) and day:
        whole = [*line[:at], day, *line[at:]]
        assert whole == sorted(whole, key=lambda one: one or date.max)


@given(st.lists(st.uuids(), min_size=1, max_size=8, unique=True), st.data())
def test_moving_keeps_every_point_and_the_order_of_the_others(line: list[Any], data: st.DataObject) -> None:
    which, steps = data.draw(st.sampled_from(line)), data.draw(st.integers(-10, 10))
    after = moved(line, which, steps)
    assert [one for one in after if one != which] == [one for one in line if one != which]
    assert after.index(which) == min(max(line.index(which) + steps, 0), len(line) - 1)
    assert moved(line, which, 0) == line


# What the database and the actions refuse


@pytest.mark.django_db
def test_the_database_refuses_a_note_about_nobody_or_about_two(jess: Person, place: Context) -> None:
    for about in ({}, {"person": jess, "context": place}, {"context": place, "episode_id": uuid4()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(kind="visit", words="x", **about)
    for wrong in ({"words": ""}, {"words": "x", "at": "14:00"}, {"words": "x", "alone": "yes"},
                  {"words": "x", "belongs": "police_intelligence"}, {"words": "x", "handling": "P"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(person=jess, kind="visit", **wrong)


@pytest.mark.django_db
def test_the_actions_refuse_the_same_with_a_sentence(jess: Person, write: Write) -> None:
    for wrong in ({"words": " "}, {"at": "14:00"}, {"alone": "yes"}, {"kind": "gossip"},
                  {"belongs": "police_intelligence", "source": "1"}):  # fmt: skip
        with pytest.raises(ValidationError):
            write(jess, **wrong)
    assert not Note.objects.exists()
    note = write(jess, source="1", named="x")
    assert (note.source, note.named) == ("", "")
    with pytest.raises(Refused):
        WRITER.change(by=(jess and None) or User.objects.get(), row=note, seen=1, values={"belongs": "health"})


@pytest.mark.django_db
def test_a_note_about_an_episode_is_kept_read_and_erased_by_its_reference(worker: User) -> None:
    episode = uuid4()
    made = add_about_episode(by=worker, episode_id=episode, values={"kind": "meeting", "words": "Told by the school"})
    assert list(of_episode(worker, episode, ["record"])) == [made]
    assert list(of_episode(worker, uuid4(), ["record"])) == []
    assert erase_about_episode(by=worker, episode_id=episode) == 1
    assert not Note.objects.exists()


# When somebody was last seen


@pytest.mark.django_db
def test_the_last_days_seen_and_seen_alone_are_of_notes_that_one_may_read(
    worker: User, stranger: User, jess: Person, new: Callable[..., Person], write: Write
) -> None:
    today, sam = timezone.localdate(), new("Sam")

    def seen(days: int, alone: str = "no", **more: Any) -> Note:
        return write(jess, on=today - timedelta(days=days), who_seen=["young_person"], alone=alone, **more)

    seen(9, "yes")
    seen(5)
    WRITER.enter_in_error(by=worker, row=seen(2, "yes"), seen=1, why_so="Another child")
    write(jess, on=today, who_seen=["friend"])
    write(sam)
    assert last_seen(worker, [jess.pk, sam.pk]) == {jess.pk: Seen(today - timedelta(days=5), today - timedelta(days=9))}
    seen(1, "not_known", belongs="health")
    assert last_seen(worker, [jess.pk])[jess.pk].on == today - timedelta(days=1)
    assert last_seen(stranger, [jess.pk]) == {}
