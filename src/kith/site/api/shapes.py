"""How forms and rows stand in JSON: what a form asks becomes a schema and a check, what a row holds becomes values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kith.record.access.queries import may_see as may_see_person
from kith.record.people.models import Person
from kith.record.rows.actions import as_json
from kith.record.rows.models import CodesField, Row
from kith.site.api.problems import error, told

Schema = dict[str, Any]
LOOKED_UP = frozenset({"seen", "q", "where"})
"""Fields of a form that help somebody on a page to find whom or what they mean: a service gives the id."""
_DATE, _TIME = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d(:\d\d)?")
SEEN: Schema = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1, "description": "The version that was read."}
UUID_TEXT: Schema = {"type": "string", "format": "uuid"}


def fields(form: type[forms.Form]) -> dict[str, forms.Field]:
    """The fields of a form that a service fills in."""
    return {name: field for name, field in form.base_fields.items() if name not in LOOKED_UP}


def asked(form: type[forms.Form], *, whole: bool) -> Schema:
    """The JSON schema of what a form takes; `whole` where what is required has to be there."""
    properties = {name: _asked(name, field) for name, field in fields(form).items()}
    required = [name for name, field in fields(form).items() if field.required and field.initial is None]
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return made | ({"required": required} if whole and required else {})


def _asked(name: str, field: forms.Field) -> Schema:
    made = _type_of(name, field)
    if field.help_text or field.label:
        made["description"] = " ".join(str(text) for text in (field.label, field.help_text) if text)
    if not field.required and "enum" not in made:
        made["type"] = [made["type"], "null"]
    return made


def _type_of(name: str, field: forms.Field) -> Schema:
    if isinstance(field, forms.MultipleChoiceField):
        keys = _keys(name, field)
        return {"type": "array", "uniqueItems": True, "items": {"type": "string"} | ({"enum": keys} if keys else {})}
    if isinstance(field, forms.ChoiceField):
        keys = _keys(name, field)
        return {"enum": keys if field.required else [*keys, None]} if keys else {"type": "string"}
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, forms.TimeField):
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    if isinstance(field, forms.IntegerField):
        kind = "integer" if type(field) is forms.IntegerField else "number"
        bounds = {"minimum": field.min_value, "maximum": field.max_value}
        return {
            "type": kind,
            **{key: float(v) if kind == "number" else int(v) for key, v in bounds.items() if v is not None},
        }
    made: Schema = {"type": "string"}
    if length := getattr(field, "max_length", None):
        made["maxLength"] = length
    return made


def _keys(name: str, field: Any) -> list[str]:
    """The keys of a list of codes; none where they are records, of which only those who ask may be told."""
    return [] if name.endswith("_id") else [str(key) for key, _label in field.choices]


def misfits(form: type[forms.Form], sent: Mapping[str, Any]) -> list[dict[str, str]]:
    """Everything sent that is of the wrong kind, or nothing that the form asks."""
    known = fields(form)
    wrong = (
        [error("", "unknown_field", _("A name was sent that nothing here is called."))]
        if set(sent) - set(known)
        else []
    )
    return wrong + [
        error(name, "wrong_type", _("This is not of the kind that openapi.json says."))
        for name, value in sent.items()
        if name in known and not _fits(known[name], value)
    ]


def _fits(field: forms.Field, value: Any) -> bool:
    if value is None:
        return not field.required
    if isinstance(field, forms.MultipleChoiceField):
        return isinstance(value, list) and all(isinstance(one, str) for one in value) and len({*value}) == len(value)
    if isinstance(field, forms.BooleanField):
        return isinstance(value, bool)
    if isinstance(field, forms.IntegerField):
        number = int if type(field) is forms.IntegerField else (int, float)
        return isinstance(value, number) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if isinstance(field, forms.DateField | forms.TimeField) and value:
        return (_DATE if isinstance(field, forms.DateField) else _TIME).fullmatch(value) is not None
    return True


def posted(form: type[forms.Form], values: Mapping[str, Any]) -> QueryDict:
    """Values as a page would post them; what is absent has the form's own beginning."""
    made = QueryDict(mutable=True)
    for name, field in form.base_fields.items():
        value = values[name] if name in values else _initial(field)
        if isinstance(value, list | tuple):
            made.setlist(name, [_text(one) for one in value])
        elif value is not None and value != "" and value is not False:
            made[name] = _text(value)
    return made


def _initial(field: forms.Field) -> Any:
    return field.initial() if callable(field.initial) else field.initial


def _text(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return "true" if value is True else str(value)


def wrong_in(form: forms.Form, already: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """What the form refuses, of fields of which nothing was said yet."""
    said = {one["where"] for one in already if one["where"]}
    found = [
        one for name, errors in form.errors.as_data().items() for each in errors for one in _under(name, told(each))
    ]
    return [one for one in found if one["where"] not in said]


def _under(name: str, errors: list[dict[str, str]]) -> list[dict[str, str]]:
    return [one | {"where": "" if name == "__all__" or name in LOOKED_UP else name} for one in errors]


# Rows


def held(model: type[Row]) -> Schema:
    """The schema of a row in an answer."""
    values = {name: _held(model, name) for name in model.edited}
    return {
        "type": "object",
        "required": ["id", "version", "made_at", "entered_in_error", "values"],
        "properties": {
            "id": UUID_TEXT,
            "version": {"type": "integer"},
            "made_at": {"type": "string", "format": "date-time"},
            "entered_in_error": {"type": ["string", "null"], "format": "date-time"},
            "person_id": UUID_TEXT
            | {"description": "Of whom the row is, by the record kept, where the owner is no person."},
            "values": {
                "type": "object",
                "required": list(model.edited),
                "properties": values,
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    }


def _field(model: type[Row], name: str) -> Any:
    return next((f for f in model._meta.fields if name in (f.name, f.attname)), None)


def _held(model: type[Row], name: str) -> Schema:
    field = _field(model, name)
    if field is None or (isinstance(field, models.JSONField) and not isinstance(field, CodesField)):
        return {}
    if isinstance(field, CodesField):
        return {"type": "array", "items": {"type": "string"}}
    if field.remote_field:
        return {"type": ["string", "null"], "format": "uuid"}
    if isinstance(field, models.DateField):
        return {
            "type": ["string", "null"],
            "format": "date-time" if isinstance(field, models.DateTimeField) else "date",
        }
    if isinstance(field, models.BooleanField):
        return {"type": ["boolean", "null"]}
    if isinstance(field, models.IntegerField):
        return {"type": ["integer", "null"]}
    if isinstance(field, models.FloatField):
        return {"type": ["number", "null"]}
    return {"type": ["string", "null"]}


def shown(user: Any, row: Any, *, names_person: bool = False) -> dict[str, Any]:
    """A row in an answer. A reference to somebody or something that the account may not see is empty, as if there were none."""
    values = {name: _plain(value) for name, value in as_json(row, row.edited).items()}
    for name in row.edited:
        field = _field(type(row), name)
        if (
            field is not None
            and field.remote_field
            and values[name]
            and not _may_see(user, field.related_model, values[name])
        ):
            values[name] = None
    made = {
        "id": str(row.pk),
        "version": row.version,
        "made_at": row.made_at.isoformat(),
        "entered_in_error": row.error_at.isoformat() if row.error_at else None,
        "values": values,
    }
    return made | ({"person_id": str(_kept(row))} if names_person and row.about else {})


def _kept(row: Any) -> UUID:
    return Person.objects.filter(pk=row.about).values_list("kept_id", flat=True).first() or row.about


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool | list | dict) or value is None:
        return value
    return str(value)


def _may_see(user: Any, model: type[Any], pk: str) -> bool:
    """Whether the account may know of what a row refers to: people and contexts by the rules, rows by whom they are about."""
    if not issubclass(model, Row):
        return True  # a user or a team
    about = UUID(pk)
    if any(field.name == "person" for field in model._meta.fields):
        about = model._default_manager.filter(pk=pk).values_list("person_id", flat=True).first() or about
        return may_see_person(user, about)
    return bool(import_string(settings.MAY_SEE_SUBJECT)(user, about))
