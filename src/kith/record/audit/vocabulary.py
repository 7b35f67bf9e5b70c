"""The audit's words: everything that can be told of a record, each with a sentence that the person concerned could read."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VOCABULARY: dict[str, Promise] = {
    # signing in
    "account.signed_in": _("Signed in"),
    "account.signed_out": _("Signed out"),
    "account.sign_in_failed": _("Tried to sign in"),
    "account.locked": _("Was locked out after too many tries"),
    "account.made": _("Made an account"),
    "account.changed": _("Changed an account"),
    "account.closed": _("Closed an account"),
    "account.opened_again": _("Opened a closed account again"),
    "account.role_changed": _("Changed the role of an account"),
    "account.password_changed": _("Changed a password"),
    "account.second_factor_changed": _("Changed how someone proves who they are"),
    "account.signed_out_everywhere": _("Signed out on every device"),
    "account.viewed": _("Looked at an account"),
    "accounts.listed": _("Looked at the list of accounts"),
    "team.made": _("Made a team"),
    "team.changed": _("Changed a team"),
    # people
    "person.viewed": _("Looked at the record"),
    "person.history_viewed": _("Looked at what the record used to say"),
    "person.photo_viewed": _("Looked at the photo"),
    "person.made": _("Began the record"),
    "person.changed": _("Changed the record"),
    "person.entered_in_error": _("Marked something as entered in error"),
    "person.restored": _("Took back a mark of entered in error"),
    "person.undone": _("Undid a change"),
    "person.compared": _("Compared records that could be the same person"),
    "person.merged": _("Joined two records of the same person"),
    "person.unmerged": _("Took two joined records apart again"),
    "person.not_the_same": _("Said that two records are not the same person"),
    "person.photo_changed": _("Changed the photo"),
    "person.bundle_made": _("Made the copy of everything held, to give to the person"),
    "person.erased": _("Erased the record, as the law asks"),
    "people.listed": _("Looked at a list of people that included this person"),
    "search.made": _("Searched"),
    "search.found": _("Saw this person in the results of a search"),
    "list.viewed": _("Looked at a list"),
    "list.exported": _("Took a list out of the system"),
    # who may see what
    "access.refused": _("Was refused"),
    "access.viewed": _("Looked at who may see the record"),
    "access.allocated": _("Allocated the young person to someone"),
    "access.ended": _("Ended someone's reason to see the record"),
    "access.restricted": _("Limited the record to named people"),
    "access.restriction_lifted": _("Lifted a limit on who may see the record"),
    "access.kept_from": _("Kept the record from someone"),
    "access.shared": _("Shared parts of the record with another authority"),
    "access.share_ended": _("Ended the sharing with another authority"),
    "glass.broken": _("Opened the record in an emergency, giving a reason"),
    "glass.reviewed": _("Reviewed why the record was opened in an emergency"),
    "glass.ended": _("Ended an opening in an emergency"),
    # notices, drafts
    "notice.read": _("Read a notice"),
    "draft.kept": _("Kept a draft"),
    "draft.dropped": _("Threw a draft away"),
    # the audit itself, and the keeping of everything
    "audit.viewed": _("Looked at the audit"),
    "audit.searched": _("Searched the audit"),
    "audit.exported": _("Took part of the audit out of the system"),
    "audit.seen_viewed": _("Looked at who has seen the record"),
    "history.erased": _("Erased what the record used to say"),
    "retention.run": _("Erased what had been kept long enough"),
    "backup.made": _("Made a backup"),
    "backup.restored": _("Restored a backup"),
}
"""Every action by its key. A slice adds its own lines here; an action without a line is refused."""
