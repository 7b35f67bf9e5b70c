"""What the pages say of harm in words: the flag, what is missing, what changed. Keys come from the rules, sentences stand here."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.harms.models import Answer, Concern, Episode
from kith.record.harms.queries import Turn
from kith.record.harms.rules import Flag, Met, missing
from kith.record.rows.words import day, label, labels, span

MISSING: dict[str, str | Promise] = {
    "setting": _L("where it comes from"),
    "certainty": _L("how certain it is"),
    "noticed_on": _L("when it was first noticed"),
    "source": _L("who told"),
    "told": _L("whether the young person knows"),
    "told_how": _L("when and how they were told"),
    "told_why": _L("why it is not safe to tell them"),
    "told_decided_by": _L("who decided not to tell them"),
}
"""What a concern can lack, by the keys of `rules.missing`."""

FLAG: dict[str, str | Promise] = {
    "yes": _L("Affected by harm from outside the home"),
    "not_known": _L("Harm is recorded; whether it comes from outside the home is not known"),
    "none_recorded": _L("No harm from outside the home is recorded as live. That is not to say that there is none."),
}

MET: dict[bool, str | Promise] = {
    True: _L("%(name)s is under 18 and is met as a child first."),
    False: _L("%(name)s may be under 18: their birth date is not known. Until it is, they are met as a child."),
}
"""Why somebody said to have harmed needs a plan of their own, by whether their age is known."""
OWN_PLAN: dict[str, str | Promise] = {
    "yes": _L("A plan of their own is under way."),
    "no": _L("What was planned for them is over, or only watches or disrupts: who makes a plan for their own safety with them, and by when?"),
    "not_known": _L("No plan for their own safety is recorded: who makes one with them, and by when?"),
}  # fmt: skip
"""Whether they have one, by the states of `rules.met_as_children`."""


def met(one: Met, name: str) -> str:
    """What is said of a child said to have harmed, on the episode's own page."""
    return f"{str(MET[one.age_known]) % {'name': name}} {OWN_PLAN[one.plan]}"


def kind(row: Concern) -> str:
    """The kind of harm, the narrower one behind it."""
    narrower = f" ({label('harm_sub_kind', row.sub_kind)})" if row.sub_kind else ""
    return label("harm", row.harm) + narrower


def certainty(key: str) -> str:
    return label("certainty", key) if key else _("Certainty not given")


def setting(row: Concern) -> str:
    """Where a harm comes from; what was not said by anybody but assumed says so."""
    said = label("setting", row.setting)
    return _("%(setting)s (assumed)") % {"setting": said} if row.setting_basis == "assumed" else said


def told(row: Concern) -> str:
    """What the young person was told of the flag, how and when, or why not and who decided."""
    parts = [label("told_of_flag", row.told)]
    if row.told == "told":
        parts += [day(row.told_on), row.told_how]
    if row.told == "not_safe":
        decided = _("decided by %(who)s") % {"who": row.told_decided_by} if row.told_decided_by else ""
        parts += [row.told_why, decided]
    return ", ".join(part for part in parts if part)


def quoted(row: Concern) -> str:
    """Words with whose they are; words of nobody are said to be."""
    if not row.words:
        return ""
    whose = label("voice", row.words_of) if row.words_of else _("not said whose words")
    return f"“{row.words}” – {whose}"


def gaps(row: Concern) -> str:
    """What a concern does not say yet."""
    return ", ".join(str(MISSING[key]) for key in missing(row))


def flagged(found: Flag) -> str:
    """The flag with its kinds, as one sentence."""
    said = str(FLAG[found.affected])
    return f"{said}: {labels('harm', list(found.kinds))}" if found.kinds else said


def answered(row: Answer) -> str:
    """An answer to what everyone is asked, with its day."""
    return _("Last answer: %(answer)s, %(day)s. Leave it empty to keep that.") % {
        "answer": label("state", row.answer),
        "day": day(row.on),
    }


_LISTS = {
    "harm": "harm",
    "sub_kind": "harm_sub_kind",
    "setting": "setting",
    "certainty": "certainty",
    "told": "told_of_flag",
}
_FIELDS = {
    "harm": _L("kind of harm"),
    "sub_kind": _L("narrower kind"),
    "setting": _L("where it comes from"),
    "certainty": _L("certainty"),
    "told": _L("what the young person knows"),
    "to_on": _L("last day"),
}


def turned(turn: Turn) -> dict[str, Any]:
    """A change over time as an item of a timeline."""
    if turn.first:
        text = _("Recorded")
    else:
        before, after = (_value(turn.field, value) for value in (turn.before, turn.after))
        text = _("%(field)s: from %(before)s to %(after)s") % {
            "field": str(_FIELDS[turn.field]).capitalize(), "before": before, "after": after
        }  # fmt: skip
    return {"title": kind(turn.concern), "text": text, "at": turn.at, "by": turn.by}


def _value(field: str, value: Any) -> str:
    if not value:
        return _("not given")
    return label(_LISTS[field], value) if field in _LISTS else str(value)


def happened(row: Episode) -> str:
    """When an episode was: its days and the time of day where known."""
    when = day(row.from_on) if row.from_on and row.from_on == (row.to_on or row.from_on) else span(row)
    return when if row.time_of_day == "not_known" else f"{when}, {label('time_of_day', row.time_of_day).lower()}"
