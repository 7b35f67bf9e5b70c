"""What an event keeps as a key, in the reader's words: under which role it was done, and why."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.record.audit.models import Event
from kith.record.audit.vocabulary import REASONS

PARTS: dict[str, Promise] = {
    "system.backup": _("Backup"),
    "system.demo": _("Demonstration"),
    "system.restore": _("Restoring"),
    "system.retention": _("Retention"),
    "system.set_up": _("Setting up"),
}
"""What the system itself was doing, by the role in the event."""

KEYS: dict[str, Promise] = {
    "account_closed": _("The account is closed"),
    "role_sees_no_records": _("Their role never sees a record"),
    "no_such_record": _("There is no such record"),
    "kept_from": _("The record is kept from them"),
    "restricted": _("The record is limited to named people, and they are not one of them"),
    "reason_needed": _("They had not said why they needed to look"),
    "no_relation": _("Nothing in their work relates them to the young person"),
    "section_not_opened": _("Their work opens other sections of the record"),
    "several": _("More than one record fitted"),
    "too_many": _("They asked too often"),
    "lost_device": _("The device is lost or broken"),
    "new_device": _("They have a new device"),
    "leaver_returned": _("They have come back to work here"),
    "suspected_misuse": _("Somebody else may have used the account"),
    "totp": _("An authenticator app"),
    "webauthn": _("A passkey"),
    "recovery_codes": _("Recovery codes"),
}
"""Reasons that stand in an event as a key. Any other reason is somebody's own words."""

_ROLE = _("Their role does not have this part of the service")


def role(event: Event) -> str:
    """The title of the role under which it was done, or what the system was doing."""
    titles = dict(get_user_model()._meta.get_field("role_key").flatchoices)
    return str(PARTS.get(event.role) or titles.get(event.role, event.role))


def why(event: Event) -> str:
    """Why someone could do it, or why they could not."""
    if event.reason.startswith("needs_"):
        return str(_ROLE)
    return str(REASONS.get(event.relation) or KEYS.get(event.reason) or event.reason or event.relation)
