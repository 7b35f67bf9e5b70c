"""Identifiers: stable row ids made from what identifies a row, and keyed pseudonyms that their authority can find again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable


def row_id(*parts: object) -> str:
    """Sixteen hexadecimal characters that are always the same for the same parts, and tell nothing of them by eye."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def row_ids(joined: Iterable[str]) -> list[str]:
    """What `row_id` gives of each text, for whole columns: parts joined by \\x1f, or one alone."""
    make = hashlib.blake2b
    return [make(text.encode(), digest_size=8).hexdigest() for text in joined]


def pseudonym(key: bytes, value: str) -> str:
    """A keyed pseudonym (HMAC-SHA256, 80 bits): without the key nobody can test a guess, with it the authority finds its own.

    ValueError for a key shorter than 16 bytes, which could be guessed.
    """
    if len(key) < 16:
        raise ValueError("a pseudonym key has at least 16 bytes")
    return "p" + hmac.digest(key, value.encode(), "sha256").hex()[:20]


def pseudonyms(key: bytes, values: Iterable[str]) -> dict[str, str]:
    """Each distinct value with its pseudonym."""
    return {value: pseudonym(key, value) for value in set(values)}
