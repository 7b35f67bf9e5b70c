"""Everything that is done to accounts, teams and sessions: each in one transaction with its event."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.accounts import invitations, rules
from kith.record.accounts.events import about
from kith.record.accounts.models import Team, User
from kith.record.audit.actions import Actor, Recorder, Why, recorded

_PLAIN = ("name", "email", "manager_id")
_ENDS_SESSIONS = ("role_key", "team_id")


def make_account(
    *,
    by: Any,
    email: str,
    name: str,
    role_key: str,
    team: Team | None = None,
    manager: User | None = None,
    language: str = "en",
    password: str | None = None,
    is_demo: bool = False,
) -> User:
    """Make an account; without `password` it waits for an invitation. ValidationError where the address is taken."""
    with recorded(by) as recorder:
        user = User.objects.create_user(
            email,
            password,
            name=name,
            role_key=role_key,
            team=team,
            manager=manager,
            language=language,
            is_demo=is_demo,
        )
        recorder.event("account.made", **about(user), fields=["role_key"])
    return user


def invite(*, by: Any, user: User) -> str:
    """Take away the password and give a token for a link to choose one; earlier links are worthless."""
    _not_oneself(by, user)
    with recorded(by) as recorder:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        recorder.event("account.invited", **about(user))
    return invitations.token(user)


def choose_password(*, user: User, password: str) -> None:
    """Set the password of someone who was invited."""
    with recorded(user) as recorder:
        user.set_password(password)
        user.save(update_fields=["password"])
        recorder.event("account.password_changed", **about(user))


def change_account(*, by: Any, user: User, **fields: Any) -> None:
    """Change name, email, manager_id, role_key or team_id; a new role or team ends the account's sessions.

    ValidationError for one's own role or team, and for what the model refuses.
    """
    changed = {key: value for key, value in fields.items() if getattr(user, key) != value}
    if unknown := changed.keys() - {*_PLAIN, *_ENDS_SESSIONS}:
        raise ValueError(f"No fields of an account that may be changed here: {sorted(unknown)}")
    moved = changed.keys() & set(_ENDS_SESSIONS)
    if moved:
        _not_oneself(by, user)
    if not changed:
        return
    with recorded(by) as recorder:
        if "role_key" in changed:
            _leaving("before_leaving")(user=user, role_key=changed["role_key"])
        for key, value in changed.items():
            setattr(user, key, value)
        user.full_clean(exclude=["password"])
        user.save(update_fields=list(changed))
        if plain := changed.keys() - {"role_key"}:
            recorder.event("account.changed", **about(user), fields=plain)
        if "role_key" in changed:
            recorder.event("account.role_changed", **about(user), fields=["role_key"])
        if moved:
            _end_sessions(user)


def close_account(*, by: Any, user: User, anyway: bool = False) -> None:
    """Close an account: nobody signs in with it any more; what it did stays in its name.

    ValidationError with the code `only_named` where a restricted record would be left without anybody, unless `anyway`:
    whoever handles rights is then told, so that a leaver's account never has to stay open.
    """
    _not_oneself(by, user)
    with recorded(by) as recorder:
        left = _leaving("before_leaving")(user=user, anyway=anyway)
        user.is_active = False
        user.save(update_fields=["is_active"])
        _end_sessions(user)
        user.drafts.all().delete()
        recorder.event("account.closed", **about(user))
        _leaving("after_leaving")(left)


def open_again(*, by: Any, user: User) -> None:
    """Open a closed account again; its second factors are gone, and a new invitation is needed for a password."""
    _not_oneself(by, user)
    with recorded(by) as recorder:
        user.is_active = True
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        Authenticator.objects.filter(user_id=user.pk).delete()
        recorder.event("account.opened_again", **about(user))


def reset_second_factors(*, by: Any, user: User, reason: str) -> None:
    """Take all second factors away for a reason (a key of `rules.FACTOR_RESET_REASONS`) and end the sessions."""
    _not_oneself(by, user)
    if reason not in rules.FACTOR_RESET_REASONS:
        raise ValidationError(_("Choose why the second factors are taken away"))
    with recorded(by) as recorder:
        Authenticator.objects.filter(user_id=user.pk).delete()
        _end_sessions(user)
        recorder.event("account.factor_reset", **about(user), why=Why(reason=reason))


def change_own(*, by: Any, user: User, name: str, language: str) -> None:
    """Change one's own name or language."""
    before = {"name": user.name, "language": user.language}
    fields = [key for key, value in (("name", name), ("language", language)) if before[key] != value]
    if not fields:
        return
    with recorded(by) as recorder:
        user.name, user.language = name, language
        user.full_clean(exclude=["password"])
        user.save(update_fields=fields)
        recorder.event("account.changed", **about(user), fields=fields)


def sign_out_everywhere(*, by: Any, user: User) -> None:
    """End every session of the account, the present one too."""
    with recorded(by) as recorder:
        _end_sessions(user)
        recorder.event("account.signed_out_everywhere", **about(user))


def end_session(*, by: Any, user: User, number: int) -> None:
    """End one session of the account, by its number in the list."""
    session = UserSession.objects.filter(user=user, pk=number).first()
    if session is None:
        return
    with recorded(by) as recorder:
        session.end()
        recorder.event("account.signed_out", **about(user))


def make_team(*, by: Any, name: str) -> Team:
    """Make a team. ValidationError where there is one of that name."""
    with recorded(by) as recorder:
        team = Team(name=name)
        _kept(team, recorder, "team.made")
    return team


def change_team(*, by: Any, team: Team, name: str, closed: bool) -> None:
    """Rename, close or open a team. ValidationError for closing one that still has members."""
    if closed and team.members.filter(is_active=True).exists():
        raise ValidationError(_("Move its members to other teams before you close it"))
    with recorded(by) as recorder:
        team.name = name
        team.closed_on = (team.closed_on or timezone.localdate()) if closed else None
        _kept(team, recorder, "team.changed")


def _kept(team: Team, recorder: Recorder, action: str) -> None:
    team.full_clean()
    team.save()
    recorder.event(action, subject="team", subject_id=team.pk, fields=["name", "closed_on"])


def _end_sessions(user: User) -> None:
    """At once, wherever sessions are kept: their proof no longer fits."""
    User.objects.filter(pk=user.pk).update(sessions_round=F("sessions_round") + 1)
    user.refresh_from_db(fields=["sessions_round"])
    for session in UserSession.objects.filter(user=user):
        session.end()


def _leaving(step: str) -> Callable[..., Any]:
    """What a slice above asks or does when somebody leaves: the setting names its module, since `accounts` cannot."""
    return getattr(import_module(settings.ACCOUNT_LEAVING), step)  # type: ignore[no-any-return]


def _not_oneself(by: Any, user: User) -> None:
    if Actor.of(by).user_id == user.pk:
        raise ValidationError(_("Somebody else has to do this: nobody changes what they themselves may do"))
