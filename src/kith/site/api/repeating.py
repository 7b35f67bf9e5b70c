"""Asked twice, made once: a service that did not hear the answer asks again under the same key and gets what was made."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from kith.record.accounts.models import ServiceAnswer
from kith.record.audit.actions import recorded
from kith.site.api.problems import Refusal, error

HEADER = "Idempotency-Key"
LONGEST = 80
PARAMETER: dict[str, Any] = {
    "in": "header", "name": HEADER, "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
    "description": "Kept for a day: asked again with the same key, nothing is made twice.",
}  # fmt: skip


def once(request: HttpRequest, make: Callable[[], UUID]) -> tuple[UUID, bool]:
    """What `make` makes, or what it made when this was asked before; and whether it was before. All in one transaction.

    Only references are kept, with keyed hashes of the key and the question: what was made is read anew, under the rules of now.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return make(), False
    if not 0 < len(key) <= LONGEST or not all("!" <= letter <= "~" for letter in key):
        raise Refusal("not_valid", errors=[error(HEADER, "key", f"1-{LONGEST}")])
    token = request.service_token  # type: ignore[attr-defined]
    hidden, asked = _keyed(key.encode()), _keyed(b"\n".join([request.path_info.encode(), request.body]))
    if before := _before(token, hidden, asked):
        return before, True
    with suppress(_Meanwhile):
        return _first(request, token, hidden, asked, make), False
    return _before(token, hidden, asked) or _used(), True


class _Meanwhile(Exception):
    """The same was asked in another call, which was quicker."""


def _first(request: HttpRequest, token: Any, key: str, asked: str, make: Callable[[], UUID]) -> UUID:
    with recorded(request):
        try:
            with transaction.atomic():
                row = ServiceAnswer.objects.create(token=token, key=key, asked=asked)
        except IntegrityError:
            raise _Meanwhile from None
        row.made_id = make()
        row.save(update_fields=["made_id"])
        return row.made_id


def _before(token: Any, key: str, asked: str) -> UUID | None:
    row = ServiceAnswer.objects.filter(token=token, key=key).first()
    if row is None:
        return None
    return row.made_id if row.asked == asked and row.made_id else _used()


def _used() -> UUID:
    raise Refusal("key_used")


def _keyed(what: bytes) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), b"service " + what, "sha256").hex()
