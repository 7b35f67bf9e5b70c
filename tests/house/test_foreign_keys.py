"""Holds foreign keys to the order of the slices, as the import contracts hold imports: a key written as text hides from those."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings


def test_foreign_keys_point_only_downwards() -> None:
    labels = [name.rpartition(".")[2] for name in settings.SLICES]
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation
        and field.related_model is not None
        and field.related_model._meta.app_label in labels
        and labels.index(field.related_model._meta.app_label) > labels.index(model._meta.app_label)
    ]
    assert upwards == []


def test_the_slices_stand_in_the_order_of_the_import_contract() -> None:
    from tests.house.test_house import CONTRACTS

    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    record = [layer.strip() for layer in layers if layer.strip().startswith("kith.record.")]
    assert record[::-1] == settings.SLICES
