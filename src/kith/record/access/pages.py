"""The policy as a page that a lawyer can read, made from the policy itself; a test fails where the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from kith.record.access.rules import SAYS, SHAREABLE, SIGHT, Act, Decision, Facts, Relation, Section, decide
from kith.record.accounts.roles import ROLES

_HEAD = """<!-- Made by `python -m kith.record.access.pages` from the policy: change src/kith/record/access/rules.py, not this page. -->
# Who may see what

What a person sees of a record is their role × their relation to the young person × any restriction × the section of the record.
Whatever stands against it wins: a closed account, a role that never sees records, being kept from the record because of a
conflict of interest, a restriction that does not name them. *Read* and *write* below are for each section; a dash is a no.

- **Kept from the record**: no, whatever else holds, an emergency included.
- **Restricted record**: only those named see it, and only what their work opens anyway. Naming opens nothing by itself.
- **In an emergency** ("breaking the glass"): a reason, a time limit of 1 to 24 hours, an immediate alert to the manager, a review
  within two working days. It opens a restricted record too, but neither police intelligence nor what the record used to say.
- **Refused** looks like *no such page*, whether the record is restricted or there is none.
- Police intelligence is also read item by item: until it expires, and with handling conditions only by those they name.
"""

_STATES: tuple[tuple[str, dict[str, bool]], ...] = (
    ("not restricted", {}),
    ("restricted, named", {"restricted": True, "named": True}),
    ("restricted, not named", {"restricted": True}),
    ("restricted, not named, in an emergency", {"restricted": True, "emergency": True}),
    ("kept from the record, in an emergency", {"kept_from": True, "emergency": True}),
)


def page() -> str:
    """The page as Markdown: role × relation × restriction × section, with what may be done and why."""
    lines = [_HEAD]
    for key, role in ROLES.items():
        lines += [f"## {role.title}", "", str(role.says), ""]
        if not SIGHT[key]:
            lines += [f"Every relation, every restriction, every section: no. {SAYS['role_sees_no_records']}", ""]
            continue
        lines += ["| relation | restriction | " + " | ".join(section.value for section in Section) + " | why |"]
        lines += ["|---" * (len(Section) + 3) + "|"]
        for relation, reason_given in _relations(key):
            for state, flags in _STATES:
                facts = Facts(
                    role=key,
                    relations=frozenset({relation} - {Relation.NONE}),
                    restricted=flags.get("restricted", False),
                    named=flags.get("named", False),
                    kept_from=flags.get("kept_from", False),
                    glass=UUID(int=1) if flags.get("emergency") else None,
                    reason_given=reason_given,
                    shared=SHAREABLE if relation is Relation.GUEST else frozenset(),
                )
                lines.append(_row(facts, relation, state))
        lines.append("")
    return "\n".join(lines)


def _relations(role: str) -> Iterator[tuple[Relation, bool]]:
    """The relations that count for a role, on call with and without a stated reason, and none."""
    for relation in SIGHT[role]:
        yield relation, True
        if relation is Relation.ON_CALL:
            yield relation, False
    if Relation.ON_CALL not in SIGHT[role]:
        yield Relation.NONE, False


def _row(facts: Facts, relation: Relation, state: str) -> str:
    name = relation.value.replace("_", " ")
    if relation is Relation.ON_CALL:
        name += ", reason stated" if facts.reason_given else ", no reason stated"
    if relation is Relation.GUEST:
        name += ", all that can be shared"
    decisions = {(section, act): decide(facts, section, act) for section in Section for act in Act}
    cells = [_may(decisions[section, Act.READ], decisions[section, Act.WRITE]) for section in Section]
    reasons = dict.fromkeys(SAYS[decision.why] for decision in decisions.values())
    return f"| {name} | {state} | {' | '.join(cells)} | {' '.join(reasons)} |"


def _may(read: Decision, write: Decision) -> str:
    return "read, write" if write.allowed else "read" if read.allowed else "–"


if __name__ == "__main__":
    print(page())  # noqa: T201
