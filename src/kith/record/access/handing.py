"""Restricted records of which nobody named is left: warned of before it comes to that, and handed on by whoever reads none of them.

An account is never kept open for a record's sake: it can be closed at once, and whoever handles rights is told. They see a
reference and whose work opens the record, never whose record it is.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.access.keeping import kept, told
from kith.record.access.models import KeptFrom, Named, Restriction
from kith.record.access.queries import facts
from kith.record.access.rules import SIGHT, Act, Section, decide
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import Actor, recorded
from kith.record.notices.actions import tell, tell_all

READERS = [role for role, sights in SIGHT.items() if sights]
"""The roles that see records at all."""


class OnlyNamed(ValidationError):
    """Somebody is the only one left who is named on a restricted record."""


def _able() -> QuerySet:
    """Names that still open something: of an open account whose role sees records and from whom the record is not kept."""
    kept_from = KeptFrom.objects.filter(
        user_id=OuterRef("user_id"), person__root_id=OuterRef("restriction__person__root_id"), lifted_at__isnull=True
    )
    return Named.objects.filter(
        ~Exists(kept_from), ended_at__isnull=True, user__is_active=True, user__role_key__in=READERS
    )


def nobody_left() -> QuerySet:
    """The open restrictions of which nobody named can open the record any longer, but in an emergency."""
    return Restriction.objects.filter(
        ~Exists(_able().filter(restriction_id=OuterRef("pk"))), lifted_at__isnull=True
    ).order_by("made_at")


def only_named(user: User) -> QuerySet:
    """The open restrictions on which this user is the only one left."""
    return Restriction.objects.filter(
        Exists(_able().filter(restriction_id=OuterRef("pk"), user_id=user.pk)),
        ~Exists(_able().filter(restriction_id=OuterRef("pk")).exclude(user_id=user.pk)),
        lifted_at__isnull=True,
    )


def before_leaving(*, user: User, role_key: str = "", anyway: bool = False) -> list[Restriction]:
    """What the setting ACCOUNT_LEAVING names: asked by `accounts`, below, before an account is closed or gets `role_key`.

    The restrictions that will be left with nobody; OnlyNamed where there are any, unless `anyway`. It does not say which or how many.
    A role that sees records leaves those behind whose work it does not open: being named opens nothing by itself.
    """
    left = [row for row in only_named(user) if role_key not in READERS or _lost(user, row, role_key)]
    if left and not anyway:
        raise OnlyNamed(
            _(
                "They are the only one left who can open a record that is limited to named people. Have somebody else named first."
            ),
            code="only_named",
        )
    return left


def _lost(user: User, restriction: Restriction, role_key: str) -> bool:
    """Whether the work of this user opens the record today, and would not under the new role."""
    then = copy(user)
    then.role_key = role_key
    return _would_open(user, restriction, Act.READ) and not _would_open(then, restriction, Act.READ)


def after_leaving(left: list[Restriction]) -> None:
    """Tell whoever handles rights of each restriction that nobody is left for. Within the transaction of the closing."""
    roles = [key for key, role in ROLES.items() if Capability.HANDLE_RIGHTS in role.may]
    users = list(User.objects.filter(is_active=True, role_key__in=roles))
    for restriction in left:
        tell_all(dict.fromkeys(users, "nobody_named"), subject_id=restriction.pk, urgent=True)


def successors(restriction: Restriction) -> list[User]:
    """Who may be named in the place of those who are gone: whose role restricts and whose work would open the record's head."""
    roles = [key for key, role in ROLES.items() if Capability.RESTRICT in role.may]
    return [
        user
        for user in User.objects.filter(is_active=True, role_key__in=roles)
        if _would_open(user, restriction, Act.WRITE)
    ]


def _would_open(user: User, restriction: Restriction, act: Act) -> bool:
    known = replace(facts(user, restriction.person_id), named=True, glass=None)
    return decide(known, Section.IDENTITY, act).allowed


def hand_over(*, by: Any, restriction: Restriction, user: User) -> Named:
    """Name someone of `successors` on a restricted record that nobody named can open. ValidationError otherwise."""
    with recorded(by) as recorder:
        held = (
            Restriction.objects.select_for_update().filter(pk__in=nobody_left().values("pk"), pk=restriction.pk).first()
        )
        if held is None or user not in successors(held) or user.pk == Actor.of(by).user_id:
            raise ValidationError(_("Somebody is named again already, or their work does not open this record."))
        held.names.filter(user=user, ended_at__isnull=True).update(
            ended_at=timezone.now(), ended_by_id=Actor.of(by).user_id
        )
        row = Named(restriction=held, user=user, made_by_id=Actor.of(by).user_id)
        kept(row)
        told(recorder, "access.named", row, reason="handed_over", person_id=held.person_id)
        tell(user, kind="named", subject_id=held.person_id, urgent=True)
    return row
