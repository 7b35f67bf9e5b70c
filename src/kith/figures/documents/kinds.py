"""The kinds of documents: what each is for, whom it goes to, and every field that its template may name, with a made-up value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_type_hints

from kith.figures.documents.templates import rows_of

Language = Literal["en", "cy"]
LANGUAGES: tuple[Language, ...] = ("en", "cy")


def says(text: str, example: Any) -> Any:
    """A field with what it holds, in a sentence, and a made-up value. Words are ready to print; "" is not known."""
    return field(metadata={"says": text, "example": example})


@dataclass(frozen=True, kw_only=True)
class Head:
    """What every document may say of whom it is about and where it comes from."""

    authority: str = says("The authority that makes the document.", "Ashford Vale Council")
    reference: str = says("The reference of this document, to quote in an answer.", "KD-2026-0042")
    made_on: str = says("The day it was made.", "3 March 2026")
    name: str = says("The young person’s name.", "Alex Marlow")
    called: str = says("What they like to be called; the name where nothing else is known.", "Alex")
    born_on: str = says("Their birth date.", "12 May 2010")
    number: str = says("Their number at the authority.", "A-1042")
    made_by: str = says("Who made the document.", "Sam Pritchard, Practitioner")
    sample: bool = says("Yes where everything in it is made up: a preview of a template.", True)


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where they live, as far as whoever the document goes to may know."""

    where: str = says("Where they live now, or that it is withheld.", "14 Orchard Row, Millbrook MB1 4QZ")
    where_since: str = says("Since when.", "2 February 2026")
    area_authority: str = says("The authority in whose area that is.", "Millbrook Council")
    legal_status: str = says("Their legal status today.", "Accommodated under section 20")


@dataclass(frozen=True, kw_only=True)
class Move:
    """The move that a document is about."""

    move_kind: str = says("What kind of move it is.", "Care placement")
    move_from: str = says("The day it began or is planned to begin.", "2 February 2026")
    move_until: str = says("The day it is planned to end.", "31 July 2026")
    move_purpose: str = says("Which safeties it is for.", "Physical safety, safety in relationships")
    move_why: str = says("Why it is better for them than every alternative, as the decision says.",
                         "Alex asked for time away from the estate while the work there goes on.")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Family:
    """What the move of a family hangs on; "" throughout where a young person moved alone."""

    tenancy: str = says("Whether the tenancy at home is kept, and until when.", "Yes. Kept until 31 August 2026")
    parents_work: str = says("What becomes of a parent’s job.", "Yes. Two hours of travel each way")
    siblings_school: str = says("Whether brothers and sisters have a school.", "No. The younger two wait for a place")


@dataclass(frozen=True, slots=True)
class Safety:
    """One of the three safeties: what a move is for, what it may cost, what guards it."""

    kind: str = says("Which safety.", "Safety in relationships")
    gain: str = says("What the move is for.", "Time with a brother who lives near.")
    cost: str = says("What it may cost.", "Seeing friends from school.")
    guard: str = says("What guards it.", "A visit home each fortnight, with a worker whom Alex trusts.")


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody thinks, in their words."""

    who: str = says("Whose view it is.", "The young person")
    on: str = says("When.", "20 January 2026")
    words: str = says("Their words.", "I want to come back for my exams.")


@dataclass(frozen=True, slots=True)
class NextHome:
    """Where they will live next: whose choice it is and in whose words."""

    choice: str = says("The next home: a return, staying, elsewhere, or not decided.", "Return home")
    chosen_by: str = says("Whose choice it is.", "The young person")
    words: str = says("Their words.", "Home, when the stairwell is safe.")
    from_on: str = says("From when.", "1 August 2026")
    review_on: str = says("When it is looked at again.", "4 May 2026")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that must change where the harm was, whatever the next home is."""

    where: str = says("Where.", "The estate’s stairwells")
    what: str = says("What must change.", "Lights, and two adults there after school.")
    who: str = says("Who sees to it.", "The community safety team")
    how_far: str = says("How far it has come.", "Under way")
    due: str = says("By when.", "30 April 2026")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in somebody’s words."""

    words: str = says("The goal.", "I can walk to college with my friends.")
    whose: str = says("Whose goal it is.", "The young person")
    progress: str = says("How far it has come.", "Partly")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done."""

    what: str = says("What is done.", "A youth worker at the station after school")
    for_whom: str = says("Whom or what it works on.", "A place")
    aim: str = says("What it tries to do.", "Build safety")
    who: str = says("Who does it.", "Sam Pritchard")
    due: str = says("By when.", "31 March 2026")
    outcome: str = says("What came of it, once it has ended.", "It held")


@dataclass(frozen=True, slots=True)
class Control:
    """A tag, a curfew or another control, with the young person’s view of it."""

    what: str = says("What it is.", "Curfew")
    until: str = says("Until when.", "30 April 2026")
    why: str = says("Why it is proportionate.", "Agreed for the weeks of the trial alone.")
    view: str = says("The young person’s view of it.", "It is all right until then.")


@dataclass(frozen=True, slots=True)
class Event:
    """One day of a chronology."""

    on: str = says("The day, or from when until when.", "2 February 2026")
    kind: str = says("What kind of thing it is.", "Move")
    what: str = says("What happened.", "Moved to Millbrook")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an independent look found on one question."""

    question: str = says("The question.", "What was tried first?")
    answer: str = says("Whether the record shows it.", "Shown in part")
    words: str = says("In words.", "Work with the school is recorded, work on the estate is not.")


@dataclass(frozen=True, kw_only=True)
class SafetyPlan(Head, Whereabouts, Move, Family):
    """The relocation and placement plan, as the family reads it."""

    safeties: tuple[Safety, ...] = says("The three safeties.", 2)
    voices: tuple[Voice, ...] = says("Views, side by side.", 2)
    next_homes: tuple[NextHome, ...] = says("The next home, the latest first.", 1)
    changes: tuple[Change, ...] = says("What must change at home, whatever the next home is.", 2)
    goals: tuple[Goal, ...] = says("Goals.", 2)
    steps: tuple[Step, ...] = says("What is under way.", 2)
    controls: tuple[Control, ...] = says("Controls in force.", 1)
    next_review: str = says("When the plan is next looked at.", "4 May 2026")


@dataclass(frozen=True, kw_only=True)
class ReviewReport(Head, Whereabouts, Move, Family):
    """What has come of the plan since the last review, for the meeting that looks at it."""

    since: str = says("The day of the last review.", "1 December 2025")
    voices: tuple[Voice, ...] = says("Views since then.", 2)
    goals: tuple[Goal, ...] = says("Goals and how far they have come.", 2)
    ended: tuple[Step, ...] = says("What ended since the last review, with what came of it.", 2)
    steps: tuple[Step, ...] = says("What is under way.", 2)
    changes: tuple[Change, ...] = says("What must change at home.", 2)
    controls: tuple[Control, ...] = says("Controls in force.", 1)
    visits: str = says("How many visits there were.", "6")
    seen_alone: str = says("At how many they were seen alone.", "5")
    missing: str = says("How often they were missing.", "1")
    next_homes: tuple[NextHome, ...] = says("The next home, the latest first.", 1)
    answers: tuple[Answer, ...] = says("What the last independent look found.", 2)
    next_review: str = says("When the plan is next looked at.", "4 May 2026")


@dataclass(frozen=True, kw_only=True)
class AreaPack(Head, Whereabouts, Move):
    """What the authority needs in whose area they live: it follows the young person, with only what is shared."""

    language: str = says("The language they speak.", "Welsh")
    interpreter: str = says("Whether they need an interpreter.", "No")
    shares_record: bool = says("Yes where the record is shared with the area authority.", True)
    shares_health: bool = says("Yes where health is shared with the area authority.", True)
    disability: str = says("Whether they have a disability.", "No")
    education: str = says("School, college or training now.", "Millbrook College")
    harms: tuple[Event, ...] = says("The harm that the move is away from, without names.", 1)
    steps: tuple[Step, ...] = says("What is under way.", 2)
    controls: tuple[Control, ...] = says("Controls in force.", 1)
    missing: str = says("How often they were missing in the last year.", "1")
    voices: tuple[Voice, ...] = says("What matters to them, in their words.", 1)
    next_homes: tuple[NextHome, ...] = says("The next home.", 1)


@dataclass(frozen=True, kw_only=True)
class Letter(Head, Whereabouts, Move):
    """A letter that tells a service of a move."""

    to: str = says("The service or person it is written to.", "Millbrook Council, children’s services")
    asked: str = says("What is asked of them.", "Please name somebody whom we can call.")
    by: str = says("By when they are asked to answer.", "16 March 2026")
    answer_to: str = says("Whom to answer.", "Sam Pritchard")


@dataclass(frozen=True, kw_only=True)
class Chronology(Head):
    """What happened, in the order of days."""

    events: tuple[Event, ...] = says("Every event, the earliest first.", 3)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document. `sections`: what of a record may at most be in it, by the keys of the record's sections."""

    key: str
    title: Mapping[Language, str]
    context: type
    says: str
    sections: frozenset[str]

    def built_in(self, language: Language) -> str:
        """The template that comes with Kith."""
        return _built_in(self.key, language)


@lru_cache(maxsize=32)
def _built_in(key: str, language: str) -> str:
    return (files(__package__) / "templates" / f"{key}.{language}.txt").read_text(encoding="utf-8")


_FAMILY = frozenset({"identity", "address", "record"})
_LETTER = frozenset({"identity", "address"})
_SHARED = frozenset({"identity", "address", "record", "health"})

_KINDS = (
    Kind("safety_plan", {"en": "Safety plan", "cy": "Cynllun diogelwch"}, SafetyPlan,
         "The relocation and placement plan, for the young person, their family and those who work with them.", _FAMILY),
    Kind("review_report", {"en": "Review report", "cy": "Adroddiad adolygu"}, ReviewReport,
         "What has come of the plan since the last review.", _FAMILY),
    Kind("area_pack", {"en": "Pack for the area authority", "cy": "Pecyn ar gyfer yr awdurdod ardal"}, AreaPack,
         "What the authority in whose area they live needs to keep them safe.", _SHARED),
    Kind("letter_area_authority", {"en": "Letter to the area authority", "cy": "Llythyr at yr awdurdod ardal"}, Letter,
         "Tells the area authority of a move.", _LETTER),
    Kind("letter_school", {"en": "Letter to the school", "cy": "Llythyr at yr ysgol"}, Letter,
         "Tells a school or college of a move.", _LETTER),
    Kind("letter_health", {"en": "Letter to health", "cy": "Llythyr at y gwasanaeth iechyd"}, Letter,
         "Tells health services of a move.", _LETTER),
    Kind("letter_police", {"en": "Letter to the police", "cy": "Llythyr at yr heddlu"}, Letter,
         "Tells the police of a move.", _LETTER),
    Kind("letter_parents", {"en": "Letter to parents", "cy": "Llythyr at rieni"}, Letter,
         "Tells parents of a move. Like every document it holds no withheld address, and no area that would tell one.", _LETTER),
    Kind("letter_reviewing_officer", {"en": "Letter to the reviewing officer", "cy": "Llythyr at y swyddog adolygu"}, Letter,
         "Tells the reviewing officer of a move.", _LETTER),
    Kind("letter_service", {"en": "Letter to another service", "cy": "Llythyr at wasanaeth arall"}, Letter,
         "Tells youth justice, housing or another service of a move.", _LETTER),
    Kind("chronology", {"en": "Chronology", "cy": "Cronoleg"}, Chronology,
         "What happened, in the order of days.", _FAMILY),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _KINDS}
"""Every kind by its key. None may hold police intelligence or a withheld address: those sections stand in none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A field as the reference lists it: `path` as a template writes it, `rows` where it has rows to repeat."""

    path: str
    says: str
    example: str
    rows: bool


def listed(context: type) -> Iterator[Listed]:
    """Every field of a context, those of rows after the field that holds them."""
    hints = get_type_hints(context)
    for one in fields(context):
        row = rows_of(hints[one.name])
        yield Listed(one.name, one.metadata["says"], "" if row else _shown(one), row is not None)
        for inner in fields(row) if row else ():
            yield Listed(f"{one.name} → {inner.name}", inner.metadata["says"], _shown(inner), False)


def _shown(one: Field[Any]) -> str:
    example = one.metadata["example"]
    return ("yes" if example else "no") if isinstance(example, bool) else str(example)


def made_up(context: type) -> Any:
    """A context of made-up values alone, to preview a template with."""
    hints = get_type_hints(context)
    shown: dict[str, Any] = {}
    for one in fields(context):
        row, example = rows_of(hints[one.name]), one.metadata["example"]
        shown[one.name] = (made_up(row),) * int(example) if row else example
    return context(**shown)
