"""The columns that every row has that people edit, and the constraints that go with them; no tables of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.definitions.codes import codes
from kith.record.access.rules import Section


def code_of(value: str, list_name: str) -> None:
    """ValidationError unless the text is a key of the code list; the text itself is not repeated."""
    if value and value not in codes(list_name):
        raise ValidationError(_("This is not in the list."), code="not_in_list")


class CodeField(models.CharField):
    """A key of one of the lists in `definitions`; the list, not the database, knows the labels."""

    def __init__(self, *args: Any, list_name: str = "", **fields: Any) -> None:
        self.list_name = list_name
        fields.setdefault("max_length", 40)
        super().__init__(*args, **fields)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, fields = super().deconstruct()
        return name, path, args, {**fields, "list_name": self.list_name}

    def validate(self, value: Any, instance: Any) -> None:
        super().validate(value, instance)
        code_of(value, self.list_name)


class CodesField(models.JSONField):
    """Several keys of one list, each once, in the order of the list."""

    def __init__(self, *args: Any, list_name: str = "", **fields: Any) -> None:
        self.list_name = list_name
        fields.setdefault("default", list)
        fields.setdefault("blank", True)
        super().__init__(*args, **fields)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, fields = super().deconstruct()
        return name, path, args, {**fields, "list_name": self.list_name}

    def validate(self, value: Any, instance: Any) -> None:
        super().validate(value, instance)
        if not isinstance(value, list) or len(set(value)) != len(value):
            raise ValidationError(_("Choose each at most once."), code="not_a_list")
        for one in value:
            code_of(one, self.list_name)


def whole(name: str) -> list[models.CheckConstraint]:
    """Who, when and why of an error stand together or not at all. `name`: of the table, like `people_name`."""
    both = Q(error_at__isnull=False, error_by__isnull=False) & ~Q(error_why="")
    neither = Q(error_at__isnull=True, error_by__isnull=True, error_why="")
    return [models.CheckConstraint(condition=both | neither, name=f"{name}_error_whole")]


def ordered(name: str, start: str = "from_on", end: str = "to_on") -> list[models.CheckConstraint]:
    """The end is not before the start; and what `whole` holds."""
    in_order = Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{start}__lte": F(end)})
    return [models.CheckConstraint(condition=in_order, name=f"{name}_in_order"), *whole(name)]


class Row(models.Model):
    """What every row has that people edit: a key that says nothing, a version, and an end that is not deletion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField(null=True, editable=False)
    error_at = models.DateTimeField(_("entered in error at"), null=True, editable=False)
    error_by = models.UUIDField(_("entered in error by"), null=True, editable=False)
    error_why = models.CharField(_("why it was an error"), max_length=400, blank=True, editable=False)

    edited: ClassVar[tuple[str, ...]] = ()
    """The fields that people edit: what a form may change and the history keeps."""

    of_others: ClassVar[tuple[str, ...]] = ()
    """Those of them that may name or describe somebody else: left out of the copy that a person asks for, and said to be."""

    whose: ClassVar[Mapping[str, str]] = {}
    """Fields of somebody's words → the field that says whose. Unless they are the young person's, they stay out of that copy too."""

    spoken: ClassVar[Mapping[str, Callable[[Any], str]]] = {}
    """Fields that hold keys which no code list has → how people say one in their language."""

    goes_without: ClassVar[str] = ""
    """Of a row about several people: the name of the relation to the rows that say who. When a person is erased and nobody is
    left there, the row goes too."""

    erased_with: ClassVar[str] = ""
    """The action (`by=`, `row_id=`) that erases what belongs to a row and no foreign key reaches, called before the row goes."""

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **options: Any) -> list[CheckMessage]:
        """Besides Django's checks: no column takes the place of one that every row has, and what is edited are columns."""
        mine = {column.name: column.creation_counter for column in Row._meta.local_fields}
        names = {column.attname for column in cls._meta.local_fields}
        taken = [
            column.name
            for column in cls._meta.local_fields
            if mine.get(column.name, column.creation_counter) != column.creation_counter
        ]
        lost = [name for name in cls.edited if name not in names] + [
            one for one in cls.of_others if one not in cls.edited
        ]
        return [
            *super().check(**options),
            *(
                Error(f"'{name}' is a column that every row has: call it otherwise.", obj=cls, id="rows.E1")
                for name in taken
            ),
            *(
                Error(f"'{name}' says whose words or how it is said, and is not edited.", obj=cls, id="rows.E3")
                for name in {*cls.whose, *cls.whose.values(), *cls.spoken}
                if name not in cls.edited
            ),
            *(Error(f"'{name}' is edited or of others and is no column.", obj=cls, id="rows.E2") for name in lost),
        ]

    @property
    def section(self) -> Section:
        """The section of access that the row belongs to."""
        return Section.RECORD

    @property
    def weighed_first(self) -> bool:
        """Whether somebody has to weigh it before the person reads it: it stays out of the copy they ask for, which says so."""
        return False

    @property
    def kept_back(self) -> frozenset[str]:
        """Fields of this very row that stay out of the copy: words of somebody else, or of nobody knows whom."""
        return frozenset(name for name, voice in self.whose.items() if getattr(self, voice) != "young_person")

    @property
    def is_over(self) -> bool:
        """Whether its time is over: it is shown nowhere any more and waits only for retention to erase it."""
        return False

    @property
    def about(self) -> uuid.UUID | None:
        """The person whom it is about, as it was entered; None where it is about no one person."""
        return getattr(self, "person_id", None)


HANDLED_ALIKE = {
    "id": "The row's key, which says nothing.",
    "version": "How often the row was saved.",
    "made_at": "When it was made.",
    "made_by": "Which user made it, by reference.",
    "error_at": "When it was marked as entered in error.",
    "error_by": "Which user marked it, by reference.",
    "error_why": "Why it was an error, in words.",
}
"""What the columns of every row hold, for each slice's `handling`."""
