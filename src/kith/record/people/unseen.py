"""Finding somebody exactly, for an emergency, whom search does not show. Nothing here forgives a slip, or it could be used to guess."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from kith.record.people.models import Identifier, Name, Person
from kith.record.people.rules import number_key


def exactly(*, given: str, family: str, born_on: date | None = None, number: str = "") -> QuerySet:
    """The ids of those kept records of which all that is given holds: a whole name, and a birth date or a number or both.

    Capitals do not count, blanks around a name neither; everything else does. Whoever asks may see none of them: this is for
    `access`, which opens one or says nothing. ValueError without a whole name, or without either of the others.
    """
    given, family, key = " ".join(given.split()), " ".join(family.split()), number_key(number)
    if not (given and family and (born_on or key)):
        raise ValueError("A whole name is needed, and a birth date or a number.")
    named = Name.objects.filter(Q(given__iexact=given) | Q(called__iexact=given), family__iexact=family, error_at=None)
    found = Person.objects.filter(
        kept=None, error_at=None, pk__in=named.values(root=Coalesce("person__kept", "person"))
    )
    if born_on:
        born = Person.objects.filter(born_on=born_on, birth_precision="day", error_at=None)
        found = found.filter(pk__in=born.values(root=Coalesce("kept", "pk")))
    if key:
        numbers = Identifier.objects.filter(value_key=key, error_at=None)
        found = found.filter(pk__in=numbers.values(root=Coalesce("person__kept", "person")))
    return found.values("pk")
