"""Small random worlds of users, people and everything between them, and what is true in them, worked out without the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.record.access import models
from kith.record.access.rules import SHAREABLE, SIGHT, Facts, Relation, Section
from kith.record.accounts.models import Team, User
from kith.record.accounts.roles import ROLES, Capability


@dataclass
class World:
    """The rows of one world."""

    users: list[User] = field(default_factory=list)
    root: dict[UUID, UUID] = field(default_factory=dict)
    seats: list[models.PanelMember] = field(default_factory=list)
    relations: list[models.Relation] = field(default_factory=list)
    restrictions: list[models.Restriction] = field(default_factory=list)
    names: list[models.Named] = field(default_factory=list)
    kept: list[models.KeptFrom] = field(default_factory=list)
    glasses: list[models.Glass] = field(default_factory=list)
    reasons: list[models.StatedReason] = field(default_factory=list)
    shares: list[models.GuestShare] = field(default_factory=list)

    def facts(self, user: User, person_id: UUID) -> Facts:
        """What holds between a user and a person, read from the rows one by one."""
        same = {each for each, root in self.root.items() if root == self.root[person_id]}
        today, now = timezone.localdate(), timezone.now()
        relations = {
            kind
            for row in self.relations
            if row.person_id in same and not row.ended_at and row.from_on <= today and (row.to_on or today) >= today
            for kind in self._kinds(user, row)
        }
        shared = {
            Section(row.section)
            for row in self.shares
            if row.guest_id == user.id and row.person_id in same and not row.ended_at and row.until_on >= today
        }
        if user.role_key == "on_call_worker":
            relations.add(Relation.ON_CALL)
        if shared:
            relations.add(Relation.GUEST)
        limits = [row for row in self.restrictions if row.person_id in same and not row.lifted_at]
        named = [
            any(name.restriction_id == row.id and name.user_id == user.id and not name.ended_at for name in self.names)
            for row in limits
        ]
        glasses = [
            row for row in self.glasses if row.made_by_id == user.id and row.person_id in same and row.until > now
        ]
        counting = SIGHT[user.role_key]  # what counts for nothing is not asked
        return Facts(
            role=user.role_key,
            relations=frozenset(relations & set(counting)),
            restricted=bool(limits),
            named=bool(limits) and all(named),
            kept_from=any(row.user_id == user.id and row.person_id in same and not row.lifted_at for row in self.kept),
            glass=max(glasses, key=lambda row: row.until).id if glasses and user.may(Capability.BREAK_GLASS) else None,
            reason_given=Relation.ON_CALL in counting
            and any(row.made_by_id == user.id and row.person_id in same and row.until > now for row in self.reasons),
            shared=frozenset(shared if Relation.GUEST in counting else ()),
            active=user.is_active,
        )

    def _kinds(self, user: User, row: models.Relation) -> set[Relation]:
        kinds = set()
        if row.user_id == user.id:
            kinds.add(Relation(row.kind))
        team = next((each.team_id for each in self.users if each.id == row.user_id), None)
        if user.team_id and (row.team_id == user.team_id or (row.kind == "allocated" and team == user.team_id)):
            kinds.add(Relation.TEAM)
        if any(seat.user_id == user.id and seat.panel_id == row.panel_id and not seat.ended_at for seat in self.seats):
            kinds.add(Relation.PANEL)
        return kinds


def make(seed: int, people: int = 10) -> World:
    """A world from a seed, kept in the database."""
    random, world = Random(seed), World()
    teams = [Team.objects.create(name=f"Team {seed} {number}") for number in range(2)]
    for number, role in enumerate([*ROLES, *ROLES]):
        world.users.append(
            User(
                email=f"{seed}-{number}@example.org",
                name=f"User {number}",
                role_key=role,
                team=random.choice([*teams, None]),
                is_active=random.random() > 0.05,
            )
        )
    User.objects.bulk_create(world.users)
    _people(random, world, people)
    ids, users, now = list(world.root), world.users, timezone.now()
    maker = users[0]
    panels = [models.Panel.objects.create(name=f"Panel {seed} {number}", made_by=maker) for number in range(2)]

    def ended(word: str = "ended") -> dict[str, Any]:
        return {f"{word}_at": now, f"{word}_by": maker} if random.random() < 0.2 else {}

    def some(count: int) -> range:
        return range(random.randrange(count))

    for panel in panels:
        for user in random.sample(users, 6):
            world.seats.append(models.PanelMember(panel=panel, user=user, made_by=maker, **ended()))
    for _ in range(people * 4):
        world.relations.append(_relation(random, ids, users, teams, panels, maker, ended()))
    for person_id in random.sample(ids, 4):
        limit = models.Restriction(person_id=person_id, reason="court", made_at=now, made_by=maker, **ended("lifted"))
        limit.lifted_why = "Over" if limit.lifted_at else ""
        world.restrictions.append(limit)
        world.names += [
            models.Named(restriction=limit, user=user, made_by=maker, **ended()) for user in random.sample(users, 9)
        ]
    for user in random.sample(users, 12):
        for person_id in random.sample(ids, 2):
            world.kept.append(
                models.KeptFrom(user=user, person_id=person_id, reason="Kin", made_by=maker, **ended("lifted"))
            )
    for user in users:
        for _ in some(3):
            made, hours = now - timedelta(hours=3), random.choice([1, 2, 9, 10])
            about = {"person_id": random.choice(ids), "reason": "Now", "made_at": made, "made_by": user}
            until = made + timedelta(hours=hours, seconds=len(world.glasses))
            world.glasses.append(models.Glass(until=until, review_due_on=now.date(), **about))
            world.reasons.append(models.StatedReason(until=until, **{**about, "person_id": random.choice(ids)}))
        for section in random.sample(sorted(SHAREABLE), random.randrange(4)):
            until_on = timezone.localdate() + timedelta(days=random.choice([-1, 0, 5]))
            world.shares.append(
                models.GuestShare(
                    guest=user,
                    person_id=random.choice(ids),
                    section=section,
                    until_on=until_on,
                    made_by=maker,
                    **ended(),
                )
            )
    kinds = ("seats", "relations", "restrictions", "names", "kept", "glasses", "reasons", "shares")
    for rows in (getattr(world, kind) for kind in kinds):
        if rows:
            type(rows[0]).objects.bulk_create(rows)
    return world


def _people(random: Random, world: World, count: int) -> None:
    ids = [UUID(int=random.getrandbits(128), version=4) for _ in range(count)]
    into = {ids[1]: ids[0], ids[2]: ids[0], ids[4]: ids[3]}
    world.root = {each: into.get(each, each) for each in ids}
    models.Known.objects.bulk_create(
        models.Known(id=each, into_id=into.get(each), root_id=world.root[each])
        for each in sorted(ids, key=lambda each: each in into)
    )


def _relation(
    random: Random,
    ids: list[UUID],
    users: list[User],
    teams: list[Team],
    panels: list[models.Panel],
    maker: User,
    ended: dict[str, Any],
) -> models.Relation:
    kind = random.choice(["allocated", "allocated", "team", "panel", "reviewing", "placing"])
    holder: dict[str, Any] = {
        "team": lambda: {"team": random.choice(teams)},
        "panel": lambda: {"panel": random.choice(panels)},
    }.get(kind, lambda: {"user": random.choice(users)})()
    from_on = timezone.localdate() + timedelta(days=random.choice([-9, -9, 0, 3]))
    # With an end always, since one open row a holder is held by a constraint.
    to_on: date = from_on + timedelta(days=random.choice([0, 1, 9, 30]))
    return models.Relation(
        person_id=random.choice(ids), kind=kind, from_on=from_on, to_on=to_on, made_by=maker, **holder, **ended
    )
