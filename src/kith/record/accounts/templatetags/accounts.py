"""For forms that keep a draft and pages that say who else is there: `{% load accounts %}`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.record.accounts import drafts, presence
from kith.record.accounts.rules import POLL_SECONDS

register = template.Library()


@register.inclusion_tag("accounts/autosave.html", takes_context=True)
def autosave(context: template.Context, form_key: str, subject_id: UUID | str | None = None) -> dict[str, Any]:
    """Inside a `<form>`: keeps what is typed as a draft of this user, form and subject, and brings it back on return.

    A form for something new has no subject. The action that saves the form calls `accounts.drafts.drop`.
    """
    subject = UUID(str(subject_id)) if subject_id else None
    token = drafts.address(context["request"].user, form_key, subject)
    return {"address": reverse("accounts:draft", args=[token])}


@register.inclusion_tag("accounts/presence.html", takes_context=True)
def who_else(context: template.Context, subject_id: UUID | str) -> dict[str, Any]:
    """Says who else has the record open, asked again every twenty seconds."""
    token = presence.address(context["request"].user, UUID(str(subject_id)))
    return {"address": reverse("accounts:here", args=[token]), "seconds": POLL_SECONDS}


@register.simple_tag
def sign_on_ways() -> list[dict[str, str]]:
    """The council's own sign-on as buttons: `href`, `text`; none where none is set."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [
        {
            "href": reverse("openid_connect_login", args=[app["provider_id"]]),
            "text": _("Sign in with %(name)s") % {"name": app["name"]},
        }
        for app in apps
    ]


@register.simple_tag
def mail_works() -> bool:
    """Whether a forgotten password can be mended by email."""
    return bool(settings.MAIL_WORKS)
