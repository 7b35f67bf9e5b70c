"""How long what is held of moments, times missing, school and referrals is kept: as long as the person's record."""

from __future__ import annotations

RETENTION: dict[str, str] = dict.fromkeys(("Moment", "Missing", "MissingCount", "Education", "Referral"), "with_person")
