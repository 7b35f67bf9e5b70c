"""Every page of people, for those whom it is for, and the page that is not there for everyone else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from kith.record.access.actions import restrict
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.models import Event
from kith.record.notices.models import Notice
from kith.record.people.actions import enter_in_error
from kith.record.people.models import Address, FamilyTie, Identifier, Involvement, LikelyDuplicate, Name, Person
from kith.record.people.parts import PARTS
from kith.record.people.tests.pictures import picture_of
from kith.record.people.urls import urlpatterns

New = Callable[..., Person]
MakeUser = Callable[..., User]
ABOUT = [p for p in urlpatterns if "person_id" in str(p.pattern)]
GETS = [
    "person",
    "details",
    "photo",
    "seen",
    "duplicates",
    "subject_access",
    *PARTS.parts,
    *(f"{key}_add" for key in PARTS.parts),
]


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


SignedIn = Callable[[User], Client]


def _page(client: Client, name: str, *ids: Any, **data: Any) -> Any:
    return client.get(reverse(f"people:{name}", args=ids), data)


@pytest.mark.parametrize("role", list(ROLES))
def test_the_list_is_for_those_who_read_records(make_user: MakeUser, signed_in: SignedIn, role: str) -> None:
    client = signed_in(make_user(role, team="" if role in {"administrator", "data_protection_officer"} else "North"))
    allowed = 200 if Capability.READ_RECORDS in ROLES[role].may else 404
    assert _page(client, "list").status_code == allowed
    assert _page(client, "search").status_code == allowed
    assert _page(client, "export").status_code == (200 if Capability.EXPORT_LISTS in ROLES[role].may else 404)
    assert _page(client, "add").status_code == (200 if Capability.CREATE_PEOPLE in ROLES[role].may else 404)
    assert _page(client, "subject_accesses").status_code == (
        200 if Capability.HANDLE_RIGHTS in ROLES[role].may else 404
    )
    assert _page(client, "likely_duplicates").status_code == (
        200 if Capability.MERGE_PEOPLE in ROLES[role].may else 404
    )


@pytest.mark.parametrize("name", GETS)
def test_a_page_of_a_person_opens_for_their_manager_and_is_not_there_for_a_stranger(
    new: New, manager: User, stranger: User, signed_in: SignedIn, name: str
) -> None:
    person = new("Jess", "Birch", born_on=date(2010, 3, 7))
    opened = _page(signed_in(manager), name, person.pk)
    assert opened.status_code == 200
    assert "Jess Birch" in opened.content.decode()  # the identity bar
    refused = _page(signed_in(stranger), name, person.pk)
    nobody = _page(signed_in(stranger), name, "00000000-0000-4000-8000-000000000000")
    assert refused.status_code == nobody.status_code == 404
    assert "Birch" not in refused.content.decode()


@pytest.mark.parametrize("pattern", ABOUT, ids=lambda pattern: pattern.name)
def test_every_address_of_a_person_is_guarded(pattern: Any) -> None:
    assert hasattr(pattern.callback, "guarded_by")


def test_whoever_opens_the_record_is_told_of_in_the_audit(new: New, worker: User, signed_in: SignedIn) -> None:
    person = new()
    _page(signed_in(worker), "person", person.pk)
    event = Event.objects.filter(action="person.viewed", person_id=person.pk).get()
    assert (event.user_id, event.relation) == (worker.pk, "allocated")


def test_the_list_shows_filters_and_exports_and_none_of_it_is_harmful(
    new: New, manager: User, signed_in: SignedIn
) -> None:
    new("=Jess", "Birch", Involvement(status="looked_after"), born_on=date(2010, 3, 7))
    new("Liam", "Tallow")
    client = signed_in(manager)
    assert "2 young people" in _page(client, "list").content.decode()
    filtered = _page(client, "list", status="looked_after").content.decode()
    assert "Birch" in filtered
    assert "Tallow" not in filtered
    exported = _page(client, "export").content.decode()
    assert "'=Jess Birch" in exported
    assert "Liam Tallow" in exported
    assert Event.objects.filter(action="list.exported").count() == 3


def test_a_list_costs_as_many_queries_for_twelve_as_for_two(new: New, manager: User, signed_in: SignedIn) -> None:
    client = signed_in(manager)
    new(), new()
    _page(client, "list")
    with CaptureQueriesContext(connection) as two:
        _page(client, "list")
    for _ in range(10):
        new()
    with CaptureQueriesContext(connection) as twelve:
        assert "12 young people" in _page(client, "list").content.decode()
    assert len(two) == len(twelve)


def test_a_search_is_posted_and_its_words_stand_in_no_address_and_in_no_event(
    new: New, worker: User, signed_in: SignedIn
) -> None:
    person, client = new("Aisha", "Bellweather"), signed_in(worker)
    sent = client.post(reverse("people:search"), {"q": "Asiha Belweather"})
    assert sent.status_code == 302
    assert "Asiha" not in sent["Location"]
    page = client.get(sent["Location"]).content.decode()
    assert reverse("web:person", args=[person.pk]) in page
    assert not Event.objects.filter(fields__contains="Asiha").exists()
    assert Event.objects.filter(action="search.made").count() == 1
    assert signed_in(worker).get(sent["Location"]).status_code == 302  # another session has no such search


def test_a_withheld_address_is_nowhere_for_those_who_may_not_see_it(
    new: New, make_user: MakeUser, worker: User, manager: User, signed_in: SignedIn
) -> None:
    person = new("Jess", "Birch", Address(lines="1 Hidden Road", postcode="QZ6 2AB", withheld="from_everyone"))
    colleague = signed_in(make_user("practitioner"))
    for name in ("person", "addresses", "list"):
        page = _page(colleague, name, *([person.pk] if name != "list" else [])).content.decode()
        assert "Hidden Road" not in page
        assert "QZ6" not in page
    assert "address withheld" in _page(colleague, "person", person.pk).content.decode()
    assert "1 Hidden Road" in _page(signed_in(worker), "person", person.pk).content.decode()


def _typed(**more: Any) -> dict[str, Any]:
    return {"kind": "young_person", "given": "Jess", "family": "Birch", "birth_precision": "day", "born_on_day": "7",
            "born_on_month": "3", "born_on_year": "2010", **more}  # fmt: skip


def test_a_person_is_added_with_address_and_number(worker: User, signed_in: SignedIn) -> None:
    typed = _typed(lines="1 Made-up Road", postcode="qz62ab", scheme="la", value="A1")
    sent = signed_in(worker).post(reverse("people:add"), typed)
    person = Person.objects.get()
    assert sent["Location"] == reverse("people:person", args=[person.pk])
    assert (person.shown_name.whole, person.born_on) == ("Jess Birch", date(2010, 3, 7))
    assert (Address.objects.get().person, Identifier.objects.get().value) == (person, "A1")


def test_a_likely_duplicate_is_shown_before_saving_and_remembered_as_another(
    new: New, worker: User, signed_in: SignedIn
) -> None:
    there, client = new("Jess", "Birch", born_on=date(2010, 3, 7)), signed_in(worker)
    page = client.post(reverse("people:add"), _typed()).content.decode()
    assert "There may be a record of this person already" in page
    assert Person.objects.count() == 1
    client.post(reverse("people:add"), _typed(not_the_same=str(there.pk)))
    assert Person.objects.count() == 2
    assert LikelyDuplicate.objects.get().answer == "not_the_same"


def test_of_an_unseen_likely_duplicate_the_page_says_nothing_and_a_manager_is_told(
    new: New, manager: User, stranger: User, signed_in: SignedIn
) -> None:
    there = new("Jess", "Birch", Identifier(scheme="la", value="A1"), born_on=date(2010, 3, 7))
    restrict(by=manager, person_id=there.pk, reason="colleague")
    client = signed_in(stranger)
    sent = client.post(reverse("people:add"), _typed(scheme="la", value="A1"), follow=True)
    assert Person.objects.count() == 2
    page = sent.content.decode()
    assert "already" not in page
    assert "Possible duplicates" not in page
    pair = LikelyDuplicate.objects.get()
    assert (pair.answer, Notice.objects.get(kind="likely_duplicate").user) == ("", manager)
    assert _page(client, "likely_duplicate", pair.pk).status_code == 404


def test_details_change_and_a_stale_save_stands_beside_what_was_saved(
    new: New, worker: User, manager: User, signed_in: SignedIn
) -> None:
    person = new()
    typed = {"kind": "young_person", "birth_precision": "not_known", "sex": "F", "gender": "not_known", "ethnicity": "AIND",
             "language": "not_known", "interpreter": "no", "disability": "yes", "disabilities": ["AUT"],
             "immigration_status": "not_known", "seen": "1"}  # fmt: skip
    url = reverse("people:details", args=[person.pk])
    assert signed_in(worker).post(url, typed).status_code == 302
    stale = signed_in(manager).post(url, {**typed, "ethnicity": "WBRI"})
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "Indian" in page
    assert "White British" in page
    person.refresh_from_db()
    assert (person.ethnicity, person.disabilities, person.version) == ("AIND", ["AUT"], 2)
    assert signed_in(manager).post(url, {**typed, "ethnicity": "WBRI", "seen": "2"}).status_code == 302


PART_DATA: dict[str, dict[str, Any]] = {
    "names": {"kind": "former", "given": "Wren", "family": "Quill"},
    "addresses": {"kind": "home", "lines": "1 Made-up Road", "postcode": "QZ6 2AB", "withheld": "no"},
    "involvements": {"status": "child_in_need", "from_on_day": "1", "from_on_month": "2", "from_on_year": "2026"},
    "identifiers": {"scheme": "la", "value": "A1"},
}


@pytest.mark.parametrize("part", PART_DATA)
def test_a_row_is_added_changed_marked_as_an_error_and_taken_back(
    new: New, worker: User, signed_in: SignedIn, part: str
) -> None:
    person, client, model = new(), signed_in(worker), PARTS[part].form.model
    had = set(model.objects.values_list("pk", flat=True))
    assert client.post(reverse(f"people:{part}_add", args=[person.pk]), PART_DATA[part]).status_code == 302
    row = model.objects.exclude(pk__in=had).get()
    ids = [person.pk, row.pk]
    assert _page(client, f"{part}_change", *ids).status_code == 200
    changed = client.post(reverse(f"people:{part}_change", args=ids), {**PART_DATA[part], "to_on_day": "1", "to_on_month": "3",
                          "to_on_year": "2026", "value": "A2", "seen": "1"})  # fmt: skip
    assert changed.status_code == 302
    assert (
        client.post(reverse(f"people:{part}_error", args=ids), {"why": "of somebody else", "seen": "2"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.error_by == worker.pk
    assert "You can undo it for a minute" in _page(client, part, person.pk).content.decode()
    assert "of somebody else" in _page(client, part, person.pk).content.decode()
    client.post(reverse(f"people:{part}_restore", args=ids), {"seen": "3"})
    row.refresh_from_db()
    assert row.error_at is None


def test_a_row_of_another_person_is_not_reached_by_way_of_mine(
    new: New, worker: User, stranger: User, signed_in: SignedIn
) -> None:
    mine, theirs = new(), new("Liam", "Tallow", by=stranger)
    url = reverse("people:names_change", args=[mine.pk, theirs.shown_name_id])
    assert signed_in(worker).get(url).status_code == 404


def test_the_name_shown_can_be_another_and_is_never_marked_as_an_error(
    new: New, worker: User, signed_in: SignedIn
) -> None:
    person, client = new(), signed_in(worker)
    client.post(reverse("people:names_add", args=[person.pk]), PART_DATA["names"])
    other = Name.objects.get(given="Wren")
    client.post(reverse("people:show_name", args=[person.pk, other.pk]), {"seen": str(Person.objects.get().version)})
    person.refresh_from_db()
    assert person.shown_name == other
    refused = client.post(reverse("people:names_error", args=[person.pk, other.pk]), {"why": "a slip", "seen": "1"})
    assert refused.status_code == 422


def test_of_the_family_only_those_are_shown_who_may_be_seen(
    new: New, worker: User, manager: User, signed_in: SignedIn
) -> None:
    person, parent, hidden = (
        new(),
        new("Ola", "Birch", kind="parent_or_carer"),
        new("Vera", "Birch", kind="parent_or_carer"),
    )
    client, url = signed_in(worker), reverse("people:family_add", args=[person.pk])
    found = client.post(url, {"q": "Ola", "kind": "parent", "responsibility": "yes"})
    assert str(parent.pk) in found.content.decode()
    for other in (parent, hidden):
        told = {"q": other.shown_name.given, "other_id": str(other.pk), "kind": "parent", "responsibility": "yes"}
        assert client.post(url, told).status_code == 302
    restrict(by=manager, person_id=hidden.pk, reason="colleague")
    page = _page(client, "family", person.pk).content.decode()
    assert "Ola Birch" in page
    assert "Vera" not in page
    assert FamilyTie.objects.count() == 2


def test_two_records_are_compared_merged_and_taken_apart_by_pages(
    new: New, manager: User, worker: User, signed_in: SignedIn
) -> None:
    kept, merged = (
        new("Jess", "Birch", sex="U", born_on=date(2010, 3, 7)),
        new("Jess", "Birch", sex="F", born_on=date(2010, 3, 7)),
    )
    client = signed_in(manager)
    assert str(merged.pk) in _page(client, "duplicates", kept.pk).content.decode()
    url = reverse("people:compare", args=[kept.pk, merged.pk])
    assert client.get(url).status_code == 200
    assert signed_in(worker).get(url).status_code == 404
    assert (
        client.post(url, {"answer": "same", "why": "the same UPN", "take_sex": "merged", "versions": "9.9"}).status_code
        == 422
    )
    sent = client.post(url, {"answer": "same", "why": "the same UPN", "take_sex": "merged", "versions": "1.1"})
    assert sent["Location"] == reverse("people:person", args=[kept.pk])
    kept.refresh_from_db()
    assert kept.sex == "F"
    assert _page(client, "person", merged.pk)["Location"] == reverse("people:person", args=[kept.pk])
    made = kept.merges_here.get()
    undo = reverse("people:unmerge", args=[kept.pk, made.pk])
    assert client.get(undo).status_code == 200
    assert client.post(undo, {"why": "two people"}).status_code == 302
    assert _page(client, "person", merged.pk).status_code == 200


def test_two_records_are_said_not_to_be_the_same_and_not_shown_again(
    new: New, manager: User, signed_in: SignedIn
) -> None:
    one, other = new("Jess", "Birch", born_on=date(2010, 3, 7)), new("Jess", "Birch", born_on=date(2010, 3, 7))
    client = signed_in(manager)
    assert LikelyDuplicate.objects.filter(answer="").count() == 1
    pair = LikelyDuplicate.objects.get()
    assert "compare" in _page(client, "likely_duplicate", pair.pk)["Location"]
    client.post(reverse("people:compare", args=[one.pk, other.pk]), {"answer": "not_the_same", "why": "twins"})
    assert _page(client, "likely_duplicate", pair.pk)["Location"] == reverse("people:likely_duplicates")
    assert str(other.pk) not in _page(client, "duplicates", one.pk).content.decode()
    assert "Nothing waits" in _page(client, "likely_duplicates").content.decode()


def test_nothing_of_an_unseen_duplicate_is_in_a_manager_of_others_queue(
    new: New, make_user: MakeUser, worker: User, manager: User, signed_in: SignedIn
) -> None:
    new("Jess", "Birch", born_on=date(2010, 3, 7))
    hidden = new("Jess", "Birch", born_on=date(2010, 3, 7))
    restrict(by=manager, person_id=hidden.pk, reason="colleague")
    other = signed_in(make_user("team_manager"))
    assert "Nothing waits" in _page(other, "likely_duplicates").content.decode()
    assert "Nothing waits" not in _page(signed_in(manager), "likely_duplicates").content.decode()


def test_who_has_seen_the_record_is_said_in_words(new: New, worker: User, manager: User, signed_in: SignedIn) -> None:
    person = new()
    _page(signed_in(manager), "person", person.pk)
    page = _page(signed_in(worker), "seen", person.pk).content.decode()
    assert manager.name in page
    assert "Looked at the record" in page


def test_a_photo_is_made_anew_without_what_it_carried_and_served_through_the_guard(
    new: New, worker: User, stranger: User, signed_in: SignedIn, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    person, client = new(), signed_in(worker)
    assert client.post(reverse("people:photo", args=[person.pk]), {"image": picture_of()}).status_code == 302
    sent = _page(client, "picture", person.pk)
    assert sent.status_code == 200
    assert b"Hidden Road" not in sent.content
    image = Image.open(io.BytesIO(sent.content))
    assert (image.format, image.size) == ("JPEG", (480, 320))
    assert _page(signed_in(stranger), "picture", person.pk).status_code == 404
    assert reverse("people:picture", args=[person.pk]) in _page(client, "person", person.pk).content.decode()


def test_what_is_no_photo_is_refused_and_nothing_is_left(
    new: New, worker: User, signed_in: SignedIn, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    person = new()
    for upload in (io.BytesIO(b"<svg onload=alert(1)>"), io.BytesIO(picture_of().getvalue()[:300]), picture_of("GIF")):
        upload.name = "photo.jpg"
        sent = signed_in(worker).post(reverse("people:photo", args=[person.pk]), {"image": upload})
        assert sent.status_code == 422
    assert list(tmp_path.rglob("*.jpg")) == []


def test_a_copy_for_the_person_is_given_after_release_and_leaves_others_out(
    new: New, worker: User, manager: User, make_user: MakeUser, signed_in: SignedIn
) -> None:
    person = new(
        "Jess", "Birch", Address(lines="1 Hidden Road", withheld="from_parents"), Address(lines="2 Made-up Road")
    )
    parent = new("Ola", "Ferrow", kind="parent_or_carer")
    FamilyTie.objects.create(person=person, other=parent, kind="parent")
    officer = signed_in(make_user("data_protection_officer", team=""))
    mine, url = signed_in(manager), reverse("people:subject_access", args=[person.pk])
    mine.post(url, {"asked_on_day": "1", "asked_on_month": "11", "asked_on_year": "2026"})
    asked = person.subject_accesses.get()
    copy = reverse("people:subject_access_copy", args=[asked.pk])
    assert officer.get(copy).status_code == 404
    assert "Birch" not in _page(officer, "subject_accesses").content.decode()
    signed_in(make_user("team_manager")).post(url, {"release": "yes"})
    assert mine.get(copy).status_code == 404
    file = zipfile.ZipFile(io.BytesIO(officer.get(copy).content))
    for name in ("held.json", "held.html"):
        text = file.read(name).decode()
        assert "2 Made-up Road" in text
        assert "Hidden Road" not in text
        assert "Ferrow" not in text
    assert Event.objects.filter(action="person.bundle_made", person_id=person.pk).count() == 1


def test_a_record_entered_in_error_is_in_no_list_and_no_search(new: New, worker: User, signed_in: SignedIn) -> None:
    person, client = new(), signed_in(worker)
    enter_in_error(by=worker, row=person, seen=1, why_so="begun twice")
    assert "0 young people" in _page(client, "list").content.decode()
    assert str(person.pk) not in _page(client, "list").content.decode()
    assert "entered in error" in _page(client, "person", person.pk).content.decode()
