"""What every page is told by itself: whose service it is, the notice above it, and its own address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.definitions.authorities import authority


def page(request: HttpRequest) -> dict[str, Any]:
    """`authority_name`, `notice`, `here` (the address that a change of language comes back to)."""
    return {"authority_name": authority_name(), "notice": notice(), "here": request.get_full_path()}


def authority_name() -> str:
    """The authority that this installation serves, in the language of the page where it has a name in it."""
    found = authority(settings.AUTHORITY)
    if found is None:
        return "Kith"
    name = found.name_welsh if get_language() == "cy" and found.name_welsh else found.name
    return _("%(authority)s (made up)") % {"authority": name} if settings.MODE == "demo" else name


def notice() -> str:
    """What has to stand above every page: in the demo, that everyone is made up."""
    if settings.MODE != "demo":
        return ""
    return _("This is a demonstration. Everyone in it is made up, and nothing about a real person may be entered.")
