"""Tokens of services: made once, kept as a hash, found by what a service shows, counted by the minute, revoked."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kith.record.accounts.models import ServiceToken, User
from kith.record.audit.actions import recorded

PREFIX = "kith_"
"""What every token begins with, so that one that was published by mistake is noticed."""
LONGEST_DAYS = 366
CALLS_A_MINUTE = 600
ACTS_AS = (
    "practitioner", "team_manager", "exploitation_lead", "independent_reviewing_officer", "placements", "analyst",
    "partnership_lead",
)  # fmt: skip
"""The roles that a service may act under: not those who administer or see the audit, nor those whom a human reason opens a record."""
SCOPE = re.compile(r"(read|write):[a-z_]{1,40}")


def scopes() -> list[tuple[str, str]]:
    """Every scope that there is, with its words: what the setting API_SCOPES names, which the API above tells."""
    return import_string(settings.API_SCOPES)() if settings.API_SCOPES else []


def make_token(
    *, by: Any, name: str, account: User, scopes: Iterable[str], expires_on: date
) -> tuple[ServiceToken, str]:
    """A new token and its secret, which is shown now and never again. ValidationError for what is not allowed."""
    today = timezone.localdate()
    if not today <= expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise ValidationError({"expires_on": _("Give a last day from today to a year from now")})
    if account.role_key not in ACTS_AS or not account.is_active:
        raise ValidationError({"account": _("A service cannot act as this account")})
    asked = sorted(set(scopes))
    if not asked or not all(SCOPE.fullmatch(scope) for scope in asked):
        raise ValidationError({"scopes": _("Say what the service may read or write")})
    secret = PREFIX + secrets.token_urlsafe(32)
    with recorded(by) as recorder:
        token = ServiceToken(name=name, hashed=hashed(secret), account=account, scopes=asked, expires_on=expires_on,
                             made_by=recorder.by.user_id)  # fmt: skip
        token.full_clean()
        token.save(force_insert=True)
        recorder.event("token.made", subject="token", subject_id=token.pk, fields=["scopes", "account", "expires_on"])
    return token, secret


def revoke(*, by: Any, token: ServiceToken) -> None:
    """End a token at once; it stays in the list, since the audit names it."""
    with recorded(by) as recorder:
        stored = ServiceToken.objects.select_for_update().get(pk=token.pk)
        if stored.revoked_at is None:
            stored.revoked_at, stored.revoked_by = timezone.now(), recorder.by.user_id
            stored.save(update_fields=["revoked_at", "revoked_by"])
            recorder.event("token.revoked", subject="token", subject_id=stored.pk)


def hashed(secret: str) -> str:
    """What is kept of a token. It is 256 bits by chance, so that a plain hash cannot be tried through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def found(secret: str) -> ServiceToken | None:
    """The token that was shown, whether or not it still holds."""
    return ServiceToken.objects.select_related("account__team").filter(hashed=hashed(secret)).first()


def counted(token: ServiceToken) -> int:
    """Count one more call; returns how many there were in this minute. One statement, so that none is lost between processes."""
    now = timezone.now()
    minute = int(now.timestamp()) // 60
    more = Case(When(minute=minute, then=F("calls") + 1), default=Value(1))
    ServiceToken.objects.filter(pk=token.pk).update(calls=more, minute=minute, last_used_at=now)
    return int(ServiceToken.objects.values_list("calls", flat=True).get(pk=token.pk))
