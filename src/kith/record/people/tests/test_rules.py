"""Likeness and the keys by which people are found, without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.record.people.rules import (
    LIKELY,
    REASONS,
    Known,
    Said,
    age_on,
    birth_slips,
    initials,
    is_nhs_number,
    likeness,
    name_keys,
    overlaps,
    postcode_keys,
    whole_postcode,
)


def _reason(asked: Said, found: Said) -> str:
    return next(iter(likeness(Known((asked,)), Known((found,))).reasons), "")


@pytest.mark.parametrize(
    ("asked", "found", "reason"),
    [
        (Said("Zoë", "Ferrow"), Said("Zoe", "Ferrow"), "same_name"),
        (Said("Aisha Birch"), Said("Aisha", "Birch"), "same_name"),
        (Said("Birch Aisha"), Said("Aisha", "Birch"), "swapped_names"),
        (Said("Asiha Birch"), Said("Aisha", "Birch"), "letters_swapped"),
        (Said("Kristofer Brannok"), Said("Christopher", "Brannock"), "sounds_alike"),
        (Said("Bellwether"), Said("Jess", "Bellweather"), "part_of_name"),
        (Said("Jess Bellwether"), Said("Jess", "Bellweather"), "sounds_alike"),
        (Said("Jess Birch"), Said("Jess", "Pardoe", shown=False), "part_of_name"),
        (Said("Jess Pardoe"), Said("Jess", "Pardoe", shown=False), "other_name"),
        (Said("Bez"), Said("Jess", "Birch", called="Bez"), "other_name"),
        (Said("Bez Birch"), Said("Jess", "Birch", called="Bez"), "other_name"),
        (Said("Alex Birch"), Said("Alexander", "Birch"), "close_name"),
        (Said("Ola"), Said("Jess", "Birch"), ""),
    ],
)
def test_a_name_is_known_again_in_spite_of_slips(asked: Said, found: Said, reason: str) -> None:
    assert _reason(asked, found) == reason


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Asiha", "Aisha"),
        ("Kristofer", "Christopher"),
        ("Bellwether", "Bellweather"),
        ("Zoe", "Zoë"),
        ("Sam", "Samuel"),
    ],
)
def test_a_slip_shares_a_key_with_the_name(typed: str, stored: str) -> None:
    assert name_keys(typed) & name_keys(stored)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12), st.data())
def test_any_two_neighbouring_letters_swapped_still_share_a_key(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    assert name_keys(name) & name_keys(swapped)


@given(st.text(max_size=60))
def test_any_text_at_all_has_keys_that_fit_their_column(text: str) -> None:
    assert all(2 <= len(key) <= 64 for key in name_keys(text) | postcode_keys(text))


def test_a_birth_date_is_known_again_with_day_and_month_swapped_one_digit_or_a_year_off() -> None:
    slips = birth_slips(date(2010, 3, 7))
    assert slips[date(2010, 3, 7)] == "same_birth"
    assert slips[date(2010, 7, 3)] == "birth_swapped"
    assert slips[date(2011, 3, 7)] == "birth_year"
    assert slips[date(2010, 3, 17)] == "birth_digit"
    assert date(2013, 5, 9) not in slips


@given(st.dates(min_value=date(1910, 1, 1), max_value=date(2090, 1, 1)))
def test_a_slip_of_a_slip_leads_back(born: date) -> None:
    assert all(born in birth_slips(other) for other in birth_slips(born))


def test_a_birth_date_known_by_year_alone_agrees_by_year() -> None:
    found = likeness(
        Known(born_on=date(2010, 3, 7), birth_precision="day"), Known(born_on=date(2010, 1, 1), birth_precision="year")
    )
    assert found.reasons == ("birth_about",)


@pytest.mark.parametrize(
    ("typed", "tight"), [("qz6 2ab", "QZ62AB"), ("QZ6", "QZ6"), ("QZ6 2", "QZ62"), ("nowhere", ""), ("", "")]
)
def test_a_postcode_is_read_however_it_is_typed(typed: str, tight: str) -> None:
    assert whole_postcode(typed) == tight


def test_a_postcode_is_found_by_its_district_and_sector() -> None:
    assert postcode_keys("QZ6 2AB") == {"dQZ6", "dQZ62", "dQZ62AB"}


def test_one_good_reason_is_not_yet_a_likely_duplicate_but_a_number_is() -> None:
    same = Known((Said("Jess", "Birch"),))
    assert likeness(same, same).points < LIKELY
    numbered = Known(numbers=("A1",))
    assert likeness(numbered, numbered).points >= LIKELY


@given(st.builds(Known, names=st.tuples(st.builds(Said, given=st.text(), family=st.text(), called=st.text()))))
def test_likeness_always_has_its_reasons_in_words(known: Known) -> None:
    assert set(likeness(known, known).reasons) <= set(REASONS)


def test_an_age_is_whole_years_and_not_known_where_the_date_is_too_vague() -> None:
    assert age_on(date(2010, 3, 7), "day", date(2026, 3, 6)) == 15
    assert age_on(date(2010, 3, 7), "day", date(2026, 3, 7)) == 16
    assert age_on(date(2008, 2, 29), "day", date(2026, 2, 28)) == 17
    assert age_on(date(2010, 3, 1), "month", date(2026, 4, 1)) == 16
    assert age_on(date(2010, 3, 1), "month", date(2026, 3, 15)) is None
    assert age_on(date(2010, 1, 1), "year", date(2026, 6, 1)) is None
    assert age_on(None, "not_known", date(2026, 6, 1)) is None
    assert age_on(date(2027, 1, 1), "expected", date(2026, 6, 1)) is None


def test_initials_are_of_the_first_and_last_name() -> None:
    assert initials("Ana Maria Birch") == "AB"
    assert initials("Ana") == "A"
    assert initials("") == ""


def test_an_nhs_number_has_its_check_digit() -> None:
    assert is_nhs_number("943 476 5919")
    assert not is_nhs_number("943 476 5918")
    assert not is_nhs_number("12345")


def test_spans_that_touch_on_one_day_do_not_overlap() -> None:
    assert not overlaps([(date(2020, 1, 1), date(2020, 5, 1)), (date(2020, 5, 1), None)])
    assert overlaps([(None, date(2020, 5, 2)), (date(2020, 5, 1), None)])
