"""The components that pages are made of: each takes plain data and gives GOV.UK's or the Ministry of Justice's markup.

Everything given is escaped. In a template: `{% load interface %}` then `{% tag "Missing" colour="red" %}`. The gallery shows all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, template
from django.core.paginator import Page

register = template.Library()

Row = Mapping[str, Any]
_MANY = 20
"""Links beside a page that are seen at one glance."""


@register.inclusion_tag("interface/components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with a form, each error a link to its field; `{{ form }}` has it already."""
    return {"form": form}


@register.inclusion_tag("interface/components/button.html")
def button(text: str, href: str = "", kind: str = "", name: str = "", value: str = "") -> dict[str, Any]:
    """A button that sends its form, or with `href` a link that looks like one. kind: "", secondary, warning, inverse."""
    return {"text": text, "href": href, "kind": kind, "name": name, "value": value}


@register.inclusion_tag("interface/components/tag.html")
def tag(text: str, colour: str = "") -> dict[str, Any]:
    """A state in one word or two. Red is for danger to a person alone."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("interface/components/notification.html")
def notification(text: str, heading: str = "", kind: str = "") -> dict[str, Any]:
    """A banner. kind: "" (important) or success."""
    return {"text": text, "heading": heading, "kind": kind}


@register.inclusion_tag("interface/components/warning.html")
def warning(text: str) -> dict[str, Any]:
    """What has consequences if it is not read."""
    return {"text": text}


@register.inclusion_tag("interface/components/inset.html")
def inset(text: str) -> dict[str, Any]:
    """Words set apart: a quotation of a young person, a note on the page."""
    return {"text": text}


@register.inclusion_tag("interface/components/summary_list.html")
def summary_list(rows: Iterable[Row], title: str = "") -> dict[str, Any]:
    """Rows of `key`, `value` and, if any, `href` with `action` (words that say what changes). With `title`, a card."""
    listed = list(rows)
    return {"rows": listed, "title": title, "acts": any(row.get("href") for row in listed)}


@register.inclusion_tag("interface/components/table.html")
def table(
    caption: str,
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    empty: str = "",
    stacks: bool | None = None,
    quiet: bool = False,
) -> dict[str, Any]:
    """A table whose first column names its row. A cell is text, or a mapping of `text`, `href`, `numeric`, `tag`, `colour`.

    stacks: on a phone each row is a card with the heads before its cells, so that nothing stands out of sight; unless it is
    said, where there is more than one column besides the first.
    quiet: a heading before it says the caption already, which then is for screen readers alone.
    """
    named = [{"text": name} if not isinstance(name, Mapping) else name for name in head]
    cells = [[cell if isinstance(cell, Mapping) else {"text": cell} for cell in row] for row in rows]
    if stacks is None:
        stacks = len(named) > 2
    if stacks:
        cells = [[_named(cell, named[n] if n < len(named) else {}) for n, cell in enumerate(row)] for row in cells]
    return {"caption": caption, "head": named, "rows": cells, "empty": empty, "stacks": stacks, "quiet": quiet}


def _named(cell: Mapping[str, Any], head: Mapping[str, Any]) -> dict[str, Any]:
    """A cell with its column's head, unless it says the same; `blank` where it says nothing: a nought is said."""
    text = head.get("text", "")
    label = "" if str(cell.get("text")) == str(text) else text
    return {**cell, "label": label, "blank": cell.get("text") in {None, ""} and not cell.get("tag")}


@register.inclusion_tag("interface/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, parameter: str = "page") -> dict[str, Any]:
    """Links to the other pages of a list; the address keeps its other parameters."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    numbers = [
        {"number": number, "href": address(number) if isinstance(number, int) else "", "current": number == page.number}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    previous = address(page.previous_page_number()) if page.has_previous() else ""
    following = address(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "numbers": numbers, "previous": previous, "following": following}


@register.inclusion_tag("interface/components/side_navigation.html")
def side_navigation(items: Iterable[Row], label: str = "") -> dict[str, Any]:
    """Links beside a page: each `text`, `href`, `current` ("page", or "true" for the one above it); one with `heading` alone begins a group.

    On a phone all stand in one fold that names the current one. Of many, each group folds too, open where the current one is.
    """
    links = list(items)
    groups: list[dict[str, Any]] = []
    for item in links:
        if not groups or "heading" in item:
            groups.append({"heading": item.get("heading", ""), "links": [], "open": False})
        if "heading" not in item:
            groups[-1]["links"].append(item)
            groups[-1]["open"] |= bool(item.get("current"))
    current = next((item["text"] for item in links if item.get("current")), "")
    return {"groups": groups, "folds": len(links) > _MANY, "current": current, "label": label}


@register.inclusion_tag("interface/components/sub_navigation.html")
def sub_navigation(items: Iterable[Row], label: str = "") -> dict[str, Any]:
    """Links between the parts of one thing: each `text`, `href`, `current`."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("interface/components/timeline.html")
def timeline(items: Iterable[Row]) -> dict[str, Any]:
    """What happened, newest first: each `title`, `text`, `at` (a date or instant), `by`, and if any `href`."""
    return {"items": list(items)}


@register.inclusion_tag("interface/components/task_list.html")
def task_list(items: Iterable[Row]) -> dict[str, Any]:
    """What is to do: each `text`, `href`, `hint`, `status`, `colour` (none for done), `links` (further ones: `text`, `href`)."""
    return {"items": list(items)}


@register.inclusion_tag("interface/components/breadcrumbs.html")
def breadcrumbs(items: Iterable[Row]) -> dict[str, Any]:
    """Where the page stands: each `text`, `href`."""
    return {"items": list(items)}


@register.inclusion_tag("interface/components/back_link.html")
def back_link(href: str, text: str = "") -> dict[str, Any]:
    """Back to the page before."""
    return {"href": href, "text": text}
