"""The link by which someone new chooses a password: signed, for three days, for once."""

from __future__ import annotations

from django.core import signing
from django.utils.crypto import salted_hmac

from kith.record.accounts.models import User
from kith.record.accounts.rules import INVITATION_DAYS

_SALT = "kith.accounts.invitation"


def token(user: User) -> str:
    """A token for the link. A password chosen, or a later invitation, makes it worthless."""
    return signing.dumps([str(user.pk), _state(user)], salt=_SALT)


def invited(token: str) -> User | None:
    """Whom the token invites; nobody where it is altered, older than three days, used or overtaken."""
    try:
        pk, state = signing.loads(token, salt=_SALT, max_age=INVITATION_DAYS * 86_400)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and state == _state(user) else None


def _state(user: User) -> str:
    # An unusable password is random, so it changes with each invitation.
    return salted_hmac(_SALT, f"{user.password} {user.email}", algorithm="sha256").hexdigest()[:32]
