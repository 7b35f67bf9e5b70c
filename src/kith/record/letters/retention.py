"""How long documents are kept: those about a person as long as the record, words and letterheads while documents are made."""

from __future__ import annotations

from kith.record.interface.retention import Rule

RULES: dict[str, Rule] = {
    "words": Rule(
        "as long as the system is used: they are about nobody, and say how a document came to be worded as it is",
        None,
        "local",
    )
}
RETENTION: dict[str, str] = {"Document": "with_person", "Words": "words", "Letterhead": "words"}
