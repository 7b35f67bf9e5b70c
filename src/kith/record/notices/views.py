"""My notices: what happened that I should know of."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.record.notices.actions import mark_read
from kith.record.notices.queries import mine, unread


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All my notices, newest first."""
    page = Paginator(mine(request.user), 50).get_page(request.GET.get("page"))
    return render(
        request, "notices/mine.html", {"page_title": _("Notices"), "page": page, "new": unread(request.user).count()}
    )


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all of mine as read."""
    mark_read(by=request, notices=list(unread(request.user)))
    return redirect("notices:mine")
