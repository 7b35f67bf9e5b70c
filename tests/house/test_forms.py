"""Holds every form of the record to asking: no box to open begins with an answer that nobody gave."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules

import pytest
from django import forms
from django.apps import apps

BEGINS_WITH_THE_LEAST = {"hours"}
"""Of an emergency: as few hours as can be."""


def _forms() -> Iterator[type[forms.BaseForm]]:
    for config in apps.get_app_configs():
        if not config.name.startswith("kith.record."):
            continue
        for module in iter_modules([config.path]):
            if module.name not in {"tests", "migrations", "management", "__main__"}:
                found = import_module(f"{config.name}.{module.name}")
                yield from (one for _name, one in getmembers(found, isclass) if issubclass(one, forms.BaseForm))


@pytest.mark.django_db
def test_no_box_to_open_begins_with_an_answer_that_nobody_gave() -> None:
    wrong = set()
    for form in _forms():
        for name, field in getattr(form, "base_fields", {}).items():
            if not isinstance(field, forms.ChoiceField) or type(field.widget) is not forms.Select:
                continue
            first = next(iter(field.choices), ("", ""))[0]
            if str(first) and not field.initial and name not in BEGINS_WITH_THE_LEAST:
                wrong.add(f"{form.__module__}.{form.__name__}.{name}")
    assert sorted(wrong) == []
