"""The list of Welsh terms, the translations and the labels of codes say the same."""

from __future__ import annotations

import csv
from pathlib import Path

from kith.definitions.codes import codes, list_names
from kith.record.interface.catalogues import LOCALE, catalogue

TERMS = Path(__file__).parents[2] / "docs" / "reference" / "welsh-terms.csv"
OTHERWISE = {
    "home": "of a site, not of a person",
    "open": "a state, not what somebody does",
    "remove": "beside Delete, which has the list's word",
    "name they like to be called": "of one or of any sex",
    "chose not to say": "an answer to choose, as the list's note says",
}
"""Texts for which the list's own word does not fit, with the reason."""


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
