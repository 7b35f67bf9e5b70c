"""Opening, in an emergency, the record of somebody whom search does not show; the answer is the same until a glass is broken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kith.record.access.actions import try_unseen
from kith.record.access.forms import Emergency
from kith.record.access.guard import needs
from kith.record.access.models import Tried
from kith.record.accounts.roles import Capability
from kith.record.interface.forms import DateField
from kith.record.people.rules import number_key
from kith.record.people.unseen import exactly


class UnseenForm(Emergency):
    """Whom somebody looks for, exactly, why, and for how long."""

    given = forms.CharField(
        label=gettext_lazy("Given names"),
        max_length=120,
        help_text=gettext_lazy("All of them as they are written, or the name they are called by."),
    )
    family = forms.CharField(label=gettext_lazy("Family name"), max_length=120)
    born_on = DateField(label=gettext_lazy("Birth date"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Any number they are known by. Give it if you do not know the birth date."),
    )
    field_order = ("given", "family", "born_on", "number", "reason", "hours")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not (values.get("born_on") or number_key(values.get("number", ""))):
            self.add_error("born_on", _("Give the birth date or a number."))
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Capability.BREAK_GLASS)
def unseen(request: HttpRequest) -> HttpResponse:
    """Ask for somebody whom search does not show. What was typed of them is kept nowhere."""
    form = UnseenForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        whom = {name: said[name] for name in ("given", "family", "born_on", "number")}
        try:
            tried = try_unseen(by=request, people=exactly(**whom), reason=said["reason"], hours=said["hours"])
        except ValidationError as refused:
            form.add_error(None, refused.messages)  # type: ignore[arg-type]
            status = 429
        else:
            return redirect("people:unseen_answer", reference=tried.pk)
    return render(
        request, "people/unseen.html", {"page_title": _("Somebody I cannot find"), "form": form}, status=status
    )


@require_safe
@needs(Capability.BREAK_GLASS)
def unseen_answer(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What came of my own try: the way to the record that was opened, or that nothing was."""
    tried = get_object_or_404(Tried.objects.select_related("glass"), pk=reference, made_by_id=request.user.pk)
    glass = tried.glass if tried.glass and tried.glass.until > timezone.now() else None
    return render(
        request,
        "people/unseen_answer.html",
        {"page_title": _("Somebody I cannot find"), "glass": glass, "tried": tried},
    )
