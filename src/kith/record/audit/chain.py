"""What makes the audit a chain: each event's keyed hash covers all that the event says and the hash before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "seq",
    "at",
    "user_id",
    "role",
    "session",
    "action",
    "outcome",
    "subject",
    "subject_id",
    "person_id",
    "fields",
    "relation",
    "break_glass",
    "reason",
    "key_id",
)
"""The columns that the hash covers, in this order: all but the hash itself."""

FIRST = "0" * 64
"""The hash before the first event."""

_AS_JSON = json.JSONEncoder(separators=(",", ":")).encode


def key_id(key: str) -> str:
    """A key's name: eight hexadecimal digits that tell keys apart and tell nothing of the key."""
    return hashlib.sha256(b"kith audit key " + key.encode()).hexdigest()[:8]


def keyring(key: str, old: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The key in use and those used before it, each by its name."""
    return {key_id(each): each.encode() for each in (key, *old)}


def link(key: bytes, before: str, values: tuple[Any, ...]) -> str:
    """The hash of an event: HMAC-SHA-256 over the hash before it and its `COLUMNS` as a JSON array.

    Instants are text (`2026-11-21 20:43:00.000000`, UTC), ids 32 hexadecimal digits, a missing id is null. TypeError where a value is
    of a kind that no event has, which only a change of the stored row can cause.
    """
    return hmac.digest(key, f"{before}{_AS_JSON(values)}".encode(), "sha256").hex()


def as_values(columns: Mapping[str, Any]) -> tuple[Any, ...]:
    """An event's columns in the form that `link` hashes, whichever database holds them."""

    def plain(value: Any) -> Any:
        if hasattr(value, "hex") and hasattr(value, "version"):
            return value.hex
        if hasattr(value, "isoformat"):
            return value.isoformat(sep=" ", timespec="microseconds")[:26]
        return value

    return tuple(plain(columns[name]) for name in COLUMNS)
