"""How each stored field of accounts is handled: what it holds, how sensitive it is, how long it is kept."""

from __future__ import annotations

from kith.record.interface.handling import Handled

_KEPT, _DRAFT, _NOW = "accounts.account", "accounts.draft", "accounts.passing"

HANDLING: dict[str, Handled] = {
    "Team.id": Handled("the team's key", "none", _KEPT),
    "Team.name": Handled("what the team is called", "none", _KEPT),
    "Team.closed_on": Handled("when the team ended", "none", _KEPT),
    "User.id": Handled("the account's key, by which the audit names who acted", "personal", _KEPT),
    "User.password": Handled("a hash of the password", "security", _KEPT),
    "User.last_login": Handled("when the account last signed in", "personal", _KEPT),
    "User.email": Handled("the work address with which someone signs in", "personal", _KEPT),
    "User.name": Handled("the name of a member of staff", "personal", _KEPT),
    "User.role_key": Handled("what the account may do at all", "personal", _KEPT),
    "User.team": Handled("the team of a member of staff", "personal", _KEPT),
    "User.manager": Handled("who is told when they open a record in an emergency", "personal", _KEPT),
    "User.is_active": Handled("whether the account is open", "personal", _KEPT),
    "User.language": Handled("English or Welsh", "personal", _KEPT),
    "User.is_demo": Handled("that the account belongs to the demonstration", "none", _KEPT),
    "User.sessions_round": Handled("a number whose change ends every session", "security", _KEPT),
    "User.made_at": Handled("when the account was made", "personal", _KEPT),
    "Draft.id": Handled("the draft's key", "none", _DRAFT),
    "Draft.user": Handled("whose draft it is", "personal", _DRAFT),
    "Draft.form_key": Handled("the form it was typed into", "none", _DRAFT),
    "Draft.subject_id": Handled("whom or what it is about, by reference", "personal", _DRAFT),
    "Draft.sealed": Handled("what was typed, encrypted", "special_category", _DRAFT),
    "Draft.saved_at": Handled("when it was last typed into", "personal", _DRAFT),
    "Draft.version": Handled("how often it was kept, so that two windows do not overwrite each other", "none", _DRAFT),
    "Presence.id": Handled("the row's key", "none", _NOW),
    "Presence.user": Handled("who has a record open", "personal", _NOW),
    "Presence.subject_id": Handled("which record, by reference", "personal", _NOW),
    "Presence.seen_at": Handled("when their page last asked", "personal", _NOW),
    "Counted.cache_key": Handled("a try to sign in, counted under a hash of the account", "security", _NOW),
    "Counted.value": Handled("when tries were made", "security", _NOW),
    "Counted.expires": Handled("when the count is forgotten", "none", _NOW),
}
