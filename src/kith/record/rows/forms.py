"""What forms of rows share: choices from `definitions`, the version that was read, a reason for what cannot go without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from kith.definitions.codes import codes
from kith.record.interface.forms import InARow
from kith.record.rows.models import Row
from kith.record.rows.words import label, language

_FEW = 6
_CHOOSE = _("Choose")
_NOT_GIVEN = _("Not given")


def choices(list_name: str, *, first: str = "") -> Callable[[], list[tuple[str, str]]]:
    """The keys and labels of a list, in the reader's language, of codes that hold today; with `first`, an empty choice before them."""

    def read() -> list[tuple[str, str]]:
        listed = codes(list_name)
        held = [(code.key, listed.label(code.key, language())) for code in listed if code.last_year is None]
        return [("", str(first)), *held] if first else held

    return read


def _opens(widget: Any) -> bool:
    return isinstance(widget, forms.Select) or widget is forms.Select


class Code(forms.ChoiceField):
    """A choice from a list of `definitions`: buttons where they are few, a box to open where they are many."""

    def __init__(self, list_name: str, *, first: Any = "", **fields: Any) -> None:
        """`first`: words of an empty choice before the others. A box to open has one anyway, unless the form begins with an
        answer: a browser would give the first of the list, which nobody chose."""
        few = sum(code.last_year is None for code in codes(list_name)) <= _FEW
        buttons = InARow if list_name == "state" else forms.RadioSelect
        fields.setdefault("widget", buttons() if few else forms.Select())
        if _opens(fields["widget"]) and not first and not fields.get("initial"):
            first = _CHOOSE if fields.get("required", True) else _NOT_GIVEN
        super().__init__(choices=choices(list_name, first=first), **fields)


class Clock(forms.TimeField):
    """A time of day, as the device likes to ask for it."""

    def __init__(self, **fields: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"})
        super().__init__(input_formats=["%H:%M", "%H:%M:%S"], widget=widget, **fields)


class Codes(forms.MultipleChoiceField):
    """Several of a list of `definitions`, as boxes to tick."""

    def __init__(self, list_name: str, **fields: Any) -> None:
        fields.setdefault("widget", forms.CheckboxSelectMultiple())
        super().__init__(choices=choices(list_name), **fields)


def _held(model: type[Row], name: str, value: Any) -> str:
    """How a form names what a row holds and no choice offers any more; nothing where it may be what the user must not see."""
    try:
        column: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    if listed := getattr(column, "list_name", ""):
        return label(listed, value)
    if column.is_relation and column.related_model._meta.app_label == "accounts":
        return str(column.related_model._default_manager.filter(pk=value).values_list("name", flat=True).first() or "")
    return ""


class RowForm(forms.Form):
    """A form of one row. `seen` is the version that was read, so that a stale save is noticed."""

    model: ClassVar[type[Row]]
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and name in self.initial:
                self._keep(name, field, self.initial[name])

    def _keep(self, name: str, field: forms.ChoiceField, held: Any) -> None:
        """What the row holds stays a choice: a code that is no longer given, an account that was closed. What is empty stays empty."""
        listed: list[Any] = [*field.choices]  # type: ignore[misc]
        there = {str(key) for key, _label in listed}
        if held in (None, "") and "" not in there and _opens(field.widget):
            field.choices = [("", str(_CHOOSE)), *listed]
        each = held if isinstance(held, list) else [held]
        if left := {str(one): one for one in each if one not in (None, "") and str(one) not in there}:
            field.choices = [
                *listed,
                *((key, text) for key, one in left.items() if (text := _held(self.model, name, one))),
            ]

    def values(self) -> dict[str, Any]:
        """The row's fields as they are to be stored."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @classmethod
    def of(cls, row: Row) -> dict[str, Any]:
        """What the form shows of a stored row."""
        return {"seen": row.version, **{name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}}


class Spanned(RowForm):
    """A row that holds for a time."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        from_on, to_on = cleaned.get("from_on"), cleaned.get("to_on")
        if from_on and to_on and from_on > to_on:
            self.add_error("to_on", _("The last day must not be before the first"))
        return cleaned


class WhyForm(forms.Form):
    """A reason, for what cannot go without one."""

    why = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
