"""Pages on which an administrator keeps the tokens of services."""

from __future__ import annotations

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.record.accounts import service_tokens
from kith.record.accounts.administration import administrators
from kith.record.accounts.forms import ServiceForm
from kith.record.accounts.models import ServiceToken
from kith.record.audit.actions import record_view


@administrators
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Which services have a token, as whom do they act, and until when?"""
    record_view(request, "tokens.listed", subject="token")
    words = dict(service_tokens.scopes())
    lines = [
        {"token": one, "may": [words.get(scope, scope) for scope in one.scopes]}
        for one in ServiceToken.objects.select_related("account")
    ]
    said = {"page_title": _("Services"), "lines": lines, "crumbs": [_crumb(_("Accounts"), "accounts:list")]}
    return render(request, "accounts/administration/services.html", said)


@administrators
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_token(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is shown once."""
    form = ServiceForm(request.POST if request.method == "POST" else None)
    crumbs = [_crumb(_("Accounts"), "accounts:list"), _crumb(_("Services"), "accounts:services")]
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = service_tokens.make_token(by=request, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            said = {"page_title": _("The token"), "token": token, "secret": secret, "crumbs": crumbs}
            return render(request, "accounts/administration/token.html", said)
    said = {"page_title": _("Let a service in"), "form": form, "crumbs": crumbs}
    return render(request, "accounts/administration/form.html", said, status=422 if form.errors else 200)


@administrators
@require_POST
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a token."""
    service_tokens.revoke(by=request, token=get_object_or_404(ServiceToken, pk=token_id))
    messages.success(request, _("The token is revoked. It opens nothing any more."))
    return redirect("accounts:services")


def _crumb(text: str, name: str) -> dict[str, str]:
    return {"text": text, "href": reverse(name)}
