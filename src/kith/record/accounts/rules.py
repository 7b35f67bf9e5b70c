"""What holds for sessions, second factors and the demonstration, as plain functions: read these first."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from typing import Any

POLL_SECONDS, GONE_SECONDS = 20, 60
"""How often a page asks who else is there, and after how long a silence someone counts as gone."""

DRAFT_DAYS, DRAFT_BYTES = 30, 200_000
"""How long a draft is kept after it was last written, and how much one may hold."""

INVITATION_DAYS = 3

FACTOR_RESET_REASONS = ("lost_device", "new_device", "leaver_returned", "suspected_misuse")
"""The keys of the reasons for which second factors may be taken away; the audit takes keys, never free text."""


def session_over(*, began: float, seen: float, now: float, idle_seconds: float, most_seconds: float) -> bool:
    """Whether a session has been idle too long or has lasted too long (all in seconds since the epoch, or of length)."""
    return now - seen > idle_seconds or now - began > most_seconds


KNOWN_WORDS = (
    "kith",
    "council",
    "county",
    "borough",
    "city",
    "social",
    "care",
    "services",
    "children",
    "safeguarding",
    "exploitation",
    "welcome",
    "password",
)
"""Words that everybody here knows, which do not make a password longer (NIST SP 800-63B, 5.1.1.2: context-specific words)."""

LETTERS_OF_ONES_OWN = 8


def is_of_known_words(password: str, authority: str) -> bool:
    """Whether little is left of a password without the words that everybody here knows, the authority's name, and figures."""
    left = "".join(letter for letter in password.lower() if letter.isalpha())
    for word in sorted({*KNOWN_WORDS, *authority.lower().split()}, key=len, reverse=True):
        if len(word) > 3:
            left = left.replace(word, "")
    return len(left) < LETTERS_OF_ONES_OWN and len(password) - len(left) > len(password) / 2


def is_loopback(address: str, *, forwarded: bool) -> bool:
    """Whether a request comes from this machine itself. One that a proxy passed on does not, wherever the proxy stands."""
    if forwarded:
        return False
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def sign_on_gave_second_factor(claims: Mapping[str, Any], *, acr: Collection[str], amr: Collection[str]) -> bool:
    """Whether an ID token says that a second factor was used, in the words that the authority set (acr or amr).

    Nothing set means no: our own second factor is asked. OpenID Connect Core 1.0, section 2; RFC 8176.
    """
    said = claims.get("amr")
    methods = said if isinstance(said, list) else str(said or "").split()
    return str(claims.get("acr")) in acr or any(str(method) in amr for method in methods)


def demo_account_may_sign_in(*, mode: str, loopback: bool) -> bool:
    """An account whose password is printed in the README works only in the demo or a test, and only from this machine."""
    return mode in {"demo", "test"} and loopback


_SYSTEMS = ("Windows", "iPhone", "iPad", "Android", "Mac OS", "CrOS", "Linux")
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


def device(user_agent: str) -> str:
    """A device in words that its owner knows it by, like "Edge, Windows"; empty where the browser does not say."""
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    return ", ".join(part for part in (browser, system.replace("CrOS", "ChromeOS")) if part)
