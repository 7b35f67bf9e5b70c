"""Moves and decisions in words that people say, in their language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith.record.moments.wording import how_long
from kith.record.people.rules import age_on, months_to_18
from kith.record.placements.wording import authority_name
from kith.record.relocations.models import Decision, Relocation
from kith.record.relocations.rules import days_away, move_state
from kith.record.rows.words import day, label

_L = gettext_lazy

TASKS: dict[str, Any] = {
    "happening": _L("What is happening, and who asks for a move?"),
    "refused": _L("Does somebody refuse a return?"),
    "drivers": _L("What drives it, and what presses towards it?"),
    "tried": _L("What was tried first, and why did it not hold?"),
    "safeties": _L("What is it for, and what may it cost?"),
    "better": _L("What else is there near home?"),
    "place": _L("Where to, and in what kind of place?"),
    "length": _L("How long is it meant to last?"),
    "asked": _L("Who was asked, and who agrees?"),
    "heard": _L("What do they say, each of them?"),
    "next_home": _L("Where will they live afterwards?"),
    "conditions": _L("What must change at home, whatever they choose?"),
    "look": _L("Has somebody independent looked at it?"),
    "approvals": _L("Which approvals does it need, and why?"),
    "plan": _L("What is done for them, whatever is decided?"),
    "moves": _L("The move and the family"),
    "told": _L("Who was told?"),
}
STATES: dict[str, tuple[Any, str]] = {
    "shown": (_L("Recorded"), ""),
    "partly": (_L("In part"), "yellow"),
    "not_shown": (_L("Nothing yet"), "grey"),
}
STEPS: dict[str, Any] = {
    "propose": _L("Propose it"),
    "ask": _L("Take it to those who approve"),
    "send_back": _L("Send it back"),
    "move": _L("Decide: move"),
    "stay": _L("Decide: do not move"),
    "defer": _L("Put it off"),
    "take_up": _L("Take it up again"),
    "move_now": _L("Decide in an emergency: move now"),
    "confirm": _L("Confirm the move"),
    "undo": _L("Do not confirm it: they come back"),
    "withdraw": _L("Withdraw it"),
}
NEEDS: dict[str, Any] = {
    "independent_look": _L("an independent look at the proposal"),
    "young_person_heard": _L("the young person’s view, or why it is not there"),
    "parents_heard": _L("the parents’ view, or why it is not there"),
    "approvals": _L("every approval that it needs"),
    "emergency_why": _L("why it cannot wait"),
    "approved_at_once": _L("the approval that the law wants even in an emergency"),
    "wishes": _L("the young person’s wishes"),
}
READ: dict[str, Any] = {
    "yes": _L("text read"),
    "partly": _L("text read in part: check"),
    "no": _L("text not read: check"),
}


def said(list_name: str, key: str) -> str:
    """The label of a code, or nothing."""
    return label(list_name, key) if key else ""


def stands(row: Decision) -> str:
    return label("decision_state", row.stands)


def state_of(row: Relocation, today: date | None = None) -> str:
    """The key of where a move stands."""
    return move_state(row.from_on, row.to_on, row.planned_end, row.withdrawn_on, today or timezone.localdate())


def where_to(row: Any) -> str:
    """In or out of the area, in whose, in which nation."""
    place = (
        _("Area withheld")
        if getattr(row, "covered", ())
        else authority_name(row.host_authority) or said("locality", row.locality if row.locality != "not_known" else "")
    )
    nation = label("nation", row.nation_to) if row.nation_to not in {"not_known", "england"} else ""
    return ", ".join(filter(None, [place, nation]))


def move_line(row: Relocation) -> str:
    """What it is, where to, since when: for a list."""
    kind = label("move_kind", row.kind) if row.kind != "not_known" else _("A move for safety")
    return ", ".join(filter(None, [kind, where_to(row), day(row.from_on or row.planned_from)]))


def move_span(row: Relocation) -> str:
    """Where it stands, its days, planned and actual apart."""
    state = label("move_state", state_of(row))
    first, last = day(row.from_on), day(row.to_on)
    if first and last:
        return f"{state}: " + _("%(first)s to %(last)s") % {"first": first, "last": last}
    return f"{state}: " + _("since %(day)s") % {"day": first} if first else state


def sentence(row: Relocation, today: date) -> str:
    """The current move in one sentence."""
    parts = {"what": move_line(row), "who": _who(row)}
    match state_of(row, today):
        case "planned":
            return _("A move is planned: %(what)s. %(who)s") % parts
        case "ended":
            how = said("move_ended", row.ended_how)
            ended = _("The last move ended on %(day)s") % {"day": day(row.to_on)}
            return f"{ended}: {parts['what']}. {how}".strip(". ") + "."
        case "withdrawn":
            return _("A planned move was given up: %(what)s.") % parts
    return _("They are away: %(what)s. %(who)s") % parts


def _who(row: Relocation) -> str:
    moved, by = said("who_moved", row.who_moved), said("arranged_by", row.arranged_by)
    who = _("Moved: %(who)s.") % {"who": moved} if moved else _("It is not recorded who moved.")
    if row.placed_by:
        who = _("Placed here by %(authority)s.") % {"authority": authority_name(row.placed_by)} + " " + who
    return who + " " + (_("Arranged by: %(by)s.") % {"by": by} if by else _("It is not recorded who arranged it."))


def lengths(row: Relocation, today: date) -> list[str]:
    """Days away planned, and actual: two facts that are never taken for each other."""
    actual = days_away(row.from_on, row.to_on, today)
    start = row.from_on or row.planned_from
    planned = (row.planned_end - start).days + 1 if row.planned_end and start else None
    lines = [
        _("Planned: %(days)s, until %(day)s") % {"days": how_long(planned), "day": day(row.planned_end)}
        if planned
        else _("Planned: no end is recorded"),
        _("So far: %(days)s") % {"days": how_long(actual)} if actual else _("It has not begun"),
    ]
    if state_of(row, today) == "past_planned_end" and row.planned_end:
        lines.append(_("Past its planned end by %(days)s") % {"days": how_long((today - row.planned_end).days)})
    return lines


def family_lines(row: Relocation) -> list[tuple[str, str]]:
    """What a family's move hangs on, each in its state and in words; "" where neither is known."""
    asked = (
        (_("The tenancy at home is kept"), row.tenancy_kept, row.tenancy),
        (_("A parent’s job is kept"), row.work_kept, row.parents_work),
        (_("Brothers and sisters have a school"), row.schools_found, row.siblings_school),
    )
    return [
        (key, ". ".join(filter(None, [label("state", state) if state != "not_known" else "", words])))
        for key, state, words in asked
    ]


def months(person: Any, today: date) -> str:
    """Months left to 18."""
    left = months_to_18(person.born_on, person.birth_precision, today)
    if left is not None:
        return ngettext("%(count)s month to 18", "%(count)s months to 18", left) % {"count": left}
    age = age_on(person.born_on, person.birth_precision, today)
    if age is None:
        return _("The birth date is not known, so neither are the months to 18")
    return _("18 is here")
