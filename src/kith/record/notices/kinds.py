"""What can be told of: each kind of notice with its sentence, and the page that it leads to. No sentence has a place for a name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `page` is a URL name that takes the subject's id, or empty where nothing is to be opened."""

    says: Promise
    page: str = ""


KINDS: dict[str, Kind] = {
    "glass_broken": Kind(_("A record was opened in an emergency. Review why."), "access:review"),
    "glass_refused": Kind(
        _("Someone from whom you kept a record tried to open it in an emergency. It stayed closed."), "access:tried"
    ),
    "glass_tried": Kind(
        _("Someone tried to open a record in an emergency, and nothing was opened. Ask them about it."), "access:tried"
    ),
    "glass_agreed": Kind(_("Your manager agreed that it was right to open a record in an emergency.")),
    "glass_not_agreed": Kind(_("Your manager did not agree that a record had to be opened. Talk it over.")),
    "allocated": Kind(_("A young person was allocated to you."), "web:person"),
    "relation_ended": Kind(_("A young person is no longer allocated to you.")),
    "named": Kind(_("You were named on a record that is limited to named people."), "web:person"),
    "nobody_named": Kind(
        _("A record that is limited to named people has nobody left who can open it. Name somebody."),
        "access:hand_over",
    ),
    "likely_duplicate": Kind(_("Two records may be of the same person. Compare them."), "people:likely_duplicate"),
    "shared": Kind(_("Parts of a record were shared with you."), "web:person"),
    "digest": Kind(_("Something is due or overdue for young people of yours. See My work.")),
    "threat_to_life": Kind(_("A notice of threat to life was recorded for a young person of yours."), "people:person"),
    "moment_unanswered": Kind(
        _("Something has just happened to a young person of yours, and nobody has reached them yet."), "people:person"
    ),
    "missing_begun": Kind(_("A young person of yours is missing."), "people:person"),
    "look_wanted": Kind(
        _("A move is proposed for a young person whom you review. It waits for an independent look."),
        "relocations:look",
    ),
    "approval_wanted": Kind(_("A decision on a move waits for you."), "relocations:decide"),
    "moved_in_emergency": Kind(
        _("A young person of yours is moved in an emergency. What comes first is to be caught up with."),
        "relocations:decide",
    ),
    "approval_owed": Kind(
        _("A young person of yours is moved in an emergency, and something is missing that no emergency excuses."),
        "relocations:decide",
    ),
    "challenge_silent": Kind(
        _("A challenge of an independent look was not answered by its day. It can be taken further."),
        "relocations:look",
    ),
    "job_failed": Kind(_("Something that Kith does by itself has failed. See what runs in the background.")),
    "chain_broken": Kind(_("The audit’s chain is broken. Change nothing, and have it looked into today.")),
    "retention_due": Kind(_("Records have been kept long enough. See what would go, and have it erased.")),
}
"""Every kind by its key. A slice adds its own lines here; a kind without a line is refused."""
