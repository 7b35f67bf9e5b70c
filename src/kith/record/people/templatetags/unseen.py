"""The way from search to opening, in an emergency, the record of somebody whom it does not show."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from kith.record.accounts.roles import Capability

register = template.Library()


@register.inclusion_tag("people/unseen_link.html", takes_context=True)
def unseen_link(context: Any) -> dict[str, str]:
    """The same link whatever a search found, for those who may break the glass."""
    user = context["request"].user
    return {"href": reverse("people:unseen") if user.may(Capability.BREAK_GLASS) else ""}
