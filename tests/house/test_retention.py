"""Holds every model of every slice to a line that says how long it is kept, under a rule that is there with its source."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from kith.record.access.models import Tried
from kith.record.accounts.models import Draft, Presence, User
from kith.record.audit.actions import Actor
from kith.record.audit.models import Event
from kith.record.interface import retention
from kith.record.notices.models import Notice

SLICES = [name for name in settings.SLICES if find_spec(f"{name}.models")]


def lines(slice_name: str) -> dict[str, str]:
    """Model → rule, as the slice declares it."""
    found: dict[str, str] = getattr(retention.modules().get(slice_name), "RETENTION", {})
    return found


@pytest.mark.parametrize("slice_name", SLICES)
def test_every_model_has_a_line_and_every_line_a_model(slice_name: str) -> None:
    models = {model.__name__ for model in apps.get_app_config(slice_name.rpartition(".")[2]).get_models()}
    assert set(lines(slice_name)) == models


@pytest.mark.parametrize("slice_name", SLICES)
def test_every_line_names_a_rule_that_says_how_long_and_why(slice_name: str) -> None:
    rules = retention.rules()
    for model, key in lines(slice_name).items():
        assert key in rules, model
        assert rules[key].says.strip(), key
        assert rules[key].source.strip(), key


@pytest.mark.parametrize("slice_name", [name for name in SLICES if find_spec(f"{name}.handling")])
def test_each_fields_rule_is_that_of_its_model(slice_name: str) -> None:
    # People have rules by what became of them, and so have fields: see the slice's own tests.
    for name, how in import_module(f"{slice_name}.handling").HANDLING.items():
        assert how.retention == lines(slice_name)[name.partition(".")[0]], name


@pytest.mark.django_db
def test_simulating_changes_nothing_and_running_drops_what_it_said() -> None:
    user = User.objects.create_user("someone@example.org", name="A user", role_key="practitioner")
    now = timezone.now()
    for old in (True, False):
        then = now - timedelta(days=800) if old else now
        Draft.objects.create(user=user, form_key=f"note{old}", sealed="x", saved_at=then)
        Presence.objects.create(
            user=user, subject_id=user.pk if old else Draft.objects.latest("saved_at").pk, seen_at=then
        )
        Notice.objects.create(user=user, kind="allocated", subject_id=user.pk, made_at=then)
        Tried.objects.create(made_by=user, reason="Now", made_at=then)
    said = sorted(one.model for one in retention.due())
    assert said == ["Draft", "Notice", "Presence", "Tried"]
    assert all(one.since < date.today() for one in retention.due())  # noqa: DTZ011 - years ago
    assert [model.objects.count() for model in (Draft, Notice, Presence, Tried)] == [2, 2, 2, 2]
    gone = retention.run(by=Actor.system("retention"))
    assert sorted(one.model for one in gone) == said
    assert [model.objects.count() for model in (Draft, Notice, Presence, Tried)] == [1, 1, 1, 1]
    assert Event.objects.filter(action="retention.run").count() == 4
    assert list(retention.due()) == []


@pytest.mark.django_db
def test_nothing_young_is_due_tomorrow() -> None:
    user = User.objects.create_user("someone@example.org", name="A user", role_key="practitioner")
    Draft.objects.create(user=user, form_key="note", sealed="x")
    Notice.objects.create(user=user, kind="allocated", subject_id=user.pk)
    assert list(retention.due(timezone.localdate() + timedelta(days=1))) == []
