"""Holds the page on what the record's security rests on to the code: limits, kinds of files, lengths of sessions, constraints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from kith.figures.documents import letterhead
from kith.record.access import rules as access
from kith.record.accounts import limits
from kith.record.accounts.hashing import Argon2
from kith.record.exchange import forms as exchange
from kith.record.people import photos

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "security.md").read_text(encoding="utf-8")
DEPLOY = (DOCS / "how-to" / "deploy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "says",
    [
        f"Argon2id, {Argon2.memory_cost // 1024} MiB",
        f"{photos.LARGEST // 1_000_000} MB",
        f"{exchange.MOST_FILES} files, {exchange.LARGEST // 1_000_000} MB together",
        f"{letterhead.LARGEST // 1_000_000} MB",
        f"search {limits.SEARCHES} times and export {limits.EXPORTS} lists",
        f"holds for {access.GLASS_HOURS[0]} to {access.GLASS_HOURS[-1]} hours",
    ],
)
def test_the_page_says_the_limits_that_hold(says: str) -> None:
    assert says in PAGE


def test_the_page_says_the_words_for_limits_that_hold() -> None:
    assert (settings.LOCKED_AFTER, settings.LOCKED_FOR, limits.WINDOW_SECONDS) == (10, 900, 600)
    assert (settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS) == (30, 10)
    assert (access.REASON_HOURS, access.TRIES_AN_HOUR, access.REVIEW_WITHIN) == (12, 5, 2)


def test_the_kinds_of_files_are_those_that_are_taken() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| dataset"))
    assert set(re.findall(r"\.[a-z]+", row)) == set(exchange.ENDINGS)


def test_each_rule_over_several_fields_names_constraints_that_are_there() -> None:
    names = {one.name for model in apps.get_models() for one in model._meta.constraints}
    table = PAGE[PAGE.index("| rule | constraint |") :]
    for named in re.findall(r"`([a-z_]+)`", table):
        assert named in names, named
    for ending in re.findall(r"`…([a-z_]+)`", table):
        assert any(name.endswith(ending) for name in names), ending


def test_the_proxy_is_set_up_with_new_tls_and_its_own_word_on_where_a_call_came_from() -> None:
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in DEPLOY
    assert all(
        one.startswith("ECDHE-") and "GCM" in one for one in re.search(r"ssl_ciphers (\S+);", DEPLOY)[1].split(":")
    )  # type: ignore[index]
    assert "proxy_set_header X-Forwarded-Proto https;" in DEPLOY
    assert re.search(r"^IPAddressDeny=any$", DEPLOY, re.M)
