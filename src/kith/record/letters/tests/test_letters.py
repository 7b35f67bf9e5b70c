"""Documents of a person: what is in them, what never is, who makes and opens them, and what becomes of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kith.definitions.codes import codes
from kith.figures.documents.kinds import KINDS, LANGUAGES
from kith.figures.documents.making import FORMATS
from kith.figures.documents.tests.test_making import everything
from kith.record.access.actions import share_with_guest
from kith.record.access.rules import Section
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.models import Event
from kith.record.harms.models import Concern
from kith.record.letters import demo
from kith.record.letters.actions import keep_words, new_reference, send
from kith.record.letters.forms import LETTER_TO
from kith.record.letters.gathering import Asked, context_of
from kith.record.letters.models import Document, Letterhead, Words
from kith.record.moments.models import Missing, Moment
from kith.record.people.actions import add
from kith.record.people.erasing import erase
from kith.record.people.models import Address, Person
from kith.record.placements.models import Stay
from kith.record.plans.models import Action, Control, Goal, Review
from kith.record.relocations import demo as moved
from kith.record.relocations.models import Decision, NextHome, Relocation, Told, View
from kith.record.rows.actions import Refused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECRET, CODE = "77 Zqvxwjkp Lane", "ZQ7 7WJ"
ALL = frozenset(section.value for section in Section)


@pytest.fixture
def jess(new: Callable[..., Person]) -> Person:
    """A young person in a withheld home far away, whose address somebody wrote into every text there is."""
    leak = f"at {SECRET}, {CODE.lower()} now"
    return new(
        "Jess", "Birch",
        Address(kind="home", lines=SECRET, postcode=CODE, withheld="from_everyone", from_on=date(2026, 1, 1)),
        Stay(kind="care_placement", from_on=TODAY - timedelta(days=30), home="Zqvxwjkp House", lines=SECRET, postcode=CODE,
             withheld="from_parents", host_authority="E08000003", locality="out"),
        Relocation(kind="care_placement", from_on=TODAY - timedelta(days=30), host_authority="E08000003", tenancy=leak),
        Decision(best_interests=f"Safer {leak}", gain_physical=leak, cost_relational=leak),
        View(voice="young_person", subject="decision", on=TODAY, words=f"I like it {leak}"),
        NextHome(on=TODAY, choice="undecided", words=leak),
        Goal(words="I walk to college", from_on=TODAY),
        Action(what=f"A worker {leak}", target="place", aim="build_safety", from_on=TODAY, owner_else="Sam"),
        Control(kind="curfew", from_on=TODAY, why=leak, view_words=leak),
        Review(kind="plan", on=TODAY - timedelta(days=9), words=leak),
        Moment(kind="arrest", from_on=TODAY, words=leak),
        Missing(kind="missing", from_on=TODAY - timedelta(days=3), to_on=TODAY),
        Concern(harm="cce", from_on=TODAY, words=leak, words_of="young_person"),
        born_on=date(2010, 5, 12), called="Jessie",
    )  # fmt: skip


def asked(person: Person, kind: str, language: str = "en", sections: frozenset[str] = ALL, **more: Any) -> Asked:
    return Asked(
        person_id=person.pk, kind=KINDS[kind], language=language, sections=sections, reference=new_reference(TODAY),
        made_by="Sam", today=TODAY, **more,
    )  # fmt: skip


def post(client: Client, person: Person, **said: Any) -> Any:
    said = {"kind": "safety_plan", "language": "en", "made_as": "pdf", "keep": "1", **said}
    return client.post(reverse("letters:make", args=[person.pk]), said)


@pytest.fixture
def client(worker: User) -> Client:
    made = Client()
    made.force_login(worker)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_document_of_any_kind_holds_a_withheld_address_wherever_it_was_written(
    kind: str, language: str, jess: Person, client: Client
) -> None:
    for made_as in FORMATS:
        asks = {"told": "", "asked": f"Send it to {SECRET}", "sections": ["address", "record", "health"]}
        assert post(client, jess, kind=kind, language=language, made_as=made_as, **asks).status_code == 302
    for row in Document.objects.all():
        said = "".join(sign for sign in everything(bytes(row.content)).casefold() if sign.isalnum())
        assert "zqvxwjkp" not in said
        assert "zq77wj" not in said
    assert Document.objects.count() == 2


def test_a_document_for_the_family_does_not_name_the_area_of_a_withheld_home(jess: Person, worker: User) -> None:
    for kind in ("safety_plan", "letter_school", "letter_parents", "chronology", "review_report"):
        assert "Bolton" not in str(context_of(worker, asked(jess, kind))), kind
    assert context_of(worker, asked(jess, "area_pack")).area_authority


def test_there_is_a_letter_for_everybody_who_must_be_told() -> None:
    assert {code.key for code in codes("told")} == LETTER_TO.keys()
    assert set(LETTER_TO.values()) <= KINDS.keys()


def test_a_familys_plan_says_what_its_move_hangs_on(new: Callable[..., Person], worker: User) -> None:
    child = new(
        "Ash", "Rowan", Relocation(from_on=TODAY, who_moved="whole_family", tenancy_kept="yes", tenancy="Until May")
    )
    for kind in ("safety_plan", "review_report"):
        said = context_of(worker, asked(child, kind))
        assert (said.tenancy, said.parents_work) == ("Yes. Until May", "")


def test_an_address_that_is_not_withheld_is_told(new: Callable[..., Person], worker: User) -> None:
    person = new(
        "Ash", "Rowan", Address(kind="home", lines="1 High Street", postcode="LS6 2AB", from_on=date(2026, 1, 1))
    )
    assert context_of(worker, asked(person, "safety_plan")).where == "1 High Street, LS6 2AB"
    closed = context_of(worker, asked(person, "safety_plan", sections=frozenset({"identity", "record"})))
    assert closed.where == "Withheld"


def test_the_withheld_address_of_somebody_in_the_family_is_in_no_document_either(
    new: Callable[..., Person], worker: User
) -> None:
    from kith.record.people.models import FamilyTie

    mother = new("Mo", "Birch", Address(kind="home", lines=SECRET, postcode=CODE, withheld="from_everyone"))
    child = new("Lee", "Birch", View(voice="young_person", on=TODAY, words=f"Mum is at {SECRET}"))
    add(by=worker, row=FamilyTie(person=child, other=mother, kind="parent"))
    assert "Zqv" not in str(context_of(worker, asked(child, "safety_plan")))


def test_a_pack_holds_only_the_sections_that_are_shared(jess: Person, worker: User) -> None:
    bare = context_of(worker, asked(jess, "area_pack", sections=frozenset({"identity"})))
    assert (bare.shares_record, bare.shares_health, bare.voices, bare.steps, bare.harms) == (False, False, (), (), ())
    assert (bare.education, bare.disability, bare.missing, bare.legal_status) == ("Not shared",) * 4
    whole = context_of(worker, asked(jess, "area_pack"))
    assert (len(whole.voices), len(whole.steps), len(whole.harms), whole.missing) == (1, 1, 1, "1")


def test_what_is_shared_with_a_guest_is_ticked_already(
    jess: Person, client: Client, manager: User, make_user: Callable[..., User]
) -> None:
    guest = make_user("area_authority_guest", team="")
    until = TODAY + timedelta(days=9)
    share_with_guest(
        by=manager, person_id=jess.pk, guest=guest, sections={Section.IDENTITY, Section.HEALTH}, until_on=until
    )
    form = client.get(reverse("letters:make", args=[jess.pk])).context["form"]
    assert form.initial["sections"] == ["health", "identity"]


def test_a_safety_plan_says_what_the_record_says(jess: Person, worker: User) -> None:
    plan = context_of(worker, asked(jess, "safety_plan"))
    assert (plan.called, plan.born_on, plan.where) == ("Jessie", "12 May 2010", "Withheld")
    assert plan.goals[0].words == "I walk to college"
    assert plan.steps[0].aim == "Build safety"
    assert plan.move_kind == "A care placement"
    welsh = context_of(worker, asked(jess, "safety_plan", language="cy"))
    assert welsh.steps[0].aim != plan.steps[0].aim


def test_a_letter_takes_over_what_stands_in_who_was_told(jess: Person, client: Client, worker: User) -> None:
    told = add(
        by=worker, row=Told(person=jess, who="school", name="North School", by_on=TODAY, asked="Keep her place.")
    )
    post(client, jess, kind="letter_school", told=str(told.pk))
    row = Document.objects.get()
    text = PdfReader(io.BytesIO(bytes(row.content))).pages[0].extract_text()
    assert row.to.endswith("North School")
    assert "Keep her place." in text
    assert row.reference in text


def test_a_letter_that_was_sent_tells_whom_it_is_for_and_leads_to_the_move(
    jess: Person, client: Client, worker: User, stranger: User
) -> None:
    move = Relocation.objects.get(person=jess)
    told = add(by=worker, row=Told(person=jess, relocation=move, who="police_there", by_on=TODAY))
    form = client.get(f"{reverse('letters:make', args=[jess.pk])}?told={told.pk}").context["form"]
    assert (form.initial["told"], form.initial["kind"]) == (str(told.pk), "letter_police")
    post(client, jess, kind="letter_police", told=str(told.pk))
    row = Document.objects.get()
    page = reverse("letters:sent", args=[jess.pk, row.pk])
    assert row.told_id == told.pk
    assert page in client.get(reverse("letters:documents", args=[jess.pk])).content.decode()
    other = Client()
    other.force_login(stranger)
    said = {"seen": row.version, "on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year, "how": "By hand"}
    assert other.post(page, said).status_code == 404
    assert client.post(page, {"seen": row.version}).status_code == 422
    assert client.post(page, {**said, "seen": 9}).status_code == 422
    assert client.post(page, said)["Location"] == reverse("relocations:moves", args=[jess.pk])
    told.refresh_from_db()
    assert (told.told_on, told.told_how) == (TODAY, f"{row.reference} By hand")
    assert "By hand" in client.get(reverse("letters:documents", args=[jess.pk])).content.decode()
    assert client.get(page).status_code == 404  # it was sent
    assert Event.objects.filter(action="document.sent", subject_id=row.pk).count() == 1


def test_a_letter_sent_after_somebody_was_told_otherwise_leaves_the_day_as_it_was(
    jess: Person, client: Client, worker: User
) -> None:
    before = TODAY - timedelta(days=3)
    told = add(by=worker, row=Told(person=jess, who="school", told_on=before, told_how="By phone"))
    post(client, jess, kind="letter_school", told=str(told.pk))
    send(by=worker, row=Document.objects.get(), seen=1, on=TODAY)
    told.refresh_from_db()
    assert (told.told_on, told.told_how) == (before, "By phone")


def test_the_demonstration_has_letters_sent_answered_and_not_sent(
    new: Callable[..., Person], worker: User, manager: User
) -> None:
    for number in range(5):
        new(f"Child{number}", "Birch")
    by = {"practitioner": worker, "team_manager": manager}
    moved.load(by, TODAY)
    assert demo.load(by, TODAY) == 3
    assert demo.load(by, TODAY) == 0
    assert Document.objects.filter(sent_on__isnull=False, told__answered_on__isnull=False).count() == 1


def test_a_document_is_looked_at_before_it_is_made_and_nothing_is_kept(jess: Person, client: Client) -> None:
    shown = client.post(
        reverse("letters:make", args=[jess.pk]),
        {"kind": "safety_plan", "language": "cy", "made_as": "pdf", "look": "1"},
    )
    assert "Cynllun diogelwch ar gyfer Jessie" in shown.content.decode()
    assert 'lang="cy"' in shown.content.decode()
    assert not Document.objects.exists()
    assert Event.objects.filter(action="document.previewed", person_id=jess.pk).count() == 1


def test_making_and_opening_a_document_are_in_the_audit_and_the_file_stays_as_it_was(
    jess: Person, client: Client, worker: User
) -> None:
    post(client, jess, made_as="docx")
    row = Document.objects.get()
    add(by=worker, row=Goal(person=jess, words="Something new", from_on=TODAY))
    answer = client.get(reverse("letters:file", args=[jess.pk, row.pk]))
    assert answer["Content-Type"] == FORMATS["docx"]
    assert answer["Cache-Control"] == "private, no-store"
    assert row.reference in answer["Content-Disposition"]
    assert "Jess" not in answer["Content-Disposition"]
    words = "".join(part.text for table in docx.Document(io.BytesIO(answer.content)).tables for part in table._cells)
    assert "I walk to college" in words
    assert "Something new" not in words
    actions = set(Event.objects.filter(subject_id=row.pk).values_list("action", flat=True))
    assert {"document.made", "document.opened"} <= actions


def test_whoever_may_not_read_a_section_does_not_open_a_document_that_holds_it(
    jess: Person, client: Client, manager: User, make_user: Callable[..., User]
) -> None:
    post(client, jess, kind="area_pack", sections=["record", "health"])
    guest = make_user("area_authority_guest", team="")
    until = TODAY + timedelta(days=9)
    share_with_guest(
        by=manager, person_id=jess.pk, guest=guest, sections={Section.IDENTITY, Section.RECORD}, until_on=until
    )
    other = Client()
    other.force_login(guest)
    row = Document.objects.get()
    assert row.section is Section.HEALTH
    assert row.reference not in other.get(reverse("letters:documents", args=[jess.pk])).content.decode()
    assert other.get(reverse("letters:file", args=[jess.pk, row.pk])).status_code == 404
    assert other.post(reverse("letters:make", args=[jess.pk]), {}).status_code == 404


def test_a_stranger_gets_nothing(jess: Person, client: Client, stranger: User) -> None:
    post(client, jess)
    other = Client()
    other.force_login(stranger)
    for name, more in (("documents", ()), ("make", ()), ("file", (Document.objects.get().pk,))):
        assert other.get(reverse(f"letters:{name}", args=[jess.pk, *more])).status_code == 404


def test_documents_go_when_the_person_is_erased(jess: Person, client: Client, manager: User) -> None:
    post(client, jess)
    erase(by=manager, person_id=jess.pk)
    assert not Document.objects.exists()


def test_a_list_of_documents_asks_no_more_of_the_database_for_many(
    jess: Person, client: Client, django_assert_max_num_queries: Any
) -> None:
    post(client, jess)
    address = reverse("letters:documents", args=[jess.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    asked_of_one = len(one)
    for _ in range(3):
        post(client, jess, kind="letter_police")
    client.get(address)  # says "Made" three times, and forgets it
    with django_assert_max_num_queries(asked_of_one):
        client.get(address)


# Words and letterhead


@pytest.fixture
def admin(make_user: Callable[..., User]) -> Client:
    made = Client()
    made.force_login(make_user("administrator", team=""))
    return made


def words_page(kind: str = "letter_police", language: str = "en") -> str:
    return reverse("letters:words", args=[kind, language])


def test_an_authority_changes_the_words_looks_keeps_and_goes_back(admin: Client, jess: Person, client: Client) -> None:
    text = "# Our own letter\nTo {{ to }} about {{ called }}: {{ where }}"
    looked = admin.post(words_page(), {"text": text, "look": "1"})
    assert "Our own letter" in looked.content.decode()
    assert not Words.objects.exists()
    assert admin.post(words_page(), {"text": text, "pdf": "1"}).content.startswith(b"%PDF")
    assert admin.post(words_page(), {"text": text, "keep": "1"}).status_code == 302
    post(client, jess, kind="letter_police")
    first = PdfReader(io.BytesIO(bytes(Document.objects.get().content))).pages[0].extract_text()
    assert "Our own letter" in first
    assert "about Jessie: Withheld" in first
    admin.post(words_page(), {"built_in": "1"})
    post(client, jess, kind="letter_police")
    newest = Document.objects.order_by("-made_at").first()
    assert "Our own letter" not in PdfReader(io.BytesIO(bytes(newest.content))).pages[0].extract_text()
    assert Words.objects.count() == 2
    assert "Our own letter" in admin.get(words_page()).content.decode()  # the version before is kept to be read


def test_everything_wrong_with_words_is_told_at_once_and_nothing_is_kept(admin: Client) -> None:
    text = "# A\n{{ nom }}\n{{ ''.__class__ }}\n{% include '/etc/passwd' %}"
    answer = admin.post(words_page(), {"text": text, "keep": "1"})
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["text"]) == 3
    assert not Words.objects.exists()
    with pytest.raises(Refused):
        keep_words(by=User.objects.first(), kind=KINDS["letter_police"], language="en", text=text)


def test_an_unknown_document_has_no_page(admin: Client) -> None:
    assert admin.get(words_page("letter_nobody")).status_code == 404
    assert admin.get(words_page(language="fr")).status_code == 404


def letterhead_file() -> bytes:
    document, kept = docx.Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "Ashford Vale Council"
    document.save(kept)
    return kept.getvalue()


def test_a_letterhead_is_put_up_used_and_taken_away(admin: Client, jess: Person, client: Client) -> None:
    address = reverse("letters:letterhead")
    assert admin.post(address, {"file": SimpleUploadedFile("ours.docx", letterhead_file())}).status_code == 302
    post(client, jess, made_as="docx")
    made = docx.Document(io.BytesIO(bytes(Document.objects.get().content)))
    assert made.sections[0].header.paragraphs[0].text == "Ashford Vale Council"
    admin.post(address, {"none": "1"})
    post(client, jess, made_as="docx")
    bare = docx.Document(io.BytesIO(bytes(Document.objects.order_by("-made_at").first().content)))
    assert bare.sections[0].header.paragraphs[0].text == ""


def test_a_letterhead_that_could_do_harm_is_refused_on_the_page(admin: Client) -> None:
    answer = admin.post(reverse("letters:letterhead"), {"file": SimpleUploadedFile("ours.docm", b"PK not one")})
    assert answer.status_code == 422
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_words_are_changed_by_those_with_the_capability_alone(role: str, make_user: Callable[..., User]) -> None:
    made = Client()
    made.force_login(make_user(role))
    expected = 200 if Capability.EDIT_DOCUMENTS in ROLES[role].may else 404
    for address in (reverse("letters:all_words"), words_page(), reverse("letters:letterhead")):
        assert made.get(address).status_code == expected
