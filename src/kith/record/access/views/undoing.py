"""Ending what opens a record, and taking that back within the session in which it was ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.record.access import models
from kith.record.access.rules import UNDO_MINUTES
from kith.record.access.undoing import UNDONE
from kith.record.access.undoing import undo as undo_end
from kith.record.access.views.asking import View, manages, open_row, who_page
from kith.record.accounts.roles import Capability


def ending(key: str, end: Callable[..., None], called: str, capability: Capability) -> View:
    """The view of a button that closes one row, of a key of `UNDONE`."""

    @require_POST
    @manages(capability)
    def view(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
        row = open_row(UNDONE[key][0], person_id, row_id)
        end(by=request, **{called: row})
        can_undo(request, person_id, key, row_id)
        messages.success(request, _("Ended"))
        return redirect(who_page(person_id))

    return view


_UNDO = "access_undo"


def can_undo(request: HttpRequest, person_id: UUID, key: str, row_id: UUID) -> None:
    until = timezone.now().timestamp() + UNDO_MINUTES * 60
    request.session[_UNDO] = {"person": str(person_id), "key": key, "row": str(row_id), "until": until}


def undoable(request: HttpRequest, person_id: UUID) -> dict[str, Any] | None:
    """What this session ended last about this person, while it can be undone."""
    last: dict[str, Any] = request.session.get(_UNDO) or {}
    fits = last.get("person") == str(person_id) and last.get("until", 0) > timezone.now().timestamp()
    capability = Capability.ALLOCATE if last.get("key") in {"relation", "share"} else Capability.RESTRICT
    return last if fits and request.user.may(capability) else None


@require_POST
@manages(Capability.ALLOCATE)
def undo(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Take back what this session ended last."""
    last = undoable(request, person_id)
    if last is None:
        messages.info(request, _("There is nothing left to undo."))
        return redirect(who_page(person_id))
    model: Any = UNDONE[last["key"]][0]
    about = "restriction__" if last["key"] == "name" else ""
    same = models.Known.objects.filter(id=person_id).values("root_id")
    row = get_object_or_404(model, pk=last["row"], **{f"{about}person__root_id__in": same})
    try:
        undo_end(by=request, row=row)
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
    else:
        messages.success(request, _("Undone"))
    request.session.pop(_UNDO, None)
    return redirect(who_page(person_id))
