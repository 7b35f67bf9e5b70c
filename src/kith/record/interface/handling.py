"""How a stored field is handled: how sensitive it is, how long it is kept, what statutory code it maps to.

Each slice with models has a module `handling.py` with `HANDLING: dict[str, Handled]`, keyed "Model.field"; a house test fails on
a field that is not there, and on an entry whose field is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Sensitivity = Literal["none", "personal", "special_category", "offence", "security"]
"""`personal`: UK GDPR article 4(1); `special_category`: article 9; `offence`: article 10; `security`: keys, passwords, tokens."""

SENSITIVITIES: tuple[str, ...] = get_args(Sensitivity)


@dataclass(frozen=True, slots=True)
class Handled:
    """How one field is handled.

    says: what it holds, in plain words. retention: the key of the retention rule that ends its life. code: the statutory code
    list that it maps to, empty where there is none.
    """

    says: str
    sensitivity: Sensitivity
    retention: str
    code: str = ""
