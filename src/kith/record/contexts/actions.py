"""How contexts are written: each action is one transaction with its audit event, and there is no other way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CASCADE
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.definitions.codes import codes
from kith.record.access.rules import Act
from kith.record.accounts import drafts
from kith.record.accounts.models import User
from kith.record.audit.actions import Recorder, Why, erase_history_of, recorded
from kith.record.contexts.models import Association, Context, Named
from kith.record.contexts.queries import facts
from kith.record.contexts.rules import SIGHT, decide, held_until, needs_whose_words, review_by
from kith.record.notices.models import Notice
from kith.record.people.queries import root
from kith.record.rows.actions import Refused, Stale, Ways, Writer, as_json
from kith.record.rows.models import Row


def _prepare_context(row: Context) -> None:
    if needs_whose_words(row.name) and not row.name_by.strip():
        raise Refused({"name_by": _("Say whose words these are: “gang” stands here only as somebody’s own word")})
    if row.consent == "no" and not row.consent_why.strip():
        raise Refused({"consent_why": _("Say why it went ahead without agreement")})


def _prepare_tie(row: Association) -> None:
    """The last day on which a tie is held is set here and by `renew`, never by a form."""
    if row.expires_on is None:
        row.expires_on = held_until(timezone.localdate())
    if row.review_on is None:
        row.review_on = min(review_by(timezone.localdate()), row.expires_on)
    if row.review_on > row.expires_on:
        raise Refused({"review_on": _("Look at it again before the last day on which it is held")})


def _removed_instead(_row: Association) -> None:
    raise Refused(_("What is not so is removed for good: choose Remove."))


def _no_tie_twice(row: Association, _changed: Sequence[str], _recorder: Recorder) -> None:
    Context.objects.select_for_update().get(pk=row.context_id)  # two who add the same at once wait for each other
    same = Association.objects.filter(
        person_id=row.person_id, context_id=row.context_id, role=row.role, error_at=None,
        expires_on__gte=timezone.localdate(),
    )  # fmt: skip
    if row.error_at is None and same.exclude(pk=row.pk).exists():
        raise Refused(_("This tie is there already. Change it, or renew it."))


WRITER = Writer(
    "context",
    {
        Context: Ways(prepare=_prepare_context),
        Association: Ways(prepare=_prepare_tie, follow=_no_tie_twice, may_end=_removed_instead),
    },
)
"""The writes of a context and of its rows."""


def open_context(*, by: Any, row: Context) -> Context:
    """Begin a context, given unsaved. Without a team or a lead worker, whoever opens it leads."""
    with recorded(by) as recorder:
        if row.lead_id is None and row.team_id is None:
            row.lead_id = recorder.by.user_id  # or nobody but the exploitation lead could change it
        made: Context = WRITER.add(by=by, row=row)
        recorder.event("context.made", subject="context", subject_id=made.pk)
        return made


# Ties


def renew(
    *, by: Any, tie: Association, seen: int, why_so: str, evidence: str, today: date | None = None
) -> Association:
    """Hold a tie for another year, with a reason and evidence that is newer than the last. Raises `Stale`, `Refused`."""
    day = today or timezone.localdate()
    if not why_so.strip() or not evidence.strip():
        raise Refused(_("Say why it is still held, and on what evidence"))
    with recorded(by) as recorder:
        stored = Association.objects.select_for_update().get(pk=tie.pk)
        if stored.version != seen:
            raise Stale(stored)
        if stored.expires_on < day or stored.error_at is not None:
            raise Refused(_("Its time is over. If there is new evidence, add it anew."))
        fields = ("expires_on", "review_on", "renewed_why", "renewed_evidence")
        before = as_json(stored, fields)
        stored.expires_on, stored.review_on = held_until(day), review_by(day)
        stored.renewed_at, stored.renewed_by = timezone.now(), recorder.by.user_id
        stored.renewed_why, stored.renewed_evidence = why_so.strip(), evidence.strip()
        stored.version = seen + 1
        stored.save(force_update=True)
        recorder.changed(
            "association.renewed",
            subject="association",
            subject_id=stored.pk,
            person_id=root(stored.person_id),
            before=before,
            after=as_json(stored, fields),
        )
        return stored


def remove(*, by: Any, tie: Association, seen: int, reason: str) -> None:
    """Take a tie away for good, everywhere and at once: no list of those removed is left. `reason`: of the list `association_end`."""
    if reason not in codes("association_end"):
        raise Refused(_("Choose a reason"))
    with recorded(by):
        stored = Association.objects.select_for_update().get(pk=tie.pk)
        if stored.version != seen:
            raise Stale(stored)
        erase_tie(by=by, tie=stored, action="association.removed", reason=reason)


def erase_tie(*, by: Any, tie: Association, action: str, reason: str = "") -> None:
    """The row, the values of its history, drafts and notices about it go; an event by reference stays."""
    with recorded(by) as recorder:
        pk, person_id = tie.pk, root(tie.person_id)
        _forget([pk])
        tie.delete()
        erase_history_of(by, subject="association", subject_id=pk, person_id=person_id)
        recorder.event(action, subject="association", subject_id=pk, person_id=person_id, why=Why(reason=reason))


# Who may see


def restrict(*, by: Any, context: Context, why_so: str, named: Sequence[User]) -> Context:
    """Limit a context to named people. Naming opens nothing that their work does not; one at least has to be able to change it."""
    if not why_so.strip():
        raise Refused(_("Say why it is limited"))
    with recorded(by) as recorder:
        stored = Context.objects.select_for_update().get(pk=context.pk)
        if stored.restricted_at is not None:
            raise Refused(_("It is limited to named people already."))
        stored.restricted_at, stored.restricted_by = timezone.now(), recorder.by.user_id
        stored.restricted_why, stored.version = why_so.strip(), stored.version + 1
        stored.save(force_update=True)
        recorder.event("context.restricted", subject="context", subject_id=stored.pk)
        for user in dict.fromkeys(named):
            name(by=by, context=stored, user=user)
        if not any(decide(facts(user, stored.pk), Act.WRITE).allowed for user in named):
            raise Refused(_("Name somebody who could change it."))
        return stored


def name(*, by: Any, context: Context, user: User) -> None:
    """Name somebody for a limited context. Refused of a role that sees no contexts."""
    if not SIGHT[user.role_key] or not user.is_active:
        raise Refused(_("This account sees no contexts, so naming it would open nothing."))
    with recorded(by) as recorder:
        _row, made = Named.objects.get_or_create(context=context, user=user, defaults={"made_by": recorder.by.user_id})
        if made:
            recorder.event("context.named", subject="context", subject_id=context.pk)


def end_name(*, by: Any, context: Context, user_id: UUID) -> None:
    """Take somebody off those named. The last who could still see it stays."""
    with recorded(by) as recorder:
        Context.objects.select_for_update().get(pk=context.pk)
        left = [row.user for row in context.named.select_related("user").exclude(user_id=user_id)]
        if not any(decide(facts(user, context.pk), Act.WRITE).allowed for user in left):
            raise Refused(_("Nobody would be left who could change it. Name somebody else first."))
        if Named.objects.filter(context=context, user_id=user_id).delete()[0]:
            recorder.event("context.name_ended", subject="context", subject_id=context.pk)


def lift_restriction(*, by: Any, context: Context) -> Context:
    """Let those see it again whose work opens it."""
    with recorded(by) as recorder:
        stored = Context.objects.select_for_update().get(pk=context.pk)
        stored.restricted_at, stored.restricted_by, stored.restricted_why = None, None, ""
        stored.version += 1
        stored.save(force_update=True)
        stored.named.all().delete()
        recorder.event("context.restriction_lifted", subject="context", subject_id=stored.pk)
        return stored


# Erasing


def erase(*, by: Any, context_id: UUID) -> None:
    """Erase a context with all its rows and the values of their history; the audit keeps that it was, by reference."""
    with recorded(by) as recorder:
        context = Context.objects.select_for_update().get(pk=context_id)
        for tie in list(context.associations.all()):
            erase_tie(by=by, tie=tie, action="association.erased")
        ids = [context.pk, *_rows(context)]
        _forget(ids)
        context.delete()
        for pk in ids:
            erase_history_of(by, subject="context", subject_id=pk)
        recorder.event("context.erased", subject="context", subject_id=context_id)


def _rows(context: Context) -> list[UUID]:
    """The ids of all that goes with the context, of this slice and of those above."""
    kinds = [
        one for one in Context._meta.related_objects if one.on_delete is CASCADE and issubclass(one.related_model, Row)
    ]
    return [
        pk
        for one in kinds
        for pk in one.related_model._default_manager.filter(**{one.field.name: context}).values_list("pk", flat=True)
    ]


def _forget(ids: list[UUID]) -> None:
    for pk in ids:
        drafts.drop_about(pk)
    Notice.objects.filter(subject_id__in=ids).delete()
