"""What a document says of a person, gathered through access: by kind, only the sections that it may hold, in its language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kith.figures.documents import kinds
from kith.figures.documents.kinds import Kind, Language
from kith.figures.documents.withholding import without
from kith.record.access.rules import Section
from kith.record.harms.queries import concerns
from kith.record.letters.chronicle import events
from kith.record.moments.models import Education, Missing
from kith.record.people.models import Address, FamilyTie, Identifier, Person
from kith.record.people.queries import addresses, of, tonight
from kith.record.placements.models import Stay
from kith.record.placements.queries import in_force, legal_statuses
from kith.record.placements.queries import standing as stays
from kith.record.placements.wording import authority_name, what
from kith.record.plans import queries as plans
from kith.record.plans.models import Control, Review, Visit
from kith.record.relocations import queries as moves
from kith.record.relocations.models import Decision, IndependentLook, NextHome, Relocation, View
from kith.record.relocations.withholding import areas
from kith.record.relocations.wording import family_lines
from kith.record.rows.words import day, label, labels, span

TELLS_THE_AREA = {"area_pack", "letter_area_authority"}
"""The documents that go to the area authority itself, which may read its own name there although the address is withheld."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever makes a document chose: of whom, which, how, for whom."""

    person_id: UUID
    kind: Kind
    language: Language
    sections: frozenset[str]
    """Those the maker may read and lets the document hold; of them it takes what its kind may hold at most."""
    reference: str
    made_by: str
    today: date
    to: str = ""
    asked: str = ""
    by: date | None = None
    told_id: UUID | None = None
    """Who is told of a move with it."""

    @property
    def held(self) -> frozenset[str]:
        return self.sections & self.kind.sections


def context_of(user: Any, asked: Asked) -> Any:
    """The facts of one document, without anything withheld. The caller's guard let the user in to the record."""
    with override(asked.language):
        shown = _Gathered(user, asked)
        found = {**shown.head(), **_MAKE[asked.kind.context](shown)}
        return without(
            asked.kind.context(**found), withheld_texts(asked.person_id, shown.hidden_areas()), asked.language
        )


def withheld_texts(person_id: UUID, areas: Iterable[str] = ()) -> list[str]:
    """Every text that no document may hold: withheld addresses and places of the person and of their family, past and in error too."""
    family = of(FamilyTie, person_id).values_list("other_id", flat=True)
    rows = [*of(Address, person_id), *of(Stay, person_id)]
    for other in set(family):
        rows += [*of(Address, other), *of(Stay, other)]
    texts = [
        text
        for row in rows if row.withheld != "no"
        for text in (getattr(row, "home", ""), row.lines, row.postcode)
    ]  # fmt: skip
    return [text for text in [*texts, *areas] if text.strip()]


class _Gathered:
    """One person's rows as they are asked for, each at most once."""

    def __init__(self, user: Any, asked: Asked) -> None:
        self.user, self.asked, self.pk = user, asked, asked.person_id
        self.person = Person.objects.select_related("shown_name").get(pk=self.pk)
        self.stays = stays(user, self.pk)
        self.decision: Decision | None = next(iter(moves.decisions(self.pk, user)), None)
        self.move: Relocation | None = moves.current(moves.moves(self.pk, user), asked.today)

    def open(self, section: Section) -> bool:
        return section.value in self.asked.held

    @property
    def stay(self) -> Stay | None:
        today = self.asked.today
        return next(
            (row for row in self.stays if row.from_on <= today and (row.to_on is None or row.to_on >= today)), None
        )

    def hidden_areas(self) -> list[str]:
        """The names of areas in which a withheld place lies, unless the document goes to that very authority."""
        if self.asked.kind.key in TELLS_THE_AREA:
            return []
        codes = areas(self.pk)
        names = set(codes)
        for language in ("en", "cy"):
            with override(language):
                names |= {authority_name(code) for code in codes}
        return sorted(names)

    def head(self) -> dict[str, Any]:
        name, asked = self.person.shown_name, self.asked
        number = of(Identifier, self.pk).filter(scheme="la", error_at=None).values_list("value", flat=True).first()
        return {
            "authority": authority_name(settings.AUTHORITY), "reference": asked.reference, "made_on": day(asked.today),
            "name": name.whole if name else "", "called": (name.called or name.given or name.whole) if name else "",
            "born_on": day(self.person.born_on), "number": number or "", "made_by": asked.made_by, "sample": False,
        }  # fmt: skip

    def whereabouts(self) -> dict[str, Any]:
        stay, record = self.stay, self.open(Section.RECORD)
        where, since = self._where()
        statuses = in_force(legal_statuses(self.user, self.pk), self.asked.today)
        return {
            "where": where,
            "where_since": since,
            "area_authority": authority_name(stay.host_authority) if stay else authority_name(self._host()),
            "legal_status": "; ".join(label("legal_status", row.legal_status) for row in statuses) if record else _not_shared(),
        }  # fmt: skip

    def _where(self) -> tuple[str, str]:
        stay, address = self.stay, self.open(Section.ADDRESS)
        if stay is not None:
            shown = address and stay.withheld == "no" and not getattr(stay, "hidden", False)
            place = ", ".join(filter(None, [stay.home, stay.lines, stay.postcode])) or what(stay)
            return place if shown else _("Withheld"), day(stay.from_on)
        if not address:
            return _("Withheld"), ""
        standing = of(Address, self.pk).filter(error_at=None)
        home = tonight(standing, self.asked.today)
        if home is None:
            return "", ""
        seen = home.withheld == "no" and home.pk in {row.pk for row in addresses(self.user, self.pk)}
        return (", ".join(filter(None, [home.lines, home.postcode])) if seen else _("Withheld")), day(home.from_on)

    def _host(self) -> str:
        if self.move is not None:
            return self.move.host_authority
        return self.decision.host_authority if self.decision else ""

    def moving(self) -> dict[str, Any]:
        move, decision, record = self.move, self.decision, self.open(Section.RECORD)
        of_either = move or decision
        begun = move.from_on or move.planned_from if move else decision.planned_from if decision else None
        purpose = labels("dimension", of_either.purpose) if of_either else ""
        return {
            "move_kind": _coded("move_kind", of_either.kind) if of_either else "",
            "move_from": day(begun),
            "move_until": day(of_either.planned_end) if of_either else "",
            "move_purpose": purpose if record else _not_shared(),
            "move_why": (decision.best_interests if decision else "") if record else _not_shared(),
        }

    def family(self) -> dict[str, Any]:
        """What the family's move hangs on, as the record says it."""
        said = (
            [value for _key, value in family_lines(self.move)] if self.move and self.open(Section.RECORD) else [""] * 3
        )
        return dict(zip(("tenancy", "parents_work", "siblings_school"), said, strict=True))

    def safeties(self) -> tuple[kinds.Safety, ...]:
        decision = self.decision
        parts = ("physical", "relational", "psychological")
        if decision is None:
            return ()
        rows = [(part, *(getattr(decision, f"{what}_{part}") for what in ("gain", "cost", "guard"))) for part in parts]
        return tuple(kinds.Safety(label("dimension", part), *said) for part, *said in rows if any(said))

    def voices(self, *, since: date | None = None, own: bool = False) -> tuple[kinds.Voice, ...]:
        rows = [row for row in moves.standing(View, self.pk, "-on") if row.words and (since is None or row.on >= since)]
        rows = [row for row in rows if row.voice == "young_person"] if own else rows
        return tuple(kinds.Voice(label("voice", row.voice), day(row.on), row.words) for row in rows[:12])

    def next_homes(self) -> tuple[kinds.NextHome, ...]:
        rows = moves.standing(NextHome, self.pk, "-on")[:1]
        return tuple(
            kinds.NextHome(label("next_home", row.choice), label("who_chose", row.chosen_by), row.words, day(row.from_on),
                           day(row.review_on))
            for row in rows
        )  # fmt: skip

    def changes(self) -> tuple[kinds.Change, ...]:
        """By the kind of place alone: the name of a group of friends may name another child."""
        rows = [row for row in moves.conditions(self.user, self.pk) if row.error_at is None]
        return tuple(
            kinds.Change(label("context", row.place.kind) if row.place else "", row.what, row.owner,
                         label("condition_state", row.state), day(row.due_on))
            for row in rows
        )  # fmt: skip

    def goals(self) -> tuple[kinds.Goal, ...]:
        rows = [row for row in plans.goals(self.pk) if row.to_on is None or row.to_on > self.asked.today]
        return tuple(
            kinds.Goal(row.words, label("voice", row.voice), label("goal_progress", row.progress)) for row in rows
        )

    def steps(self, *, ended_since: date | None = None) -> tuple[kinds.Step, ...]:
        """What is under way; or what ended since a day. An action in a context that the maker may not see is told by its kind."""
        today = self.asked.today
        rows = [row for row in plans.actions(self.user, self.pk) if row.error_at is None]
        if ended_since is None:
            rows = [row for row in rows if row.to_on is None or row.to_on > today]
        else:
            rows = [row for row in rows if row.to_on is not None and ended_since <= row.to_on <= today]
        return tuple(
            kinds.Step((not row.hidden and row.what) or label("action_kind", row.kind), label("target", row.target),
                       label("aim", row.aim), row.owner_else or (row.owner.name if row.owner else ""), day(row.due_on),
                       _coded("action_outcome", row.outcome))
            for row in rows
        )  # fmt: skip

    def controls(self) -> tuple[kinds.Control, ...]:
        today = self.asked.today
        rows = [
            row
            for row in plans.standing(Control, self.pk)
            if row.from_on <= today and (not row.to_on or row.to_on >= today)
        ]
        return tuple(kinds.Control(label("control", row.kind), day(row.to_on), row.why, row.view_words) for row in rows)

    def next_review(self) -> str:
        return day(plans.reviewed_next(self.pk, self.asked.today).on)

    def missing(self, since: date) -> str:
        return str(of(Missing, self.pk).filter(error_at=None, kind="missing", from_on__gte=since).count())


def _safety_plan(shown: _Gathered) -> dict[str, Any]:
    return {
        **shown.whereabouts(), **shown.moving(), **shown.family(), "safeties": shown.safeties(), "voices": shown.voices(),
        "next_homes": shown.next_homes(), "changes": shown.changes(), "goals": shown.goals(), "steps": shown.steps(),
        "controls": shown.controls(), "next_review": shown.next_review(),
    }  # fmt: skip


def _review_report(shown: _Gathered) -> dict[str, Any]:
    today = shown.asked.today
    held = of(Review, shown.pk).filter(error_at=None, on__lt=today).order_by("-on").values_list("on", flat=True)
    last = held.first()
    since = last or date.min
    visits = of(Visit, shown.pk).filter(error_at=None, on__gte=since, on__lte=today)
    look = of(IndependentLook, shown.pk).filter(error_at=None).order_by("-on", "-made_at").first()
    found = look.answers.filter(error_at=None).order_by("made_at") if look else ()
    answers = [kinds.Answer(label("look_question", a.question), label("look_answer", a.answer), a.words) for a in found]
    return {
        **shown.whereabouts(), **shown.moving(), **shown.family(), "since": day(last), "voices": shown.voices(since=since), "goals": shown.goals(),
        "ended": shown.steps(ended_since=since), "steps": shown.steps(), "changes": shown.changes(),
        "controls": shown.controls(), "visits": str(visits.count()), "seen_alone": str(visits.filter(seen_alone="yes").count()),
        "missing": shown.missing(since), "next_homes": shown.next_homes(), "answers": tuple(answers),
        "next_review": shown.next_review(),
    }  # fmt: skip


def _area_pack(shown: _Gathered) -> dict[str, Any]:
    person, record, health = shown.person, shown.open(Section.RECORD), shown.open(Section.HEALTH)
    rows: dict[str, Any] = {
        "voices": shown.voices(own=True), "steps": shown.steps(), "controls": shown.controls(),
        "next_homes": shown.next_homes(), "harms": _harms(shown),
    } if record else dict.fromkeys(("voices", "steps", "controls", "next_homes", "harms"), ())  # fmt: skip
    return {
        **shown.whereabouts(), **shown.moving(), **rows, "language": _coded("language", person.language),
        "interpreter": _coded("state", person.interpreter), "shares_record": record, "shares_health": health,
        "disability": _coded("state", person.disability) if health else _not_shared(),
        "education": _education(shown) if record else _not_shared(),
        "missing": shown.missing(shown.asked.today - timedelta(days=365)) if record else _not_shared(),
    }  # fmt: skip


def _harms(shown: _Gathered) -> tuple[kinds.Event, ...]:
    """The live concerns in the sections that the document holds, told by their kind and in the young person's own words."""
    today = shown.asked.today
    rows = [row for row in concerns(shown.user, shown.pk) if row.error_at is None and shown.open(row.section)]
    live = [row for row in rows if row.to_on is None or row.to_on >= today]
    return tuple(
        kinds.Event(span(row), label("harm", row.harm), (row.words_of == "young_person" and row.words) or label("setting", row.setting))
        for row in live
    )  # fmt: skip


def _education(shown: _Gathered) -> str:
    rows = of(Education, shown.pk).filter(error_at=None, to_on=None).order_by("-from_on")
    return "; ".join(row.school or label("education", row.kind) for row in rows[:2])


def _letter(shown: _Gathered) -> dict[str, Any]:
    asked = shown.asked
    return {**shown.whereabouts(), **shown.moving(), "to": asked.to, "asked": asked.asked, "by": day(asked.by),
            "answer_to": asked.made_by}  # fmt: skip


def _chronology(shown: _Gathered) -> dict[str, Any]:
    return {"events": events(shown.pk, shown.asked.today, open_=shown.open)}


_MAKE: dict[type, Callable[[_Gathered], dict[str, Any]]] = {
    kinds.SafetyPlan: _safety_plan,
    kinds.ReviewReport: _review_report,
    kinds.AreaPack: _area_pack,
    kinds.Letter: _letter,
    kinds.Chronology: _chronology,
}
"""How the facts of each kind are gathered."""


def _coded(list_name: str, key: str) -> str:
    """A code in words; what is not known is empty, which a document prints as not known in its own way."""
    return label(list_name, key) if key and key != "not_known" else ""


def _not_shared() -> str:
    return pgettext("in a document", "Not shared")
