"""Holds every relation to a person or a context to being named in its slice's `handling.REACHED`, so that no erasure forgets one."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings

from kith.record.contexts.models import Context
from kith.record.people.models import Person


def _said(slice_name: str) -> set[str]:
    if find_spec(f"{slice_name}.handling") is None:
        return set()
    return set(getattr(import_module(f"{slice_name}.handling"), "REACHED", ()))


def test_every_relation_to_a_person_or_a_context_says_what_becomes_of_it() -> None:
    from kith.record.people.erasing import REACHED

    leading = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model in {Person, Context}
    }
    said = {name for slice_name in settings.SLICES for name in _said(slice_name)} | set(REACHED)
    assert sorted(leading - said) == []
    assert sorted(said - leading) == []
