"""The page on which a context is limited to named people, somebody is named, or the limit is lifted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.record.access.guard import needs
from kith.record.access.rules import Act
from kith.record.accounts.models import User
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view
from kith.record.contexts import actions, forms, queries
from kith.record.contexts.guard import about_context
from kith.record.contexts.models import Context
from kith.record.contexts.parts import context_of
from kith.record.rows.parts import asks


@asks
@needs(Capability.LIMIT_CONTEXTS)
@about_context(Act.WRITE)
def who_may(request: Any, context_id: UUID) -> HttpResponse:
    """Limit the context to named people, name them, or lift the limit."""
    shown = context_of(context_id)
    limit = forms.RestrictForm(request.POST if request.POST.get("do") == "limit" else None, prefix="limit")
    named = forms.NameForm(request.POST if request.POST.get("do") == "name" else None, prefix="name")
    if request.method == "POST":
        asked: dict[str, Form] = {"limit": limit, "name": named}
        form = asked.get(request.POST.get("do", ""))
        try:
            if form is None or form.is_valid():
                _limit(request, shown, limit, named)
                messages.success(request, _("Saved"))
                return redirect("contexts:who_may", context_id=shown.pk)
        except ValidationError as wrong:
            messages.info(request, " ".join(wrong.messages))
            return redirect("contexts:who_may", context_id=shown.pk)
    record_view(request, "access.viewed", subject="context", subject_id=shown.pk, why=request.access.why)
    context = {
        "page_title": _("Who may see this context"),
        "owner": shown,
        "context": shown,
        "named": queries.named_users(shown),
        "limit": limit,
        "name": named,
    }
    bad = bool(limit.errors or named.errors)
    return render(request, "contexts/who_may.html", context, status=422 if bad else 200)


def _limit(request: Any, shown: Context, limit: forms.RestrictForm, named: forms.NameForm) -> None:
    what = request.POST.get("do")
    if what == "limit":
        actions.restrict(by=request, context=shown, why_so=limit.cleaned_data["why"], named=[request.user])
    elif what == "name":
        actions.name(by=request, context=shown, user=User.objects.get(pk=named.cleaned_data["user_id"]))
    elif what == "lift":
        actions.lift_restriction(by=request, context=shown)
    elif what == "end" and (user_id := _uuid(request.POST.get("user_id", ""))):
        actions.end_name(by=request, context=shown, user_id=user_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
