"""The start page: what needs me today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def home(request: HttpRequest) -> HttpResponse:
    """What this person's role can do, as links."""
    return render(request, "web/home.html", {"page_title": _("My work")})
