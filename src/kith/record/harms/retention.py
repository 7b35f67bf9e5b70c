"""How long harm is kept: as long as the person's record; an episode as long as anybody who was in it is of the record."""

from __future__ import annotations

from kith.record.interface.retention import Rule

RULES: dict[str, Rule] = {
    "with_episode": Rule("as long as the record of anybody who was in the episode", None, "local"),
}
RETENTION: dict[str, str] = {
    "Concern": "with_person",
    "ConcernContext": "with_person",
    "Answer": "with_person",
    "Episode": "with_episode",
    "EpisodeRole": "with_person",
    "Assessment": "with_person",
    "Enquiry": "with_person",
}
"""Model → rule. An episode goes when the last person who was in it is erased (`people.erasing`)."""
