"""A journey in a real browser, in English and in Welsh: from a school's concern about a peer group to the return's figures.

What a person would click is clicked, by the words on it; the one address typed is the first. The figures before and after are
compared one by one: those that changed are exactly those that this concern has to change, and by how much.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from tests.site.hand import Given, Hand, hands

from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.measures.snapshot import snapshot
from kith.figures.reports.speaking import spoken
from kith.figures.reports.wording import labelled
from kith.foundation.dates import Month
from kith.record.accounts.demo import make_demo_users
from kith.record.accounts.models import User
from kith.record.exchange.writing import dataset_of_record
from kith.record.figures.making import make_waiting
from kith.record.figures.wording import month_words, tongue
from kith.record.moments.models import Missing
from kith.record.people.actions import add, add_person
from kith.record.people.models import Involvement, Person
from kith.record.placements.actions import review
from kith.record.placements.models import Stay

__all__ = ["hands"]
pytestmark = pytest.mark.django_db(transaction=True)
GROUP = Given("R, S & M")
ROWAN, SAM = Given("Rowan Ash"), Given("Sam Ash")
CHANGED = {
    ("affected", "", ""): ((2, None), (3, None)),  # Rowan; Sam was already, for the move
    ("affected", "harm", "cse"): ((0, None), (1, None)),
    ("affected", "harm", "cce"): ((0, None), (1, None)),
    ("affected", "harm", "gang"): ((0, None), (1, None)),
    ("affected", "harm", "serious_youth_violence"): ((0, None), (1, None)),
    ("affected", "harm_combination", "none_recorded"): ((2, None), (1, None)),  # nobody had said why Sam was moved
    ("affected", "harm_combination", "cce+gang"): (None, (1, None)),
    ("affected", "harm_combination", "cse+serious_youth_violence"): (None, (1, None)),
    ("affected", "age_band", "13-15"): ((0, None), (1, None)),
    ("affected", "sex", "female"): ((0, None), (1, None)),
    ("affected", "ethnicity_group", "white"): ((2, None), (3, None)),
    ("affected", "disability", "no"): ((2, None), (3, None)),
    ("affected_share", "", ""): ((2, 4), (3, 4)),
    ("affected_or_missing", "", ""): ((2, None), (3, None)),
    ("affected_or_missing_share", "", ""): ((2, 4), (3, 4)),
    ("relocated", "harm", "cse"): ((0, None), (1, None)),
    ("relocated", "harm", "serious_youth_violence"): ((0, None), (1, None)),
    ("relocation_rate", "", ""): ((2, 2), (2, 3)),
    ("relocation_rate_range", "", ""): ((2, 2), (2, 3)),
    ("missing_from_stay", "", ""): ((1, None), (2, None)),
    ("missing_episodes", "", ""): ((1, None), (2, None)),
    ("missing_from_stay_share", "", ""): ((1, 2), (2, 2)),
    ("missing_after", "", ""): ((1, None), (2, None)),
    ("missing_days_after", "", ""): ((2, None), (3, None)),
}
"""Measure, breakdown, category: numerator and denominator before and after. Combinations are figures only where somebody has them."""
TILES = ("Affected by harm outside the home", "Of those affected", "Missing from where they were moved to")
"""What stands in large numbers at the top and changes."""
ADDED = {"contexts": 1, "harms": 4, "missing": 1}
"""Rows of the dataset, by table. Who was asked about exploitation and who is tied to whom are in no table."""
Figures = dict[tuple[str, str, str], tuple[Any, ...]]
Shown = dict[tuple[str, str], list[str]]


def _young_person(by: User, given: str, today: date, sex: str, age: int) -> Person:
    details = {
        "born_on": date(today.year - age, 1, 2),
        "birth_precision": "day",
        "sex": sex,
        "ethnicity": "WBRI",
        "disability": "no",
    }
    person = add_person(by=by, details=details, name={"given": given, "family": "Ash", "kind": "legal"})
    add(by=by, row=Involvement(person=person, status="child_in_need", from_on=today - timedelta(days=400)))
    return person


def _moved(by: User, person: Person, today: date) -> None:
    """Out of the area for sixty days, because of harm."""
    away = {"from_on": today - timedelta(days=60), "locality": "out", "adjoining": "no", "arranged_by": "authority"}
    stay = add(by=by, row=Stay(person=person, kind="care_placement", placement_type="K2", provider="PR4", **away))
    review(by=by, stay=stay, seen=1, answer="yes", why="1")


@pytest.fixture
def world() -> dict[str, User]:
    """Rowan lives at home, Sam was moved away; of Morgan and Alex the same, so that their figures could change and must not."""
    users, today = make_demo_users(), timezone.localdate()
    worker = users["practitioner"]
    people = [
        _young_person(worker, given, today, sex, age)
        for given, sex, age in (("Rowan", "F", 14), ("Sam", "M", 16), ("Morgan", "F", 14), ("Alex", "M", 16))
    ]
    for away in (people[1], people[3]):
        _moved(worker, away, today)
    add(by=worker, row=Missing(person=people[3], kind="missing", from_on=today - timedelta(days=1), to_on=today))
    return users


def _figures(month: Month) -> Figures:
    """Every figure of the return, as the record's own dataset gives them: numerator, denominator, unknown, range."""
    found = snapshot(dataset_of_record().tables, month).figures
    keys = ["measure", "breakdown", "category"]
    numbers = ["numerator", "denominator", "unknown", "low", "high", "value"]
    return {row[:3]: row[3:] for row in found.select(*keys, *numbers).iter_rows()}


def _rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of each table of the dataset that has any."""
    return {name: frame.to_dicts() for name, frame in dataset_of_record().tables.items() if frame.height}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_schools_concern_about_a_peer_group_changes_exactly_these_figures(
    language: str, world: dict[str, User], hands: Callable[[str], Hand]
) -> None:
    today = timezone.localdate()
    month = Month(today.year, today.month)
    before, rows = _figures(month), _rows()
    lead = hands(language)
    lead.sign_in("exploitation_lead")
    shown = _figures_shown(lead, month, "Make the figures")
    worker = hands(language)
    worker.sign_in("practitioner")
    _a_context_is_opened(worker, today)
    _two_are_linked(worker)
    _a_concern_with_two_kinds(worker, ROWAN, cce="yes", cse="no", kind="gang")
    _back_to_the_group(worker)
    _a_concern_with_two_kinds(worker, SAM, cce="not_known", cse="yes", kind="serious_youth_violence")
    _missing(worker, today)
    worker.page.close()
    manager = hands(language)
    manager.sign_in("team_manager")
    _back_again(manager, SAM, today)
    _interviewed(manager, SAM, today)
    manager.page.close()
    again = _figures_shown(lead, month, "Make the figures again")
    _exactly_these(language, shown, again)
    after = _figures(month)
    changed = {key for key in {**before, **after} if before.get(key) != after.get(key)}
    assert {key: tuple(one[key][:2] if key in one else None for one in (before, after)) for key in changed} == CHANGED
    now = _rows()
    assert {name: len(now[name]) - len(rows.get(name, [])) for name in now if now[name] != rows.get(name)} == ADDED
    (made,) = [row for row in now["missing"] if row not in rows["missing"]]
    assert (made["from_on"], made["to_on"]) == (today, today)
    assert (made["interview_offered"], made["interview_held"], made["interview_on"]) == ("yes", "yes", today)


def _figures_shown(hand: Hand, month: Month, button: str) -> Shown:
    """Have the figures made and read them on their pages: by where they stand and what is counted, the numbers beside it."""
    _month_chosen(hand, month)
    hand.press(button)
    hand.reads(hand.says("Look again"))
    hand.follow("My work", "Menu")  # one goes on working: a worker makes them in the background
    make_waiting()
    _month_chosen(hand, month)
    hand.reads(hand.says("The month is not over, so these figures can still grow."))
    main = hand.page.locator("main")
    shown = {("", ""): [main.locator("p.govuk-body-l").inner_text()]}
    shown |= {
        ("tile", tile.locator("dt").inner_text()): [tile.locator("dd").inner_text()]
        for tile in main.locator(".kith-tiles > div").all()
    }
    shown |= _rows_of(main.locator(".kith-totals"), "total")
    hand.follow("Affected by harm outside the home", "Families of figures")
    hand.page.wait_for_selector("main .kith-figures")
    for block in main.locator(".kith-figure").all():
        shown |= _rows_of(block, block.locator("h2").inner_text())
    return shown


def _exactly_these(language: str, before: Shown, after: Shown) -> None:
    """The headline, totals and breakdowns that changed on the pages are those of `CHANGED`. A breakdown of nobody is not shown."""
    none = ["0"]
    differ = {key for key in {**before, **after} if before.get(key, none) != after.get(key, none)}
    with override(language), spoken(tongue()):
        totals = {measure for measure, breakdown, _category in CHANGED if not breakdown}
        top = {("", ""), *(("tile", gettext(text)) for text in TILES)}
        below = {("total", gettext(one.title)) for one in MEASURES.values() if totals & {one.key, one.of}}
        parts = {
            (gettext(DIMENSIONS[by].title), labelled(DIMENSIONS[by], category)): numbers
            for (measure, by, category), numbers in CHANGED.items()
            if by and measure == "affected"
        }
    blocks = {key for key in differ if key[0] not in {"", "tile", "total"}}
    assert differ - blocks == top | (below & after.keys())
    moved = {key: (before.get(key, none)[0], after.get(key, none)[0]) for key in blocks}
    told = {key: tuple(str(one[0]) if one else "0" for one in numbers) for key, numbers in parts.items()}
    assert {key: numbers for key, numbers in moved.items() if len(set(numbers)) > 1} == told


def _month_chosen(hand: Hand, month: Month) -> None:
    hand.follow("Figures", "Menu")
    with override(hand.language):
        hand.pick("Month", Given(month_words(month)))
    hand.press("Show")


def _rows_of(place: Any, title: str) -> Shown:
    told = [row.locator("th, td").all_inner_texts() for row in place.locator("tbody tr").all()]
    return {(title, what): numbers for what, *numbers in told}


def _a_context_is_opened(hand: Hand, today: date) -> None:
    """A referral of several young people, for which agreement was not waited: the page asks why."""
    hand.follow("Contexts", "Menu")
    hand.press("Open a context")
    hand.choose("Kind of context", "context", "peer_group")
    hand.write("Name", GROUP)
    hand.day("Referred on", today)
    hand.choose("Who referred it", "context_source", "school")
    hand.write("Why it was referred", "1")
    hand.choose("Did the young people and their parents agree to the referral?", "state", "no")
    hand.press("Go on")
    hand.reads(hand.says("Say why it went ahead without agreement"))
    hand.write("If not, why it went ahead without", "2")
    hand.press("Go on")
    hand.reads(
        GROUP, hand.says("The context was opened"), hand.says("Not yet assessed. Begin with what young people say.")
    )


def _two_are_linked(hand: Hand) -> None:
    hand.follow("Add somebody")
    for name in (ROWAN, SAM):
        hand.write("Find them by name", name)
        hand.choose("What they have to do with it", "association", "friend")
        hand.choose("What it is held for", "association_purpose", "own_safety")
        hand.choose("Who says so", "context_source", "school")
        hand.press("Save")
        hand.pick("Who", name)
        hand.press("Save")
        hand.reads(hand.says("Saved"), name)
        if name == ROWAN:
            hand.press("Add somebody")


def _a_concern_with_two_kinds(hand: Hand, name: Given, *, cce: str, cse: str, kind: str) -> None:
    hand.follow(name)
    hand.press("Record a concern")
    asked = hand.says("%(kind)s: is it in this young person’s life?")
    for key, answer in (("cce", cce), ("cse", cse)):
        hand.choose(Given(asked % {"kind": hand.label("harm", key)}), "state", answer)
    hand.pick("Other kinds of harm", hand.label("harm", kind))
    hand.choose("Where it comes from", "setting", "outside")
    hand.choose("How certain it is", "certainty", "suspected")
    hand.choose("Who told you", "who_told", "school")
    hand.pick("Where it lives", GROUP)
    hand.press("Save")
    hand.reads(hand.label("harm", kind), GROUP)


def _back_to_the_group(hand: Hand) -> None:
    """From the young person to the group, and to the others in it."""
    hand.follow("Contexts", "This record")
    hand.follow(GROUP)
    hand.follow("With names, purposes and sources")


def _missing(hand: Hand, today: date) -> None:
    """Nobody knows where they are."""
    hand.follow("Missing", "This record")
    hand.press("Add a time missing")
    hand.choose("Missing or away", "missing_kind", "missing")
    hand.day("Missing from", today)
    hand.choose("Who reported it", "missing_reporter", "school")
    hand.press("Save")
    hand.reads(hand.says("Saved"))


def _back_again(hand: Hand, name: Given, today: date) -> None:
    hand.follow("Missing", "Menu")
    hand.follow(name)
    hand.follow(hand.label("missing_kind", "missing"))
    hand.day("Found or came back on", today)
    hand.choose("How it ended", "missing_found", "came_back")
    hand.press("Save")


def _interviewed(hand: Hand, name: Given, today: date) -> None:
    """The interview waits for somebody; then it is held, and what was spoken of stands in the record."""
    hand.follow("Missing", "Menu")
    hand.follow("Return interviews", "Missing")
    hand.follow(name)
    hand.follow(hand.label("missing_kind", "missing"))
    for question in ("Was a return interview offered?", "Was it held?"):
        hand.choose(question, "state", "yes")
    hand.day("Held on", today)
    hand.write("Who held it", "3")
    hand.choose("What they spoke of", "interview_theme", "debt")
    hand.press("Save")
    hand.reads(hand.label("interview_theme", "debt"))
