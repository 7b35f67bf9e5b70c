"""What holds for every request: the demo stays on this machine, sessions end in time, and a second factor is there first."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kith.record.accounts import events, rules
from kith.record.accounts.adapters import from_here

View = TypeVar("View", bound=Callable[..., Any])
Respond = Callable[[HttpRequest], HttpResponse]

_MARK_EVERY = 60  # seconds: a session's last use is written no oftener
SET_UP = frozenset(
    {
        "accounts:second_factor",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "health",
        "set_language",
    }
)
"""The only pages for someone whose role demands a second factor that is not there yet."""


def poll(view: View) -> View:
    """Mark a view that pages ask by themselves: being asked does not keep a session alive."""
    view.is_poll = True  # type: ignore[attr-defined]
    return view


class DemoStaysHere:
    """In the demo, whose passwords everyone knows, refuses whatever does not come from this machine itself."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MODE == "demo" and not from_here(request):
            said = _("This is a demonstration. It answers only on the computer on which it runs.")
            return HttpResponse(said, status=403, content_type="text/plain; charset=utf-8")
        return self.respond(request)


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever has not signed in to the sign-in page; a fragment of a page never gets that page into it."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method == "TRACE":  # gives back what a browser keeps from scripts
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view: Any) -> HttpResponse:
        return _elsewhere(request, view, reverse("account_login")) or super().handle_no_permission(request, view)


class SessionLimits:
    """Signs out whoever did nothing for too long, or signed in too long ago; speaks the user's language; leaves nothing in the browser."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        if was_in and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.respond(request)
        if was_in:
            response.headers.setdefault("Cache-Control", "private, no-store")
            if not request.user.is_authenticated:
                response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if _is_over(request):
            return _end(request, view)
        if not getattr(view, "is_poll", False):
            _mark_used(request)
        return None


def _is_over(request: HttpRequest) -> bool:
    now = time.time()
    return rules.session_over(
        began=request.session.get(events.BEGAN, now),
        seen=request.session.get(events.SEEN, now),
        now=now,
        idle_seconds=settings.SESSION_IDLE_MINUTES * 60,
        most_seconds=settings.SESSION_HOURS * 3600,
    )


def _end(request: HttpRequest, view: Any) -> HttpResponse:
    events.session_ended(request)
    request.session_is_over = True
    logout(request)
    messages.info(request, _("You were signed out to keep records safe. Drafts are kept."))
    back = request.get_full_path() if request.method == "GET" else "/"
    address = f"{reverse('account_login')}?{urlencode({'next': back})}"
    return _elsewhere(request, view, reverse("account_login")) or redirect(address)


def _elsewhere(request: HttpRequest, view: Any, address: str) -> HttpResponse | None:
    """What htmx has to be told so that the whole page goes elsewhere; None for a whole page, which can be redirected.

    A page that asked by itself stays as it is, with what is typed into it, and asks no more (286).
    """
    if not request.headers.get("HX-Request"):
        return None
    if getattr(view, "is_poll", False):
        return HttpResponse(status=286)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _mark_used(request: HttpRequest) -> None:
    now = time.time()
    request.session.setdefault(events.BEGAN, now)
    if now - request.session.get(events.SEEN, 0) >= _MARK_EVERY:
        request.session[events.SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key or "").update(last_seen_at=timezone.now())


class SecondFactorFirst:
    """Sends whoever needs a second factor and has none to set one up; nothing else is there until then."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if (
            not request.user.is_authenticated
            or match is None
            or match.view_name in SET_UP
            or not second_factor_is_missing(request)
        ):
            return None
        address = reverse("accounts:second_factor")
        return _elsewhere(request, view, address) or redirect(address)


def second_factor_is_missing(request: HttpRequest) -> bool:
    """Whether the user's role demands a second factor that this session was not opened with: nothing else opens then."""
    if not settings.SECOND_FACTOR_ENFORCED or events.FACTOR in request.session:
        return False
    # A newcomer to the demo has no authenticator app at hand; `may_enter` holds these accounts to this machine.
    return request.user.role.second_factor and not request.user.is_demo
