"""Every page of a context in a real browser, at desktop and phone width: axe finds nothing, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.record.accounts.demo import make_demo_users
from kith.record.contexts import demo
from kith.record.contexts.models import Association, Context
from kith.record.contexts.parts import PARTS
from kith.record.people.actions import add_person

pytestmark = pytest.mark.django_db(transaction=True)


def test_axe_finds_nothing_on_the_pages_of_a_context(sign_in, picture: Callable[[str], None]) -> None:
    users = make_demo_users()
    for given in ("Jess", "Rowan", "Morgan"):
        add_person(by=users["team_manager"], details={}, name={"given": given, "family": "Birch", "kind": "legal"})
    demo.load(users, timezone.localdate())
    context = Context.objects.get(kind="transport_hub")
    tie = Association.objects.filter(context=context).first()
    look = sign_in("team_manager")
    pages = {
        key: reverse(f"contexts:{key}", args=[context.pk])
        for key in ("context", "history", "pack", "who_may", *PARTS.parts)
    }
    pages |= {
        "add": reverse("contexts:add"),
        "list": reverse("contexts:list"),
        "people_add": reverse("contexts:people_add", args=[context.pk]),
        "people_remove": reverse("contexts:people_remove", args=[context.pk, tie.pk]),
        "of-person": reverse("contexts:contexts", args=[tie.person_id]),
    }
    for name, address in pages.items():
        page = look.go(address)
        picture(f"context-{name}")
        assert page.locator("h1").count() == 1, name
        assert look.axe() == [], name
        assert look.cut_off() == [], name
