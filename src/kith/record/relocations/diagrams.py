"""The states of a decision and of a move as a page of diagrams, made from the machines; a test fails where the two differ."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kith.definitions.codes import codes
from kith.record.relocations.rules import DECIDES, DECISION, RELOCATION, Machine

_HEAD = """<!-- Made by `python -m kith.record.relocations.diagrams` from the machines: change src/kith/record/relocations/rules.py, not this page. -->
# Decisions and moves: their states

How a decision on a move, and a move itself, go from one state to the next. A step is taken by whoever may write in the record, or
where it says so by whoever answers for decisions on moves. What has to be there first is listed below each diagram; in an emergency
it is caught up with afterwards. The state of a move is never stored: it follows from its days.
"""
_LISTS = {"decision": "decision_state", "move": "move_state"}


def diagram(machine: Machine) -> Iterator[str]:
    """A state diagram in Mermaid's words."""
    listed = codes(_LISTS[machine.name])
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {machine.first}"
    yield from (f"    {state}: {listed.label(state)}" for state in machine.states)
    for step in machine.steps:
        yield from (f"    {state} --> {step.leads_to}: {step.key}" for state in step.comes_from)
    yield from (f"    {state} --> [*]" for state in machine.states if state in machine.ends)
    yield "```"


def steps(machine: Machine) -> Iterator[str]:
    """A table of the steps: who may, what is needed first, what is said with it, what an emergency puts off."""
    yield "| Step | Who | Needed first | Said with it | Put off, with clocks | There, or said why not yet |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for step in machine.steps:
        who = "answers for decisions" if step.who == DECIDES else "may write"
        cells = (
            ", ".join(f"`{key}`" for key in keys) or "-" for keys in (step.needs, step.asks, step.later, step.insists)
        )
        yield f"| `{step.key}` | {who} | {' | '.join(cells)} |"


def page() -> str:
    """The whole page."""
    lines = [_HEAD]
    for title, machine in (("A decision", DECISION), ("A move", RELOCATION)):
        lines += [f"## {title}", "", *diagram(machine), "", *steps(machine), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
