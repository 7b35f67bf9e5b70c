"""How long, and then gone: retention, erasure, how each field is handled, and many people loaded at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
import pytest
from django.apps import apps
from django.db import models

from kith.dataset.dataset import Dataset
from kith.record.access.models import Known
from kith.record.access.queries import person_ids
from kith.record.accounts import demo as demo_accounts
from kith.record.accounts.drafts import keep
from kith.record.accounts.models import Draft, User
from kith.record.audit.actions import Actor
from kith.record.audit.models import Change, Event
from kith.record.people import demo
from kith.record.people.actions import say_not_the_same
from kith.record.people.erasing import REACHED, erase
from kith.record.people.handling import HANDLING
from kith.record.people.loading import generate
from kith.record.people.merging import merge
from kith.record.people.models import (
    Address,
    FamilyTie,
    Identifier,
    Involvement,
    LikelyDuplicate,
    Person,
    SearchKey,
    SubjectAccess,
)
from kith.record.people.photos import folder, keep_photo
from kith.record.people.queries import visible
from kith.record.people.retention import RETENTION, RULES, due, ends_on, run
from kith.record.people.search import Asked, find
from kith.record.people.subject_access import ask
from kith.record.people.tests.pictures import picture_of

New = Callable[..., Person]
MODELS = list(apps.get_app_config("people").get_models())


def test_every_field_says_how_it_is_handled_and_nothing_else_does() -> None:
    fields = {f"{model.__name__}.{field.name}" for model in MODELS for field in model._meta.concrete_fields}
    assert fields == set(HANDLING)
    assert {one.retention for one in HANDLING.values()} <= set(RULES)


def test_every_model_has_a_rule_of_retention() -> None:
    assert {model.__name__ for model in MODELS} == set(RETENTION)
    assert set(RETENTION.values()) <= set(RULES)


def test_every_relation_that_leads_to_a_person_is_reached_by_erasure() -> None:
    found = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    }
    others = {name for name in found if not name.startswith("people.")}  # held by tests/house/test_reached.py
    assert found - others == set(REACHED)


def _ids_anywhere() -> set[UUID]:
    """Every UUID that stands in any managed table."""
    found: set[UUID] = set()
    for model in apps.get_models():
        if not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            target = field.target_field if isinstance(field, models.ForeignKey) else field
            if isinstance(target, models.UUIDField):
                found |= set(model._default_manager.values_list(field.attname, flat=True)) - {None}
    return found


def test_an_erased_person_is_nowhere_any_more_and_the_audit_says_so(
    new: New, worker: User, manager: User, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    rows = (
        Address(lines="1 Made-up Road", postcode="QZ6 2AB"),
        Identifier(scheme="la", value="A1"),
        Involvement(status="looked_after"),
    )
    person, twin, other = new("Jess", "Birch", *rows), new("Jes", "Birch"), new("Ola", "Birch")
    FamilyTie.objects.create(person=person, other=other, kind="parent")
    FamilyTie.objects.create(person=other, other=twin, kind="child")
    say_not_the_same(by=manager, one=person.pk, other=other.pk, why="mother")
    ask(by=manager, person_id=person.pk, asked_on=date(2026, 11, 1))
    keep_photo(by=worker, person_id=person.pk, upload=picture_of())
    keep(user=worker, form_key="people.detailsform", subject_id=person.pk, fields=[("sex", "F")], version=0)
    merge(by=manager, kept=person, merged=twin, seen=(person.version, twin.version), take=(), why="the same UPN")
    with django_capture_on_commit_callbacks(execute=True):
        gone = erase(by=manager, person_id=twin.pk)
    assert set(gone) == {person.pk, twin.pk}
    assert not _ids_anywhere() & set(gone)
    assert not Change.objects.filter(person_id__in=gone).exists()
    assert (Draft.objects.count(), SubjectAccess.objects.count(), list(folder().iterdir())) == (0, 0, [])
    assert Event.objects.filter(action="person.erased", person_id__in=gone).count() == 2
    assert list(Person.objects.all()) == [other]


@pytest.mark.parametrize(
    ("rule", "died_on", "ends"),
    [
        ("looked_after", None, date(2085, 3, 7)),
        ("looked_after", date(2020, 5, 1), date(2035, 5, 1)),
        ("looked_after", date(2040, 5, 1), date(2085, 3, 7)),
        ("known", None, date(2035, 3, 7)),
        ("other", None, date(2032, 1, 1)),
    ],
)
def test_a_record_is_kept_as_long_as_its_rule_says(rule: str, died_on: date | None, ends: date) -> None:
    assert ends_on(rule, born_on=date(2010, 3, 7), died_on=died_on, last_on=date(2026, 1, 1)) == ends


def test_what_is_due_is_told_and_then_goes_and_an_open_involvement_keeps(new: New, manager: User) -> None:
    old = new("Old", "Birch", born_on=date(1990, 1, 1))
    open_ = new("Open", "Birch", Involvement(status="child_in_need"), born_on=date(1990, 1, 1))
    cared_for = new(
        "Kept", "Birch", Involvement(status="looked_after", to_on=date(2008, 1, 1)), born_on=date(1990, 1, 1)
    )
    young = new("Young", "Birch", born_on=date(2012, 1, 1))
    asked = SubjectAccess.objects.create(person=young, asked_on=date(2020, 1, 1), asked_by=manager.pk)
    told = {(one.model, one.id, one.rule) for one in due(date(2026, 11, 21))}
    assert told == {("Person", old.pk, "known"), ("SubjectAccess", asked.pk, "subject_access")}
    assert Person.objects.count() == 4  # to simulate changes nothing
    run(by=Actor.system("retention"), today=date(2026, 11, 21))
    assert set(Person.objects.all()) == {open_, cared_for, young}
    assert not SubjectAccess.objects.exists()


def test_an_adult_is_kept_while_they_are_of_the_family_of_someone_here(new: New) -> None:
    parent, child = new("Ola", "Birch", kind="parent_or_carer"), new("Jess", "Birch", born_on=date(2012, 1, 1))
    Person.objects.update(made_at="2015-01-01T00:00:00Z")
    tie = FamilyTie.objects.create(person=child, other=parent, kind="parent")
    assert list(due(date(2026, 11, 21))) == []
    tie.delete()
    assert [one.id for one in due(date(2026, 11, 21))] == [parent.pk]


def test_the_same_seed_generates_the_same_people_and_all_are_found(make_user: Callable[..., User]) -> None:
    ids = generate(60, seed=3)
    assert Person.objects.count() == Known.objects.count() == len(set(ids)) == 60
    name = Person.objects.get(pk=ids[0]).shown_name.whole
    assert find(make_user("on_call_worker"), Asked(name))[0].person.pk == ids[0]
    Person.objects.all().delete()
    Known.objects.all().delete()
    assert generate(60, seed=3) == ids
    assert SearchKey.objects.filter(root_id=ids[0]).exists()


def test_the_demonstration_gives_every_role_that_reads_records_someone_to_see(db: None) -> None:
    users = demo_accounts.make_demo_users()
    people = pl.DataFrame({"person_id": [f"P{n}" for n in range(80)], "row_id": [f"r{n}" for n in range(80)], "authority": ["E1"] * 80,
                           "birth_date": [date(2001, 3, 7) + timedelta(days=37 * n) for n in range(80)], "birth_precision": ["day"] * 80, "sex": ["F"] * 80})  # fmt: skip
    spans = pl.DataFrame({"person_id": people["person_id"], "row_id": people["row_id"], "authority": people["authority"],
                          "status": ["looked_after"] * 80, "from_on": [date(2020, 1, 1)] * 80})  # fmt: skip
    assert demo.load(Dataset({"people": people, "involvements": spans})) == 80
    seen = {role: visible(user).count() for role, user in users.items()}
    assert seen["practitioner"] > 10
    assert seen["team_manager"] >= 60
    for role in ("exploitation_lead", "independent_reviewing_officer", "placements", "on_call_worker"):
        assert seen[role] > 0, role
    assert seen["area_authority_guest"] == 1
    assert seen["analyst"] == seen["administrator"] == seen["data_protection_officer"] == 0
    assert not Person.objects.filter(pk__in=person_ids(users["analyst"])).exists()
    assert Person.objects.exclude(kept=None).count() == 1
    assert [pair.answer for pair in LikelyDuplicate.objects.order_by("answer")] == ["", "merged"]
    found = find(users["practitioner"], Asked("Rowen Corsel"))
    assert {one.person.shown_name.whole for one in found} >= {"Rowan Corsall", "Rowan Corsal"}
    assert Address.objects.filter(withheld="from_everyone").count() == 1
