"""What is recorded of a decision and what is not: the tasks of the page that helps to think, and the questions of the independent look.

Pure: rows are read by their fields alone. Nothing is weighed, added up or scored: a thing is recorded, in part or not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

DIMENSIONS = ("physical", "relational", "psychological")
SHOWN, PARTLY, NOT_SHOWN = "shown", "partly", "not_shown"
_EMPTY = (None, "", "not_known", "undecided")


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the record holds of one decision or move, as rows not entered in error. `decision` and `move` may be None."""

    decision: Any = None
    move: Any = None
    tried: Sequence[Any] = ()
    alternatives: Sequence[Any] = ()
    consents: Sequence[Any] = ()
    approvals: Sequence[Any] = ()
    views: Sequence[Any] = ()
    next_homes: Sequence[Any] = ()
    conditions: Sequence[Any] = ()
    told: Sequence[Any] = ()
    looks: Sequence[Any] = ()
    owed: Sequence[Any] = field(default_factory=tuple)
    """The approvals still outstanding."""
    at_once: Sequence[Any] = field(default_factory=tuple)
    """Those of them that even an emergency does not put off."""

    def has(self, *names: str) -> list[bool]:
        """Of each field of the decision, whether something is in it."""
        return [self.decision is not None and _said(getattr(self.decision, name)) for name in names]

    def heard(self, *voices: str) -> bool:
        """Whether one of these was heard, chose not to say, or could not safely be asked, on the decision."""
        return any(view.voice in voices and view.subject == "decision" for view in self.views)

    @property
    def wishes(self) -> bool:
        """Whether their wishes are known: asked and answered, or said in their own words."""
        asked = any(row.kind == "wishes" and row.state == "yes" for row in self.consents)
        return asked or any(own_words(view) for view in self.views)

    @property
    def next_home(self) -> Any:
        """The newest choice of a next home."""
        return max(self.next_homes, key=lambda row: (row.on, row.made_at), default=None)


def own_words(view: Any) -> bool:
    """Whether a view tells the young person's own wishes on the decision."""
    return bool(view.voice == "young_person" and view.subject == "decision" and view.answer == "heard")


def _said(value: Any) -> bool:
    return value not in _EMPTY and value != []


def had(case: Case) -> frozenset[str]:
    """The keys of `rules.Step.needs` and `insists` that are there."""
    facts = {
        "independent_look": any(look.occasion == "proposal" for look in case.looks),
        "young_person_heard": case.heard("young_person"),
        "parents_heard": case.heard("parent_or_carer"),
        "approvals": not case.owed,
        "emergency_why": all(case.has("emergency_why")),
        "approved_at_once": not any(one.asked == "approval" for one in case.at_once),
        "wishes": case.wishes,
    }
    return frozenset(key for key, is_so in facts.items() if is_so)


def graded(parts: Sequence[bool]) -> str:
    """All there, some, or none."""
    return SHOWN if parts and all(parts) else PARTLY if any(parts) else NOT_SHOWN


@dataclass(frozen=True, slots=True)
class Task:
    """One page of thinking: the fields of the decision on it, the kind of rows beside them, and how far it is recorded."""

    key: str
    fields: tuple[str, ...] = ()
    rows: str = ""
    """The part whose rows belong to it."""
    state: Callable[[Case], str] = field(default=lambda _case: NOT_SHOWN)


def _fields(*names: str) -> Callable[[Case], str]:
    return lambda case: graded(case.has(*names))


def _refused(case: Case) -> str:
    if case.decision is None or case.decision.return_refused != "yes":
        return graded(case.has("return_refused"))
    return graded(case.has("refused_by", "refused_why", "refused_answer"))


def _tried(case: Case) -> str:
    kinds = {*(case.decision.tried_first if case.decision else ()), *(row.kind for row in case.tried)} - {"none"}
    if not kinds:
        return graded(case.has("tried_first"))
    why = {row.kind for row in case.tried if row.did_not_hold}
    return SHOWN if kinds <= why else PARTLY


def _guarded(case: Case) -> str:
    return graded([any(case.has(f"gain_{one}", f"guard_{one}")) for one in DIMENSIONS])


def _safeties(case: Case) -> str:
    names = [f"{part}_{one}" for one in DIMENSIONS for part in ("gain", "cost")]
    return graded(case.has(*names))


def _better(case: Case) -> str:
    return graded([*case.has("best_interests", "resort"), bool(case.alternatives)])


def _asked(case: Case) -> str:
    answered = {row.kind for row in case.consents if row.state != "not_known"}
    return graded([kind in answered for kind in ("wishes", "advocate_offered", "relatives")])


def _heard(case: Case) -> str:
    return graded([case.heard("young_person"), case.heard("parent_or_carer")])


def _next_home(case: Case) -> str:
    home = case.next_home
    return NOT_SHOWN if home is None else graded([home.choice != "undecided", bool(home.words), _said(home.chosen_by)])


def _conditions(case: Case) -> str:
    return graded([bool(row.owner and row.due_on) for row in case.conditions])


def _looked(case: Case) -> str:
    return SHOWN if "independent_look" in had(case) else NOT_SHOWN


def _approved(case: Case) -> str:
    return SHOWN if case.decision is not None and not case.owed else graded([bool(case.approvals), False])


TASKS: tuple[Task, ...] = (
    Task("happening", ("happening", "asked_by", "asked_words", "necessary_on", "delayed_why"),
         state=_fields("happening", "asked_by")),
    Task("refused", ("return_refused", "refused_by", "refused_why", "refused_answer"), state=_refused),
    Task("drivers", ("drivers", "pressures", "pressure_partner", "why_out_of_area"), state=_fields("drivers")),
    Task("tried", ("tried_first",), "tried", _tried),
    Task("safeties", ("purpose", *(f"{part}_{one}" for one in DIMENSIONS for part in ("gain", "cost", "guard"))),
         state=_safeties),
    Task("better", ("best_interests", "resort", "resort_voice", "resort_words"), "alternatives", _better),
    Task("place", ("kind", "looked_after", "legal_basis", "locality", "adjoining", "host_authority", "nation_to", "exempt",
                   "for_profit", "authorisation"), state=_fields("kind", "looked_after", "locality", "nation_to")),
    Task("length", ("planned_length", "planned_from", "planned_end"), state=_fields("planned_length", "planned_end")),
    Task("asked", rows="consents", state=_asked),
    Task("heard", rows="views", state=_heard),
    Task("next_home", rows="next_homes", state=_next_home),
    Task("conditions", rows="conditions", state=_conditions),
    Task("look", rows="looks", state=_looked),
    Task("approvals", ("emergency", "emergency_why", "not_yet_why"), "approvals", _approved),
    Task("plan", ("plan",), state=_fields("plan")),
)  # fmt: skip
"""In the order in which it helps to think."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the independent look: how far the record shows an answer, and on which task's page that stands."""

    key: str
    task: str
    state: Callable[[Case], str]


def _builds(case: Case) -> str:
    aims = {row.aim for row in (*case.conditions, *case.tried)} - {""}
    return SHOWN if aims & {"build_safety", "repair_relationship"} else PARTLY if aims else NOT_SHOWN


def _interests(case: Case) -> str:
    return graded([*case.has("best_interests"), _refused(case) == SHOWN])


def _advocate(case: Case) -> str:
    advocate = any(row.kind == "advocate_offered" and row.state == "yes" for row in case.consents)
    return graded([case.heard("young_person"), case.heard("parent_or_carer"), advocate])


def _family(case: Case) -> str:
    if case.move is None:
        return NOT_SHOWN
    asked = (("tenancy_kept", "tenancy"), ("work_kept", "parents_work"), ("schools_found", "siblings_school"))
    return graded([any(_said(getattr(case.move, name)) for name in names) for names in asked])


def _told(case: Case) -> str:
    return graded([row.told_on is not None and row.answered_on is not None for row in case.told])


QUESTIONS: tuple[Question, ...] = (
    Question("home_contexts", "conditions", _conditions),
    Question("builds_safety", "conditions", _builds),
    Question("three_safeties", "safeties", _guarded),
    Question("tried_first", "tried", _tried),
    Question("best_interests", "better", _interests),
    Question("heard", "heard", _advocate),
    Question("ties", "safeties", _fields("guard_relational")),
    Question("family", "moves", _family),
    Question("next_home", "next_home", _next_home),
    Question("how_long", "length", _fields("planned_length", "planned_end")),
    Question("told", "told", _told),
)
"""What the three studies ask of a proposal and a plan, each read from the record."""


def silences(case: Case) -> list[str]:
    """The tasks of which nothing or not all is recorded, in order."""
    return [task.key for task in TASKS if task.state(case) != SHOWN]
