"""Where allauth asks what holds here: no sign-up, limits by account, the council's own sign-on matched by verified email."""

from __future__ import annotations

import threading
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from kith.record.accounts import events, rules, sealing
from kith.record.accounts.factors import MAIN_FACTORS, sign_on_sufficed
from kith.record.accounts.models import User


def from_here(request: HttpRequest) -> bool:
    """Whether the request was made on this machine and came directly."""
    forwarded = any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"))
    return rules.is_loopback(request.META.get("REMOTE_ADDR", ""), forwarded=forwarded)


def may_enter(user: User, request: HttpRequest) -> bool:
    """Whether the account is open to anyone at all from there: active, and no demonstration account out in the world."""
    demo = not user.is_demo or rules.demo_account_may_sign_in(mode=settings.MODE, loopback=from_here(request))
    return user.is_active and demo


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by email and password; every refusal says the same."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("That email address and password do not match an account here"),
        "too_many_login_attempts": _("Too many wrong tries. Wait 15 minutes, then try again"),
        "incorrect_password": _("That is not your password"),
        "incorrect_code": _("That code is not right. Codes change every 30 seconds and work once"),
        "enter_current_password": _("That is not your present password"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["kith.record.accounts.adapters.SecondFactorStage"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Whatever name of the site was asked, it is one account.
        return str(credentials.get("email", "")).strip().casefold()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None and not may_enter(user, request):
            # The same answer as for a wrong password: a closed account is nobody's to find.
            self.authentication_failed(request, **credentials)
            return None
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        return super().pre_login(request, user, **kwargs) if may_enter(user, request) else redirect("account_login")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        key = self._get_login_attempts_cache_key(request, **credentials)
        left = ratelimit.consume(request, app="allauth.account", action="login_failed", key=key, dry_run=True)
        events.sign_in_failed(request, key, now_locked=left is None)

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # Having just signed in is as good as being asked again: someone new goes straight on to their second factor.
        shown = get_authentication_records(context.request, context.request.user)
        if any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in shown):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # After the answer, not before it: how long the page takes must not tell whether there is an account.
        message = self.render_mail(template_prefix, email, {**context, "email": email})
        threading.Thread(target=message.send, name="kith-mail").start()


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor, unless the council's own sign-on has already had one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not sign_on_sufficed(self.login.signal_kwargs) and super()._should_handle(request)


class SecondFactors(DefaultMFAAdapter):
    """Second factors: their secrets sealed, the last one not to be removed where the role demands one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your role needs a second factor: add another one before you remove this one"),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, about="second factor")

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return sealing.unseal(encrypted_text, about="second factor")
        except sealing.Unreadable:
            # The key is gone: a secret that nobody has, so that no code fits. An administrator resets the factor.
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=MAIN_FACTORS)
        return not authenticator.user.role.second_factor or others.exclude(pk=authenticator.pk).exists()


class SignOn(DefaultSocialAccountAdapter):
    """The council's own sign-on: it opens an account that an administrator has made, and never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        # From the settings alone: a row in the database must not be able to add a way in.
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_requests_session(self) -> Any:
        # The addresses asked are the settings': none of them leads elsewhere.
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data.get("id_token", {})
        sociallogin.account.extra_data = {"id_token": {key: claims[key] for key in ("acr", "amr") if key in claims}}
        if request.user.is_authenticated:
            _refuse(request)  # no joining of accounts by whoever happens to be signed in
        if not sociallogin.is_existing:
            user = _matched(sociallogin, claims)
            if user is None:
                _refuse(request)
            else:
                sociallogin.connect(request, user)
                events.sign_on_linked(request, user)
        elif sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        if not may_enter(sociallogin.user, request):
            _refuse(request)


def _matched(sociallogin: Any, claims: dict[str, Any]) -> User | None:
    """The active account whose address the council's sign-on says it has verified, in its signed token."""
    if str(claims.get(settings.OIDC_EMAIL_VERIFIED_CLAIM)).lower() not in {"true", "1"}:
        return None
    email = str(claims.get("email", "")).strip().lower()
    return User.objects.filter(email=email, is_active=True).first() if email else None


def _refuse(request: HttpRequest) -> None:
    events.sign_on_refused(request)
    raise ImmediateHttpResponse(redirect("accounts:no_account"))
