"""The demonstration's rows: made once, and every page of the slice shows something of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.record.placements import demo
from kith.record.placements.models import Stay
from kith.record.placements.parts import PARTS

pytestmark = pytest.mark.django_db


def test_twice_is_as_once_and_every_page_opens(new: Any, worker: Any) -> None:
    people = [new(given, "Birch") for given in ("Jess", "Ola", "Sam")]
    assert demo.load({"practitioner": worker}, timezone.localdate()) > 6
    many = Stay.objects.count()
    assert demo.load({"practitioner": worker}, timezone.localdate()) == 0
    assert Stay.objects.count() == many
    client = Client()
    client.force_login(worker)
    for person in people:
        for part in PARTS.parts.values():
            address = PARTS.href(part, person)
            assert client.get(address).status_code == 200
            for row in part.read(worker, person.pk):
                assert client.get(PARTS.href(part, person, "change", row.pk)).status_code == 200
                assert client.get(PARTS.href(part, person, "error", row.pk)).status_code == 200
    for name in ("where",):
        assert all(client.get(reverse(f"placements:{name}", args=[person.pk])).status_code == 200 for person in people)
