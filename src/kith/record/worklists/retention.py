"""How long what was said to clocks is kept: with the person; an authority's own settings, as long as they explain what was due."""

from __future__ import annotations

from kith.record.interface.retention import Rule

RULES: dict[str, Rule] = {
    "worklists.setting": Rule(
        "as long as it explains when something was due of anybody whose record is kept", None, "local"
    )
}
RETENTION: dict[str, str] = {
    "ClockAnswer": "with_person",
    "ClockFact": "with_person",
    "Adjustment": "worklists.setting",
    "Term": "worklists.setting",
}
