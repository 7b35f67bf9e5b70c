"""Recording harm: all or nothing, several kinds at once, history kept, erased whole, the same after a merge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.record.access.actions import restrict
from kith.record.accounts.models import User
from kith.record.audit.models import Change, Event
from kith.record.contexts.models import Association, Context
from kith.record.harms import queries
from kith.record.harms.actions import EPISODES, WRITER, add_episode, add_role, place, record_concern
from kith.record.harms.models import Answer, Concern, ConcernContext, Episode, EpisodeRole
from kith.record.people.erasing import erase
from kith.record.people.merging import merge, unmerge
from kith.record.people.models import Person
from kith.record.people.subject_access import held
from kith.record.rows.actions import Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
New, Tied = Callable[..., Person], Callable[..., Context]


def _record(worker: User, person: Person, *kinds: str, **more: Any) -> list[Concern]:
    given: dict[str, Any] = {"answers": {}, "on": DAY, "shared": {"setting": "outside"}, **more}
    return record_concern(by=worker, person_id=person.pk, kinds=kinds, **given)


def test_several_kinds_are_one_row_each_and_a_yes_adds_its_kind_once(worker: User, jess: Person) -> None:
    made = _record(worker, jess, "gang", "cce", answers={"cse": "no", "cce": "yes"})
    assert [row.harm for row in made] == ["cce", "gang"]
    assert {row.harm: row.answer for row in Answer.objects.all()} == {"cse": "no", "cce": "yes"}
    assert {(row.edition, row.setting_basis, row.setting) for row in made} == {("2023", "recorded", "outside")}


def test_a_concern_without_a_day_is_live_from_the_day_of_writing_and_never_since_always(
    worker: User, jess: Person
) -> None:
    assert _record(worker, jess, "gang")[0].from_on == DAY
    noticed = _record(worker, jess, "online", shared={"noticed_on": date(2026, 1, 2)})[0]
    assert noticed.from_on == date(2026, 1, 2)


def test_one_kind_that_cannot_be_stored_stops_all_of_them(worker: User, jess: Person) -> None:
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        _record(worker, jess, "gang", "nonsense", answers={"cse": "yes", "cce": "no"})
    assert (Concern.objects.count(), Answer.objects.count(), Event.objects.count()) == (0, 0, before)


def test_nothing_said_is_refused_and_an_answer_alone_is_enough(worker: User, jess: Person) -> None:
    with pytest.raises(Refused):
        _record(worker, jess)
    assert _record(worker, jess, answers={"cse": "not_known", "cce": ""}) == []
    assert [row.harm for row in Answer.objects.all()] == ["cse"]


def test_what_was_said_before_stays_as_changes_over_time(worker: User, jess: Person) -> None:
    row = _record(worker, jess, "gang")[0]
    row = WRITER.change(by=worker, row=row, seen=1, values={"certainty": "suspected", "evidence": "seen"})
    row = WRITER.change(by=worker, row=row, seen=2, values={"certainty": "ruled_out", "harm": "cce"})
    found = queries.turns([row], ["record", "history"])
    assert sorted((one.field, one.before or "", one.after, one.first) for one in found) == [
        ("certainty", "", "suspected", False),
        ("certainty", "suspected", "ruled_out", False),
        ("harm", "", "gang", True),
        ("harm", "gang", "cce", False),
    ]
    assert {one.by for one in found} == {worker.name}
    assert queries.turns([row], ["identity", "history"]) == []
    assert queries.turns([row], ["record"]) == []  # in an emergency, or a guest: what it used to say is not opened


def test_a_context_shows_while_the_tie_to_it_is_held_and_to_whom_may_see_it(
    worker: User, jess: Person, sam: Person, tied: Tied
) -> None:
    park, secret, other = tied("Park", jess), tied("Flat", jess), tied("Shop", sam)
    row = _record(worker, jess, "gang", contexts=[park.pk, secret.pk, other.pk])[0]
    assert [one.name for one in queries.concerns(worker, jess.pk)[0].shown_contexts] == ["Flat", "Park"]
    Association.objects.filter(context=secret).update(expires_on=date(2026, 1, 1), review_on=date(2026, 1, 1))
    assert [one.name for one in queries.concerns(worker, jess.pk)[0].shown_contexts] == ["Park"]
    place(by=worker, concern=row, contexts=[], among=[park.pk])
    assert set(ConcernContext.objects.values_list("context__name", flat=True)) == {"Flat", "Shop"}


def test_an_episode_begins_with_somebody_and_the_last_cannot_be_marked_away(worker: User, jess: Person) -> None:
    made = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="seen", from_on=DAY)
    role = made.roles.get()
    with pytest.raises(Refused):
        EPISODES.enter_in_error(by=worker, row=role, seen=1, why_so="slip")
    add_role(by=worker, episode_id=made.pk, person_id=jess.pk, role="said_to_have_harmed")
    EPISODES.enter_in_error(by=worker, row=role, seen=1, why_so="slip")
    assert [row.role for row in made.roles.filter(error_at=None)] == ["said_to_have_harmed"]


def test_the_same_person_has_the_same_part_once(worker: User, jess: Person) -> None:
    made = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce")
    with pytest.raises(IntegrityError), transaction.atomic():
        EpisodeRole.objects.create(episode=made, person=jess, role="harmed")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Concern, {"harm": "cse", "from_on": DAY, "to_on": date(2026, 3, 9)}),
        (Answer, {"harm": "cse", "answer": "no", "on": DAY, "error_why": "no date beside it"}),
    ],
)
def test_the_database_refuses_days_out_of_order_and_half_an_error(
    jess: Person, model: Any, values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(person=jess, **values)


def _ids(rows: list[Any]) -> set[UUID]:
    return {row.pk for row in rows}


def test_rows_follow_a_merge_and_part_again(worker: User, manager: User, new: New, jess: Person) -> None:
    twin = new("Jes", "Birch", born_on=date(2011, 3, 7))
    own, other = _record(worker, jess, "gang")[0], _record(worker, twin, "cce", answers={"cse": "no"})[0]
    episode = add_episode(by=worker, person_id=twin.pk, role="harmed", harm="cce")
    made = merge(by=manager, kept=jess, merged=twin, seen=(jess.version, twin.version), take=(), why="the same")
    assert _ids(queries.concerns(worker, jess.pk)) == {own.pk, other.pk}
    assert _ids(queries.episodes(worker, jess.pk)) == {episode.pk}
    assert [row.shown_person.pk for row in queries.roles(worker, episode.pk)] == [jess.pk]
    assert queries.answers(jess.pk).keys() == {"cse"}
    assert [one.pk for one in queries.harmed(worker)] == [jess.pk]
    assert len(queries.live_of([jess.pk])[jess.pk]) == 2
    assert [len(one.kinds) for one in queries.counted(worker)] == [2]
    unmerge(by=manager, merge=made, why="two cousins")
    assert _ids(queries.concerns(worker, jess.pk)) == {own.pk}
    assert {one.pk for one in queries.harmed(worker)} == {jess.pk, twin.pk}


def test_an_episode_is_erased_with_the_last_person_in_it_and_not_before(
    worker: User, manager: User, jess: Person, sam: Person
) -> None:
    alone = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="words about Jess")
    both = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="words")
    add_role(by=worker, episode_id=both.pk, person_id=sam.pk, role="present")
    _record(worker, jess, "gang", answers={"cse": "no"})
    erase(by=manager, person_id=jess.pk)
    assert [row.pk for row in Episode.objects.all()] == [both.pk]
    assert not Change.objects.filter(subject_id=alone.pk).exists()
    assert Change.objects.filter(subject_id=both.pk).exists()
    assert (Concern.objects.count(), Answer.objects.count(), EpisodeRole.objects.count()) == (0, 0, 1)
    erase(by=manager, person_id=sam.pk)
    assert Episode.objects.count() == 0


def test_the_copy_for_the_person_says_no_part_in_an_episode_and_who_told_nothing(worker: User, jess: Person) -> None:
    add_episode(by=worker, person_id=jess.pk, role="said_to_have_harmed", harm="cce")
    said = {"source": "neighbour", "evidence": "Mrs Elm saw", "words": "I had to", "words_of": "young_person"}
    _record(worker, jess, "gang", shared=said)
    copy = str(held(jess.pk))
    assert "I had to" in copy
    assert "said_to_have_harmed" not in copy
    assert "neighbour" not in copy
    assert "Elm" not in copy


def test_lists_and_counts_are_of_those_whom_the_user_may_see(
    worker: User, manager: User, stranger: User, jess: Person, sam: Person
) -> None:
    _record(worker, jess, "gang")
    _record(worker, sam, "cce", shared={"setting": "inside", "certainty": "confirmed"})
    assert [one.pk for one in queries.harmed(worker)] == [sam.pk, jess.pk]
    assert [one.pk for one in queries.harmed(worker, harm="gang")] == [jess.pk]
    assert [one.pk for one in queries.harmed(worker, setting="inside", certainty="confirmed")] == [sam.pk]
    assert list(queries.harmed(worker, harm="gang", setting="inside")) == []
    assert list(queries.harmed(stranger)) == queries.counted(stranger) == []
    restrict(by=manager, person_id=sam.pk, reason="safety", named=[manager])
    assert [one.pk for one in queries.harmed(worker)] == [jess.pk]
    assert [(one.sex, one.kinds) for one in queries.counted(worker)] == [("female", {"gang"})]


def test_one_concern_has_to_fit_the_whole_filter_and_not_two_between_them(worker: User, jess: Person) -> None:
    _record(worker, jess, "gang", shared={"setting": "inside"})
    _record(worker, jess, "cce", shared={"setting": "outside"})
    assert list(queries.harmed(worker, harm="gang", setting="outside")) == []


def test_what_was_ruled_out_ended_or_entered_in_error_is_not_listed(worker: User, jess: Person) -> None:
    row = _record(worker, jess, "gang", on=timezone.localdate())[0]
    for values in ({"certainty": "ruled_out"}, {"certainty": "", "from_on": DAY, "to_on": DAY}):
        row = WRITER.change(by=worker, row=row, seen=row.version, values=values)
        assert list(queries.harmed(worker)) == []
    row = WRITER.change(by=worker, row=row, seen=row.version, values={"to_on": None})
    assert list(queries.harmed(worker)) == [jess]
    WRITER.enter_in_error(by=worker, row=row, seen=row.version, why_so="another child")
    assert list(queries.harmed(worker)) == []


def test_a_copy_is_not_how_they_learn_what_it_was_not_safe_to_tell_them(worker: User, jess: Person) -> None:
    row = _record(worker, jess, "gang")[0]
    assert len(held(jess.pk)["rows"]["Concerns"]) == 1
    WRITER.change(by=worker, row=row, seen=1, values={"told": "not_safe", "told_why": "It would get back to them"})
    made = held(jess.pk)
    assert made["rows"]["Concerns"] == []
    assert "What somebody has to weigh before it is given." in made["left_out"]
    assert "get back" not in str(made)
