"""Everything that a clock says can be read in Welsh, with the same places for values, and by the agreed terms."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest

from kith.clocks.cases import Message
from kith.clocks.declarations import Limit, Unit, clocks, conditions, events
from kith.clocks.messages import in_full, limit_typed, limit_words, message_keys, say, text
from kith.foundation.dates import LONDON

TERMS = Path(__file__).parents[4] / "docs" / "reference" / "welsh-terms.csv"
LABELS = {
    **{f"clock {key}": (clock.title, clock.title_welsh) for key, clock in clocks().items()},
    **{f"event {key}": (label.english, label.welsh) for key, label in events().items()},
    **{f"condition {key}": (label.english, label.welsh) for key, label in conditions().items()},
    **{f"message {key}": (text(key), text(key, "cy")) for key in message_keys()},
}
NOT_AS_LISTED = {
    "condition protection_plan": "the register is named by its short name",
    "event missing_reported": "reported, as of a person",
}


def test_no_label_lacks_welsh() -> None:
    assert [key for key, (_english, welsh) in LABELS.items() if not welsh] == []
    assert [key for key, (english, welsh) in LABELS.items() if english == welsh] == []


def test_welsh_has_the_same_places_for_values() -> None:
    places = {key: [sorted(re.findall(r"{\w+}", said)) for said in both] for key, both in LABELS.items()}
    assert {key: found for key, found in places.items() if found[0] != found[1]} == {}


def test_two_english_labels_that_differ_differ_in_welsh() -> None:
    """Nothing was pasted under the wrong key."""
    by_welsh: dict[str, set[str]] = {}
    for key, (english, welsh) in LABELS.items():
        if not key.startswith("message"):
            by_welsh.setdefault(welsh, set()).add(english)
    assert {welsh: said for welsh, said in by_welsh.items() if len(said) > 1} == {}


def _tails(words: str) -> list[str]:
    """The words without their first letters, which Welsh mutates, and without their last, which it may inflect."""
    return [word[2:-1] for word in re.findall(r"[\w’]+", words.lower()) if len(word) > 4]


def test_a_settled_term_is_said_as_the_list_of_terms_says_it() -> None:
    """Of terms of two words or more whose Welsh is published: the law's own words for the law's own things."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        terms = [(row["english"].lower(), row["welsh"]) for row in csv.DictReader(file) if row["confidence"] == "high"]
    settled = [(english, welsh) for english, welsh in terms if " " in english and "(" not in english]
    assert len(settled) > 50
    wrong = [
        (key, english, welsh)
        for key, (said, in_welsh) in LABELS.items()
        for english, welsh in settled
        if re.search(rf"\b{re.escape(english)}\b", said.lower())
        and not all(tail in in_welsh.lower() for tail in _tails(welsh))
        and key not in NOT_AS_LISTED
    ]
    assert wrong == []


@pytest.mark.parametrize("key", sorted({clock.promptness for clock in clocks().values()} - {""}))
def test_how_soon_is_said_in_both_languages(key: str) -> None:
    message = Message("no_limit", {"promptness": key})
    assert text(f"promptness_{key}") in say(message)
    assert text(f"promptness_{key}", "cy") in say(message, "cy")


def test_a_clock_without_a_limit_and_without_how_soon_says_no_more() -> None:
    assert say(Message("no_limit", {"promptness": ""})) == "Due: no limit of time is known"


def test_a_moment_is_said_in_welsh() -> None:
    at = dt.datetime(2026, 3, 3, 14, 5, tzinfo=dt.UTC)
    assert (in_full(at), in_full(at, "cy")) == ("3 March 2026 at 14:05", "3 Mawrth 2026 am 14:05")


def test_what_is_due_by_midnight_is_due_on_the_day_that_ends_then() -> None:
    midnight = dt.datetime(2026, 3, 5, tzinfo=LONDON)
    assert say(Message("due", {"due": midnight})) == "Due by 4 March 2026"
    assert say(Message("overdue", {"due": midnight}), "cy") == "Hwyr ers 4 Mawrth 2026"
    assert say(Message("due_before", {"due": midnight})) == "Due before 5 March 2026"
    assert say(Message("due", {"due": midnight + dt.timedelta(hours=9)})) == "Due by 5 March 2026 at 09:00"
    summer = dt.datetime(2026, 7, 4, 23, tzinfo=dt.UTC)
    assert say(Message("due", {"due": summer})) == "Due by 4 July 2026"


def test_a_number_is_followed_by_the_form_of_its_noun() -> None:
    said = [
        limit_words(Limit.parse(written), "cy")
        for written in ("1 years", "2 years", "3 years", "2 working_days", "6 weeks")
    ]
    assert said == ["1 flwyddyn", "2 flynedd", "3 blynedd", "2 ddiwrnod gwaith", "6 wythnos"]
    assert [limit_words(Limit.parse(written)) for written in ("1 years", "2 years")] == ["1 year", "2 years"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("5 working days", "5 working_days"),
        (" 5  Working  days ", "5 working_days"),
        ("1 working day", "1 working_days"),
        ("5 working_days", "5 working_days"),
        ("2 ddiwrnod gwaith", "2 working_days"),
        ("3 blynedd", "3 years"),
        ("5 fortnights", "5 fortnights"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_limit_is_typed_in_the_words_of_either_language(typed: str, stored: str) -> None:
    assert limit_typed(typed) == stored


def test_what_is_said_of_a_limit_is_read_back_as_it_is() -> None:
    for unit in Unit:
        for number in (1, 2, 3):
            for language in ("en", "cy"):
                limit = Limit(number, unit)
                assert limit_typed(limit_words(limit, language)) == str(limit)
