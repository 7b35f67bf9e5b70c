"""The copy that a young person asks for: everything of every slice in words, in both languages, and nobody else's words."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override
from tests.site.world import make_world

from kith.record.harms.models import Concern
from kith.record.letters.models import Document
from kith.record.people.models import Person
from kith.record.people.queries import about_people
from kith.record.people.subject_access import bundle, given
from kith.record.placements.models import Stay
from kith.record.plans.models import Goal
from kith.record.relocations.models import Decision, NextHome, Relocation, View
from kith.record.rows.models import CodeField, CodesField
from kith.record.worklists.models import ClockAnswer, ClockFact

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def person(tmp_path: Path, settings: Any) -> Person:
    """Somebody of whom there is something in many slices, in codes and in words of several people."""
    settings.MEDIA_ROOT = tmp_path
    people = make_world(tmp_path).people
    about = {"person": people[0]}
    Concern.objects.create(**about, harm="cce", words="OURS of harm", words_of="young_person", push=["school"])
    Concern.objects.create(**about, harm="cse", words="THEIRS of harm", words_of="parent_or_carer")
    Concern.objects.create(**about, harm="gang", words="THEIRS, nobody said whose")
    View.objects.create(**about, voice="police", words="THEIRS of a move", on=TODAY)
    View.objects.create(**about, voice="young_person", words="OURS of a move", on=TODAY)
    Goal.objects.create(**about, words="THEIRS as a goal", voice="parent_or_carer")
    NextHome.objects.create(**about, on=TODAY, choice="return", words="THEIRS as a choice", chosen_by="parents")
    Relocation.objects.create(**about, kind="police_led", from_on=date(2026, 1, 2), to_on=date(2026, 2, 2), locality="out",
                              host_authority="E08000035", due_to_efh="yes", purpose=["physical"])  # fmt: skip
    Decision.objects.create(**about, host_authority="E08000035", legal_basis="V2")
    ClockAnswer.objects.create(**about, clock="visit_first", kind="not_applicable", why="OURS to know")
    ClockFact.objects.create(**about, condition="short_breaks", state="no", on=TODAY)
    Document.objects.create(**about, kind="area_pack", language="cy", made_as="pdf", reference="R1", sections=["record"],
                            content=b"")  # fmt: skip
    return people[0]


def _copy(person: Person) -> tuple[str, str]:
    """The page and the data of the copy."""
    file = zipfile.ZipFile(io.BytesIO(bundle(person.pk)))
    return file.read("held.html").decode(), file.read("held.json").decode()


def test_words_are_given_only_where_they_are_the_young_persons_own(person: Person) -> None:
    for copy in _copy(person):
        assert "THEIRS" not in copy
        assert copy.count("OURS") == 3
    assert any("somebody else said" in text for text in given(person.pk).left_out)


def test_the_page_of_the_copy_says_no_key_and_no_name_of_a_field(person: Person) -> None:
    for language in ("en", "cy"):
        with override(language):
            page, _data = _copy(person)
        said = strip_tags(re.sub(r"<style>.*?</style>", "", page)).replace("held.json", "").replace(str(person.pk), "")
        assert re.findall(r"\b[a-z]+_[a-z_]+\b", said) == []
        assert re.findall(r"\b[0-9a-f]{8}-[0-9a-f]{4}", said) == []
        assert re.findall(r"\bE0\d{7}\b|\d{4}-\d\d-\d\d|\bTrue\b|\bNone\b", said) == []
        assert ("Camfanteisio’n droseddol ar blant" in said) == (language == "cy")
        assert "Leeds" in said
    assert json.loads(_data)["person"]["kind"] == "young_person"  # the data keeps the keys


def test_every_field_that_is_given_has_a_name_and_every_key_a_label() -> None:
    """A field without a name of its own would be shown by its column's."""
    unnamed, unlabelled = [], []
    for model in [Person, *about_people()]:
        for name in set(model.edited) - set(model.of_others):
            column = model._meta.get_field(name)
            if column.is_relation:
                continue
            if isinstance(column._verbose_name, str | None):
                unnamed.append((model.__name__, name))
            is_json = column.get_internal_type() == "JSONField" and not isinstance(column, CodesField)
            if is_json and not isinstance(column, CodeField) and name not in model.spoken:
                unlabelled.append((model.__name__, name))
    assert (unnamed, unlabelled) == ([("Photo", "file")], [])  # the photo stands beside the page as a picture


def test_the_copy_does_not_tell_where_a_withheld_place_lies(person: Person) -> None:
    """Whoever holds it may show it to those from whom it is withheld."""
    assert "Leeds" in _copy(person)[0]
    Stay.objects.filter(person=person).update(to_on=TODAY)
    Stay.objects.create(person=person, kind="care_placement", from_on=date(2026, 1, 2), to_on=date(2026, 1, 9),
                        home="Beech House", withheld="from_parents", host_authority="E08000035")  # fmt: skip
    for copy in _copy(person):
        assert not [word for word in ("Leeds", "E08000035", "Beech") if word in copy]
