"""The rules of contexts, wholly: every role, every set of relations, limited or not; spans of ties; what leaves the house."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.record.access.rules import Act
from kith.record.accounts.roles import ROLES, Capability
from kith.record.contexts.pages import page
from kith.record.contexts.rules import (
    SIGHT,
    Facts,
    Relation,
    age_band,
    decide,
    held_until,
    letter,
    needs_whose_words,
    review_by,
    told,
)

DOCS = Path(__file__).parents[5] / "docs" / "reference" / "contexts-access.md"
SETS = [frozenset(some) for some in chain.from_iterable(combinations(Relation, n) for n in range(len(Relation) + 1))]
EXPECTED = {  # by hand, not made from the table: role → relation → what it opens
    "practitioner": {"leads": "rw", "team": "rw", "opened": "r", "young_person": "r"},
    "team_manager": {"leads": "rw", "team": "rw", "opened": "r", "young_person": "r"},
    "exploitation_lead": {"all": "rw"},
    "independent_reviewing_officer": {"young_person": "r"},
    "placements": {"young_person": "r"},
    "on_call_worker": {"young_person": "r"},
}


@pytest.mark.parametrize("role", ROLES)
def test_the_policy_is_what_was_written_by_hand(role: str) -> None:
    opened = EXPECTED.get(role, {})
    for relations, restricted, named, act in product(SETS, (False, True), (False, True), Act):
        facts = Facts(role=role, relations=relations, restricted=restricted, named=named)
        opens = any(act.value[0] in opened.get(relation.value, "") for relation in relations)
        assert decide(facts, act).allowed == (opens and (named or not restricted)), (relations, restricted, named, act)


@pytest.mark.parametrize("role", ROLES)
def test_a_closed_account_and_a_context_that_is_not_there_open_nothing(role: str) -> None:
    for relations, act in product(SETS, Act):
        assert not decide(Facts(role=role, relations=relations, active=False), act).allowed
        assert not decide(Facts(role=role, relations=relations, known=False), act).allowed


def test_every_role_has_a_line_and_those_that_see_contexts_have_the_menu() -> None:
    assert set(SIGHT) == set(ROLES)
    for key, role in ROLES.items():
        assert (Capability.SEE_CONTEXTS in role.may) == bool(SIGHT[key])
        writes = any(Act.WRITE in acts for acts in SIGHT[key].values())
        assert (Capability.OPEN_CONTEXTS in role.may) == writes


def test_the_page_of_who_may_see_is_made_from_the_rules() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(), "python -m kith.record.contexts.pages"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_tie_is_looked_at_again_before_its_last_day_which_is_within_a_year(today: date) -> None:
    assert today < review_by(today) < held_until(today) <= today + timedelta(days=366)


def test_the_word_gang_needs_its_speaker_and_other_words_do_not() -> None:
    assert needs_whose_words("The Gang on the corner")
    assert needs_whose_words("gangs")
    assert not needs_whose_words("Organgrinder Lane")
    assert not needs_whose_words("J, K and M's friends")


@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_each_place_in_a_list_has_a_letter_of_its_own(one: int, other: int) -> None:
    assert (letter(one) == letter(other)) == (one == other)
    assert [letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@given(st.integers(0, 200))
def test_small_counts_are_not_told_outside(count: int) -> None:
    assert (told(count) == str(count)) == (count == 0 or count > 5)


def test_ages_are_told_in_bands() -> None:
    assert [age_band(age) for age in (None, 9, 10, 12, 13, 15, 16, 17, 18, 25, 26)] == [
        "not_known", "other", "10-12", "10-12", "13-15", "13-15", "16-17", "16-17", "18-25", "18-25", "other",
    ]  # fmt: skip
