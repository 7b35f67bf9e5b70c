"""Who comes in: a token alone, counted, within its scopes, told to the audit before anything is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from kith.record.accounts import service_tokens
from kith.record.accounts.models import ServiceToken
from kith.record.audit.actions import Why, record_refusal, record_view
from kith.site.api.problems import Refusal, error

PARAMETERS = frozenset({"after", "limit"})
"""All that an address may carry after its question mark: never a name, never a token."""


class Token(HttpBearer):
    """Lets in whoever shows a token that holds and has one of `scopes` (any token, where none is named)."""

    openapi_description = "A token that an administrator made for a service, under Accounts, Services."

    def __init__(self, operation: str, *scopes: str) -> None:
        super().__init__()
        self.operation, self.scopes = operation, scopes

    def authenticate(self, request: HttpRequest, token: str) -> ServiceToken | None:
        found = service_tokens.found(token)
        if found is None:
            return None
        if service_tokens.counted(found) > service_tokens.CALLS_A_MINUTE:
            raise Refusal("too_many")
        request.user, request.service_token = found.account, found  # type: ignore[attr-defined]
        if not found.holds:
            self._refuse(request, found)
            return None
        if self.scopes and not {*self.scopes} & {*found.scopes}:
            self._refuse(request, found)
            raise Refusal("no_scope", scopes=list(self.scopes))
        record_view(request, "token.used", **self._about(found))
        if set(request.GET) - PARAMETERS:
            raise Refusal("not_valid", errors=[error("", "unknown_parameter", "after, limit")])
        return found

    def _about(self, token: ServiceToken) -> dict[str, Any]:
        return {"subject": "token", "subject_id": token.pk, "why": Why(reason=self.operation)}

    def _refuse(self, request: HttpRequest, token: ServiceToken) -> None:
        record_refusal(request, "token.refused", **self._about(token))
