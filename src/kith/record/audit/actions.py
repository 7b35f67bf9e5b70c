"""How everything is recorded: within one transaction with what was done, as its last statements, or not at all."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kith.record.audit.models import Change
from kith.record.audit.vocabulary import VOCABULARY
from kith.record.audit.writing import Entry, write

Outcome = Literal["done", "refused"]
_KEY = re.compile(r"(?:[a-z][a-z0-9_.]{0,59})?")


@dataclass(frozen=True, kw_only=True)
class Why:
    """The reason to have looked: a relation to the person, an opening in an emergency, the key of a reason; never free text.

    glasses: on a page of several people, those (first) whom nothing but an emergency (second) opens to whoever looks.
    """

    relation: str = ""
    break_glass: UUID | None = None
    reason: str = ""
    glasses: tuple[tuple[UUID, UUID], ...] = ()

    def of(self, person_id: UUID | None) -> Why:
        """The reason to have looked at this one person."""
        glass = dict(self.glasses).get(person_id) if person_id else None
        return Why(relation="break_glass", break_glass=glass) if glass else self


@dataclass(frozen=True)
class Actor:
    """Who acts: a user by id under a role, in a session that is named by a reference and not by its secret key."""

    user_id: UUID | None
    role: str
    session: str
    name: str = ""  # for pages; never stored

    @classmethod
    def of(cls, who: Any) -> Actor:
        """The actor behind a request, a user, or an actor."""
        if isinstance(who, Actor):
            return who
        user = getattr(who, "user", who)
        if token := getattr(who, "service_token", None):  # a request of a service, which has no session
            return cls(user.id, user.role_key, token.reference, user.name)
        key = getattr(getattr(who, "session", None), "session_key", None)
        session = (
            hmac.digest(settings.AUDIT_KEY.encode(), f"session {key}".encode(), "sha256").hex()[:16] if key else ""
        )
        return cls(getattr(user, "id", None), getattr(user, "role_key", ""), session, getattr(user, "name", ""))

    @classmethod
    def system(cls, task: str) -> Actor:
        """The program itself, doing `task` (a key, like `retention`) for nobody in particular."""
        return cls(None, f"system.{task}", "")


@dataclass
class _Open:
    """What one outermost block has gathered."""

    entries: list[Entry] = field(default_factory=list)
    refusals: list[Entry] = field(default_factory=list)


_open: ContextVar[_Open | None] = ContextVar("kith_audit_open", default=None)


@dataclass(frozen=True)
class Recorder:
    """Takes the events of one `recorded` block."""

    by: Actor
    _open: _Open

    def event(
        self,
        action: str,
        *,
        subject: str = "",
        subject_id: UUID | None = None,
        person_id: UUID | None = None,
        fields: Iterable[str] = (),
        why: Why | None = None,
        outcome: Outcome = "done",
    ) -> None:
        """Tell that `action` (a key of the vocabulary) was done to a record, or refused. ValueError for what is no key."""
        entry = _entry(self.by, action, subject, subject_id, person_id, fields, why or Why(), outcome)
        (self._open.refusals if outcome == "refused" else self._open.entries).append(entry)

    def changed(
        self,
        action: str,
        *,
        subject: str,
        subject_id: UUID,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        person_id: UUID | None = None,
        section: str = "record",
        why: Why | None = None,
    ) -> None:
        """Tell of a change: field names go into the event, values (as JSON can hold them) into the erasable history.

        Fields that say the same before and after are left out; where nothing differs nothing is told.
        """
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if not names:
            return
        entry = _entry(self.by, action, subject, subject_id, person_id, names, why or Why(), "done")
        values = {name: (before.get(name), after.get(name)) for name in sorted(names)}
        self._open.entries.append(Entry(entry.columns, values, section))


@contextmanager
def recorded(by: Any) -> Iterator[Recorder]:
    """One transaction with its events: both are kept, or neither is. An inner block joins the outer one.

    `by` is an actor, a user or a request. RuntimeError where a plain `atomic` block is already open, since then the events would
    not be the transaction's last statements. A refusal told within is kept even though the rest is rolled back.
    """
    actor, outer = Actor.of(by), _open.get()
    if outer is not None:
        with _joined(outer):
            yield Recorder(actor, outer)
        return
    gathered = _Open()
    token = _open.set(gathered)
    try:
        with transaction.atomic(durable=True):
            yield Recorder(actor, gathered)
            write(gathered.entries + gathered.refusals)
    except BaseException:
        _keep(gathered.refusals)
        raise
    finally:
        _open.reset(token)


@contextmanager
def _joined(outer: _Open) -> Iterator[None]:
    """A savepoint of the outer transaction: what fails takes its own events with it."""
    mark = len(outer.entries)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del outer.entries[mark:]
        raise


def _keep(refusals: list[Entry]) -> None:
    """Refusals of a transaction that was rolled back, in one of their own."""
    if refusals:
        with transaction.atomic(durable=True):
            write(refusals)


def record_view(by: Any, action: str, **about: Any) -> None:
    """Record a look (arguments as of `Recorder.event`); on return it is committed, so that the page may be sent."""
    with recorded(by) as recorder:
        recorder.event(action, **about)


def record_refusal(by: Any, action: str = "access.refused", **about: Any) -> None:
    """Record a refused try (arguments as of `Recorder.event`); it stays even if the request's transaction is rolled back."""
    with recorded(by) as recorder:
        recorder.event(action, outcome="refused", **about)


def erase_history(by: Any, *, person_id: UUID) -> int:
    """Erase the values of a person's history, leaving an event that says so; returns how many there were."""
    with recorded(by) as recorder:
        erased, _ = Change.objects.filter(person_id=person_id).delete()
        recorder.event("history.erased", subject="person", subject_id=person_id, person_id=person_id)
    return erased


def erase_history_of(by: Any, *, subject: str, subject_id: UUID, person_id: UUID | None = None) -> int:
    """Erase the values of one row's history, leaving an event that says so; returns how many there were."""
    with recorded(by) as recorder:
        erased, _ = Change.objects.filter(subject_id=subject_id).delete()
        recorder.event("history.erased", subject=subject, subject_id=subject_id, person_id=person_id)
    return erased


def _entry(
    by: Actor,
    action: str,
    subject: str,
    subject_id: UUID | None,
    person_id: UUID | None,
    fields: Iterable[str],
    why: Why,
    outcome: Outcome,
) -> Entry:
    """A checked entry: everything that is text is a key, so that no value can slip in."""
    why = why.of(person_id)
    if action not in VOCABULARY:
        raise ValueError("The audit does not know this action: add a line with its sentence to audit/vocabulary.py.")
    names = sorted(set(fields))
    for what, keys in (
        ("subject", [subject]),
        ("relation", [why.relation]),
        ("reason", [why.reason]),
        ("field", names),
    ):
        if not all(_KEY.fullmatch(key) for key in keys):
            raise ValueError(f"A {what} in the audit is a key of small letters, digits, '_' and '.', never a value.")
    return Entry(
        {
            "user_id": by.user_id,
            "role": by.role,
            "session": by.session,
            "action": action,
            "outcome": outcome,
            "subject": subject,
            "subject_id": subject_id,
            "person_id": person_id,
            "fields": " ".join(names),
            "relation": why.relation,
            "break_glass": why.break_glass,
            "reason": why.reason,
        }
    )
