"""How loads, states and doubts read on a page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kith.record.exchange.folders import whole
from kith.record.exchange.labels import column_name, said, table_name
from kith.record.exchange.models import Load
from kith.record.exchange.queries import Line, Question
from kith.record.exchange.rules import State
from kith.record.rows.words import day, detail

STATES: dict[State, str | Promise] = {
    State.NEW: _l("New"),
    State.CHANGED: _l("Changed"),
    State.BOTH: _l("Changed in both"),
    State.DOUBTFUL: _l("In doubt"),
    State.DECIDED: _l("Decided before"),
    State.UNCHANGED: _l("Unchanged"),
    State.REFUSED: _l("Cannot be held"),
    State.NOT_HELD: _l("No place in the record yet"),
}
WHY: dict[str, str | Promise] = {
    "several": _l("Several people bear this number."),
    "birth": _l("Somebody bears this number, but the birth dates contradict each other."),
    "alike": _l("Somebody looks like this person."),
}
COLOURS = {"waiting": "blue", "loaded": "green", "undone": "grey", "dropped": "grey"}
_KINDS: dict[str, str | Promise] = {"dataset": _l("A dataset"), "files": _l("The authority’s own files")}


def load_row(load: Load) -> list[Any]:
    """A load in the list."""
    at = formats.date_format(timezone.localtime(load.made_at), "j F Y, H:i")
    many = sum(sum(found.values()) for found in load.counts.values())
    state = {"tag": load.get_state_display(), "colour": COLOURS[load.state]}
    return [{"text": at, "href": reverse("exchange:load", args=[load.pk])}, _KINDS[load.kind], f"{many:,}", state]


def count_row(load: Load, table: str, states: list[State], *, links: bool) -> list[Any]:
    """How many rows of a table are in each state; each number leads to its rows."""
    cells: list[Any] = [table_name(table)]
    for state in states:
        many = load.counts[table].get(state.value, 0)
        leads = (links and many and state is not State.NOT_HELD and load.state == Load.State.WAITING) or (
            links and many and state in {State.BOTH, State.DOUBTFUL}
        )  # fmt: skip
        href = reverse("exchange:rows", args=[load.pk, table, state.value]) if leads else ""
        cells.append(
            {"text": f"{many:,}", "href": href, "numeric": True} if leads else {"text": f"{many:,}", "numeric": True}
        )
    return cells


def told_row(line: dict[str, Any]) -> list[Any]:
    """A problem of the dataset."""
    place = [table_name(line["file"]), column_name(line["file"], line["column"])]
    says = " ".join(filter(None, [_(line["says"]), detail(whole(line.get("detail", "")))]))
    return [*place, {"text": f"{line['many']:,}", "numeric": True}, says, _(line["remedy"])]


def line_of(table: str, line: Line) -> dict[str, Any]:
    """A row of the dataset: whose it is, and what differs."""
    if line.person_id:
        whose: Any = {"text": line.name or _("Name not known"), "href": reverse("people:person", args=[line.person_id])}
    else:
        whose = {"text": line.met.person_ref or _("Nobody’s")}
    differs = "; ".join(
        _("%(column)s: here %(ours)s, in the dataset %(theirs)s")
        % {"column": column_name(table, name), "ours": said(table, name, ours), "theirs": said(table, name, theirs)}
        for name, ours, theirs in line.differs
    )
    return {
        "cells": [whose, {"text": line.met.row_id}, {"text": differs}],
        "row_id": line.met.row_id,
        "digest": line.met.digest,
        "table": table,
    }


def question(one: Question) -> dict[str, Any]:
    """A doubt, with the people it may be of as choices."""
    born = day(one.born_on) or _("birth date not known")
    choices = [
        {"value": pk, "text": f"{name or _('Name not known')}, {day(at) or _('birth date not known')}", "href": reverse("people:person", args=[pk])}
        for pk, name, at in one.candidates
    ]  # fmt: skip
    return {
        "row_id": one.person_ref,
        "says": f"{one.given or _('No name was given')}, {one.person_ref}, {born}",
        "why": WHY[one.why],
        "choices": choices,
    }
