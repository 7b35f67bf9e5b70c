"""Tells the audit of signing in and out: what allauth and Django announce, as events by reference."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import signals as auth_signals
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from kith.record.accounts.factors import sign_on_sufficed, used_second_factor
from kith.record.accounts.models import User
from kith.record.audit.actions import Actor, Why, record_refusal, record_view

BEGAN, SEEN, FACTOR = "kith.began", "kith.seen", "kith.factor"
"""Keys of the session: when it began, when something was last asked, and which second factor opened it (ours, sign_on)."""


def about(user: User) -> dict[str, Any]:
    """An account as the subject of an event."""
    return {"subject": "account", "subject_id": user.pk}


def sign_in_failed(request: HttpRequest, email: str, *, now_locked: bool) -> None:
    """A wrong password. What was typed is not kept: where it is no account it may be a password in the wrong box."""
    user = User.objects.filter(email=email).first()
    nobody = Actor(None, "", "")
    record_refusal(nobody, "account.sign_in_failed", **(about(user) if user else {}))
    if now_locked and user:
        record_refusal(nobody, "account.locked", **about(user))


def sign_on_linked(request: HttpRequest, user: User) -> None:
    record_view(user, "account.sign_on_linked", **about(user))


def sign_on_refused(request: HttpRequest) -> None:
    record_refusal(Actor(None, "", ""), "account.sign_on_refused")


def session_ended(request: HttpRequest) -> None:
    record_view(request, "account.session_ended", **about(request.user))


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    now = time.time()
    request.session[BEGAN], request.session[SEEN] = now, now
    if sign_on_sufficed(kwargs):
        request.session[FACTOR] = "sign_on"
    elif used_second_factor(request, user):
        request.session[FACTOR] = "ours"
    else:
        request.session.pop(FACTOR, None)
    record_view(request, "account.signed_in", **about(user))


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is None:
        return
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()
    if not getattr(request, "session_is_over", False):
        record_view(request, "account.signed_out", **about(user))


def _password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    by = request if request.user.is_authenticated else user
    record_view(by, "account.password_changed", **about(user))


def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    request.session[FACTOR] = "ours"
    record_view(request, "account.factor_added", **about(user), why=Why(reason=authenticator.type))
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and not _others(authenticator):
        # Whoever signed in elsewhere with the password alone, before there was a factor, has to sign in again with it.
        User.objects.filter(pk=user.pk).update(sessions_round=F("sessions_round") + 1)
        user.refresh_from_db(fields=["sessions_round"])
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)


def _others(authenticator: Authenticator) -> bool:
    others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
    return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def _factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    record_view(request, "account.factor_removed", **about(user), why=Why(reason=authenticator.type))


def _codes_made_again(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record_view(request, "account.second_factor_changed", **about(user), why=Why(reason="recovery_codes"))


def _factor_failed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    by = Actor.of(request) if request.user.is_authenticated else Actor(None, "", "")
    record_refusal(by, "account.factor_failed", **about(user), why=Why(reason=authenticator.type))


def connect() -> None:
    """Listen. These are announcements of signing in, not of rows saved."""
    account_signals.user_logged_in.connect(_signed_in)
    auth_signals.user_logged_out.connect(_signed_out)
    for signal in (account_signals.password_changed, account_signals.password_set, account_signals.password_reset):
        signal.connect(_password_changed)
    factor_signals.authenticator_added.connect(_factor_added)
    factor_signals.authenticator_removed.connect(_factor_removed)
    factor_signals.authenticator_reset.connect(_codes_made_again)
    factor_signals.authentication_failed.connect(_factor_failed)
