"""How documents are made and kept, and how an authority changes their words and its letterhead."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kith.figures.documents import letterhead as letterheads
from kith.figures.documents.kinds import KINDS, Kind, Language
from kith.figures.documents.making import Format, Made, make
from kith.figures.documents.templates import check
from kith.foundation.problems import Problem
from kith.record.audit.actions import recorded
from kith.record.letters.gathering import Asked, context_of
from kith.record.letters.models import Document, Letterhead, Words
from kith.record.letters.queries import letterhead, words_of
from kith.record.relocations.actions import change as tell
from kith.record.relocations.models import Told
from kith.record.rows.actions import Refused, Writer
from kith.record.rows.queries import root_of
from kith.record.rows.words import detail

WRITER = Writer("person")


def new_reference(today: date) -> str:
    """A reference that says the year and nothing of the person."""
    return f"KD-{today:%Y}-{secrets.token_hex(4).upper()}"


def draft(*, by: Any, asked: Asked, made_as: Format) -> Made:
    """The document as it would be made now; nothing is kept. `by`: a user, or the request of one."""
    return make(asked.kind, context_of(getattr(by, "user", by), asked), asked.language, made_as,
                template=words_of(asked.kind, asked.language), letterhead=letterhead())  # fmt: skip


def make_document(*, by: Any, asked: Asked, made_as: Format) -> Document:
    """Make a document, keep its file with the person, and say so. `by`: whoever may write the record, or their request."""
    made = draft(by=by, asked=asked, made_as=made_as)
    with recorded(by) as recorder:
        row = Document(
            person_id=asked.person_id, kind=asked.kind.key, language=asked.language, made_as=made_as, to=asked.to,
            reference=asked.reference, sections=sorted(asked.held), content=made.content,
            told_id=asked.told_id,
        )  # fmt: skip
        kept: Document = WRITER.add(by=by, row=row)
        recorder.event(
            "document.made", subject="document", subject_id=kept.pk, person_id=asked.person_id, fields=asked.held
        )
        return kept


def send(*, by: Any, row: Document, seen: int, on: date, how: str = "") -> Document:
    """Say that a document was sent. Whom it tells of a move was told with it, unless they were told before.

    Raises `Stale` where somebody saved in between.
    """
    with recorded(by) as recorder:
        kept: Document = WRITER.change(by=by, row=row, seen=seen, values={"sent_on": on, "sent_how": how})
        recorder.event("document.sent", subject="document", subject_id=kept.pk, person_id=root_of(kept.person_id))
        told = Told.objects.select_for_update().filter(pk=row.told_id, told_on=None, error_at=None).first()
        if told is not None:
            means = " ".join(filter(None, [kept.reference, how]))[:120]
            tell(by=by, row=told, seen=told.version, values={"told_on": on, "told_how": means})
        return kept


def keep_words(*, by: Any, kind: Kind, language: Language, text: str) -> Words:
    """Keep an authority's own words; "" goes back to those that came with Kith. Refused with everything that is wrong, each with its line."""
    tidy = text.replace("\r\n", "\n").strip()
    if tidy and (problems := check(tidy, kind.context, file=kind.key)):
        raise Refused({"text": [told(problem) for problem in problems]})
    with recorded(by) as recorder:
        words = Words.objects.create(kind=kind.key, language=language, text=tidy, made_by=recorder.by.user_id)
        recorder.event(
            "document.words_changed", subject="words", subject_id=words.pk, fields=[f"{kind.key}_{language}"]
        )
        return words


def keep_letterhead(*, by: Any, upload: bytes | None) -> Letterhead:
    """Keep a Word file as the letterhead, or with None have none. Refused with everything that is wrong with it."""
    if upload is not None and (problems := letterheads.check(upload)):
        raise Refused({"file": [told(problem) for problem in problems]})
    with recorded(by) as recorder:
        kept = Letterhead.objects.create(content=upload or b"", made_by=recorder.by.user_id)
        recorder.event("document.letterhead_changed", subject="letterhead", subject_id=kept.pk)
        return kept


def told(problem: Problem) -> str:
    """A problem in the reader's language: where, what, what to do."""
    line = _("Line %(line)s: ") % {"line": problem.row} if problem.row else ""
    return " ".join(filter(None, [f"{line}{_(problem.rule.says)}", detail(problem.detail), _(problem.rule.remedy)]))


def kind_of(key: str) -> Kind | None:
    """The kind of a key that came with a request."""
    return KINDS.get(key)
