"""What counts as having shown a second factor in one sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from kith.record.accounts import rules
from kith.record.accounts.models import User

MAIN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one of these."""


def sign_on_sufficed(signal_kwargs: dict[str, Any] | None) -> bool:
    """Whether a sign-in came from the council's sign-on with a second factor, as its ID token says.

    Read from the sign-in itself and not from the session, so that it cannot carry over to another sign-in.
    """
    login = (signal_kwargs or {}).get("sociallogin")
    claims = login.account.extra_data.get("id_token", {}) if login else {}
    return rules.sign_on_gave_second_factor(
        claims, acr=settings.OIDC_SECOND_FACTOR_ACR, amr=settings.OIDC_SECOND_FACTOR_AMR
    )


def used_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened with one of our own second factors."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))
