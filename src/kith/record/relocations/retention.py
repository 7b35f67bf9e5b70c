"""How long what is held of moves for safety is kept: as long as the person's record."""

from __future__ import annotations

from kith.record.interface.retention import Rule
from kith.record.relocations import models

RULES: dict[str, Rule] = {}
"""None of its own: people have the rule."""
RETENTION: dict[str, str] = dict.fromkeys(models.__all__, "with_person")
