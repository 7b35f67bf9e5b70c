"""Holds the ledger of the OWASP ASVS to what is there: each test, setting and file that it names, a reason for each gap, its page."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
LEDGER = runpy.run_path(str(ROOT / "docs" / "reference" / "asvs.py"))
ROWS = LEDGER["rows"]()


def test_the_page_is_made_of_the_table() -> None:
    page = (ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8")
    assert page.rstrip() == LEDGER["page"](ROWS).rstrip(), "python docs/reference/asvs.py > docs/reference/asvs.md"


def test_each_requirement_stands_once_with_a_level_and_a_state() -> None:
    numbers = [row["number"] for row in ROWS]
    assert len(numbers) == len(set(numbers)) == 260
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", number) for number in numbers)
    assert {row["state"] for row in ROWS} == {"met", "not applicable", "open"}
    for row in ROWS:
        assert row["level"] in {"1", "2"} or (row["level"] == "3" and row["number"].startswith(("8.", "16."))), row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_what_is_met_is_shown_and_what_is_not_has_its_reason(row: dict[str, str]) -> None:
    assert row["says"].strip()
    assert row["shown_by"] if row["state"] == "met" else row["why"].strip()
    for shown in row["shown_by"].split():
        kind, _, what = shown.partition(":")
        assert _is_there(kind, what), shown


def _is_there(kind: str, what: str) -> bool:
    if kind == "setting":
        return hasattr(settings, what)
    path, _, name = what.partition("::")
    if kind == "test":
        return bool(re.search(rf"^def {name}\b", (ROOT / path).read_text(encoding="utf-8"), re.M))
    return kind == "file" and (ROOT / path).exists()
