"""Reads of accounts, teams and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet

from kith.record.accounts.factors import MAIN_FACTORS
from kith.record.accounts.models import Team, User
from kith.record.accounts.rules import device


@dataclass(frozen=True)
class Session:
    """One place where an account is signed in: the device in words, when it began, when it was last used."""

    number: int
    device: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def sessions(user: User, this: str | None) -> list[Session]:
    """The account's sessions, the present one first; `this` is its key."""
    live = UserSession.objects.purge_and_list(user)
    listed = [
        Session(one.pk, device(one.user_agent), one.created_at, one.last_seen_at, one.session_key == this)
        for one in live
    ]
    return sorted(listed, key=lambda one: (not one.is_this, -one.seen_at.timestamp()))


def second_factors(user: User) -> QuerySet[Authenticator]:
    """Apps and passkeys of the account; recovery codes only stand in for these."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=MAIN_FACTORS)


def accounts(*, asked: str = "", role_key: str = "", closed: bool = False) -> QuerySet[User]:
    """Accounts by part of name or address, by role, open or closed."""
    found = User.objects.select_related("team").filter(is_active=not closed)
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(email__icontains=asked))
    return found.filter(role_key=role_key) if role_key else found


def teams() -> QuerySet[Team]:
    """Teams with the number of open accounts in each as `size`; closed ones last."""
    sized = Team.objects.annotate(size=Count("members", filter=Q(members__is_active=True)))
    return sized.order_by("closed_on", "name")
