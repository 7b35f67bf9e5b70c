"""The flag, what is missing and who is owed a plan, case by case and by laws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.codes import codes
from kith.record.harms.models import Concern
from kith.record.harms.rules import (
    ASKED_OF_EVERYONE,
    OwnPlan,
    edition_on,
    flag,
    is_live,
    met_as_children,
    missing,
    not_asked,
)

DAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Harm:
    harm: str = "cse"
    setting: str = "outside"
    certainty: str = "suspected"
    from_on: date | None = None
    to_on: date | None = None


DAYS = st.one_of(st.none(), st.dates(DAY - timedelta(60), DAY + timedelta(60)))
HARMS = st.builds(
    Harm,
    harm=st.sampled_from(codes("harm").keys()),
    setting=st.sampled_from(codes("setting").keys()),
    certainty=st.sampled_from(["", *codes("certainty").keys()]),
    from_on=DAYS,
    to_on=DAYS,
)


@pytest.mark.parametrize(
    ("first", "last", "live"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(1), None, False),
        (None, DAY - timedelta(1), False),
        (DAY - timedelta(1), DAY + timedelta(1), True),
    ],
)
def test_a_harm_is_live_on_its_first_day_and_its_last_and_between(first: date, last: date, live: bool) -> None:
    assert is_live(Harm(from_on=first, to_on=last), DAY) is live
    assert not is_live(Harm(certainty="ruled_out", from_on=first, to_on=last), DAY)


@pytest.mark.parametrize(
    ("settings", "affected"),
    [
        ([], "none_recorded"),
        (["inside"], "none_recorded"),
        (["not_known"], "not_known"),
        (["outside"], "yes"),
        (["both"], "yes"),
        (["inside", "not_known"], "not_known"),
        (["not_known", "outside"], "yes"),
    ],
)
def test_the_flag_follows_from_where_the_harms_come_from(settings: list[str], affected: str) -> None:
    assert flag([Harm(setting=setting) for setting in settings], DAY).affected == affected


def test_going_missing_alone_raises_no_flag() -> None:
    assert flag([Harm(harm="missing")], DAY).affected == "none_recorded"


def test_what_is_unsaid_is_not_counted_among_the_kinds_of_what_is_said() -> None:
    found = flag([Harm("cce"), Harm("cse", certainty="confirmed"), Harm("gang", setting="not_known")], DAY)
    assert found.kinds == ("cse", "cce")
    assert found.confirmed


@given(st.lists(HARMS, max_size=6), HARMS)
def test_another_harm_never_lowers_the_flag(some: list[Harm], more: Harm) -> None:
    height = ["none_recorded", "not_known", "yes"].index
    assert height(flag([*some, more], DAY).affected) >= height(flag(some, DAY).affected)


@given(st.lists(HARMS, max_size=6))
def test_what_is_ruled_out_or_over_leaves_no_trace_in_the_flag(some: list[Harm]) -> None:
    dead = [replace(one, certainty="ruled_out") for one in some]
    assert flag([*some, *dead], DAY) == flag(some, DAY)
    assert flag([one for one in some if is_live(one, DAY)], DAY) == flag(some, DAY)


def test_a_new_concern_lacks_everything_that_matters_and_a_full_one_nothing() -> None:
    assert missing(Concern(harm="cse")) == ["setting", "certainty", "noticed_on", "source", "told"]
    full = Concern(harm="cse", setting="outside", certainty="suspected", from_on=DAY, source="school", told="told",
                   told_on=DAY, told_how="at home")  # fmt: skip
    assert missing(full) == []


def test_told_lacks_how_and_not_safe_to_tell_lacks_why_and_who_decided() -> None:
    given_ = {"setting": "outside", "certainty": "suspected", "noticed_on": DAY, "source": "school"}
    assert missing(Concern(told="told", told_on=DAY, **given_)) == ["told_how"]
    assert missing(Concern(told="not_safe", **given_)) == ["told_why", "told_decided_by"]
    assert missing(Concern(told="not_yet", **given_)) == []


def test_a_blank_is_no_answer_and_not_known_is_one() -> None:
    assert ASKED_OF_EVERYONE == ("cse", "cce")
    assert not_asked({}) == ["cse", "cce"]
    assert not_asked({"cse": "not_known", "cce": ""}) == ["cce"]
    assert not_asked({"cse": "no", "cce": "yes"}) == []


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2018, 7, 3), "not_known"),
        (date(2018, 7, 4), "2018"),
        (date(2023, 12, 14), "2018"),
        (date(2023, 12, 15), "2023"),
        (DAY, "2023"),
    ],
)
def test_the_edition_is_the_one_in_force_on_the_day(day: date, edition: str) -> None:
    assert edition_on(day) == edition
    assert edition in codes("working_together")


def test_everyone_under_18_or_of_unknown_age_said_to_have_harmed_is_met_as_a_child_whatever_their_plan() -> None:
    states: tuple[OwnPlan, ...] = ("yes", "no", "not_known")
    people = [((age, plan), age, plan) for age, plan in product([None, 0, 17, 18, 40], states)]
    met = met_as_children(people)
    assert [(one.person[0], one.plan, one.age_known) for one in met] == [
        (age, plan, age is not None) for age, plan in product([None, 0, 17], states)
    ]
