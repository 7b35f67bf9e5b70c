"""Tables of people, so that the list and the search say the same of somebody."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("interface/components/table.html")
def people_table(caption: str, rows: list[list[Any]], empty: str, why: bool = False) -> dict[str, Any]:
    """A table of people; with `why`, the fifth column says why each was found."""
    head = [_("Name"), _("Called"), _("Age"), _("Involvement"), _("Found by") if why else _("Where"), _("Restriction")]
    cells = [[cell if isinstance(cell, dict) else {"text": cell} for cell in row] for row in rows]
    return {"caption": caption, "head": [{"text": text} for text in head], "rows": cells, "empty": empty}


@register.inclusion_tag("interface/components/table.html")
def people_seen(caption: str, rows: list[list[str]], empty: str) -> dict[str, Any]:
    """Who has seen a record, and why they could."""
    head = [_("Day"), _("Who"), _("Role"), _("What they did"), _("Why they could")]
    cells = [[{"text": cell} for cell in row] for row in rows]
    return {"caption": caption, "head": [{"text": text} for text in head], "rows": cells, "empty": empty}


@register.inclusion_tag("interface/components/table.html")
def people_pairs(caption: str, rows: list[list[Any]], empty: str, two: bool = False) -> dict[str, Any]:
    """Records that may be of one person; with `two`, both are named."""
    head = [_("Record"), *([_("Other record")] if two else []), _("Alike in")]
    cells = [[cell if isinstance(cell, dict) else {"text": cell} for cell in row] for row in rows]
    return {"caption": caption, "head": [{"text": text} for text in head], "rows": cells, "empty": empty}


@register.inclusion_tag("interface/components/table.html")
def people_requests(caption: str, rows: list[list[Any]], empty: str) -> dict[str, Any]:
    """Requests for a copy, by reference."""
    head = [_("Reference"), _("Asked on"), _("Copy"), _("Given on")]
    cells = [[cell if isinstance(cell, dict) else {"text": cell} for cell in row] for row in rows]
    return {"caption": caption, "head": [{"text": text} for text in head], "rows": cells, "empty": empty}
