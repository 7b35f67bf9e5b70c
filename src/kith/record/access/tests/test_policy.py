"""The policy against a table that was written by hand, for every role, relation, restriction, section and act; and its laws."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.dates import Nation
from kith.record.access.rules import (
    SAYS,
    SHAREABLE,
    SIGHT,
    Act,
    Decision,
    Facts,
    Intelligence,
    Relation,
    Section,
    decide,
    may_read_intelligence,
    review_due,
    reviews,
)
from kith.record.accounts.roles import ROLES

GLASS = UUID(int=1)
STORED = [relation for relation in Relation if relation is not Relation.NONE]
ACTS = list(product(Section, Act))


def _expected() -> dict[tuple[str, str], dict[str, str]]:
    with (Path(__file__).parent / "expected.csv").open(encoding="utf-8") as file:
        return {(row["role"], row["relation"]): row for row in csv.DictReader(file)}


EXPECTED = _expected()


def _opens(role: str, column: str, section: Section, act: Act) -> bool:
    row = EXPECTED.get((role, column))
    return row is not None and act.value[0] in row[section.value]


def _should(facts: Facts, section: Section, act: Act) -> bool:
    """What the written table says of these facts, worked out otherwise than the policy does."""
    if facts.kept_from:
        return False
    if facts.glass and _opens(facts.role, "glass", section, act):
        return True
    if facts.restricted and not facts.named:
        return False
    for relation in facts.relations:
        column = relation.value
        if relation is Relation.ON_CALL and not facts.reason_given:
            column = "on_call without a reason"
        if relation is Relation.GUEST and section not in facts.shared:
            continue
        if _opens(facts.role, column, section, act):
            return True
    return False


@pytest.mark.parametrize("role", ROLES)
def test_every_role_relation_restriction_section_and_act_is_as_the_written_table_says(role: str) -> None:
    sets = [frozenset(some) for size in range(3) for some in combinations(STORED, size)]
    shares = [frozenset[Section](), frozenset({Section.RECORD}), SHAREABLE]
    states = [(False, False), (True, False), (True, True)]
    flags = [False, True]
    for relations, (restricted, named), kept, glass, reason, shared in product(
        sets, states, flags, [None, GLASS], flags, shares
    ):
        facts = Facts(role, relations, restricted, named, kept, glass, reason, shared)
        for section, act in ACTS:
            assert decide(facts, section, act).allowed == _should(facts, section, act), (facts, section, act)


def test_the_written_table_names_only_roles_and_relations_that_there_are() -> None:
    columns = {relation.value for relation in STORED} | {"glass", "on_call without a reason"}
    assert {role for role, _ in EXPECTED} <= set(ROLES)
    assert {column for _, column in EXPECTED} <= columns


def test_every_role_has_its_place_in_the_policy() -> None:
    assert set(SIGHT) == set(ROLES)


FACTS = st.builds(
    Facts,
    role=st.sampled_from(sorted(ROLES)),
    relations=st.frozensets(st.sampled_from(STORED)),
    restricted=st.booleans(),
    named=st.booleans(),
    kept_from=st.booleans(),
    glass=st.none() | st.just(GLASS),
    reason_given=st.booleans(),
    shared=st.frozensets(st.sampled_from(sorted(Section))),
    active=st.booleans(),
    known=st.booleans(),
)
SECTIONS, BOTH = st.sampled_from(list(Section)), st.sampled_from(list(Act))


@given(FACTS, SECTIONS, BOTH)
def test_a_restriction_never_grants(facts: Facts, section: Section, act: Act) -> None:
    free = decide(replace(facts, restricted=False, named=False), section, act)
    for named in (True, False):
        assert decide(replace(facts, restricted=True, named=named), section, act).allowed <= free.allowed


@given(FACTS, SECTIONS, BOTH)
def test_an_emergency_never_grants_to_a_role_without_it_nor_beyond_its_sections(
    facts: Facts, section: Section, act: Act
) -> None:
    without, broken = (
        decide(replace(facts, glass=None), section, act),
        decide(replace(facts, glass=GLASS), section, act),
    )
    if broken.allowed and not without.allowed:
        assert _opens(facts.role, "glass", section, act)
    assert without.allowed <= broken.allowed


@given(FACTS, SECTIONS, BOTH)
def test_being_kept_from_a_record_beats_everything_an_emergency_too(facts: Facts, section: Section, act: Act) -> None:
    assert not decide(replace(facts, kept_from=True), section, act).allowed


@given(FACTS, SECTIONS, BOTH)
def test_a_guest_never_sees_more_than_is_shared(facts: Facts, section: Section, act: Act) -> None:
    decision = decide(replace(facts, role="area_authority_guest"), section, act)
    if decision.allowed:
        assert act is Act.READ
        assert section in facts.shared & SHAREABLE


@given(
    FACTS, SECTIONS, BOTH, st.sampled_from(["administrator", "analyst", "partnership_lead", "data_protection_officer"])
)
def test_some_roles_never_see_a_record_whatever_the_relation(
    facts: Facts, section: Section, act: Act, role: str
) -> None:
    assert not decide(replace(facts, role=role), section, act).allowed


@given(FACTS, SECTIONS, BOTH)
def test_nobody_whose_account_is_closed_sees_anything_and_nobody_sees_whom_there_is_not(
    facts: Facts, section: Section, act: Act
) -> None:
    assert not decide(replace(facts, active=False), section, act).allowed
    assert not decide(replace(facts, known=False), section, act).allowed


@given(FACTS, SECTIONS, BOTH)
def test_whoever_may_write_a_section_may_read_it(facts: Facts, section: Section, act: Act) -> None:
    assert decide(facts, section, Act.WRITE).allowed <= decide(facts, section, Act.READ).allowed


@given(FACTS, SECTIONS, BOTH)
def test_every_reason_has_its_words_and_asking_for_a_reason_tells_of_nobody_restricted(
    facts: Facts, section: Section, act: Act
) -> None:
    decision = decide(facts, section, act)
    assert decision.why in SAYS
    if decision.why == "reason_needed":
        assert decide(facts, Section.IDENTITY, Act.READ).allowed


def test_intelligence_is_read_until_it_expires_and_with_conditions_only_by_those_named() -> None:
    user, day = uuid4(), date(2026, 11, 21)
    section = Decision(True, "allocated")
    free = Intelligence("1", "A", "P", day)
    assert may_read_intelligence(user, section, free, day)
    assert not may_read_intelligence(user, section, free, day + timedelta(days=1))
    assert not may_read_intelligence(user, Decision(False, "no_relation"), free, day)
    closed = replace(free, handling="C")
    assert not may_read_intelligence(user, section, closed, day)
    assert may_read_intelligence(user, section, replace(closed, named=frozenset({user})), day)


def test_a_review_is_due_in_two_working_days() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert review_due(friday, Nation.ENGLAND) == date(2026, 11, 24)
    assert review_due(date(2026, 12, 24), Nation.WALES) == date(2026, 12, 30)  # Christmas, and Boxing Day in lieu
    assert review_due(monday, Nation.ENGLAND) == date(2026, 11, 25)


def test_the_independent_reviewing_officer_alone_reviews() -> None:
    assert [role for role in ROLES if reviews(role)] == ["independent_reviewing_officer"]
