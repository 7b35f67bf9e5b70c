"""Lists of youth justice, police, schools and health come in with a preview, once each, and their words go to their section."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kith.figures.synth import write_authority
from kith.foundation.dates import Month
from kith.record.accounts.models import User
from kith.record.audit.actions import Actor
from kith.record.exchange import actions, demo
from kith.record.exchange.models import Load, RowMatch
from kith.record.moments.models import Education, Missing, Moment, Referral
from kith.record.notes.models import Note
from kith.record.people import actions as people
from kith.record.people.models import Identifier, Involvement, Name, Person
from kith.record.placements import actions as placements
from kith.record.placements.models import Stay
from kith.record.plans.models import Control

pytestmark = pytest.mark.django_db

UNTIL = date.today() + timedelta(days=100)  # noqa: DTZ011 - the list of somebody who writes it today
YJ = """Person ID,Child name,DOB,Arrest date,First hearing,Requirement,Requirement start,Requirement end,NRM referral date
1,"MADEUP, Ada",14/02/2010,02/09/2025,16/09/2025,Tag,16/09/2025,,05/09/2025
"""
POLICE = f"""Person ID,Date reported missing,Date found,Police information,Grading,Expiry date
1,21/09/2025,22/09/2025,Picked up by a car,2 B P,{UNTIL:%d/%m/%Y}
"""
SCHOOL = """Person ID,Exclusion type,Exclusion start date,Exclusion end date,Provision type,Hours per week,Day 6 provision
1,SUSP,04/09/2025,06/09/2025,PRU,12.5,10/09/2025
"""
HEALTH = """Person ID,Attendance date,Attendance type,Presenting complaint,Referred to children's services,Referrer
1,12/09/2025,Stab wound,Wound to the left hand,12/09/2025,A&E
"""
Bring = Callable[..., Load]


@pytest.fixture
def bring(manager: User, tmp_path: Path) -> Bring:
    """Brings lists by name and text, as the manager or somebody else."""

    def made(by: object = manager, **files: str) -> Load:
        folder = tmp_path / f"lists-{Load.objects.count()}"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name.replace('_', ' ')}.csv").write_text(text, encoding="utf-8")
        return actions.bring(by=by, folder=folder, month=Month(2025, 9))

    return made


@pytest.fixture
def taken(bring: Bring, manager: User) -> Bring:
    """Brings lists, and loads what is not in doubt for the manager's team."""

    def made(by: object = manager, **files: str) -> Load:
        load = bring(by, **files)
        actions.load(by=by, load=load, team=manager.team if by is manager else None)
        load.refresh_from_db()
        return load

    return made


def test_a_youth_justice_list_fills_moments_controls_and_referrals(taken: Bring) -> None:
    assert taken(youth_justice=YJ).counts == {
        "people": {"new": 1}, "moments": {"new": 2}, "controls": {"new": 1}, "referrals": {"new": 1}
    }  # fmt: skip
    assert sorted(Moment.objects.values_list("kind", "from_on")) == [
        ("arrest", date(2025, 9, 2)), ("first_court", date(2025, 9, 16)),
    ]  # fmt: skip
    assert Control.objects.get().kind == "tag"
    assert Referral.objects.get().kind == "national_referral_mechanism"
    assert Name.objects.get().whole == "Ada MADEUP"
    assert not Involvement.objects.exists()


def test_a_school_list_fills_education_and_moments(taken: Bring) -> None:
    assert taken(exclusions=SCHOOL).counts == {"people": {"new": 1}, "education": {"new": 1}, "moments": {"new": 1}}
    row = Education.objects.get()
    assert (row.kind, row.to_on, row.provision, row.hours_a_week, row.taught_from_on) == (
        "suspension", date(2025, 9, 6), "unit", 12.5, date(2025, 9, 10),
    )  # fmt: skip
    assert Moment.objects.get().kind == "exclusion"


def test_a_health_list_fills_moments_and_referrals_and_its_words_go_to_health(taken: Bring) -> None:
    load = taken(health=HEALTH)
    assert load.counts == {
        "people": {"new": 1}, "moments": {"new": 1}, "referrals": {"new": 1}, "notes": {"new": 1}
    }  # fmt: skip
    note = Note.objects.get()
    assert (note.belongs, note.words, note.on, note.author) == (
        "health", "Wound to the left hand", date(2025, 9, 12), "health.csv",
    )  # fmt: skip
    assert Moment.objects.get().kind == "injury"
    assert Referral.objects.get().source == "3E"


def test_a_police_list_fills_times_missing_and_its_graded_words_are_intelligence(taken: Bring) -> None:
    assert taken(police_missing=POLICE).counts == {"people": {"new": 1}, "missing": {"new": 1}, "notes": {"new": 1}}
    assert Missing.objects.get().to_on == date(2025, 9, 22)
    note = Note.objects.get()
    assert (note.belongs, note.source, note.assessment, note.handling, note.expires_on, note.named) == (
        "police_intelligence", "2", "B", "P", UNTIL, "",
    )  # fmt: skip


def test_intelligence_is_read_by_those_alone_to_whom_the_section_is_open(
    taken: Bring, manager: User, make_user: Callable[..., User]
) -> None:
    taken(police_missing=POLICE, health=HEALTH)
    person = Person.objects.get()
    colleague = make_user("practitioner")
    seen = {}
    for user in (manager, colleague):
        client = Client()
        client.force_login(user)
        text = client.get(reverse("notes:notes", args=[person.pk])).content.decode()
        seen[user] = ("Picked up by a car" in text, "Wound to the left hand" in text)
    assert seen == {manager: (True, True), colleague: (False, True)}


def test_intelligence_with_conditions_is_for_whoever_brought_it_and_nobody_by_command(
    taken: Bring, manager: User
) -> None:
    text = POLICE.replace("2 B P", "2 B C")
    load = taken(Actor.system("exchange"), police_missing=text)
    assert load.counts["notes"] == {"refused": 1}
    assert [line["says"] for line in load.told if "conditions" in line["says"]]
    assert not Note.objects.exists()
    assert taken(police_missing=text).counts["notes"] == {"new": 1}
    assert Note.objects.get().named == str(manager.pk)


def test_intelligence_whose_time_is_over_stays_out_and_is_told(taken: Bring) -> None:
    load = taken(police_missing=POLICE.replace(f"{UNTIL:%d/%m/%Y}", "01/10/2025"))
    assert (load.counts["notes"], load.counts["missing"]) == ({"refused": 1}, {"new": 1})
    assert {line["file"] for line in load.told if "may be read has passed" in line["says"]} == {"police missing.csv"}
    assert "Picked up" not in str(load.told)


def test_the_same_lists_again_change_nothing_and_a_correction_changes_the_row(taken: Bring) -> None:
    taken(youth_justice=YJ, police_missing=POLICE, exclusions=SCHOOL, health=HEALTH)
    rows = [list(model.objects.values()) for model in (Moment, Control, Missing, Education, Referral, Note)]
    again = taken(youth_justice=YJ, police_missing=POLICE, exclusions=SCHOOL, health=HEALTH)
    assert {state for found in again.counts.values() for state in found} == {"unchanged"}
    assert [list(model.objects.values()) for model in (Moment, Control, Missing, Education, Referral, Note)] == rows
    later = taken(
        exclusions=SCHOOL.replace("06/09/2025", "09/09/2025"), youth_justice=YJ.replace("16/09/2025,,", "16/09/2025,20/09/2025,")
    )  # fmt: skip
    assert later.counts["education"] == later.counts["controls"] == {"changed": 1}
    assert Control.objects.get().to_on == date(2025, 9, 20)


def test_words_entered_in_error_are_not_brought_back(taken: Bring, manager: User) -> None:
    from kith.record.notes.actions import WRITER

    taken(health=HEALTH)
    WRITER.enter_in_error(by=manager, row=Note.objects.get(), seen=1, why_so="another child's")
    assert taken(health=HEALTH).counts["notes"] == {"decided": 1}
    assert Note.objects.count() == 1


def test_words_of_somebody_in_doubt_wait_for_a_person(bring: Bring, manager: User) -> None:
    person = people.add_person(
        by=manager,
        details={"born_on": date(2009, 11, 30), "birth_precision": "day"},
        name={"given": "Ada", "family": "Madeup", "kind": "legal"},
        rows=[Identifier(scheme="la", value="1")],
    )
    load = bring(
        exclusions=SCHOOL.replace("Person ID", "Person ID,DOB").replace("\n1,", "\n1,14/02/2010,"), health=HEALTH
    )
    actions.load(by=manager, load=load)
    load.refresh_from_db()
    assert load.counts["notes"] == {"doubtful": 1}
    assert not Note.objects.exists()
    actions.decide(by=manager, table="people", row_id="1", answer="same", person_id=person.pk)
    actions.load(by=manager, load=load)
    assert Note.objects.get().person_id == person.pk


def test_undoing_a_load_takes_its_notes_too(taken: Bring, manager: User) -> None:
    load = taken(police_missing=POLICE, health=HEALTH)
    assert RowMatch.objects.filter(table="notes").count() == Note.objects.count() == 2
    actions.undo(by=manager, load=load)
    assert not Note.objects.exists()
    assert not RowMatch.objects.exists()
    assert not Person.objects.exists()


def test_the_pages_show_what_a_list_would_change_and_load_it(manager: User, tmp_path: Path) -> None:
    client = Client()
    client.force_login(manager)
    given = [
        SimpleUploadedFile(name, text.encode())
        for name, text in (("police missing.csv", POLICE), ("exclusions.csv", SCHOOL), ("youth justice.csv", YJ))
    ]
    found = client.post(reverse("exchange:bring"), {"files": given, "month": "2025-09"})
    load = Load.objects.get()
    assert found["Location"] == reverse("exchange:load", args=[load.pk])
    page = client.get(found["Location"]).content.decode()
    for table in ("notes", "education", "moments", "missing", "controls", "referrals"):
        assert reverse("exchange:rows", args=[load.pk, table, "new"]) in page
    rows = client.get(reverse("exchange:rows", args=[load.pk, "notes", "new"]))
    assert rows.status_code == 200
    assert "Picked up by a car" not in rows.content.decode()
    assert client.get(reverse("exchange:rows", args=[load.pk, "notes", "changed"])).status_code == 200
    client.post(reverse("exchange:confirm", args=[load.pk]), {"team": manager.team.pk})
    assert (Note.objects.count(), Education.objects.count(), Missing.objects.count(), Control.objects.count()) == (
        1,
    ) * 4


def test_what_a_list_leaves_blank_stays_as_the_record_has_it(taken: Bring, manager: User) -> None:
    taken(youth_justice=YJ)
    assert taken(health=HEALTH).counts["people"] == {"unchanged": 1}
    assert Person.objects.get().born_on == date(2010, 2, 14)
    taken(exclusions=SCHOOL)
    bare = "Person ID,Exclusion type,Exclusion start date\n1,SUSP,04/09/2025\n"
    assert taken(suspensions=bare).counts["education"] == {"unchanged": 1}
    assert Education.objects.get().provision == "unit"


def test_a_list_says_nothing_new_of_somebody_whom_the_record_knew_before(taken: Bring, manager: User) -> None:
    people.add_person(
        by=manager,
        details={"born_on": date(2010, 2, 14), "birth_precision": "day", "sex": "F", "disability": "yes"},
        name={"given": "Ada", "family": "Madeup", "kind": "legal"},
        rows=[Identifier(scheme="la", value="1")],
    )
    assert taken(health=HEALTH).counts["people"] == {"unchanged": 1}
    person = Person.objects.get()
    assert (person.born_on, person.sex, person.disability) == (date(2010, 2, 14), "F", "yes")


def test_what_somebody_answered_is_not_unsaid_by_a_list_that_knows_less(
    taken: Bring, bring: Bring, manager: User
) -> None:
    away = "Child ID,Start date,Host authority,Planned end date\n1,01/09/2025,Bradford,{}\n"
    taken(ooa_placements=away.format(""))
    row = Stay.objects.get()
    placements.change(by=manager, row=row, seen=row.version, values={"due_to_efh": "yes"})
    load = bring(ooa_placements=away.format("01/12/2025"))
    compared = actions.preview(by=manager, load=load)
    assert compared is not None
    (met,) = compared.met["placements"]
    assert met.state == "both"
    actions.decide(by=manager, table="placements", row_id=met.row_id, digest=met.digest, answer="theirs")
    actions.load(by=manager, load=load)
    row.refresh_from_db()
    assert (row.planned_end, row.due_to_efh) == (date(2025, 12, 1), "yes")


def test_the_demonstration_has_lists_that_wait_with_what_they_would_change(
    manager: User, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    assert demo.load({"team_manager": manager}, date(2026, 1, 1)) == 0  # no authority was made up
    made = write_authority(tmp_path / "demo" / "authority", children=150, seed=3, authority=settings.AUTHORITY)
    assert made.folder == tmp_path / demo.FILES
    assert demo.load({"team_manager": manager}, date(2026, 1, 1)) == 4
    load = Load.objects.get()
    assert load.state == Load.State.WAITING
    assert {"people", "moments", "education", "missing"} <= load.counts.keys()
    assert demo.load({"team_manager": manager}, date(2026, 1, 1)) == 0


def test_a_mapping_that_somebody_corrected_comes_with_its_list_on_the_page(manager: User) -> None:
    client = Client()
    client.force_login(manager)
    listed = "Ref,What,When,Sent back\n1,sent home,4/9/2025,\n2,zebra,5/9/2025,9/9/2025\n"
    mapping = """kind = "school"
[columns]
person = "Ref"
kind = "What"
from_on = "When"
taught_from_on = "Sent back"
[values.kind]
"sent home" = "suspension"
"""
    given = [
        SimpleUploadedFile("Spring term.csv", listed.encode()),
        SimpleUploadedFile("Spring term.kith.toml", mapping.encode()),
    ]
    found = client.post(reverse("exchange:bring"), {"files": given, "month": "2025-09"})
    page = client.get(found["Location"]).content.decode()
    load = Load.objects.get()
    assert load.counts["education"] == {"new": 1}
    assert {(line["file"], line["row"], line["column"]) for line in load.told} == {("Spring term.csv", 3, "What")}
    assert "Add the words under [values] in the mapping" in page
    assert "zebra" not in page
