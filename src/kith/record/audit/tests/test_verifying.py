"""Whatever is done to any row of a chain is found, and where."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kith.record.audit.actions import Actor, record_view, recorded
from kith.record.audit.chain import COLUMNS, FIRST, key_id, link
from kith.record.audit.models import Event
from kith.record.audit.reading import verify
from kith.record.audit.verifying import How, Row, check

KEY, FORGER = "a key that only the site has", "a key of a forger's own"
KEYS = {key_id(KEY): KEY.encode()}


def chain(length: int, key: str = KEY) -> list[Row]:
    rows, last = [], FIRST
    for seq in range(1, length + 1):
        at = f"2026-11-21 20:43:{seq % 60:02}.000000"
        user, person = f"{seq:032x}", f"{seq * 7:032x}"
        values = (
            seq,
            at,
            user,
            "practitioner",
            "",
            "person.viewed",
            "done",
            "person",
            person,
            person,
            "",
            "team",
            None,
            "",
        )
        last = link(key.encode(), last, (*values, key_id(key)))
        rows.append((*values, key_id(key), last))
    return rows


def witness(rows: list[Row]) -> dict[int, str]:
    return {row[0]: row[-1] for row in rows}


LENGTH = 12
WHOLE = chain(LENGTH)
place = st.integers(min_value=1, max_value=LENGTH)


def found(rows: list[Row]) -> list[tuple[int, How]]:
    return [(broken.first, broken.how) for broken in check(rows, witness(WHOLE), KEYS).breaks]


def test_a_whole_chain_is_whole_and_tells_its_head() -> None:
    verdict = check(WHOLE, witness(WHOLE[:9]), KEYS)
    assert verdict.is_whole
    assert (verdict.events, verdict.head, verdict.unwitnessed) == (LENGTH, (LENGTH, WHOLE[-1][-1]), 3)


def test_an_empty_chain_is_whole() -> None:
    assert check([], {}, KEYS).is_whole


@given(place, st.integers(min_value=1, max_value=len(COLUMNS)), st.one_of(st.text(max_size=5), st.none(), st.binary()))
def test_any_change_of_any_column_is_found_where_it_is(seq: int, column: int, value: object) -> None:
    row = list(WHOLE[seq - 1])
    if row[column] == value:
        return
    row[column] = value
    first, how = found([*WHOLE[: seq - 1], tuple(row), *WHOLE[seq:]])[0]
    assert first == seq
    assert how is (How.NO_KEY if COLUMNS[column : column + 1] == ("key_id",) else How.CHANGED)


@given(place, st.integers(min_value=1, max_value=LENGTH))
def test_any_deletion_is_found_where_it_was(seq: int, many: int) -> None:
    rows = WHOLE[: seq - 1] + WHOLE[seq - 1 + many :]
    assert found(rows) == [(seq, How.DELETED if seq - 1 + many < LENGTH else How.CUT_OFF)]


@given(place.filter(lambda seq: seq < LENGTH - 1))
def test_a_deletion_that_renumbers_what_follows_is_found(seq: int) -> None:
    rows = WHOLE[: seq - 1] + [(row[0] - 1, *row[1:]) for row in WHOLE[seq:]]
    assert found(rows)[0] == (seq, How.DELETED)


@given(place, place)
def test_two_events_in_each_others_place_are_found(one: int, other: int) -> None:
    one, other = sorted((one, other))
    if one == other:
        return
    rows = list(WHOLE)
    rows[one - 1] = (one, *WHOLE[other - 1][1:])
    rows[other - 1] = (other, *WHOLE[one - 1][1:])
    assert found(rows)[0] == (one, How.REORDERED)


@given(place)
def test_cutting_off_the_end_is_found_by_the_witness(length: int) -> None:
    if length < LENGTH:
        assert found(WHOLE[:length]) == [(length + 1, How.CUT_OFF)]


@given(place, st.booleans())
def test_an_event_put_in_by_a_forger_is_found(seq: int, renumbered: bool) -> None:
    before = WHOLE[seq - 2][-1] if seq > 1 else FIRST
    values = WHOLE[seq - 1][:-1]
    forged = (*values, link(FORGER.encode(), before, values))
    if renumbered:
        broken = found([*WHOLE[: seq - 1], forged, *((row[0] + 1, *row[1:]) for row in WHOLE[seq - 1 :])])
        assert broken[0] == (seq, How.INSERTED if seq < LENGTH else How.CHANGED)
    else:
        assert found([*WHOLE[:seq], forged, *WHOLE[seq:]])[0] == (seq, How.INSERTED)


def test_an_event_put_at_the_end_without_the_key_is_found() -> None:
    values = (LENGTH + 1, *WHOLE[0][1:-1])
    assert found([*WHOLE, (*values, link(FORGER.encode(), WHOLE[-1][-1], values))]) == [(LENGTH + 1, How.CHANGED)]


@given(place)
def test_a_chain_made_anew_with_a_stolen_key_is_found_by_the_witness(seq: int) -> None:
    last, rows = WHOLE[seq - 2][-1] if seq > 1 else FIRST, WHOLE[: seq - 1]
    for row in WHOLE[seq - 1 :]:
        values = (*row[:3], "team_manager", *row[4:-1])
        last = link(KEY.encode(), last, values)
        rows = [*rows, (*values, last)]
    assert found(rows) == [(seq, How.WITNESS)]


def test_a_chain_without_a_witness_is_not_taken_for_whole() -> None:
    assert [each.how for each in check(WHOLE, {}, KEYS).breaks] == [How.NO_WITNESS]


def test_a_rotated_key_still_checks_and_one_that_was_not_given_is_told() -> None:
    newer = "the next key"
    values = (LENGTH + 1, *WHOLE[-1][1:-2], key_id(newer))
    rows = [*WHOLE, (*values, link(newer.encode(), WHOLE[-1][-1], values))]
    assert check(rows, witness(rows), KEYS | {key_id(newer): newer.encode()}).is_whole
    assert [str(each) for each in check(rows, witness(rows), KEYS).breaks] == [f"event {LENGTH + 1}: {How.NO_KEY}"]


# On the database itself: each test tampers as its owner could, by taking the triggers away first.


def without_triggers(*statements: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        else:
            for name in ("not_changed", "not_deleted", "at_the_end"):
                cursor.execute(f"DROP TRIGGER audit_event_{name}")
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def three(own_witness, django_capture_on_commit_callbacks, db) -> int:
    """Three events, committed as far as the witness knows; the number of the first."""
    with django_capture_on_commit_callbacks(execute=True), recorded(Actor(uuid4(), "practitioner", "")) as recorder:
        for _ in range(2):
            recorder.event("person.viewed", person_id=uuid4())
    with django_capture_on_commit_callbacks(execute=True):
        record_view(Actor.system("test"), "person.viewed", person_id=uuid4())
    first: int = Event.objects.order_by("-seq")[2].seq
    return first


@pytest.mark.django_db
def test_the_chain_in_the_database_is_whole(three: int) -> None:
    verdict = verify()
    assert verdict.is_whole, verdict.breaks
    assert verdict.head[0] == three + 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "offset", "how"),
    [
        ("UPDATE audit_event SET role = 'analyst' WHERE seq = {}", 0, How.CHANGED),
        ("UPDATE audit_event SET person_id = NULL WHERE seq = {}", 1, How.CHANGED),
        ("DELETE FROM audit_event WHERE seq = {}", 1, How.DELETED),
        ("DELETE FROM audit_event WHERE seq = {}", 2, How.CUT_OFF),
    ],
)
def test_tampering_in_the_database_is_found(three: int, statement: str, offset: int, how: How) -> None:
    without_triggers(statement.format(three + offset))
    assert [(each.first, each.how) for each in verify().breaks] == [(three + offset, how)]


@pytest.mark.django_db
def test_a_last_line_of_the_witness_torn_by_a_crash_is_passed_over_and_a_forged_one_is_not(
    three: int, own_witness
) -> None:
    text = own_witness.read_text()
    own_witness.write_text(text + "\n99 abc" + text)
    assert verify().is_whole
    own_witness.write_text(text + "\nnothing")
    with pytest.raises(ValueError, match="Line"):
        verify()
