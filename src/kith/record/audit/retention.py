"""How long the audit is kept: events with their chain, the values of history with the person they are about."""

from __future__ import annotations

from kith.record.interface.retention import Rule

RULES = {
    "audit": Rule(
        "as long as the system is used: an event holds references alone, and one taken out would break the chain",
        None,
        "local; UK GDPR article 5(2), accountability (unverified)",
    ),
    "with_person": Rule("as long as the person's record", None, "local"),
}
RETENTION = {"Event": "audit", "Change": "with_person"}
