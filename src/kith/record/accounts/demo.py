"""An account for each role with a password that everyone knows: for the demonstration on one's own machine, and for tests."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kith.record.accounts import actions
from kith.record.accounts.models import Team, User
from kith.record.accounts.roles import ROLES
from kith.record.audit.actions import Actor, recorded

PASSWORD = "kith on this machine only"  # noqa: S105 - no secret: it opens only the demonstration, from the machine itself
DOMAIN = "demo.example"
TEAM = "Exploitation team (demonstration)"
NAMES: dict[str, str] = {
    "practitioner": "Pia Practice",
    "team_manager": "Tess Manning",
    "exploitation_lead": "Elin Lead",
    "independent_reviewing_officer": "Ivor Review",
    "placements": "Petra Place",
    "analyst": "Anwen Count",
    "partnership_lead": "Paul Partner",
    "administrator": "Ada Admin",
    "data_protection_officer": "Dewi Data",
    "on_call_worker": "Olu Call",
    "area_authority_guest": "Gwen Guest",
}
_IN_TEAM = ("practitioner", "team_manager", "exploitation_lead", "on_call_worker")


def email(role_key: str) -> str:
    """The address under which a role signs in to the demonstration."""
    return f"{role_key.replace('_', '-')}@{DOMAIN}"


def make_demo_users() -> dict[str, User]:
    """One account for each role, made where it is missing. ImproperlyConfigured in the mode `live`.

    A second factor is not demanded of them, so that a newcomer can sign in; they open only from the machine itself.
    """
    if settings.MODE not in {"demo", "test"}:
        raise ImproperlyConfigured(
            "The accounts of the demonstration have passwords that everyone knows. They are made only where KITH_MODE is demo; "
            "make your first administrator with `kith manage make_administrator` instead."
        )
    by = Actor.system("demo")
    with recorded(by):
        team = Team.objects.filter(name=TEAM).first() or actions.make_team(by=by, name=TEAM)
        return {key: _user(by, key, team) for key in ROLES}


def _user(by: Any, role_key: str, team: Team) -> User:
    return User.objects.filter(email=email(role_key)).first() or actions.make_account(
        by=by,
        email=email(role_key),
        name=NAMES[role_key],
        role_key=role_key,
        team=team if role_key in _IN_TEAM else None,
        password=PASSWORD,
        is_demo=True,
    )
