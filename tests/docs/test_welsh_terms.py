"""The list of Welsh terms, the translations and the labels of codes say the same."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.utils import dates, translation

from kith.definitions.codes import codes, list_names
from kith.record.interface.catalogues import LOCALE, catalogue

TERMS = Path(__file__).parents[2] / "docs" / "reference" / "welsh-terms.csv"
SHARED = Path(__file__).parents[3] / "shared" / "design" / "welsh-terms.csv"
CLOCKS = Path(__file__).parents[2] / "src" / "kith" / "clocks" / "data"
OTHERWISE = {
    "home": "of a site, not of a person",
    "open": "a state, not what somebody does",
    "remove": "beside Delete, which has the list's word",
    "name they like to be called": "of one or of any sex",
    "chose not to say": "an answer to choose, as the list's note says",
}
"""Texts for which the list's own word does not fit, with the reason."""


DAYS = "Dydd Llun, Dydd Mawrth, Dydd Mercher, Dydd Iau, Dydd Gwener, Dydd Sadwrn, Dydd Sul"
MONTHS = "Ionawr, Chwefror, Mawrth, Ebrill, Mai, Mehefin, Gorffennaf, Awst, Medi, Hydref, Tachwedd, Rhagfyr"
CALENDAR: dict[str, str] = {
    "WEEKDAYS": DAYS,
    "WEEKDAYS_ABBR": "Llu, Maw, Mer, Iau, Gwe, Sad, Sul",
    "MONTHS": MONTHS,
    "MONTHS_ALT": MONTHS,
    "MONTHS_3": "ion, chw, maw, ebr, mai, meh, gor, aws, med, hyd, tach, rhag",
    "MONTHS_AP": "Ion., Chwe., Mawrth, Ebrill, Mai, Meh., Gorff., Awst, Medi, Hydr., Tach., Rhag.",
}
"""Django's tables of days and months, in their order. Its own Welsh has one n too few in July, which ours mends."""


def _terms() -> dict[str, dict[str, str]]:
    with TERMS.open(encoding="utf-8", newline="") as file:
        return {row["english"].lower(): row for row in csv.DictReader(file)}


def test_each_term_says_how_sure_it_is_and_is_listed_once() -> None:
    with TERMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["confidence"] for row in rows} == {"high", "medium", "low"}
    assert [row for row in rows if not row["english"] or not row["welsh"]] == []
    assert len({row["english"] for row in rows}) == len(rows)


def test_a_text_or_label_that_is_a_term_says_it_as_the_list_does() -> None:
    said = [*catalogue(LOCALE / "cy" / "LC_MESSAGES" / "django.po").items()]
    said += [(code.label, code.label_welsh) for name in list_names() for code in codes(name) if code.label_welsh]
    terms = {key: row["welsh"].lower() for key, row in _terms().items() if key not in OTHERWISE}
    other = {
        text: (welsh, terms[text.lower()])
        for text, welsh in said
        if terms.get(text.lower(), welsh.lower()) != welsh.lower()
    }
    assert not other, "say it as docs/reference/welsh-terms.csv does, or say in OTHERWISE why not"


@pytest.mark.parametrize("table", CALENDAR)
def test_days_and_months_are_said_in_welsh_wherever_django_writes_a_date(table: str) -> None:
    words: dict[int, Any] = getattr(dates, table)
    with translation.override("cy"):
        said = [str(words[key]) for key in sorted(words)]
    assert ", ".join(said) == CALENDAR[table]


def test_our_own_translations_of_days_and_months_are_djangos_or_mend_them() -> None:
    ours = catalogue(LOCALE / "cy" / "LC_MESSAGES" / "django.po")
    with translation.override("en"):
        english = {str(word).lower(): table for table in CALENDAR for word in getattr(dates, table).values()}
    right = {word.lower() for words in CALENDAR.values() for word in words.split(", ")}
    wrong = {
        text: welsh
        for text, welsh in ours.items()
        if text.rpartition("\x04")[2].lower() in english and welsh.lower() not in right
    }
    assert wrong.keys() <= {"may"}, wrong


def test_our_list_of_terms_says_what_the_shared_one_says() -> None:
    if not SHARED.exists():
        pytest.skip("the shared list of terms is not beside this repository")
    with SHARED.open(encoding="utf-8", newline="") as file:
        shared = {row["english"].lower(): row["welsh"] for row in csv.DictReader(file)}
    ours = {key: row["welsh"] for key, row in _terms().items()}
    assert {key: ours.get(key) for key in shared} == shared


def test_labels_of_clocks_are_said_as_the_list_has_them() -> None:
    terms = {key: row["welsh"].lower() for key, row in _terms().items() if key not in OTHERWISE}
    files = [(CLOCKS / f"{name}.csv").read_text(encoding="utf-8") for name in ("conditions", "events")]
    labels = [row for text in files for row in csv.DictReader(text.splitlines())]
    assert labels
    other = {
        row["label"]: row["label_welsh"]
        for row in labels
        if row["label_welsh"]
        and terms.get(row["label"].lower(), row["label_welsh"].lower()) != row["label_welsh"].lower()
    }
    assert other == {}
