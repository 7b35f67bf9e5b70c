"""How long it is known that a job ran: ninety days. Planning new runs forgets the old ones."""

from __future__ import annotations

from kith.record.interface.retention import Rule

RULES = {"job_run": Rule("90 days from when the job ended", None, "local")}
RETENTION = {"Run": "job_run"}
