"""The addresses of signing in and of second factors: of allauth's views those that are wanted here, and no others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.socialaccount import views as sign_on
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView


def with_mail(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A forgotten password is mended by email: where no mail goes, as in the demo, there is no such page."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.MAIL_WORKS:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(page)


urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    # Whoever has no password comes from the council's sign-on; an invitation gives one, not a page.
    path("password/none/", RedirectView.as_view(pattern_name="accounts:own"), name="account_set_password"),
    path("forgotten/", with_mail(account.password_reset), name="account_reset_password"),
    path("forgotten/sent/", with_mail(account.password_reset_done), name="account_reset_password_done"),
    path(
        "forgotten/done/", with_mail(account.password_reset_from_key_done), name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        with_mail(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", include("allauth.mfa.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("oidc/cancelled/", sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/failed/", login_not_required(sign_on.login_error), name="socialaccount_login_error"),
]
