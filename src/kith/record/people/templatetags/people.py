"""Tables of people, so that the list and the search say the same of somebody."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kith.record.interface.templatetags.interface import table

register = template.Library()


@register.inclusion_tag("interface/components/table.html")
def people_table(caption: str, rows: list[list[Any]], empty: str, why: bool = False) -> dict[str, Any]:
    """A table of people; with `why`, the fifth column says why each was found."""
    head = [
        _("Name"),
        _("Called"),
        _("Age"),
        _("Involvement"),
        _("Found by") if why else _("Tonight"),
        _("Restriction"),
    ]
    return table(caption, head, rows, empty)


@register.inclusion_tag("interface/components/table.html")
def people_seen(caption: str, rows: list[list[str]], empty: str) -> dict[str, Any]:
    """Who has seen a record, and why they could."""
    head = [_("Day"), _("Who"), _("Role"), _("What they did"), _("Why they could")]
    return table(caption, head, rows, empty)


@register.inclusion_tag("interface/components/table.html")
def people_pairs(caption: str, rows: list[list[Any]], empty: str, two: bool = False) -> dict[str, Any]:
    """Records that may be of one person; with `two`, both are named."""
    head = [_("Record"), *([_("Other record")] if two else []), _("Alike in")]
    return table(caption, head, rows, empty)


@register.inclusion_tag("interface/components/table.html")
def people_requests(caption: str, rows: list[list[Any]], empty: str) -> dict[str, Any]:
    """Requests for a copy, by reference."""
    head = [_("Reference"), _("Asked on"), _("Copy"), _("Given on")]
    return table(caption, head, rows, empty)
