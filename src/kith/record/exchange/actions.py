"""What people do with datasets: bring one, decide a doubt, load it, drop it, undo it. The only way in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from kith.foundation.dates import Month
from kith.foundation.problems import Problems, Severity
from kith.record.accounts.models import Team
from kith.record.audit.actions import recorded
from kith.record.exchange import folders, loading, remarks
from kith.record.exchange.comparing import Compared, compare, counts
from kith.record.exchange.models import Decision, Load
from kith.record.exchange.undoing import undo
from kith.record.rows.actions import Refused
from kith.record.rows.words import detail

__all__ = ["bring", "decide", "drop", "load", "preview", "undo"]


def bring(*, by: Any, folder: Path, month: Month | None = None) -> Load:
    """Read a folder (a dataset, or an authority's own files) and keep what it says until somebody confirms or drops it.

    `month`: the month that files are read for, this one where not given. Nothing of the record is written.
    `Refused` where it holds nobody.
    """
    today = timezone.localdate()
    brought = folders.read_in(folder, month or Month(today.year, today.month))
    if all(frame.is_empty() for frame in brought.dataset.tables.values()):
        raise Refused(_("Nobody could be read from this: %(says)s") % {"says": _first(brought.problems)})
    with recorded(by) as recorder:
        _which, wrong = remarks.faults(brought.remarks, recorder.by.user_id, today)
        told = folders.told(Problems([*brought.problems, *wrong]))
        made = Load(kind=brought.kind, made_by=recorder.by.user_id, told=told)
        if brought.dataset.span:
            made.first_on, made.last_on = brought.dataset.span
        made.save()
        folders.keep(made, brought)
        recorder.event("dataset.brought", subject="load", subject_id=made.pk)
    return made


def _first(problems: Problems) -> str:
    first = next(iter([*problems.of(Severity.ERROR), *problems]), None)
    return " ".join(filter(None, [_(first.rule.says), detail(first.detail)])) if first else _("it is empty.")


def preview(*, by: Any, load: Load, tell: Callable[[str], None] = lambda _table: None) -> Compared | None:
    """What the load would do, row by row; None where what waited is gone. Counts and problems are kept with the load while it waits."""
    kept = folders.kept(load)
    if kept is None:
        return None
    dataset, names = kept
    compared = compare(dataset, names, by, tell, remarks=folders.words(load), files=load.kind == "files")
    if load.state == Load.State.WAITING:
        load.counts = counts(compared, dataset)
        beside = [{**line, "beside": True} for line in folders.told(compared.problems)]
        load.told = [line for line in load.told if not line.get("beside")] + beside
        load.save(update_fields=["counts", "told"])
    return compared


def load(
    *, by: Any, load: Load, team: Team | None = None, tell: Callable[[str], None] = lambda _table: None
) -> Counter[str]:
    """Load all that is not in doubt. Where doubts are left, the dataset waits on, to be loaded again once they are decided."""
    current = Load.objects.get(pk=load.pk)
    kept = folders.kept(current)
    if current.state not in {Load.State.WAITING, Load.State.LOADED} or kept is None:
        raise Refused(_("What was brought is not here any more. Bring it again."))
    dataset, names = kept
    many = loading.load(
        by=by, load=current, dataset=dataset, names=names, words=folders.words(current), team=team, tell=tell
    )
    if not any(states.get(left) for states in current.counts.values() for left in ("doubtful", "both")):
        folders.forget(current)
    return many


def decide(
    *, by: Any, table: str, row_id: str, answer: str, digest: str = "", person_id: UUID | None = None
) -> Decision:
    """Remember what somebody said of a doubt. Of a person: `same` with whom, or `new`; of a row changed in both: `ours`, `theirs`."""
    of_person = table == "people" and not digest
    if answer not in ({"same", "new"} if of_person else {"ours", "theirs"}) or (answer == "same" and person_id is None):
        raise Refused(_("Choose an answer"))
    with recorded(by) as recorder:
        made, _new = Decision.objects.update_or_create(
            table=table,
            row_id=row_id,
            digest=digest,
            defaults={
                "answer": answer,
                "object_id": person_id if answer == "same" else None,
                "person_id": person_id,
                "made_by": recorder.by.user_id,
                "made_at": timezone.now(),
            },
        )
        recorder.event("dataset.decided", subject=table, person_id=person_id)
    return made


def drop(*, by: Any, load: Load) -> None:
    """Do not load what waits. The dataset that was brought is deleted here."""
    with recorded(by) as recorder:
        changed = Load.objects.filter(pk=load.pk, state=Load.State.WAITING).update(
            state=Load.State.DROPPED, ended_at=timezone.now(), ended_by=recorder.by.user_id
        )
        if not changed:
            raise Refused(_("This does not wait any more."))
        recorder.event("dataset.dropped", subject="load", subject_id=load.pk)
    folders.forget(load)
