"""Operations on figures: which were made, one making's figures as its account may see them, and having them made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.figures.measures.disclosure import Released
from kith.figures.measures.figure import FIGURES
from kith.foundation.dates import Month
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view
from kith.record.figures import actions
from kith.record.figures.exporting import released
from kith.record.figures.models import Making
from kith.record.figures.queries import made
from kith.site.api.paging import page_by_key
from kith.site.api.problems import Refusal, error
from kith.site.api.reading import body
from kith.site.api.routes import Operation, called, listing, needs
from kith.site.api.shapes import UUID_TEXT, Schema

READ, MAKE = "read:figures", "write:figures"
_MONTH: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}$", "description": "Like 2026-10"}
_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_MAKING: Schema = {
    "type": "object",
    "required": ["id", "month", "asked_at", "made_at"],
    "properties": {"id": UUID_TEXT, "month": _MONTH, "asked_at": {"type": "string", "format": "date-time"}, "made_at": _MOMENT},
}  # fmt: skip


def _figure() -> Schema:
    """A figure: the columns of FIGURES apart from the authority, which is always this one, and the rows behind it."""
    columns = {name: kind for name, kind in FIGURES.items() if name not in _LEFT_OUT}
    return {
        "type": "object",
        "required": list(columns),
        "properties": {name: {"type": ["number", "null"] if kind.is_numeric() else "string"} for name, kind in columns.items()},
    }  # fmt: skip


_LEFT_OUT = {"authority", "rows"}
_WHOLE: Schema = {
    "type": "object",
    "required": [*_MAKING["required"], "profile", "figures"],
    "properties": {
        **_MAKING["properties"],
        "profile": {"enum": ["internal", "published"]},
        "figures": {"type": "array", "items": called("figure")},
    },
}


def _shown(making: Making) -> dict[str, Any]:
    return {"id": str(making.pk), "month": making.month, "asked_at": making.asked_at, "made_at": making.made_at}


def list_figures(request: Any, *, after: UUID | None, limit: int) -> tuple[int, Any]:
    """The makings that were made, by key."""
    needs(request, Capability.SEE_FIGURES)
    found, following = page_by_key(made(), after, limit)
    record_view(request, "figures.viewed", subject="figures")
    return 200, {"items": [_shown(row) for row in found], "next": following}


def make_figures(request: Any) -> tuple[int, Any]:
    """Have the figures of a month made, in the background; ask for them by the id until they are there."""
    needs(request, Capability.SEE_SMALL_NUMBERS)
    sent = body(request)
    wrong = [error(name, "unknown_field", "month") for name in sent if name != "month"]
    month = _month(sent.get("month"))
    if month is None:
        wrong.append(error("month", "wrong_type", _("This is not of the kind that openapi.json says.")))
    if wrong or month is None:
        raise Refusal("not_valid", errors=wrong)
    return 202, _shown(actions.ask(by=request, month=month))


def _month(said: Any) -> Month | None:
    """The month that was sent; None for what is none, or has not begun."""
    try:
        month = Month.parse(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return month if month and str(month) == said and month.first <= timezone.localdate() else None


def read_figures(request: HttpRequest, *, making_id: UUID) -> tuple[int, Any]:
    """One making's figures: all of them, or, for an account that sees no small numbers, as they may leave the authority."""
    needs(request, Capability.SEE_FIGURES)
    making = Making.objects.filter(pk=making_id).first()
    if making is None:
        raise Http404
    internal = request.user.may(Capability.SEE_SMALL_NUMBERS)  # type: ignore[union-attr]
    profile = "internal" if internal else "published"
    if making.made_at is None:
        return 200, {**_shown(making), "profile": profile, "figures": []}
    if profile == "published":
        making = actions.hand_on(by=request, making=making)
    record_view(request, "figures.viewed", subject="figures", subject_id=making.pk)
    return 200, {**_shown(making), "profile": profile, "figures": _rows(released(making, profile))}


def _rows(shown: Released) -> list[dict[str, Any]]:
    return shown.figures.drop(*_LEFT_OUT).to_dicts()


def operations() -> Iterator[Operation]:
    """All of them."""
    held = {"figure": _figure(), "figures_made": _MAKING, "figures_whole": _WHOLE}
    one, whole = called("figures_made"), called("figures_whole")
    takes: Schema = {"type": "object", "properties": {"month": _MONTH}, "required": ["month"], "additionalProperties": False}  # fmt: skip
    yield Operation(
        "GET", "/figures", "figures_list", "Figures: which were made", list_figures, (READ,), listed=True,
        answers={200: listing(one)}, problems=("not_found",), tag="figures", components=held,
    )  # fmt: skip
    yield Operation(
        "POST", "/figures", "figures_make", "Figures: have a month's made", make_figures, (MAKE,), takes=takes,
        answers={202: one}, problems=("not_found",), tag="figures", components=held,
    )  # fmt: skip
    yield Operation(
        "GET", "/figures/{uuid:making_id}", "figures_read", "Figures: read one making", read_figures, (READ,),
        ("making_id",), answers={200: whole}, tag="figures", components=held,
        opens=("figures", Capability.SEE_FIGURES.value, "read"),
    )  # fmt: skip
