"""Stays and their meanings in words that people say."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith.record.placements.models import Stay
from kith.record.placements.rules import FAR_MILES, Meanings, Plan, meanings
from kith.record.rows.words import authority_name as authority_name
from kith.record.rows.words import day, label

_L = gettext_lazy

OUTSIDE = {
    "yes": _L("Yes: beyond the authority’s boundary"),
    "no": _L("No: within the authority’s boundary"),
    "not_known": _L("Not known: nobody has said where it is"),
}
AT_A_DISTANCE = {
    "yes": _L("Yes: outside, and not in an adjoining authority"),
    "no": _L("No: within the area or in an adjoining authority"),
    "not_known": _L("Not known: it is not known which authority it is in, or whether that one adjoins"),
}
FAR = {
    "yes": _L("Yes"),
    "no": _L("No"),
    "not_known": _L("Not known: both postcodes are needed"),
}
PLAN: dict[Plan, Any] = {
    "no_date": _L("No planned end is recorded"),
    "within": _L("Planned to end on %(day)s"),
    "past": _L("Was planned to end on %(day)s, and has not"),
}


def place(stay: Stay) -> str:
    """Where it is: the home, the address; or, where neither is known, what it is and in whose area."""
    said = ", ".join(filter(None, [stay.home, stay.lines, stay.postcode]))
    return said or what(stay)


def what(stay: Stay) -> str:
    """What it is and in whose area, without its place."""
    kind = label("stay_kind", stay.kind) if stay.kind != "not_known" else _("A stay away from home")
    return ", ".join(filter(None, [kind, authority_name(stay.host_authority)]))


def meanings_of(stay: Stay) -> Meanings:
    return meanings(locality=stay.locality, adjoining=stay.adjoining, miles=stay.miles, due_to_efh=stay.due_to_efh)


def four(stay: Stay) -> list[dict[str, str]]:
    """The four meanings of out of area, each by itself, for a summary list."""
    found = meanings_of(stay)
    far = _("Withheld") if getattr(stay, "area_hidden", False) else str(FAR[found.far])
    if stay.miles is not None:
        far += ": " + ngettext("%(count)s mile", "%(count)s miles", round(stay.miles)) % {"count": f"{stay.miles:g}"}
    return [
        {"key": _("Outside the authority’s boundary"), "value": str(OUTSIDE[found.outside])},
        {"key": _("At a distance (the law’s test)"), "value": str(AT_A_DISTANCE[found.at_a_distance])},
        {
            "key": _("More than %(miles)s miles from home (a measure of statistics)") % {"miles": FAR_MILES},
            "value": far,
        },
        {"key": _("Moved because of harm outside the home"), "value": label("due_to_efh", found.for_safety)},
    ]


def short(stay: Stay) -> str:
    """The same in one line, for a table."""
    found = meanings_of(stay)
    said = [label("locality", stay.locality)]
    if found.at_a_distance == "yes":
        said.append(_("at a distance"))
    if stay.miles is not None:
        said.append(ngettext("%(count)s mile", "%(count)s miles", round(stay.miles)) % {"count": f"{stay.miles:g}"})
    return ", ".join(said)


def planned(state: Plan, stay: Stay) -> str:
    return str(PLAN[state]) % {"day": day(stay.planned_end)} if stay.planned_end else str(PLAN[state])


def whose(stay: Stay) -> str:
    """Whose decision it was."""
    if not stay.arranged_by:
        return _("It is not recorded whose decision it was")
    return _("Decided by: %(who)s") % {"who": label("arranged_by", stay.arranged_by)}
