"""How long what is held of plans is kept: as long as the person's record."""

from __future__ import annotations

from kith.record.interface.retention import Rule

RULES: dict[str, Rule] = {}
"""None of its own: people have the rule."""
RETENTION: dict[str, str] = dict.fromkeys(
    ("Goal", "Action", "Control", "Visit", "Review", "RiskHolding"), "with_person"
)
