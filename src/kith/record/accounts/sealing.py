"""Seals what lies in the database but is nobody else's to read: drafts, and the secrets of second factors."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class Unreadable(Exception):
    """Sealed for something else, altered, or sealed under a key that is gone."""


def _keys() -> Iterator[AESGCM]:
    """One key for each secret of the settings, the newest first, so that KITH_SECRET_KEY can be changed."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield AESGCM(hashlib.sha256(b"kith.accounts.sealing\0" + str(secret).encode()).digest())


def seal(text: str, *, about: str) -> str:
    """The text, encrypted and bound to what it is `about`: it opens for nothing else (AES-256-GCM)."""
    nonce = os.urandom(_NONCE)
    return base64.urlsafe_b64encode(nonce + next(_keys()).encrypt(nonce, text.encode(), about.encode())).decode()


def unseal(sealed: str, *, about: str) -> str:
    """The text again. `Unreadable` where it was sealed about something else or by a key no longer known."""
    raw = base64.urlsafe_b64decode(sealed)
    for key in _keys():
        try:
            return key.decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except InvalidTag:
            continue
    raise Unreadable
