"""Holds every field of every model of the record to being handled: how sensitive, how long kept, which statutory code."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings

from kith.record.interface.handling import SENSITIVITIES, Handled

WITH_MODELS = [name for name in settings.SLICES if find_spec(f"{name}.models")]


def handled(slice_name: str) -> dict[str, Handled]:
    """What the slice says of its fields; nothing where it says nothing."""
    if find_spec(f"{slice_name}.handling") is None:
        return {}
    found: dict[str, Handled] = import_module(f"{slice_name}.handling").HANDLING
    return found


def fields(slice_name: str) -> set[str]:
    """ "Model.field" of every column and every many-to-many of the slice."""
    models = apps.get_app_config(slice_name.rpartition(".")[2]).get_models()
    return {
        f"{model.__name__}.{field.name}"
        for model in models
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
    }


@pytest.mark.parametrize("slice_name", WITH_MODELS)
def test_every_field_says_how_it_is_handled(slice_name: str) -> None:
    assert sorted(fields(slice_name) - set(handled(slice_name))) == []


@pytest.mark.parametrize("slice_name", WITH_MODELS)
def test_nothing_is_handled_that_is_not_a_field(slice_name: str) -> None:
    assert sorted(set(handled(slice_name)) - fields(slice_name)) == []


@pytest.mark.parametrize("slice_name", WITH_MODELS)
def test_each_says_what_it_holds_how_sensitive_it_is_and_how_long_it_is_kept(slice_name: str) -> None:
    unsaid = [
        name
        for name, how in handled(slice_name).items()
        if not (how.says.strip() and how.retention.strip() and how.sensitivity in SENSITIVITIES)
    ]
    assert unsaid == []
