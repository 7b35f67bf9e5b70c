"""How moves are written: the writes of all rows, the steps of a decision, and a move begun from one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kith.record.audit.actions import Recorder, recorded
from kith.record.relocations.alerting import tell_of_step
from kith.record.relocations.models import Challenge, Condition, Decision, NextHome, Relocation
from kith.record.relocations.rules import AT_ONCE, DECIDES, DECISION, WRITES, Step, may_take, missing, unsaid
from kith.record.rows.actions import Refused, Stale, Ways, Writer, as_json
from kith.record.rows.queries import root_of

_STEPPED = ("stands", "stands_why", "proposed_on", "decided_on", "outcome", "later_on", "relocation_id", "plan",
            "emergency", "emergency_why", "not_yet_why")  # fmt: skip
_OUTCOME = {"moved": "move", "emergency": "move", "stayed": "no_move", "deferred": "later"}


def _state_of_condition(row: Any) -> None:
    """A day met says that it was met."""
    if row.met_on is not None and row.state in {"not_begun", "under_way"}:
        row.state = "met"


_CHOICE = {"next_home": "choice", "next_home_by": "chosen_by", "next_home_on": "on"}
"""What a move carries of a choice → where the choice has it."""


def _next_home(row: NextHome, _changed: Any, recorder: Recorder) -> None:
    """The move carries the newest choice, which figures read; so does the one that a choice was linked to before.

    A change of a move like any other: locked, with its version and in its history. What a file said of a move without choices stays.
    """
    here = Q(pk=row.relocation_id) | Q(person=row.person_id, from_files=False)
    for move in Relocation.objects.select_for_update().filter(here):
        newest = NextHome.objects.filter(relocation=move, error_at=None).order_by("-on", "-made_at").first()
        said = newest or NextHome(choice="", chosen_by="")
        before = as_json(move, tuple(_CHOICE))
        for name, own in _CHOICE.items():
            setattr(move, name, getattr(said, own))
        after = as_json(move, tuple(_CHOICE))
        if after == before:
            continue
        move.version += 1
        move.save(force_update=True)
        recorder.changed(
            "person.changed",
            subject="relocation",
            subject_id=move.pk,
            person_id=root_of(move.person_id),
            before=before,
            after=after,
            section=move.section.value,
        )


def _answer_in_order(row: Challenge) -> None:
    if row.answered_on is not None and row.answered_on < row.on:
        raise Refused({"answered_on": _("It cannot have been answered before it was made")})


WRITER = Writer(
    "person",
    {
        Condition: Ways(prepare=_state_of_condition),
        NextHome: Ways(follow=_next_home),
        Challenge: Ways(prepare=_answer_in_order),
    },
)
add, change, enter_in_error, restore = WRITER.add, WRITER.change, WRITER.enter_in_error, WRITER.restore


def take(
    *,
    by: Any,
    decision: Decision,
    seen: int,
    step: str,
    have: frozenset[str],
    decides: bool = False,
    said: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> Decision:
    """Take a step with a decision that was read at version `seen`.

    have: what is there of what the step needs (`thinking.had`). decides: whether `by` answers for decisions on moves.
    said: what the step asks for (`why`, `plan`, `later_on`), and why what it insists on is not there yet (`emergency_why`,
    `not_yet_why`), or `say_later` where that has to wait too: help is never stopped by an empty box. Refused where the step does not lead out of where the
    decision stands or something is missing; `Stale` where somebody saved in between. A step to *move* plans the move.
    """
    known, day = dict(said or {}), today or timezone.localdate()
    way = DECISION.step(step)
    with recorded(by) as recorder:
        stored: Any = Decision.objects.select_for_update().get(pk=decision.pk)
        if stored.version != seen or stored.error_at is not None:
            raise Stale(stored)
        _check(stored, way, have, decides, known)
        before = as_json(stored, _STEPPED)
        _step(stored, way, known, day)
        if way.leads_to in {"moved", "emergency"} and stored.relocation_id is None:
            stored.relocation = _planned(by, stored, day)
        stored.version = seen + 1
        stored.full_clean(exclude=["person", "relocation"])
        stored.save(force_update=True)
        tell_of_step(stored, have, day, recorder)
        recorder.changed(
            "decision.stepped",
            subject="decision",
            subject_id=stored.pk,
            person_id=stored.person.kept_id or stored.person_id,
            before=before,
            after=as_json(stored, _STEPPED),
            section=stored.section.value,
        )
        return stored


def _check(stored: Decision, way: Step, have: frozenset[str], decides: bool, said: Mapping[str, Any]) -> None:
    if stored.stands not in way.comes_from:
        raise Refused(_("It does not stand where this step begins. Look at it again first."))
    if way.who == DECIDES and not decides:
        raise Refused(_("This is for whoever answers for decisions on moves."))
    if missing(way, have) or not may_take(way, state=stored.stands, writes=True, decides=decides, have=have):
        raise Refused(_("Something that comes first is not there yet. In an emergency a manager can decide without."))
    wanting = [name for name in way.asks if not said.get(name) and not (name == "plan" and stored.plan)]
    if not said.get("say_later"):
        told = {name for name in AT_ONCE.values() if said.get(name) or getattr(stored, name)}
        wanting += [AT_ONCE[key] for key in unsaid(way, have, told)]
    if wanting:
        raise ValidationError({name: say("This is needed for the step") for name in wanting})


def _step(stored: Any, way: Step, said: Mapping[str, Any], day: date) -> None:
    confirms = stored.stands == "emergency"
    stored.stands = way.leads_to
    stored.stands_why = str(said.get("why") or "")[:400]
    stored.plan = str(said.get("plan") or stored.plan)
    if way.leads_to == "emergency":
        stored.emergency = "yes"
        for name in dict.fromkeys(AT_ONCE.values()):
            setattr(stored, name, str(said.get(name) or getattr(stored, name)))
    if way.leads_to != "draft" and stored.proposed_on is None:
        stored.proposed_on = day
    stored.outcome = _OUTCOME.get(way.leads_to, "")
    if way.leads_to not in _OUTCOME:
        stored.decided_on = None
    elif not (confirms and way.leads_to == "moved"):  # a move that is confirmed was decided when it was made
        stored.decided_on = day
    stored.later_on = said.get("later_on") if way.leads_to == "deferred" else None


def _planned(by: Any, decision: Decision, day: date) -> Relocation:
    """The move that was decided on, planned; what must change at home and the next home go with it."""
    move = Relocation(
        person_id=decision.person_id,
        kind=decision.kind,
        planned_on=day,
        planned_from=decision.planned_from,
        planned_end=decision.planned_end,
        locality=decision.locality,
        adjoining=decision.adjoining,
        host_authority=decision.host_authority,
        nation_to=decision.nation_to,
        purpose=decision.purpose,
        drivers=decision.drivers,
        emergency=decision.emergency,
    )
    add(by=by, row=move)
    for model in (Condition, NextHome):
        for row in model.objects.filter(decision=decision, relocation=None, error_at=None):
            change(by=by, row=row, seen=row.version, values={"relocation_id": move.pk})
    return move


__all__ = ["WRITER", "WRITES", "add", "change", "enter_in_error", "restore", "take"]
