"""The parts of a person's record that this slice holds: what a row of each says, and the pages that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.record.access.rules import Section
from kith.record.contexts.queries import places, visible
from kith.record.moments import forms
from kith.record.moments.actions import WRITER
from kith.record.moments.models import NRM, Education, Missing, MissingCount, Moment, Referral
from kith.record.moments.queries import moments, rows
from kith.record.moments.rules import Spell, wait
from kith.record.moments.wording import how_long, interview, lasted, reached, where
from kith.record.people.parts import PERSON
from kith.record.people.queries import root
from kith.record.rows.actions import Refused
from kith.record.rows.parts import Part, Parts
from kith.record.rows.words import day, label, labels, moment, span

_L = gettext_lazy


def _moment(row: Moment) -> list[str]:
    when = moment(row.from_on, row.from_time)
    return [label("critical_moment", row.kind), when, where(row), reached(row), row.responded, row.opened, row.words]


def _places(request: Any, row: Moment | None) -> dict[str, Any]:
    """The groups and places to choose from; a context that the user may not see stays where it is."""
    held = None if row is None else row.shown_context  # type: ignore[attr-defined]
    if row is not None and row.context_id is not None and held is None:
        return {"contexts": None}
    words = request.POST.get("where", "") if request.method == "POST" else ""
    return {"contexts": places(request.user, [root(request.access.person_id)], words=words, held=held)}


def _may_stand(request: Any, row: Moment) -> None:
    """A moment stands in no context that its writer may not see."""
    if row.context_id and not visible(request.user).filter(pk=row.context_id).exists():
        raise Refused(_("Choose a context"))


def _missing(row: Missing) -> list[str]:
    reporter = "" if row.reported_by == "not_known" else label("missing_reporter", row.reported_by)
    found = "" if row.found_how == "not_known" else label("missing_found", row.found_how)
    return [
        f"{label('missing_kind', row.kind)}: {lasted(row)}" if row.to_on else lasted(row),
        reporter,
        ". ".join(filter(None, [found, row.found_where])),
        interview(row) if row.to_on else "",
        row.interview_by,
        labels("interview_theme", row.themes),
        row.words,
    ]


def _count(row: MissingCount) -> list[str]:
    many = _("Not known") if row.episodes is None else str(row.episodes)
    return [label("missing_kind", row.kind), many, span(row), label("state", row.interview_offered),
            label("state", row.interview_held)]  # fmt: skip


def spell(row: Education) -> Spell:
    """A stored spell as the rules take it."""
    return Spell(row.kind, row.from_on, row.to_on, row.taught_from_on, row.hours_a_week)


def waited(row: Education, others: list[Education]) -> str:
    """How long somebody waited for teaching, or waits."""
    found = wait(spell(row), [spell(one) for one in others if one.pk != row.pk], timezone.localdate())
    if found is None:
        return ""
    if found.until is None:
        return _("%(days)s without teaching, and still waiting") % {"days": how_long(found.days)}
    return _("%(days)s until teaching began") % {"days": how_long(found.days)}


def _education(row: Education) -> list[str]:
    hours = "" if row.hours_a_week is None else f"{row.hours_a_week:g}"
    provision = "" if row.provision in {"", "not_known"} else label("education_provision", row.provision)
    return [
        label("education", row.kind),
        span(row),
        row.school,
        provision,
        hours,
        getattr(row, "waited", ""),
        row.notes,
    ]


def _educations(_user: Any, person_id: UUID) -> list[Education]:
    found = rows(Education, person_id)
    standing = [row for row in found if row.error_at is None]
    for row in standing:
        row.waited = waited(row, standing)
    return found


def _referral(row: Referral) -> list[str]:
    source = label("referral_source", row.source) if row.source else ""
    return [day(row.on), source, label("state", row.no_further_action), row.notes]


def _nrm(row: Referral) -> list[str]:
    def said(list_name: str, key: str, on: Any = None) -> str:
        return ", ".join(filter(None, [label(list_name, key) if key else "", day(on)]))

    return [
        day(row.on),
        said("first_responder", row.first_responder),
        row.reference,
        said("grounds", row.reasonable_grounds, row.reasonable_on),
        said("grounds", row.conclusive_grounds, row.conclusive_on),
        said("charges_effect", row.charges),
        said("controls_effect", row.controls),
        said("state", row.plan_reviewed) if row.controls in {"ended", "eased"} else "",
        row.notes,
    ]


def _of(model: Any, order: str = "-from_on") -> Callable[[Any, UUID], list[Any]]:
    return lambda _user, person_id: rows(model, person_id, order)


def _referrals(kind: str) -> Callable[[Any, UUID], list[Any]]:
    return lambda _user, person_id: [row for row in rows(Referral, person_id, "-on") if row.kind == kind]


_PARTS = (
    Part(
        "moments", _L("Critical moments"), _L("Add a moment"), _L("Change a moment"),
        _L("No critical moment is recorded. An arrest, an injury, an exclusion: when one happens, it goes here in a minute."),
        Section.RECORD, forms.MomentForm,
        (_L("What happened"), _L("When"), _L("Where"), _L("Response"), _L("Who is or was with them"), _L("What it opened"),
         _L("Their words")),
        _moment, moments, more=_places, check=_may_stand,
    ),
    Part(
        "missing", _L("Times missing or away"), _L("Add a time missing"), _L("Change a time missing"),
        _L("No time missing is recorded."), Section.RECORD, forms.MissingForm,
        (_L("When"), _L("Reported by"), _L("How it ended"), _L("Return interview"), _L("Held by"), _L("Spoke of"),
         _L("Their words")),
        _missing, _of(Missing),
    ),
    Part(
        "missing_counts", _L("Counts of times missing from lists"), _L("Add a count"), _L("Change a count"),
        _L("No list has given a count. Where a list gives only a number, it stands here."), Section.RECORD,
        forms.MissingCountForm,
        (_L("Missing or away"), _L("Times"), _L("Counted"), _L("Interview offered after the last"), _L("Held")),
        _count, _of(MissingCount),
    ),
    Part(
        "education", _L("Education"), _L("Add a spell of education or an exclusion"), _L("Change a spell of education"),
        _L("Nothing of school is recorded."), Section.RECORD, forms.EducationForm,
        (_L("What it is"), _L("When"), _L("School or provider"), _L("Kind of provision"), _L("Hours a week"),
         _L("Without teaching"), _L("Notes")),
        _education, _educations,
    ),
    Part(
        "referrals", _L("Referrals"), _L("Add a referral"), _L("Change a referral"),
        _L("No referral to children’s services is recorded."), Section.RECORD, forms.ReferralForm,
        (_L("Made on"), _L("Who made it"), _L("Ended without further action"), _L("Notes")),
        _referral, _referrals("childrens_services"),
    ),
    Part(
        "nrm", _L("National Referral Mechanism"), _L("Add a referral to the mechanism"),
        _L("Change a referral to the mechanism"), _L("No referral to the National Referral Mechanism is recorded."),
        Section.RECORD, forms.NrmForm,
        (_L("Made on"), _L("First responder"), _L("Reference"), _L("Reasonable grounds"), _L("Conclusive grounds"),
         _L("Charges"), _L("Controls"), _L("Plan looked at again"), _L("Notes")),
        _nrm, _referrals(NRM),
    ),
)  # fmt: skip
PARTS = Parts("moments", PERSON, WRITER, {part.key: part for part in _PARTS})
"""Every part by its key."""
