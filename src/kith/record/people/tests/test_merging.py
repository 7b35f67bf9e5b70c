"""Two records become one, and come apart again as if they never had, plus what was done since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.record.access.actions import restrict
from kith.record.accounts.models import User
from kith.record.people.actions import (
    DETAILS,
    Refused,
    Stale,
    add,
    as_json,
    change,
    enter_in_error,
    restore,
    show_name,
)
from kith.record.people.merging import merge, merges_of, preview, unmerge
from kith.record.people.models import Address, Identifier, Involvement, LikelyDuplicate, Name, Person, SearchKey
from kith.record.people.queries import of, visible
from kith.record.people.search import Asked, find

New = Callable[..., Person]
SHOWN = (*DETAILS, "shown_name_id")


def _merge(by: User, kept: Person, merged: Person, take: tuple[str, ...] = ()) -> Any:
    kept.refresh_from_db()
    merged.refresh_from_db()
    seen = (kept.version, merged.version)
    return merge(by=by, kept=kept, merged=merged, seen=seen, take=take, why="the same UPN")


def test_after_a_merge_one_person_is_found_under_either_name(worker: User, manager: User, new: New) -> None:
    kept, merged = new("Jess", "Birch"), new("Wren", "Quill")
    _merge(manager, kept, merged)
    assert [result.person for result in find(worker, Asked("Wren Quill"))] == [kept]
    assert list(visible(worker)) == [kept]
    assert {name.family for name in of(Name, kept.pk)} == {"Birch", "Quill"}


def test_a_preview_proposes_what_is_known_over_what_is_not(new: New) -> None:
    kept, merged = new(sex="U", ethnicity="WBRI"), new(sex="F", ethnicity="AIND")
    proposed = {line.field: line.proposed for line in preview(kept, merged)}
    assert proposed["sex"] == "merged"
    assert proposed["ethnicity"] == "kept"
    assert {line.field for line in preview(kept, merged) if line.differs} == {"sex", "ethnicity", "shown_name_id"}


def test_a_value_taken_over_is_shown_and_given_back(manager: User, new: New) -> None:
    kept, merged = new(), new("Wren", "Quill", born_on=date(2010, 3, 7))
    made = _merge(manager, kept, merged, ("born_on", "shown_name_id"))
    kept.refresh_from_db()
    assert (kept.born_on, kept.birth_precision, kept.shown_name.family) == (date(2010, 3, 7), "day", "Quill")
    unmerge(by=manager, merge=made, why="two people after all")
    kept.refresh_from_db()
    assert (kept.born_on, kept.birth_precision, kept.shown_name.family) == (None, "not_known", "Birch")


def test_what_was_edited_after_the_merge_is_not_given_back(manager: User, new: New) -> None:
    kept, merged = new(sex="U"), new(sex="F")
    made = _merge(manager, kept, merged, ("sex",))
    kept.refresh_from_db()
    change(by=manager, row=kept, seen=kept.version, values={"sex": "M"})
    unmerge(by=manager, merge=made, why="two people after all")
    kept.refresh_from_db()
    assert kept.sex == "M"


def test_two_merges_undone_in_either_order_leave_what_was_there(manager: User, new: New) -> None:
    for order in ((0, 1), (1, 0)):
        kept = new(sex="U")
        made = [_merge(manager, kept, new(sex=sex), ("sex",)) for sex in ("F", "M")]
        for at in order:
            unmerge(by=manager, merge=made[at], why="two people")
        kept.refresh_from_db()
        assert kept.sex == "U"


def test_a_chain_leads_to_its_end_and_comes_apart_from_its_end(worker: User, manager: User, new: New) -> None:
    first, second, third = new("Ade", "Abara"), new("Bel", "Barlow"), new("Caro", "Costa")
    inner, outer = _merge(manager, second, first), _merge(manager, third, second)
    assert [result.person for result in find(worker, Asked("Ade Abara"))] == [third]
    with pytest.raises(Refused):
        unmerge(by=manager, merge=inner, why="two people")
    unmerge(by=manager, merge=outer, why="two people")
    assert [result.person for result in find(worker, Asked("Ade Abara"))] == [second]
    assert SearchKey.objects.filter(person=first).exclude(root=second).count() == 0
    unmerge(by=manager, merge=inner, why="two people")
    assert [result.person for result in find(worker, Asked("Ade Abara"))] == [first]


def test_a_restriction_of_either_holds_for_the_merged_record_and_ends_with_it(
    worker: User, manager: User, new: New
) -> None:
    kept, merged = new("Jess", "Birch"), new("Wren", "Quill")
    restrict(by=manager, person_id=merged.pk, reason="colleague")
    made = _merge(manager, kept, merged)
    assert not visible(worker).exists()
    unmerge(by=manager, merge=made, why="two people")
    assert list(visible(worker)) == [kept]


def test_a_merge_of_what_was_changed_meanwhile_is_stale(manager: User, new: New) -> None:
    kept, merged = new(), new()
    change(by=manager, row=merged, seen=1, values={"sex": "F"})
    with pytest.raises(Stale):
        merge(by=manager, kept=kept, merged=merged, seen=(1, 1), take=(), why="the same UPN")
    merged.refresh_from_db()
    assert merged.kept_id is None


def test_a_record_is_merged_once_and_never_into_itself_and_never_without_a_reason(manager: User, new: New) -> None:
    kept, merged, other = new(), new(), new()
    _merge(manager, kept, merged)
    for pair in ((other, merged), (merged, other), (kept, kept)):
        with pytest.raises(Refused):
            _merge(manager, *pair)
    with pytest.raises(Refused):
        merge(by=manager, kept=kept, merged=other, seen=(2, 1), take=(), why=" ")


def test_taken_apart_they_are_remembered_as_not_the_same(manager: User, new: New) -> None:
    made = _merge(manager, new(), new())
    assert LikelyDuplicate.objects.get().answer == "merged"
    unmerge(by=manager, merge=made, why="two people")
    assert LikelyDuplicate.objects.get().answer == "not_the_same"
    assert merges_of(made.into_id) == []
    with pytest.raises(Refused):
        unmerge(by=manager, merge=made, why="again")


# The law: merge, random edits, unmerge = never merged, plus the edits.

_DETAIL = st.one_of(  # few fields and values, so that edits meet what the merge took over
    st.tuples(st.just("sex"), st.sampled_from(["M", "F"])),
    st.tuples(st.just("born"), st.sampled_from([date(2010, 3, 7), date(2011, 1, 1), None])),
    st.tuples(st.just("disability"), st.sampled_from([["AUT"], ["MOB", "LD"], []])),
)
_EDIT = st.one_of(
    st.tuples(st.just("detail"), _DETAIL),
    st.tuples(st.just("detail"), _DETAIL),
    st.tuples(st.just("row"), st.integers(0, 7), st.sampled_from(["Alder", "Beech", "Cedar"])),
    st.tuples(st.just("new"), st.sampled_from(["Name", "Address", "Involvement"])),
    st.tuples(st.just("error"), st.integers(0, 7)),
    st.tuples(st.just("restore"), st.integers(0, 7)),
    st.tuples(st.just("show"), st.integers(0, 3)),
)


def _values(detail: tuple[str, Any]) -> dict[str, Any]:
    field, value = detail
    if field == "born":
        return {"born_on": value, "birth_precision": "day" if value else "not_known"}
    if field == "disability":
        return {"disability": "yes" if value else "no", "disabilities": value}
    return {field: value}


class World:
    """Two records, and the same edits made of them whether they are merged or not."""

    def __init__(self, by: User, new: New, details: list[tuple[str, Any]]) -> None:
        self.by = by
        self.kept, self.merged = new("Jess", "Birch"), new("Wren", "Quill")
        for person in (self.kept, self.merged):
            add(by=by, row=Address(person=person, lines="1 Made-up Road", postcode="QZ6 2AB"))
            add(by=by, row=Involvement(person=person, status="child_in_need"))
        for at, detail in enumerate(details):
            self._change(self.merged if at % 2 else self.kept, _values(detail))
        self.rows: list[Any] = [
            row
            for model in (Name, Address, Involvement)
            for person in (self.kept, self.merged)
            for row in model.objects.filter(person=person).order_by("made_at")
        ]

    def _change(self, row: Any, values: dict[str, Any]) -> None:
        row.refresh_from_db()
        if row.error_at is None:
            change(by=self.by, row=row, seen=row.version, values=values)

    def edit(self, edit: tuple[Any, ...], show: bool) -> bool:
        """Make one edit; whether it could be made. `show`: whether to, where it hangs on the records being one."""
        what, *rest = edit
        try:
            if what == "detail":
                self._change(self.kept, _values(rest[0]))
            elif what == "new":
                self._add(rest[0])
            elif what == "row":
                self._row(self.rows[rest[0] % len(self.rows)], rest[1])
            elif what == "show":
                return show and self._show(rest[0])
            else:
                row = self.rows[rest[0] % len(self.rows)]
                row.refresh_from_db()
                if (row.error_at is None) != (what == "error"):
                    return False
                if what == "error" and isinstance(row, Name):
                    return False  # whether a name is shown hangs on the merge
                if what == "error":
                    enter_in_error(by=self.by, row=row, seen=row.version, why_so="a slip")
                else:
                    restore(by=self.by, row=row, seen=row.version)
        except Refused:
            return False
        return True

    def _row(self, row: Any, word: str) -> None:
        field = {Name: "family", Address: "lines"}.get(type(row))
        self._change(row, {field: word} if field else {"status": "looked_after" if word == "Alder" else "early_help"})

    def _add(self, model: str) -> None:
        made = {
            "Name": Name(given="Jo", family="Fern", kind="former"),
            "Address": Address(lines="2 Made-up Road"),
            "Involvement": Involvement(status="looked_after"),
        }[model]
        made.person = self.kept
        self.rows.append(add(by=self.by, row=made))

    def _show(self, at: int) -> bool:
        own = [row for row in self.rows if isinstance(row, Name) and row.person_id == self.kept.pk]
        self.kept.refresh_from_db()
        show_name(by=self.by, person_id=self.kept.pk, name_id=own[at % len(own)].pk, seen=self.kept.version)
        return True

    def says(self) -> Any:
        """Everything but ids, versions and instants: details, and the rows of each record in the order they were made."""
        place = {row.pk: at for at, row in enumerate(self.rows)}
        said = []
        for person in (self.kept, self.merged):
            person.refresh_from_db()
            said.append({**as_json(person, DETAILS), "name": place[person.shown_name_id], "kept": person.kept_id})
        for row in self.rows:
            row.refresh_from_db()
            keys = sorted(SearchKey.objects.filter(source=row.pk).values_list("key", flat=True))
            assert not SearchKey.objects.filter(source=row.pk).exclude(root=row.person_id).exists()
            said.append((as_json(row, row.edited), row.person_id == self.kept.pk, row.error_at is None, keys))
        return said


@settings(
    max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    before=st.lists(_DETAIL, min_size=2, max_size=6),
    take=st.sets(st.sampled_from(["sex", "born_on", "disability", "shown_name_id"]), min_size=1),
    edits=st.lists(_EDIT, max_size=8),
)
def test_merge_random_edits_and_unmerge_is_as_if_never_merged_plus_the_edits(
    manager: User, new: New, before: list[tuple[str, Any]], take: set[str], edits: list[tuple[Any, ...]]
) -> None:
    merged, never = World(manager, new, before), World(manager, new, before)
    made = _merge(manager, merged.kept, merged.merged, tuple(take))
    for edit in edits:
        was = _seen(merged)
        if merged.edit(edit, show=True) and _seen(merged) != was:  # an edit that changes nothing is none
            never.edit(edit, show=True)
    unmerge(by=manager, merge=made, why="two people")
    assert merged.says() == never.says()


def _seen(world: World) -> Any:
    world.kept.refresh_from_db()
    rows = [(type(row).objects.values_list("version", flat=True).get(pk=row.pk)) for row in world.rows]
    return world.kept.version, rows


def test_a_number_that_both_records_bear_is_kept_with_each(manager: User, new: New) -> None:
    kept = new("Jess", "Birch", Identifier(scheme="la", value="A1"))
    merged = new("Jess", "Birch", Identifier(scheme="la", value="A 1"))
    assert [row.contested for row in Identifier.objects.order_by("made_at")] == [False, True]
    _merge(manager, kept, merged)
    assert of(Identifier, kept.pk).count() == 2
